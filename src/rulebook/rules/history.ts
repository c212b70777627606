import { everyRule } from '../../assessment/ruleset.ts';
import type { Db } from '../../database/types.ts';
import { defaultBasis } from '../../questions/question.ts';
import { namesOf } from '../../reviews/people.ts';
import { diffRulesets, type FieldChange, type RuleChange } from '../../rule-changes/diff.ts';
import { fileOf, findPlaced } from '../../rule-changes/places.ts';
import type { Rulesets } from '../../rulesets/rulesets.ts';
import type { VersionHead } from '../../rulesets/types.ts';
import { url } from '../../web/format.ts';
import type { RuleView } from './rule-view.ts';

/** Something that happened to a rule. */
export interface RuleEvent {
  /** ISO date from which it applies; null for the first rule files, which carry no date of their own. */
  at: string | null;
  /** Swedish, a sentence: what was done. */
  what: string;
  /** Why, and by whom, where it was published by people. */
  why: string | null;
  by: string | null;
  checkedBy: string | null;
  /** Whether the rule came with it. */
  isNew: boolean;
  /** What differs in the rule; empty for one that is new. */
  fields: readonly FieldChange[];
  /** `waits`: it does not apply yet. `lost`: it did not fit rule files that came later. */
  standing: 'in_force' | 'waits' | 'lost';
  /** The version, and the comparison of the rules before and after it. */
  version: number | null;
  href: string | null;
}

/** Where a rule comes from and what has happened to it, the newest first. */
export interface RuleHistory {
  /** Who set the severity (for a law rule: the verdict) that stands now. */
  severitySetBy: string;
  events: readonly RuleEvent[];
}

export type HistoryOf = (rule: RuleView) => Promise<RuleHistory>;

export interface HistoryParts {
  db: Db;
  rulesets: Pick<Rulesets, 'versions' | 'version' | 'knowledge'>;
  /** Today's date (ISO). */
  today: () => string;
}

/** What a version did to the rules, by rule, and the version that it changed. */
type Done = { head: VersionHead; before: VersionHead; changes: ReadonlyMap<string, RuleChange> };

const isWeighed = ({ change, fields }: RuleChange): boolean => change === 'added' || fields.some(({ field }) => field === 'severity' || field === 'verdict');

/** Tells each rule's history from the stored versions. A version never changes, so what it did is worked out once, when somebody first asks. */
export function ruleHistory({ db, rulesets, today }: HistoryParts): HistoryOf {
  const known = new Map<number, Promise<Done | null>>();
  let firstRules: ReadonlySet<string> | undefined;

  /** A published version is told against the one before it, rule files against the rule files before them; what the program applied anew is told where it was published. */
  function before(head: VersionHead): VersionHead | undefined {
    const heads = rulesets.versions();
    if (head.kind === 'rebased') return undefined;
    return heads.findLast(({ number, kind }) => number < head.number && (head.kind === 'published' || kind === 'base'));
  }

  async function workOut(head: VersionHead): Promise<Done | null> {
    const previous = before(head);
    if (previous === undefined) return null;
    const [one, other] = [await rulesets.version(previous.number), await rulesets.version(head.number)];
    if (one === undefined || other === undefined) return null;
    return { head, before: previous, changes: new Map(diffRulesets(one.ruleset, other.ruleset).map((change) => [change.rule, change])) };
  }

  function doneBy(head: VersionHead): Promise<Done | null> {
    const done = known.get(head.number) ?? workOut(head);
    known.set(head.number, done);
    // What could not be asked for is asked for again.
    done.catch(() => known.delete(head.number));
    return done;
  }

  /** Names of the rules in the first files. */
  async function first(): Promise<ReadonlySet<string>> {
    const [head] = rulesets.versions();
    const version = head && (await rulesets.version(head.number));
    return new Set(version === undefined ? [] : everyRule(version.ruleset).map(({ name }) => name));
  }

  return async ({ id, kind: ruleKind, theme }) => {
    const [basis, aspect] = ruleKind === 'law' ? [theme, ''] : [defaultBasis, ruleKind === 'risk' ? 'flaggor' : 'vag'];
    const heads = rulesets.versions();
    const date = today();
    const kept = new Set(heads.at(-1)?.changes);
    const done: (Done & { change: RuleChange })[] = [];
    // One after the other: each version is then read once and not twice.
    for (const head of heads) {
      const one = await doneBy(head);
      const change = one?.changes.get(id);
      if (one !== null && change !== undefined) done.push({ ...one, change });
    }
    const people = done.flatMap(({ head }) => [head.publishedBy, head.checkedBy]).filter((account) => account !== null);
    const names = await namesOf(db, people);
    const nameOf = (account: string | null): string | null => (account === null ? null : names(account));
    const events = done.map(({ head, before: previous, change }) => {
      const { number, kind, appliesFrom, note, publishedBy, checkedBy } = head;
      const published = kind === 'published';
      const standing = published && !kept.has(number) ? 'lost' : appliesFrom > date ? 'waits' : 'in_force';
      return {
        weighed: isWeighed(change),
        version: number,
        published,
        at: appliesFrom,
        what: published ? (note?.what ?? '') : change.change === 'added' ? 'Ny regel i Insatsplans regelfiler.' : 'Ändrad i Insatsplans regelfiler.',
        why: note?.why ?? null,
        by: nameOf(publishedBy),
        checkedBy: nameOf(checkedBy),
        isNew: change.change === 'added',
        fields: change.fields,
        standing,
        href: url('/metod/jamfor', { fran: basis, franversion: previous.hash, till: basis, tillversion: head.hash, visa: aspect, regel: id }),
      } as const;
    });
    // What people have published lies on top of the files, also of files that came later.
    const set = events.filter(({ weighed, published, standing }) => weighed && published && standing === 'in_force').at(-1);
    const placed = findPlaced(rulesets.knowledge.ruleset, id);
    const file = placed === undefined ? '' : ` ${fileOf(placed)}`;
    firstRules ??= await first();
    const isOld = firstRules.has(id) || events.length === 0;
    const origin = { at: null, why: null, by: null, checkedBy: null, isNew: false, fields: [], standing: 'in_force', version: null, href: null } as const;
    return {
      severitySetBy: set === undefined ? 'Insatsplans regelfil' : `${set.by ?? 'okänd'} i version ${set.version}, kontrollerad av ${set.checkedBy ?? 'okänd'}`,
      events: [
        ...events.toReversed(),
        ...(isOld
          ? [{ ...origin, what: `Regeln kommer från Insatsplans regelfil${file}.${events.length === 0 ? ' Ingen har ändrat den sedan dess.' : ''}` }]
          : []),
      ],
    };
  };
}
