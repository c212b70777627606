import { spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { run as ownRun } from '../../src/cli.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export type Run = typeof ownRun;

export interface CommandResult {
  code: number | null;
  out: string;
  err: string;
}

export interface CommandOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
}

class Collector extends Writable {
  readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

/** Runs a command as `src/cli.ts` does, in this process. */
export async function runCommand(args: readonly string[], { input = '', env = {}, run = ownRun }: CommandOptions & { run?: Run } = {}): Promise<CommandResult> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const stdin = Readable.from([Buffer.from(input)]);
  const code = await run(args, { stdin, stdout, stderr, env: { ...process.env, ...env } });
  return { code, out: stdout.text(), err: stderr.text() };
}

export interface ProcessOptions extends CommandOptions {
  /** Told at the first words on standard error. */
  onError?: (interrupt: () => void) => void;
}

/** Runs the real command line as a process of its own. */
export function spawnCommand(args: readonly string[], { input = '', env = {}, onError = () => undefined }: ProcessOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      if (err.length === 0) onError(() => child.kill('SIGINT'));
      err.push(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
