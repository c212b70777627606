import fc from 'fast-check';
import t from 'tap';
import { sameAnswer } from '../../src/assessment/insats-query.ts';
import { findContradictions } from '../../src/candidate/contradictions.ts';
import { designChangeSchema, designFieldNames } from '../../src/candidate/design.ts';
import { designFields } from '../../src/candidate/design-fields.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import { excludedPathways, isOpen, type LineShaping, lineKey, sameShaping, untouched } from '../../src/drafts/shaping.ts';
import { type BulkChange, changeValues, readChange } from '../../src/proposals/bulk/change.ts';
import { fingerprint, planLine } from '../../src/proposals/bulk/plan.ts';
import { pathways } from '../../src/rules/format.ts';
import { assessor, date, draftOf, knowledge } from '../drafts/fixture.ts';

const legalBasis = 'sol-2025-400';
const request = { knowledge, assessor, district: 'origo', legalBasis, date };
const pairs = draftOf('origo').lines.map((line) => {
  const [insats, group] = [knowledge.catalogue.insatsById.get(line.insats), knowledge.catalogue.groupById.get(line.targetGroup)];
  if (insats === undefined || group === undefined) throw new Error(line.insats);
  return { insats, group };
});
const targetOf = (pair: (typeof pairs)[number], shaping: LineShaping = untouched) => {
  const { design } = assessor.defaultDesign(pair.insats.id, pair.group.id, legalBasis);
  return { pair, candidate: { insats: pair.insats.id, targetGroup: pair.group.id, legalBasis, date, design }, shaping, revision: 0 };
};

const answer = fc.constantFrom(...designFieldNames).chain((field) => {
  const info = designFields[field];
  const values: fc.Arbitrary<unknown> =
    info.type === 'choice'
      ? fc.constantFrom('unknown', ...Object.keys(info.choices))
      : info.type === 'list'
        ? fc.subarray(Object.keys(info.choices), { minLength: 1 })
        : fc.oneof(fc.constantFrom('unknown', 'none'), fc.integer({ min: info.min, max: info.max }));
  return values.map((value): [string, unknown] => [field, value]);
});
const design = fc.array(answer, { maxLength: 5 }).map((entries) => designChangeSchema.parse(Object.fromEntries(entries)));
const choice = fc
  .record({ pathway: fc.constantFrom(...pathways), stage: fc.constantFrom<(1 | 2 | 3)[]>(1, 2, 3) })
  .map(({ pathway, stage }) => ({ pathway, stage: isOpen(pathway) ? stage : null }));
const change: fc.Arbitrary<BulkChange> = fc.record({
  design,
  choice: fc.option(fc.oneof(choice, fc.constant({ pathway: null, stage: null }))),
  motive: fc.constantFrom('', 'Gemensamt motiv'),
  overwrite: fc.boolean(),
});
/** A line as a person may have left it: own answers that hold together. */
const own: fc.Arbitrary<LineShaping> = fc.record({ choice: fc.option(choice), design, motive: fc.constantFrom('', 'Eget motiv') }).map((line) => ({
  ...untouched,
  design: line.design,
  motive: line.motive,
  pathway: line.choice?.pathway ?? null,
  stage: line.choice?.stage ?? null,
}));
const pair = fc.constantFrom(...pairs);

/** An own answer that equals what is assumed is no longer stored, and is still the same answer. */
const differs = (before: LineShaping, after: LineShaping, defaults: Parameters<typeof findContradictions>[0], field: (typeof designFieldNames)[number]) =>
  !sameAnswer(before.design[field], after.design[field] ?? defaults[field]);

