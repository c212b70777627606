import { type District, DistrictError, type Districts } from '../districts/districts.ts';

/** The years that a district or unit exists in, of those that the planner knows; the newest first. */
function yearsOf(districts: Districts, district: District, today: string): number[] {
  const first = Number((district.validFrom ?? districts.knownFrom).slice(0, 4));
  const last = Math.min(Number(today.slice(0, 4)), Number((district.validTo ?? today).slice(0, 4)));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => last - i);
}

/**
 * The district with this id, for a year that it exists in; without a year, its newest.
 * @throws DistrictError that says what exists instead.
 */
export function districtInYear(
  districts: Districts,
  id: string,
  asked: number | undefined,
  today: string,
): { district: District; year: number; years: number[] } {
  const district = districts.all.find((one) => one.id === id);
  if (district === undefined) throw new DistrictError('Det finns ingen sådan stadsdel eller enhet. Välj en i listan på sidan Stadsdelar.');
  const years = yearsOf(districts, district, today);
  const [newest] = years;
  const year = asked ?? newest;
  if (year === undefined || newest === undefined)
    throw new DistrictError(`${district.name} finns inte ännu. Välj en annan stadsdel i listan på sidan Stadsdelar.`);
  if (years.includes(year)) return { district, year, years };
  const names = districts.all.filter((one) => (year > newest ? district.successors.includes(one.id) : one.successors.includes(id))).map(({ name }) => name);
  const instead = names.length > 0 ? ` Området heter då ${names.join(' och ')}.` : '';
  throw new DistrictError(`Det går inte att lämna nuläge för ${district.name} år ${year}.${instead} Välj ett år från ${years.at(-1)} till ${newest}.`);
}
