/** What the command line and the JSON API answer: one shape for both. */
import type { Catalogue } from '../catalogue/load.ts';
import { type Districts, districtsAt } from '../districts/districts.ts';
import type { Knowledge } from '../knowledge.ts';
import type { LegalBasis } from '../law/law.ts';

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
  const law = ruleset.laws.flatMap((l) =>
    l.rules.map((r) => ({ id: r.name, kind: 'law', theme: l.id, severity: null, title: r.event.params.title, citations: [cite(r.event.params.citation)] })),
  );
  const risk = ruleset.themes.flatMap((t) =>
    t.rules.map((r) => ({
      id: r.name,
      kind: 'risk',
      theme: t.id,
      severity: r.event.params.severity,
      title: r.event.params.title,
      citations: r.event.params.citations.map(cite),
    })),
  );
  const signals = ruleset.signals.map((r) => ({
    id: r.name,
    kind: 'signal',
    theme: 'signals',
    severity: null,
    title: r.event.params.title,
    citations: r.event.params.citations.map(cite),
  }));
  const pathway = ruleset.pathway.map((r) => ({
    id: r.name,
    kind: 'pathway',
    theme: 'pathway',
    severity: null,
    title: r.event.params.title,
    citations: [] as string[],
  }));
  return [...law, ...risk, ...signals, ...pathway];
}
