import fc from 'fast-check';
import t from 'tap';
import { choosePathway, type Outcome } from '../../src/assessment/outcome.ts';
import { loadRuleset, rulesAt } from '../../src/assessment/ruleset.ts';
import { verdicts } from '../../src/rules/format.ts';

const { pathway } = rulesAt(loadRuleset(), 'sol-2025-400', '2026-01-01');

const outcome: fc.Arbitrary<Outcome> = fc.record({
  verdict: fc.constantFrom(...verdicts),
  blocking: fc.nat(3),
  high: fc.nat(3),
  medium: fc.nat(3),
  highUnclearable: fc.nat(3),
  cityAdvice: fc.boolean(),
  practice: fc.boolean(),
});

t.test('the pathway table answers every outcome, and only once', async (t) => {
  fc.assert(fc.property(outcome, (o) => choosePathway(pathway, o, []) !== undefined));
  t.pass('no gap and no overlap');
});

t.test('what the law excludes or leaves unclear is never opened, whatever supports it', async (t) => {
  fc.assert(
    fc.property(outcome, (o) => {
      const { pathway: way, stage } = choosePathway(pathway, o, []).event.params;
      const opened = way === 'open' || way === 'open_with_conditions' || stage !== null;
      return o.verdict === 'allowed' || !opened;
    }),
  );
  t.pass('no counterexample');
});

t.test('a blocking flag or the city’s advice is never outweighed by signals', async (t) => {
  fc.assert(fc.property(outcome, (o) => !(o.blocking > 0 || o.cityAdvice) || choosePathway(pathway, o, []).event.params.stage === null));
  t.pass('no counterexample');
});

t.test('one more flag never brings a candidate to an earlier stage', async (t) => {
  const rank = (o: Outcome) => choosePathway(pathway, o, []).event.params.stage ?? 4;
  fc.assert(
    fc.property(outcome, fc.constantFrom('blocking', 'high', 'medium', 'highUnclearable'), (o, kind) => rank({ ...o, [kind]: o[kind] + 1 }) >= rank(o)),
  );
  t.pass('no counterexample');
});
