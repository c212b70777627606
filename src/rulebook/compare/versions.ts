import type { Assessor } from '../../assessment/assess.ts';
import type { Rulesets } from '../../rulesets/rulesets.ts';

/** A version of the rules that can be compared: the base version or a published change of it. */
export interface RulesetVersion {
  number: number;
  /** The same hash means the same rules. */
  hash: string;
  kind: string;
  /** ISO date from which the version is meant to be used; null for the base version. */
  appliesFrom: string | null;
  title: string;
}

/** What a comparison needs to know of the stored versions of the rules. */
export interface RulesetVersions {
  versions(): Promise<readonly RulesetVersion[]>;
  /** The number of the version in force: several may have the same rules, where only their cases differ. Null where the rules in force are no stored version. */
  live(): number | null;
  /** Answers by the rules with this hash and no others; undefined where they are unknown or cannot be used. */
  assessorFor(hash: string): Promise<Assessor | undefined>;
}

/** The versions that are kept in the database. */
export function storedVersions(rulesets: Pick<Rulesets, 'versions' | 'current' | 'assessorFor'>): RulesetVersions {
  return {
    versions: async () =>
      rulesets.versions().map(({ number, hash, kind, appliesFrom, note }) => ({ number, hash, kind, appliesFrom, title: note?.what ?? 'regelfilerna' })),
    live: () => rulesets.current().version?.number ?? null,
    assessorFor: (hash) => rulesets.assessorFor(hash),
  };
}

/** Only the rules that an assessor answers by, as the rule files of the repository have them. */
export function baseVersionOnly(assessor: Assessor): RulesetVersions {
  const { hash } = assessor.knowledge.ruleset;
  return {
    versions: async () => [{ number: 1, hash, kind: 'base', appliesFrom: null, title: 'grundversionen' }],
    live: () => 1,
    assessorFor: async (wanted) => (wanted === hash ? assessor : undefined),
  };
}
