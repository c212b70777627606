import { setImmediate } from 'node:timers/promises';
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { parseCandidate } from '../assessment/parse-candidate.ts';
import type { Assessment } from '../assessment/types.ts';
import { type InputLine, jsonOf, type LineFault, readLines } from './lines.ts';

export type LineAnswer = (Assessment & { assumedDesign: boolean }) | LineFault;

interface Options {
  explain: boolean;
  /** ISO date, for candidates without one. */
  today: string;
}

/** Assesses one line of NDJSON; a line that cannot be assessed is answered with what is wrong. */
export async function assessLine(assessor: Assessor, line: InputLine, { explain, today }: Options): Promise<LineAnswer> {
  const read = jsonOf(line);
  if ('error' in read) return read;
  try {
    const { candidate, assumedDesign } = parseCandidate(assessor, read.input, today);
    return { ...(explain ? await assessor.explain(candidate) : assessor.assess(candidate)), assumedDesign };
  } catch (error) {
    if (error instanceof CandidateError) return { error: error.message, field: error.field, line: line.number };
    throw error;
  }
}

/**
 * Assesses a whole NDJSON body, in order, a line when the reader is ready for it: explained answers are a thousand times as long as
 * the questions. Other requests get their turn between the lines.
 */
export async function* assessLines(assessor: Assessor, body: Buffer, options: Options): AsyncGenerator<string> {
  for await (const line of readLines([body])) {
    yield `${JSON.stringify(await assessLine(assessor, line, options))}\n`;
    await setImmediate();
  }
}
