import { AppError, type ErrorCode } from '../web/errors.ts';
import type { InputFault } from '../web/input.ts';
import type { DraftLack } from './completeness.ts';

/** Why a step was not taken, as the trail tells it. */
export type Why = 'no_account' | 'not_allowed' | 'own' | 'not_own' | 'wrong_state' | 'missing' | 'new_version' | 'invalid';

/** A step with a change of the rules that was not taken, with what has to be done first. */
export class DraftRefusal extends AppError {
  readonly why: Why;
  readonly lacks: readonly DraftLack[];

  constructor(code: ErrorCode, why: Why, message: string, { faults = [], lacks = [] }: { faults?: readonly InputFault[]; lacks?: readonly DraftLack[] } = {}) {
    super(code, message, faults);
    this.why = why;
    this.lacks = lacks;
  }
}
