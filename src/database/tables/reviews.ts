import type { Generated } from 'kysely';

export interface ReviewTables {
  version_status: VersionStatusTable;
  version_step: VersionStepTable;
  return_reason: ReturnReasonTable;
  manager_answer: ManagerAnswerTable;
  legal_check: LegalCheckTable;
  rule_report: RuleReportTable;
  last_look: LastLookTable;
}

/** How far a version has come; no row means draft. */
interface VersionStatusTable {
  proposal_id: string;
  number: number;
  status: string;
  submitted_by: string | null;
  /** The decision's diarienummer and date, and the hash of what was decided. */
  decision_number: Generated<string | null>;
  decision_date: Generated<string | null>;
  content_hash: Generated<string | null>;
  /** How many things a lawyer has to check, as reckoned when the manager approved. */
  to_check: Generated<number | null>;
  revision: Generated<number>;
  updated_at: Generated<Date>;
}

interface VersionStepTable {
  id: Generated<number>;
  proposal_id: string;
  number: number;
  from_status: string;
  to_status: string;
  account_id: string;
  reason: Generated<string>;
  at: Generated<Date>;
}

interface ReturnReasonTable {
  step_id: number;
  insats: string;
  target_group: string;
  reason: string;
}

interface ManagerAnswerTable {
  proposal_id: string;
  number: number;
  insats: string;
  target_group: string;
  rule: string;
  kind: string;
  motive: string;
  /** Whether the risk hinders, so that accepting it needs a motive. */
  blocking: Generated<boolean>;
  account_id: string;
  revision: Generated<number>;
  updated_at: Generated<Date>;
}

interface LegalCheckTable {
  proposal_id: string;
  number: number;
  insats: string;
  target_group: string;
  subject: string;
  /** Empty where the subject is no rule. */
  rule: Generated<string>;
  outcome: string;
  motive: string;
  account_id: string;
  revision: Generated<number>;
  updated_at: Generated<Date>;
}

/** A rule that a lawyer found wrongly applied, for the rulebook. */
interface RuleReportTable {
  id: Generated<string>;
  rule: string;
  proposal_id: string;
  number: number;
  insats: string;
  target_group: string;
  motive: string;
  account_id: string;
  created_at: Generated<Date>;
  resolved_at: Generated<Date | null>;
  resolution: Generated<string | null>;
  /** The change that takes it up; it ends when that is published. */
  draft_id: Generated<number | null>;
  outcome: Generated<'change' | 'case' | 'no' | null>;
  case_id: Generated<string | null>;
  resolved_by: Generated<string | null>;
}

/** When somebody last looked at a proposal. */
interface LastLookTable {
  account_id: string;
  proposal_id: string;
  at: Generated<Date>;
  /** The version that was looked at; null for looks before this was kept. */
  number: number | null;
  /** The look that this visit is compared with; null on the first visit. */
  before_at: Date | null;
  before_number: number | null;
}
