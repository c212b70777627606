import { basisFacts, type CurrentState, designFacts, districtFacts, groupFacts, insatsFacts, nothingEntered } from '../candidate/build-facts.ts';
import { type DefaultDesign, defaultDesign as designByDefault, districtFactsRead } from '../candidate/default-design.ts';
import { designFields } from '../candidate/design-fields.ts';
import { type Facts, neutralFacts } from '../candidate/facts.ts';
import type { Insats, TargetGroup } from '../catalogue/schema.ts';
import type { Knowledge } from '../knowledge.ts';
import { LegalBasisError } from '../law/law.ts';
import { decideVerdict } from '../law/verdict.ts';
import { type FactRow, fillRow } from '../rules/compile.ts';
import type { LawRule, RiskRule, SignalRule } from '../rules/format.ts';
import { CandidateError } from './errors.ts';
import { explainAssessment } from './explain.ts';
import { missingFields } from './missing.ts';
import { choosePathway, countFlag, countSignal, emptyOutcome } from './outcome.ts';
import { lay, patchesOf } from './patches.ts';
import { type RulesAt, rulesAt } from './ruleset.ts';
import type { Assessment, Candidate, ExplainedAssessment, Flag, Ground, Recommendation, Signal } from './types.ts';

export interface Assessor {
  /**
   * Assesses one candidate: a pure function of the candidate and the knowledge.
   * @throws CandidateError for an id that is unknown, a date that the basis does not cover.
   */
  assess(candidate: Candidate): Assessment;
  /** The same with the trace of every rule, and for each fired flag the smallest change of design that clears it. */
  explain(candidate: Candidate): Promise<ExplainedAssessment>;
  /** The design that a first draft assumes, with the reason for each assumed answer. */
  defaultDesign(insats: string, targetGroup: string, legalBasis: string, currentState?: CurrentState): DefaultDesign;
  /** Every pair of the catalogue under a basis at a date, with default designs; in the catalogue's order. */
  assessCatalogue(legalBasis: string, date: string): Assessment[];
  /** All facts of a candidate, as the rules see them. */
  factsOf(candidate: Candidate): Facts;
  rulesAt(legalBasis: string, date: string): RulesAt;
  /**
   * The assessor by the rules that something was made under; undefined where those rules are not here any more, or the catalogue is another.
   * It always answers by the same rules, also where this one follows the rules in force.
   */
  under(made: { ruleset: string; catalogue: string }): Promise<Assessor | undefined>;
  readonly knowledge: Knowledge;
}

