/** The command line: a table of commands. Each command lives in src/commands; `npm run --silent insatsplan -- help` lists them. */
import { accountsCommand } from './commands/accounts.ts';
import { assessCommand } from './commands/assess.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { cityCommand } from './commands/city.ts';
import { type Command, type Terminal, UsageError, write } from './commands/command.ts';
import { exportCityCommand } from './commands/export-city.ts';
import { catalogueCommand, designSchemaCommand, districtsCommand, draftSchemaCommand, legalBasesCommand, targetGroupsCommand } from './commands/lists.ts';
import { migrateCommand } from './commands/migrate.ts';
import { proposeCommand } from './commands/propose.ts';
import { retentionCommand } from './commands/retention.ts';
import { rulesCommand } from './commands/rules.ts';

const commands: readonly Command[] = [
  assessCommand,
  proposeCommand,
  cityCommand,
  exportCityCommand,
  catalogueCommand,
  targetGroupsCommand,
  districtsCommand,
  legalBasesCommand,
  rulesCommand,
  designSchemaCommand,
  draftSchemaCommand,
  migrateCommand,
  accountsCommand,
  auditCommand,
  retentionCommand,
  backupCommand,
  restoreCommand,
];

function help(): string {
  return [
    'Insatsplan – vilka insatser får ges utan individuell behovsprövning, till vem och på vilka villkor?',
    '',
    'Användning: npm run --silent insatsplan -- <kommando>',
    '',
    ...commands.map((c) => `  ${c.usage}\n      ${c.summary}`),
    '',
    'Avslut: 0 när allt gick bra, 2 vid felaktig indata, 1 vid andra fel. Fel skrivs till standard error.',
  ].join('\n');
}

async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    await write(terminal, `${help()}\n`);
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((c) => c.name === name);
  if (!command) throw new UsageError(`Okänt kommando "${name.slice(0, 60)}". Kommandot help visar dem som finns.`);
  if (args.includes('--help') || args.includes('-h')) {
    await write(terminal, `${command.usage}\n\n${command.summary}\n${command.details ?? ''}\n`);
    return 0;
  }
  return command.run(args, terminal);
}

/** Runs what the arguments say and gives the exit code. A fault is a sentence on standard error. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await runCommand(argv, terminal);
  } catch (error) {
    terminal.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

if (import.meta.main) {
  // A reader that closes the pipe early (head, less) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  process.exitCode = await run(process.argv.slice(2), process);
}
