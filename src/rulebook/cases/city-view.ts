import { designParams } from '../../assessment/insats-query.ts';
import type { Ruleset } from '../../assessment/ruleset.ts';
import type { Knowledge } from '../../knowledge.ts';
import type { Verdict } from '../../rules/format.ts';
import { type Query, url } from '../../web/format.ts';
import { ruleRefs } from '../themes.ts';
import type { CityAnalysis } from './analysis.ts';
import { conflictKinds } from './conflicts.ts';
import { reaches } from './dead.ts';
import type { Gap } from './gaps.ts';
import { changesInWords, conflictWords, reachWords } from './words.ts';

const gapOrder: readonly Verdict[] = ['allowed', 'unclear', 'other_law', 'requires_assessment'];
const gapTodo: Readonly<Record<Verdict, string>> = {
  allowed: 'Fråga vad som kan gå fel när insatsen öppnas. Saknas det i reglerna: föreslå en riskregel. Annars kan den stå som den är.',
  requires_assessment: 'Inget brådskar: lagen kräver prövning ändå.',
  other_law: 'Inget brådskar: en annan lag styr insatsen.',
  unclear: 'Avgör lagens svar först. Fråga sedan vad som kan gå fel.',
};

/** Gaps under the law's answer, the ones to look at first; a pair with the same answer under two bases is one line. */
function gapsByVerdict(gaps: readonly Gap[]) {
  return gapOrder
    .map((verdict) => {
      const pairs = new Map<string, Gap & { bases: string[] }>();
      for (const gap of gaps.filter((one) => one.verdict === verdict)) {
        const key = `${gap.insats} ${gap.targetGroup}`;
        const known = pairs.get(key);
        if (known) known.bases.push(gap.legalBasis);
        else pairs.set(key, { ...gap, bases: [gap.legalBasis] });
      }
      return { verdict, pairs: [...pairs.values()] };
    })
    .filter(({ pairs }) => pairs.length > 0);
}

/** What the analysis of the city found, with the words and addresses that the page needs. */
export function analysisView({ gaps, overlaps, silent, conflicts, candidates, fewestFlags, date }: CityAnalysis, { catalogue }: Knowledge, ruleset: Ruleset) {
  const laws = new Map(ruleset.laws.map(({ id, shortTitle }) => [id, shortTitle]));
  const rule = ruleRefs(ruleset);
  const candidate = ({ insats, targetGroup, legalBasis }: { insats: string; targetGroup: string; legalBasis: string }, design: Query = {}) => ({
    insats: catalogue.insatsById.get(insats)?.name ?? insats,
    group: catalogue.groupById.get(targetGroup)?.name ?? targetGroup,
    basis: laws.get(legalBasis) ?? legalBasis,
    href: url(`/insatser/${insats}`, { malgrupp: targetGroup, grund: legalBasis, ...design }),
  });
  return {
    candidates,
    fewestFlags,
    date,
    gaps: gapsByVerdict(gaps).map(({ verdict, pairs }) => ({
      verdict,
      todo: gapTodo[verdict],
      pairs: pairs.map((own) => ({
        ...candidate(own),
        bases: own.bases.map((basis) => laws.get(basis) ?? basis),
        proposeHref: url('/metod/andringar/foresla', {
          ...{ slag: 'add-rule', mall: 'insats-kind' },
          'template.kinds': catalogue.insatsById.get(own.insats)?.classification.kind,
        }),
      })),
    })),
    gapPairs: new Set(gaps.map(({ insats, targetGroup }) => `${insats} ${targetGroup}`)).size,
    always: overlaps.always.map(rule),
    same: overlaps.same.map(({ rules, candidates: on }) => ({ rules: rules.map(rule), on })),
    within: overlaps.within.map(({ inner, outer, innerCandidates, outerCandidates }) => ({
      inner: rule(inner),
      outer: rule(outer),
      innerCandidates,
      outerCandidates,
    })),
    silent: reaches
      .map((reach) => ({
        reach,
        ...reachWords[reach],
        rules: silent
          .filter((one) => one.reach === reach)
          .map(({ rule: id, example }) => ({
            ...rule(id),
            example: example === null ? null : { ...candidate(example, designParams(example.set)), change: changesInWords(example.set, example.district) },
          })),
      }))
      .filter(({ rules }) => rules.length > 0),
    conflicts: conflictKinds
      .map((kind) => ({
        kind,
        ...conflictWords[kind],
        pairs: conflicts
          .filter((one) => one.kind === kind)
          .map(({ rule: id, other, set, candidates: on, example, way }) => ({
            rule: rule(id),
            other: rule(other),
            advice: changesInWords(set),
            on,
            example: candidate(example),
            way: way === null ? null : changesInWords(way),
          })),
      }))
      .filter(({ pairs }) => pairs.length > 0),
  };
}
