import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import t from 'tap';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** Runs the command; `onError` sees the first words on standard error. */
function run(args: string[], onError: (kill: () => void) => void = () => undefined): Promise<{ code: number | null; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, 'export-city', ...args]);
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (err === '') onError(() => child.kill('SIGINT'));
      err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, err }));
  });
}

t.test('the whole city in one file, with progress', async (t) => {
  const folder = temporaryFolder(t);
  const out = join(folder, 'staden.zip');
  const { code, err } = await run(['--legal-basis', 'sol-2025-400', '--date', '2026-11-22', '--format', 'json', '--out', out]);
  t.equal(code, 0, err);
  t.match(err, '11/11');
  const names = Object.keys(unzipSync(readFileSync(out), { filter: () => true }));
  t.equal(names.length, 12);
  t.same(readdirSync(folder), ['staden.zip']);
});

t.test('Ctrl+C leaves nothing', async (t) => {
  const folder = temporaryFolder(t);
  const { code } = await run(['--legal-basis', 'sol-2025-400', '--out', join(folder, 'staden.zip')], (kill) => kill());
  t.equal(code, 130);
  t.same(readdirSync(folder), []);
});

t.test('bad input is said', async (t) => {
  for (const [args, code] of [
    [[], 2],
    [['--legal-basis', 'sol-2025-400'], 2],
    [['--legal-basis', 'finns-inte', '--out', 'x.zip'], 2],
    [['--legal-basis', 'sol-2025-400', '--format', 'pdf', '--out', 'x.zip'], 2],
    [['--legal-basis', 'sol-2025-400', '--date', '2019-01-01', '--out', 'x.zip'], 2],
    [['--legal-basis', 'sol-2025-400', '--format', 'json', '--out', '/finns/inte/x.zip'], 1],
  ] as const) {
    const result = await run([...args]);
    t.equal(result.code, code, args.join(' '));
    t.ok(result.err.length > 10 && !/^\s+at /m.test(result.err), result.err);
  }
});
