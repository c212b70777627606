/**
 * The impact of a change on the whole city, against assessing the whole city anew under both rulesets in the same run. Fails if the two
 * disagree on how many candidates change. Read the ratio; times depend on the machine.
 */
import { createAssessor } from '../src/assessment/assess.ts';
import { assessCity, type BulkAnswer } from '../src/assessment/bulk.ts';
import { districtsAt } from '../src/districts/districts.ts';
import { loadKnowledge } from '../src/knowledge.ts';
import { applyChange } from '../src/rule-changes/apply.ts';
import { impactOf } from '../src/rule-changes/impact.ts';
import type { Operation } from '../src/rule-changes/operations.ts';
import { loadCases } from '../src/rules/load-cases.ts';

const date = '2026-01-01';
const legalBases = ['sol-2025-400', 'sou-2020-47'];
const knowledge = loadKnowledge();
const districts = districtsAt(knowledge.districts, date).map(({ id }) => id);
const motive = 'Bara för mätningen, ingenting sparas.';

const changes: Readonly<Record<string, Operation[]>> = {
  'en allvarsgrad': [{ type: 'set-severity', rule: 'equality-no-guideline', severity: 'blocking' }],
  'alla flaggor i ett tema och en lagregel av': [
    ...(knowledge.ruleset.themes.find(({ id }) => id === 'documentation')?.rules ?? []).map(
      (rule): Operation => ({ type: 'switch-off', rule: rule.name, motive }),
    ),
    { type: 'switch-off', rule: 'sol-familjehem', motive },
  ],
  'alla riskregler av': knowledge.ruleset.themes.flatMap(({ rules }) => rules.map((rule): Operation => ({ type: 'switch-off', rule: rule.name, motive }))),
};

const ms = (from: bigint) => Number(process.hrtime.bigint() - from) / 1e6;
function timed<T>(work: () => T): { answer: T; first: number; best: number } {
  let answer: T | undefined;
  const times = Array.from({ length: 6 }, () => {
    const start = process.hrtime.bigint();
    answer = work();
    return ms(start);
  });
  return { answer: answer as T, first: times[0] ?? 0, best: Math.min(...times) };
}

for (const [name, operations] of Object.entries(changes)) {
  const result = applyChange({ ruleset: knowledge.ruleset, cases: loadCases() }, operations, knowledge.sources);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const after = result.after.ruleset;
  const [was, is] = [createAssessor(knowledge), createAssessor({ ...knowledge, ruleset: after })];
  const impact = timed(() => impactOf(was, { before: knowledge.ruleset, after, date, legalBases, districts }));
  const full = timed(() => {
    const severity = (a: BulkAnswer) => JSON.stringify([a.verdict, a.pathway.name, [...a.fired].sort()]);
    const before: string[] = [];
    assessCity(was, { districts, legalBases, date }, (a) => before.push(severity(a)));
    let at = 0;
    let changed = 0;
    assessCity(is, { districts, legalBases, date }, (a) => {
      if (before[at] !== severity(a)) changed += 1;
      at += 1;
    });
    return changed;
  });
  const changed = impact.answer.rows
    .filter((row) => row.kinds.some((kind) => kind !== 'severity' && kind !== 'texts'))
    .reduce((n, row) => n + row.districts.length, 0);
  console.log(
    `${name}: ${changed} av ${impact.answer.asked} ändras. Följder ${impact.best.toFixed(1)} ms (första gången ${impact.first.toFixed(1)} ms), allt på nytt ${full.best.toFixed(1)} ms (${full.first.toFixed(1)} ms), ${(full.best / impact.best).toFixed(1)} gånger`,
  );
  if (changed !== full.answer) {
    console.log(`Samma svar: NEJ (${full.answer})`);
    process.exitCode = 1;
  }
  if (impact.best > 500) {
    console.log('Målet är högst 500 ms.');
    process.exitCode = 1;
  }
}
