import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import { everyRule, type Ruleset } from '../assessment/ruleset.ts';
import type { Database, Db } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import type { RuleCase } from '../rules/format.ts';
import { loadCases } from '../rules/load-cases.ts';
import { choose, type RulesInForce } from './choose.ts';
import { type BaseFiles, establish, lostChanges } from './establish.ts';
import { liveAssessor, liveKnowledge } from './live.ts';
import { type Publication, type Published, publish } from './publish.ts';
import { applied, readOperations } from './read-rules.ts';
import { rulesetRepository } from './repository.ts';
import { createStore, type Rules } from './store.ts';
import type { Operations, Reapply, RulesetFault, VersionHead } from './types.ts';

export interface RulesetsOptions {
  db: Kysely<Database>;
  /** What the files say, checked. */
  base: Knowledge;
  /** The cases of the files; read from rules/cases where they are not given. */
  cases?: readonly RuleCase[];
  /** How the operations of a change are applied; without it nothing can be published, and nothing that was is applied to new files. */
  reapply?: Reapply | undefined;
  /** Today's date (ISO), asked each time. */
  today: () => string;
  /** Other servers may publish too: PostgreSQL, but not the embedded database. */
  shared: boolean;
  /** Laid around every assessor. */
  measured?: (assessor: Assessor) => Assessor;
  /** Told once of each fault, when it is found. */
  onFault?: (fault: RulesetFault) => void;
  /** Told when it could not be asked whether another server has published. */
  onLost?: (error: unknown) => void;
}

/** A stored version with all that it holds. */
export interface RulesetVersion {
  head: VersionHead;
  ruleset: Ruleset;
  cases: readonly RuleCase[];
  /** What a published version changes; empty for others. */
  operations: Operations;
}

/** How long another server's version may go unseen. */
const pollMilliseconds = 2000;
/** How long a request waits to be told of new versions before it begins with the rules that are known. */
const patienceMilliseconds = 500;

let casesOfFiles: readonly RuleCase[] | undefined;

/** The rules as versions that never change, and views of the knowledge that follow the version in force. */
export interface Rulesets {
  /** Follows the rules in force: keep nothing that is made of its `ruleset` or `cite` beyond a request. */
  readonly knowledge: Knowledge;
  /** Follows the rules in force. Its `under` finds the rules that something was made under. */
  readonly assessor: Assessor;
  /** The rules in force and their cases: within a request those that it began with. */
  current(): RulesInForce;
  /** The cases that prove the rules in force. */
  cases(): readonly RuleCase[];
  /** Every version in order, without the rules. */
  versions(): readonly VersionHead[];
  /** One version with its rules, by number, or by hash the newest that has it; undefined where there is none that can be read. */
  version(which: number | string): Promise<RulesetVersion | undefined>;
  /** The newest version's number, and the newest on the same files that can be read: what a change would be laid on. */
  newest(): Promise<{ number: number; readable: RulesetVersion | undefined }>;
  rulesetOf(hash: string): Promise<Ruleset | undefined>;
  /** An assessor by the rules of a stored version, whatever the catalogue was then. */
  assessorFor(hash: string): Promise<Assessor | undefined>;
  /** What of the stored versions is not in force although it was meant to be; empty where all is well. */
  faults(): readonly RulesetFault[];
  /**
   * Stores a change that two people stand behind as the newest version, and its row in the trail. The content is worked out here: the newest
   * version that can be read with the operations applied, checked as the files are. Call it last in the caller's transaction (it holds the end of the trail's
   * chain), and `refresh` once that has been committed; other servers see the version within two seconds. The request that publishes goes on
   * with the rules that it began with.
   * @throws AppError `forbidden` where two different accounts do not stand behind it; `conflict` where another version than `seen` is the
   * newest, or none can be read; `invalid` with `faults` on `note`, `appliesFrom`, `operations` or, for what the rules cannot be, the
   * rule's name. Nothing has then been written.
   */
  publish(trx: Db, publication: Publication): Promise<Published>;
  /** Asks the database for new versions and chooses the one in force. Where the database cannot be asked, everything stays as it was. */
  refresh(): Promise<void>;
  /**
   * The same where it may be needed: the day has changed, or others may have published. Null where nothing has to be
   * waited for, and never longer than half a second.
   */
  fresh(): Promise<void> | null;
  /** Does something by the rules that are in force as it begins, however long it takes. */
  pinned<T>(work: () => T): T;
}

/**
 * Opens the rulesets of a database: stores the rule files as a version where they are new, and chooses the version in force.
 * @throws RuleFilesError where the files' cases are broken; a stored version that is broken never stops anything.
 */
