import t from 'tap';
import { createNameHint } from '../../src/proposals/name-hint.ts';
import { draftOf, knowledge } from '../drafts/fixture.ts';

const hint = createNameHint(knowledge);

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

t.test('nothing that Insatsplan itself writes seems to name a person', async (t) => {
  const { chapters, summary, lines, commonConditions, risk, legalBasis, notices } = draftOf();
  const own = stringsIn([chapters, summary, commonConditions, risk, legalBasis, notices, lines.map((line) => [line.name, line.reasons, line.grounds])]);
  t.same(
    [...new Set(own)].filter((text) => hint(text) !== null),
    [],
  );
});

t.test('districts, authorities and methods are known; a person is not', async (t) => {
  for (const text of [
    ...knowledge.districts.all.map(({ name }) => `I ${name} prövas det i dag.`),
    ...knowledge.catalogue.insatser.map(({ name }) => `Vi ger ${name} i egen regi.`),
    ...knowledge.sources.all.map(({ title, publisher }) => `Se ${title} från ${publisher}.`),
    'Stockholms stad, Region Stockholm och Röda Korset deltog. Rädda Barnen har svarat.',
    'Bilaga A och Etapp B. Nacka Kommun.',
  ])
    t.equal(hint(text), null, text);
  for (const text of ['Vi har talat med Anna Svensson i Farsta.', 'Klienten Fatima vill ha stöd.']) t.not(hint(text), null, text);
});
