/** Facts of an insats or a group that somebody makes up: which there are, how they are written, and what follows from them. */
import { factText } from '../assessment/words.ts';
import { UNKNOWN } from '../candidate/design-fields.ts';
import { type FactInfo, type Facts, type FactValue, factTable } from '../candidate/facts.ts';
import { isKind, kinds } from '../catalogue/kinds.ts';
import { isFactValue } from '../rules/check.ts';
import type { InputFault } from '../web/input.ts';
import { ageFactNames, factsOfAges } from './ages.ts';

/** Follow from other facts, and are never made up by themselves. */
const following = new Set(['insats.feeListed', ...ageFactNames.filter((name) => name !== 'group.ageMin' && name !== 'group.ageMax')]);
const origins = { insats: 'Insatsen', group: 'Målgruppen', city: 'Det som källorna säger om insatsen i staden och länet' } as const;

/** What may be made up, in the order of the fact table. */
const inventable: readonly (readonly [fact: string, info: FactInfo])[] = Object.entries(factTable).filter(
  ([fact, { origin }]) => Object.hasOwn(origins, origin) && !following.has(fact),
);

const missingWord = 'saknas';

function parse(info: FactInfo, text: string): FactValue | null {
  const value: FactValue =
    info.type === 'boolean'
      ? text === 'ja' || text === 'nej'
        ? text === 'ja'
        : text
      : info.type === 'number'
        ? text === missingWord
          ? UNKNOWN
          : /^\d{1,4}$/.test(text)
            ? Number(text)
            : text
        : text;
  return isFactValue(info, value) ? value : null;
}

/** A value as it is written in a form or an address. */
function written(value: FactValue): string {
  if (typeof value === 'boolean') return value ? 'ja' : 'nej';
  return value === UNKNOWN ? missingWord : String(value);
}
const writtenFor = (info: FactInfo, value: FactValue): string => (info.type === 'choice' ? String(value) : written(value));

/** What is made up, with all that follows from it; a value that is the catalogue's own is none. `now` are the facts as the catalogue has them. */
export function readOverrides(raw: Readonly<Record<string, unknown>>, now: Facts, faults: InputFault[]): Facts {
  const made: Record<string, FactValue> = {};
  for (const [fact, info] of inventable) {
    const given = [raw[fact]].flat().at(-1);
    if (typeof given !== 'string' || given.trim() === '') continue;
    const value = parse(info, given.trim().toLowerCase());
    if (value === null) {
      const how = info.type === 'number' ? `ett heltal${info.special === undefined ? '' : ` eller ”${missingWord}”`}` : 'ett värde i listan';
      faults.push({ field: fact, message: `”${given.slice(0, 40)}” går inte att använda för ”${info.label}”. Ange ${how}.` });
    } else if (value !== now[fact]) made[fact] = value;
  }
  const kind = made['insats.kind'];
  if (typeof kind === 'string' && isKind(kind)) made['insats.feeListed'] = kinds[kind].feeListed;
  if (made['group.ageMin'] === undefined && made['group.ageMax'] === undefined) return made;
  const [min, max] = [made['group.ageMin'] ?? now['group.ageMin'], made['group.ageMax'] ?? now['group.ageMax']].map(Number);
  if (min === undefined || max === undefined || min > max || max > 120) {
    faults.push({
      field: 'group.ageMin',
      message: `Åldrarna ${min}–${max} går inte. Lägsta ålder får inte vara högre än högsta, och högsta är högst 120 (ingen gräns).`,
    });
    return Object.fromEntries(Object.entries(made).filter(([fact]) => !ageFactNames.includes(fact)));
  }
  return { ...made, ...factsOfAges(min, max) };
}

/** What is made up, as it stands in an address: without what follows. */
export function changedParams(overrides: Facts): Record<string, string> {
  return Object.fromEntries(inventable.flatMap(([fact, info]) => (overrides[fact] === undefined ? [] : [[fact, writtenFor(info, overrides[fact])]])));
}

export interface MadeUpField {
  fact: string;
  label: string;
  /** What the catalogue says, in words. */
  catalogue: string;
  value: string;
  isMadeUp: boolean;
  /** The values to choose among; null for a number. */
  options: { value: string; label: string }[] | null;
  fault: string | null;
}

/** The form for making up facts, by what they are about. `typed` holds what was written and could not be read. */
export function overridesForm(overrides: Facts, now: Facts, typed: Readonly<Record<string, unknown>>, faults: readonly InputFault[]) {
  const fieldOf = ([fact, info]: (typeof inventable)[number]): MadeUpField => {
    const fault = faults.find(({ field }) => field === fact)?.message ?? null;
    const made = overrides[fact];
    const values: FactValue[] = info.type === 'boolean' ? [true, false] : [...(info.values ?? [])];
    return {
      fact,
      label: info.label,
      catalogue: factText(fact, now[fact] ?? UNKNOWN),
      // Two ages that do not go together have one fault between them; both stand as they were written.
      value:
        fault !== null || (made === undefined && faults.length > 0) ? String(typed[fact] ?? '').slice(0, 40) : made === undefined ? '' : writtenFor(info, made),
      isMadeUp: made !== undefined,
      options: info.type === 'number' ? null : values.map((value) => ({ value: writtenFor(info, value), label: factText(fact, value) })),
      fault,
    };
  };
  return Object.entries(origins).map(([origin, title]) => {
    const fields = inventable.filter(([, info]) => info.origin === origin).map(fieldOf);
    return { origin, title, fields, madeUp: fields.filter(({ isMadeUp }) => isMadeUp).length };
  });
}
