import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readTables } from '../../src/database/tables.ts';
import { writeBackup } from '../../src/operation/backup.ts';
import { restoreBackup } from '../../src/operation/restore.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { addAccount } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { emptyDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

t.test('files that are not whole say so and change nothing', async (t) => {
  const folder = temporaryFolder(t);
  const one = join(folder, 'one');
  const { database, knowledge } = await buildTestApp(t);
  const proposals = createProposals(database.db, createAssessor(knowledge));
  await proposals.create({ district: 'farsta', legalBasis: 'sol-2025-400', date: '2026-11-22' });
  await addAccount(database, 'anna@stockholm.se', { role: 'administrator', district: '*' });
  const header = await writeBackup(database.db, one);
  const target = await emptyDatabase(t);
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

function resealed(lines: readonly string[]): { hash: string; later: string } {
  const text = `${lines.join('\n')}\n`;
  const hash = hashOf(text);
  return { hash, later: `${text}${JSON.stringify({ rows: lines.length - 1, sha256: hash })}\n` };
}
