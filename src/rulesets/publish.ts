import { z } from 'zod';
import { record } from '../audit/trail.ts';
import type { Db } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { date as dateInWords } from '../web/format.ts';
import type { BaseFiles } from './establish.ts';
import { applied, readCases, readOperations, readStored } from './read-rules.ts';
import { rulesetRepository } from './repository.ts';
import { noteSchema, type Operations, type RulesetNote } from './types.ts';

/** A change of the rules that somebody has drafted and another has checked. */
export interface Publication {
  /** The newest version when it was checked: what the checker saw the effect on. */
  seen: number;
  /** What it changes, in the order in which it is applied to the newest version. */
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

const isoDate = z.iso.date();
const invalid = (field: string, message: string) => new AppError('invalid', message, [{ field, message }]);

/** Stores a checked change as the newest version; see `Rulesets.publish`. */
export async function publish(trx: Db, files: BaseFiles, publication: Publication, today: string): Promise<Published> {
  const { seen, appliesFrom, publishedBy, checkedBy } = publication;
  if (publishedBy === null || checkedBy === null)
    throw new AppError('forbidden', 'För att publicera regler behövs konton, så att det syns vem som har skrivit ändringen och vem som har kontrollerat den.');
  if (publishedBy === checkedBy) throw new AppError('forbidden', 'Ändringen ska kontrolleras av en annan person än den som publicerar.');
  const note = noteSchema.safeParse(publication.note);
  if (!note.success) throw invalid('note', 'Skriv vad som ändras och varför.');
  if (!isoDate.safeParse(appliesFrom).success || appliesFrom < today)
    throw invalid('appliesFrom', `Regler kan börja gälla tidigast i dag, ${dateInWords(today)}. Välj ett senare datum.`);
  const read = readOperations(publication.operations);
  if ('faults' in read) throw invalid('operations', 'Ändringen är tom eller går inte att läsa.');

  const repository = rulesetRepository(trx);
  await repository.lock();
  const newest = (await repository.heads()).at(-1);
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
  const stored = await repository.rules(newest.number);
  const before = readStored(files.base, stored?.content, newest.hash);
  const cases = readCases(stored?.cases);
  if ('faults' in before || 'faults' in cases)
    throw new AppError(
      'conflict',
      `Version ${newest.number} av reglerna går inte att läsa, så inget kan publiceras ovanpå den. Felet står bland regelverkets fel.`,
    );
  const rules = applied(files, { ruleset: before.knowledge.ruleset, cases: cases.cases }, read.operations);
  if ('faults' in rules)
    throw new AppError(
      'invalid',
      'Ändringen går inte att publicera.',
      rules.faults.map(({ place, problem, remedy }) => ({ field: place, message: `${problem} ${remedy}` })),
    );

  const number = newest.number + 1;
  const version = { number, base: newest.base, rules, appliesFrom, changes: [...newest.changes, number], operations: read.operations };
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
