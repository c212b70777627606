import { z } from 'zod';
import { type Area, areas } from '../catalogue/schema.ts';
import type { InputFault } from '../web/input.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import type { DraftNote } from './draft.ts';

const lengths = { titel: 200, vad: 2000, varfor: 4000 } as const;
const labels = { titel: 'Rubriken', vad: 'Texten', varfor: 'Texten' } as const;

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const rawSchema = z.record(z.string(), many.catch([])).catch({});
export type RawForm = Readonly<Record<string, readonly string[] | undefined>>;
export const rawForm = (body: unknown): RawForm => rawSchema.parse(body ?? {});
export const fieldOf = (raw: RawForm, name: string): string => (raw[name]?.at(-1) ?? '').trim().replaceAll('\r\n', '\n');
export const wholeOf = (raw: RawForm, name: string): number =>
  z.coerce
    .number()
    .int()
    .min(0)
    .max(2_000_000_000)
    .catch(0)
    .parse(fieldOf(raw, name) || '0');
export const keyOf = (raw: RawForm): string | undefined => z.uuid().safeParse(fieldOf(raw, 'nyckel')).data;

/** A free text: its length, and that it holds no personal number. */
export function textFaults(field: string, text: string, longest: number, label: string): InputFault[] {
  if (text.length > longest) return [{ field, message: `${label} är för lång. Skriv högst ${longest} tecken; nu är det ${text.length}.` }];
  const number = findPersonalNumber(text);
  return number === null ? [] : [{ field, message: `”${number}” ser ut som ett personnummer. Ta bort det: regler och motiv läses av många.` }];
}

export const titleFaults = (title: string): InputFault[] =>
  title === ''
    ? [{ field: 'titel', message: 'Ge ändringen en rubrik, så att andra ser vad den gäller.' }]
    : textFaults('titel', title, lengths.titel, labels.titel);

/** The form of what is said of a change, as it was written, and what is wrong. Fields may be empty until it is submitted. */
export function readNote(raw: RawForm): { note: DraftNote; faults: InputFault[] } {
  const [title, what, why, from] = [fieldOf(raw, 'titel'), fieldOf(raw, 'vad'), fieldOf(raw, 'varfor'), fieldOf(raw, 'fran')];
  const chosen = (raw.omrade ?? []).filter((id): id is Area => Object.hasOwn(areas, id));
  const faults = [
    ...titleFaults(title),
    ...textFaults('vad', what, lengths.vad, labels.vad),
    ...textFaults('varfor', why, lengths.varfor, labels.varfor),
    ...(from !== '' && !z.iso.date().safeParse(from).success ? [{ field: 'fran', message: 'Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2027-01-01.' }] : []),
  ];
  return { note: { title, what, why, areas: [...new Set(chosen)], appliesFrom: from === '' ? null : from }, faults };
}
