import { z } from 'zod';
import { type CurrentState, nothingEntered } from '../candidate/build-facts.ts';
import { parseDesign } from '../candidate/parse-design.ts';
import { DistrictError, findDistrict } from '../districts/districts.ts';
import type { Assessor } from './assess.ts';
import { CandidateError } from './errors.ts';
import type { Candidate } from './types.ts';

const id = (what: string) => z.string(`${what} ska vara en text.`).min(1, `${what} får inte vara tom.`).max(200, `${what} är för lång.`);

/** A candidate as it is sent to the command line and the API. */
export const candidateInputSchema = z.strictObject({
  insats: id('insats').meta({ description: 'Insatsens id ur katalogen.' }),
  targetGroup: id('targetGroup').meta({ description: 'Målgruppens id.' }),
  legalBasis: id('legalBasis').meta({ description: 'Rättslig grund: sol-2025-400 eller sou-2020-47.' }),
  date: z.iso.date('date ska skrivas ÅÅÅÅ-MM-DD.').optional().meta({ description: 'Datum; utan datum gäller dagens.' }),
  district: id('district').optional().meta({ description: 'Stadsdelens eller enhetens id.' }),
  design: z
    .unknown()
    .optional()
    .meta({ description: 'Utformningen. Utelämnas den antas standardutformningen; i en angiven utformning är utelämnade svar okända.' }),
});

/** The last day for which a date makes sense: beyond it a slip of the pen is likelier than a plan. */
export const latestDate = '2100-12-31';

export interface ParsedCandidate {
  candidate: Candidate;
  /** True where no design was sent and the default one is assumed. */
  assumedDesign: boolean;
}

/**
 * Parses and completes a candidate. `today` is an ISO date, used where no date is given.
 * @throws CandidateError naming the field, what is wrong and what to do.
 */
export function parseCandidate(assessor: Assessor, input: unknown, today: string): ParsedCandidate {
  const result = candidateInputSchema.safeParse(input);
  if (!result.success) throw invalidInput(result.error.issues);
  const { insats, targetGroup, legalBasis, district, design: sent } = result.data;
  const date = result.data.date ?? today;
  if (date > latestDate) throw new CandidateError('date', `Datumet ${date} ligger för långt fram. Välj ett datum till och med ${latestDate}.`);
  assessor.rulesAt(legalBasis, date);
  const currentState: CurrentState = nothingEntered;
  if (district !== undefined) checkDistrict(assessor, district, date);
  if (sent === undefined) {
    const { design } = assessor.defaultDesign(insats, targetGroup, legalBasis);
    return { candidate: { insats, targetGroup, legalBasis, date, design, currentState }, assumedDesign: true };
  }
  const parsed = parseDesign(sent);
  if ('problems' in parsed) throw new CandidateError('design', parsed.problems.map((p) => `${p.message} ${p.remedy}`).join(' '));
  return { candidate: { insats, targetGroup, legalBasis, date, design: parsed.design, currentState }, assumedDesign: false };
}

function checkDistrict(assessor: Assessor, district: string, date: string): void {
  try {
    findDistrict(assessor.knowledge.districts, district, date);
  } catch (error) {
    if (error instanceof DistrictError) throw new CandidateError('district', error.message);
    throw error;
  }
}

function invalidInput(issues: readonly z.core.$ZodIssue[]): CandidateError {
  const [issue] = issues;
  const name = String(issue?.path[0] ?? '');
  const field = name === 'targetGroup' || name === 'legalBasis' || name === 'date' || name === 'district' ? name : 'insats';
  if (issue?.code === 'unrecognized_keys') {
    return new CandidateError(
      'insats',
      `Okänt fält: ${issue.keys.map((k) => k.slice(0, 60)).join(', ')}. Tillåtna fält är insats, targetGroup, legalBasis, date, district och design.`,
    );
  }
  if (issue?.code === 'invalid_type' && name === '')
    return new CandidateError('insats', 'Raden ska vara ett JSON-objekt med fälten insats, targetGroup och legalBasis.');
  if (issue?.code === 'invalid_type' && !(name in candidateInputSchema.shape)) return new CandidateError(field, 'Fel form.');
  return new CandidateError(field, issue?.message ?? 'Fel form.');
}
