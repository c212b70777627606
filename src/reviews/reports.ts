import type { Db } from '../database/types.ts';

/** A rule that a lawyer found wrongly applied, with the candidates where it was. */
export interface RuleReport {
  /** Of the lines that were reported at once. */
  ids: string[];
  rule: string;
  proposal: string;
  version: number;
  district: string;
  legalBasis: string;
  motive: string;
  by: string;
  at: Date;
  /** The change of the rules that takes it up. */
  draft: number | null;
  /** `outcome` is null where the lawyer has taken the report back. */
  resolved: { at: Date; resolution: string; outcome: 'change' | 'case' | 'no' | null; case: string | null; by: string | null } | null;
  lines: { insats: string; targetGroup: string; name: string; group: string }[];
}

const most = 2000;

/** Every report, what is not resolved first, then the newest; lines that were reported at once as one. */
export async function ruleReports(db: Db): Promise<RuleReport[]> {
  const rows = await db
    .selectFrom('rule_report as report')
    .innerJoin('proposal', 'proposal.id', 'report.proposal_id')
    .innerJoin('account', 'account.id', 'report.account_id')
    .leftJoin('account as resolver', 'resolver.id', 'report.resolved_by')
    .leftJoin('insats', 'insats.id', 'report.insats')
    .leftJoin('target_group', 'target_group.id', 'report.target_group')
    .select(['report.rule', 'report.proposal_id as proposal', 'report.number as version', 'proposal.district', 'proposal.legal_basis as legalBasis'])
    .select(['report.motive', 'account.name as by', 'report.created_at as at', 'report.resolved_at as resolvedAt', 'report.resolution'])
    .select(['report.id', 'report.draft_id as draft', 'report.outcome', 'report.case_id as case', 'resolver.name as resolvedBy'])
    .select(['report.insats', 'report.target_group as targetGroup', 'insats.name', 'target_group.name as group'])
    .orderBy('report.created_at', 'desc')
    .orderBy('report.rule')
    .orderBy('report.insats')
    .limit(most)
    .execute();
  const found = new Map<string, RuleReport>();
  for (const { id, insats, targetGroup, name, group, resolvedAt, resolution, outcome, case: caseId, resolvedBy, ...head } of rows) {
    const key = JSON.stringify([head.rule, head.proposal, head.version, head.motive, head.by, head.at, head.draft, resolution, caseId]);
    const resolved = resolvedAt === null ? null : { at: resolvedAt, resolution: resolution ?? '', outcome, case: caseId, by: resolvedBy };
    const report = found.get(key) ?? { ...head, ids: [], resolved, lines: [] };
    report.ids.push(id);
    report.lines.push({ insats, targetGroup, name: name ?? insats, group: group ?? targetGroup });
    found.set(key, report);
  }
  return [...found.values()].sort((a, b) => Number(a.resolved !== null) - Number(b.resolved !== null));
}

/** What has become of a line's report, for whoever made it. */
export interface ReportFate {
  insats: string;
  targetGroup: string;
  motive: string;
  draft: number | null;
  resolution: string | null;
}

/** What has become of the reports of a version. */
export async function reportFates(db: Db, proposal: string, version: number): Promise<ReportFate[]> {
  return db
    .selectFrom('rule_report')
    .select(['insats', 'target_group as targetGroup', 'motive', 'draft_id as draft', 'resolution'])
    .where('proposal_id', '=', proposal)
    .where('number', '=', version)
    .orderBy('created_at')
    .execute();
}

/** How many rules have reports that nobody has resolved. */
export async function openReports(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('rule_report')
    .select(({ fn }) => fn.count<number>('rule').distinct().as('n'))
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow();
  return n;
}
