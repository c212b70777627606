import fc from 'fast-check';
import t from 'tap';
import { type Design, designFieldNames } from '../../src/candidate/design.ts';
import { designFields } from '../../src/candidate/design-fields.ts';
import { changeRows } from '../../src/documents/changes-chapter.ts';
import { draftFormatIds, draftFormats, renderDraft } from '../../src/documents/render-draft.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import { draftHash, draftJson } from '../../src/drafts/draft-bytes.ts';
import { opens } from '../../src/drafts/draft-schema.ts';
import { canonicalShaping, excludedPathways, isOpen, type LineShaping, lineKey, type Shaping, shapingSchema, untouched } from '../../src/drafts/shaping.ts';
import { compareVersions } from '../../src/proposals/compare.ts';
import { readLine } from '../../src/proposals/line-form.ts';
import { inputsOf, proposalId } from '../../src/proposals/proposal-inputs.ts';
import type { StoredVersion } from '../../src/proposals/repository.ts';
import { pathways } from '../../src/rules/format.ts';
import { unzip } from '../files/unzip.ts';
import { assessor, date, draftOf, knowledge } from './fixture.ts';

const request = { knowledge, assessor, district: 'origo', legalBasis: 'sol-2025-400', date };
const plain = draftOf('origo');
const keys = plain.lines.map((line) => lineKey(line.insats, line.targetGroup));

const answers = fc
  .uniqueArray(fc.constantFrom(...designFieldNames), { maxLength: 4 })
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field) => {
        const info = designFields[field];
        const value = info.type === 'choice' ? fc.constantFrom<unknown>('unknown', ...Object.keys(info.choices)) : fc.constant<unknown>('unknown');
        return value.map((one): [string, unknown] => [field, one]);
      }),
    ),
  )
  .map((entries) => Object.fromEntries(entries));
const shapingOf: fc.Arbitrary<LineShaping> = fc
  .record({
    removed: fc.boolean(),
    choice: fc.constantFrom(null, ...pathways),
    stage: fc.constantFrom<(1 | 2 | 3)[]>(1, 2, 3),
    design: answers,
    motive: fc.constantFrom('', 'Efter samråd.'),
  })
  .map(({ removed, choice, stage, design, motive }) => {
    const line = { removed, pathway: choice, stage: isOpen(choice) ? stage : null, design, motive, responses: {} };
    return shapingSchema.parse({ x: line }).x ?? untouched;
  });
const anyShaping = fc.dictionary(fc.constantFrom(...keys), shapingOf, { maxKeys: 8 });

t.test('without changes a draft, its inputs and its id are what they always were', async (t) => {
  t.equal(draftHash(draftJson(buildDraft({ ...request, shaping: {} }))), draftHash(draftJson(plain)));
  t.notOk('shaping' in inputsOf(request, knowledge));
  t.equal(proposalId(inputsOf(request, knowledge)), proposalId({ ...inputsOf(request, knowledge) }));
  t.notMatch(draftJson(plain), /"shaped"|"removed"|keep_choice/);
});

t.test('the same changes give the same bytes, in whatever order they came, also after a round through JSON', async () => {
  fc.assert(
    fc.property(anyShaping, (shaping) => {
      const one = canonicalShaping(Object.entries(shaping));
      const other = canonicalShaping(Object.entries(shaping).reverse());
      const stored = one === undefined ? undefined : shapingSchema.parse(JSON.parse(JSON.stringify(one)));
      const bytes = (use: typeof one) => draftJson(buildDraft({ ...request, ...(use === undefined ? {} : { shaping: use }) }));
      const first = bytes(one);
      return first === bytes(other) && first === bytes(stored);
    }),
    { numRuns: 40 },
  );
});

t.test('whatever people choose, no line of a draft goes a way that the law excludes, and counts are counts', async () => {
  fc.assert(
    fc.property(anyShaping, (shaping) => {
      const draft = buildDraft({ ...request, shaping });
      const removed = keys.filter((key) => shaping[key]?.removed === true);
      return (
        draft.lines.length === keys.length - removed.length &&
        (draft.removed ?? []).length === removed.length &&
        draft.summary.sections.reduce((sum, section) => sum + section.lines, 0) === draft.lines.length &&
        draft.lines.every(
          (line) =>
            (line.pathway === null || !excludedPathways(line.verdict).includes(line.pathway)) &&
            isOpen(line.pathway) === (line.stage !== null) &&
            opens(line.section) === (line.stage !== null),
        )
      );
    }),
    { numRuns: 60 },
  );
});

