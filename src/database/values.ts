/** `bigint` as a number; what no number can hold exactly is an error rather than a rounded figure. */
export function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large to be held exactly`);
  return value;
}
