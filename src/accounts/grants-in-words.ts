import { type Grant, roleLabels, wholeCity } from './roles.ts';

/** Puts roles into words, each with where it holds: "Planerare: Farsta, Kungsholmen". A district that is no longer known is called by its id. */
export function grantsInWords(districts: readonly { id: string; name: string }[]): (grants: readonly Grant[]) => string[] {
  const names = new Map([...districts.map(({ id, name }) => [id, name] as const), [wholeCity, 'hela staden'] as const]);
  return (grants) =>
    [...Map.groupBy(grants, ({ role }) => role)].map(
      ([role, own]) => `${roleLabels[role]}: ${own.map(({ district }) => names.get(district) ?? district).join(', ')}`,
    );
}
