import t from 'tap';
import { findPersonalNumber } from '../../src/web/personal-number.ts';

// Made-up or published test numbers; the others fail the checksum or have no date.
const real = ['19121212-1212', '1212121212', '121212-1212', '121212+1212', '191212121212', '121212 1212', '121212–1212', '19900101-9802', '900161-2382'];
const none = ['', '121212-1213', '991332-1212', '12345', '1212121212123', '556036-0793', '2026-11-22 kl. 1200', '08-508 00 000', '900101-0001'];

t.test('finds personal numbers with and without century, hyphen, plus and space, inside a text', async (t) => {
  for (const number of real) {
    t.equal(findPersonalNumber(number), number, number);
    t.equal(findPersonalNumber(`Se ärendet om ${number}, som gäller.`), number);
  }
});

t.test('lets other figures pass', async (t) => {
  for (const text of none) t.equal(findPersonalNumber(text), null, text);
});
