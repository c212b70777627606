import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportTrail, isTrailDay, period, type TrailFormat, trailFormatIds } from '../audit/export.ts';
import { record } from '../audit/trail.ts';
import { holdsHash, verificationInWords, verifyTrail } from '../audit/verify.ts';
import type { OpenDatabase } from '../database/open.ts';
import type { Db } from '../database/types.ts';
import { errorCode } from '../startup-error.ts';
import { type Command, readDate, readFlags, type Terminal, UsageError, write } from './command.ts';
import { withExistingDatabase } from './existing-database.ts';

async function verify(args: string[], terminal: Terminal): Promise<number> {
  const { expect } = readFlags('audit verify', args, { expect: { type: 'string' } }).values;
  if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect)) throw new UsageError('audit verify: --expect ska vara 64 tecken 0–9 och a–f.');
  // As it is at one moment: weeding beside it would else look like rows that are gone.
  return withExistingDatabase('audit verify', terminal, (open) =>
    open
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((db) => checked(db, terminal, expect)),
  );
}

async function checked(db: Db, terminal: Terminal, expect: string | undefined): Promise<number> {
  const found = await verifyTrail(db);
  await write(terminal, `${verificationInWords(found)}\n`);
  if (!found.intact) return 1;
  if (found.rows > 0)
    await write(
      terminal,
      `Sista radens hash: ${found.head}\nSpara den på ett annat ställe. Nästa kontroll med --expect ser då om rader har tagits bort i slutet.\n`,
    );
  if (expect === undefined) return 0;
  if (await holdsHash(db, expect)) {
    await write(terminal, 'Raden med den sparade hashen finns kvar: inget har tagits bort efter den.\n');
    return 0;
  }
  await write(terminal, 'Raden med den sparade hashen finns inte. Rader har tagits bort i slutet, gallrats, eller så är hela loggen utbytt.\n');
  return 1;
}

async function exported(args: string[], terminal: Terminal): Promise<number> {
  const flags = { from: { type: 'string' }, to: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } } as const;
  const { values } = readFlags('audit export', args, flags);
  if (values.from === undefined || values.to === undefined)
    throw new UsageError('audit export: ange perioden med --from och --to, till exempel --from 2026-01-01 --to 2026-12-31.');
  const [from, to] = [readDate('audit export', values.from), readDate('audit export', values.to)];
  if (from > to) throw new UsageError('audit export: --from är senare än --to.');
  for (const day of [from, to]) if (!isTrailDay(day)) throw new UsageError(`audit export: ${day} ligger utanför åren 1900–2999. Rätta året.`);
  const format = trailFormatIds.find((id) => id === (values.format ?? 'csv'));
  if (format === undefined) throw new UsageError(`audit export: okänt format. Välj ${trailFormatIds.join(' eller ')}.`);
  return withExistingDatabase('audit export', terminal, async (db) => {
    // Told first: what a reader has had must stand there, also if the rest could not be written.
    await tell(db, from, to, format);
    const pieces = exportTrail(db, period({ from, to }), format);
    if (values.out === undefined) for await (const piece of pieces) await write(terminal, piece);
    else await writeFile(values.out, pieces);
    return 0;
  });
}

const tell = (db: OpenDatabase['db'], from: string, to: string, format: TrailFormat): Promise<void> =>
  db
    .transaction()
    .execute((trx) =>
      record(trx, { action: 'trail.export', object: { type: 'trail', id: 'trail' }, district: null, after: { from, to, format, by: 'command line' } }),
    );

/** Writes beside the file and puts it in place when it is whole. */
async function writeFile(out: string, pieces: AsyncIterable<string>): Promise<void> {
  const unfinished = `${out}.${process.pid}.del`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
    await rename(unfinished, out);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new Error(`audit export: det går inte att skriva ${out} (${errorCode(error)}). Kontrollera mappen och rättigheterna.`, { cause: error });
  }
}

export const auditCommand: Command = {
  name: 'audit',
  usage: 'audit verify [--expect HASH] | audit export --from ÅÅÅÅ-MM-DD --to ÅÅÅÅ-MM-DD [--format csv|ndjson] [--out FIL]',
  summary: 'Kontrollerar att ingen har ändrat eller tagit bort rader i loggen, eller tar ut den för en period.',
  details: 'Stoppa servern först om den inbyggda databasen används. verify slutar med 1 och säger vilken rad det gäller om kedjan inte håller.\n',
  run(args, terminal) {
    const [what, ...rest] = args;
    if (what === 'verify') return verify(rest, terminal);
    if (what === 'export') return exported(rest, terminal);
    throw new UsageError('audit: ange verify eller export.');
  },
};
