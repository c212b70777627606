import type { Ruleset } from '../../assessment/ruleset.ts';
import type { Candidate } from '../../assessment/types.ts';
import { factText } from '../../assessment/words.ts';
import { factTable } from '../../candidate/facts.ts';
import { areas, type Insats, type TargetGroup } from '../../catalogue/schema.ts';
import { type Query, url } from '../../web/format.ts';
import { ruleRefs } from '../themes.ts';
import type { ComparisonTerms } from './compare.ts';
import { chosenDesigns } from './compare.ts';
import { createCards } from './reasons.ts';
import { sideView } from './side-view.ts';
import type { Side } from './sides.ts';

/** One candidate on both sides, in full: what each says and why, and what the rules were given that differs. */
export function pairView(insats: Insats, group: TargetGroup, sides: { from: Side; to: Side }, terms: ComparisonTerms, live: Ruleset) {
  const refOf = ruleRefs(live);
  const designs = chosenDesigns(sides, terms);
  const currentState = terms.stateOf?.(insats.id);
  const assessed = (side: Side, name: 'from' | 'to') => {
    const { legalBasis, date, assessor, version } = side;
    const design = designs[name](insats.id, group.id);
    const candidate: Candidate = { insats: insats.id, targetGroup: group.id, legalBasis, date, design, ...(currentState ? { currentState } : {}) };
    const assessment = assessor.assess(candidate);
    const address: Query = { malgrupp: group.id, grund: legalBasis, datum: date };
    // The insats page answers by the rules in force, and by the default design of its own basis.
    const same = version.hash === live.hash && currentState === undefined && (terms.design === 'egen' || terms.design === (name === 'from' ? 'fran' : 'till'));
    return {
      ...sideView(side),
      assessment,
      grounds: createCards(side)(assessment.law.grounds.map(({ rule }) => rule)).map((card) => ({ ...card, href: refOf(card.name).href })),
      facts: assessor.factsOf(candidate),
      insatsHref: same ? url(`/insatser/${insats.id}`, address) : null,
      whyHref: same ? url(`/insatser/${insats.id}/varfor`, address) : null,
    };
  };
  const [from, to] = [assessed(sides.from, 'from'), assessed(sides.to, 'to')];
  const flagKey = ({ rule, severity, message }: (typeof from)['assessment']['flags'][number]) => `${rule} ${severity} ${message}`;
  const [before, after] = [new Set(from.assessment.flags.map(flagKey)), new Set(to.assessment.flags.map(flagKey))];
  return {
    insats: { id: insats.id, name: insats.name, area: areas[insats.area] },
    group,
    sides: [from, to],
    flips: {
      verdict: from.assessment.law.verdict !== to.assessment.law.verdict,
      pathway: from.assessment.recommendation.rule !== to.assessment.recommendation.rule,
    },
    flags: {
      from: from.assessment.flags.filter((flag) => !after.has(flagKey(flag))),
      to: to.assessment.flags.filter((flag) => !before.has(flagKey(flag))),
      common: [...before].filter((key) => after.has(key)).length,
    },
    facts: Object.keys(factTable).flatMap((fact) => {
      const [one, other] = [from.facts[fact], to.facts[fact]];
      if (one === undefined || other === undefined || JSON.stringify(one) === JSON.stringify(other)) return [];
      return [{ label: factTable[fact]?.label ?? fact, from: factText(fact, one), to: factText(fact, other) }];
    }),
  };
}
