import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import t from 'tap';
import { runCommand, spawnCommand } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

t.test('the whole city in one file, with progress', async (t) => {
  const folder = temporaryFolder(t);
  const out = join(folder, 'staden.zip');
  const { code, err } = await runCommand(['export-city', '--legal-basis', 'sol-2025-400', '--date', '2026-11-22', '--format', 'json', '--out', out]);
  t.equal(code, 0, err);
  t.match(err, '11/11');
  const names = Object.keys(unzipSync(readFileSync(out), { filter: () => true }));
  t.equal(names.length, 12);
  t.same(readdirSync(folder), ['staden.zip']);
});

t.test('Ctrl+C leaves nothing', async (t) => {
  const folder = temporaryFolder(t);
  const { code } = await spawnCommand(['export-city', '--legal-basis', 'sol-2025-400', '--out', join(folder, 'staden.zip')], {
    onError: (interrupt) => interrupt(),
  });
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
    const result = await runCommand(['export-city', ...args]);
    t.equal(result.code, code, args.join(' '));
    t.ok(result.err.length > 10 && !/^\s+at /m.test(result.err), result.err);
  }
});
