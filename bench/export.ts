/**
 * A city's worth of files: every district of today under one legal basis. Reads as ratios to the first run, which writes JSON only; the
 * last column is the longest time that the main thread did not answer anything else.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createAssessor } from '../src/assessment/assess.ts';
import { districtsAt } from '../src/districts/districts.ts';
import { buildDraft } from '../src/drafts/build-draft.ts';
import type { ExportChoices } from '../src/exports/choices.ts';
import { runExport } from '../src/exports/run-export.ts';
import { loadKnowledge } from '../src/knowledge.ts';
import { today } from '../src/today.ts';

const knowledge = loadKnowledge();
const assessor = createAssessor(knowledge);
const date = today();
let lines = 0;
const texts = districtsAt(knowledge.districts, date)
  .filter(({ kind }) => kind === 'district')
  .map(({ id, name }) => {
    const draft = buildDraft({ knowledge, assessor, district: id, legalBasis: 'sol-2025-400', date });
    lines += draft.lines.length;
    return { name, text: JSON.stringify(draft) };
  });
const folder = mkdtempSync(join(tmpdir(), 'insatsplan-bench-'));

async function measure(name: string, choices: ExportChoices): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const file = join(folder, `${name}.zip`);
  delay.enable();
  const before = process.cpuUsage();
  const start = performance.now();
  await runExport({
    choices,
    file,
    items: texts.map((one) => ({ name: one.name, text: async () => ({ draft: one.text, version: 1 }) })),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  console.log(
    `${name.padEnd(26)} ${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(1)} s of processor), ${(statSync(file).size / 1e6).toFixed(1)} MB, main thread held at most ${(delay.max / 1e6).toFixed(0)} ms`,
  );
  return seconds;
}

try {
  console.log(`${texts.length} districts, ${lines} lines`);
  const base = await measure('JSON', { formats: ['json'], dialect: 'semikolon', together: false });
  const one = await measure('Word, Excel, all together', { formats: ['docx', 'xlsx'], dialect: 'semikolon', together: true });
  const all = await measure('every format', { formats: ['docx', 'xlsx', 'csv', 'json', 'md'], dialect: 'semikolon', together: true });
  console.log(`as a ratio to JSON: ${(one / base).toFixed(1)} and ${(all / base).toFixed(1)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
