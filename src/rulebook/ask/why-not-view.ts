import type { Assessor } from '../../assessment/assess.ts';
import { countFlag, emptyOutcome, outcomeFactsOf } from '../../assessment/outcome.ts';
import { everyRule } from '../../assessment/ruleset.ts';
import type { Assessment, Candidate } from '../../assessment/types.ts';
import { areas } from '../../catalogue/schema.ts';
import type { OfferedChange } from '../../questions/offers.ts';
import { askUrl } from '../../questions/question.ts';
import { pathwayText, readTarget, type Target, targetKey, targetText } from '../../questions/target.ts';
import type { Lever } from '../../questions/variables.ts';
import type { WhyNot } from '../../questions/why-not.ts';
import { leavesOf } from '../../rules/conditions.ts';
import { type AnyRule, isSwitchedOff, pathways, switchedOffMotive, verdicts } from '../../rules/format.ts';
import { verdictLabels } from '../../web/labels.ts';
import { ruleHref, ruleThemes } from '../themes.ts';
import type { KeptAnswers } from './kept-answers.ts';

const leverLabels: Readonly<Record<Lever, string>> = {
  design: 'Kan ändras i utformningen',
  district: 'Beror på stadsdelens nuläge',
  group: 'Kräver en annan målgrupp',
  insats: 'Kräver en annan insats',
};
const leverColors: Readonly<Record<Lever, string>> = { design: 'success', district: 'info', group: 'warning', insats: 'warning' };
const named = 6;
/** The first of a list, or all where only one would be left out. */
const firstOf = <T>(list: readonly T[]): readonly T[] => (list.length > named + 1 ? list.slice(0, named) : list);

/** What can be asked about, for the list: the other answers first, then every rule. */
export function targetOptions(assessor: Assessor, chosen: string) {
  const { ruleset } = assessor.knowledge;
  const option = (target: Target, label: string) => ({ value: targetKey(target), label, chosen: targetKey(target) === chosen });
  const ofRule = (rule: AnyRule) => option({ rule: rule.name }, `${rule.event.params.title}${isSwitchedOff(rule) ? ' (avstängd)' : ''}`);
  return [
    { label: 'Lagens svar', options: verdicts.map((verdict) => option({ verdict }, verdictLabels[verdict])) },
    { label: 'Väg', options: [...pathways, null].map((pathway) => option({ pathway }, pathwayText(pathway))) },
    ...ruleThemes(ruleset).map(({ title, rules }) => ({ label: `Regler: ${title}`, options: rules.map(ofRule) })),
  ];
}

/** The answer to "why not?" in words and addresses; null where nothing is asked, and a message where it is about something unknown. */
export function whyNotView(assessor: Assessor, answers: KeptAnswers, candidate: Candidate, key: string) {
  if (key === '') return null;
  const target = readTarget(assessor.knowledge.ruleset, key);
  if (target === null) return { problem: 'Det som länken frågar om finns inte längre i regelverket. Välj något annat i listan.' } as const;
  const rule = 'rule' in target ? everyRule(assessor.knowledge.ruleset).find(({ name }) => name === target.rule) : undefined;
  const off = rule === undefined ? null : switchedOffMotive(rule);
  if (off !== null) return { problem: `Regeln ”${rule?.event.params.title}” är avstängd och prövas inte på någon insats. Motiv: ${off}` } as const;
  const answer = answers.whyNot(candidate, target);
  const text = targetText(assessor, target, !answer.wanted);
  return {
    problem: null,
    key,
    text,
    wanted: answer.wanted,
    ruleHref: rule === undefined ? null : ruleHref(rule.name),
    outcome: answer.outcome,
    first: firstView(assessor, answer, key),
    deciding: decidingView(assessor, candidate, target),
    within: changesView(assessor, answer.within, key),
    elsewhere: elsewhereView(assessor, answer, key),
    others: othersView(assessor, answer, key),
  } as const;
}

/** A list of changes, all of one size, with how many more there are; null where the search did not find them all. */
function changesView(assessor: Assessor, { outcome, changes, total }: Pick<WhyNot, 'outcome' | 'changes' | 'total'>, key: string) {
  return {
    outcome,
    changes: changes.map((change) => changeView(assessor, change, key)),
    more: total === null ? null : total - changes.reduce((sum, { sets }) => sum + sets, 0),
  };
}

/** What asks for another insats or group: shown beside what the same insats and group allow, and only where it takes fewer changes or that is not found. */
function elsewhereView(assessor: Assessor, { outcome, changes, total, within }: WhyNot, key: string) {
  const [smallest] = within.changes;
  const fewer = changes.filter(({ lever, facts }) => (lever === 'group' || lever === 'insats') && facts.length < (smallest?.facts.length ?? Infinity));
  return changesView(assessor, { outcome, changes: fewer, total }, key);
}

function firstView(assessor: Assessor, { first, candidate }: WhyNot, key: string) {
  const basis = assessor.knowledge.ruleset.laws.find(({ id }) => id === first.legalBasis);
  if (basis === undefined && first.date === undefined) return null;
  return { basis: basis?.title ?? null, date: first.date ?? null, href: askUrl(assessor, candidate, { mal: key }, 'varfor') };
}

