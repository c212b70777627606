import { url } from '../../web/format.ts';
import type { Comparison } from './compare.ts';
import { type Aspect, type Crossing, type Flip, type Flips, isVerdict, valueText } from './flips.ts';
import { type CompareQuery, queryParams } from './query.ts';
import type { ComparedDistrict } from './read.ts';

export const path = '/metod/jamfor';

/** What a page or a file is made of. */
export interface ShownComparison {
  comparison: Comparison;
  district: ComparedDistrict | null;
  flips: Flips;
  /** The flips that the filter leaves. */
  found: readonly Flip[];
  query: CompareQuery;
  titleOf: (rule: string) => string;
  /** A rule's page; null where the rules in force do not have it. */
  pageOf: (name: string) => string | null;
}

/** A value as the page shows it: a verdict has its sign and colour. */
export interface ValueView {
  text: string;
  verdict: string | null;
}
export const valueView = (aspect: Aspect, value: string): ValueView => ({
  text: valueText(aspect, value),
  verdict: aspect === 'verdict' && isVerdict(value) ? value : null,
});

/** The page with some of its query otherwise, from its first part. */
export const hrefOf = (query: CompareQuery, changes: Partial<CompareQuery>, anchor = 'skillnader'): string =>
  url(path, queryParams({ ...query, sida: 1, ...changes }), anchor);
/** What tells one kind of change from another. */
export const keyOf = ({ from, to }: Pick<Crossing, 'from' | 'to'>): string => `${from}.${to}`;
