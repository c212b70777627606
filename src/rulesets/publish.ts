import { z } from 'zod';
import { record } from '../audit/trail.ts';
import type { Db } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { date as dateInWords } from '../web/format.ts';
import type { BaseFiles } from './establish.ts';
import { applied, readCases, readOperations, readStored } from './read-rules.ts';
import { rulesetRepository } from './repository.ts';
import { noteSchema, type Operations, type RulesetNote, type VersionHead } from './types.ts';

/** A change of the rules that somebody has drafted and another has checked. */
export interface Publication {
  /** The newest version when it was checked: what the checker saw the effect on. */
  seen: number;
  /** The version that it is laid on, where the newest cannot be read: see `Rulesets.newest`. */
  on?: number;
  /** What it changes, in the order in which it is applied. */
  operations: Operations;
  note: RulesetNote;
  /** ISO date: today or later, and not before an earlier version that waits. */
  appliesFrom: string;
  /** Account ids; null is the one at a machine without accounts, who may not publish. */
  publishedBy: string | null;
  checkedBy: string | null;
}

export interface Published {
  number: number;
  /** What assessments under it are stamped with. */
  hash: string;
}

/** How far ahead rules can be published: a slip of the pen ("2226") would keep every later change waiting for that day. */
const yearsAhead = 2;
/** The last day (ISO) from which rules that are published on a day can apply. */
export const lastDay = (today: string): string => `${Number(today.slice(0, 4)) + yearsAhead}${today.slice(4)}`.replace('-02-29', '-02-28');

const isoDate = z.iso.date();
const invalid = (field: string, message: string) => new AppError('invalid', message, [{ field, message }]);

/**
 * What a change is laid on: the newest version on the newest files that can be read. One that has been damaged in the database is passed over, so
 * that it does not stop every change after it.
 */
async function newestReadable(files: BaseFiles, heads: readonly VersionHead[], repository: ReturnType<typeof rulesetRepository>) {
  for (const head of heads.filter(({ base }) => base === heads.at(-1)?.base).toReversed()) {
    const stored = await repository.rules(head.number);
    const before = readStored(files.base, stored?.content, head.hash);
    const cases = readCases(stored?.cases);
    if (!('faults' in before) && !('faults' in cases)) return { head, rules: { ruleset: before.knowledge.ruleset, cases: cases.cases } };
  }
  return undefined;
}

/** Stores a checked change as the newest version; see `Rulesets.publish`. */
export async function publish(trx: Db, files: BaseFiles, publication: Publication, today: string): Promise<Published> {
  const { seen, on = seen, appliesFrom, publishedBy, checkedBy } = publication;
  if (publishedBy === null || checkedBy === null)
    throw new AppError('forbidden', 'För att publicera regler behövs konton, så att det syns vem som har skrivit ändringen och vem som har kontrollerat den.');
  if (publishedBy === checkedBy)
    throw new AppError('forbidden', 'Ändringen ska kontrolleras av en annan person än den som publicerar. Be någon annan kontrollera den.');
  const note = noteSchema.safeParse(publication.note);
  if (!note.success) throw invalid('note', 'Skriv vad som ändras och varför.');
  if (!isoDate.safeParse(appliesFrom).success || appliesFrom < today)
    throw invalid('appliesFrom', `Regler kan börja gälla tidigast i dag, ${dateInWords(today)}. Välj ett senare datum.`);
  if (appliesFrom > lastDay(today))
    throw invalid(
      'appliesFrom',
      `Regler kan börja gälla senast ${dateInWords(lastDay(today))}. Ingen senare ändring kan börja gälla före den här. Välj en tidigare dag.`,
    );
  const read = readOperations(publication.operations);
  if ('faults' in read) throw invalid('operations', 'Ändringen är tom eller går inte att läsa.');

  const repository = rulesetRepository(trx);
  await repository.lock();
  const heads = await repository.heads();
  const newest = heads.at(-1);
  if (newest === undefined || newest.number !== seen)
    throw new AppError(
      'conflict',
      `Regelverket har fått version ${newest?.number ?? 0} sedan ändringen kontrollerades. Inget är publicerat. Kontrollera ändringen mot den nya versionen.`,
    );
  if (appliesFrom < newest.appliesFrom)
    throw invalid(
      'appliesFrom',
      `Version ${newest.number} börjar gälla den ${dateInWords(newest.appliesFrom)}, och den här ändringen bygger på den. Välj den dagen eller en senare.`,
    );
  const basis = await newestReadable(files, heads, repository);
  if (basis === undefined)
    throw new AppError('conflict', 'Ingen version av reglerna går att läsa, så inget kan publiceras. Felen står bland regelverkets fel.');
  if (basis.head.number !== on)
    throw new AppError(
      'conflict',
      `Version ${on} av reglerna har skadats i databasen sedan ändringen prövades. Inget är publicerat. Be den som sköter driften att starta om Insatsplan, och pröva ändringen igen.`,
    );
  const rules = applied(files, basis.rules, read.operations);
  if ('faults' in rules)
    throw new AppError(
      'invalid',
      'Ändringen går inte att publicera.',
      rules.faults.map(({ place, problem, remedy }) => ({ field: place, message: `${problem} ${remedy}` })),
    );

  const number = newest.number + 1;
  const version = { number, base: newest.base, rules, appliesFrom, changes: [...basis.head.changes, number], operations: read.operations };
  await repository.add({ ...version, kind: 'published', note: note.data, publishedBy, checkedBy });
  await record(trx, {
    action: 'ruleset.publish',
    object: { type: 'ruleset', id: String(number) },
    district: null,
    before: { version: newest.number, ruleset: newest.hash },
    after: { version: number, ruleset: rules.ruleset.hash, appliesFrom, publishedBy, checkedBy },
  });
  return { number, hash: rules.ruleset.hash };
}
