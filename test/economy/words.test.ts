import fc from 'fast-check';
import t from 'tap';
import { openEnded } from '../../src/economy/open-ended.ts';
import { crossesZero, differenceInWords, shiftInWords } from '../../src/economy/words.ts';
import { number } from '../../src/web/format.ts';

const ends = fc.tuple(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.integer({ min: -5_000_000, max: 5_000_000 }));

t.test('the words hold both figures, and say lower, higher or both as the span does', async () => {
  fc.assert(
    fc.property(ends, ([a, b]) => {
      const span = { low: Math.min(a, b), high: Math.max(a, b) };
      const words = differenceInWords(span);
      const figures = [span.low, span.high].every((end) => (span.low === 0 && span.high === 0) || words.includes(number(Math.abs(end))));
      return (
        figures &&
        words.includes('lägre') === span.low < 0 &&
        words.includes('högre') === span.high > 0 &&
        (crossesZero(span) !== null) === (span.low < 0 && span.high > 0)
      );
    }),
  );
});

t.test('a change is said with its direction', async (t) => {
  t.match(shiftInWords({ low: -5, high: 7 }), /5.*ned.*7.*upp/);
  t.match(shiftInWords({ low: -9, high: -5 }), /5 och 9.*ned/);
  t.notMatch(shiftInWords({ low: 0, high: 0 }), /upp|ned/);
  for (const inWords of [shiftInWords, differenceInWords]) t.notMatch(inWords({ low: -7, high: 0 }), /[-−]0/);
});

t.test('open-ended: nothing in the design limits what one person can get in all', async (t) => {
  const closed = [
    [{ ceilingKind: 'sessions', ceilingAmount: 6, timeLimitMonths: 'none' }, false],
    [{ ceilingKind: 'hours', ceilingAmount: 10, timeLimitMonths: 12 }, false],
    [{ ceilingKind: 'none', ceilingAmount: 'none', timeLimitMonths: 3 }, true],
  ] as const;
  for (const [design, roundTheClock] of closed) t.same(openEnded(design, roundTheClock), [], JSON.stringify(design));
  const open = [
    [{ ceilingKind: 'none', ceilingAmount: 'none', timeLimitMonths: 'none' }, false, 2],
    [{ ceilingKind: 'unknown', ceilingAmount: 'unknown', timeLimitMonths: 12 }, false, 1],
    [{ ceilingKind: 'hours', ceilingAmount: 'unknown', timeLimitMonths: 12 }, false, 1],
    [{ ceilingKind: 'hours', ceilingAmount: 10, timeLimitMonths: 'unknown' }, false, 1],
    [{ ceilingKind: 'unknown', ceilingAmount: 'unknown', timeLimitMonths: 'none' }, true, 1],
  ] as const;
  for (const [design, roundTheClock, reasons] of open) t.equal(openEnded(design, roundTheClock).length, reasons, JSON.stringify(design));
});
