import { lineKey } from '../drafts/shaping.ts';
import { byReason } from './return-reasons.ts';
import type { LineReason } from './status-repository.ts';

/** One reason in the form of a return, for one line or for several that have the same. It is named by its first line. */
export interface WrittenReason {
  lines: readonly [string, ...string[]];
  reason: string;
}

type Fields = Readonly<Record<string, readonly string[]>>;
const [reasonField, linesField] = ['skal.', 'med.'];

/** The field of a reason's text. */
export const reasonFieldOf = ({ lines: [first] }: WrittenReason): string => `${reasonField}${first}`;

const withLines = (reason: string, lines: readonly string[]): WrittenReason[] => {
  const [first, ...rest] = lines;
  return first === undefined ? [] : [{ lines: [first, ...rest], reason }];
};

/** The reasons as they were sent; a line that is sent twice counts where it stands first. At most `most` lines, so that no form is without an end. */
export function readReasons(fields: Fields, textOf: (field: string) => string, most: number): WrittenReason[] {
  const seen = new Set<string>();
  const isNew = (key: string): boolean => seen.size < most && !seen.has(key) && seen.add(key).has(key);
  return Object.keys(fields)
    .filter((name) => name.startsWith(reasonField))
    .flatMap((name) => {
      const first = name.slice(reasonField.length);
      return withLines(textOf(name), [first, ...(fields[`${linesField}${first}`] ?? [])].filter(isNew));
    });
}

/** Without a line; what was written for its others stands. */
export const withoutLine = (reasons: readonly WrittenReason[], key: string): WrittenReason[] =>
  reasons.flatMap(({ reason, lines }) =>
    withLines(
      reason,
      lines.filter((one) => one !== key),
    ),
  );

/** With the lines that have no reason yet, as one reason to write. */
export function withLinesAdded(reasons: readonly WrittenReason[], keys: readonly string[]): WrittenReason[] {
  const there = new Set(reasons.flatMap(({ lines }) => lines));
  return [
    ...reasons,
    ...withLines(
      '',
      keys.filter((key) => !there.has(key)),
    ),
  ];
}

/** A line that shared a reason with others gets its own, which begins with the same words. */
export const withOwn = (reasons: readonly WrittenReason[], key: string): WrittenReason[] =>
  reasons.flatMap((one) => {
    if (one.lines.length === 1 || !one.lines.includes(key)) return [one];
    return [...withoutLine([one], key), ...withLines(one.reason, [key])];
  });

/** The form's reasons from stored ones: lines that have the same share it. */
export const writtenOf = (reasons: readonly LineReason[]): WrittenReason[] =>
  byReason(reasons).flatMap(({ reason, lines }) =>
    withLines(
      reason,
      lines.map(({ insats, targetGroup }) => lineKey(insats, targetGroup)),
    ),
  );

/** Each line with its reason, as a step takes them. */
export const lineReasonsOf = (reasons: readonly WrittenReason[]): LineReason[] =>
  reasons.flatMap(({ lines, reason }) =>
    lines.map((key): LineReason => {
      const [insats = '', targetGroup = ''] = key.split('/');
      return { insats, targetGroup, reason };
    }),
  );
