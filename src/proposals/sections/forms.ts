import { z } from 'zod';
import { type DocumentPart, documentPartIds, documentParts, type Outline, textLimit } from '../../drafts/outline.ts';
import { number } from '../../web/format.ts';
import type { InputFault } from '../../web/input.ts';
import { findPersonalNumber } from '../../web/personal-number.ts';

const rawSchema = z.record(z.string(), z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).catch(''));
const fieldsOf = (body: unknown): Record<string, string> => rawSchema.catch({}).parse(body ?? {});
const revisionOf = (text = ''): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0);
const personalNumber =
  'Texten ser ut att innehålla ett personnummer eller samordningsnummer. Ta bort det. Dokumentet får inte ha uppgifter om enskilda personer.';

export interface ReadText {
  /** As it was written, with the line ends that are stored. */
  typed: string;
  /** As it is stored. */
  body: string;
  revision: number;
  faults: InputFault[];
}

/** Reads a part's text as it was sent. */
export function readText(body: unknown): ReadText {
  const { text = '', revision } = fieldsOf(body);
  const typed = text.replaceAll(/\r\n?/g, '\n');
  const stored = typed.trim();
  const faults: InputFault[] = [];
  if (stored.length > textLimit)
    faults.push({ field: 'text', message: `Texten är ${number(stored.length)} tecken lång. Korta den till högst ${number(textLimit)} tecken.` });
  if (findPersonalNumber(typed) !== null) faults.push({ field: 'text', message: personalNumber });
  return { typed, body: stored, revision: revisionOf(revision), faults };
}

/** A row of the headings' form, as it was written. */
export interface HeadingRow {
  part: DocumentPart;
  title: string;
  place: string;
  shown: boolean;
}

export interface ReadOutline {
  /** In the order in which the form had them. */
  rows: HeadingRow[];
  revision: number;
  outline: Outline;
  faults: InputFault[];
}

/** The rows of a form for an outline: what it shows in its order, then what it leaves out. */
export function headingRows(outline: Outline): HeadingRow[] {
  const shown = outline.map(({ part, title }) => ({ part, title, shown: true }));
  const left = documentPartIds.filter((part) => !outline.some((one) => one.part === part)).map((part) => ({ part, title: documentParts[part], shown: false }));
  return [...shown, ...left].map((row, index) => ({ ...row, place: String(index + 1) }));
}

const titleLimit = 120;
const placeSchema = z
  .string()
  .trim()
  .regex(/^\d{1,3}$/)
  .transform(Number);

/** Where a row wants to stand. One that is moved to another's place comes before it on the way up and after it on the way down. */
function wanted({ place }: HeadingRow, index: number): number {
  const typed = placeSchema.safeParse(place).data ?? index + 1;
  return typed + Math.sign(typed - (index + 1)) / 2;
}

/** Reads the headings' form. `before` is the order in which the form was shown, where it does not say so itself. */
export function readOutline(body: unknown, before: Outline): ReadOutline {
  const fields = fieldsOf(body);
  const named = (fields.ordning ?? '').split(' ');
  const order = [...new Set([...named, ...headingRows(before).map(({ part }) => part)])].flatMap((name) => documentPartIds.find((part) => part === name) ?? []);
  const rows = order.map((part, index): HeadingRow => {
    const title = (fields[`titel-${part}`] ?? '').trim().replaceAll(/\s+/gu, ' ');
    return { part, title, place: fields[`plats-${part}`] ?? String(index + 1), shown: fields[`med-${part}`] === 'ja' };
  });
  const shown = rows.filter((row) => row.shown);
  const key = ({ title }: HeadingRow) => title.toLocaleLowerCase('sv');
  const faults = shown.flatMap((row, index): InputFault[] => {
    const field = `titel-${row.part}`;
    const own: InputFault[] = [];
    if (row.title === '') own.push({ field, message: 'Skriv en rubrik, eller ta bort krysset så att avsnittet inte är med.' });
    else if (row.title.length > titleLimit) own.push({ field, message: `Rubriken är för lång. Korta den till högst ${titleLimit} tecken.` });
    else if (shown.findIndex((other) => key(other) === key(row)) < index)
      own.push({ field, message: `En annan del har också rubriken ”${row.title}”. Skriv en egen.` });
    if (findPersonalNumber(row.title) !== null) own.push({ field, message: personalNumber });
    if (!placeSchema.safeParse(row.place).success)
      own.push({ field: `plats-${row.part}`, message: `Skriv platsen för ”${row.title}” som ett heltal, till exempel 3.` });
    return own;
  });
  if (shown.length === 0) faults.push({ field: `med-${rows[0]?.part}`, message: 'Minst ett avsnitt måste vara med. Kryssa i ett.' });
  const outline = rows
    .map((row, index) => ({ row, at: wanted(row, index) }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ row: { part, title, shown: isShown } }) => (isShown ? [{ part, title }] : []));
  return { rows, revision: revisionOf(fields.revision), outline, faults };
}
