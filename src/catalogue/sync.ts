import { createHash } from 'node:crypto';
import { type Insertable, sql, type Transaction } from 'kysely';
import { toJson } from '../database/json.ts';
import type { Database } from '../database/types.ts';
import { kinds } from './kinds.ts';
import { areas, type Insats, type TargetGroup } from './schema.ts';

/** Raise this when the same catalogue is to be written in another way than before, so that it is written again. */
const writing = 1;

/** What the database keeps of the catalogue; `loadCatalogue` gives more. */
export interface CatalogueContent {
  readonly insatser: readonly Insats[];
  readonly groups: readonly TargetGroup[];
}

/** SHA-256 of the catalogue: the same hash means the same insatser and target groups, in the same order. */
export function hashCatalogue({ insatser, groups }: CatalogueContent): string {
  return createHash('sha256').update(JSON.stringify({ writing, areas, kinds, insatser, groups })).digest('hex');
}

/**
 * Makes the database hold exactly this catalogue: adds, changes, and removes what is gone. What something still refers to is kept and
 * marked as retired. Can be repeated; with an unchanged catalogue nothing is written.
 */
export async function syncCatalogue(trx: Transaction<Database>, catalogue: CatalogueContent): Promise<{ hash: string; changed: boolean }> {
  const hash = hashCatalogue(catalogue);
  // Several servers may share one PostgreSQL: the second waits here and then finds the work done.
  await sql`lock table catalogue_load in share row exclusive mode`.execute(trx);
  const last = await trx.selectFrom('catalogue_load').select('hash').orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (last?.hash === hash) return { hash, changed: false };

  const areaRows = Object.entries(areas).map(([id, name], position) => ({ id, name, position }));
  const kindRows = Object.entries(kinds).map(([id, { label }]) => ({ id, name: label }));
  await upsert(trx, 'area', areaRows);
  await upsert(trx, 'kind', kindRows);
  await upsert(trx, 'target_group', catalogue.groups.map(groupRow));
  await upsert(trx, 'insats', catalogue.insatser.map(insatsRow));
  await trx.deleteFrom('insats_target_group').execute();
  const pairs = catalogue.insatser.flatMap(({ id, classification }) => classification.targetGroups.map((group) => ({ insats_id: id, target_group_id: group })));
  if (pairs.length > 0) await trx.insertInto('insats_target_group').values(pairs).execute();

  await removeGone(trx, 'insats', idsOf(catalogue.insatser));
  await removeGone(trx, 'target_group', idsOf(catalogue.groups));
  await removeGone(trx, 'kind', idsOf(kindRows));
  await removeGone(trx, 'area', idsOf(areaRows));
  await trx.insertInto('catalogue_load').values({ hash, insatser: catalogue.insatser.length, target_groups: catalogue.groups.length }).execute();
  return { hash, changed: true };
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);

function insatsRow(insats: Insats, position: number): Insertable<Database['insats']> {
  const { statistics, classification: c } = insats;
  return {
    id: insats.id,
    area: insats.area,
    section: insats.section,
    category: insats.category,
    subcategory: insats.subcategory,
    name: insats.name,
    position,
    given_count: statistics.given?.count ?? null,
    given_share: statistics.given?.share ?? null,
    digital_count: statistics.digital?.count ?? null,
    digital_share: statistics.digital?.share ?? null,
    private_count: statistics.private?.count ?? null,
    private_share: statistics.private?.share ?? null,
    without_decision_count: statistics.withoutDecision?.count ?? null,
    without_decision_share: statistics.withoutDecision?.share ?? null,
    kind: c.kind,
    other_law: c.otherLaw,
    counselling: c.counselling,
    treatment: c.treatment,
    format: c.format,
    manual_based: c.manualBased,
    round_the_clock: c.roundTheClock,
    child_reach: c.childReach,
    violence: c.violence,
    honour: c.honour,
    digital_only: c.digitalOnly,
    region_shared: c.regionShared,
    reason: c.reason,
    retired_at: null,
  };
}

function groupRow(group: TargetGroup, position: number): GroupRow {
  const { id, name, description, role } = group;
  return { id, name, description, age_min: group.ageMin, age_max: group.ageMax, role, traits: toJson(group.traits), position, retired_at: null };
}

type GroupRow = Omit<Insertable<Database['target_group']>, 'traits'> & { traits: ReturnType<typeof toJson> };
interface Rows {
  area: Insertable<Database['area']>;
  kind: Insertable<Database['kind']>;
  target_group: GroupRow;
  insats: Insertable<Database['insats']>;
}
/** Well under the 65,535 parameters that one statement may have. */
const rowsAtATime = 500;

async function upsert<T extends keyof Rows>(trx: Transaction<Database>, table: T, rows: Rows[T][]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'id');
  const set = sql.join(columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`));
  for (let from = 0; from < rows.length; from += rowsAtATime) {
    const part = rows.slice(from, from + rowsAtATime);
    const values = sql.join(part.map((row) => sql`(${sql.join(Object.values(row))})`));
    await sql`insert into ${sql.table(table)} (${sql.join(Object.keys(part[0] ?? {}).map((c) => sql.ref(c)))}) values ${values}
      on conflict (id) do update set ${set}`.execute(trx);
  }
}

/** Removes the rows that the catalogue no longer has. A row that something refers to stays: marked as retired where it can be. */
async function removeGone(trx: Transaction<Database>, table: keyof Rows, keep: string[]): Promise<void> {
  const gone = await sql<{ id: string }>`select id from ${sql.table(table)} where not (id = any(${keep}))`.execute(trx);
  for (const { id } of gone.rows) {
    await sql`savepoint removal`.execute(trx);
    try {
      await sql`delete from ${sql.table(table)} where id = ${id}`.execute(trx);
    } catch (error) {
      await sql`rollback to savepoint removal`.execute(trx);
      if (!isForeignKeyViolation(error)) throw error;
      if (table === 'insats' || table === 'target_group') {
        await trx.updateTable(table).set({ retired_at: new Date() }).where('id', '=', id).where('retired_at', 'is', null).execute();
      }
    }
    await sql`release savepoint removal`.execute(trx);
  }
}

function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503';
}
