import { rulesetItem } from '../api/rulesets-route.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { loadKnowledge } from '../knowledge.ts';
import { knowledgeInForce } from '../rulesets/choose.ts';
import { rulesetRepository } from '../rulesets/repository.ts';
import { errorCode } from '../startup-error.ts';
import { today } from '../today.ts';
import { printJson, readFlags, type Terminal, write } from './command.ts';

const kinds = { base: 'regelfiler', rebased: 'omräknad', published: 'publicerad' } as const;

/** `rules versions`: every version of the rules in the database that the server uses, and which is in force today. */
export async function rulesVersions(args: string[], terminal: Terminal): Promise<number> {
  const { values } = readFlags('rules versions', args, { json: { type: 'boolean' } });
  const database = await openDatabase(readConfig(terminal.env));
  try {
    const heads = await rulesetRepository(database.db).heads();
    const hash = (await knowledgeInForce(database.db, loadKnowledge(), today())).knowledge.ruleset.hash;
    const inForce = heads.findLast((head) => head.hash === hash && head.appliesFrom <= today())?.number ?? null;
    if (values.json) {
      await printJson(
        terminal,
        heads.map((head) => rulesetItem(head, inForce)),
      );
      return 0;
    }
    const lines = heads.map(({ number, kind, appliesFrom, hash: own, note }) => {
      const standing = number === inForce ? 'gäller' : appliesFrom > today() ? 'väntar' : '';
      return `${number}\t${kinds[kind]}\t${appliesFrom}\t${own}\t${standing}\t${note?.what.replaceAll(/\s+/g, ' ') ?? ''}\n`;
    });
    await write(terminal, lines.join(''));
    return 0;
  } catch (error) {
    // PostgreSQL's own code for a table that is not there.
    if (errorCode(error) === '42P01') throw new Error('rules versions: databasen har inga tabeller ännu. Starta Insatsplan en gång.');
    throw error;
  } finally {
    await database.close();
  }
}
