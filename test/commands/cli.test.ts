import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { z } from 'zod';
import { assessmentSchema, listSchemas, ruleDetailSchema } from '../../src/api/schemas.ts';
import { type CommandResult, runCommand as run, spawnCommand } from '../helpers/cli.ts';

const json = (result: CommandResult): unknown => JSON.parse(result.out);
const candidate = { insats: 'barn-och-unga-kontaktperson', targetGroup: 'barn-15-17', legalBasis: 'sol-2025-400', date: '2026-01-01' };

t.test('the lists', async (t) => {
  t.equal(listSchemas.catalogue.parse(json(await run(['catalogue', '--json']))).length, 409);
  t.ok(listSchemas.targetGroups.parse(json(await run(['target-groups', '--json']))).length >= 20);
  t.equal(listSchemas.legalBases.parse(json(await run(['legal-bases', '--json']))).length, 2);
  t.ok(listSchemas.rules.parse(json(await run(['rules', '--json']))).length >= 45);
  const resting = listSchemas.rules.parse(json(await run(['rules', 'list', '--place', '14:5', '--kind', 'risk', '--json'])));
  t.ok(resting.length > 1 && resting.every(({ kind, citations }) => kind === 'risk' && citations.includes('SoL 14:5')));
  t.match(ruleDetailSchema.parse(json(await run(['rules', 'show', 'L-001', '--json']))), { id: 'sol-kontaktperson', number: 'L-001' });
  const kind = (d: { kind: string }) => d.kind === 'district';
  t.equal(listSchemas.districts.parse(json(await run(['districts', '--date', '2023-06-30', '--json']))).filter(kind).length, 13);
  t.equal(listSchemas.districts.parse(json(await run(['districts', '--date', '2023-07-01', '--json']))).filter(kind).length, 11);
  const schema = z
    .looseObject({ properties: z.record(z.string(), z.looseObject({ description: z.string().min(5) })) })
    .parse(json(await run(['design-schema'])));
  t.ok(Object.keys(schema.properties).length > 50);
});

t.test('assess answers line by line and ends with 2 when a line was bad', async (t) => {
  const good = await run(['assess'], {
    input: `${JSON.stringify(candidate)}\n${JSON.stringify({ ...candidate, legalBasis: 'sou-2020-47' })}\n`,
  });
  t.equal(good.code, 0);
  t.equal(good.err, '');
  for (const line of good.out.trim().split('\n')) t.equal(assessmentSchema.parse(JSON.parse(line)).law.verdict, 'requires_assessment');

  const input = Buffer.concat([
    Buffer.from(`${JSON.stringify(candidate)}\nnej\n`),
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.from(`${'x'.repeat(1_200_000)}\n`),
    Buffer.from(JSON.stringify(candidate)),
  ]);
  const bad = await run(['assess'], { input });
  t.equal(bad.code, 2);
  const answers = bad.out
    .trim()
    .split('\n')
    .map((line) => z.looseObject({ error: z.string().optional(), line: z.number().optional() }).parse(JSON.parse(line)));
  t.strictSame(
    answers.map((a) => a.line),
    [undefined, 2, 3, 4, undefined],
  );

  const explained = await run(['assess', '--explain'], { input: JSON.stringify(candidate) });
  t.ok((assessmentSchema.parse(json(explained)).trace?.length ?? 0) > 100);
});

t.test('the same proposal twice is the same bytes, in another process too; word and excel files are written', async (t) => {
  const dir = t.testdir();
  const propose = (format: string, out: string, start = run) =>
    start(['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--date', '2026-01-01', '--format', format, '--out', join(dir, out)]);
  for (const format of ['json', 'md']) {
    t.equal((await propose(format, `a.${format}`)).code, 0);
    t.equal((await propose(format, `b.${format}`, spawnCommand)).code, 0);
    t.ok(readFileSync(join(dir, `a.${format}`)).equals(readFileSync(join(dir, `b.${format}`))), format);
  }
  for (const format of ['docx', 'xlsx']) {
    t.equal((await propose(format, `a.${format}`)).code, 0);
    t.equal(
      readFileSync(join(dir, `a.${format}`))
        .subarray(0, 2)
        .toString(),
      'PK',
      format,
    );
  }
});

t.test('bad input gives a sentence on standard error, the right exit code and no stack trace', async (t) => {
  for (const [args, code] of [
    [['finns-inte'], 2],
    [[], 2],
    [['catalogue', '--jason'], 2],
    [['districts', '--date', '2026-02-30'], 2],
    [['propose', '--district', 'farsta'], 2],
    [['propose', '--district', 'atlantis', '--legal-basis', 'sol-2025-400'], 2],
    [['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--date', '2020-01-01'], 2],
    [['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--format', 'pdf'], 2],
    [['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--out', '/finns/inte/x.md'], 1],
    [['rules', 'burn'], 2],
    [['rules', 'list', '--severity', 'nej'], 2],
    [['rules', 'show', 'finns-inte'], 2],
    [['city', '--date', '2019-01-01'], 2],
  ] as const) {
    const result = await run(args);
    t.equal(result.code, code, args.join(' '));
    t.notMatch(result.err, /^\s+at /m, args.join(' '));
    if (args.length > 0) t.ok(result.err.trim().length > 10, args.join(' '));
  }
  t.equal((await run(['help'])).code, 0);
  t.equal((await run(['rules', 'check'])).code, 0);
});

t.test('the real process: what it reads and writes, its exit codes, and a reader that leaves early', async (t) => {
  const good = await spawnCommand(['assess'], { input: `${JSON.stringify(candidate)}\n` });
  t.same([good.code, good.err], [0, '']);
  t.equal(assessmentSchema.parse(json(good)).law.verdict, 'requires_assessment');
  const bad = await spawnCommand(['propose', '--district', 'atlantis', '--legal-basis', 'sol-2025-400']);
  t.same([bad.code, bad.out], [2, '']);
  t.equal(bad.err.trim().split('\n').length, 1, bad.err);
  t.equal((await spawnCommand([])).code, 2);
  const unwritten = await spawnCommand(['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--out', '/finns/inte/x.md']);
  t.equal(unwritten.code, 1);
  t.notMatch(unwritten.err, /^\s+at /m);
  const piped = spawn(process.execPath, [fileURLToPath(new URL('../../src/cli.ts', import.meta.url)), 'catalogue', '--json']);
  let err = '';
  piped.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  piped.stdout.once('data', () => piped.stdout.destroy());
  t.equal(await new Promise((resolve) => piped.once('close', resolve)), 0, 'as with head');
  t.equal(err, '');
});
