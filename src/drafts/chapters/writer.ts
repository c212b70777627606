import type { Design } from '../../candidate/design.ts';
import type { Insats, TargetGroup } from '../../catalogue/schema.ts';
import type { PathwayRule } from '../../rules/format.ts';
import type { Line, Passage } from '../draft-schema.ts';
import { opens } from '../draft-schema.ts';

/** A line with what it was made from. */
export interface BuiltLine {
  line: Line;
  insats: Insats;
  group: TargetGroup;
  design: Design;
  /** Why the default design leaves a question open, by question. */
  leftOpen: ReadonlyMap<string, string>;
}

/** What the chapters argue from. */
export interface ChapterContext {
  district: { name: string; kind: 'district' | 'city_unit' };
  basis: { id: string; title: string; appliesFrom: string };
  date: string;
  lines: readonly BuiltLine[];
  /** For how many insatser the district has told what it does today, and of which year. */
  entered: number;
  enteredYear: number | undefined;
  pathwayRules: readonly PathwayRule[];
  cite: (keys: readonly string[]) => { citations: string[]; sources: string[] };
  /** How many scenarios of costs people have entered. */
  scenarios: number;
}

export interface Writer {
  lead: (text: string, ...keys: string[]) => Passage;
  paragraph: (text: string, ...keys: string[]) => Passage;
  bullet: (text: string, ...keys: string[]) => Passage;
  note: (text: string, ...keys: string[]) => Passage;
  subheading: (text: string) => Passage;
}

/** Makes passages; the keys are places in the source register and fail at once where the place does not exist. */
export function writer(cite: ChapterContext['cite']): Writer {
  const make =
    (kind: Passage['kind']) =>
    (text: string, ...keys: string[]) => ({ kind, text, ...cite(keys) });
  return { lead: make('lead'), paragraph: make('paragraph'), bullet: make('bullet'), note: make('note'), subheading: make('subheading') };
}

const small = ['noll', 'en', 'två', 'tre', 'fyra', 'fem', 'sex', 'sju', 'åtta', 'nio', 'tio', 'elva', 'tolv'];
const digits = new Intl.NumberFormat('sv-SE');
const longDate = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'long', timeZone: 'UTC' });

/** 1234 → "1 234". */
export const number = (n: number): string => digits.format(n);
/** "3 rader", "1 rad". */
export const counted = (n: number, one: string, many: string): string => `${number(n)}\u00a0${n === 1 ? one : many}`;
/** Numbers up to twelve in words, as Swedish prose has them. */
export const inWords = (n: number): string => small[n] ?? number(n);
/** "2026-11-22" → "22 november 2026". */
export const dateInWords = (iso: string): string => longDate.format(new Date(`${iso}T00:00:00Z`));
/** ["a", "b", "c"] → "a, b och c". */
export const listed = (items: readonly string[]): string => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} och ${items.at(-1)}`);
export const rows = (n: number): string => counted(n, 'rad', 'rader');
/** "Alla 615 rader", "Ingen rad", "120 av 615 rader". */
export function rowsOf(n: number, all: number): string {
  if (n === 0) return 'Ingen rad';
  return n === all ? `Alla ${rows(all)}` : `${number(n)} av ${rows(all)}`;
}

/** "ingen rad", "1 rad": in a sentence, where "0 rader" would stumble. */
export const orNone = (n: number): string => (n === 0 ? 'ingen rad' : rows(n));
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export const openLines = (lines: readonly BuiltLine[]): BuiltLine[] => lines.filter(({ line }) => opens(line.section));
/** How many insatser the lines are about. */
export const insatsCount = (lines: readonly Pick<Line, 'insats'>[]): number => new Set(lines.map(({ insats }) => insats)).size;
export const insatserOf = (lines: readonly BuiltLine[]): number => insatsCount(lines.map(({ line }) => line));

/** The risk rules that most of these lines share, with the number of lines; ties in the order of the rule's id. */
export function commonRisks(lines: readonly BuiltLine[], severities: readonly string[], top: number): { title: string; lines: number }[] {
  const counts = new Map<string, { title: string; lines: number }>();
  for (const { line } of lines) {
    for (const flag of line.flags) {
      if (!severities.includes(flag.severity)) continue;
      const seen = counts.get(flag.rule);
      counts.set(flag.rule, { title: flag.title, lines: (seen?.lines ?? 0) + 1 });
    }
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y.lines - x.lines || (a < b ? -1 : 1))
    .slice(0, top)
    .map(([, entry]) => entry);
}
