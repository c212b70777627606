/** An impact counted, for tables and pictures. */
import type { Impact, ImpactRow } from './impact.ts';
import { type ChangeKind, changeKinds } from './impact-kinds.ts';

export type Counts = Record<ChangeKind, number>;

/** A group's candidates per kind of change; one candidate counts once in each kind that it changes in, and once in `candidates`. */
export interface Group {
  key: string;
  candidates: number;
  counts: Counts;
}

export interface ImpactSummary {
  asked: number;
  /** Candidates in the city for which anything changes, and those for which more than texts does. */
  changed: number;
  changedAnswers: number;
  counts: Counts;
  byDistrict: Group[];
  byArea: Group[];
  byBasis: Group[];
  /** By the rules that answer differently; a candidate counts under each of them. */
  byRule: Group[];
  byTheme: Group[];
  /** Moves between pathways and stages: "from" and "to" as sections, most candidates first. */
  moves: { from: string; to: string; candidates: number }[];
  lines: { asked: number; changed: number; byProposal: Group[] };
}

const zero = (): Counts => Object.fromEntries(changeKinds.map((kind) => [kind, 0])) as Counts;

class Tally {
  readonly #groups = new Map<string, Group>();

  add(key: string, kinds: readonly ChangeKind[], candidates: number): void {
    const group = this.#groups.get(key) ?? { key, candidates: 0, counts: zero() };
    group.candidates += candidates;
    for (const kind of kinds) group.counts[kind] += candidates;
    this.#groups.set(key, group);
  }

  /** Most candidates first. */
  list(): Group[] {
    return [...this.#groups.values()].sort((a, b) => b.candidates - a.candidates);
  }
}

function tallied(rows: readonly ImpactRow[], keysOf: (row: ImpactRow) => readonly string[]): Group[] {
  const tally = new Tally();
  for (const row of rows) for (const key of new Set(keysOf(row))) tally.add(key, row.kinds, row.districts.length);
  return tally.list();
}

/** Counts an impact by district, area, basis, rule and theme. */
export function summarise({ asked, askedLines, rows, lines }: Impact): ImpactSummary {
  const byDistrict = new Tally();
  const whole = new Tally();
  const moves = new Map<string, { from: string; to: string; candidates: number }>();
  let changedAnswers = 0;
  for (const row of rows) {
    whole.add('', row.kinds, row.districts.length);
    for (const district of row.districts) byDistrict.add(district, row.kinds, 1);
    if (row.kinds.some((kind) => kind !== 'texts')) changedAnswers += row.districts.length;
    if (row.before.section === row.after.section) continue;
    const key = `${row.before.section} ${row.after.section}`;
    const move = moves.get(key) ?? { from: row.before.section, to: row.after.section, candidates: 0 };
    moves.set(key, { ...move, candidates: move.candidates + row.districts.length });
  }
  const byProposal = new Tally();
  for (const line of lines) byProposal.add(line.proposal, line.kinds, 1);
  const [all] = whole.list();
  return {
    asked,
    changed: all?.candidates ?? 0,
    changedAnswers,
    counts: all?.counts ?? zero(),
    byDistrict: byDistrict.list(),
    byArea: tallied(rows, (row) => [row.area]),
    byBasis: tallied(rows, (row) => [row.legalBasis]),
    byRule: tallied(rows, (row) => row.effects.map(({ rule }) => rule)),
    byTheme: tallied(rows, (row) => row.effects.map(({ theme }) => theme)),
    moves: [...moves.values()].sort((a, b) => b.candidates - a.candidates),
    lines: { asked: askedLines, changed: lines.length, byProposal: byProposal.list() },
  };
}
