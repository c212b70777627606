import type { Readable, Writable } from 'node:stream';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { today } from '../today.ts';

/** Where a command reads and writes: the process itself, or a test. */
export interface Terminal {
  stdin: Readable;
  stdout: Writable & { isTTY?: boolean | undefined };
  stderr: Writable;
  env: NodeJS.ProcessEnv;
}

/** One command of the command line. */
export interface Command {
  name: string;
  usage: string;
  summary: string;
  /** Longer help, shown by `<command> --help`. */
  details?: string;
  /** Runs with the arguments after the command's name and returns the exit code. */
  run(args: string[], terminal: Terminal): Promise<number> | number;
}

/** Bad input from the person at the keyboard: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Parses a command's flags strictly; a flag that does not exist is a usage error in Swedish. */
export function readFlags<const T extends ParseArgsOptionsConfig>(command: string, args: string[], options: T, positionals = 0) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: positionals > 0, strict: true });
    if (parsed.positionals.length > positionals) throw new UsageError(`${command}: för många argument. Kommandot "${command} --help" visar vilka som behövs.`);
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const [, flag] = /'(?:-\w, )?(-[^' ]+)/.exec(error instanceof Error ? error.message : '') ?? [];
    const what = flag === undefined ? 'ett tillval är fel' : `tillvalet ${flag.slice(0, 60)} finns inte, eller saknar sitt värde`;
    throw new UsageError(`${command}: ${what}. Kommandot "${command} --help" visar vilka tillval som finns.`);
  }
}

/** Parses an ISO date given as a flag. */
export function readDate(command: string, value: string | undefined): string {
  if (value === undefined) return today();
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value) {
    throw new UsageError(`${command}: "${value.slice(0, 40)}" är inget datum. Skriv ÅÅÅÅ-MM-DD.`);
  }
  return value;
}

/** Writes and waits until the reader has taken it, so that long output is neither cut nor piled up in memory. */
export async function write({ stdout }: Terminal, text: string | Uint8Array): Promise<void> {
  if (!stdout.write(text)) await new Promise((resolve) => stdout.once('drain', resolve));
}

export function printJson(terminal: Terminal, value: unknown): Promise<void> {
  return write(terminal, `${JSON.stringify(value, null, 2)}\n`);
}
