import { type RawBuilder, sql } from 'kysely';
import type { Json } from './columns.ts';

/** A value for a JSON column. The cast goes by way of text, since the two drivers differ in what they do with JSON parameters. */
export function toJson(value: unknown): RawBuilder<Json> {
  return sql<Json>`${JSON.stringify(value)}::text::json`;
}