t.test('a changed line is told in every format', async (t) => {
  const line = plain.lines.find((one) => one.section === 'stage2');
  if (line === undefined) throw new Error('a line in stage 2');
  const motive = 'Samordnas med Sköndal först';
  const shaping = {
    [lineKey(line.insats, line.targetGroup)]: {
      ...untouched,
      pathway: 'open_with_conditions' as const,
      stage: 3 as const,
      motive,
      design: { ceilingKind: 'sessions', ceilingAmount: 7 } satisfies Partial<Design>,
    },
  };
  const draft = buildDraft({ ...request, shaping });
  const changed = draft.lines.find((one) => one.shaped !== undefined);
  t.match(changed, { pathway: 'open_with_conditions', stage: 3, section: 'stage3', shaped: { chosen: true, motive } });
  t.ok(changed?.conditions.some((condition) => condition.text.includes('7 tillfällen') && !condition.assumed));
  t.equal(changeRows(draft).length, 1);
  for (const format of draftFormatIds.filter((id) => draftFormats[id].file === 'forslag')) {
    const content = await renderDraft(draft, format, 2);
    const text = typeof content === 'string' ? content : [...unzip(content).values()].join('');
    for (const words of [motive, '7 tillfällen', ...(format === 'json' ? ['open_with_conditions'] : ['etapp 3'])])
      t.ok(text.includes(words), `${format}: ${words}`);
  }
});

t.test('a comparison tells what people changed from what rules changed', async (t) => {
  const [line, other] = plain.lines.filter((one) => one.section === 'stage2');
  if (line === undefined || other === undefined) throw new Error('two lines in stage 2');
  const shaping = {
    [lineKey(line.insats, line.targetGroup)]: { ...untouched, motive: 'Eget motiv', design: { ceilingKind: 'sessions' as const, ceilingAmount: 3 } },
  };
  const version = (number: number, ruleset: string, use: Shaping): StoredVersion => {
    const inputs = { ...inputsOf(request, knowledge), ruleset, shaping: use };
    const head = {
      id: '',
      title: '',
      district: 'origo',
      legalBasis: 'sol-2025-400',
      date,
      catalogue: knowledge.catalogueHash,
      createdAt: new Date(0),
      contentHash: '',
    };
    return { ...head, version: number, ruleset, inputs, draft: buildDraft({ ...request, shaping: use }) };
  };
  const [first, second] = [version(1, 'a', {}), version(2, 'a', shaping)];
  t.same(
    compareVersions(first, second, assessor).map(({ insats, targetGroup, causes }) => [insats, targetGroup, causes]),
    [[line.insats, line.targetGroup, ['people']]],
    'only the line that was changed, although the villkor that lines share may shift',
  );
  const third = version(3, 'b', shaping);
  const moved = {
    ...third,
    draft: {
      ...third.draft,
      lines: third.draft.lines.map((one) => (one.insats === other.insats && one.targetGroup === other.targetGroup ? { ...one, flags: [] } : one)),
    },
  };
  t.same(
    compareVersions(first, moved, assessor).map(({ insats, targetGroup, causes, certain }) => [insats, targetGroup, causes, certain]),
    [line, other].map((one) => [one.insats, one.targetGroup, one === line ? ['rules', 'people'] : ['rules'], one !== line]),
    'rules that are gone cannot be asked which of the two it was',
  );
  const gone = version(4, 'a', { [lineKey(line.insats, line.targetGroup)]: { ...untouched, removed: true } });
  t.match(compareVersions(first, gone, assessor), [{ insats: line.insats, causes: ['people'], differences: [{ what: 'removed' }] }]);
});

t.test('a form is read field by field', async (t) => {
  const { design } = assessor.defaultDesign(plain.lines[0]?.insats ?? '', plain.lines[0]?.targetGroup ?? '', 'sol-2025-400');
  const faults = (body: Record<string, string>) => readLine(body, design, untouched).faults.map((fault) => fault.field);
  t.same(faults({ val: '', motiv: 'Bra.' }), []);
  t.same(faults({ val: 'open' }), ['val'], 'an open pathway has a stage');
  t.same(faults({ motiv: 'Gäller 19121212-1212.' }), ['motiv']);
  t.same(faults({ 'svar-en-regel': 'accepted' }), ['skal-en-regel', 'vem-en-regel']);
  t.same(faults({ 'svar-en-regel': 'disputed', 'skal-en-regel': 'Nej.' }), []);
  t.same(faults({ 'svar-en-regel': 'investigate', 'vem-en-regel': 'Jurist', 'datum-en-regel': '2027-02-30' }), ['datum-en-regel']);
  t.same(faults({ 'svar-en-regel': '', 'skal-en-regel': 'Halvt' }), ['svar-en-regel'], 'nothing typed is dropped in silence');
  t.same(faults({ 'svar-en-regel': 'accepted', 'vem-en-regel': '121212-1212', 'skal-en-regel': 'x' }), ['vem-en-regel']);
  const kept = readLine({ val: '' }, design, { ...untouched, responses: { annan: { kind: 'disputed', motive: 'Nej.', who: '', due: null } } });
  t.ok(kept.shaping.responses.annan, 'an answer to a flag that is not shown is kept');
});
