import { rowKey } from './entry-form.ts';
import type { PostedRow, RowOutcome } from './entry-save.ts';
import { baseText, type EntryField, type EntryValues, inWords, readEntry, valuesOf } from './entry-values.ts';
import type { EarlierAnswers } from './history.ts';
import type { InsatsGroup } from './progress.ts';
import type { StoredState } from './schema.ts';

const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Stockholm' });

/** Two answers side by side, where somebody else has saved meanwhile. */
export interface ConflictView {
  when: string | null;
  /** Who saved it, where that is known. */
  who: string | null;
  theirs: string;
  theirComment: string;
  mine: string;
  myComment: string;
  /** What a save over the newer one builds on. */
  base: string;
}

export interface RowView {
  insats: string;
  key: string;
  name: string;
  values: EntryValues;
  base: string;
  answered: boolean;
  faults: Partial<Record<EntryField, string>>;
  conflict: ConflictView | null;
  status: string;
  history: { value: string; label: string; text: string; comment: string }[];
}

const nothing = 'Inget svar';

function conflictOf(row: PostedRow, newer: StoredState | null): ConflictView {
  const mine = readEntry(row.insats, row.values);
  const state = 'state' in mine ? mine.state : null;
  return {
    when: newer === null ? null : clock.format(newer.updatedAt),
    who: newer?.savedBy ?? null,
    theirs: newer === null ? nothing : inWords(newer),
    theirComment: newer?.comment ?? '',
    mine: state === null ? nothing : inWords(state),
    myComment: state?.comment ?? '',
    base: baseText(newer),
  };
}

const statusTexts: Record<RowOutcome['outcome'], string> = {
  untouched: '',
  saved: 'Sparat',
  removed: 'Svaret är borttaget',
  fault: 'Inte sparat',
  conflict: 'Inte sparat',
};

/** A row as the page shows it: as stored, or as it was written where it could not be saved. */
export function rowView(
  { id, name }: { id: string; name: string },
  stored: StoredState | undefined,
  history: readonly EarlierAnswers[],
  posted?: { row: PostedRow; outcome: RowOutcome },
): RowView {
  const outcome = posted?.outcome;
  const refused = outcome?.outcome === 'fault' || outcome?.outcome === 'conflict' ? posted : undefined;
  const faults: RowView['faults'] = {};
  if (outcome?.outcome === 'fault') for (const { field, message } of outcome.faults) faults[field as EntryField] ??= message;
  return {
    insats: id,
    key: rowKey(id),
    name,
    values: refused?.row.values ?? valuesOf(stored),
    base: refused === undefined ? baseText(stored) : `${refused.row.base.revision ?? 0}.${refused.row.base.print}`,
    answered: stored !== undefined,
    faults,
    conflict: outcome?.outcome === 'conflict' && posted !== undefined ? conflictOf(posted.row, outcome.newer) : null,
    status: outcome === undefined ? '' : statusTexts[outcome.outcome],
    history: history.flatMap(({ district, name: from, year, states }) => {
      const earlier = states.get(id);
      return earlier === undefined ? [] : [{ value: `${id} ${district} ${year}`, label: `${from} ${year}`, text: inWords(earlier), comment: earlier.comment }];
    }),
  };
}

/** How many of a group are not answered, and how many are. */
export const unansweredIn = (group: InsatsGroup, answered: ReadonlySet<string>): number => group.insatser.filter(({ id }) => !answered.has(id)).length;
