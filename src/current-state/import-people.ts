import { normal } from './import-normal.ts';
import type { State } from './schema.ts';

export type People = State['people'];
export type Read<T> = { value: T } | { problem: string; remedy: string };

const most = 1_000_000;
const example = 'Skriv ett heltal, till exempel 12, eller ett spann, till exempel 10–20. Lämna tomt om antalet inte är känt.';
const unknown = new Set(['vet ej', 'vet inte', 'okänt', 'oklart', 'uppgift saknas', 'saknas', 'ej svarat', 'inget svar', '']);

/** A number of people as people write it: "1 200", "12,0", "12 personer"; a problem where it is not a whole number we are sure of. */
function wholeNumber(text: string): Read<number> {
  const digits = text.replace(/[\s\u00a0\u202f']/g, '').replace(/(st|personer|pers|individer)\.?$/i, '');
  if (/^-/.test(digits)) return { problem: 'Antalet är mindre än noll.', remedy: example };
  if (/^\d{1,3}([.,]\d{3})+$/.test(digits)) {
    return {
      problem: 'Det går inte att se om tecknet skiljer tusental eller decimaler.',
      remedy: `Skriv talet utan punkt och komma: ${digits.replace(/[.,]/g, '')}.`,
    };
  }
  const match = /^(\d+)(?:[.,](\d+))?$/.exec(digits);
  if (match === null) return { problem: 'Antalet går inte att läsa.', remedy: example };
  if (match[2] !== undefined && Number(match[2]) !== 0) return { problem: 'Antalet är inte ett heltal.', remedy: example };
  const value = Number(match[1]);
  return value > most ? { problem: 'Antalet är större än en miljon.', remedy: 'Kontrollera talet.' } : { value };
}

/** One number or a span; null where the number is not known. */
export function readPeople(cell: string | number): Read<People> {
  const text = String(cell).trim();
  // The patterns below are for short texts only: they take too long over thousands of characters.
  if (text.length > 60) return { problem: 'Antalet går inte att läsa.', remedy: example };
  if (unknown.has(normal(text)) && !/\d/.test(text)) return { value: null };
  const parts = /^([^-–—]*\d[^-–—]*?)\s*(?:[-–—]|\still\s)\s*([^-–—]*\d[^-–—]*)$/.exec(text);
  const [from, to] = parts === null ? [wholeNumber(text), undefined] : [wholeNumber(parts[1] ?? ''), wholeNumber(parts[2] ?? '')];
  if ('problem' in from) return from;
  if (to === undefined) return { value: { from: from.value, to: from.value } };
  if ('problem' in to) return to;
  return span(from.value, to.value);
}

/** The number from two columns, "minst" and "högst"; one alone stands for both. */
export function readPeoplePair(from: string | number, to: string | number): Read<People> {
  const low = readPeople(from);
  const high = readPeople(to);
  if ('problem' in low) return low;
  if ('problem' in high) return high;
  const one = low.value ?? high.value;
  const other = high.value ?? low.value;
  return one === null || other === null ? { value: null } : span(one.from, other.to);
}

function span(from: number, to: number): Read<People> {
  if (from > to) return { problem: 'Det första talet är större än det andra.', remedy: `Skriv ${to}–${from} om det är spannet.` };
  return { value: { from, to } };
}

/** The number as a file shows it. A long dash, since spreadsheets read "10-12" as a date. */
export function peopleText(people: People): string | number | null {
  if (people === null) return null;
  return people.from === people.to ? people.from : `${people.from}–${people.to}`;
}
