import { readConfig } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { type Command, readFlags, write } from './command.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  usage: 'migrate',
  summary: 'Skapar databasens tabeller, eller uppdaterar dem till den här versionen, utan att starta servern.',
  details:
    'Servern gör det själv när den startar. Kommandot behövs där servern kör med en roll som inte får ändra tabeller (docs/runtime-role.sql):\n' +
    'ange då ägarens adress i DATABASE_URL. Ta en säkerhetskopia och stoppa servrarna först.\n',
  async run(args, terminal) {
    readFlags('migrate', args, {});
    const database = await openDatabase(readConfig(terminal.env));
    try {
      await migrate(database.db);
      await write(terminal, 'Databasens tabeller är de som den här versionen behöver.\n');
      return 0;
    } finally {
      await database.close();
    }
  },
};
