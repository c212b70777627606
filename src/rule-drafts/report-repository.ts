import { fingerprint, record } from '../audit/trail.ts';
import type { Db } from '../database/types.ts';
import { type NoticeWriter, recipientsOf } from '../notices/write.ts';
import { draftName } from './draft.ts';

/** How a report of a wrongly applied rule ends. */
export type ReportEnd = { outcome: 'change'; version: number; draft: number } | { outcome: 'case'; case: string } | { outcome: 'no'; motive: string };

/** Writes how reports end; in a transaction. Those that have ended already are left as they are. */
export function reportRepository(db: Db, notices: NoticeWriter) {
  /** The reports among these that are open, held until the transaction ends. */
  const open = async (ids: readonly string[]): Promise<string[]> =>
    ids.length === 0
      ? []
      : (await db.selectFrom('rule_report').select('id').where('id', 'in', ids).where('resolved_at', 'is', null).orderBy('id').forUpdate().execute()).map(
          ({ id }) => id,
        );

  const ofDraft = async (draft: number): Promise<string[]> =>
    (await db.selectFrom('rule_report').select('id').where('draft_id', '=', draft).where('resolved_at', 'is', null).execute()).map(({ id }) => id);

  async function tellReporters(ids: readonly string[], actor: string): Promise<void> {
    const rows = await db
      .selectFrom('rule_report as report')
      .innerJoin('proposal', 'proposal.id', 'report.proposal_id')
      .select(['report.account_id as account', 'report.proposal_id as proposal', 'report.number', 'proposal.district'])
      .where('report.id', 'in', ids)
      .distinct()
      .execute();
    for (const { account, ...about } of rows) await notices.tell(db, { kind: 'rule_answered', ...about, actor }, recipientsOf([account]));
  }

  return {
    /** Says that a change takes them up; gives how many. They end when it is published, and stand open again where it is withdrawn. */
    async takeUp(ids: readonly string[], draft: number): Promise<number> {
      const taken = new Set(await ofDraft(draft));
      const found = (await open(ids)).filter((id) => !taken.has(id));
      if (found.length === 0) return 0;
      await db.updateTable('rule_report').set({ draft_id: draft }).where('id', 'in', found).execute();
      await record(db, {
        action: 'rule_report.take-up',
        object: { type: 'rule_draft', id: draftName({ id: draft }) },
        district: null,
        after: { reports: found.length },
      });
      return found.length;
    },

    /** What a change was to answer is open again. */
    async release(draft: number): Promise<void> {
      await db.updateTable('rule_report').set({ draft_id: null }).where('draft_id', '=', draft).where('resolved_at', 'is', null).execute();
    },

    /** The open reports that a change takes up. */
    of: ofDraft,

    /** Ends them, tells those who reported, and gives how many there were. */
    async end(ids: readonly string[], end: ReportEnd, account: string): Promise<number> {
      const found = await open(ids);
      if (found.length === 0) return 0;
      await db
        .updateTable('rule_report')
        .set({
          resolved_at: new Date(),
          resolved_by: account,
          outcome: end.outcome,
          resolution: endInWords(end),
          ...(end.outcome === 'case' ? { case_id: end.case } : {}),
          ...(end.outcome === 'change' ? {} : { draft_id: null }),
        })
        .where('id', 'in', found)
        .execute();
      await tellReporters(found, account);
      await record(db, {
        action: 'rule_report.resolve',
        object: { type: 'rule_report', id: found[0] ?? '' },
        district: null,
        after: {
          outcome: end.outcome,
          reports: found.length,
          ...(end.outcome === 'change' ? { version: end.version, draft: draftName({ id: end.draft }) } : {}),
          ...(end.outcome === 'case' ? { case: end.case } : {}),
          ...(end.outcome === 'no' ? { motive: fingerprint(end.motive) } : {}),
        },
      });
      return found.length;
    },
  };
}

function endInWords(end: ReportEnd): string {
  if (end.outcome === 'change') return `Reglerna är ändrade i version ${end.version} (${draftName({ id: end.draft })}).`;
  return end.outcome === 'case' ? 'Sparad som fall för regelverket.' : end.motive;
}
