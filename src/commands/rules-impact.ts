import { readFileSync, statSync } from 'node:fs';
import { createAssessor } from '../assessment/assess.ts';
import { areas } from '../catalogue/schema.ts';
import { DistrictError } from '../districts/districts.ts';
import { loadKnowledge } from '../knowledge.ts';
import { LegalBasisError } from '../law/law.ts';
import { cityScope } from '../proposals/city-scope.ts';
import { applyChange } from '../rule-changes/apply.ts';
import { cityImpact } from '../rule-changes/city-impact.ts';
import { describe } from '../rule-changes/describe.ts';
import type { Fault } from '../rule-changes/faults.ts';
import type { Impact } from '../rule-changes/impact.ts';
import { type ImpactSummary, summarise } from '../rule-changes/impact-groups.ts';
import { changeKindLabels, changeKinds } from '../rule-changes/impact-kinds.ts';
import { type Operation, parseOperations } from '../rule-changes/operations.ts';
import { loadCases } from '../rules/load-cases.ts';
import { printJson, readDate, readFlags, type Terminal, UsageError, write } from './command.ts';

const mostBytes = 1024 * 1024;

/** `rules impact FIL.json`: what a change does to the city, from the rule files, with nothing told of any nuläge. 2 with every fault on a bad file. */
export async function rulesImpact(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readFlags('rules impact', args, { date: { type: 'string' }, basis: { type: 'string' }, json: { type: 'boolean' } }, 1);
  const [file] = positionals;
  if (file === undefined) throw new UsageError('rules impact: ange filen med ändringar, till exempel rules impact andring.json.');
  const date = readDate('rules impact', values.date);
  const parsed = parseOperations(readJson(file));
  if ('faults' in parsed) return refuse(terminal, parsed.faults, values.json ?? false);
  const knowledge = loadKnowledge();
  const result = applyChange({ ruleset: knowledge.ruleset, cases: loadCases() }, parsed.operations, knowledge.sources);
  if (!result.ok) return refuse(terminal, result.faults, values.json ?? false);
  const { after, warnings } = result;
  try {
    const impact = cityImpact(createAssessor(knowledge), knowledge.ruleset, after.ruleset, {
      date,
      legalBasis: values.basis,
      covers: cityScope(knowledge, date),
    });
    const summary = summarise(impact);
    if (values.json) await printJson(terminal, { before: knowledge.ruleset.hash, after: after.ruleset.hash, warnings, summary, rows: impact.rows });
    else
      await write(
        terminal,
        `${[
          ...described(parsed.operations, knowledge.ruleset),
          ...warnings.map((w) => `OBS  ${w.rule}: ${w.problem} ${w.remedy}`),
          ...told(impact, summary),
        ].join('\n')}\n`,
      );
    return 0;
  } catch (error) {
    if (error instanceof DistrictError || error instanceof LegalBasisError) throw new UsageError(`rules impact: ${error.message}`);
    throw error;
  }
}

function readJson(file: string): unknown {
  let text: string;
  try {
    if (statSync(file).size > mostBytes) throw new UsageError(`rules impact: ${file} är större än 1 MB. Dela upp ändringen.`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`rules impact: ${file} går inte att läsa. Kontrollera namnet och rättigheterna.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`rules impact: ${file} är inte giltig JSON. Rätta filen.`);
  }
}

async function refuse(terminal: Terminal, faults: readonly Fault[], json: boolean): Promise<number> {
  if (json) await printJson(terminal, { faults });
  else {
    const line = ({ operation, field, problem, remedy }: Fault) =>
      `FEL  ${operation === null ? 'hela filen' : `ändring ${operation + 1}`}, ${field}: ${problem} ${remedy}`;
    terminal.stderr.write(`${faults.map(line).join('\n')}\n`);
  }
  return 2;
}

function described(operations: readonly Operation[], rules: Parameters<typeof describe>[1]): string[] {
  return operations.map((op, i) => `${i + 1}. ${describe(op, rules)}`);
}

function told({ rows }: Impact, summary: ImpactSummary): string[] {
  const areaName = (id: string) => Object.entries(areas).find(([area]) => area === id)?.[1] ?? id;
  return [
    `${summary.changed} av ${summary.asked} kandidater ändras, ${summary.changedAnswers} av dem i mer än texten.`,
    ...changeKinds.filter((kind) => summary.counts[kind] > 0).map((kind) => `  ${changeKindLabels[kind]}: ${summary.counts[kind]}`),
    ...summary.byArea.map(({ key, candidates }) => `  ${areaName(key)}: ${candidates}`),
    ...summary.moves.map(({ from, to, candidates }) => `  ${from} → ${to}: ${candidates}`),
    ...rows.map(
      (row) =>
        `${row.legalBasis}\t${row.insats}\t${row.targetGroup}\t${row.districts.length} stadsdelar och enheter\t${row.kinds.map((kind) => changeKindLabels[kind]).join(', ')}`,
    ),
  ];
}
