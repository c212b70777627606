import { may } from '../accounts/permissions.ts';
import type { Actor } from '../accounts/roles.ts';
import type { Db } from '../database/types.ts';
import type { NoticeWriter } from '../notices/write.ts';
import { ruleReports } from '../reviews/reports.ts';
import type { RuleDraft } from './draft.ts';
import { reportRepository } from './report-repository.ts';

/** A published change ends the reports that it took up; one that is withdrawn leaves them open again. */
export const draftEndsReports =
  (notices: NoticeWriter) =>
  async (trx: Db, { id, version }: RuleDraft, account: string | null): Promise<void> => {
    const reports = reportRepository(trx, notices);
    if (version === null || account === null) return reports.release(id);
    await reports.end(await reports.of(id), { outcome: 'change', version, draft: id }, account);
  };

/** A case that a lawyer has saved in answer to a report ends it, with all the lines that were reported at once. */
export const caseEndsReport =
  (notices: NoticeWriter) =>
  async (trx: Db, { id, report, actor }: { id: string; report: string; actor: Actor }): Promise<void> => {
    const found = (await ruleReports(trx)).find(({ ids, district }) => ids.includes(report) && may(actor, 'review.legal', district));
    if (found === undefined || actor.account === null) return;
    await reportRepository(trx, notices).end(found.ids, { outcome: 'case', case: id }, actor.account.id);
  };
