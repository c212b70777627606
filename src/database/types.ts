import type { ColumnType, Generated, Insertable, Kysely, Selectable, Transaction } from 'kysely';

/**
 * The tables as the newest migration leaves them. In both databases `date` is read as an ISO string, `timestamptz` as Date and
 * `bigint` (so also `count(*)`) as number; `numeric` stays a string. Write JSON columns with `toJson`.
 */
export interface Database {
  area: AreaTable;
  kind: KindTable;
  insats: InsatsTable;
  target_group: TargetGroupTable;
  insats_target_group: InsatsTargetGroupTable;
  catalogue_load: CatalogueLoadTable;
  proposal: ProposalTable;
  proposal_version: ProposalVersionTable;
  current_state: CurrentStateTable;
  current_state_import: CurrentStateImportTable;
  current_state_bulk: CurrentStateBulkTable;
  working_line: WorkingLineTable;
  flag_response: FlagResponseTable;
  ready_version: ReadyVersionTable;
  working_text: WorkingTextTable;
  working_outline: WorkingOutlineTable;
  economy_scenario: EconomyScenarioTable;
  example_data: ExampleDataTable;
  bulk_change: BulkChangeTable;
  account: AccountTable;
  account_role: AccountRoleTable;
  session: SessionTable;
  one_time_link: OneTimeLinkTable;
  login_failure: LoginFailureTable;
  known_browser: KnownBrowserTable;
  audit_event: AuditEventTable;
  audit_start: AuditStartTable;
  retention_run: RetentionRunTable;
  version_status: VersionStatusTable;
  version_step: VersionStepTable;
  return_reason: ReturnReasonTable;
  manager_answer: ManagerAnswerTable;
  legal_check: LegalCheckTable;
  rule_report: RuleReportTable;
  last_look: LastLookTable;
  line_comment: LineCommentTable;
  notice: NoticeTable;
  notice_choice: NoticeChoiceTable;
  mail: MailTable;
  mail_notice: MailNoticeTable;
  candidate_case: CandidateCaseTable;
  source_check: SourceCheckTable;
  rule_check: RuleCheckTable;
  ruleset_version: RulesetVersionTable;
  rule_draft: RuleDraftTable;
  rule_draft_step: RuleDraftStepTable;
}

/** What queries run on. Inside a transaction use only the transaction: the embedded database has one connection. */
export type Db = Kysely<Database> | Transaction<Database>;

declare const json: unique symbol;
/** What `toJson` makes; nothing else fits a JSON column. */
export type Json = { readonly [json]: true };
/** Reading gives the parsed value, to be checked with zod. */
type JsonColumn = ColumnType<unknown, Json, Json>;
type FixedJsonColumn = ColumnType<unknown, Json, never>;

/** A column that is written once and never updated. */
type Fixed<T> = ColumnType<T, T, never>;

export interface AreaTable {
  id: string;
  name: string;
  position: number;
}

export interface KindTable {
  id: string;
  name: string;
}

export interface InsatsTable {
  id: string;
  area: string;
  section: string;
  category: string;
  subcategory: string | null;
  name: string;
  /** Place in the source's order. */
  position: number;
  given_count: number | null;
  given_share: number | null;
  digital_count: number | null;
  digital_share: number | null;
  private_count: number | null;
  private_share: number | null;
  without_decision_count: number | null;
  without_decision_share: number | null;
  kind: string;
  other_law: string | null;
  counselling: boolean;
  treatment: boolean;
  format: string;
  manual_based: boolean;
  round_the_clock: boolean;
  child_reach: string;
  violence: boolean;
  honour: boolean;
  digital_only: boolean;
  region_shared: boolean;
  reason: string | null;
  /** Set when the catalogue no longer has the insats although something refers to it. */
  retired_at: Date | null;
}

export interface TargetGroupTable {
  id: string;
  name: string;
  description: string;
  age_min: number;
  age_max: number | null;
  role: string;
  traits: JsonColumn;
  position: number;
  retired_at: Date | null;
}

export interface InsatsTargetGroupTable {
  insats_id: string;
  target_group_id: string;
}

export interface CatalogueLoadTable {
  id: Generated<number>;
  hash: string;
  insatser: number;
  target_groups: number;
  loaded_at: Generated<Date>;
}

