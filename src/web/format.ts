/** Small helpers that every template reaches as `it.h`. They only put values into Swedish words; they decide nothing. */
import { assetUrl } from './assets.ts';
import * as labels from './labels.ts';

const numbers = new Intl.NumberFormat('sv-SE');
const longDate = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'long', timeZone: 'UTC' });

/** For the few places where a template builds a piece of HTML as a string. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** 1234 → "1 234". */
export function number(value: number): string {
  return numbers.format(value);
}

/** 24 → "24 %", with a space that does not break. */
export function percent(share: number): string {
  return `${numbers.format(share)}\u00a0%`;
}

/** "2026-11-22" → "22 november 2026"; what is not an ISO date is returned as it is. */
export function date(iso: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? longDate.format(new Date(`${iso}T00:00:00Z`)) : iso;
}

const longMonth = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: 'long', timeZone: 'UTC' });
/** "2026-04" → "i april 2026"; a whole date → "den 13 april 2026". */
export function day(iso: string): string {
  return /^\d{4}-\d{2}$/.test(iso) ? `i ${longMonth.format(new Date(`${iso}-01T00:00:00Z`))}` : `den ${date(iso)}`;
}

/** "3 insatser", "1 insats". */
export function count(n: number, one: string, many: string): string {
  return `${number(n)}\u00a0${n === 1 ? one : many}`;
}

/** ["a", "b", "c"] → "a, b och c". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} och ${items.at(-1)}`;
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** An address with a query; empty values are left out, so that a shared address holds only what was chosen. */
export function url(path: string, query: Query = {}, anchor = ''): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined && item !== '') params.append(key, String(item));
  }
  const search = params.size === 0 ? '' : `?${params}`;
  return `${path}${search}${anchor === '' ? '' : `#${anchor}`}`;
}

/** Address of a citation's place on the method page; a range leads to its first page or section. */
export function sourceHref(key: string): string {
  const [source = '', place] = key.split(/\/(.*)/);
  return place === undefined ? `/metod/kallor#kalla-${source}` : `/metod/kallor#kalla-${source}/${place.replace(/^(s\.|\d+:)(\d+)-\d+$/, '$1$2')}`;
}

/** What templates get as `it.h`. */
export const helpers = { number, percent, date, day, count, list, url, sourceHref, asset: assetUrl, escapeHtml, ...labels } as const;
