import type { Assessor } from '../assessment/assess.ts';
import type { CurrentState } from '../candidate/build-facts.ts';
import { type Feed, feedAt, feedsOf } from '../current-state/feed.ts';
import type { Db } from '../database/types.ts';
import { DistrictError, findDistrict } from '../districts/districts.ts';
import type { Knowledge } from '../knowledge.ts';
import { noticesAt } from '../law/law.ts';
import { count, date as dateInWords } from '../web/format.ts';
import { type Basis, type ProposalHead, proposalRepository } from './repository.ts';

/** What the district says now, where it is something else than the version has. */
export interface MovedState {
  /** Insatser whose answers differ. */
  insatser: number;
  /** For how many insatser the version has answers. */
  before: number;
  from: number | null;
  to: number | null;
}

/** What has moved since a version was made. */
export interface Staleness {
  ruleset: boolean;
  catalogue: boolean;
  /** Made by another Insatsplan than this one. */
  program: boolean;
  currentState: MovedState | null;
  /** The law is read for a day that has passed. */
  earlier: boolean;
  /** What differs between the version's day and today, in words. */
  law: string[];
  /** The version cannot be made with today's date any more: its district has ended. */
  ended: boolean;
}

/** The same of a version that somebody is about to work on. */
export interface VersionStaleness extends Staleness {
  /** The version's own rules are here, with the same catalogue: it goes on under them until somebody reassesses it. */
  rulesKept: boolean;
}

const sameState = (a: CurrentState | undefined, b: CurrentState | undefined): boolean =>
  a?.givenToday === b?.givenToday &&
  a?.withoutDecisionToday === b?.withoutDecisionToday &&
  a?.privateToday === b?.privateToday &&
  a?.wishesOpen === b?.wishesOpen;

/** The insatser for which two sets of answers say different things to the rules. */
export function differingStates(a: Readonly<Record<string, CurrentState>>, b: Readonly<Record<string, CurrentState>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((insats) => !sameState(a[insats], b[insats]));
}

/** What a version's answers and the district's own come to beside each other; null where they are the same. */
export function movedState(basis: Basis, feed: Feed | null): MovedState | null {
  const insatser = differingStates(basis.currentStates, Object.fromEntries(feed?.states ?? [])).length;
  const [from, to] = [basis.currentStateYear ?? null, feed?.year ?? null];
  // Versions from before the year was kept have answers without one: then only the answers can be compared.
  const before = Object.keys(basis.currentStates).length;
  const yearKnown = from !== null || before === 0;
  return insatser === 0 && (from === to || !yearKnown) ? null : { insatser, before, from, to };
}

const appliesAt = (date: string) => (rule: { validFrom?: string | undefined; validTo?: string | undefined }) =>
  (rule.validFrom === undefined || rule.validFrom <= date) && (rule.validTo === undefined || date <= rule.validTo);

/** What of the law, the rules and the districts is otherwise on a later day, in Swedish sentences. */
export function lawMoved({ ruleset, districts }: Knowledge, { district, legalBasis, date }: Basis, today: string): { law: string[]; ended: boolean } {
  if (date >= today) return { law: [], ended: false };
  const law: string[] = [];
  let ended = false;
  try {
    findDistrict(districts, district, today);
  } catch (error) {
    if (!(error instanceof DistrictError)) throw error;
    ended = true;
    law.push(error.message);
  }
  const newer = ruleset.laws.filter(({ id, appliesFrom }) => id !== legalBasis && date < appliesFrom && appliesFrom <= today);
  law.push(...newer.map(({ title }) => `${title} har börjat gälla.`));
  const own = ruleset.laws.find(({ id }) => id === legalBasis);
  if (own !== undefined) {
    law.push(...own.notices.filter(({ from }) => date < from && from <= today).map(({ text }) => text));
    // The first notice then says how far the law's text is known.
    if (own.knownTo !== null && date <= own.knownTo && own.knownTo < today) law.push(...noticesAt(own, today).slice(0, 1));
    const rules = [...own.rules, ...ruleset.themes.flatMap((theme) => theme.rules), ...ruleset.signals, ...ruleset.pathway];
    const [then, now] = [rules.filter(appliesAt(date)), rules.filter(appliesAt(today))];
    const [come, gone] = [now.filter((rule) => !then.includes(rule)).length, then.filter((rule) => !now.includes(rule)).length];
    if (come > 0) law.push(`${count(come, 'regel', 'regler')} har börjat gälla.`);
    if (gone > 0) law.push(`${count(gone, 'regel', 'regler')} har slutat gälla.`);
  }
  return { law, ended };
}

