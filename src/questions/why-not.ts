/**
 * "Why not?": what would have to be otherwise for a target to hold, or, where it holds, to stop holding. Found by search over the rules' conditions
 * and proved by assessing each offered candidate again.
 */
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { everyRule } from '../assessment/ruleset.ts';
import type { Assessment, Candidate } from '../assessment/types.ts';
import { findContradictions } from '../candidate/contradictions.ts';
import { factTable } from '../candidate/facts.ts';
import { fillRow } from '../rules/compile.ts';
import { goalLeaves } from './goal.ts';
import { type RealNames, realNames } from './real-names.ts';
import { type FoundChange, type SearchLimits, type SmallestChanges, smallestChanges } from './smallest-changes.ts';
import { goalOf, type Target, targetHolds } from './target.ts';
import { type Lever, levers, type QuestionVariable, variablesOf } from './variables.ts';

/** One thing that is otherwise: any of the values does. */
export interface ChangedFact {
  id: string;
  label: string;
  lever: Lever;
  from: string;
  to: readonly string[];
}

/** What the change does beside what was asked for. */
export interface Effect {
  verdict: Assessment['law']['verdict'];
  pathway: Assessment['recommendation']['pathway'];
  /** Titles of grounds, flags and signals that come or go; the target rule itself among them. */
  gone: readonly string[];
  added: readonly string[];
}

export interface OfferedChange {
  facts: readonly ChangedFact[];
  /** The hardest of its levers. */
  lever: Lever;
  /** The candidate with the first value of each; assessed again, and so it is. */
  candidate: Candidate;
  effect: Effect;
  /** Answers of the design that no longer go together. */
  contradictions: readonly string[];
  /** Insatser and groups of the catalogue that have these facts, each assessed; null where the change asks for none. */
  real: RealNames | null;
  /** How many of the sets that were found this stands for: those that differ in one answer only and come to the same are told as one. */
  sets: number;
}

/** What can be done without another insats or group: by whoever designs, or by what the district reports. */
export interface Within {
  outcome: 'found' | 'impossible' | 'limit';
  /** The smallest sets, those of the design alone first. */
  changes: readonly OfferedChange[];
  /** How many smallest sets there are; null where the search stopped before it had them all. */
  total: number | null;
}

export interface WhyNot {
  target: Target;
  /** True: it does not hold today, and should. False: it holds today, and should not. */
  wanted: boolean;
  /** What has to be done first: the rule applies only under this basis, or at this date. */
  first: { legalBasis?: string; date?: string };
  /** The candidate that the changes are made to. */
  candidate: Candidate;
  /** `first`: nothing more than that. `impossible`: no values whatever would do. `limit`: none was found among all that the search had room for. */
  outcome: 'first' | 'found' | 'impossible' | 'limit';
  /** The smallest sets of changes of any kind, the easiest to bring about first. */
  changes: readonly OfferedChange[];
  /** How many smallest sets there are; null where the search stopped before it had them all. */
  total: number | null;
  /** The smallest that the same insats and group allow: what a person can act on, although it may take more changes. */
  within: Within;
  /** With everything else as it is: other legal bases, groups and insatser under which it is as asked. */
  bases: readonly string[];
  groups: readonly string[];
  insatser: readonly string[];
}

const shown = 5;
/** Of hundreds of sets as small as each other, so many are assessed: those that are easiest to bring about. */
const assessed = 60;
/** Whoever designs and whoever reports can bring these about; the others ask for another insats or group. */
const inReach: readonly Lever[] = ['design', 'district'];
const nowhere: Within = { outcome: 'impossible', changes: [], total: 0 };
const limitsFor = (target: Target): SearchLimits => ('pathway' in target || isPathway(target) ? { size: 7, states: 4000 } : { size: 5, states: 8000 });
const isPathway = (target: Target): boolean => 'rule' in target && target.rule.startsWith('vag-');

/**
 * Asks what would have to differ.
 * @throws CandidateError where the candidate itself cannot be assessed.
 */
export function whyNot(assessor: Assessor, asked: Candidate, target: Target): WhyNot {
  const wanted = !targetHolds(target, assessor.assess(asked));
  const here = wanted ? inForce(assessor, asked, target) : { first: {}, candidate: asked };
  const answer = attempt(assessor, here, target, wanted);
  if (answer.outcome !== 'impossible' || here.first.legalBasis !== undefined) return answer;
  // What nothing can bring about under this law may come about under another.
  for (const { id, appliesFrom } of assessor.knowledge.ruleset.laws) {
    if (id === asked.legalBasis) continue;
    const date = asked.date < appliesFrom ? appliesFrom : asked.date;
    const candidate = { ...here.candidate, legalBasis: id, date };
    if (goalOf(assessor.rulesAt(id, date), target) === null) continue;
    const other = attempt(assessor, { first: { legalBasis: id, ...(date === asked.date ? {} : { date }) }, candidate }, target, wanted);
    if (other.outcome !== 'impossible') return { ...other, bases: answer.bases };
  }
  return answer;
}