t.test('nothing is forced: no new contradiction, no way that the law excludes, no own answer replaced unless asked', async () => {
  fc.assert(
    fc.property(pair, change, own, (one, wanted, shaping) => {
      const target = targetOf(one, shaping);
      const { after, standing, own: kept, notApplied } = planLine(assessor, wanted, target);
      const contradictions = (line: LineShaping) => findContradictions({ ...target.candidate.design, ...line.design }).length;
      if (contradictions(shaping) === 0 && contradictions(after) > 0) return false;
      if (standing.before.refused === null && standing.after.refused !== null) return false;
      if (!wanted.overwrite) {
        if (designFieldNames.some((field) => shaping.design[field] !== undefined && differs(shaping, after, target.candidate.design, field))) return false;
        if (shaping.pathway !== null && (after.pathway !== shaping.pathway || after.stage !== shaping.stage)) return false;
        if (shaping.motive !== '' && after.motive !== shaping.motive) return false;
      }
      // Every answer either stands on the line afterwards or is told of.
      const result = { ...target.candidate.design, ...after.design };
      const untold = designFieldNames.filter((field) => wanted.design[field] !== undefined && !sameAnswer(result[field], wanted.design[field]));
      return untold.length === 0 || kept.length + notApplied.length >= untold.length;
    }),
    { numRuns: 400 },
  );
});

t.test('the preview is what the draft of the next version then says, and the same change again changes nothing', async () => {
  fc.assert(
    fc.property(fc.uniqueArray(pair, { maxLength: 6 }), change, (chosen, wanted) => {
      const plans = chosen.map((one) => planLine(assessor, wanted, targetOf(one)));
      const draft = buildDraft({ ...request, shaping: Object.fromEntries(plans.map(({ key, after }) => [key, after])) });
      const again = plans.map(({ after }, index) => planLine(assessor, wanted, targetOf(chosen[index] ?? pairs[0] ?? never(), after)));
      return (
        again.every((line) => !line.changes) &&
        plans.every(({ key, standing, flags, before, after, changes }) => {
          const line = draft.lines.find((one) => lineKey(one.insats, one.targetGroup) === key);
          return (
            line !== undefined &&
            line.section === standing.after.section &&
            line.stage === standing.after.stage &&
            line.pathway === standing.after.pathway &&
            (line.pathway === null || !excludedPathways(line.verdict).includes(line.pathway)) &&
            line.flags.map(({ rule }) => rule).join() === flags.after.map(({ rule }) => rule).join() &&
            changes !== sameShaping(before, after)
          );
        })
      );
    }),
    { numRuns: 60 },
  );
});

function never(): never {
  throw new Error('no pair');
}

t.test('what is confirmed is told apart from anything else', async (t) => {
  const [one] = pairs;
  const wanted: BulkChange = { design: { ceilingKind: 'sessions', ceilingAmount: 5 }, choice: null, motive: '', overwrite: false };
  const plan = (use: BulkChange) => planLine(assessor, use, targetOf(one ?? never()));
  t.equal(fingerprint(wanted, [plan(wanted)]), fingerprint({ ...wanted }, [plan(wanted)]));
  const other = { ...wanted, design: { ...wanted.design, ceilingAmount: 6 } };
  t.not(fingerprint(wanted, [plan(wanted)]), fingerprint(other, [plan(other)]));
  t.not(fingerprint(wanted, [plan(wanted)]), fingerprint(wanted, []));
});

t.test('a form is read: what is not answered is left, what cannot be is told', async (t) => {
  const read = (fields: Record<string, string | string[]>) =>
    readChange(changeValues(new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat()]))));
  t.same(
    read({ val: '', motiv: '', ceilingKind: '', contactWays: [''] }).faults.map(({ field }) => field),
    ['andringar'],
    'nothing to change',
  );
  t.same(read({ ceilingKind: 'sessions', ceilingAmount: 'tal', ceilingAmountAntal: '5', fee: '' }).change.design, {
    ceilingKind: 'sessions',
    ceilingAmount: 5,
  });
  t.same(read({ contactWays: ['', 'phone', 'web'] }).change.design, { contactWays: ['phone', 'web'] });
  t.same(read({ val: 'folj' }).change.choice, { pathway: null, stage: null });
  t.same(
    read({ val: 'hoppsan' }).faults.map(({ field }) => field),
    ['val'],
  );
  t.same(
    read({ motiv: 'Gäller 19121212-1212.' }).faults.map(({ field }) => field),
    ['motiv'],
  );
  t.ok(read({ ceilingKind: 'none', ceilingAmount: 'tal', ceilingAmountAntal: '5' }).problems.length > 0, 'two answers that never hold together');
  t.ok(read({ ceilingAmount: 'tal', ceilingAmountAntal: '9999' }).problems.length > 0);
});
