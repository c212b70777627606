import { loadKnowledge } from '../knowledge.ts';
import { analyseCity, type CityAnalysis } from '../rulebook/cases/analysis.ts';
import { type RulesCheck, rulesCheck } from '../rulebook/cases/check.ts';
import { type RulesetReport, reportOn } from '../rulebook/cases/report.ts';
import { changesInWords, conflictWords, factsInWords, faultText, reachWords } from '../rulebook/cases/words.ts';
import { kindLabels } from '../rulebook/themes.ts';
import { loadCases } from '../rules/load-cases.ts';
import { today } from '../today.ts';
import { printJson, readFlags, type Terminal, write } from './command.ts';

/** Rounded down, so that 100 % is only printed when nothing is missing. */
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

function caseLines({ cases, coverage, mutations }: RulesCheck, ruleCount: number, leafCount: number): string[] {
  return [
    ...cases.faults.map((fault) => `FEL  ${fault}`),
    ...cases.failed.map(({ rule, name, expected }) => `FEL  ${rule}: "${name}" skulle ${expected ? '' : 'inte '}slå till`),
    ...coverage.missing.map(({ rule, path, needs }) =>
      path === null
        ? `LUCKA  ${rule}: saknar ett fall som ${needs ? '' : 'inte '}slår till`
        : `LUCKA  ${rule}, ${path}: saknar ett fall där villkoret ${needs ? '' : 'inte '}är uppfyllt och avgör`,
    ),
    `${cases.total} fall, ${cases.failed.length} fel`,
    `Regler med fall åt båda håll: ${percent(coverage.rules)} av ${ruleCount}`,
    `Villkor prövade åt båda håll: ${percent(coverage.conditions)} av ${leafCount}`,
    ...mutations.kinds.map(
      ({ kind, killed, total, score, needed }) =>
        `Felprov, ${kindLabels[kind].toLowerCase()}: ${killed} av ${total} märks (${percent(score)}, krav ${percent(needed)})`,
    ),
  ];
}

function mutationLines({ themes, survivors }: RulesetReport): string[] {
  return [
    ...themes.map(
      ({ title, killed, total, equivalent, score }) =>
        `${title}: ${killed} av ${total} (${percent(score)})${equivalent > 0 ? `, ${equivalent} ändrar inget` : ''}`,
    ),
    ...survivors.map((survivor) => {
      const facts = factsInWords(survivor.witness.given).map(({ label, value }) => `${label}: ${value}`);
      return `SKRIV  ${survivor.rule}: ${faultText(survivor)} märks inte. Fall med ${facts.join('; ') || 'inga särskilda uppgifter'}, där regeln ${survivor.witness.original ? '' : 'inte '}slår till`;
    }),
  ];
}

function cityLines({ candidates, gaps, overlaps, silent, conflicts }: CityAnalysis): string[] {
  return [
    `${candidates} kandidater`,
    ...gaps.map(
      ({ insats, targetGroup, legalBasis, verdict }) => `LUCKA  ${insats}, ${targetGroup}, ${legalBasis} (${verdict}): ingen riskregel säger något särskilt`,
    ),
    ...overlaps.always.map((rule) => `ALLTID  ${rule}: slår till på alla kandidater`),
    ...overlaps.same.map(({ rules, candidates: on }) => `SAMMA  ${rules.join(', ')}: samma ${on} kandidater`),
    ...overlaps.within.map(
      ({ inner, outer, innerCandidates, outerCandidates }) => `INOM  ${inner} (${innerCandidates}) slår bara till där ${outer} (${outerCandidates}) gör det`,
    ),
    ...silent.map(({ rule, reach }) => `TYST  ${rule}: ${reachWords[reach].heading.toLowerCase()}`),
    ...conflicts.map(
      ({ kind, rule, other, set, candidates: on }) =>
        `KROCK  ${rule} mot ${other}: ${conflictWords[kind].heading.toLowerCase()}${changesInWords(set) === '' ? '' : ` (${changesInWords(set)})`}, ${on} kandidater`,
    ),
  ];
}

/** `rules check`: 0 where every case holds and enough is proved, otherwise 1. What `--gaps` finds is for people to judge and fails nothing. */
export async function checkRules(args: string[], terminal: Terminal): Promise<number> {
  const boolean = { type: 'boolean' } as const;
  const { json, mutations, gaps } = readFlags('rules check', args, { json: boolean, mutations: boolean, gaps: boolean }).values;
  const knowledge = loadKnowledge();
  const { ruleset } = knowledge;
  const report = reportOn(ruleset, loadCases());
  const check = rulesCheck(report);
  const city = gaps ? await analyseCity(knowledge, ruleset, today()) : null;
  if (json) {
    await printJson(terminal, { ...check, ...(city ? { city } : {}) });
    return check.ok ? 0 : 1;
  }
  const lines = [
    ...caseLines(check, report.cases.rules.length, report.cases.leaves.length),
    ...(mutations ? mutationLines(report) : []),
    ...(city ? cityLines(city) : []),
  ];
  await write(terminal, `${lines.join('\n')}\n`);
  return check.ok ? 0 : 1;
}
