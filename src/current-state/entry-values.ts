import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InputFault } from '../web/input.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import { answers, isGiven, type State, type StoredState, stateSchema } from './schema.ts';

/** The fields of a row, as they were written. An empty `given` is no answer. */
export const entryFields = ['given', 'form', 'provision', 'decision', 'people', 'wish', 'comment'] as const;
export type EntryField = (typeof entryFields)[number];
export type EntryValues = Record<EntryField, string>;

export const emptyValues: EntryValues = {
  given: '',
  form: 'unknown',
  provision: 'unknown',
  decision: 'unknown',
  people: '',
  wish: 'not_answered',
  comment: '',
};

/** What a person has written of an insats: an answer, nothing, or faults beside their fields. */
export type ReadEntry = { state: State | null } | { faults: InputFault[] };

const peoplePattern = /^(\d{1,9})(?:[-–−](\d{1,9}))?$/;
const tooMany = 'Skriv ett tal, högst 1 000 000.';

/** "12" and "10–15", also with spaces between thousands; null for nothing written. */
function readPeople(written: string): State['people'] | string {
  const text = written.replace(/\s/g, '');
  if (text === '') return null;
  const [, first, second] = peoplePattern.exec(text) ?? [];
  if (first === undefined) return 'Skriv ett tal, till exempel 12, eller ett spann, till exempel 10–15. Lämna tomt om ni inte vet.';
  const people = { from: Number(first), to: Number(second ?? first) };
  if (Math.max(people.from, people.to) > 1_000_000) return tooMany;
  return people.from > people.to ? 'Det första talet är större än det andra. Skriv det minsta först.' : people;
}

const choiceSchema = z.object({
  given: stateSchema.shape.given,
  form: stateSchema.shape.form,
  provision: stateSchema.shape.provision,
  decision: stateSchema.shape.decision,
  wish: stateSchema.shape.wish,
});

/** Why a comment with a personal identity number is refused. */
const personalNumberFault =
  'Kommentaren innehåller något som ser ut som ett personnummer eller samordningsnummer. Ta bort det: nuläget gäller insatsen, aldrig en person.';

/** Reads one row. What does not apply to an insats that is not given is dropped. */
export function readEntry(insats: string, values: EntryValues): ReadEntry {
  const comment = plainText(values.comment);
  if (values.given === '') {
    if (comment === '' && values.wish === 'not_answered') return { state: null };
    return { faults: [{ field: 'given', message: 'Svara på om ni ger insatsen i dag. Välj Vet inte om ni inte vet.' }] };
  }
  const faults: InputFault[] = [];
  const given = isGivenText(values.given);
  const choices = choiceSchema.safeParse(given ? values : { ...values, form: 'unknown', provision: 'unknown', decision: 'unknown' });
  if (!choices.success) faults.push(...choices.error.issues.map((issue) => ({ field: String(issue.path[0]), message: 'Välj ett av svaren i listan.' })));
  const people = given ? readPeople(values.people) : null;
  if (typeof people === 'string') faults.push({ field: 'people', message: people });
  if (comment.length > 2000) faults.push({ field: 'comment', message: `Kommentaren får ha högst 2 000 tecken. Den har ${comment.length}.` });
  if (findPersonalNumber(comment) !== null) faults.push({ field: 'comment', message: personalNumberFault });
  if (!choices.success || typeof people === 'string' || faults.length > 0) return { faults };
  return { state: { insats, ...choices.data, people, comment } };
}

/** Text as it comes back from a browser, whatever it was when it was stored: else a row that nobody touched would seem changed. */
const plainText = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

const isGivenText = (given: string): boolean => given === 'yes' || given === 'local_variant';

/** A stored answer as the fields show it. */
export function valuesOf(state: State | undefined): EntryValues {
  if (state === undefined) return emptyValues;
  const { given, form, provision, decision, people, wish, comment } = state;
  return { given, form, provision, decision, people: peopleText(people), wish, comment };
}

export function peopleText(people: State['people']): string {
  if (people === null) return '';
  return people.from === people.to ? String(people.from) : `${people.from}–${people.to}`;
}

/** An answer in one line: "Ja, utan biståndsbeslut, enskild regi". What is not known is left out. */
export function inWords(state: State): string {
  const parts: string[] = [answers.given[state.given]];
  if (isGiven(state.given)) {
    if (state.decision !== 'unknown') parts.push(answers.decision[state.decision].toLowerCase());
    if (state.provision !== 'unknown') parts.push(answers.provision[state.provision].toLowerCase());
    if (state.form !== 'unknown') parts.push(answers.form[state.form].toLowerCase());
    if (state.people !== null) parts.push(`${peopleText(state.people)} personer`);
  }
  if (state.wish !== 'not_answered') parts.push(`önskar ge utan beslut: ${answers.wish[state.wish].toLowerCase()}`);
  return parts.join(', ');
}

/** What a row was when the page was made: its revision, and a fingerprint that tells whether the person has changed anything. */
export interface Base {
  revision: number | null;
  print: string;
}

const basePattern = /^(\d{1,9})\.([0-9a-f]{12}|0)$/;

/** The fingerprint of an answer; "0" for none. */
export function printOf(state: State | null | undefined): string {
  if (state == null) return '0';
  const { insats, given, form, provision, decision, people, wish, comment } = state;
  return createHash('sha256')
    .update(JSON.stringify([insats, given, form, provision, decision, people?.from ?? null, people?.to ?? null, wish, plainText(comment)]))
    .digest('hex')
    .slice(0, 12);
}

export function baseText(stored: StoredState | null | undefined): string {
  return stored == null ? '0.0' : `${stored.revision}.${printOf(stored)}`;
}

/** Reads a base; what cannot be read counts as no answer, so that a save over an answer is refused and not let through. */
export function readBase(text: string): Base {
  const [, revision, print] = basePattern.exec(text) ?? [];
  return revision === undefined || print === undefined || revision === '0' ? { revision: null, print: '0' } : { revision: Number(revision), print };
}
