import fc from 'fast-check';
import t from 'tap';
import { findPersonalNumber } from '../../src/web/personal-number.ts';

/** Built here from the definition, apart from the code under test. */
function control(nine: string): number {
  let sum = 0;
  for (let i = 0; i < 9; i += 1) {
    const product = Number(nine[i]) * (i % 2 === 0 ? 2 : 1);
    sum += Math.floor(product / 10) + (product % 10);
  }
  return (10 - (sum % 10)) % 10;
}

const birthday = fc.date({ min: new Date('1890-01-01'), max: new Date('2026-11-22'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const numbers = fc
  .record({ born: birthday, serial: fc.nat(999), coordination: fc.boolean(), century: fc.boolean(), mark: fc.constantFrom('', '-', '+', ' ', '–') })
  .map(({ born, serial, coordination, century, mark }) => {
    const [year = '', month = '', day = ''] = born.split('-');
    const date = `${year.slice(2)}${month}${String(Number(day) + (coordination ? 60 : 0)).padStart(2, '0')}`;
    const nine = `${date}${String(serial).padStart(3, '0')}`;
    return { ten: `${nine}${control(nine)}`, century: century ? year.slice(0, 2) : '', mark };
  });
const written = ({ ten, century, mark }: { ten: string; century: string; mark: string }) => `${century}${ten.slice(0, 6)}${mark}${ten.slice(6)}`;
const words = fc.stringMatching(/^[a-zåäö .,:;()]{0,20}$/);

t.test('every way to write a number is found, wherever it stands in the text', async () => {
  fc.assert(fc.property(words, numbers, words, (before, number, after) => findPersonalNumber(`${before}${written(number)}${after}`) === written(number)));
});

t.test('another last digit, or a digit more, is no such number', async () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 9 }), (number, step) => {
      const wrong = `${number.ten.slice(0, 9)}${(Number(number.ten.at(-1)) + step) % 10}`;
      return findPersonalNumber(written({ ...number, ten: wrong })) === null && findPersonalNumber(`${written(number)}1`) === null;
    }),
  );
});

t.test('days that do not exist, years, spans and telephone numbers are let through', async (t) => {
  const invalidDay = '990230111';
  for (const text of [`${invalidDay}${control(invalidDay)}`, '2025-2026', '08-508 250 00', '10–15 personer, 1 200 timmar', 'SoL 2025:400', '', '000000-0000'])
    t.equal(findPersonalNumber(text), null, text);
});

t.test('a leap day is a day of those centuries only that had one', async (t) => {
  const nine = '000229111';
  const ten = `${nine}${control(nine)}`;
  t.equal(findPersonalNumber(`19${ten}`), null);
  t.equal(findPersonalNumber(`20${ten}`), `20${ten}`);
  t.equal(findPersonalNumber(ten), ten);
});
