import { z } from 'zod';
import { areaSchema, otherLaws, slug } from '../catalogue/schema.ts';
import { readJsonFile } from '../json-file.ts';
import { DistrictError, type Districts } from './districts.ts';

/** All criteria of an include must hold; an insats and a target group are in scope when one include holds. */
const includeSchema = z.strictObject({
  areas: z.array(areaSchema).min(1).optional(),
  sections: z.array(z.string()).min(1).optional(),
  targetGroups: z.array(slug).min(1).optional(),
  honour: z.literal(true).optional(),
  otherLaws: z.array(z.enum(otherLaws)).min(1).optional(),
});
export type Include = z.infer<typeof includeSchema>;

const fileSchema = z.strictObject({
  units: z.array(z.strictObject({ unit: slug, text: z.string().min(20), citations: z.array(z.string()).min(1), includes: z.array(includeSchema) })),
});
/** Which part of the catalogue a stadsövergripande unit works with, with the source that says so. */
export type UnitScope = z.infer<typeof fileSchema>['units'][number];

const file = new URL('../../data/city-unit-scopes.json', import.meta.url);

/** Reads `data/city-unit-scopes.json`; throws a DistrictError where it does not fit the units, each of which has one scope. */
export function loadUnitScopes(districts: Districts, from: URL = file): UnitScope[] {
  const parsed = fileSchema.safeParse(readJsonFile(from, 'data/city-unit-scopes.json'));
  if (!parsed.success) throw new DistrictError(`data/city-unit-scopes.json har fel form: ${z.prettifyError(parsed.error)}`);
  const { units } = parsed.data;
  for (const { id, kind } of districts.all) {
    const scopes = units.filter(({ unit }) => unit === id).length;
    if (scopes !== (kind === 'city_unit' ? 1 : 0)) {
      throw new DistrictError(`${id} har ${scopes} poster i data/city-unit-scopes.json. En stadsövergripande enhet ska ha en, en stadsdel ingen.`);
    }
  }
  const stray = units.find(({ unit }) => !districts.all.some(({ id }) => id === unit));
  if (stray !== undefined)
    throw new DistrictError(`data/city-unit-scopes.json nämner ${stray.unit}, som inte finns i data/districts.json. Rätta namnet eller ta bort posten.`);
  return units;
}
