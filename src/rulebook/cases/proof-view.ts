import type { Ruleset } from '../../assessment/ruleset.ts';
import { url } from '../../web/format.ts';
import { kindLabels, ruleRefs } from '../themes.ts';
import type { RulesetReport } from './report.ts';
import { caseToWrite, factsInWords, faultText } from './words.ts';

/** Rounded down, so that 100 % is only said when nothing is missing. */
const percent = (share: number): number => Math.floor(share * 1000) / 10;

/** The form of the case that would notice a fault, filled in. */
function proposeCase({ rule, witness }: RulesetReport['survivors'][number]): string {
  const given = Object.fromEntries(
    Object.entries(witness.given).map(([fact, value]) => [`given.${fact}`, Array.isArray(value) ? value.map(String) : String(value)]),
  );
  return url('/metod/andringar/foresla', { slag: 'add-case', regel: rule, fires: String(witness.original), ...given });
}

/** What the cases prove, as the page shows it: what is missing first, each with the case to write. */
export function proofView({ cases, themes, kinds, survivors, ok, ruleset: hash }: RulesetReport, ruleset: Ruleset) {
  const refOf = ruleRefs(ruleset);
  return {
    ok,
    hash,
    faults: cases.faults,
    failed: cases.results.filter(({ passed }) => !passed).length,
    themes: themes.map((theme) => ({ ...theme, percent: percent(theme.score) })),
    kinds: kinds.map(({ kind, score, needed, total, killed }) => ({
      label: kindLabels[kind],
      percent: percent(score),
      needed: needed * 100,
      enough: score >= needed,
      total,
      killed,
    })),
    equivalent: themes.reduce((sum, theme) => sum + theme.equivalent, 0),
    rules: {
      total: cases.rules.length,
      percent: percent(cases.ruleCoverage),
      missing: cases.rules.filter(({ fires, doesNot }) => !fires || !doesNot).map(({ rule, fires }) => ({ rule: refOf(rule), needsFiring: !fires })),
    },
    leaves: {
      total: cases.leaves.length,
      percent: percent(cases.leafCoverage),
      missing: cases.leaves
        .filter(({ heldDecisively, failedDecisively }) => !heldDecisively || !failedDecisively)
        .map(({ rule, fact, heldDecisively }) => ({ rule: refOf(rule), fact: factsInWords({ [fact]: '' })[0]?.label ?? fact, needsHolding: !heldDecisively })),
    },
    survivors: survivors.map((survivor) => ({
      rule: refOf(survivor.rule),
      fault: faultText(survivor),
      write: caseToWrite(survivor),
      proposeHref: proposeCase(survivor),
    })),
  };
}
