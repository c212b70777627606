import { type AuditEntry, textPrint } from '../audit/trail.ts';
import type { State } from './schema.ts';

/** An answer as the trail tells it, in one value: the choices, the number of people, and the comment by its fingerprint. Null: no answer. */
function told(state: State | null): string | null {
  if (state === null) return null;
  const { given, form, provision, decision, people, wish, comment } = state;
  return [given, form, provision, decision, people === null ? '-' : `${people.from}-${people.to}`, wish, textPrint(comment) ?? '-'].join(' ');
}

/** One answer before and after; null where there was none. */
export interface Answered {
  insats: string;
  before: State | null;
  after: State | null;
}

/** The row of the trail for answers of a district and year that changed together. */
export function answersEntry(action: AuditEntry['action'], district: string, year: number, changes: readonly Answered[]): AuditEntry {
  const side = (name: 'before' | 'after') => Object.fromEntries(changes.map((change) => [change.insats, told(change[name])]));
  return { action, object: { type: 'current_state', id: `${district}/${year}` }, district, before: side('before'), after: side('after') };
}
