import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readConfig } from '../config.ts';
import { currentStatesOf, type Feed, feedingYear } from '../current-state/feed.ts';
import { readFeed } from '../current-state/file-feed.ts';
import { openDatabase } from '../database/open.ts';
import { findDistrict } from '../districts/districts.ts';
import type { Knowledge } from '../knowledge.ts';
import { knowledgeInForce } from '../rulesets/choose.ts';
import { errorCode } from '../startup-error.ts';
import { today } from '../today.ts';
import { AppError } from '../web/errors.ts';
import { count } from '../web/format.ts';
import { UsageError } from './command.ts';

/** How many faults of a file are told one by one. */
const shownFaults = 20;

/** A district's nuläge for a draft, and what to say of where it comes from. */
export interface Nulage {
  feed: Feed | null;
  told: string;
  /** The rules in force in the database that it was read from. */
  rules?: Knowledge;
}

interface Asked {
  knowledge: Knowledge;
  district: string;
  /** ISO date. */
  date: string;
}

const inWords = ({ year, states }: Feed): string => `${count(states.size, 'insats', 'insatser')}, år ${year}`;

/**
 * Reads nuläge from a filled-in template (CSV or Excel).
 * @throws UsageError that says what is wrong in the file.
 */
export async function nulageOfFile(file: string, { knowledge, district: id, date }: Asked): Promise<Nulage> {
  const { catalogue, districts } = knowledge;
  const district = findDistrict(districts, id, date);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`propose: det går inte att läsa ${file} (${errorCode(error)}). Kontrollera sökvägen.`);
  });
  try {
    const read = await readFeed(bytes, basename(file), { catalogue, districts, district, date });
    if ('feed' in read) return { feed: read.feed, told: `Nuläge ur ${basename(file)}: ${inWords(read.feed)}.${leftOut(read.left)}` };
    const lines = read.faults.slice(0, shownFaults).map(({ row, column, problem, remedy }) => {
      return `  Rad ${row}${column === null ? '' : `, kolumn ${column}`}: ${problem} ${remedy}`;
    });
    const more = read.faults.length > shownFaults ? [`  … och ${read.faults.length - shownFaults} fel till.`] : [];
    throw new UsageError([`propose: ${basename(file)} har ${count(read.faults.length, 'fel', 'fel')}. Inget utkast är gjort.`, ...lines, ...more].join('\n'));
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(`propose: ${basename(file)}: ${error.message}`);
    throw error;
  }
}

function leftOut({ otherDistricts, otherYears }: { otherDistricts: number; otherYears: number }): string {
  const left = [
    ...(otherDistricts > 0 ? [`${count(otherDistricts, 'rad', 'rader')} om andra stadsdelar`] : []),
    ...(otherYears > 0 ? [`${count(otherYears, 'rad', 'rader')} om andra år`] : []),
  ];
  return left.length === 0 ? '' : ` Inte med: ${left.join(' och ')}.`;
}

/** Reads nuläge and the rules in force from the database that the server uses: `DATABASE_URL`, else the embedded one in `DATA_DIR`. */
export async function nulageOfDatabase({ knowledge, district: id, date }: Asked, environment: NodeJS.ProcessEnv): Promise<Nulage> {
  const { name } = findDistrict(knowledge.districts, id, date);
  const database = await openDatabase(readConfig(environment));
  try {
    const { knowledge: rules, version } = await knowledgeInForce(database.db, knowledge, today());
    const by = version === null ? '' : ` Regler: version ${version.number}.`;
    const year = await feedingYear(database.db, id, date);
    if (year === null) return { rules, feed: null, told: `Databasen har inget nuläge för ${name} till och med ${date.slice(0, 4)}.${by}` };
    const feed = { year, states: await currentStatesOf(database.db, id, date) };
    return { rules, feed, told: `Nuläge ur databasen: ${inWords(feed)}.${by}` };
  } catch (error) {
    // PostgreSQL's own code for a table that is not there.
    if (errorCode(error) === '42P01') throw new Error('propose: databasen har inga tabeller ännu. Starta Insatsplan en gång och lämna nuläget där.');
    throw error;
  } finally {
    await database.close();
  }
}
