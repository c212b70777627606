import type { CurrentState } from '../candidate/build-facts.ts';
import type { Design } from '../candidate/design.ts';
import type { DesignFieldName } from '../candidate/design-fields.ts';
import type { Facts } from '../candidate/facts.ts';
import type { Pathway, Reviewer, Section, Severity, Verdict } from '../rules/format.ts';
import type { TraceNode } from '../rules/trace.ts';

export type { TraceNode };

/** An insats for a target group, designed in a certain way, under a legal basis at a date. */
export interface Candidate {
  insats: string;
  targetGroup: string;
  legalBasis: string;
  /** ISO date. */
  date: string;
  design: Design;
  /** What the district does today; omitted where no district is named. */
  currentState?: CurrentState;
  /** Facts that somebody has made up in place of the catalogue's: only for questions to the rules, never in a proposal. */
  overrides?: Facts;
}

/** A ground of the law's verdict. `citation` is readable ("SoL 11:5 p. 5"); `source` is the register's key. */
export interface Ground {
  rule: string;
  verdict: Verdict;
  title: string;
  citation: string;
  source: string;
  text: string;
  readings?: { verdict: Verdict; text: string }[];
  decides?: string;
}

export interface LawAnswer {
  verdict: Verdict;
  grounds: Ground[];
  /** For example that the date lies after what the planner knows of the law. */
  notices: string[];
}

/** A change of the design. */
export type DesignChange = Partial<Design>;

export interface Flag {
  rule: string;
  theme: string;
  severity: Severity;
  title: string;
  message: string;
  reason: string;
  /** Readable citations, and the register's keys in the same order. */
  citations: string[];
  sources: string[];
  /** What the rule says clears the flag. */
  clearedBy: { set: DesignChange; text: string }[];
  remedy: string | null;
  reviewer: Reviewer[];
  cityAdvice: boolean;
  /** Design questions that this flag rests on and that are unanswered: "saknas i utformningen", neither yes nor no. */
  missing: DesignFieldName[];
}

export interface Signal {
  rule: string;
  title: string;
  message: string;
  citations: string[];
  sources: string[];
  practice: boolean;
}

export interface Recommendation {
  pathway: Pathway | null;
  stage: 1 | 2 | 3 | null;
  section: Section;
  rule: string;
  title: string;
  text: string;
}

export interface Assessment {
  insats: string;
  targetGroup: string;
  legalBasis: string;
  date: string;
  law: LawAnswer;
  flags: Flag[];
  signals: Signal[];
  recommendation: Recommendation;
  /** Hash of all rule files; the same hash means the same rules. */
  ruleset: string;
}

export interface RuleTrace {
  rule: string;
  kind: 'law' | 'risk' | 'signal' | 'pathway';
  theme: string;
  title: string;
  fired: boolean;
  conditions: TraceNode;
  /** For a fired flag: the smallest change of design that clears it, found by search and verified by assessing again; null where none does. */
  smallestChange?: { set: DesignChange; newFlags: string[] } | null;
}

export interface ExplainedAssessment extends Assessment {
  trace: RuleTrace[];
}