/** What decides today, where the question is about the law's answer or the way: the grounds, or the row of the table with the flags that it counts. */
function decidingView(assessor: Assessor, candidate: Candidate, target: Target) {
  if ('rule' in target) return null;
  const assessment = assessor.assess(candidate);
  const { law, recommendation } = assessment;
  return 'verdict' in target
    ? {
        grounds: law.grounds.map(({ title, citation, source, verdict }) => ({ title, citation, source, decides: verdict === law.verdict })),
        flags: [],
        // Where the law can be read in several ways, one of them may be the answer that is missed.
        readings:
          law.verdict === 'unclear'
            ? law.grounds.flatMap(({ readings = [], decides = '' }) =>
                readings.filter(({ verdict }) => verdict === target.verdict).map(({ text }) => ({ text, decides })),
              )
            : [],
      }
    : {
        readings: [],
        grounds: [
          { title: recommendation.title, citation: '', source: '', decides: true },
          ...(law.verdict === 'allowed' ? [] : law.grounds.filter(({ verdict }) => verdict === law.verdict).map((ground) => ({ ...ground, decides: true }))),
        ],
        flags: countedFlags(assessor, candidate, assessment),
      };
}

/** Titles of the flags that the row of the table for väg och etapp says there are some of. */
function countedFlags(assessor: Assessor, { legalBasis, date }: Candidate, { flags, recommendation }: Assessment): string[] {
  const at = assessor.rulesAt(legalBasis, date);
  const row = at.pathway.find(({ rule }) => rule.name === recommendation.rule);
  if (row === undefined) return [];
  const none = outcomeFactsOf(emptyOutcome('allowed'));
  const asksForSome = leavesOf(row.rule.conditions).flatMap(({ leaf: { fact, operator, value } }) =>
    operator === 'greaterThan' || (operator === 'equal' && value === true) ? [fact] : [],
  );
  return flags.flatMap(({ rule, title }) => {
    const found = at.risks.find((one) => one.rule.name === rule);
    if (found === undefined) return [];
    const outcome = emptyOutcome('allowed');
    countFlag(outcome, found.rule);
    const counted = outcomeFactsOf(outcome);
    return asksForSome.some((fact) => counted[fact] !== none[fact]) ? [title] : [];
  });
}

/** One of each name. */
const byName = <T extends { name: string }>(list: readonly T[]): T[] => [...new Map([...list].reverse().map((one) => [one.name, one])).values()].reverse();

/** The name of an insats, with its area where it is another than that of the insats asked about: the same name stands in several areas. */
function insatsName({ knowledge: { catalogue } }: Assessor, id: string, asked: string): string {
  const insats = catalogue.insatsById.get(id);
  if (insats === undefined) return id;
  return insats.area === catalogue.insatsById.get(asked)?.area ? insats.name : `${insats.name} (${areas[insats.area].toLowerCase()})`;
}

function changeView(assessor: Assessor, change: OfferedChange, key: string) {
  const { groupById } = assessor.knowledge.catalogue;
  return {
    label:
      change.lever === 'district' && change.facts.some(({ lever }) => lever === 'design') ? 'Utformningen, och stadsdelens nuläge' : leverLabels[change.lever],
    color: leverColors[change.lever],
    facts: change.facts.map((fact) => ({ ...fact, to: firstOf(fact.to), others: fact.to.length - firstOf(fact.to).length })),
    effect: { ...change.effect, pathwayText: pathwayText(change.effect.pathway) },
    contradictions: change.contradictions,
    href: askUrl(assessor, change.candidate, { mal: key }),
    madeUp: change.lever === 'group' || change.lever === 'insats',
    real:
      change.real === null
        ? null
        : {
            found: byName(
              change.real.found.map(({ insats, group }) => {
                const to = {
                  ...change.candidate,
                  overrides: {},
                  insats: insats ?? change.candidate.insats,
                  targetGroup: group ?? change.candidate.targetGroup,
                };
                const names = [
                  insats === null ? '' : insatsName(assessor, insats, change.candidate.insats),
                  group === null ? '' : (groupById.get(group)?.name ?? group),
                ];
                return { name: names.filter((name) => name !== '').join(' – '), href: askUrl(assessor, to, { mal: key }) };
              }),
            ),
          },
  };
}

/** With everything else as it is: other bases, groups and insatser. */
function othersView(assessor: Assessor, { candidate, bases, groups, insatser }: WhyNot, key: string) {
  const { insatsById, groupById } = assessor.knowledge.catalogue;
  const own = insatsById.get(candidate.insats);
  const near = new Set(own?.classification.targetGroups);
  const byArea = [...insatser].sort((a, b) => Number(insatsById.get(b)?.area === own?.area) - Number(insatsById.get(a)?.area === own?.area));
  const byUse = [...groups].sort((a, b) => Number(near.has(b)) - Number(near.has(a)));
  const link = (change: Partial<Candidate>) => askUrl(assessor, { ...candidate, overrides: {}, ...change }, { mal: key });
  return [
    {
      label: 'Annan rättslig grund',
      total: bases.length,
      links: bases.map((id) => ({
        name: assessor.knowledge.ruleset.laws.find((law) => law.id === id)?.shortTitle ?? id,
        href: askUrl(assessor, { ...candidate, legalBasis: id }, { mal: key }),
      })),
    },
    {
      label: 'Annan målgrupp',
      total: groups.length,
      links: byUse.slice(0, named).map((id) => ({ name: groupById.get(id)?.name ?? id, href: link({ targetGroup: id }) })),
    },
    {
      label: 'Annan insats',
      total: insatser.length,
      links: byArea.slice(0, named).map((id) => ({ name: insatsName(assessor, id, candidate.insats), href: link({ insats: id }) })),
    },
  ].filter(({ total }) => total > 0);
}
