import type { Insats } from '../catalogue/schema.ts';
import { plainText } from './import-normal.ts';
import type { Answers, RowFault } from './import-row.ts';
import type { ReadRow } from './import-rows.ts';
import { sameState } from './repository.ts';
import { isGiven, type State, type StoredState } from './schema.ts';

/** One answer that the import would write: what stands there now, and what will. */
export interface PlannedChange {
  row: number;
  insats: Insats;
  before: StoredState | null;
  after: State;
}

export interface Plan {
  changes: PlannedChange[];
  unchanged: number;
  /** Rows that only what is stored shows to be wrong. */
  faults: RowFault[];
}

const unanswered = { given: 'unknown', form: 'unknown', provision: 'unknown', decision: 'unknown', people: null, wish: 'not_answered', comment: '' } as const;

/** Compares what the file says with what is stored. A column that the file does not have leaves the stored answers as they are. */
export function planImport(rows: readonly ReadRow[], stored: readonly StoredState[]): Plan {
  const byInsats = new Map(stored.map((state) => [state.insats, state]));
  const faults: RowFault[] = [];
  const changes = rows.flatMap(({ row, insats, answers }): PlannedChange[] => {
    const before = byInsats.get(insats.id) ?? null;
    if (answers.given === undefined && (before === null || (!isGiven(before.given) && saysHow(answers)))) {
      faults.push({
        ...notGiven,
        row,
        value: insats.name,
        problem: before === null ? 'Filen säger inte om insatsen ges.' : 'Insatsen ges inte enligt nuläget, men raden säger hur den ges.',
      });
      return [];
    }
    const after = merge(insats.id, before, answers);
    return before !== null && sameState(comparable(before), after) ? [] : [{ row, insats, before, after }];
  });
  return { changes, unchanged: rows.length - changes.length - faults.length, faults };
}

const notGiven = { column: null, title: null, remedy: 'Lägg till kolumnen Ges insatsen och svara där.' } as const;

const saysHow = ({ form, provision, decision, people }: Answers): boolean =>
  [form, provision, decision].some((answer) => (answer ?? 'unknown') !== 'unknown') || (people ?? null) !== null;

function merge(insats: string, before: StoredState | null, answers: Answers): State {
  const { revision, updatedAt, savedBy, ...kept } = before ?? { revision: 0, updatedAt: null, savedBy: '' };
  const merged: State = { ...unanswered, ...comparable({ ...unanswered, ...kept, insats }), ...answers, insats };
  if (isGiven(merged.given)) return merged;
  return { ...merged, form: 'unknown', provision: 'unknown', decision: 'unknown', people: null };
}

/** The state as a file can say it, so that ends of lines alone are no change. */
const comparable = <S extends State>(state: S): S => ({ ...state, comment: plainText(state.comment) });
