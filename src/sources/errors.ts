/** A source file or a citation that cannot be trusted; the message says what to do. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}
