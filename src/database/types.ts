import type { Kysely, Transaction } from 'kysely';
import type { AccountTables } from './tables/accounts.ts';
import type { AuditTables } from './tables/audit.ts';
import type { CatalogueTables } from './tables/catalogue.ts';
import type { CommentTables } from './tables/comments.ts';
import type { CurrentStateTables } from './tables/current-state.ts';
import type { ExampleTables } from './tables/example.ts';
import type { MailTables } from './tables/mail.ts';
import type { NoticeTables } from './tables/notices.ts';
import type { ProposalTables } from './tables/proposals.ts';
import type { RetentionTables } from './tables/retention.ts';
import type { ReviewTables } from './tables/reviews.ts';
import type { RuleDraftTables } from './tables/rule-drafts.ts';
import type { RulebookTables } from './tables/rulebook.ts';
import type { RulesetTables } from './tables/rulesets.ts';

/**
 * The tables as the newest migration leaves them, part by part. In both databases `date` is read as an ISO string, `timestamptz` as Date and
 * `bigint` (so also `count(*)`) as number; `numeric` stays a string. Write JSON columns with `toJson`.
 */
export interface Database
  extends AuditTables,
    AccountTables,
    NoticeTables,
    MailTables,
    CatalogueTables,
    RulesetTables,
    CurrentStateTables,
    ProposalTables,
    ReviewTables,
    CommentTables,
    RulebookTables,
    RuleDraftTables,
    ExampleTables,
    RetentionTables {}

/** What queries run on. Inside a transaction use only the transaction: the embedded database has one connection. */
export type Db = Kysely<Database> | Transaction<Database>;
