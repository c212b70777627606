import { assessCity } from '../../assessment/bulk.ts';
import type { CurrentState } from '../../candidate/build-facts.ts';
import type { Design } from '../../candidate/design.ts';
import type { Insats, TargetGroup } from '../../catalogue/schema.ts';
import type { PathwayRule, Verdict } from '../../rules/format.ts';
import { createRecent } from '../recent.ts';
import { type Side, sideKey } from './sides.ts';

/** Whose default design is assessed: each side its own, or one side's on both. */
export const designChoices = ['egen', 'fran', 'till'] as const;
export type DesignChoice = (typeof designChoices)[number];

/** What one side says of a candidate. */
export interface Answer {
  verdict: Verdict;
  pathway: PathwayRule;
  /** Names of fired law, risk and signal rules. */
  fired: readonly string[];
}

/** An insats for a target group, and what each side says of it. */
export interface ComparedPair {
  insats: Insats;
  group: TargetGroup;
  from: Answer;
  to: Answer;
}

export interface Comparison {
  from: Side;
  to: Side;
  design: DesignChoice;
  pairs: readonly ComparedPair[];
  /** For how many of the pairs the two sides have different default designs. */
  differingDesigns: number;
}

/** What a comparison assumes beside its two sides. */
export interface ComparisonTerms {
  design: DesignChoice;
  /** What a district does today, the same on both sides, so that only law and rules differ. */
  stateOf?: (insats: string) => CurrentState | undefined;
  /** The pairs that the district has to take a stand on; the whole catalogue where it is left out. */
  inScope?: (insats: string, targetGroup: string) => boolean;
}

type DesignOf = (insats: string, targetGroup: string) => Design;

/** The default design that a side gives a pair. */
function designsOf({ assessor, legalBasis }: Side, stateOf: ComparisonTerms['stateOf']): DesignOf {
  return (insats, targetGroup) => assessor.defaultDesign(insats, targetGroup, legalBasis, stateOf?.(insats)).design;
}

/** The designs of each side under a choice. */
export function chosenDesigns({ from, to }: Pick<Comparison, 'from' | 'to'>, { design, stateOf }: ComparisonTerms): { from: DesignOf; to: DesignOf } {
  const own = { from: designsOf(from, stateOf), to: designsOf(to, stateOf) };
  if (design === 'egen') return own;
  return design === 'fran' ? { from: own.from, to: own.from } : { from: own.to, to: own.to };
}

function answersOf({ assessor, legalBasis, date }: Side, designOf: DesignOf, stateOf: ComparisonTerms['stateOf']): Answer[] {
  const answers: Answer[] = [];
  const input = { districts: [''], legalBases: [legalBasis], date, designOf, ...(stateOf ? { stateOf: (_: string, insats: string) => stateOf(insats) } : {}) };
  assessCity(assessor, input, ({ verdict, pathway, fired }) => answers.push({ verdict, pathway, fired }));
  return answers;
}

/** Assesses every pair on both sides. The two sides share one catalogue; a pure function of its arguments. */
export function compareSides(from: Side, to: Side, terms: ComparisonTerms): Comparison {
  const { stateOf, inScope = () => true } = terms;
  const designs = chosenDesigns({ from, to }, terms);
  const own = chosenDesigns({ from, to }, { ...terms, design: 'egen' });
  const [before, after] = [answersOf(from, designs.from, stateOf), answersOf(to, designs.to, stateOf)];
  const pairs = from.assessor.knowledge.catalogue.pairs.flatMap(({ insats, group }, at): ComparedPair[] => {
    const [one, other] = [before[at], after[at]];
    return one === undefined || other === undefined || !inScope(insats.id, group.id) ? [] : [{ insats, group, from: one, to: other }];
  });
  const differs = ({ insats, group }: ComparedPair) => JSON.stringify(own.from(insats.id, group.id)) !== JSON.stringify(own.to(insats.id, group.id));
  return { from, to, design: terms.design, pairs, differingDesigns: pairs.filter(differs).length };
}

/** How many comparisons are kept: a lawyer turns between a few. */
const kept = 8;

/** Comparisons of the catalogue without any district, each made once. */
export function createComparisons(): (from: Side, to: Side, design: DesignChoice) => Comparison {
  const made = createRecent<Comparison>(kept);
  return (from, to, design) => made(`${sideKey(from)} ${sideKey(to)} ${design}`, () => compareSides(from, to, { design }));
}
