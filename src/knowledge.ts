import { loadRuleset, type Ruleset } from './assessment/ruleset.ts';
import { type DefaultDesigns, loadDefaultDesigns } from './candidate/default-design.ts';
import { type Indicator, loadIndicators } from './catalogue/indicators.ts';
import { type Catalogue, loadCatalogue } from './catalogue/load.ts';
import { loadSupport, type Support, supportCitations } from './catalogue/support-load.ts';
import { type Districts, loadDistricts } from './districts/districts.ts';
import { loadUnitScopes, type UnitScope } from './districts/unit-scopes.ts';
import { programHash } from './program.ts';
import { type RuleFault, RuleFilesError } from './rules/errors.ts';
import { contentHash } from './rules/load.ts';
import { SourceError } from './sources/errors.ts';
import { resolveCitation } from './sources/resolve-citation.ts';
import { loadSources, type Sources } from './sources/sources.ts';

/**
 * Everything that answers rest on, read and checked at start-up. In a server `ruleset` and `cite` answer by the rules in force when they are
 * asked (`src/rulesets`), so nothing made of them may be kept longer than a request; the rest never changes while the server runs.
 */
export interface Knowledge {
  catalogue: Catalogue;
  support: Support;
  /** National figures of the Lägesrapport, for those who check a source. */
  indicators: readonly Indicator[];
  districts: Districts;
  unitScopes: readonly UnitScope[];
  sources: Sources;
  ruleset: Ruleset;
  defaultDesigns: DefaultDesigns;
  /** Hash of all data that a draft is made from, the rules apart. */
  catalogueHash: string;
  /** Hash of the code that a draft is made by. */
  program: string;
  /** The readable form of a citation of the rules: "sol-2025-400/11:5-p5" → "SoL 11:5 p. 5". */
  cite(key: string): string;
}

/**
 * Reads data/ and rules/ and checks them against each other.
 * @throws an error that lists every fault with file, place and remedy.
 */
export function loadKnowledge(): Knowledge {
  const sources = loadSources();
  const ruleset = loadRuleset();
  const catalogue = loadCatalogue();
  const support = loadSupport(catalogue.insatsById.keys());
  const inSupport = supportCitations(support.file).map((key) => ({ file: 'data/support.json', place: key, key }));
  const districts = loadDistricts();
  const unitScopes = loadUnitScopes(districts);
  const inScopes = unitScopes.flatMap(({ unit, citations }) => citations.map((key) => ({ file: 'data/city-unit-scopes.json', place: unit, key })));
  const indicators = loadIndicators();
  const inIndicators = indicators.map(({ id, citation }) => ({ file: 'data/indicators.json', place: id, key: citation }));
  const labels = readLabels([...citationsOf(ruleset), ...inSupport, ...inScopes, ...inIndicators], sources);
  const defaultDesigns = loadDefaultDesigns();
  return {
    catalogue,
    support,
    indicators,
    districts,
    unitScopes,
    sources,
    ruleset,
    defaultDesigns,
    catalogueHash: contentHash({
      insatser: catalogue.insatser,
      groups: catalogue.groups,
      support: support.file,
      defaultDesigns,
      districts: districts.all,
      unitScopes,
      sources: sources.all,
    }),
    program: programHash(),
    cite: (key) => labels.get(key) ?? resolveCitation(sources, key).label,
  };
}

/**
 * The same knowledge with another ruleset.
 * @throws RuleFilesError where the ruleset cites what is not in the source register.
 */
export function withRuleset(knowledge: Knowledge, ruleset: Ruleset): Knowledge {
  const labels = readLabels(citationsOf(ruleset), knowledge.sources);
  return { ...knowledge, ruleset, cite: (key) => labels.get(key) ?? knowledge.cite(key) };
}

interface Cited {
  file: string;
  place: string;
  key: string;
}

function citationsOf({ laws, themes, signals }: Ruleset): Cited[] {
  const inLaws = laws.flatMap((law) => {
    const file = `rules/law/${law.id}.json`;
    return [{ file, place: 'citation', key: law.citation }, ...law.rules.map((r) => ({ file, place: r.name, key: r.event.params.citation }))];
  });
  const inRisk = [...themes, { id: 'signals', rules: signals }].flatMap(({ id, rules }) =>
    rules.flatMap((r) => r.event.params.citations.map((key) => ({ file: `rules/risk/${id}.json`, place: r.name, key }))),
  );
  return [...inLaws, ...inRisk];
}

/** Resolves every citation once: one that is not in the register stops the start. */
function readLabels(cited: readonly Cited[], sources: Sources): Map<string, string> {
  const labels = new Map<string, string>();
  const faults: RuleFault[] = [];
  for (const { file, place, key } of cited) {
    try {
      labels.set(key, resolveCitation(sources, key).label);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      faults.push({ file, place, problem: error.message, remedy: 'Källorna står i data/sources.' });
    }
  }
  if (faults.length > 0) throw new RuleFilesError(faults);
  return labels;
}
