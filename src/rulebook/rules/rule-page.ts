import { may } from '../../accounts/permissions.ts';
import type { Actor } from '../../accounts/roles.ts';
import type { Assessor } from '../../assessment/assess.ts';
import type { Candidate } from '../../assessment/types.ts';
import type { Knowledge } from '../../knowledge.ts';
import { askUrl } from '../../questions/question.ts';
import { targetKey } from '../../questions/target.ts';
import { runCases } from '../../rules/cases.ts';
import { leavesOf } from '../../rules/conditions.ts';
import type { AnyRule, RuleCase } from '../../rules/format.ts';
import { url } from '../../web/format.ts';
import { type CitedPlace, dueWords } from '../checks/standing.ts';
import { startOf } from '../sources/places.ts';
import type { RuleView } from './rule-view.ts';
import { leafSentence } from './sentences.ts';
import { type CityFigures, restsOnDistrict } from './touched.ts';

/** A citation as the rule's page shows it: where it stands, what it says, and how it stands with its checking. */
export function citedView({ sources, cite }: Knowledge, { key, source, place, check, read, nextBy, due }: CitedPlace) {
  const start = startOf(place);
  const known = sources.place(source.id, start);
  return {
    label: cite(key),
    heading: known === undefined || cite(key).endsWith(known.heading) ? null : known.heading,
    fragment: known?.fragment ?? null,
    inForceFrom: known?.inForceFrom ?? null,
    sourceTitle: source.title,
    isStatute: source.kind === 'statute',
    href: `/metod/kallor/${source.id}#kalla-${source.id}/${start}`,
    checkHref: `${url(`/metod/kallor/${source.id}`, { stalle: known?.id })}#kontroll`,
    check,
    read,
    nextBy,
    late: due === 'overdue',
    due: due === null ? null : dueWords[due],
  };
}

/** Law first, then what explains it. */
export const lawFirst = (a: CitedPlace, b: CitedPlace): number => Number(b.source.kind === 'statute') - Number(a.source.kind === 'statute');

/** From when and until when (ISO dates) a rule can fire: its own dates, and for a law rule not before its law; `law` is named where that decides. */
export function validityOf({ ruleset }: Knowledge, { id, validFrom, validTo }: RuleView): { from: string | null; to: string | null; law: string | null } {
  const law = ruleset.laws.find(({ rules }) => rules.some(({ name }) => name === id));
  const byLaw = law !== undefined && (validFrom === null || validFrom < law.appliesFrom);
  return { from: byLaw ? law.appliesFrom : validFrom, to: validTo, law: byLaw ? law.shortTitle : null };
}

const shownExamples = 6;

/** The legal bases under which a rule can fire at the figures' date: for a law rule its own. */
export function basesOf({ ruleset }: Knowledge, { id }: RuleView, { legalBases }: CityFigures): string[] {
  const own = ruleset.laws.find(({ rules }) => rules.some(({ name }) => name === id));
  return legalBases.filter((basis) => own === undefined || own.id === basis);
}

/** The question why the rule fires, or does not, on a candidate with its assumed design. */
function askAbout(assessor: Assessor, candidate: Omit<Candidate, 'design'>, rule: string): string {
  const { design } = assessor.defaultDesign(candidate.insats, candidate.targetGroup, candidate.legalBasis);
  return askUrl(assessor, { ...candidate, design }, { mal: targetKey({ rule }) }, 'varfor');
}

/** What a rule fires on now: for the city, for each district that the one who asks may know of, and some candidates to look at. */
export function touchedView(assessor: Assessor, figures: CityFigures, view: RuleView, actor: Actor) {
  const { knowledge } = assessor;
  const { ruleset, catalogue } = knowledge;
  const { id, rule } = view;
  const bases = basesOf(knowledge, view, figures).map((basis) => ({
    id: basis,
    title: ruleset.laws.find((law) => law.id === basis)?.shortTitle ?? basis,
    ...figures.of(id, basis),
  }));
  const local = restsOnDistrict(knowledge, rule);
  const visible = figures.districts.filter((district) => !local || may(actor, 'current_state.read', district.id));
  // The law in force before another basis, and one candidate of each insats before a second.
  const seen = new Set<string>();
  const examples = bases
    .flatMap((basis) => basis.pairs.map((pair) => ({ ...pair, basis })))
    .filter(({ insats }) => seen.size !== seen.add(insats.id).size)
    .slice(0, shownExamples);
  return {
    date: figures.date,
    bases: bases.map(({ id: basis, title, total, pairs }) => ({ id: basis, title, total, pairs: pairs.length })),
    all: { total: [...figures.candidates.values()].reduce((sum, n) => sum + n, 0), pairs: catalogue.pairs.length },
    hidden: figures.districts.length - visible.length,
    districts: visible.map((district) => ({
      name: district.name,
      of: figures.candidates.get(district.id) ?? 0,
      counts: bases.map((basis) => basis.inDistrict(district.id)),
    })),
    insatser: new Set(bases.flatMap(({ pairs }) => pairs.map(({ insats }) => insats.id))).size,
    local,
    examples: examples.map(({ insats, group, basis }) => ({
      name: insats.name,
      group: group.name,
      basis: basis.title,
      href: url(`/insatser/${insats.id}`, { malgrupp: group.id, grund: basis.id }),
      askHref: askAbout(assessor, { insats: insats.id, targetGroup: group.id, legalBasis: basis.id, date: figures.date }, id),
    })),
  };
}

/** What a case takes for given, as sentences; a list is told answer by answer. */
function givenSentences(fact: string, value: RuleCase['given'][string]): string[] {
  if (!Array.isArray(value)) return [leafSentence({ fact, operator: 'equal', value })];
  return value.map((answer) => leafSentence({ fact, operator: 'contains', value: answer }));
}

/** The rule's cases with what they give, and which of its conditions they prove. */
export function casesView(rule: AnyRule, all: readonly RuleCase[]) {
  const report = runCases(
    [rule],
    all.filter((one) => one.rule === rule.name),
  );
  const sentences = new Map(leavesOf(rule.conditions).map(({ path, leaf }) => [path, leafSentence(leaf)]));
  return {
    faults: report.faults,
    results: report.results.map(({ case: { name, given, fires }, actual, passed }) => ({
      name,
      fires,
      actual,
      passed,
      given: Object.entries(given).flatMap(([fact, value]) => givenSentences(fact, value)),
    })),
    leaves: report.leaves.length,
    proved: report.leaves.filter(({ heldDecisively, failedDecisively }) => heldDecisively && failedDecisively).length,
    gaps: report.leaves
      .filter(({ heldDecisively, failedDecisively }) => !(heldDecisively && failedDecisively))
      .map(({ path, heldDecisively }) => ({ text: sentences.get(path) ?? path, missing: heldDecisively ? 'inte är uppfyllt' : 'är uppfyllt' })),
  };
}
