import { type RawBuilder, sql } from 'kysely';
import type { Json } from './columns.ts';

/** A value for a JSON column. */
export function toJson(value: unknown): RawBuilder<Json> {
  return jsonText(JSON.stringify(value));
}

/** The same for a value that is JSON text already. The cast goes by way of text, since the two drivers differ in what they do with JSON parameters. */
export function jsonText(text: string): RawBuilder<Json> {
  return sql<Json>`${text}::text::json`;
}
