/**
 * What people wait for: a draft, an assessment, and the example as a whole, each as a ratio to a floor of the same run. Times are the
 * processor's, so that a busy machine says less; read the ratios.
 */
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'kysely';
import { createAssessor } from '../src/assessment/assess.ts';
import { assessCity } from '../src/assessment/bulk.ts';
import { embeddedParsers, fromPglite } from '../src/database/embedded.ts';
import { jsonText } from '../src/database/json.ts';
import { districtsAt } from '../src/districts/districts.ts';
import { buildDraft } from '../src/drafts/build-draft.ts';
import { draftJson } from '../src/drafts/draft-bytes.ts';
import { readExample } from '../src/example/content.ts';
import { loadExample } from '../src/example/load.ts';
import { loadKnowledge } from '../src/knowledge.ts';
import { prepare } from '../src/prepare.ts';
import { today } from '../src/today.ts';

const date = today();
const legalBasis = 'sol-2025-400';
const knowledge = loadKnowledge();
const assessor = createAssessor(knowledge);
const districts = districtsAt(knowledge.districts, date)
  .filter(({ kind }) => kind === 'district')
  .map(({ id }) => id);

const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** Milliseconds of processor: the first time, and the median of the rest. */
function measure(work: (round: number) => void, rounds: number): { first: number; usual: number } {
  const [first = 0, ...rest] = Array.from({ length: rounds }, (_, round) => {
    const before = spent();
    work(round);
    return spent() - before;
  });
  return { first, usual: median(rest) };
}

function report(name: string, took: { first: number; usual: number }, floor: { usual: number }, ofWhat: string): void {
  const ratio = (took.usual / floor.usual).toFixed(1);
  console.log(`${name.padEnd(28)} ${took.usual.toFixed(0).padStart(5)} ms (första gången ${took.first.toFixed(0)}), ${ratio} gånger ${ofWhat}`);
}

let text = '';
const draft = measure((round) => {
  const district = districts[round % districts.length] ?? '';
  text = draftJson(buildDraft({ knowledge, assessor, district, legalBasis, date }));
}, 16);
const copied = measure(() => JSON.stringify(JSON.parse(text)), 16);
report('en stadsdels utkast', draft, copied, 'att läsa och skriva dess JSON');

const { pairs } = knowledge.catalogue;
const all = measure(() => {
  for (const { insats, group } of pairs) {
    const { design } = assessor.defaultDesign(insats.id, group.id, legalBasis);
    assessor.assess({ insats: insats.id, targetGroup: group.id, legalBasis, date, design });
  }
}, 16);
const counted = measure(() => assessCity(assessor, { districts: districts.slice(0, 1), legalBases: [legalBasis], date }, () => undefined), 16);
report(`${pairs.length} kandidater, med skäl`, all, counted, 'massutvärderingen, som bara räknar');

const pglite = await PGlite.create({ parsers: embeddedParsers });
const database = fromPglite(pglite);
await prepare(database, knowledge);
const { db } = database;
const before = spent();
await loadExample(db, { assessor, today: date, content: readExample() });
const example = spent() - before;
// The floor: the same documents once more, stored and nothing else.
const { rows } = await sql<{ text: string }>`select document::text as text from proposal_version`.execute(db);
await sql`create table floor (document json)`.execute(db);
const start = spent();
for (const { text: one } of rows) await sql`insert into floor values (${jsonText(one)})`.execute(db);
const stored = spent() - start;
console.log(
  `hela exemplet                ${example.toFixed(0).padStart(5)} ms, ${(example / stored).toFixed(1)} gånger att bara lagra dess ${rows.length} versioner (${stored.toFixed(0)} ms)`,
);
await database.close();
