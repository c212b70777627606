import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { toJson } from '../database/json.ts';
import type { Db } from '../database/types.ts';
import { currentContext } from './context.ts';
import type { AuditAction } from './words.ts';

/** Values that say what changed and hold no free text: numbers, choices, ids, and the fingerprint of a text. */
export type AuditValues = Readonly<Record<string, string | number | boolean | null>>;
const valuesSchema = z.record(z.string(), z.union([z.string().max(200), z.number(), z.boolean(), z.null()]));

export interface AuditEntry {
  action: AuditAction;
  object: { type: string; id: string };
  district: string | null;
  before?: AuditValues;
  after?: AuditValues;
}

/** A row of the trail. */
export interface AuditEvent {
  seq: number;
  at: Date;
  account: string | null;
  /** The roles that the account had then, with commas between. */
  roles: string;
  action: string;
  objectType: string;
  objectId: string;
  district: string | null;
  before: AuditValues;
  after: AuditValues;
  requestId: string;
  previousHash: string;
  hash: string;
  /** The account's name today; no part of the chain. */
  name: string | null;
}

/** What stands before the first row. */
export const origin = '0'.repeat(64);
/** Any number will do, as long as nothing else locks it. */
const chainLock = 7_203_114;

const sorted = (values: AuditValues): AuditValues => Object.fromEntries(Object.entries(valuesSchema.parse(values)).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The hash of a row, over all that it says and the hash of the row before. */
export function hashOfEvent(event: Omit<AuditEvent, 'hash' | 'name'>): string {
  const { seq, at, account, roles, action, objectType, objectId, district, before, after, requestId, previousHash } = event;
  const text = JSON.stringify([
    seq,
    at.toISOString(),
    account,
    roles,
    action,
    objectType,
    objectId,
    district,
    sorted(before),
    sorted(after),
    requestId,
    previousHash,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** The fingerprint of a text that the trail must not hold: shows that it changed, and to what, for whoever has the text. */
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Only what differs between two sets of values; a value that is missing on one side is null there. */
export function changedValues(before: AuditValues, after: AuditValues): { before: AuditValues; after: AuditValues } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  const only = (values: AuditValues): AuditValues => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return { before: only(before), after: only(after) };
}

/** A text as the trail tells it: its fingerprint, and null where there is none. */
export const textPrint = (text: string | undefined): string | null => (text === undefined || text === '' ? null : fingerprint(text));

/**
 * Adds a row in the transaction that makes the change, so that neither is without the other. Call it last in the transaction: it holds the end
 * of the chain until the transaction ends.
 */
export async function record(trx: Db, { action, object, district, before = {}, after = {} }: AuditEntry): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(chainLock)})`.execute(trx);
  const last = await trx.selectFrom('audit_event').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const head = last ?? (await trx.selectFrom('audit_start').select(['seq', 'hash']).executeTakeFirst()) ?? { seq: 0, hash: origin };
  const { account, rolesIn, requestId } = currentContext();
  const event = {
    seq: head.seq + 1,
    at: new Date(),
    account,
    roles: rolesIn(district).join(','),
    action,
    objectType: object.type,
    objectId: object.id,
    district,
    before: sorted(before),
    after: sorted(after),
    requestId,
    previousHash: head.hash,
  };
  await trx
    .insertInto('audit_event')
    .values({
      seq: event.seq,
      at: event.at,
      account_id: account,
      roles: event.roles,
      action,
      object_type: object.type,
      object_id: object.id,
      district,
      before: toJson(event.before),
      after: toJson(event.after),
      request_id: requestId,
      previous_hash: event.previousHash,
      hash: hashOfEvent(event),
    })
    .execute();
}

export interface TrailQuery {
  object?: { type: string; id: string };
  objectType?: string;
  /** How the object's id begins: a proposal's id finds its lines and texts too. */
  objectBegins?: string;
  /** What this account did, and what was done with it: its logins too. */
  account?: string;
  action?: string;
  /** Only what concerns these districts. */
  districts?: readonly string[];
  from?: Date;
  to?: Date;
  /** Rows after this number, and before that. */
  after?: number;
  before?: number;
  limit?: number;
  newestFirst?: boolean;
}

/** A row whose values nobody here can have written is read as one that says so: it must stop neither the page nor the walk that finds it. */
const readValues = (values: unknown): AuditValues => valuesSchema.safeParse(values).data ?? { unreadable: true };

/** Reads the trail, in order. */
export async function readTrail(db: Db, asked: TrailQuery = {}): Promise<AuditEvent[]> {
  const { object, objectType, objectBegins, account, action, districts, from, to, after, before, limit, newestFirst = false } = asked;
  let query = db
    .selectFrom('audit_event')
    .leftJoin('account', 'account.id', 'audit_event.account_id')
    .selectAll('audit_event')
    .select('account.name')
    .orderBy('seq', newestFirst ? 'desc' : 'asc');
  if (object !== undefined) query = query.where('object_type', '=', object.type).where('object_id', '=', object.id);
  if (objectType !== undefined) query = query.where('object_type', '=', objectType);
  if (objectBegins !== undefined) query = query.where(sql<boolean>`starts_with(object_id, ${objectBegins})`);
  if (districts !== undefined) query = query.where('district', 'in', districts.length === 0 ? [''] : districts);
  if (before !== undefined) query = query.where('seq', '<', before);
  if (account !== undefined)
    query = query.where((eb) => eb.or([eb('account_id', '=', account), eb.and([eb('object_type', '=', 'account'), eb('object_id', '=', account)])]));
  if (action !== undefined) query = query.where('action', '=', action);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (after !== undefined) query = query.where('seq', '>', after);
  if (limit !== undefined) query = query.limit(limit);
  return (await query.execute()).map((row) => ({
    seq: row.seq,
    at: row.at,
    account: row.account_id,
    roles: row.roles,
    action: row.action,
    objectType: row.object_type,
    objectId: row.object_id,
    district: row.district,
    before: readValues(row.before),
    after: readValues(row.after),
    requestId: row.request_id,
    previousHash: row.previous_hash,
    hash: row.hash,
    name: row.name,
  }));
}
