/** What the tables' columns have in common. */
import type { ColumnType } from 'kysely';

declare const json: unique symbol;
/** What `toJson` makes; nothing else fits a JSON column. */
export type Json = { readonly [json]: true };
/** Reading gives the parsed value, to be checked with zod. */
export type JsonColumn = ColumnType<unknown, Json, Json>;
export type FixedJsonColumn = ColumnType<unknown, Json, never>;

/** A column that is written once and never updated. */
export type Fixed<T> = ColumnType<T, T, never>;