/** The answer for a candidate, once it has been moved to where the target can be asked about. */
function attempt(assessor: Assessor, { first, candidate }: Pick<WhyNot, 'first' | 'candidate'>, target: Target, wanted: boolean): WhyNot {
  const before = assessor.assess(candidate);
  const { groups, insatser } = assessor.knowledge.catalogue;
  const does = (one: Candidate) => holds(assessor, one, target) === wanted;
  const base = {
    ...{ target, wanted, first, candidate },
    bases: otherBases(assessor, candidate, target, wanted),
    groups: groups.filter(({ id }) => id !== candidate.targetGroup && does({ ...plain(candidate, 'group'), targetGroup: id })).map(({ id }) => id),
    insatser: insatser.filter(({ id }) => id !== candidate.insats && does({ ...plain(candidate, 'insats'), insats: id })).map(({ id }) => id),
  };
  if (targetHolds(target, before) === wanted) return { ...base, outcome: 'first', changes: [], total: 0, within: nowhere };
  const all = search(assessor, candidate, target, wanted, levers);
  if (all.found.outcome === 'already') throw new Error('sökningen och bedömningen säger olika om kandidaten');
  return {
    ...base,
    outcome: all.found.outcome,
    changes: offer(assessor, candidate, before, target, wanted, all).map((change) => ({ ...change, real: realNames(assessor, candidate, change, does) })),
    total: all.found.complete ? all.found.changes.length : null,
    within: withinOf(assessor, candidate, before, target, wanted),
  };
}

function withinOf(assessor: Assessor, candidate: Candidate, before: Assessment, target: Target, wanted: boolean): Within {
  const made = search(assessor, candidate, target, wanted, inReach);
  const { outcome, complete, changes } = made.found;
  if (outcome === 'already') throw new Error('sökningen och bedömningen säger olika om kandidaten');
  return { outcome, changes: offer(assessor, candidate, before, target, wanted, made), total: complete ? changes.length : null };
}

const holds = (assessor: Assessor, candidate: Candidate, target: Target): boolean => targetHolds(target, assessor.assess(candidate));

/** The candidate without what was made up about its insats or its group. */
function plain(candidate: Candidate, part: 'insats' | 'group'): Candidate {
  const left = Object.entries(candidate.overrides ?? {}).filter(([fact]) => {
    const origin = factTable[fact]?.origin;
    return part === 'group' ? origin !== 'group' : origin === 'group';
  });
  return { ...candidate, overrides: Object.fromEntries(left) };
}

/** Moves the question to where the rule it asks about is in force. */
function inForce(assessor: Assessor, candidate: Candidate, target: Target): Pick<WhyNot, 'first' | 'candidate'> {
  if (!('rule' in target) || goalOf(assessor.rulesAt(candidate.legalBasis, candidate.date), target) !== null) return { first: {}, candidate };
  const { ruleset } = assessor.knowledge;
  const rule = everyRule(ruleset).find(({ name }) => name === target.rule);
  const law = ruleset.laws.find(({ rules }) => rules.some(({ name }) => name === target.rule));
  const legalBasis = law?.id ?? candidate.legalBasis;
  const { appliesFrom = candidate.date } = ruleset.laws.find(({ id }) => id === legalBasis) ?? {};
  const earliest = [rule?.validFrom, appliesFrom, candidate.date].reduce<string>((late, day) => (day !== undefined && day > late ? day : late), '');
  const date = rule?.validTo !== undefined && rule.validTo < earliest ? rule.validTo : earliest;
  return {
    first: { ...(legalBasis === candidate.legalBasis ? {} : { legalBasis }), ...(date === candidate.date ? {} : { date }) },
    candidate: { ...candidate, legalBasis, date },
  };
}

function otherBases(assessor: Assessor, candidate: Candidate, target: Target, wanted: boolean): string[] {
  return assessor.knowledge.ruleset.laws
    .filter(({ id }) => {
      if (id === candidate.legalBasis) return false;
      try {
        return holds(assessor, { ...candidate, legalBasis: id }, target) === wanted;
      } catch (error) {
        if (error instanceof CandidateError) return false;
        throw error;
      }
    })
    .map(({ id }) => id);
}

interface Search {
  found: SmallestChanges;
  variables: ReadonlyMap<string, QuestionVariable>;
}

