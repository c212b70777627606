import type { Lack } from '../proposals/completeness.ts';
import { AppError, type ErrorCode } from '../web/errors.ts';
import type { InputFault } from '../web/input.ts';

/** Why a step was not taken, as the trail tells it. */
export type Why = 'no_version' | 'no_account' | 'not_allowed' | 'own' | 'managed' | 'wrong_state' | 'not_newest' | 'under_way' | 'missing' | 'invalid';

/** A step that was not taken, with what has to be done first. */
export class StepRefusal extends AppError {
  readonly why: Why;
  readonly lacks: readonly Lack[];

  constructor(code: ErrorCode, why: Why, message: string, { faults = [], lacks = [] }: { faults?: readonly InputFault[]; lacks?: readonly Lack[] } = {}) {
    super(code, message, faults);
    this.why = why;
    this.lacks = lacks;
  }
}
