import { z } from 'zod';
import { fingerprint } from '../audit/trail.ts';
import type { InputFault } from '../web/input.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import { type Grant, type Role, roles, wholeCity } from './roles.ts';

/** What an administrator writes about an account, as it was written. */
export interface AccountValues {
  name: string;
  email: string;
  /** The districts of each role, by role; `*` for the whole city. */
  districts: Readonly<Record<Role, readonly string[]>>;
}

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const rawSchema = z.record(z.string(), many.catch([])).catch({});
export const noDistricts: AccountValues['districts'] = { planner: [], district_manager: [], legal: [], administrator: [], reader: [] };

/** Reads the form: name, e-mail, and for each role the districts it holds in. */
export function readAccount(body: unknown, known: ReadonlySet<string>): { values: AccountValues; grants: Grant[]; faults: InputFault[] } {
  const raw = rawSchema.parse(body ?? {});
  const one = (field: string) => (raw[field]?.at(-1) ?? '').trim();
  const districts = { ...noDistricts };
  for (const role of roles) districts[role] = [...new Set(raw[`roll-${role}`] ?? [])].filter((district) => district !== '');
  const values: AccountValues = { name: one('name'), email: one('email').toLowerCase(), districts };
  const faults: InputFault[] = [];
  if (values.name === '' || values.name.length > 120) faults.push({ field: 'name', message: 'Skriv personens namn, högst 120 tecken.' });
  else if (findPersonalNumber(values.name) !== null) faults.push({ field: 'name', message: 'Skriv bara namnet. Personnummer får inte stå här.' });
  if (!z.email().max(254).safeParse(values.email).success)
    faults.push({ field: 'email', message: 'Skriv en e-postadress, till exempel anna.berg@stockholm.se.' });
  const strange = Object.values(districts)
    .flat()
    .find((district) => district !== wholeCity && !known.has(district));
  if (strange !== undefined) faults.push({ field: 'roller', message: 'En av de valda stadsdelarna finns inte. Välj i listan.' });
  const grants = roles.flatMap((role) => grantsOf(role, districts[role]));
  if (grants.length === 0 && strange === undefined) faults.push({ field: 'roller', message: 'Välj minst en roll och var den gäller.' });
  return { values, grants, faults };
}

/** A role in the whole city needs no districts beside it. An administrator is one for the whole city, since accounts belong to no district. */
function grantsOf(role: Role, districts: readonly string[]): Grant[] {
  if (districts.length === 0) return [];
  if (role === 'administrator' || districts.includes(wholeCity)) return [{ role, district: wholeCity }];
  return districts.map((district) => ({ role, district }));
}

/** What a change of an account builds on: another one once somebody has changed its name or roles. */
export const revisionOf = ({ name, grants }: { name: string; grants: readonly Grant[] }): string =>
  fingerprint(JSON.stringify([name, grants.map(({ role, district }) => `${role} ${district}`).sort()]));

export function valuesOf({ name, email, grants }: { name: string; email: string; grants: readonly Grant[] }): AccountValues {
  const districts = { ...noDistricts };
  for (const role of roles) districts[role] = grants.filter((grant) => grant.role === role).map(({ district }) => district);
  return { name, email, districts };
}
