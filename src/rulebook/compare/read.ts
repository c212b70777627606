import { may } from '../../accounts/permissions.ts';
import type { Actor } from '../../accounts/roles.ts';
import type { CurrentState } from '../../candidate/build-facts.ts';
import { type District, districtsAt } from '../../districts/districts.ts';
import { scopeOf } from '../../drafts/scope.ts';
import type { Knowledge } from '../../knowledge.ts';
import { AppError } from '../../web/errors.ts';
import type { InputFault } from '../../web/input.ts';
import { type Comparison, compareSides, type createComparisons, designChoices } from './compare.ts';
import type { CompareQuery } from './query.ts';
import { readSide, type Side, type SideContext } from './sides.ts';

/** What a district has told of its nuläge, up to a date. */
export type CurrentStateOf = (district: string, date: string) => Promise<{ currentStates: ReadonlyMap<string, CurrentState>; currentStateYear: number | null }>;

/** The district that a comparison is made for. */
export interface ComparedDistrict {
  district: District;
  /** The year of its answers; null where it has given none. */
  year: number | null;
  states: ReadonlyMap<string, CurrentState>;
}

export interface ReadComparison {
  sides: { from: Side; to: Side };
  comparison: Comparison;
  district: ComparedDistrict | null;
}

/** Faults of one side, by the names of the page's fields. */
const named = (faults: readonly InputFault[], side: 'fran' | 'till'): InputFault[] =>
  faults.map(({ field, message }) => ({ field: field === 'legalBasis' ? side : field === 'date' ? `${side}datum` : `${side}version`, message }));

/** The districts whose nuläge somebody may compare with. */
export function districtsOf({ districts }: Knowledge, actor: Actor, today: string): District[] {
  return districtsAt(districts, today).filter(({ id }) => may(actor, 'current_state.read', id));
}

export interface Reader {
  context: SideContext;
  knowledge: Knowledge;
  currentStateOf: CurrentStateOf;
  /** Comparisons without any district, kept. */
  compare: ReturnType<typeof createComparisons>;
  actor: Actor;
}

/**
 * Reads the two sides and compares them; where something is wrong, only the faults, by field.
 * @throws AppError where the district's nuläge is not for this person.
 */
export async function readComparison(query: CompareQuery, reader: Reader): Promise<ReadComparison | { faults: InputFault[] }> {
  const { context, compare } = reader;
  const [from, to] = await Promise.all([
    readSide({ legalBasis: query.fran, date: query.frandatum, version: query.franversion }, context),
    readSide({ legalBasis: query.till, date: query.tilldatum, version: query.tillversion }, context),
  ]);
  const faults = [...named(from.faults, 'fran'), ...named(to.faults, 'till')];
  const chosen = query.stadsdel === '' ? null : findDistrict(query.stadsdel, reader);
  if (chosen === undefined) faults.push({ field: 'stadsdel', message: 'Stadsdelen eller enheten finns inte i dag. Välj en i listan.' });
  if (from.side === null || to.side === null || chosen === undefined) return { faults };
  const sides = { from: from.side, to: to.side };
  const design = designChoices.find((choice) => choice === query.utformning) ?? 'egen';
  if (chosen === null) return { sides, comparison: compare(sides.from, sides.to, design), district: null };
  const district = await withState(chosen, sides, reader);
  const inScope = scopeTest(chosen, reader.knowledge);
  return { sides, comparison: compareSides(sides.from, sides.to, { design, stateOf: (insats) => district.states.get(insats), inScope }), district };
}

function findDistrict(id: string, { knowledge, context, actor }: Reader): District | undefined {
  const found = districtsAt(knowledge.districts, context.today).find((district) => district.id === id);
  if (found !== undefined && !may(actor, 'current_state.read', id))
    throw new AppError('forbidden', 'Din roll får inte läsa den stadsdelens nuläge. Jämför utan stadsdel.');
  return found;
}

/** One nuläge for both sides, the newest that is not after the later date: what differs is then law and rules alone. */
async function withState(district: District, { from, to }: ReadComparison['sides'], { currentStateOf }: Reader): Promise<ComparedDistrict> {
  const { currentStates, currentStateYear } = await currentStateOf(district.id, from.date > to.date ? from.date : to.date);
  return { district, year: currentStateYear, states: currentStates };
}

function scopeTest(district: District, { catalogue, unitScopes }: Knowledge): (insats: string, targetGroup: string) => boolean {
  const inside = new Set(scopeOf(district, catalogue.pairs, unitScopes).pairs.map(({ insats, group }) => `${insats.id} ${group.id}`));
  return (insats, targetGroup) => inside.has(`${insats} ${targetGroup}`);
}