function stalenessOf(knowledge: Knowledge, basis: Basis, feeds: readonly Feed[], today: string): Staleness {
  return {
    ruleset: basis.ruleset !== knowledge.ruleset.hash,
    catalogue: basis.catalogue !== knowledge.catalogueHash,
    program: basis.program !== knowledge.program,
    // What a draft of today would read, so that the answers of a new year are told of.
    currentState: movedState(basis, feedAt(feeds, basis.date > today ? basis.date : today)),
    earlier: basis.date < today,
    ...lawMoved(knowledge, basis, today),
  };
}

/** Saving a version would give other rules, another catalogue or another program's text than it has. */
export const madeByOthers = ({ rulesKept, program }: Pick<VersionStaleness, 'rulesKept' | 'program'>): boolean => !rulesKept || program;
/** Something has moved that a reader must know of. That a day has passed is not enough. */
const isStale = (staleness: Staleness): boolean =>
  staleness.ruleset || staleness.catalogue || staleness.program || staleness.currentState !== null || staleness.law.length > 0;

/** What has moved, each in a few words, for a list. */
export function movedInWords(staleness: Staleness | undefined): string[] {
  if (staleness === undefined) return [];
  const { ruleset, catalogue, program, currentState, law } = staleness;
  return [
    ...(ruleset ? ['Regelverket har ändrats'] : []),
    ...(catalogue ? ['Katalogen har ändrats'] : []),
    ...(program && !ruleset && !catalogue ? ['Insatsplan har uppdaterats'] : []),
    ...(currentState === null ? [] : ['Nuläget har ändrats']),
    ...(law.length > 0 ? ['Lagen eller indelningen har ändrats'] : []),
  ];
}

function stateMovedInWords({ insatser, from, to, before }: MovedState): string {
  const answers = `svar för ${count(insatser, 'insats', 'insatser')}`;
  if (before === 0) return `Versionen bygger inte på något nuläge. Nu finns ${answers}${to === null ? '' : `, år ${to}`}.`;
  if (to === null) return 'Det nuläge som versionen bygger på finns inte längre.';
  if (from === to || from === null) return `Nuläget har andra ${answers}.`;
  return `Det finns ett nuläge för ${to}. Versionen bygger på ${from}. ${insatser === 0 ? 'Svaren är desamma' : `Andra ${answers}`}.`;
}

/** What the page of a proposal says of what has moved: the sentences, and whether they are more than that a day has passed. */
export function staleView({ date }: Basis, staleness: VersionStaleness, today: string) {
  const { ruleset, rulesKept, catalogue, program, currentState, law, earlier } = staleness;
  return {
    stale: isStale(staleness),
    madeByOthers: madeByOthers(staleness),
    sentences: [
      ...(ruleset ? [`Regelverket har ändrats.${rulesKept ? ' Förslaget följer de regler som det bedömdes efter tills ni omprövar det.' : ''}`] : []),
      ...(catalogue ? ['Katalogen eller dess underlag har ändrats.'] : []),
      ...(program ? ['Insatsplan har uppdaterats. Görs utkastet om kan texten bli en annan.'] : []),
      ...(currentState === null ? [] : [stateMovedInWords(currentState)]),
      ...law,
    ],
    mild: earlier && law.length === 0 ? `I dag är det ${dateInWords(today)}. Inget i reglerna skiljer den dagen från ${dateInWords(date)}.` : null,
  };
}

/** Says what has moved since versions were made. */
export function createStaleness(db: Db, assessor: Assessor, today: () => string) {
  return {
    /** Of one version. */
    async of(basis: Basis): Promise<VersionStaleness> {
      const feeds = (await feedsOf(db, [basis.district])).get(basis.district) ?? [];
      const rulesKept = (await assessor.under(basis)) !== undefined;
      return { ...stalenessOf(assessor.knowledge, basis, feeds, today()), rulesKept };
    },

    /** Of the versions of a list, by proposal: two questions to the database, however many they are. */
    async ofAll(heads: readonly ProposalHead[]): Promise<ReadonlyMap<string, Staleness>> {
      const bases = await proposalRepository(db).bases(heads.map(({ id }) => id));
      const feeds = await feedsOf(db, [...new Set(heads.map(({ district }) => district))]);
      return new Map(
        heads.flatMap((head) => {
          const basis = bases.get(head.id);
          return basis === undefined ? [] : [[head.id, stalenessOf(assessor.knowledge, basis, feeds.get(head.district) ?? [], today())] as const];
        }),
      );
    },
  };
}
export type StalenessOf = ReturnType<typeof createStaleness>;
