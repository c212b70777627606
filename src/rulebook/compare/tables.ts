import { areas } from '../../catalogue/schema.ts';
import type { Comparison } from './compare.ts';
import { type Aspect, aspects, crossingsOf, type Flip, type Flips } from './flips.ts';
import type { CompareQuery } from './query.ts';
import { ruleDifferences } from './rule-differences.ts';
import { hrefOf, keyOf, type ShownComparison, valueView } from './shown.ts';

/** From-value × to-value, each cell leading to its list. Rows and columns that nothing falls in are left out. */
export function matrixView({ crossings }: Flips, aspect: Aspect, query: CompareQuery) {
  const values: readonly string[] = aspects[aspect].values;
  const rows = values.filter((value) => crossings.some(({ from }) => from === value));
  const columns = values.filter((value) => crossings.some(({ to }) => to === value));
  return {
    columns: columns.map((value) => valueView(aspect, value)),
    rows: rows.map((from) => ({
      value: valueView(aspect, from),
      cells: columns.map((to) => {
        const found = crossings.find((one) => one.from === from && one.to === to)?.count ?? 0;
        return { count: found, same: from === to, href: found === 0 || from === to ? null : hrefOf(query, { byte: `${from}.${to}`, skal: '' }) };
      }),
    })),
  };
}

/** Area × kind of change, each cell leading to its list. */
export function areaView(flips: readonly Flip[], aspect: Aspect, query: CompareQuery) {
  const kinds = crossingsOf(flips, aspect);
  const rows = Object.entries(areas).map(([id, title]) => {
    const own = flips.filter(({ pair }) => pair.insats.area === id);
    return {
      id,
      title,
      total: own.length,
      href: hrefOf(query, { omrade: id, byte: '', skal: '' }),
      cells: kinds.map((kind) => ({
        count: own.filter((flip) => keyOf(flip) === keyOf(kind)).length,
        href: hrefOf(query, { omrade: id, byte: keyOf(kind), skal: '' }),
      })),
    };
  });
  return { kinds: kinds.map((kind) => ({ from: valueView(aspect, kind.from), to: valueView(aspect, kind.to), total: kind.count })), rows };
}

/** Rules that differ, gathered by how and why. */
export function rulesView(comparison: Comparison, pageOf: ShownComparison['pageOf']) {
  const rows = ruleDifferences(comparison).map((one) => ({ ...one, href: pageOf(one.name) }));
  const of = (kind: string, cause: string) => rows.filter((row) => row.kind === kind && row.cause === cause);
  return {
    total: rows.length,
    switchedOff: { from: of('only_from', 'switched_off'), to: of('only_to', 'switched_off') },
    basis: { from: of('only_from', 'basis'), to: of('only_to', 'basis') },
    date: { from: of('only_from', 'date'), to: of('only_to', 'date') },
    version: { from: of('only_from', 'version'), to: of('only_to', 'version'), changed: of('changed', 'version') },
  };
}
