import { grantsInTrail } from '../accounts/grants-in-trail.ts';
import { accountRepository, exampleIssuer } from '../accounts/repository.ts';
import type { Role } from '../accounts/roles.ts';
import { wholeCity } from '../accounts/roles.ts';
import { record } from '../audit/trail.ts';
import type { Db } from '../database/types.ts';

/** A made-up person. */
export interface Person {
  id: string;
  name: string;
  role: Role;
  districts: readonly string[];
  /** What there is to try as this person. */
  tries: string;
}

const oneDistrict = ['farsta', 'sodermalm', 'jarva', 'origo'];
const otherDistricts = ['bromma', 'behandlingsenheten', 'enheten-for-hemlosa', 'mika', 'framtid-stockholm'];

/** The made-up persons, in the order in which they are shown. */
export const people = [
  {
    id: 'planerare-1',
    name: 'Petra Holm',
    role: 'planner',
    districts: oneDistrict,
    tries: 'Se vad som har kommit tillbaka och varför, vad som är lovat till när, och vad som har blivit inaktuellt.',
  },
  {
    id: 'planerare-2',
    name: 'Omar Haddad',
    role: 'planner',
    districts: otherDistricts,
    tries: 'Följ förslag som är inlämnade, och lämna in ett som är rättat.',
  },
  {
    id: 'chef-1',
    name: 'Karin Ek',
    role: 'district_manager',
    districts: ['bromma', 'farsta', 'enheten-for-hemlosa'],
    tries: 'Svara på risker i Bromma: många rader på en gång, med tangentbordet, och se vad som är nytt sedan sist.',
  },
  {
    id: 'chef-2',
    name: 'Johan Lund',
    role: 'district_manager',
    districts: ['mika', 'behandlingsenheten', 'origo', 'sodermalm', 'jarva', 'bromma'],
    tries: 'Börja granska ett förslag som väntar, eller återlämna det med skäl vid raderna.',
  },
  {
    id: 'jurist',
    name: 'Sara Nyman',
    role: 'legal',
    districts: [wholeCity],
    tries: 'Granska oklara svar, undantag, villkor och ifrågasatta risker. Fråga reglerna om varför, och skriv en ändring av dem.',
  },
  {
    id: 'jurist-2',
    name: 'Amir Rahimi',
    role: 'legal',
    districts: [wholeCity],
    tries: 'Kontrollera och publicera en ändring av reglerna som Sara Nyman har skrivit: ingen får kontrollera sin egen.',
  },
  {
    id: 'administrator',
    name: 'Nils Åberg',
    role: 'administrator',
    districts: [wholeCity],
    tries: 'Registrera nämndens beslut, läs loggen, hantera konton och ta en säkerhetskopia.',
  },
  { id: 'lasare', name: 'Lena Dahl', role: 'reader', districts: [wholeCity], tries: 'Läs allt i hela staden, utan att kunna ändra något.' },
] as const satisfies readonly Person[];
export type PersonId = (typeof people)[number]['id'];
export const personIds = people.map(({ id }) => id) as [PersonId, ...PersonId[]];

export const personOf = (id: PersonId): Person => people.find((one) => one.id === id) ?? people[0];
/** The planner of a district of the example. */
export const plannerOf = (district: string): PersonId =>
  people.find(({ role, districts }) => role === 'planner' && (districts as readonly string[]).includes(district))?.id ?? 'planerare-1';

/**
 * Makes an account for each person. Where people have accounts of their own, the made-up ones are shut: they stand in the history as those who
 * did something, and nobody can be logged in as them. Gives the accounts' ids.
 */
export async function makePeople(db: Db): Promise<ReadonlyMap<PersonId, string>> {
  const accounts = accountRepository(db);
  const shut = await accounts.anyReal();
  const made = new Map<PersonId, string>();
  for (const { id, name, role, districts } of people) {
    const grants = districts.map((district) => ({ role, district }));
    const account = await accounts.add({ name, email: `${id}@exempel.invalid`, grants, oidc: { issuer: exampleIssuer, subject: id } });
    if (account === undefined) throw new Error(`there is an account for ${id} already`);
    if (shut) await accounts.setDisabled(account, true);
    await record(db, {
      action: 'account.create',
      object: { type: 'account', id: account },
      district: null,
      after: { ...grantsInTrail(grants), example: true },
    });
    made.set(id, account);
  }
  return made;
}

/**
 * Removes the made-up persons with their logins. Where they could be logged in as, every other account with a password was made by one of them
 * and goes too: nothing that a made-up administrator let in may stay.
 */
export async function removePeople(db: Db): Promise<void> {
  const open = await db
    .selectFrom('account')
    .select('id')
    .where('oidc_issuer', '=', exampleIssuer)
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  await db
    .deleteFrom('account')
    .where((eb) => eb.or([eb('oidc_issuer', '=', exampleIssuer), ...(open === undefined ? [] : [eb('oidc_issuer', 'is', null)])]))
    .execute();
}
