import readExcelFile from 'read-excel-file/node';
import t from 'tap';
import { influenceChart } from '../../src/documents/influence-chart.ts';
import { renderDraft } from '../../src/documents/render-draft.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import { opens } from '../../src/drafts/draft-schema.ts';
import { lineKey } from '../../src/drafts/shaping.ts';
import type { Scenario } from '../../src/economy/scenario.ts';
import { assumptions } from '../../src/economy/scenario.ts';
import { resultRows, spanText } from '../../src/economy/words.ts';
import { number } from '../../src/web/format.ts';
import { assessor, date, draftOf, knowledge } from '../drafts/fixture.ts';
import { scenarioOf } from '../economy/scenarios.ts';
import { wordText } from '../files/unzip.ts';

const plain = draftOf('origo');
const [first, second, third] = plain.lines.filter((line) => opens(line.section)).map((line) => lineKey(line.insats, line.targetGroup));
if (first === undefined || second === undefined || third === undefined) throw new Error('the unit has lines that open');
const build = (economy: Scenario[], shaping = {}) => buildDraft({ knowledge, assessor, district: 'origo', legalBasis: 'sol-2025-400', date, economy, shaping });
const unsure = scenarioOf(
  {
    people: { low: 80, high: 120 },
    assessmentHours: { low: 6.5, high: 10 },
    hourCost: 450,
    insatsCost: { low: 4000, high: 12_000 },
    demandChange: { low: -10, high: 60 },
    avoidedCost: { low: 0, high: 3000 },
  },
  { name: 'Råd | stöd', lines: [first, second] },
);
const exact = scenarioOf({ people: 7, insatsCost: 1234.5 }, { id: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', name: 'Bara exakta tal', lines: [third] });
const draft = build([unsure, exact]);

t.test('scenarios change nothing of what the draft says of a line', async (t) => {
  t.same(draft.lines, plain.lines);
  t.same(draft.summary.sections, plain.summary.sections);
  t.same(draft.risk, plain.risk);
});

t.test('every figure of every scenario is the same in every format', async (t) => {
  const [md, docx, xlsx] = [
    String(await renderDraft(draft, 'md')).replaceAll('\\', ''),
    wordText(Buffer.from(await renderDraft(draft, 'docx'))),
    await readExcelFile(Buffer.from(await renderDraft(draft, 'xlsx'))),
  ];
  const sheet = xlsx.find((one) => one.sheet === 'Räkneexempel')?.data ?? [];
  t.equal(draft.economy?.length, 2);
  for (const outcome of draft.economy ?? []) {
    const rows = [
      ...resultRows(outcome).map(({ label, span }) => ({ kind: 'Resultat', label, span })),
      ...outcome.influence.map(({ assumption, span }) => ({ kind: 'Påverkan', label: assumptions[assumption].label, span })),
    ];
    for (const { kind, label, span } of rows) {
      const found = sheet.find(([name, ofKind, of]) => name === outcome.scenario.name && ofKind === kind && of === label);
      t.same(found?.slice(3, 5), [span.low, span.high], `xlsx: ${label}`);
      t.match(md, `| ${number(span.low)} | ${number(span.high)} |`, `md: ${label}`);
      t.match(docx, `${number(span.low)}\n${number(span.high)}\n`, `docx: ${label}`);
    }
    t.match(md, outcome.scenario.name);
  }
  const picture = (await influenceChart({ influence: draft.economy?.[0]?.influence ?? [] }, 860)) ?? '';
  for (const { assumption, span } of draft.economy?.[0]?.influence ?? []) {
    t.ok(picture.includes(assumptions[assumption].label), assumption);
    t.ok(picture.includes(`${spanText(span)} kr`), assumption);
  }
  t.equal(await influenceChart({ influence: draft.economy?.[1]?.influence ?? [] }, 860), null, 'exact numbers give no picture');
});

t.test('the picture only draws', async (t) => {
  for (const width of [420, 860]) t.notMatch(await influenceChart(draft.economy?.[0] ?? { influence: [] }, width), /<script|href=|<image|<foreignObject/i);
  t.match(await influenceChart({ influence: [{ assumption: 'people', span: { low: 0, high: 0 } }] }, 860), '<svg', 'no change at all is drawn too');
});

t.test('Uppsala’s experience stands where the design leaves the extent open, with its source, and goes when a limit is set', async (t) => {
  const open = build([unsure]).economy?.[0];
  t.ok((open?.openEnded.length ?? 0) > 0);
  t.match(open?.experience?.sources, ['stockholm-2022/uppsala', 'sou-2020-47/s.682-683']);
  t.ok(draft.sources.some(({ places }) => places.some(({ key }) => key === 'stockholm-2022/uppsala')));
  const limit = {
    removed: false,
    pathway: null,
    stage: null,
    motive: '',
    responses: {},
    design: { ceilingKind: 'sessions', ceilingAmount: 5, timeLimitMonths: 6 },
  };
  const limited = build([unsure], { [first]: limit, [second]: limit }).economy?.[0];
  t.same(limited?.openEnded, []);
  t.equal(limited?.experience, null);
  t.same(limited?.difference, open?.difference, 'a limit in the design is no number in the scenario');
});

t.test('without scenarios nothing is said of them', async (t) => {
  const sheets = await readExcelFile(Buffer.from(await renderDraft(plain, 'xlsx')));
  t.notOk(sheets.some(({ sheet }) => sheet === 'Räkneexempel'));
  t.notMatch(String(await renderDraft(plain, 'md')), /räkneexempel/i);
});
