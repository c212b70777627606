import { createHash } from 'node:crypto';
import type { Insats } from '../catalogue/schema.ts';
import type { PostedRow } from './entry-save.ts';
import { type EntryField, type EntryValues, emptyValues, entryFields, readBase, valuesOf } from './entry-values.ts';
import type { EarlierAnswers } from './history.ts';
import type { InsatsGroup } from './progress.ts';
import { answers, type State } from './schema.ts';

/** The name of an insats in the form's fields: short, since a page has a thousand of them, and the same when the catalogue changes. */
export const rowKey = (insats: string): string => `i${createHash('sha256').update(insats).digest('hex').slice(0, 10)}`;

type Body = Readonly<Record<string, unknown>>;

/** One answer for everything in a group. */
export interface BulkAction {
  group: InsatsGroup;
  given: State['given'];
  overwrite: boolean;
}

/** What was pressed to send the form. */
export interface EntryAction {
  /** Write over the newer answer that the person has seen. */
  keepMine?: { insats: string; base: string };
  /** Let go of what was written of this insats. */
  takeStored?: string;
  /** Take over an earlier answer. */
  takeEarlier?: { insats: string; district: string; year: number };
  bulk?: BulkAction;
}

/** A form's field as text. Sent several times, the last counts; a file or nothing is empty. */
function fieldText(body: Body, name: string): string {
  const value = body[name];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : '';
}

export const bodyOf = (body: unknown): Body => (typeof body === 'object' && body !== null ? { ...body } : {});

/** The rows that were on the page: those whose base came with the form. */
export function readRows(body: Body, insatser: readonly Insats[]): PostedRow[] {
  return insatser.flatMap(({ id }) => {
    const base = fieldText(body, `${rowKey(id)}.bas`);
    return base === '' ? [] : [{ insats: id, values: readValues(body, id), base: readBase(base) }];
  });
}

function readValues(body: Body, insats: string): EntryValues {
  const key = rowKey(insats);
  const of = (field: EntryField) => (Object.hasOwn(body, `${key}.${field}`) ? fieldText(body, `${key}.${field}`) : emptyValues[field]);
  const [given = '', form = '', provision = '', decision = '', people = '', wish = '', comment = ''] = entryFields.map(of);
  return { given, form, provision, decision, people, wish, comment };
}

const isGivenAnswer = (text: string): text is State['given'] => Object.hasOwn(answers.given, text);

export function readAction(body: Body, groups: readonly InsatsGroup[]): EntryAction {
  const [over = '', overBase = ''] = fieldText(body, 'over').split(' ');
  if (over !== '') return { keepMine: { insats: over, base: overBase } };
  const drop = fieldText(body, 'slapp');
  if (drop !== '') return { takeStored: drop };
  const [insats = '', district = '', year = ''] = fieldText(body, 'hamta').split(' ');
  if (insats !== '') return { takeEarlier: { insats, district, year: Number(year) } };
  const group = groups.find(({ id }) => id === fieldText(body, 'alla'));
  if (group === undefined) return {};
  const given = fieldText(body, `${group.id}.svar`);
  return isGivenAnswer(given) ? { bulk: { group, given, overwrite: fieldText(body, `${group.id}.byt`) === 'ja' } } : {};
}

/** The rows as they are to be saved, once what was pressed has been taken into account. */
export function applyAction(rows: readonly PostedRow[], action: EntryAction, history: readonly EarlierAnswers[]): PostedRow[] {
  const { keepMine, takeStored, takeEarlier } = action;
  return rows
    .filter(({ insats }) => insats !== takeStored)
    .map((row) => {
      if (row.insats === keepMine?.insats) return { ...row, base: readBase(keepMine.base) };
      if (row.insats !== takeEarlier?.insats) return row;
      const earlier = history.find(({ district, year }) => district === takeEarlier.district && year === takeEarlier.year)?.states.get(row.insats);
      return earlier === undefined ? row : { ...row, values: valuesOf(earlier) };
    });
}