export interface ProposalTable {
  id: Generated<string>;
  title: string;
  district: string;
  legal_basis: string;
  /** ISO date: the day whose law and districts the proposal builds on. */
  law_date: string;
  created_at: Generated<Date>;
}

/** Written once: a trigger refuses every change and removal. */
export interface ProposalVersionTable {
  proposal_id: Fixed<string>;
  number: Fixed<number>;
  ruleset_hash: Fixed<string>;
  catalogue_hash: Fixed<string>;
  /** Everything that is needed to make the same document again. */
  inputs: FixedJsonColumn;
  document: FixedJsonColumn;
  /** SHA-256 of the document's bytes, in hexadecimal. */
  content_hash: Fixed<string>;
  created_at: Generated<Date>;
}

/** What a district says of an insats for a year; the closed lists stand in `current-state/schema.ts`. */
export interface CurrentStateTable {
  district: string;
  insats: string;
  year: number;
  given: string;
  form: string;
  provision: string;
  decision: string;
  people_from: number | null;
  people_to: number | null;
  wish: string;
  comment: Generated<string>;
  revision: Generated<number>;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** A file that was read: nothing of it is in `current_state` before `confirmed_at`. */
export interface CurrentStateImportTable {
  id: Generated<string>;
  district: Fixed<string>;
  year: Fixed<number>;
  file_name: Fixed<string>;
  rows_new: number;
  rows_changed: number;
  before: JsonColumn;
  after: JsonColumn;
  created_at: Generated<Date>;
  confirmed_at: Date | null;
  undone_at: Date | null;
}

/** One answer for many insatser at once, and what is needed to undo it. */
export interface CurrentStateBulkTable {
  id: Generated<string>;
  district: string;
  year: number;
  said: string;
  changes: JsonColumn;
  created_at: Generated<Date>;
  undone_at: Date | null;
  undone_answers: number | null;
}

/** What a person has changed of a line in the working copy; no row means that the line is as the rules say. */
export interface WorkingLineTable {
  proposal_id: string;
  insats: string;
  target_group: string;
  /** Null follows the recommendation. */
  pathway: string | null;
  stage: number | null;
  /** The answers that differ from the default design. */
  design: JsonColumn;
  motive: string;
  removed_at: Date | null;
  /** Set where people have taken in a line beside those that the proposal began with. */
  added_at: Generated<Date | null>;
  /** Grows by one with each save, so that a save over a newer one can be refused. */
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

export interface FlagResponseTable {
  proposal_id: string;
  insats: string;
  target_group: string;
  rule: string;
  kind: string;
  motive: string;
  who: string;
  /** ISO date. */
  due_date: string | null;
}

/** A version that has been marked as ready. */
export interface ReadyVersionTable {
  proposal_id: string;
  number: number;
  marked_at: Generated<Date>;
}

/** What people have written for one part of the document. */
export interface WorkingTextTable {
  proposal_id: string;
  part: string;
  body: string;
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** The document's headings, where they are not the usual ones. */
export interface WorkingOutlineTable {
  proposal_id: string;
  outline: JsonColumn;
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** A planner's scenario of costs; the id stands in the scenario too. */
export interface EconomyScenarioTable {
  proposal_id: string;
  id: string;
  scenario: JsonColumn;
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** One row where everything in the database is made up. */
export interface ExampleDataTable {
  only_one: Generated<boolean>;
  loaded_at: Generated<Date>;
}

/** A change of many lines at once. It is never altered, only marked as undone. */
export interface BulkChangeTable {
  id: Fixed<string>;
  proposal_id: Fixed<string>;
  /** What was chosen; `proposals/bulk/repository.ts` has the schema. */
  change: FixedJsonColumn;
  /** Each line before and after. */
  lines: FixedJsonColumn;
  line_count: Fixed<number>;
  applied_at: Generated<Date>;
  undone_at: Date | null;
}

/** Somebody who may log in: by a password, or at an OpenID provider. */
export interface AccountTable {
  id: Generated<string>;
  name: string;
  /** In small letters. */
  email: string;
  password_hash: Generated<string | null>;
  oidc_issuer: Generated<string | null>;
  oidc_subject: Generated<string | null>;
  disabled_at: Generated<Date | null>;
  created_at: Generated<Date>;
}

/** A role in one district, or in the whole city (`*`). */
export interface AccountRoleTable {
  account_id: string;
  role: string;
  district: string;
}

/** A login. Tokens are kept as SHA-256 in hexadecimal, here as in the tables below. */
export interface SessionTable {
  token_hash: string;
  account_id: string;
  created_at: Generated<Date>;
  seen_at: Generated<Date>;
  expires_at: Date;
  /** The provider's token, which it asks for at logout. */
  id_token: string | null;
}

export interface OneTimeLinkTable {
  token_hash: string;
  account_id: string;
  expires_at: Date;
  used_at: Date | null;
}

export interface LoginFailureTable {
  key_hash: string;
  at: Generated<Date>;
}

export interface KnownBrowserTable {
  token_hash: string;
  account_id: string;
  seen_at: Generated<Date>;
}

/** A row of the trail: written once, one after the other. */
export interface AuditEventTable {
  seq: Fixed<number>;
  at: Fixed<Date>;
  account_id: Fixed<string | null>;
  roles: Fixed<string>;
  action: Fixed<string>;
  object_type: Fixed<string>;
  object_id: Fixed<string>;
  district: Fixed<string | null>;
  before: FixedJsonColumn;
  after: FixedJsonColumn;
  request_id: Fixed<string>;
  previous_hash: Fixed<string>;
  hash: Fixed<string>;
}

/** Where the trail begins once old rows have been weeded out. */
export interface AuditStartTable {
  only_one: Generated<boolean>;
  seq: number;
  hash: string;
  at: Generated<Date>;
}

/** A run of weeding; what it let go is older than these. */
export interface RetentionRunTable {
  id: Generated<string>;
  at: Generated<Date>;
  transaction_id: Generated<string>;
  drafts_before: Date | null;
  trail_before: Date | null;
}

/** How far a version has come; no row means draft. */
export interface VersionStatusTable {
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

export interface VersionStepTable {
  id: Generated<number>;
  proposal_id: string;
  number: number;
  from_status: string;
  to_status: string;
  account_id: string;
  reason: Generated<string>;
  at: Generated<Date>;
}

export interface ReturnReasonTable {
  step_id: number;
  insats: string;
  target_group: string;
  reason: string;
}

export interface ManagerAnswerTable {
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

export interface LegalCheckTable {
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
export interface RuleReportTable {
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
export interface LastLookTable {
  account_id: string;
  proposal_id: string;
  at: Generated<Date>;
  /** The version that was looked at; null for looks before this was kept. */
  number: number | null;
  /** The look that this visit is compared with; null on the first visit. */
  before_at: Date | null;
  before_number: number | null;
}

/** What somebody says about a line. It is never changed, only struck: then its text is empty. */
export interface LineCommentTable {
  id: Generated<string>;
  proposal_id: Fixed<string>;
  /** The newest version when it was written. */
  number: Fixed<number>;
  insats: Fixed<string>;
  target_group: Fixed<string>;
  /** Null for the one at a machine without accounts. */
  account_id: Fixed<string | null>;
  /** The roles that the writer had then, and those that are mentioned, each with commas between. */
  roles: Fixed<string>;
  mentioned: Fixed<string>;
  body: string;
  created_at: Generated<Date>;
  struck_at: Generated<Date | null>;
  struck_by: Generated<string | null>;
}

/** Something that somebody is told of. */
export interface NoticeTable {
  id: Generated<number>;
  account_id: Fixed<string>;
  kind: Fixed<string>;
  proposal_id: Fixed<string>;
  district: Fixed<string>;
  number: Fixed<number>;
  comment_id: Fixed<string | null>;
  /** The roles that are why, with commas between. */
  as_roles: Fixed<string>;
  actor_id: Fixed<string | null>;
  at: Generated<Date>;
  read_at: Generated<Date | null>;
  /** How it is mailed, as the account had chosen when it was written. */
  delivery: Fixed<string>;
  /** When it was put in a letter. */
  mailed_at: Generated<Date | null>;
}

export interface NoticeChoiceTable {
  account_id: string;
  choice: string;
  updated_at: Generated<Date>;
}

/** A letter: waiting, sent or given up. */
export interface MailTable {
  id: Generated<string>;
  account_id: Fixed<string>;
  /** A digest's day (ISO); null for a letter that is sent at once. */
  day: Fixed<string | null>;
  queued_at: Date;
  /** When it is tried next; while a server tries it, when another may. */
  next_at: Date;
  attempts: Generated<number>;
  /** The code of the last failure. */
  last_error: Generated<string | null>;
  sent_at: Generated<Date | null>;
  given_up_at: Generated<Date | null>;
}

export interface MailNoticeTable {
  notice_id: number;
  mail_id: string;
}

/** A candidate and the answer that a lawyer expects; only its withdrawal is ever written to it. */
export interface CandidateCaseTable {
  id: Generated<string>;
  candidate: FixedJsonColumn;
  candidate_hash: Fixed<string>;
  expected: FixedJsonColumn;
  motive: Fixed<string>;
  account_id: Fixed<string>;
  created_at: Generated<Date>;
  state: Generated<string>;
  withdrawn_by: Generated<string | null>;
  withdrawn_at: Generated<Date | null>;
  withdrawal: Generated<string | null>;
  revision: Generated<number>;
}

/** That somebody has compared a source or a place in it with what it says now; an empty place is the whole source. Only added to. */
export interface SourceCheckTable {
  id: Fixed<string>;
  source: Fixed<string>;
  place: Fixed<string>;
  account_id: Fixed<string>;
  checked_at: ColumnType<Date, Date | undefined, never>;
  /** The wording that was read, for example "SFS 2025:400, i lydelse till och med SFS 2026:100". */
  version: Fixed<string>;
  result: Fixed<string>;
  note: Fixed<string>;
}

/** That somebody has read a rule against its sources. Only added to. */
export interface RuleCheckTable {
  id: Fixed<string>;
  rule: Fixed<string>;
  ruleset: Fixed<string>;
  rule_hash: Fixed<string>;
  account_id: Fixed<string>;
  checked_at: ColumnType<Date, Date | undefined, never>;
  note: Fixed<string>;
}

/** The rules as they were from a day on; written once. See `src/rulesets`. */
export interface RulesetVersionTable {
  number: Fixed<number>;
  kind: Fixed<'base' | 'rebased' | 'published'>;
  hash: Fixed<string>;
  /** Of the base files, rules and cases, that the version stands on. */
  base_hash: Fixed<string>;
  content: FixedJsonColumn;
  cases: FixedJsonColumn;
  /** ISO date. */
  applies_from: Fixed<string>;
  /** What a published version changes. */
  operations: FixedJsonColumn;
  /** The numbers of every published version whose changes are in the content. */
  changes: FixedJsonColumn;
  note: ColumnType<unknown, Json | null, never>;
  published_by: Fixed<string | null>;
  checked_by: Fixed<string | null>;
  created_at: Generated<Date>;
}

export type ProposalRow = Selectable<ProposalTable>;
export type ProposalVersionRow = Selectable<ProposalVersionTable>;
export type NewProposalVersion = Insertable<ProposalVersionTable>;

/** A change of the rules that somebody writes and another checks. See `src/rule-drafts`. */
export interface RuleDraftTable {
  id: Fixed<number>;
  /** Of the form that made it, so that a press that is sent twice makes one. */
  form_key: ColumnType<string, string | undefined, never>;
  title: string;
  what: Generated<string>;
  why: Generated<string>;
  areas: JsonColumn;
  /** ISO date. */
  applies_from: Generated<string | null>;
  operations: JsonColumn;
  based_on: number;
  state: Generated<string>;
  revision: Generated<number>;
  author_id: Fixed<string | null>;
  checker_id: Generated<string | null>;
  version: Generated<number | null>;
  rule: Fixed<string | null>;
  case_id: Fixed<string | null>;
  copied_from: Fixed<number | null>;
  created_at: ColumnType<Date, Date | undefined, never>;
  updated_at: Generated<Date>;
}

/** A step that a draft has taken. Only added to. */
export interface RuleDraftStepTable {
  id: Generated<number>;
  draft_id: Fixed<number>;
  step: Fixed<string>;
  from_state: Fixed<string | null>;
  to_state: Fixed<string>;
  account_id: Fixed<string | null>;
  reason: ColumnType<string, string | undefined, never>;
  operation: ColumnType<number | null, number | null | undefined, never>;
  based_on: Fixed<number>;
  at: ColumnType<Date, Date | undefined, never>;
}
