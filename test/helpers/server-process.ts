import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface ServerProcess {
  /** The address it printed; rejects when the process ends without one. */
  url: Promise<string>;
  ended: Promise<Ended>;
  child: ChildProcess;
}

/** Starts the real server as a process of its own on a free port; killed after the test if it has not ended by then. */
export function startServer(t: Test, environment: Record<string, string>, command: readonly string[] = [process.execPath, 'src/server.ts']): ServerProcess {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: root, env: { ...inherited, PORT: '0', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const address = /http:\/\/localhost:\d+(?= )/.exec(stdout)?.[0];
      if (address !== undefined) resolve(address);
    });
    ended.then(({ code }) => reject(new Error(`The server ended with ${code} before it listened:\n${stdout}${stderr}`)));
  });
  // A test that only waits for the end leaves the address alone.
  url.catch(() => undefined);
  t.teardown(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  });
  return { url, ended, child };
}
