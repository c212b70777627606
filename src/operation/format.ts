import { z } from 'zod';

/** What stands in the first line of every backup. */
export const formatName = 'insatsplan-backup';
export const formatVersion = 1;

/**
 * Tables whose rows are left out: logins and links end with a restore, failed logins are forgotten soon anyway, and letters that waited may have been
 * sent since by the server that the copy is of.
 */
export const leftOut: readonly string[] = ['session', 'one_time_link', 'login_failure', 'mail', 'mail_notice'];
/** Kysely's own: the header says how far the database had come. */
export const isOwn = (table: string): boolean => !table.startsWith('kysely_');

/**
 * The first line. After it comes a line for each row, `["text or null", …]` in the order of the tables and their columns, each value as the
 * database writes it as text; and last the trailer.
 */
export const headerSchema = z.object({
  format: z.literal(formatName),
  version: z.int().min(1),
  /** ISO time. */
  made: z.iso.datetime(),
  /** Every migration that the database had been through, in order. */
  migrations: z.array(z.string()).min(1),
  leftOut: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })).min(1),
      rows: z.int().min(0),
    }),
  ),
});
export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupTable = BackupHeader['tables'][number];

/** The last line: the number of rows, and SHA-256 of every byte before this line. */
export const trailerSchema = z.object({ rows: z.int().min(0), sha256: z.string() });

/** A backup that cannot be read or put in place; the message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
