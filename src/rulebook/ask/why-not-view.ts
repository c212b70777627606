import type { Assessor } from '../../assessment/assess.ts';
import { everyRule } from '../../assessment/ruleset.ts';
import type { Candidate } from '../../assessment/types.ts';
import { askUrl } from '../../questions/question.ts';
import { pathwayText, readTarget, type Target, targetKey, targetText } from '../../questions/target.ts';
import type { Lever } from '../../questions/variables.ts';
import type { OfferedChange, WhyNot } from '../../questions/why-not.ts';
import { type AnyRule, isSwitchedOff, pathways, switchedOffMotive, verdicts } from '../../rules/format.ts';
import { verdictLabels } from '../../web/labels.ts';
import { ruleHref, ruleThemes } from '../themes.ts';
import type { KeptAnswers } from './kept-answers.ts';

export const leverLabels: Readonly<Record<Lever, string>> = {
  design: 'Kan ändras i utformningen',
  district: 'Beror på stadsdelens nuläge',
  group: 'Kräver en annan målgrupp',
  insats: 'Kräver en annan insats',
};
const leverColors: Readonly<Record<Lever, string>> = { design: 'success', district: 'info', group: 'warning', insats: 'warning' };
const named = 6;

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
  const text = targetText(assessor, target);
  return {
    problem: null,
    key,
    text,
    wanted: answer.wanted,
    ruleHref: rule === undefined ? null : ruleHref(rule.name),
    outcome: answer.outcome,
    first: firstView(assessor, answer, key),
    deciding: decidingView(assessor, candidate, target),
    changes: answer.changes.map((change) => changeView(assessor, change, key)),
    more: answer.total === null ? 0 : answer.total - answer.changes.length,
    all: answer.total !== null,
    byDesign: answer.byDesign.map((change) => changeView(assessor, change, key)),
    others: othersView(assessor, answer, key),
  } as const;
}

function firstView(assessor: Assessor, { first, candidate }: WhyNot, key: string) {
  const basis = assessor.knowledge.ruleset.laws.find(({ id }) => id === first.legalBasis);
  if (basis === undefined && first.date === undefined) return null;
  return { basis: basis?.title ?? null, date: first.date ?? null, href: askUrl(assessor, candidate, { mal: key }, 'varfor') };
}

/** What decides today, where the question is about the law's answer or the way. */
function decidingView(assessor: Assessor, candidate: Candidate, target: Target) {
  if ('rule' in target) return null;
  const { law, recommendation } = assessor.assess(candidate);
  return 'verdict' in target
    ? {
        verdict: law.verdict,
        grounds: law.grounds.map(({ title, citation, source, verdict }) => ({ title, citation, source, decides: verdict === law.verdict })),
      }
    : { verdict: null, grounds: [{ title: recommendation.title, citation: '', source: '', decides: true }] };
}

function changeView(assessor: Assessor, change: OfferedChange, key: string) {
  const { insatsById, groupById } = assessor.knowledge.catalogue;
  return {
    label: leverLabels[change.lever],
    color: leverColors[change.lever],
    facts: change.facts.map((fact) => ({ ...fact, to: fact.to.slice(0, named), others: Math.max(0, fact.to.length - named) })),
    effect: { ...change.effect, pathwayText: pathwayText(change.effect.pathway) },
    contradictions: change.contradictions,
    href: askUrl(assessor, change.candidate, { mal: key }),
    madeUp: change.lever === 'group' || change.lever === 'insats',
    real:
      change.real === null
        ? null
        : {
            more: change.real.more,
            found: change.real.found.map(({ insats, group }) => {
              const to = { ...change.candidate, overrides: {}, insats: insats ?? change.candidate.insats, targetGroup: group ?? change.candidate.targetGroup };
              const names = [insats === null ? '' : (insatsById.get(insats)?.name ?? insats), group === null ? '' : (groupById.get(group)?.name ?? group)];
              return { name: names.filter((name) => name !== '').join(' – '), href: askUrl(assessor, to, { mal: key }) };
            }),
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
      links: byArea.slice(0, named).map((id) => ({ name: insatsById.get(id)?.name ?? id, href: link({ insats: id }) })),
    },
  ].filter(({ total }) => total > 0);
}
