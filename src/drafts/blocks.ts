import { designFields } from '../candidate/design-fields.ts';
import type { Line, SectionId } from './draft-schema.ts';

/** Something that is true of all target groups of a block, or only of those named. */
export interface Shared {
  text: string;
  assumed: boolean;
  /** Empty where it is true of all. */
  only: readonly string[];
}

/** The same insats with the same outcome for several target groups, read as one; the lines themselves stay apart. */
export interface Block {
  first: Line;
  lines: readonly Line[];
  targetGroups: readonly string[];
  /** Villkor beyond the common ones. */
  conditions: readonly Shared[];
  /** Unanswered questions, as fields of the design. */
  openQuestions: readonly Shared[];
}

const outcomeKey = (line: Line): string =>
  JSON.stringify([
    line.insats,
    line.section,
    line.pathwayRule,
    line.reasons,
    line.grounds.map((ground) => ground.rule),
    risksToClear(line).map((flag) => flag.message),
    line.signals.map((signal) => signal.rule),
    line.shaped,
  ]);

function gather<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function shared(lines: readonly Line[], itemsOf: (line: Line) => readonly { text: string; assumed: boolean }[]): Shared[] {
  const found = new Map<string, { item: { text: string; assumed: boolean }; groups: string[] }>();
  for (const line of lines) {
    for (const item of itemsOf(line)) {
      const entry = found.get(item.text) ?? { item, groups: [] };
      entry.groups.push(line.targetGroupName);
      found.set(item.text, entry);
    }
  }
  const all = [...found.values()].map(({ item, groups }) => ({ text: item.text, assumed: item.assumed, only: groups.length === lines.length ? [] : groups }));
  return [...all.filter(({ only }) => only.length === 0), ...all.filter(({ only }) => only.length > 0)];
}

/** Merges lines of one insats that came out alike, in the lines' order. */
export function readingBlocks(lines: readonly Line[]): Block[] {
  return gather(lines, outcomeKey).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        first,
        lines: group,
        targetGroups: group.map((line) => line.targetGroupName),
        conditions: shared(group, specialConditions),
        openQuestions: shared(group, (line) => line.openQuestions.map((field) => ({ text: field, assumed: false }))),
      },
    ];
  });
}

/** What a line shares with others that ended in the same section: the grounds of the law, or the risks. */
export interface Cause {
  key: string;
  lines: readonly Line[];
  grounds: Line['grounds'];
  flags: Line['flags'];
}

/** The grounds that gave the line its verdict. */
export const decidingGrounds = (line: Line): Line['grounds'] => line.grounds.filter((ground) => ground.verdict === line.verdict);

function decidingFlags(line: Line): Line['flags'] {
  const advised = line.section === 'keep_city';
  if (!advised && line.section !== 'keep_risk') return [];
  const blocking = line.flags.filter((flag) => flag.severity === 'blocking');
  if (!advised && blocking.length > 0) return blocking;
  const closed = line.flags.filter((flag) => (flag.severity === 'high' || flag.severity === 'blocking') && flag.clearedBy.length === 0);
  return closed.length > 0 ? closed : line.flags.filter((flag) => flag.severity === 'high' || flag.severity === 'blocking');
}

/** Lines of a section gathered by why they are there; the cause that most lines share comes first. */
export function byCause(section: SectionId, lines: readonly Line[]): Cause[] {
  const law = section === 'keep_law' || section === 'unclear' || section === 'other_law';
  const keyOf = (line: Line) => (law ? decidingGrounds(line) : decidingFlags(line)).map((cause) => cause.rule).join(' ');
  return gather(lines, keyOf)
    .flatMap((group): Cause[] => {
      const [first] = group;
      return first === undefined
        ? []
        : [{ key: keyOf(first), lines: group, grounds: law ? decidingGrounds(first) : [], flags: law ? [] : decidingFlags(first) }];
    })
    .sort((a, b) => b.lines.length - a.lines.length || (a.key < b.key ? -1 : 1));
}

/** The villkor of a line that are not the common ones, and the common ones that do not apply to it, in words. */
export function specialConditions(line: Line): { text: string; assumed: boolean }[] {
  const exempt = line.exempt.filter((field) => !line.openQuestions.includes(field));
  return [...line.conditions.map(({ text, assumed }) => ({ text, assumed })), ...exempt.map((field) => ({ text: notArising(field), assumed: false }))];
}

/** What is said of a common villkor that a line has no use for. */
export const notArising = (field: string): string => `Frågan uppkommer inte: ”${questionOf(field)}”`;

const questions: Readonly<Record<string, { label: string }>> = designFields;
/** The design's question behind a field. */
export const questionOf = (field: string): string => questions[field]?.label ?? field;

/** The risks that must be cleared before a line opens: what is not merely low or information. */
export const risksToClear = (line: Line): Line['flags'] => line.flags.filter((flag) => flag.severity !== 'low' && flag.severity !== 'info');
/** The risks that put a line in stage 3. */
export const highRisks = (line: Line): Line['flags'] => line.flags.filter((flag) => flag.severity === 'high' || flag.severity === 'blocking');

/** Lines with the same high risks, the largest set first. */
export function byHighRisk(lines: readonly Line[]): { flags: Line['flags']; lines: Line[] }[] {
  return gather(lines, (line) =>
    highRisks(line)
      .map((flag) => flag.rule)
      .join(' '),
  )
    .map((group) => ({ flags: group[0] === undefined ? [] : highRisks(group[0]), lines: group }))
    .sort((a, b) => b.lines.length - a.lines.length);
}
