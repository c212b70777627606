import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readTables } from '../../src/database/tables.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { writeBackup } from '../../src/operation/backup.ts';
import { restoreBackup } from '../../src/operation/restore.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { addAccount } from '../helpers/accounts.ts';
import { runCommand } from '../helpers/cli.ts';
import { emptyDatabase, preparedDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

t.test('files that are not whole say so and change nothing', async (t) => {
  const folder = temporaryFolder(t);
  const one = join(folder, 'one');
  const knowledge = loadKnowledge();
  const database = await preparedDatabase(t, knowledge);
  const proposals = createProposals(database.db, createAssessor(knowledge));
  await proposals.create({ district: 'farsta', legalBasis: 'sol-2025-400', date: '2026-11-22' });
  await addAccount(database, 'anna@stockholm.se', { role: 'administrator', district: '*' });
  const header = await writeBackup(database.db, one);
  const target = await emptyDatabase(t, 'postgres');
  const whole = readFileSync(one);
  const lines = gunzipSync(whole).toString().split('\n');
  const flipped = Buffer.from(whole);
  const middle = Math.floor(whole.length / 2);
  flipped.writeUInt8(whole.readUInt8(middle) ^ 1, middle);
  const packed = (text: string) => gzipSync(text, { level: 1 });
  const at = lines.findIndex((line) => line.includes('anna@stockholm.se'));
  const newer = JSON.stringify({ ...header, migrations: [...header.migrations, '9999-later'] });
  const cases: Record<string, [Buffer, RegExp]> = {
    truncated: [whole.subarray(0, middle), /skadad/],
    'truncated at its end': [whole.subarray(0, -1), /skadad/],
    'bit-flipped': [flipped, /skadad/],
    'packed again with another letter': [packed(lines.with(at, lines[at]?.replace('anna', 'anno') ?? '').join('\n')), /skadad/],
    'a row short': [packed(lines.toSpliced(at, 1).join('\n')), /skadad/],
    'no trailer': [packed(`${lines.slice(0, -2).join('\n')}\n`), /skadad/],
    'something after the end': [packed(`${lines.join('\n')}[]\n`), /skadad/],
    empty: [Buffer.alloc(0), /ingen säkerhetskopia/],
    'another file': [readFileSync(new URL(import.meta.url)), /ingen säkerhetskopia/],
    'another packed file': [packed('{"format":"something else"}\n'), /ingen säkerhetskopia/],
  };
  for (const [name, [bytes, message]] of Object.entries(cases)) {
    const file = join(folder, 'bad');
    writeFileSync(file, bytes);
    await t.rejects(restoreBackup(target.db, { file }), message, name);
  }
  await t.rejects(restoreBackup(target.db, { file: join(folder, 'nowhere') }), /ingen fil/);
  t.same(await readTables(target.db), [], 'not even a table');

  const { hash, later } = resealed([newer, ...lines.slice(1, -2)]);
  writeFileSync(join(folder, 'newer'), packed(later));
  t.ok(hash);
  await t.rejects(restoreBackup(target.db, { file: join(folder, 'newer') }), /nyare version/);

  // Whole, but a document is not the one that was signed: somebody wrote the file anew.
  const document = lines.findIndex((line) => line.includes('chapters') && line.length > 10_000);
  const forged = resealed([...lines.slice(0, -2).with(document, lines[document]?.replace('Farsta', 'Fårsta') ?? '')]);
  writeFileSync(join(folder, 'forged'), packed(forged.later));
  await t.rejects(restoreBackup(target.db, { file: join(folder, 'forged') }), /stämmer inte/);
  t.same(await readTables(target.db), []);
  const despite = await restoreBackup(target.db, { file: join(folder, 'forged'), despiteFaults: true });
  t.equal(despite.faults.length, 1);
});

t.test('a server that goes away in the middle leaves no copy', async (t) => {
  const folder = temporaryFolder(t);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 1000 }).write('half', () => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  mkdirSync(join(folder, 'database'));
  writeFileSync(join(folder, 'lock'), '1');
  writeFileSync(join(folder, 'server.json'), JSON.stringify({ pid: 1, host: '127.0.0.1', port, token: 'x' }));
  const backup = (file: string) => runCommand(['backup', file], { env: { DATABASE_URL: '', DATA_DIR: folder } });
  t.match(await backup(join(folder, 'copy')), { code: 1, err: 'slutade svara' });
  t.match(await backup(join(folder, 'nowhere', 'copy')), { code: 2, err: 'ENOENT' });
  t.same(readdirSync(folder).sort(), ['database', 'lock', 'server.json']);
});

function resealed(lines: readonly string[]): { hash: string; later: string } {
  const text = `${lines.join('\n')}\n`;
  const hash = hashOf(text);
  return { hash, later: `${text}${JSON.stringify({ rows: lines.length - 1, sha256: hash })}\n` };
}
