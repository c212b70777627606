import { z } from 'zod';
import type { Ruleset } from '../assessment/ruleset.ts';
import type { RuleFault } from '../rules/errors.ts';
import type { RuleCase } from '../rules/format.ts';

/** What a published version changes. Only `rule-changes` knows what an operation means; here it is kept, and applied anew when the files change. */
export const operationsSchema = z.array(z.record(z.string(), z.json())).min(1);
export type Operations = z.infer<typeof operationsSchema>;

/** What is said of a published version. */
export const noteSchema = z.strictObject({
  what: z.string().trim().min(1).max(2000),
  why: z.string().trim().min(1).max(4000),
  /** The catalogue's areas that it concerns, by id. */
  areas: z.array(z.string().min(1).max(80)).max(40),
});
export type RulesetNote = z.infer<typeof noteSchema>;

/**
 * `base`: the rule files as a start found them. `published`: a change that two people stand behind. `rebased`: the published changes, applied
 * anew by the program on rule files that have come since.
 */
export const versionKinds = ['base', 'rebased', 'published'] as const;
export type VersionKind = (typeof versionKinds)[number];

/** A version of the rules without the rules. */
export interface VersionHead {
  number: number;
  kind: VersionKind;
  /** The rules' own hash: what an assessment is stamped with. */
  hash: string;
  /** Hash of the base files, rules and cases, that it stands on. */
  base: string;
  /** ISO date. */
  appliesFrom: string;
  /** The published versions whose changes are in it, in order. */
  changes: readonly number[];
  note: RulesetNote | null;
  publishedBy: string | null;
  checkedBy: string | null;
  createdAt: Date;
}

/** Rules, and the cases that prove them. */
export interface RulesAndCases {
  ruleset: Ruleset;
  cases: readonly RuleCase[];
}

/**
 * Applies the operations of a change to a ruleset: pure, and the same for the same arguments. Faults where it no longer fits, such as a rule
 * that is gone. `cases` are those of the ruleset; where the result has none of its own they stay as they are.
 */
export type Reapply = (
  base: Ruleset,
  operations: Operations,
  cases: readonly RuleCase[],
) => { ruleset: Ruleset; cases?: readonly RuleCase[] } | { faults: readonly RuleFault[] };

/** Something of the stored versions that is not in force although it was meant to be, for the pages and the log. */
export interface RulesetFault {
  version: number;
  /** `unreadable`: the version cannot be used as it is stored. `left_out`: its changes do not fit the rule files that have come since. */
  kind: 'unreadable' | 'left_out';
  faults: readonly RuleFault[];
}
