import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import t from 'tap';
import { type Run, runCommand } from './helpers/cli.ts';
import { startServer } from './helpers/server-process.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program in a folder of its own, so that its data and rules can be broken; always the same one, so that Node has it compiled. */
const folder = join(root, '.tap', 'broken-copy');
rmSync(folder, { recursive: true, force: true });
t.teardown(() => rmSync(folder, { recursive: true }));
for (const part of ['src', 'migrations', 'public', 'rules', 'data', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true });

// The copy's own command line, which reads the copy's files.
const { run }: { run: Run } = await import(pathToFileURL(join(folder, 'src/cli.ts')).href);
const proposal = ['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--date', '2026-01-01'];

const cut = (text: string) => text.slice(0, 100);
const faults: readonly [string, (text: string) => string][] = [
  ['rules/law/sol-2025-400.json', cut],
  ['rules/risk/capacity.json', (text) => text.replace(/"citations"\s*:\s*\[[^\]]*\]/, '"citations": ["sol-2025-400/99:99"]')],
  ['data/support.json', cut],
  ['data/districts.json', cut],
  ['data/default-designs.json', cut],
  ['data/city-unit-scopes.json', cut],
];

/** One file of the rules and one of the data: both programs read them by the same code, and a server takes a second to start. */
const alsoByTheServer = ['rules/law/sol-2025-400.json', 'data/districts.json'];

for (const [file, change] of faults) {
  t.test(`a fault in ${file} stops the program: one message that names the file, no stack trace`, async (t) => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, change(before));
    const ends: { code: number | null; out: string; err: string }[] = [await runCommand(proposal, { run })];
    if (alsoByTheServer.includes(file)) {
      const { ended } = startServer(t, { DATA_DIR: join(folder, 'database'), LOG_LEVEL: 'warn' }, [process.execPath, join(folder, 'src/server.ts')]);
      const { code, stdout, stderr } = await ended;
      ends.push({ code, out: stdout, err: stderr });
    }
    writeFileSync(path, before);
    for (const { code, out, err } of ends) {
      t.equal(code, 1);
      t.equal(out, '');
      t.ok(err.includes(file), err);
      t.notMatch(err, /^\s+at |node:internal|node_modules|\.ts:\d+/m);
      t.notOk(err.includes(folder), 'no path of this machine');
    }
  });
}
