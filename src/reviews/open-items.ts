import type { Db } from '../database/types.ts';
import { lineKey } from '../drafts/shaping.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import { openLegalItems, openRisks } from './answers-repository.ts';
import type { LineReason } from './status-repository.ts';
import type { TransitionId } from './transitions.ts';
import type { OpenItems } from './workflow.ts';

type Version = Pick<StoredVersion, 'id' | 'version' | 'draft'>;

const answersTo = (db: Db, { id, version }: Version) =>
  db.selectFrom('manager_answer').selectAll().where('proposal_id', '=', id).where('number', '=', version).orderBy('rule').execute();
const checksOf = (db: Db, { id, version }: Version) =>
  db.selectFrom('legal_check').selectAll().where('proposal_id', '=', id).where('number', '=', version).orderBy('subject').execute();

/** What is open in a version's review: risks of lines that open, and what the law says of those lines. */
export const openItems: OpenItems = {
  href: {
    risks: ({ id }) => `/granskning/${id}`,
    legal: ({ id }) => `/granskning/${id}/juridik`,
  },

  async risks(db, version) {
    const { unanswered, changeRequired } = await openRisks(db, version);
    return unanswered + changeRequired;
  },

  async legal(db, version) {
    const { unchecked, notRight } = await openLegalItems(db, version);
    return unchecked + notRight;
  },

  toCheck: async (db, version) => (await openLegalItems(db, version)).total,
  asked: askedChanges,
};

/** What has been asked to be changed in the review that a return ends, by line. */
async function askedChanges(db: Db, version: Version, transition: TransitionId): Promise<LineReason[]> {
  const rows: { insats: string; target_group: string; motive: string }[] = [];
  if (transition === 'manager-return') rows.push(...(await answersTo(db, version)).filter(({ kind }) => kind === 'require_change'));
  if (transition === 'legal-return') rows.push(...(await checksOf(db, version)).filter(({ outcome }) => outcome !== 'right'));
  const byLine = Map.groupBy(rows, ({ insats, target_group }) => lineKey(insats, target_group));
  return [...byLine.values()].flatMap((own) =>
    own.slice(0, 1).map(({ insats, target_group: targetGroup }) => ({ insats, targetGroup, reason: [...new Set(own.map(({ motive }) => motive))].join('\n') })),
  );
}
