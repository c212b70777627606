import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import type { CurrentState } from '../../src/candidate/build-facts.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import { conditionsOf } from '../../src/drafts/conditions.ts';
import { draftHash, draftJson } from '../../src/drafts/draft-bytes.ts';
import { draftSchema, opens, settledByLaw } from '../../src/drafts/draft-schema.ts';
import { citedKeys } from '../../src/drafts/source-list.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { assessor, bases, date, draftOf, knowledge } from './fixture.ts';

for (const legalBasis of bases) {
  t.test(`a whole district under ${legalBasis}`, async (t) => {
    const draft = draftOf('sodermalm', legalBasis);

    await t.test('has every pair of the catalogue exactly once, in the catalogue’s order', async (t) => {
      t.same(
        draft.lines.map((line) => `${line.insats} ${line.targetGroup}`),
        knowledge.catalogue.pairs.map(({ insats, group }) => `${insats.id} ${group.id}`),
      );
      t.equal(new Set(draft.lines.map((line) => `${line.insats} ${line.targetGroup}`)).size, draft.lines.length);
    });

    await t.test('says what the assessment says, and decides nothing again', async (t) => {
      const wrong = draft.lines.filter((line) => {
        const { design } = assessor.defaultDesign(line.insats, line.targetGroup, legalBasis);
        const { law, recommendation, flags } = assessor.assess({ insats: line.insats, targetGroup: line.targetGroup, legalBasis, date, design });
        const same =
          line.verdict === law.verdict &&
          line.section === recommendation.section &&
          line.pathway === recommendation.pathway &&
          line.stage === recommendation.stage;
        return !same || (!settledByLaw(line.section) && flags.length !== line.flags.length);
      });
      t.same(wrong, []);
    });

    await t.test('counts in the summary are counts of lines', async (t) => {
      t.equal(draft.summary.lines, draft.lines.length);
      t.equal(draft.summary.insatser, new Set(draft.lines.map((line) => line.insats)).size);
      for (const section of draft.summary.sections) {
        const lines = draft.lines.filter((line) => line.section === section.section);
        t.equal(section.lines, lines.length, section.section);
        t.equal(section.insatser, new Set(lines.map((line) => line.insats)).size, section.section);
        t.equal(
          draft.summary.areas.reduce((sum, area) => sum + (area.sections.find((own) => own.section === section.section)?.lines ?? 0), 0),
          lines.length,
        );
      }
    });

    await t.test('the risk picture counts lines, and leaves out those that the law settles', async (t) => {
      const weighed = draft.lines.filter((line) => !settledByLaw(line.section));
      t.equal(draft.risk.lines, weighed.length);
      for (const theme of draft.risk.themes) {
        for (const [severity, count] of Object.entries(theme.counts)) {
          t.equal(count, weighed.filter((line) => line.flags.some((flag) => flag.theme === theme.theme && flag.severity === severity)).length);
        }
      }
      for (const rule of draft.risk.rules) t.equal(rule.lines, weighed.filter((line) => line.flags.some((flag) => flag.rule === rule.rule)).length, rule.rule);
      t.same(
        new Set(weighed.flatMap((line) => line.flags.map((flag) => flag.rule))),
        new Set(draft.risk.rules.map((rule) => rule.rule)),
        'every fired rule is explained',
      );
    });

    await t.test('every citation leads to a place in the list of sources, which names each place once', async (t) => {
      const places = draft.sources.flatMap((source) => source.places.map((place) => place.key));
      t.equal(new Set(places).size, places.length);
      t.same(
        [...new Set(citedKeys(draft))].filter((key) => !places.includes(key)),
        [],
      );
      const readable = new Set(draft.sources.flatMap((source) => source.places.map((place) => place.citation)));
      t.same(
        [...new Set(draft.lines.flatMap((line) => line.flags.flatMap((flag) => flag.citations)))].filter((citation) => !readable.has(citation)),
        [],
      );
    });

    await t.test('common and special villkor together are exactly the answers of the design', async (t) => {
      const common = new Map(draft.commonConditions.map((condition) => [condition.field, condition.text]));
      for (const line of draft.lines) {
        if (!opens(line.section)) {
          t.same([line.conditions, line.openQuestions], [[], []], 'no villkor where nothing opens');
          continue;
        }
        const { design } = assessor.defaultDesign(line.insats, line.targetGroup, legalBasis);
        const expected = new Map(
          conditionsOf(design, new Set())
            .filter((condition) => !condition.quiet)
            .map((condition) => [condition.field as string, condition.text]),
        );
        const told = new Map([...common, ...line.conditions.map((condition) => [condition.field, condition.text] as const)]);
        for (const field of line.exempt) told.delete(field);
        if (told.size !== expected.size || [...expected].some(([field, text]) => told.get(field) !== text)) t.fail(`${line.insats} ${line.targetGroup}`);
      }
    });

    await t.test('a line that the law settles carries no risk flags, since no design is weighed', async (t) => {
      t.same(
        draft.lines.filter((line) => settledByLaw(line.section) && line.flags.length + line.signals.length > 0),
        [],
      );
    });

    await t.test('is the same bytes each time, also from knowledge that is read anew', async (t) => {
      const again = loadKnowledge();
      const fresh = buildDraft({ knowledge: again, assessor: createAssessor(again), district: 'sodermalm', legalBasis, date });
      t.equal(draftHash(draftJson(fresh)), draftHash(draftJson(draft)));
      t.ok(draftJson(draftSchema.parse(JSON.parse(draftJson(draft)))) === draftJson(draft), 'and can be read back');
    });
  });
}

t.test('districts differ only in their name as long as nothing is entered', async (t) => {
  const [one, other] = [draftOf('jarva'), draftOf('bromma')];
  t.same(one.lines, other.lines);
  t.not(one.title, other.title);
});

t.test('what a district enters changes its own lines and is told', async (t) => {
  const state: CurrentState = { givenToday: 'yes', withoutDecisionToday: 'yes', privateToday: 'no', wishesOpen: 'yes' };
  const insats = knowledge.catalogue.pairs[0]?.insats.id ?? '';
  const draft = buildDraft({ knowledge, assessor, district: 'jarva', legalBasis: 'sol-2025-400', date, currentStates: new Map([[insats, state]]) });
  t.equal(draft.inputs.currentStates, 1);
  t.same(
    draft.lines.filter((line) => line.currentState !== null).map((line) => line.insats),
    knowledge.catalogue.pairs.filter((pair) => pair.insats.id === insats).map(() => insats),
  );
  t.not(
    draft.summary.passages.map((passage) => passage.text).join(),
    draftOf('jarva')
      .summary.passages.map((passage) => passage.text)
      .join(),
  );
});

t.test('a date after what the planner knows of the law is told; so is a proposal that is not law', async (t) => {
  t.ok(draftOf('jarva', 'sol-2025-400', '2028-06-01').notices.length > draftOf('jarva', 'sol-2025-400', '2026-01-01').notices.length);
  const warning = draftOf('jarva', 'sou-2020-47')
    .chapters.find((chapter) => chapter.id === 'legal-frame')
    ?.passages.find((passage) => passage.kind === 'note');
  t.ok(warning);
});

t.test('a district that does not exist at the date, and a basis before its time, are errors that say what to do', async (t) => {
  t.throws(() => draftOf('norrmalm'), /norra-innerstaden/);
  t.throws(() => draftOf('jarva', 'sol-2025-400', '2025-01-01'), /2025/);
  t.doesNotThrow(() => draftOf('norrmalm', 'sou-2020-47', '2022-05-01'));
});
