import { z } from 'zod';
import { readJsonFile } from '../json-file.ts';
import { type District, districtFileSchema } from './schema.ts';

export type { District } from './schema.ts';

/** A question about a district that cannot be answered; the message says what to ask instead. */
export class DistrictError extends Error {
  override readonly name = 'DistrictError';
}

export interface Districts {
  readonly knownFrom: string;
  readonly all: readonly District[];
}

const file = new URL('../../data/districts.json', import.meta.url);

/** Reads and checks `data/districts.json`. */
export function loadDistricts(from: URL = file): Districts {
  const parsed = districtFileSchema.safeParse(readJsonFile(from, 'data/districts.json'));
  if (!parsed.success) throw new DistrictError(`data/districts.json har fel form: ${z.prettifyError(parsed.error)}`);
  const { knownFrom, districts } = parsed.data;
  return checkDistricts({ knownFrom, all: districts });
}

/** Refuses a double id, a period that ends before it begins, and a successor that does not begin the day after. */
export function checkDistricts(districts: Districts): Districts {
  const byId = new Map<string, District>();
  for (const district of districts.all) {
    if (byId.has(district.id)) throw new DistrictError(`Stadsdelen ${district.id} finns två gånger i data/districts.json. Ta bort den ena.`);
    if (district.validFrom !== null && district.validTo !== null && district.validFrom > district.validTo) {
      throw new DistrictError(`${district.name} slutar innan den börjar. Rätta validFrom eller validTo i data/districts.json.`);
    }
    byId.set(district.id, district);
  }
  for (const district of districts.all) {
    if ((district.validTo === null) !== (district.successors.length === 0)) {
      throw new DistrictError(`${district.name} ska ha både slutdag och efterföljare, eller ingetdera. Rätta validTo eller successors i data/districts.json.`);
    }
    for (const id of district.successors) {
      const next = byId.get(id);
      if (next === undefined) throw new DistrictError(`${district.name} har en okänd efterföljare: ${id}. Rätta successors i data/districts.json.`);
      if (next.validFrom !== dayAfter(district.validTo))
        throw new DistrictError(`${next.name} börjar inte dagen efter att ${district.name} slutar. Rätta validFrom eller validTo i data/districts.json.`);
    }
  }
  return districts;
}

/** The districts and units that exist at a day (ISO date), in the order of the file. */
export function districtsAt(districts: Districts, date: string): District[] {
  checkKnown(districts, date);
  return districts.all.filter((d) => existsAt(d, date));
}

/** The district or unit with this id; throws a DistrictError that names successors or predecessors when it does not exist at that day. */
export function findDistrict(districts: Districts, id: string, date: string): District {
  checkKnown(districts, date);
  const district = districts.all.find((d) => d.id === id);
  if (district === undefined) {
    const known = districtsAt(districts, date).map((d) => d.id);
    throw new DistrictError(`Det finns ingen stadsdel eller enhet med id ”${id.slice(0, 60)}”. Välj en av: ${known.join(', ')}.`);
  }
  if (existsAt(district, date)) return district;
  if (district.validTo !== null && date > district.validTo) {
    const successors = districts.all.filter((d) => district.successors.includes(d.id));
    throw new DistrictError(`${district.name} finns inte efter ${district.validTo}. Området ingår i ${names(successors)}. Välj ${choices(successors)}.`);
  }
  const predecessors = districts.all.filter((d) => d.successors.includes(id));
  throw new DistrictError(
    `${district.name} finns först från ${district.validFrom}. Tidigare hette området ${names(predecessors)}. Välj ${choices(predecessors)}.`,
  );
}

function existsAt(district: District, date: string): boolean {
  return (district.validFrom === null || district.validFrom <= date) && (district.validTo === null || date <= district.validTo);
}

function checkKnown(districts: Districts, date: string): void {
  if (date < districts.knownFrom) throw new DistrictError(`Insatsplan känner stadens indelning från ${districts.knownFrom}. Välj en senare dag än ${date}.`);
}

function dayAfter(date: string | null): string | null {
  if (date === null) return null;
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

const names = (list: readonly District[]) =>
  joined(
    list.map((d) => d.name),
    'och',
  );
/** By name for the one who reads, with the id for the one who types. */
const choices = (list: readonly District[]) =>
  joined(
    list.map((d) => `${d.name} (${d.id})`),
    'eller',
  );

function joined(words: readonly string[], last: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
