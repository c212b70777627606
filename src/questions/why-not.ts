/**
 * "Why not?": what would have to be otherwise for a target to hold, or, where it holds, to stop holding. Found by search over the rules' conditions
 * and proved by assessing each offered candidate again.
 */
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { everyRule } from '../assessment/ruleset.ts';
import type { Assessment, Candidate } from '../assessment/types.ts';
import { factTable } from '../candidate/facts.ts';
import { fillRow } from '../rules/compile.ts';
import { goalLeaves } from './goal.ts';
import { type OfferedChange, offer, type Search } from './offers.ts';
import { realNames } from './real-names.ts';
import { type SearchLimits, smallestChanges } from './smallest-changes.ts';
import { goalOf, type Target, targetHolds } from './target.ts';
import { type Lever, levers, variablesOf } from './variables.ts';

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
  const search = searcher(assessor, candidate, target, wanted);
  const all = search();
  if (all.found.outcome === 'already') throw new Error('sökningen och bedömningen säger olika om kandidaten');
  return {
    ...base,
    outcome: all.found.outcome,
    changes: offer(assessor, candidate, before, target, wanted, all).map((change) => ({ ...change, real: realNames(assessor, candidate, change, does) })),
    total: all.found.complete ? all.found.changes.length : null,
    within: withinOf(assessor, candidate, before, target, wanted, search(inReach)),
  };
}

function withinOf(assessor: Assessor, candidate: Candidate, before: Assessment, target: Target, wanted: boolean, made: Search): Within {
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

/** Searches for the smallest changes, of all that could be changed or of some of it. */
function searcher(assessor: Assessor, candidate: Candidate, target: Target, wanted: boolean): (allowed?: readonly Lever[]) => Search {
  const goal = goalOf(assessor.rulesAt(candidate.legalBasis, candidate.date), target) ?? { any: [] };
  const all = variablesOf(assessor, candidate, goalLeaves(goal));
  const row = fillRow([], assessor.factsOf(candidate));
  return (allowed = levers) => {
    const variables = all.filter(({ lever }) => allowed.includes(lever));
    return { found: smallestChanges(goal, wanted, row, variables, limitsFor(target)), variables: new Map(variables.map((one) => [one.id, one])) };
  };
}