export function createAssessor(knowledge: Knowledge): Assessor {
  const rulesCache = new Map<string, RulesAt>();
  const catalogueCache = new Map<string, Assessment[]>();
  const designs = new Map<string, DefaultDesign>();
  const told = districtFactsRead(knowledge.defaultDesigns);

  const insatsOf = (id: string): Insats => {
    const insats = knowledge.catalogue.insatsById.get(id);
    if (!insats) throw new CandidateError('insats', `Det finns ingen insats med id "${id}". Se katalogen för de 409 som finns.`);
    return insats;
  };
  const groupOf = (id: string): TargetGroup => {
    const group = knowledge.catalogue.groupById.get(id);
    if (!group) throw new CandidateError('targetGroup', `Det finns ingen målgrupp med id "${id}". Kommandot target-groups listar dem som finns.`);
    return group;
  };

  const rules = (legalBasis: string, date: string): RulesAt => {
    const key = `${legalBasis} ${date}`;
    const cached = rulesCache.get(key);
    if (cached) return cached;
    const at = translate(() => rulesAt(knowledge.ruleset, legalBasis, date));
    // Dates come from users: keep the cache small rather than for ever.
    if (rulesCache.size > 50) rulesCache.clear();
    rulesCache.set(key, at);
    return at;
  };

  const factsOf = (candidate: Candidate): Facts => {
    const insats = insatsOf(candidate.insats);
    return {
      ...neutralFacts,
      ...insatsFacts(insats, knowledge.support.forInsats(insats.id), knowledge.support.forArea(insats.area)),
      ...groupFacts(groupOf(candidate.targetGroup)),
      ...basisFacts(candidate.legalBasis),
      ...designFacts(candidate.design),
      ...districtFacts(candidate.currentState ?? nothingEntered),
      ...candidate.overrides,
    };
  };

  const patches = patchesOf(knowledge);
  const neutral = fillRow([], neutralFacts);

  /** The same facts as a row for the compiled rules. */
  const rowOf = (candidate: Candidate): FactRow => {
    const row = neutral.slice();
    lay(row, patches.insats(insatsOf(candidate.insats)));
    lay(row, patches.group(groupOf(candidate.targetGroup)));
    lay(row, patches.design(candidate.design));
    fillRow(row, basisFacts(candidate.legalBasis));
    fillRow(row, districtFacts(candidate.currentState ?? nothingEntered));
    return fillRow(row, candidate.overrides ?? {});
  };

  const assess = (candidate: Candidate): Assessment => {
    const at = rules(candidate.legalBasis, candidate.date);
    const row = rowOf(candidate);
    const grounds = at.lawRules.filter((r) => r.test(row)).map((r) => r.rule);
    const risks = at.risks.filter((r) => r.test(row));
    const signals = at.signals.filter((r) => r.test(row)).map((r) => r.rule);
    const outcome = emptyOutcome(decideVerdict(grounds));
    for (const { rule } of risks) countFlag(outcome, rule);
    for (const rule of signals) countSignal(outcome, rule);
    const { name, event } = choosePathway(at.pathway, outcome, row);
    const recommendation: Recommendation = { rule: name, ...event.params };
    return {
      insats: candidate.insats,
      targetGroup: candidate.targetGroup,
      legalBasis: candidate.legalBasis,
      date: candidate.date,
      law: { verdict: outcome.verdict, grounds: grounds.map(toGround), notices: at.notices },
      flags: risks.map(({ rule, theme }) => toFlag(rule, theme, row)).sort(bySeverity),
      signals: signals.map(toSignal),
      recommendation,
      ruleset: knowledge.ruleset.hash,
    };
  };

  const { cite } = knowledge;
  const toGround = ({ name, event: { params } }: LawRule): Ground => ({
    rule: name,
    verdict: params.verdict,
    title: params.title,
    citation: cite(params.citation),
    source: params.citation,
    text: params.text,
    ...(params.readings ? { readings: params.readings } : {}),
    ...(params.decides ? { decides: params.decides } : {}),
  });
  const toSignal = ({ name, event: { params } }: SignalRule): Signal => ({
    rule: name,
    title: params.title,
    message: params.message,
    citations: params.citations.map(cite),
    sources: params.citations,
    practice: params.practice ?? false,
  });
  const toFlag = (rule: RiskRule, theme: string, row: FactRow): Flag => {
    const { params } = rule.event;
    const missing = missingFields(rule.conditions, row);
    const gaps = missing.map((field) => `”${designFields[field].label}”`).join(', ');
    return {
      rule: rule.name,
      theme,
      severity: params.severity,
      title: params.title,
      message: missing.length === 0 ? params.message : `${params.message} Saknas i utformningen: ${gaps}.`,
      reason: params.reason,
      citations: params.citations.map(cite),
      sources: params.citations,
      clearedBy: params.clearedBy,
      remedy: params.remedy ?? null,
      reviewer: params.reviewer,
      cityAdvice: params.cityAdvice ?? false,
      missing,
    };
  };

  const defaultDesign = (insats: string, targetGroup: string, legalBasis: string, state: CurrentState = nothingEntered): DefaultDesign => {
    const facts = districtFacts(state);
    const key = `${insats} ${targetGroup} ${legalBasis} ${told.map((fact) => String(facts[fact])).join(' ')}`;
    const known = designs.get(key) ?? designByDefault(knowledge.defaultDesigns, insatsOf(insats), groupOf(targetGroup), legalBasis, state);
    // States that the layers do not tell apart share one design. Ids and bases come from users only after they have been found, so the cache is bounded by insatser × groups × bases × answers.
    designs.set(key, known);
    return known;
  };

  const assessor: Assessor = {
    knowledge,
    assess,
    factsOf,
    rulesAt: rules,
    defaultDesign,
    under: async ({ ruleset, catalogue }) => (ruleset === knowledge.ruleset.hash && catalogue === knowledge.catalogueHash ? assessor : undefined),
    explain: (candidate) => explainAssessment(assessor, candidate),
    assessCatalogue(legalBasis, date) {
      const key = `${legalBasis} ${date}`;
      const cached = catalogueCache.get(key);
      if (cached) return cached;
      const all = knowledge.catalogue.pairs.map(({ insats, group }) =>
        assess({ insats: insats.id, targetGroup: group.id, legalBasis, date, design: defaultDesign(insats.id, group.id, legalBasis).design }),
      );
      if (catalogueCache.size > 7) catalogueCache.clear();
      catalogueCache.set(key, all);
      return all;
    },
  };
  return assessor;
}

const severityOrder = { blocking: 0, high: 1, medium: 2, low: 3, info: 4 } as const;
const bySeverity = (a: Flag, b: Flag) => severityOrder[a.severity] - severityOrder[b.severity];

function translate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LegalBasisError) throw new CandidateError(error.field, error.message);
    throw error;
  }
}
