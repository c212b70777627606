/** Items that are answered together. */
export interface Group<T> {
  /** What the items have in common; also tells the groups apart. */
  sameAs: string;
  items: readonly [T, ...T[]];
}

/** Gathers items in the order in which each group first comes; every item is in exactly one group. */
export function groupItems<T>(items: readonly T[], keyOf: (item: T) => string): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups].map(([sameAs, own]) => ({ sameAs, items: own }));
}
