import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { startServer } from './helpers/server-process.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program in a folder of its own, so that its data and rules can be broken. */
const folder = mkdtempSync(join(tmpdir(), 'insatsplan-copy-'));
t.teardown(() => rmSync(folder, { recursive: true }));
for (const part of ['src', 'migrations', 'public', 'rules', 'data', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

const cut = (text: string) => text.slice(0, 100);
const faults: readonly [string, (text: string) => string][] = [
  ['rules/law/sol-2025-400.json', cut],
  ['rules/risk/capacity.json', (text) => text.replace(/"citations"\s*:\s*\[[^\]]*\]/, '"citations": ["sol-2025-400/99:99"]')],
  ['data/support.json', cut],
  ['data/districts.json', cut],
  ['data/default-designs.json', cut],
  ['data/city-unit-scopes.json', cut],
];

for (const [file, change] of faults) {
  t.test(`a fault in ${file} stops the server and the command line: one message that names the file, no stack trace`, async (t) => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, change(before));
    const commands = [['server.ts'], ['cli.ts', 'propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--date', '2026-01-01']];
    const ends = await Promise.all(
      commands.map(([program = '', ...args]) => {
        const { ended } = startServer(t, { DATA_DIR: join(folder, 'database'), LOG_LEVEL: 'warn' }, [process.execPath, join(folder, 'src', program), ...args]);
        return ended;
      }),
    );
    writeFileSync(path, before);
    for (const { code, stdout, stderr } of ends) {
      t.equal(code, 1);
      t.equal(stdout, '');
      t.ok(stderr.includes(file), stderr);
      t.notMatch(stderr, /^\s+at |node:internal|node_modules|\.ts:\d+/m);
      t.notOk(stderr.includes(folder), 'no path of this machine');
    }
  });
}