function search(assessor: Assessor, candidate: Candidate, target: Target, wanted: boolean, allowed: readonly Lever[]): Search {
  const goal = goalOf(assessor.rulesAt(candidate.legalBasis, candidate.date), target) ?? { any: [] };
  const variables = variablesOf(assessor, candidate, goalLeaves(goal), allowed);
  const found = smallestChanges(goal, wanted, fillRow([], assessor.factsOf(candidate)), variables, limitsFor(target));
  return { found, variables: new Map(variables.map((variable) => [variable.id, variable])) };
}

const rank = (lever: Lever): number => levers.indexOf(lever);
const hardest = (facts: readonly ChangedFact[]): Lever => facts.map(({ lever }) => lever).sort((a, b) => rank(b) - rank(a))[0] ?? 'design';

/** Assesses every value of the easiest of the found changes again, and tells what else each does. */
function offer(assessor: Assessor, candidate: Candidate, before: Assessment, target: Target, wanted: boolean, { found, variables }: Search): OfferedChange[] {
  const ease = (change: FoundChange) => Math.max(...[...change.keys()].map((id) => rank(variables.get(id)?.lever ?? 'insats')));
  const easiest = found.changes.length <= assessed ? found.changes : [...found.changes].sort((a, b) => ease(a) - ease(b)).slice(0, assessed);
  const offered = easiest.map((change): OfferedChange => {
    const parts = [...change].flatMap(([id, values]) => {
      const variable = variables.get(id);
      return variable === undefined ? [] : [{ variable, values }];
    });
    const changed = parts.reduce((made, { variable, values }) => variable.apply(made, values[0] ?? 0), candidate);
    prove(assessor, changed, target, wanted, change, variables);
    const facts = parts.map(({ variable: { id, label, lever, now, say }, values }) => ({ id, label, lever, from: now, to: say(values) }));
    return {
      facts,
      lever: hardest(facts),
      candidate: changed,
      effect: effectOf(before, assessor.assess(changed)),
      contradictions: newContradictions(candidate, changed),
      real: null,
      sets: 1,
    };
  });
  const cost = ({ lever, contradictions, effect }: OfferedChange) => rank(lever) * 10_000 + contradictions.length * 100 + effect.added.length;
  return merged(offered.sort((a, b) => cost(a) - cost(b))).slice(0, shown);
}

/** Changes of the same facts, which differ in what one of them becomes and come to the same answer, told as one: any of the values does. */
function merged(changes: readonly OfferedChange[]): OfferedChange[] {
  const told: OfferedChange[] = [];
  for (const change of changes) {
    const at = told.findIndex((other) => differsInOne(other, change) !== null);
    const other = told[at];
    const which = other === undefined ? null : differsInOne(other, change);
    if (other === undefined || which === null) {
      told.push(change);
      continue;
    }
    const facts = other.facts.map((fact, i) => (i === which ? { ...fact, to: [...new Set([...fact.to, ...(change.facts[i]?.to ?? [])])] } : fact));
    told[at] = { ...other, facts, sets: other.sets + change.sets };
  }
  return told;
}

/** Which of the facts, where just one becomes something else and the answer is the same; null otherwise. */
function differsInOne(a: OfferedChange, b: OfferedChange): number | null {
  if (a.facts.length !== b.facts.length || a.facts.some(({ id }, i) => id !== b.facts[i]?.id)) return null;
  const [which, ...more] = a.facts.flatMap(({ to }, i) => (to.join('|') === b.facts[i]?.to.join('|') ? [] : [i]));
  if (which === undefined || more.length > 0) return null;
  return JSON.stringify([a.effect, a.contradictions]) === JSON.stringify([b.effect, b.contradictions]) ? which : null;
}

/** @throws Error where the assessment does not bear out what the search found: an answer that cannot be proved is no answer. */
function prove(assessor: Assessor, changed: Candidate, target: Target, wanted: boolean, change: FoundChange, variables: Search['variables']): void {
  for (const [id, values] of change) {
    for (const value of values) {
      const one = variables.get(id)?.apply(changed, value);
      if (one === undefined || holds(assessor, one, target) !== wanted) throw new Error(`${id}: sökningen och bedömningen säger olika`);
    }
  }
}

function newContradictions(before: Candidate, after: Candidate): string[] {
  const had = new Set(findContradictions(before.design).map(({ message }) => message));
  const has = new Set(findContradictions(after.design).map(({ message }) => message));
  return [...has].filter((message) => !had.has(message));
}

/** What differs between two answers. */
export function effectOf(before: Assessment, after: Assessment): Effect {
  const titles = ({ law, flags, signals }: Assessment) => new Map([...law.grounds, ...flags, ...signals].map(({ rule, title }) => [rule, title]));
  const [had, has] = [titles(before), titles(after)];
  return {
    verdict: after.law.verdict,
    pathway: after.recommendation.pathway,
    gone: [...had].filter(([rule]) => !has.has(rule)).map(([, title]) => title),
    added: [...has].filter(([rule]) => !had.has(rule)).map(([, title]) => title),
  };
}
