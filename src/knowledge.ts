import { loadRuleset, type Ruleset } from './assessment/ruleset.ts';
import { type DefaultDesigns, loadDefaultDesigns } from './candidate/default-design.ts';
import { type Catalogue, loadCatalogue } from './catalogue/load.ts';
import { loadSupport, type Support } from './catalogue/support-load.ts';
import { type Districts, loadDistricts } from './districts/districts.ts';
import { RuleFilesError } from './rules/errors.ts';
import { contentHash } from './rules/load.ts';
import { resolveCitation } from './sources/resolve-citation.ts';
import { loadSources, type Sources } from './sources/sources.ts';

/** Everything that answers rest on, read and checked once at start-up. Nothing in it changes while the server runs. */
export interface Knowledge {
  catalogue: Catalogue;
  support: Support;
  districts: Districts;
  sources: Sources;
  ruleset: Ruleset;
  defaultDesigns: DefaultDesigns;
  /** Hash of catalogue, target groups, city figures and default designs. */
  catalogueHash: string;
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
  const labels = readLabels(ruleset, sources);
  const catalogue = loadCatalogue();
  const support = loadSupport(catalogue.insatsById.keys());
  const defaultDesigns = loadDefaultDesigns();
  return {
    catalogue,
    support,
    districts: loadDistricts(),
    sources,
    ruleset,
    defaultDesigns,
    catalogueHash: contentHash({ insatser: catalogue.insatser, groups: catalogue.groups, support: support.file, defaultDesigns }),
    cite: (key) => labels.get(key) ?? resolveCitation(sources, key).label,
  };
}

function citationsOf(ruleset: Ruleset): { rule: string; key: string }[] {
  return [
    ...ruleset.laws.flatMap((law) => [{ rule: law.id, key: law.citation }, ...law.rules.map((r) => ({ rule: r.name, key: r.event.params.citation }))]),
    ...[...ruleset.themes.flatMap((t) => t.rules), ...ruleset.signals].flatMap((r) => r.event.params.citations.map((key) => ({ rule: r.name, key }))),
  ];
}

/** Resolves every citation of the rules once: a citation that is not in the register stops the start. */
function readLabels(ruleset: Ruleset, sources: Sources): Map<string, string> {
  const labels = new Map<string, string>();
  const faults = citationsOf(ruleset).flatMap(({ rule, key }) => {
    try {
      labels.set(key, resolveCitation(sources, key).label);
      return [];
    } catch (error) {
      return [{ file: 'rules/', place: rule, problem: error instanceof Error ? error.message : String(error), remedy: '' }];
    }
  });
  if (faults.length > 0) throw new RuleFilesError(faults);
  return labels;
}
