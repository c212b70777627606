/** What one candidate's answer is before and after, asking again only the rules that differ. */
import { choosePathway, countFlag, countSignal, emptyOutcome, type Outcome } from '../assessment/outcome.ts';
import { decideVerdict } from '../law/verdict.ts';
import type { FactRow } from '../rules/compile.ts';
import type { LawRule, Pathway, PathwayRule, Section, Severity, Verdict } from '../rules/format.ts';
import type { Differences, Differing } from './rule-differences.ts';

/** Where a candidate stands. */
export interface Standing {
  verdict: Verdict;
  pathway: Pathway | null;
  stage: 1 | 2 | 3 | null;
  section: Section;
}

/** What a rule does differently for a candidate. `texts`: it says the same in other words, or cites otherwise. */
export interface RuleEffect {
  rule: string;
  kind: Differing['kind'];
  /** Theme of a risk rule, basis of a law rule, "signals". */
  theme: string;
  change: 'appears' | 'vanishes' | 'severity' | 'verdict' | 'texts';
  /** Severity of a flag, or verdict of a ground; null where the rule is silent, and for signals. */
  from: Severity | Verdict | null;
  to: Severity | Verdict | null;
}

export interface Change {
  before: Standing;
  after: Standing;
  effects: RuleEffect[];
}

/** What a rule weighs: its severity or its verdict. */
function weight(of: Differing, side: 'before' | 'after'): Severity | Verdict | null {
  if (of.kind === 'risk') return of[side]?.rule.event.params.severity ?? null;
  if (of.kind === 'law') return of[side]?.rule.event.params.verdict ?? null;
  return null;
}

function effectOf(of: Differing, row: FactRow): RuleEffect | null {
  const did = of.before?.test(row) ?? false;
  const does = of.after?.test(row) ?? false;
  if (!did && !does) return null;
  const rule = (of.after ?? of.before)?.rule;
  if (rule === undefined) return null;
  const [from, to] = [did ? weight(of, 'before') : null, does ? weight(of, 'after') : null];
  const base = { rule: rule.name, kind: of.kind, theme: of.theme, from, to };
  if (!did || !does) return { ...base, change: did ? 'vanishes' : 'appears' };
  if (from !== to) return { ...base, change: of.kind === 'risk' ? 'severity' : 'verdict' };
  // The same rule with other conditions, which hold here both before and after, is no change for this candidate.
  return JSON.stringify(of.before?.rule.event) === JSON.stringify(of.after?.rule.event) ? null : { ...base, change: 'texts' };
}

function standingOf(verdict: Verdict, { event }: PathwayRule): Standing {
  const { pathway, stage, section } = event.params;
  return { verdict, pathway, stage, section };
}

/** The outcome of the rules that are the same on both sides, with the grounds that they give. */
function sharedOutcome({ same }: Differences, row: FactRow): { outcome: Outcome; grounds: LawRule[] } {
  const outcome = emptyOutcome('unclear');
  for (const { rule, test } of same.risks) if (test(row)) countFlag(outcome, rule);
  for (const { rule, test } of same.signals) if (test(row)) countSignal(outcome, rule);
  return { outcome, grounds: same.lawRules.filter(({ test }) => test(row)).map(({ rule }) => rule) };
}

function sideOf(differences: Differences, side: 'before' | 'after', shared: ReturnType<typeof sharedOutcome>, row: FactRow): Standing {
  const grounds = [...shared.grounds];
  const outcome = { ...shared.outcome };
  for (const of of differences.differing) {
    if (of.kind === 'law') {
      if (of[side]?.test(row)) grounds.push(of[side].rule);
    } else if (of.kind === 'risk') {
      if (of[side]?.test(row)) countFlag(outcome, of[side].rule);
    } else if (of[side]?.test(row)) countSignal(outcome, of[side].rule);
  }
  outcome.verdict = decideVerdict(grounds);
  return standingOf(outcome.verdict, choosePathway(differences[side].pathway, outcome, row));
}

/** What changes for the candidate in the row; null where nothing does. The row's places for outcome facts are written over. */
export function changeOf(differences: Differences, row: FactRow): Change | null {
  const effects: RuleEffect[] = [];
  for (const differing of differences.differing) {
    const effect = effectOf(differing, row);
    if (effect) effects.push(effect);
  }
  if (effects.length === 0 && !differences.pathway) return null;
  const shared = sharedOutcome(differences, row);
  const before = sideOf(differences, 'before', shared, row);
  const after = sideOf(differences, 'after', shared, row);
  const moves = before.verdict !== after.verdict || before.pathway !== after.pathway || before.stage !== after.stage || before.section !== after.section;
  return effects.length === 0 && !moves ? null : { before, after, effects };
}
