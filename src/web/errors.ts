import type { InputFault } from './input.ts';

/** Every way a request can fail, and the HTTP status that answers it. */
export const statusOf = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof statusOf;

/** A request that fails in a way we know. The message is shown to the person: plain Swedish, what is wrong and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** The faults of single fields, where there are any. */
  readonly faults: readonly InputFault[];

  constructor(code: ErrorCode, message: string, faults: readonly InputFault[] = []) {
    super(message);
    this.code = code;
    this.faults = faults;
  }
}
