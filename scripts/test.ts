/**
 * Runs the checks and ends with one line, `N passed, N failed`.
 *
 *     npm test                          everything: types, lint, all tests
 *     npm test -- test/database         only the tests of a folder or a file, without types and lint
 *     npm test -- --grep=…              further options go to tap
 */
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { Parser } from 'tap-parser';
import { startPostgresServer } from '../test/helpers/postgres-server.ts';
import { workFolder } from '../test/helpers/work-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const tapOutput = join(root, '.tap', 'last-run.tap');

/** Runs a package's command with the Node that runs this; gives the exit code. Only a terminal gets terminal codes. */
function run(command: string, args: string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', command), ...args], {
      cwd: root,
      stdio: ['ignore', process.stdout.isTTY ? 'inherit' : 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => process.stdout.write(stripVTControlCharacters(text)));
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

interface Count {
  passed: number;
  failed: number;
}

async function check(name: string, command: string, args: string[]): Promise<Count> {
  const started = performance.now();
  const code = await run(command, args);
  console.log(`${code === 0 ? 'ok' : 'not ok'} - ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function checkTypesAndLint(): Promise<Count> {
  const types = await check('types', 'typescript/bin/tsc', ['--noEmit', '--project', '.']);
  const lint = await check('lint', '@biomejs/biome/bin/biome', ['check']);
  return { passed: types.passed + lint.passed, failed: types.failed + lint.failed };
}

/** Counts the assertions of the last run from tap's own output. */
async function countAssertions(): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const watch = (parser: Parser) => {
    // The line after a subtest only sums it up; it counts where the subtest failed without a failed assertion of its own.
    let failedBefore: number | undefined;
    parser.on('child', (child) => {
      failedBefore = count.failed;
      watch(child);
    });
    parser.on('assert', (result) => {
      const sumsUp = failedBefore !== undefined;
      const alreadyCounted = sumsUp && (result.ok || count.failed !== failedBefore);
      failedBefore = undefined;
      if (alreadyCounted) return;
      if (result.skip || result.todo) return;
      if (result.ok) count.passed += 1;
      else {
        count.failed += 1;
        // The short reporter may leave it out, and a failure that cannot be named cannot be mended.
        console.log(`not ok - ${result.fullname} > ${result.name} ${JSON.stringify(result.diag ?? {}).slice(0, 2000)}`);
      }
    });
  };
  if (!existsSync(tapOutput)) return count;
  const parser = new Parser();
  watch(parser);
  await new Promise<void>((resolve, reject) => {
    parser.once('complete', () => resolve());
    createReadStream(tapOutput).once('error', reject).pipe(parser);
  });
  return count;
}

/** Two cores, and two more, since tests wait for processes, databases and browsers; an embedded PGlite takes up to 0.9 GB. Six were slower. */
const processes = 4;

/** The test files of folders and files, those first that start processes and browsers: they take longest, and must not be left to the end. */
function testFiles(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => globSync(path.endsWith('.ts') ? path : join(path, '**/*.test.ts'), { cwd: root })).sort();
  const isLong = (file: string) => /browser|server-process|cli\.ts|embedded|jobs/.test(readFileSync(join(root, file), 'utf8'));
  const long = new Set(found.filter(isLong));
  return [...found.filter((file) => long.has(file)), ...found.filter((file) => !long.has(file))];
}

/** One file for tap to run for each process; each takes test files from the same queue (test/helpers/queue.ts). */
function queues(files: readonly string[], runFolder: string): string[] {
  const folder = join(root, '.tap', 'queues');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const claims = join(runFolder, 'claims');
  mkdirSync(claims);
  return Array.from({ length: Math.min(processes, files.length) }, (_, number) => {
    const path = join(folder, `${number + 1}.test.ts`);
    const given = [files.map((file) => join(root, file)), claims].map((value) => JSON.stringify(value)).join(', ');
    writeFileSync(path, `import { runQueue } from '../../test/helpers/queue.ts';\n\nawait runQueue(${given});\n`);
    return path;
  });
}

async function runTap(files: readonly string[], options: readonly string[]): Promise<Count> {
  mkdirSync(join(root, '.tap'), { recursive: true });
  rmSync(tapOutput, { force: true });
  const server = await startPostgresServer();
  const runFolder = mkdtempSync(join(workFolder(), 'insatsplan-run-'));
  const clear = async () => {
    await server.stop();
    rmSync(runFolder, { recursive: true, force: true });
  };
  const stop = async () => {
    await clear();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const started = performance.now();
    const code = await run(
      'tap/dist/esm/run.mjs',
      [`--reporter=${process.stdout.isTTY ? 'terse' : 'min'}`, `--output-file=${tapOutput}`, ...options, ...queues(files, runFolder)],
      {
        TEST_DATABASE_URL: server.url,
        TEST_RUN_FOLDER: runFolder,
        // Hundreds of processes read the same files: the types are stripped and the code compiled once.
        NODE_COMPILE_CACHE: join(root, '.tap', 'compile-cache'),
      },
    );
    const count = await countAssertions();
    console.log(`${code === 0 ? 'ok' : 'not ok'} - tests (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    // tap may fail for what no assertion says, such as a test file that was not found.
    return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await clear();
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const paths = args.filter((arg) => !arg.startsWith('-'));
  const everything = paths.length === 0;
  const options = args.filter((arg) => arg.startsWith('-'));
  const files = testFiles(everything ? ['test'] : paths);
  if (files.length === 0) console.log(`No test files in ${paths.join(', ')}.`);
  // Side by side, since the tests never keep all cores at work.
  const counts = await Promise.all([...(everything ? [checkTypesAndLint()] : []), ...(files.length > 0 ? [runTap(files, options)] : [])]);
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

await main();
