/** What the command line and the JSON API answer: one shape for both. */
import type { Catalogue } from '../catalogue/load.ts';
import { type Districts, districtsAt } from '../districts/districts.ts';
import type { Knowledge } from '../knowledge.ts';
import type { LegalBasis } from '../law/law.ts';
import { type AnyRule, kindOf, switchedOffMotive } from '../rules/format.ts';

export function catalogueList(catalogue: Catalogue) {
  return catalogue.insatser.map(({ id, area, section, category, subcategory, name, statistics, classification }) => ({
    id,
    area,
    section,
    category,
    subcategory,
    name,
    kind: classification.kind,
    targetGroups: classification.targetGroups,
    statistics,
    classification,
  }));
}

export function targetGroupList(catalogue: Catalogue) {
  return catalogue.groups.map(({ id, name, description, ageMin, ageMax, role, traits }) => ({ id, name, description, ageMin, ageMax, role, traits }));
}

/** @throws DistrictError for a date before the districts are known. */
export function districtList(districts: Districts, date: string) {
  return districtsAt(districts, date);
}

export function legalBasisList(laws: readonly LegalBasis[]) {
  return laws.map(({ id, title, shortTitle, summary, appliesFrom, knownTo, notices }) => ({ id, title, shortTitle, summary, appliesFrom, knownTo, notices }));
}

/** Every law rule, risk rule, signal and pathway rule with what a list needs. */
export function ruleList({ ruleset, cite }: Pick<Knowledge, 'ruleset' | 'cite'>) {
  const item = (rule: AnyRule, theme: string) => {
    const { name, event } = rule;
    const citations = event.type === 'ground' ? [event.params.citation] : event.type === 'pathway' ? [] : event.params.citations;
    const motive = switchedOffMotive(rule);
    return {
      id: name,
      kind: kindOf(rule),
      theme,
      severity: event.type === 'flag' ? event.params.severity : null,
      title: event.params.title,
      citations: citations.map(cite),
      ...(motive === null ? {} : { switchedOff: { motive } }),
    };
  };
  return [
    ...[...ruleset.laws, ...ruleset.themes].flatMap(({ id, rules }) => rules.map((rule) => item(rule, id))),
    ...ruleset.signals.map((rule) => item(rule, 'signals')),
    ...ruleset.pathway.map((rule) => item(rule, 'pathway')),
  ];
}
