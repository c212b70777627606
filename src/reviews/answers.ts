import { z } from 'zod';
import type { Db } from '../database/types.ts';
import type { LegalItem, LegalSubject, Referral } from './legal-items.ts';
import type { RiskItem } from './risk-items.ts';
import type { Status } from './transitions.ts';

export const answerKinds = ['accept', 'require_change', 'refer_legal'] as const;
export type AnswerKind = (typeof answerKinds)[number];
export const checkOutcomes = ['right', 'change', 'rule_wrong'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];
export const kindSchema = z.enum(answerKinds);
export const outcomeSchema = z.enum(checkOutcomes);

/** A version of a proposal by its number. */
export interface VersionKey {
  id: string;
  version: number;
}

/** What has been said of an item, by whom and when. */
export interface Saved<Kind extends string> {
  key: string;
  kind: Kind;
  motive: string;
  revision: number;
  account: string;
  by: string;
  at: Date;
}
export type ManagerAnswer = Saved<AnswerKind> & Referral;
export type LegalCheck = Saved<CheckOutcome> & { insats: string; targetGroup: string; subject: LegalSubject; rule: string };

/** An item, and the revision of its answer that the one who answers has seen; 0 where there was none. */
export interface Seen<Item> {
  item: Item;
  revision: number;
}

/** What came of a save: all of it, nothing since others answered meanwhile, or nothing since the version is not under review any more. */
export type SaveOutcome<Stored> = { saved: true } | { saved: false; stored: readonly Stored[] } | { saved: false; status: Status | null; own: boolean };

export interface ManagerSave {
  kind: AnswerKind;
  motive: string;
  items: readonly Seen<Pick<RiskItem, 'insats' | 'targetGroup' | 'rule' | 'severity'>>[];
  /** What else a question to a lawyer brings with it, in the same transaction. */
  afterReferral?: (trx: Db, answering: Answering) => Promise<void>;
}
export interface LegalSave {
  outcome: CheckOutcome;
  motive: string;
  /** The rule found wrongly applied; null for every other outcome. */
  wrongRule: string | null;
  items: readonly Seen<Pick<LegalItem, 'subject' | 'rule'> & { line: { insats: string; targetGroup: string } }>[];
}

/** Who answers, where. */
export interface Answering extends VersionKey {
  district: string;
  account: string;
}