export async function createRulesets(options: RulesetsOptions): Promise<Rulesets> {
  const { db, base, reapply, today, shared, measured = (assessor) => assessor, onFault = () => undefined, onLost = () => undefined } = options;
  casesOfFiles ??= loadCases(undefined, everyRule(base.ruleset));
  const files: BaseFiles = { base, cases: options.cases ?? casesOfFiles, reapply };
  const repository = rulesetRepository(db);
  const store = createStore(db, files, measured);
  const pin = new AsyncLocalStorage<RulesInForce>();
  const told = new Set<string>();
  let heads: readonly VersionHead[] = [];
  let inForce: RulesInForce = { ...store.ofFiles, version: null };
  let faults: readonly RulesetFault[] = [];
  let day = '';
  let askedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;

  async function leftOut(on: RulesInForce): Promise<RulesetFault[]> {
    return Promise.all(
      lostChanges(heads).map(async (version): Promise<RulesetFault> => {
        const read = readOperations((await repository.rules(version))?.operations);
        const result = 'faults' in read ? read : applied(files, { ruleset: on.knowledge.ruleset, cases: files.cases }, read.operations);
        return { version, kind: 'left_out', faults: 'faults' in result ? result.faults : [] };
      }),
    );
  }

  async function look(): Promise<void> {
    askedAt = performance.now();
    const date = today();
    const newer = await repository.heads(heads.at(-1)?.number ?? 0);
    if (newer.length === 0 && date === day) return;
    heads = [...heads, ...newer];
    const { chosen, broken } = await choose(heads, date, store);
    faults = [...broken, ...(await leftOut(chosen))];
    inForce = chosen;
    day = date;
    for (const fault of faults) {
      const key = `${fault.version} ${fault.kind}`;
      if (!told.has(key)) onFault(fault);
      told.add(key);
    }
  }

  async function refresh(): Promise<void> {
    // One that began before may have looked before what this caller has just stored.
    if (underWay !== null) await underWay;
    underWay ??= look()
      .catch(onLost)
      .finally(() => {
        underWay = null;
      });
    return underWay;
  }

  const current = (): RulesInForce => pin.getStore() ?? inForce;

  async function rulesFor(hash: string): Promise<Rules | undefined> {
    const now = current();
    if (hash === now.hash) return now;
    const known = () => heads.findLast((head) => head.hash === hash);
    // Another server may have stored it just now.
    if (known() === undefined && shared) await refresh();
    const head = known();
    if (head === undefined) return hash === store.ofFiles.hash ? store.ofFiles : undefined;
    const rules = await store.read(head);
    return 'faults' in rules ? undefined : rules;
  }

  async function under({ ruleset, catalogue }: { ruleset: string; catalogue: string }): Promise<Assessor | undefined> {
    return catalogue === base.catalogueHash ? (await rulesFor(ruleset))?.assessor : undefined;
  }

  async function version(which: number | string): Promise<RulesetVersion | undefined> {
    const head = heads.findLast(({ number, hash }) => number === which || hash === which);
    if (head === undefined) return undefined;
    const [rules, cases, stored] = [await store.read(head), await store.cases(head), await repository.rules(head.number)];
    const operations = head.kind === 'published' ? readOperations(stored?.operations) : { operations: [] };
    if ('faults' in rules || 'faults' in cases || 'faults' in operations) return undefined;
    return { head, ruleset: rules.knowledge.ruleset, cases: cases.cases, operations: operations.operations };
  }

  await establish(db, files, today());
  await look();
  const knowledge = liveKnowledge(base, () => current().knowledge);

  return {
    knowledge,
    assessor: liveAssessor(knowledge, () => current().assessor, under),
    current,
    cases: () => current().cases,
    versions: () => heads,

    version,

    async newest() {
      const last = heads.at(-1);
      for (const { number } of heads.filter(({ base: own }) => own === last?.base).toReversed()) {
        const readable = await version(number);
        if (readable !== undefined) return { number: last?.number ?? 0, readable };
      }
      return { number: last?.number ?? 0, readable: undefined };
    },

    rulesetOf: async (hash) => (await rulesFor(hash))?.knowledge.ruleset,
    assessorFor: async (hash) => (await rulesFor(hash))?.assessor,
    faults: () => faults,

    async publish(trx, publication) {
      // Also where the caller forgets to, the next request looks.
      day = '';
      return publish(trx, files, publication, today());
    },

    refresh,
    fresh() {
      const due = today() !== day || (shared && performance.now() - askedAt > pollMilliseconds);
      return due ? Promise.race([refresh(), setTimeout(patienceMilliseconds, undefined, { ref: false })]) : null;
    },
    pinned: (work) => pin.run(inForce, work),
  };
}
