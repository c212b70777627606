import { sql } from 'kysely';
import type { Db } from './types.ts';

export interface Column {
  name: string;
  /** As SQL writes it, for example `timestamp with time zone`. */
  type: string;
  /** Numbered by the database. */
  identity: boolean;
}

export interface Table {
  name: string;
  /** In the order of their making; those that the database works out itself are left out. */
  columns: Column[];
  /** The columns of the primary key, in its order. */
  key: string[];
  /** The tables whose rows its own rows point at. */
  pointsAt: string[];
}

/**
 * Every table, each after those that it points at. Read from the database itself, so that a table that a later migration adds is never
 * forgotten.
 */
export async function readTables(db: Db): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select own.relname::text as name,
      (select coalesce(json_agg(json_build_object(
          'name', att.attname, 'type', format_type(att.atttypid, att.atttypmod), 'identity', att.attidentity <> ''
        ) order by att.attnum), '[]')
        from pg_attribute att
        where att.attrelid = own.oid and att.attnum > 0 and not att.attisdropped and att.attgenerated = '') as columns,
      (select coalesce(json_agg(att.attname order by at.place), '[]')
        from pg_constraint con
        cross join unnest(con.conkey) with ordinality as at (number, place)
        join pg_attribute att on att.attrelid = own.oid and att.attnum = at.number
        where con.conrelid = own.oid and con.contype = 'p') as key,
      (select coalesce(json_agg(distinct other.relname), '[]')
        from pg_constraint con
        join pg_class other on other.oid = con.confrelid
        where con.conrelid = own.oid and con.contype = 'f' and other.oid <> own.oid) as "pointsAt"
    from pg_class own
    where own.relkind in ('r', 'p') and own.relnamespace = current_schema()::regnamespace
    order by own.relname`.execute(db);
  const left = new Map(rows.map((table) => [table.name, table]));
  const ordered: Table[] = [];
  while (left.size > 0) {
    const next = [...left.values()].find(({ pointsAt }) => pointsAt.every((name) => !left.has(name)));
    if (next === undefined) throw new Error(`the tables ${[...left.keys()].join(', ')} point at each other in a ring`);
    ordered.push(next);
    left.delete(next.name);
  }
  return ordered;
}
