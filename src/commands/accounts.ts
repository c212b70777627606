import { z } from 'zod';
import { grantsInTrail } from '../accounts/grants-in-trail.ts';
import { linkRepository } from '../accounts/links.ts';
import { accountRepository, normalEmail } from '../accounts/repository.ts';
import { type Grant, wholeCity } from '../accounts/roles.ts';
import { record } from '../audit/trail.ts';
import { originOf, readConfig } from '../config.ts';
import { isExampleDatabase } from '../database/example-data.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import { type Command, readFlags, UsageError, write } from './command.ts';

export const accountsCommand: Command = {
  name: 'accounts',
  usage: 'accounts first-admin --name NAMN --email ADRESS',
  summary: 'Skapar den första administratören och skriver ut en engångslänk där personen väljer sitt lösenord.',
  details: 'Stoppa servern först om den inbyggda databasen används. Finns kontot redan som administratör får det en ny länk.\n',
  async run(args, terminal) {
    const [what, ...rest] = args;
    if (what !== 'first-admin') throw new UsageError('accounts: ange first-admin. De andra kontona skapas på sidan Konton.');
    const { values } = readFlags('accounts first-admin', rest, { name: { type: 'string' }, email: { type: 'string' } });
    const name = (values.name ?? '').trim();
    const email = normalEmail(values.email ?? '');
    if (name === '' || name.length > 120) throw new UsageError('accounts first-admin: ange --name med personens namn, högst 120 tecken.');
    if (findPersonalNumber(name) !== null) throw new UsageError('accounts first-admin: skriv bara namnet. Personnummer får inte stå där.');
    if (!z.email().max(254).safeParse(email).success)
      throw new UsageError('accounts first-admin: ange --email med en e-postadress, till exempel anna.berg@stockholm.se.');
    const config = readConfig(terminal.env);
    const database = await openDatabase(config);
    try {
      await migrate(database.db);
      const link = await database.db.transaction().execute(async (trx) => {
        const accounts = accountRepository(trx);
        const issue = async (account: string) => {
          const token = await linkRepository(trx).issue(account);
          await record(trx, { action: 'account.link', object: { type: 'account', id: account }, district: null, after: { by: 'command line' } });
          return token;
        };
        const existing = await accounts.byEmail(email);
        const administrators = await accounts.administrators();
        // Whoever can run this can read the whole database, so a lost password must not need another administrator.
        if (existing !== undefined && administrators.includes(existing.id)) return issue(existing.id);
        if (await isExampleDatabase(trx))
          throw new UsageError(
            'accounts first-admin: här finns exempeldata. Ta bort den först, på sidan ”Ta bort allt”, så att inget konto blandas med de påhittade.',
          );
        if (administrators.length > 0) throw new UsageError('accounts first-admin: det finns redan en administratör. Skapa fler konton på sidan Konton.');
        if (existing !== undefined) throw new UsageError('accounts first-admin: det finns redan ett konto med den adressen. Ange en annan.');
        const grants: Grant[] = [{ role: 'administrator', district: wholeCity }];
        const id = await accounts.add({ name, email, grants });
        if (id === undefined) throw new UsageError('accounts first-admin: kontot gick inte att skapa, för någon annan gjorde det samtidigt. Försök igen.');
        await record(trx, {
          action: 'account.create',
          object: { type: 'account', id },
          district: null,
          after: { by: 'command line', ...grantsInTrail(grants) },
        });
        return issue(id);
      });
      const origin = originOf(config);
      await write(terminal, `Öppna länken inom 24 timmar och välj lösenord. Den går att använda en gång:\n${origin}/valkommen/${link}\n`);
      return 0;
    } finally {
      await database.close();
    }
  },
};
