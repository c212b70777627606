import fc from 'fast-check';
import t from 'tap';
import { readNumber, writtenNumber } from '../../src/economy/read-number.ts';
import { assumptionIds } from '../../src/economy/scenario.ts';
import { spanIn } from './scenarios.ts';

t.test('numbers as Swedes write them', async (t) => {
  for (const [written, value] of [
    ['1 250,5', 1250.5],
    ['1\u00a0250,50', 1250.5],
    ['1\u202f250', 1250],
    ['1250', 1250],
    [' 450 kr ', 450],
    ['450 kronor', 450],
    ['0', 0],
    ['', null],
    ['   ', null],
  ] as const)
    t.equal(readNumber(written, 'insatsCost'), value, written);
  for (const [written, value] of [
    ['12%', 12],
    ['12 %', 12],
    ['−10', -10],
    ['-10 procent', -10],
    ['–0', 0],
    ['+5,25', 5.25],
    ['1 000', 1000],
    ['-100', -100],
  ] as const)
    t.equal(readNumber(written, 'demandChange'), value, written);
});

t.test('what could mean several things, or nothing, is refused with what to do', async (t) => {
  for (const written of [
    '1.250',
    '12.5',
    '1,250.5',
    '1 25',
    '1 2500',
    '12 50',
    'ca 40',
    '4e3',
    '0x10',
    '1,,5',
    ',5',
    '5,',
    '10-20',
    '10–20',
    '٣',
    '1 000 kr kr',
    '12%',
    'Infinity',
    '--5',
  ])
    t.type(readNumber(written, 'insatsCost'), 'string', written);
  for (const [id, written] of [
    ['people', '12,5'],
    ['people', '-1'],
    ['people', '1 000 001'],
    ['hourCost', '-450'],
    ['hourCost', '1,234'],
    ['demandChange', '-101'],
    ['demandChange', '1001'],
    ['people', '191212121212'],
  ] as const)
    t.type(readNumber(written, id), 'string', `${id} ${written}`);
  t.match(readNumber('12.5', 'hourCost'), 'komma');
  t.match(readNumber('10–20', 'hourCost'), 'Högst');
});

t.test('a number that is shown again is read as the same number', async () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...assumptionIds).chain((id) => spanIn(id).map(({ low }) => ({ id, low }))),
      ({ id, low }) => Object.is(readNumber(writtenNumber(low), id), low + 0),
    ),
  );
});

t.test('no text makes the reader fail', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...assumptionIds), (text, id) => {
      const read = readNumber(text, id);
      return read === null || typeof read === 'string' || Number.isFinite(read);
    }),
  );
});
