import type { Knowledge } from '../../knowledge.ts';
import type { Source } from '../../sources/schema.ts';
import type { RuleView } from '../rules/rule-view.ts';
import { liesIn, placeOf, startOf } from '../sources/places.ts';
import { checkIntervals, monthsAfter } from './intervals.ts';
import type { CheckResult, SourceCheck } from './repository.ts';

export type DueReason = 'never' | 'overdue' | 'changed' | 'unclear';
export const dueWords: Readonly<Record<DueReason, string>> = {
  never: 'Aldrig kontrollerad här',
  overdue: 'Ska kontrolleras igen',
  changed: 'Ändrad vid kontrollen: reglerna ska ses över',
  unclear: 'Oklar vid kontrollen',
};

/** How it stands with the checking of a place, or of a whole source. */
export interface Standing {
  /** The check that counts: the newest of the place, of what it lies in, or of the whole source. */
  check: SourceCheck | null;
  /** What the register itself says of when the text was read, where nobody has checked since: "2026-04". */
  read: string | null;
  /** ISO date; null where nothing is known to count from, or the source never changes. */
  nextBy: string | null;
  /** Why it waits for a check; null where it does not. */
  due: DueReason | null;
}

const resultDue: Readonly<Record<CheckResult, DueReason | null>> = { unchanged: null, changed: 'changed', unclear: 'unclear' };
const dayOf = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });

/**
 * How a place stands at a date, by the checks of its source, the newest first.
 * @param place '' for the whole source.
 */
export function standingOf(source: Source, place: string, checks: readonly SourceCheck[], date: string): Standing {
  const point = startOf(place);
  const check =
    checks.find((one) => one.source === source.id && (one.place === '' || (place !== '' && (liesIn(point, one.place) || liesIn(place, one.place))))) ?? null;
  // A law that is no longer in force does not change.
  const months = source.repealed === undefined ? checkIntervals[source.kind].months : null;
  const read = check === null ? (source.read ?? null) : null;
  const from = check === null ? read : dayOf(check.at);
  const nextBy = months === null || from === null ? null : monthsAfter(from, months);
  const timed = months === null ? null : nextBy === null ? 'never' : nextBy < date ? 'overdue' : null;
  return { check, read, nextBy, due: (check === null ? null : resultDue[check.result]) ?? timed };
}

/** A cited place of a rule with its standing. */
export interface CitedPlace extends Standing {
  key: string;
  source: Source;
  place: string;
}

/** Everything that a rule rests on, in the order of its citations. */
export function restsOnPlaces({ sources }: Knowledge, rule: RuleView, checks: readonly SourceCheck[], date: string): CitedPlace[] {
  return rule.sources.flatMap((key) => {
    const cited = placeOf(sources, key);
    const source = sources.source(cited.source);
    return source === undefined ? [] : [{ key, source, place: cited.place, ...standingOf(source, cited.place, checks, date) }];
  });
}
