import { z } from 'zod';
import type { Fields } from '../../rule-changes/operation-form.ts';
import { type Operation, parseOperations } from '../../rule-changes/operations.ts';
import type { InputFault } from '../../web/input.ts';
import { findPersonalNumber } from '../../web/personal-number.ts';
import type { RuleDraft } from '../draft.ts';
import { kinds } from './kinds.ts';
import type { FormContext, ReadForm } from './model.ts';
import type { Placing } from './preview.ts';

const fieldsSchema = z.record(z.string().max(300), z.union([z.string(), z.array(z.string())])).catch({});
/** What a browser sent, as it was typed. */
export const typedFields = (body: unknown): Fields => fieldsSchema.parse(body ?? {});

/** Rules are read by everybody: a personal number in any field is told of before anything else is looked at. */
function personalFaults(typed: Fields): InputFault[] {
  // The change's own heading is looked at with the headings.
  return Object.entries(typed).flatMap(([name, field]) =>
    name === 'titel'
      ? []
      : [field ?? []].flat().flatMap((text, i): InputFault[] => {
          const found = findPersonalNumber(text);
          const message = `”${found}” ser ut som ett personnummer. Ta bort det: regler och fall läses av många.`;
          return found === null ? [] : [{ field: Array.isArray(field) ? `${name}.${i}` : name, message }];
        }),
  );
}

/** "Rubrik" for each field of the form by its own key, and whether anything stands in it. */
function shownFields(type: Operation['type'], context: FormContext, typed: Fields): Map<string, { label: string; empty: boolean; chosen: boolean }> {
  const fields = kinds[type].form.parts(context, typed).flatMap((part) => part.fields);
  return new Map(
    fields.map(({ name, at, label, values, control }) => [
      at === undefined ? name : `${name}.${at}`,
      { label, empty: values.every((value) => value.trim() === ''), chosen: control === 'select' || control === 'radios' || control === 'checks' },
    ]),
  );
}

export type Read = { operation: Operation; place: ReadForm['place'] } | { faults: InputFault[] };

/** The operation that was typed, or what is wrong with it, by the form's fields. */
export function readForm(type: Operation['type'], context: FormContext, typed: Fields): Read {
  const read = kinds[type].form.read(context, typed);
  const own = [...personalFaults(typed), ...read.faults];
  const parsed = read.operation === null ? { faults: [] } : parseOperations({ operations: [read.operation] });
  const told = new Set(own.map(({ field }) => field));
  const shown = shownFields(type, context, typed);
  const parseFaults = ('faults' in parsed ? parsed.faults : []).map(({ field, problem, remedy }): InputFault => {
    const place = read.place(field);
    const at = shown.get(place);
    // A field that was left empty needs no more than its name.
    if (at?.empty) return { field: place, message: at.chosen ? `Välj något under ”${at.label}”.` : `”${at.label}” är tomt. Fyll i fältet.` };
    return { field: place, message: `${problem} ${remedy}` };
  });
  const faults = [...own, ...parseFaults.filter(({ field }, i) => !told.has(field) && parseFaults.findIndex((one) => one.field === field) === i)];
  if (faults.length > 0 || !('operations' in parsed)) return { faults };
  const [operation] = parsed.operations;
  if (operation === undefined) throw new Error('one operation was read');
  return { operation, place: read.place };
}

/** The operations of the change with the one that was typed in its place: over the one that is rewritten, else last. */
export function placed({ operations }: Pick<RuleDraft, 'operations'>, operation: Operation, nr: number | undefined): Placing {
  const at = nr !== undefined && nr <= operations.length ? nr - 1 : operations.length;
  return {
    at,
    others: operations.filter((_, i) => i !== at),
    operations: at === operations.length ? [...operations, operation] : operations.with(at, operation),
  };
}
