import { sql } from 'kysely';
import type { Assessor } from '../../assessment/assess.ts';
import { assessCity, readsDistrict } from '../../assessment/bulk.ts';
import type { Ruleset } from '../../assessment/ruleset.ts';
import { designFactsFromDistrict } from '../../candidate/default-design.ts';
import { feedAt, feedsOf } from '../../current-state/feed.ts';
import type { Db } from '../../database/types.ts';
import { type District, districtsAt } from '../../districts/districts.ts';
import { type Pair, scopeOf } from '../../drafts/scope.ts';
import type { Knowledge } from '../../knowledge.ts';
import { leavesOf } from '../../rules/conditions.ts';
import type { AnyRule } from '../../rules/format.ts';

/** What a rule fires on under one legal basis. */
interface Fired {
  /** By district: how many candidates. */
  counts: Map<string, number>;
  /** The pairs, by their place in the catalogue's list. */
  pairs: Set<number>;
}

/** What every rule fires on in the whole city, with the designs that drafts would assume. */
export interface CityFigures {
  /** ISO date. */
  date: string;
  districts: readonly District[];
  /** The legal bases of the date, the newest first. */
  legalBases: readonly string[];
  /** Candidates of each district: insatser and groups of its scope. */
  candidates: ReadonlyMap<string, number>;
  of(rule: string, legalBasis: string): { total: number; inDistrict(district: string): number; pairs: readonly Pair[] };
  fires(rule: string, insatser: readonly string[] | null, group: string): boolean;
}

type StateOf = NonNullable<Parameters<typeof assessCity>[1]['stateOf']>;

/**
 * Whether what a district has told can decide a rule: it reads that, or a question of the design whose assumed answer follows from it. A pathway rests on
 * signals and flags, which may.
 */
export function restsOnDistrict({ defaultDesigns }: Knowledge, rule: AnyRule): boolean {
  const assumed = designFactsFromDistrict(defaultDesigns);
  return rule.event.type === 'pathway' || readsDistrict(rule) || leavesOf(rule.conditions).some(({ leaf }) => assumed.has(leaf.fact));
}

/** Runs every rule on every candidate of the city. About 50 ms once the default designs are made; 250 ms the first time. */
export function cityFigures(assessor: Assessor, date: string, stateOf?: StateOf): CityFigures {
  const { knowledge } = assessor;
  const { pairs } = knowledge.catalogue;
  const districts = districtsAt(knowledge.districts, date);
  const keyOf = (insats: string, group: string) => `${insats}/${group}`;
  const placeOf = new Map(pairs.map(({ insats, group }, i) => [keyOf(insats.id, group.id), i]));
  const scopes = new Map(districts.map((district) => [district.id, new Set(scopeOf(district, pairs, knowledge.unitScopes).pairs)]));
  const legalBases = knowledge.ruleset.laws
    .filter(({ appliesFrom }) => appliesFrom <= date)
    .sort((a, b) => (a.appliesFrom < b.appliesFrom ? 1 : -1))
    .map(({ id }) => id);
  const fired = new Map<string, Fired>();
  const input = { districts: districts.map(({ id }) => id), legalBases, date, ...(stateOf === undefined ? {} : { stateOf }) };
  assessCity(assessor, input, (answer) => {
    const place = placeOf.get(keyOf(answer.insats, answer.targetGroup));
    const pair = place === undefined ? undefined : pairs[place];
    if (place === undefined || pair === undefined || scopes.get(answer.district)?.has(pair) !== true) return;
    for (const rule of [...answer.fired, answer.pathway.name]) {
      const key = `${rule} ${answer.legalBasis}`;
      const known = fired.get(key) ?? { counts: new Map<string, number>(), pairs: new Set<number>() };
      fired.set(key, known);
      known.counts.set(answer.district, (known.counts.get(answer.district) ?? 0) + 1);
      known.pairs.add(place);
    }
  });
  const of: CityFigures['of'] = (rule, legalBasis) => {
    const known = fired.get(`${rule} ${legalBasis}`);
    return {
      total: [...(known?.counts.values() ?? [])].reduce((sum, n) => sum + n, 0),
      inDistrict: (district) => known?.counts.get(district) ?? 0,
      pairs: [...(known?.pairs ?? [])].sort((a, b) => a - b).flatMap((i) => pairs[i] ?? []),
    };
  };
  return {
    date,
    districts,
    legalBases,
    candidates: new Map([...scopes].map(([id, scope]) => [id, scope.size])),
    of,
    fires: (rule, insatser, group) =>
      legalBases.some((basis) =>
        of(rule, basis).pairs.some((pair) => (insatser === null || insatser.includes(pair.insats.id)) && (group === '' || pair.group.id === group)),
      ),
  };
}

/** The figures with what districts have told, kept until the rules, the day or an answer changes. */
export function createTouched(db: Db, assessor: Assessor, today: () => string): () => Promise<CityFigures> {
  let kept: { ruleset: Ruleset; key: string; figures: CityFigures } | null = null;
  return async () => {
    const date = today();
    const { knowledge } = assessor;
    const { rows } = await sql<{ key: string }>`
      select concat_ws(' ', count(*), coalesce(sum(revision), 0), max(updated_at)) as key from current_state`.execute(db);
    const key = `${date} ${rows[0]?.key}`;
    if (kept !== null && kept.ruleset === knowledge.ruleset && kept.key === key) return kept.figures;
    const { ruleset } = knowledge;
    const ids = districtsAt(knowledge.districts, date).map(({ id }) => id);
    const feeds = await feedsOf(db, ids);
    const states = new Map(ids.map((id) => [id, feedAt(feeds.get(id) ?? [], date)?.states]));
    const figures = cityFigures(assessor, date, (district, insats) => states.get(district)?.get(insats));
    kept = { ruleset, key, figures };
    return figures;
  };
}
