/**
 * Three evaluators of the same rules on the real catalogue, in one run and with identical results: json-rules-engine in a
 * loop, the bulk evaluator, and the floor (the rules written out by hand). Prints ratios; absolute times depend on the machine.
 */
import { type Assessor, createAssessor } from '../src/assessment/assess.ts';
import { assessCity } from '../src/assessment/bulk.ts';
import type { Candidate } from '../src/assessment/types.ts';
import { districtsAt } from '../src/districts/districts.ts';
import { loadKnowledge } from '../src/knowledge.ts';
import { fillRow } from '../src/rules/compile.ts';
import { createEngine, firedByEngine } from '../src/rules/engine.ts';
import { writeFloor } from './floor.ts';

const date = '2026-01-01';
const legalBases = ['sol-2025-400', 'sou-2020-47'] as const;
const oneDistrict = ['farsta'];

const key = (c: { legalBasis: string; insats: string; targetGroup: string }) => `${c.legalBasis} ${c.insats} ${c.targetGroup}`;
const ms = (from: bigint) => Number(process.hrtime.bigint() - from) / 1e6;

function candidatesOf(assessor: Assessor): Candidate[] {
  return legalBases.flatMap((legalBasis) =>
    assessor.knowledge.catalogue.pairs.map(({ insats, group }) => ({
      insats: insats.id,
      targetGroup: group.id,
      legalBasis,
      date,
      design: assessor.defaultDesign(insats.id, group.id, legalBasis).design,
    })),
  );
}

function rulesOf(assessor: Assessor, legalBasis: string) {
  const at = assessor.rulesAt(legalBasis, date);
  return [...at.lawRules, ...at.risks, ...at.signals].map((r) => r.rule);
}

type Fired = Map<string, Iterable<string>>;
const written = (names: Iterable<string> = []) => [...names].sort().join(' ');

async function engineLoop(assessor: Assessor, candidates: readonly Candidate[]): Promise<{ time: number; fired: Fired }> {
  const engines = new Map(legalBases.map((id) => [id as string, createEngine(rulesOf(assessor, id))]));
  const fired: Fired = new Map();
  const start = process.hrtime.bigint();
  for (const c of candidates) {
    const engine = engines.get(c.legalBasis);
    if (engine) fired.set(key(c), await firedByEngine(engine, assessor.factsOf(c)));
  }
  return { time: ms(start), fired };
}

function bulk(assessor: Assessor, districts: readonly string[]): { time: number; fired: Fired; count: number } {
  const fired: Fired = new Map();
  const start = process.hrtime.bigint();
  const count = assessCity(assessor, { districts, legalBases, date }, (a) => {
    if (a.district === districts[0]) fired.set(key(a), a.fired);
  });
  return { time: ms(start), fired, count };
}

function floor(assessor: Assessor, candidates: readonly Candidate[]): { time: number; fired: Fired } {
  const functions = new Map(legalBases.map((id) => [id as string, writeFloor(rulesOf(assessor, id))]));
  const fired: Fired = new Map();
  const start = process.hrtime.bigint();
  for (const c of candidates) {
    const evaluate = functions.get(c.legalBasis);
    if (evaluate) fired.set(key(c), evaluate(assessor.factsOf(c)));
  }
  return { time: ms(start), fired };
}

/** Evaluation alone, on facts that already stand ready: the compiled rules against the floor. */
function evaluationOnly(assessor: Assessor, candidates: readonly Candidate[]): { compiled: number; floor: number } {
  const ready = candidates.map((c) => {
    const facts = assessor.factsOf(c);
    const at = assessor.rulesAt(c.legalBasis, c.date);
    return { facts, row: fillRow([], facts), legalBasis: c.legalBasis, rules: [...at.lawRules, ...at.risks, ...at.signals] };
  });
  const functions = new Map(legalBases.map((id) => [id as string, writeFloor(rulesOf(assessor, id))]));
  const time = (work: () => number) =>
    best(9, () => {
      const start = process.hrtime.bigint();
      return { fired: work(), time: ms(start) };
    }).time;
  return {
    compiled: time(() => ready.reduce((n, { row, rules }) => n + rules.filter((r) => r.test(row)).length, 0)),
    floor: time(() => ready.reduce((n, { facts, legalBasis }) => n + (functions.get(legalBasis)?.(facts).length ?? 0), 0)),
  };
}

