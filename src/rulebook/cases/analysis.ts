/** Everything that only the whole city can tell about the rules: gaps, conflicts, overlaps and rules that never fire. */
import { createAssessor } from '../../assessment/assess.ts';
import { everyRule, type Ruleset } from '../../assessment/ruleset.ts';
import type { Knowledge } from '../../knowledge.ts';
import { isSwitchedOff, kindOf } from '../../rules/format.ts';
import { firingSets, readCity } from './city.ts';
import { type Conflict, findConflicts } from './conflicts.ts';
import { findSilent, type SilentRule } from './dead.ts';
import { findGaps, type Gap } from './gaps.ts';
import { findOverlaps, type Overlaps } from './overlaps.ts';

export interface CityAnalysis {
  ruleset: string;
  /** ISO date for which the city was read. */
  date: string;
  candidates: number;
  gaps: Gap[];
  overlaps: Overlaps;
  silent: SilentRule[];
  conflicts: Conflict[];
  /** Flags on the candidate with the fewest. */
  fewestFlags: number;
}

export interface Progress {
  done: number;
  total: number;
}

/** How long the analysis works before others are let in, in milliseconds. */
const slice = 12;

/**
 * Reads the whole catalogue under every basis at the date (ISO) with the given ruleset; some seconds of work, in slices. The ruleset is
 * the one given, whatever the knowledge says meanwhile.
 * @throws what `signal` was aborted with.
 */
export async function analyseCity(
  knowledge: Knowledge,
  ruleset: Ruleset,
  date: string,
  { onProgress = () => undefined, signal }: { onProgress?: (progress: Progress) => void; signal?: AbortSignal } = {},
): Promise<CityAnalysis> {
  // What is switched off is asked of nothing, so that it never fires says nothing.
  const rules = everyRule(ruleset).filter((rule) => !isSwitchedOff(rule));
  // The candidates are gone through three times, once to be read and twice for conflicts; each silent rule is a step too.
  const total = knowledge.catalogue.pairs.length * ruleset.laws.length * 3 + rules.length;
  let done = 0;
  let since = performance.now();
  const rest = async (): Promise<void> => {
    done = Math.min(total, done + 1);
    if (performance.now() - since < slice) return;
    onProgress({ done, total });
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    since = performance.now();
  };
  const city = await readCity(createAssessor({ ...knowledge, ruleset }), date, rest);
  const sets = firingSets(city);
  const kinds = new Map(rules.map((rule) => [rule.name, kindOf(rule)]));
  const comparedKind = (rule: string) => (kinds.get(rule) === 'pathway' ? null : (kinds.get(rule) ?? null));
  const overlaps = findOverlaps(sets, comparedKind, city.candidates.length);
  return {
    ruleset: ruleset.hash,
    date,
    candidates: city.candidates.length,
    gaps: findGaps(city, overlaps.always),
    overlaps,
    silent: await findSilent(city, new Set(sets.keys()), rules, rest),
    conflicts: await findConflicts(city, rest),
    fewestFlags: Math.min(...city.candidates.map(({ assessment }) => assessment.flags.length)),
  };
}
