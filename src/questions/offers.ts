/** The changes that a search has found, each proved by assessing again, in words and with what else it does. */
import type { Assessor } from '../assessment/assess.ts';
import type { Assessment, Candidate } from '../assessment/types.ts';
import { findContradictions } from '../candidate/contradictions.ts';
import type { RealNames } from './real-names.ts';
import type { FoundChange, SmallestChanges } from './smallest-changes.ts';
import { type Target, targetHolds } from './target.ts';
import { type Lever, levers, type QuestionVariable } from './variables.ts';

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

/** What a search has found, and what it could change. */
export interface Search {
  found: SmallestChanges;
  variables: ReadonlyMap<string, QuestionVariable>;
}

const shown = 5;
/** Of hundreds of sets as small as each other, so many are assessed: those that are easiest to bring about. */
const assessed = 60;

const rank = (lever: Lever): number => levers.indexOf(lever);
const hardest = (facts: readonly ChangedFact[]): Lever => facts.map(({ lever }) => lever).sort((a, b) => rank(b) - rank(a))[0] ?? 'design';

/** Assesses every value of the easiest of the found changes again, and tells what else each does. */
export function offer(
  assessor: Assessor,
  candidate: Candidate,
  before: Assessment,
  target: Target,
  wanted: boolean,
  { found, variables }: Search,
): OfferedChange[] {
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
      if (one === undefined || targetHolds(target, assessor.assess(one)) !== wanted) throw new Error(`${id}: sökningen och bedömningen säger olika`);
    }
  }
}

function newContradictions(before: Candidate, after: Candidate): string[] {
  const had = new Set(findContradictions(before.design).map(({ message }) => message));
  const has = new Set(findContradictions(after.design).map(({ message }) => message));
  return [...has].filter((message) => !had.has(message));
}

/** What differs between two answers. */
function effectOf(before: Assessment, after: Assessment): Effect {
  const titles = ({ law, flags, signals }: Assessment) => new Map([...law.grounds, ...flags, ...signals].map(({ rule, title }) => [rule, title]));
  const [had, has] = [titles(before), titles(after)];
  return {
    verdict: after.law.verdict,
    pathway: after.recommendation.pathway,
    gone: [...had].filter(([rule]) => !has.has(rule)).map(([, title]) => title),
    added: [...has].filter(([rule]) => !had.has(rule)).map(([, title]) => title),
  };
}
