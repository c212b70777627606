/**
 * Keeps what was made for the keys that were asked for last, at most so many of them. `make` is only called for a key that is not kept; a key
 * has to tell everything that the value depends on.
 */
export function createRecent<V>(most: number): (key: string, make: () => V) => V {
  const kept = new Map<string, { value: V }>();
  return (key, make) => {
    const entry = kept.get(key) ?? { value: make() };
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return entry.value;
  };
}
