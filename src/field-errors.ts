import { CandidateError } from './assessment/errors.ts';
import { DistrictError } from './districts/districts.ts';
import { AppError } from './web/errors.ts';

/** Gives the errors of the field their HTTP status; undefined for an error that is not one of them. */
export function translateFieldError(error: unknown): AppError | undefined {
  if (error instanceof CandidateError) return new AppError('invalid', error.message, [{ field: error.field, message: error.message }]);
  if (error instanceof DistrictError) return new AppError('invalid', error.message, [{ field: 'district', message: error.message }]);
  return undefined;
}
