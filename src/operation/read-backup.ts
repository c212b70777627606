import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../startup-error.ts';
import { BackupError, type BackupHeader, type BackupTable, formatVersion, headerSchema, trailerSchema } from './format.ts';

export interface BackupVisitor {
  /** Some rows of one table, each a JSON array of texts and nulls. */
  rows?(table: BackupTable, lines: readonly string[]): Promise<void>;
}

/** A document is some megabytes; a line that is longer than this is no row. */
const longestLine = 256 * 1024 * 1024;
/** Rows that are handed over at a time: as many, or as much text. */
const mostRows = 500;
const usualLength = 1_000_000;

const wrongFile = 'Filen är ingen säkerhetskopia från Insatsplan. Ange en fil som kommandot backup har skrivit.';
const damaged = 'Säkerhetskopian är skadad eller avklippt. Hämta filen igen, eller använd en annan kopia.';

/**
 * Reads a backup from beginning to end and checks it: what it is, the number of rows of each table, the checksum, and that nothing follows.
 * @throws BackupError
 */
export async function readBackup(file: string, visitor: BackupVisitor = {}): Promise<BackupHeader> {
  let header: BackupHeader | undefined;
  const hash = createHash('sha256');
  let total = 0;
  let ended = false;
  const queue: { table: BackupTable; left: number }[] = [];
  let batch: string[] = [];
  let length = 0;
  const handOver = async (table: BackupTable) => {
    if (batch.length > 0) await visitor.rows?.(table, batch);
    batch = [];
    length = 0;
  };

  for await (const bytes of linesOf(file, () => header !== undefined)) {
    if (ended) throw new BackupError(damaged);
    if (header === undefined) {
      header = readHeader(bytes);
      queue.push(...header.tables.filter(({ rows }) => rows > 0).map((table) => ({ table, left: table.rows })));
    } else if (queue[0] === undefined) {
      const trailer = trailerSchema.safeParse(parsed(bytes));
      if (!trailer.success || trailer.data.rows !== total || trailer.data.sha256 !== hash.copy().digest('hex')) throw new BackupError(damaged);
      ended = true;
    } else {
      const [now] = queue;
      const line = bytes.toString();
      if (!line.startsWith('[')) throw new BackupError(damaged);
      batch.push(line);
      length += line.length;
      total += 1;
      now.left -= 1;
      if (now.left === 0 || batch.length >= mostRows || length >= usualLength) await handOver(now.table);
      if (now.left === 0) queue.shift();
    }
    hash.update(bytes).update('\n');
  }
  if (header === undefined) throw new BackupError(wrongFile);
  if (!ended) throw new BackupError(damaged);
  return header;
}

function readHeader(bytes: Buffer): BackupHeader {
  const json = parsed(bytes);
  const header = headerSchema.safeParse(json);
  if (!header.success) throw new BackupError(wrongFile);
  if (header.data.version !== formatVersion) throw new BackupError('Säkerhetskopian är gjord av en nyare version av Insatsplan. Läs in den med den versionen.');
  return header.data;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** The file's lines. Split by bytes: a text may hold other characters that some call the end of a line. */
async function* linesOf(file: string, begun: () => boolean): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  try {
    const source = createReadStream(file);
    const text = createGunzip();
    source.once('error', (error) => text.destroy(error));
    for await (const chunk of source.pipe(text)) {
      let from = 0;
      for (let at = chunk.indexOf(10, from); at !== -1; at = chunk.indexOf(10, from)) {
        yield Buffer.concat([...parts, chunk.subarray(from, at)]);
        parts = [];
        length = 0;
        from = at + 1;
      }
      parts.push(chunk.subarray(from));
      length += chunk.length - from;
      if (length > longestLine) throw new BackupError(begun() ? damaged : wrongFile);
    }
  } catch (cause) {
    const code = errorCode(cause);
    if (code.startsWith('Z_')) throw new BackupError(begun() ? damaged : wrongFile, { cause });
    if (code === 'ENOENT') throw new BackupError(`Det finns ingen fil ${file}. Kontrollera sökvägen.`, { cause });
    if (['EISDIR', 'EACCES', 'EPERM', 'EIO'].includes(code))
      throw new BackupError(`Filen ${file} går inte att läsa (${code}). Kontrollera filen och rättigheterna.`, { cause });
    throw cause;
  }
  if (length > 0) throw new BackupError(begun() ? damaged : wrongFile);
}