function best<T extends { time: number }>(runs: number, work: () => T): T {
  return Array.from({ length: runs }, work).reduce((a, b) => (b.time < a.time ? b : a));
}

function same(a: Fired, b: Fired): boolean {
  return a.size === b.size && [...a].every(([k, v]) => written(b.get(k)) === written(v));
}

/** The most memory in use while n districts are assessed, over what was in use before, in MB. */
function memory(assessor: Assessor, n: number): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let peak = 0;
  let seen = 0;
  assessCity(assessor, { districts: Array.from({ length: n }, (_, i) => `kommun-${i}`), legalBases, date }, () => {
    seen += 1;
    // Some sixteen times in a run, however many districts there are.
    if (seen % (n * 100) === 0) {
      globalThis.gc?.();
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    }
  });
  return peak / 1e6;
}

const assessor = createAssessor(loadKnowledge());
const candidates = candidatesOf(assessor);
const district = districtsAt(assessor.knowledge.districts, date).map((d) => d.id);

const byFloor = best(9, () => floor(assessor, candidates));
const byBulk = best(9, () => bulk(assessor, oneDistrict));
const byEngine = await engineLoop(assessor, candidates);
const only = evaluationOnly(assessor, candidates);
const city = best(3, () => bulk(assessor, district));
const country = best(2, () =>
  bulk(
    assessor,
    Array.from({ length: 290 }, (_, i) => `kommun-${i}`),
  ),
);

const per = (time: number, n: number) => `${((time / n) * 1000).toFixed(1)} µs per kandidat`;
const n = candidates.length;
console.log(`Regler: ${rulesOf(assessor, legalBases[0]).length}. Kandidater i en stadsdel, båda grunderna: ${n}.`);
console.log(`json-rules-engine i slinga   ${byEngine.time.toFixed(0)} ms   ${per(byEngine.time, n)}`);
console.log(`massutvärdering, en stadsdel ${byBulk.time.toFixed(1)} ms   ${per(byBulk.time, n)}`);
console.log(`golv, handskrivna uttryck    ${byFloor.time.toFixed(1)} ms   ${per(byFloor.time, n)}`);
console.log(`massutvärdering, staden      ${city.time.toFixed(1)} ms   ${per(city.time, city.count)} (${city.count} kandidater)`);
console.log(`massutvärdering, 290         ${country.time.toFixed(1)} ms   ${per(country.time, country.count)} (${country.count} kandidater)`);
console.log(`bara utvärdering: kompilerade ${per(only.compiled, n)}, golv ${per(only.floor, n)}, ${(only.compiled / only.floor).toFixed(2)} gånger golvet`);
console.log(`Samma svar: ${same(byEngine.fired, byBulk.fired) && same(byEngine.fired, byFloor.fired) ? 'ja' : 'NEJ'}`);
console.log(`Slinga / mass, samma stadsdel: ${(byEngine.time / byBulk.time).toFixed(0)} gånger (mål: minst 100)`);
console.log(`Mass / golv, samma stadsdel, från kandidat till svar: ${(byBulk.time / byFloor.time).toFixed(2)} gånger`);
console.log(`Mass, hela staden med allt inräknat / golv, bara utvärdering: ${(city.time / city.count / (only.floor / n)).toFixed(2)} gånger (mål: högst 5)`);
if (globalThis.gc) {
  const small = memory(assessor, 11);
  const large = memory(assessor, 290);
  console.log(`Minne utöver start: ${small.toFixed(1)} MB för 11 stadsdelar, ${large.toFixed(1)} MB för 290 kommuner`);
}
if (!same(byEngine.fired, byBulk.fired) || !same(byEngine.fired, byFloor.fired)) process.exitCode = 1;
