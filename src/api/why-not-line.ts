import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { AppError } from '../web/errors.ts';
import { type InputLine, jsonOf, type LineFault } from './lines.ts';
import { answerWhyNot } from './why-not-route.ts';

/** Answers one line of NDJSON with what would have to differ; a line that cannot be answered says what is wrong. `target` as in an address. */
export function whyNotLine(assessor: Assessor, line: InputLine, target: string, today: string): ReturnType<typeof answerWhyNot> | LineFault {
  const read = jsonOf(line);
  if ('error' in read) return read;
  const { input } = read;
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { error: 'Raden ska vara ett JSON-objekt med en kandidat.', line: line.number };
  try {
    return answerWhyNot(assessor, { ...input, target }, today);
  } catch (error) {
    if (error instanceof CandidateError) return { error: error.message, field: error.field, line: line.number };
    if (error instanceof AppError) return { error: error.message, field: 'target', line: line.number };
    throw error;
  }
}
