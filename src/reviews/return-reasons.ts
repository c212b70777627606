import { lineKey } from '../drafts/shaping.ts';
import { count } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import type { LineReason } from './status-repository.ts';

const keyOf = ({ insats, targetGroup }: Pick<LineReason, 'insats' | 'targetGroup'>): string => lineKey(insats, targetGroup);

/** What a return says, and whether it is said that it concerns the whole proposal and no line. */
export interface Told {
  reason: string;
  lines: readonly LineReason[];
  whole: boolean;
}

/** What is wrong with where a return's reasons stand. What was asked to be changed in the review is never left out of it. */
export function reasonFaults({ reason, lines, whole }: Told, asked: readonly LineReason[]): InputFault[] {
  const told = new Set(lines.map(keyOf));
  const left = asked.filter((one) => !told.has(keyOf(one))).length;
  if (left > 0) {
    const said = `En ändring är begärd på ${count(left, 'rad', 'rader')} som saknades här. Läs igenom listan nedanför, där allt begärt nu står, och återlämna sedan.`;
    return [{ field: 'rader-rubrik', message: said }];
  }
  if (lines.length > 0) return [];
  if (reason === '' && !whole) return [{ field: 'sok', message: 'Välj de rader som behöver ändras, och skriv varför.' }];
  if (reason === '') return [{ field: 'skal', message: 'Skriv vad som behöver ändras i förslaget.' }];
  return whole ? [] : [{ field: 'hela', message: 'Skälet står inte vid någon rad. Välj raderna, eller kryssa för att det gäller hela förslaget.' }];
}

/** Whether two returns say the same, in whatever order. */
export function sameReasons(a: readonly LineReason[], b: readonly LineReason[]): boolean {
  const texts = (reasons: readonly LineReason[]): string => JSON.stringify(reasons.map((one) => [one.insats, one.targetGroup, one.reason]).sort());
  return texts(a) === texts(b);
}

/** Reasons that say the same, each with its lines, in the order in which they first come. */
export function byReason<Line extends { reason: string }>(lines: readonly Line[]): { reason: string; lines: Line[] }[] {
  return [...Map.groupBy(lines, ({ reason }) => reason)].map(([reason, own]) => ({ reason, lines: own }));
}
