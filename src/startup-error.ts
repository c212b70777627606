/** Something the person who starts Insatsplan can put right: the message is one clear Swedish sentence, shown without a stack trace. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** A short, safe name of what went wrong: the system's or the database's code where there is one, else the first line of the message. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.message.split('\n')[0] ?? error.name;
}
