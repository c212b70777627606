import { count } from '../web/format.ts';
import type { StoredBulk } from './bulk-repository.ts';
import type { RowOutcome } from './entry-save.ts';
import type { PageQuery } from './page-query.ts';

/** What a page says of the save before it; the address carries it, so that it holds in every process and after a restart. */
export interface Notice {
  text: string;
  /** What can be undone. */
  undo: string | null;
}

export interface SaveCounts {
  sparade: number;
  borttagna: number;
}

/** How many answers a save wrote and took away. */
export function countsOf(outcomes: Iterable<RowOutcome>): SaveCounts {
  const counts = { sparade: 0, borttagna: 0 };
  for (const { outcome } of outcomes) {
    if (outcome === 'saved') counts.sparade += 1;
    if (outcome === 'removed') counts.borttagna += 1;
  }
  return counts;
}

/** What was saved, in words; empty where nothing was. */
export function countsInWords({ sparade, borttagna }: SaveCounts): string {
  return [
    sparade > 0 ? `${count(sparade, 'svar är sparat', 'svar är sparade')}.` : '',
    borttagna > 0 ? `${count(borttagna, 'svar är borttaget', 'svar är borttagna')}.` : '',
  ]
    .join(' ')
    .trim();
}

/** What the page says; null where nothing was done before it. */
export function noticeOf({ sparade, borttagna }: Pick<PageQuery, 'sparade' | 'borttagna'>, bulk: StoredBulk | undefined): Notice | null {
  const saved = sparade === undefined ? '' : countsInWords({ sparade, borttagna });
  if (bulk === undefined) return sparade === undefined ? null : { text: saved || 'Inget var ändrat.', undo: null };
  if (bulk.undoneAnswers !== null) return { text: undoneInWords(bulk.undoneAnswers, bulk.changes.length), undo: null };
  return { text: `${saved} ${bulk.said}`.trim(), undo: bulk.id };
}

function undoneInWords(done: number, of: number): string {
  const left = of - done;
  return `${count(done, 'svar är ångrat', 'svar är ångrade')}.${left > 0 ? ` ${count(left, 'svar', 'svar')} hade ändrats sedan dess och står kvar.` : ''}`;
}
