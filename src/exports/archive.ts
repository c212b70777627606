import { open, rm } from 'node:fs/promises';
import { Zip, type ZipInputFile } from 'fflate';
import type { PackedFile } from './packed-file.ts';

/** Opens a new ZIP file and writes to it piece by piece; nothing is kept of a file when it has been added. */
export async function openArchive(path: string) {
  const handle = await open(path, 'wx', 0o600);
  let waiting: Uint8Array[] = [];
  let writing: Promise<void> = Promise.resolve();
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    waiting.push(chunk);
  });

  /** Adds may come at the same time; what they left waiting is written in the order of the archive. */
  function flush(): Promise<void> {
    writing = writing.then(async () => {
      const chunks = waiting;
      waiting = [];
      for (const chunk of chunks) await handle.appendFile(chunk);
    });
    return writing;
  }

  return {
    add(files: readonly PackedFile[]): Promise<void> {
      for (const { path: filename, size, crc, packed, bytes } of files) {
        const entry: ZipInputFile = { filename, size, crc, compression: packed ? 8 : 0 };
        zip.add(entry);
        entry.ondata?.(null, bytes, true);
      }
      return flush();
    },
    async finish(): Promise<void> {
      zip.end();
      await flush();
      await handle.close();
    },
    /** Takes the file away again. */
    async discard(): Promise<void> {
      await writing.catch(() => undefined);
      await handle.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}
