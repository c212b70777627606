import { areas } from '../../catalogue/schema.ts';
import { type Aspect, aspects, crossingsOf, type Flips, valueText } from './flips.ts';
import { aspectParams, type CompareQuery } from './query.ts';
import { hrefOf, keyOf } from './shown.ts';

const byName = (a: { title: string }, b: { title: string }) => a.title.localeCompare(b.title, 'sv');
const distinct = (items: readonly (readonly [string, string])[]) => [...new Map(items)].map(([id, title]) => ({ id, title }));

/** What the filter can choose: only what occurs among the flips. */
export function choices({ flips }: Flips, aspect: Aspect, titleOf: (rule: string) => string) {
  return {
    aspects: Object.entries(aspectParams).map(([id, one]) => ({ id, title: aspects[one].label })),
    areas: Object.entries(areas).map(([id, title]) => ({ id, title })),
    groups: distinct(flips.map(({ pair: { group } }) => [group.id, group.name])).sort(byName),
    insatser: distinct(flips.map(({ pair: { insats } }) => [insats.id, `${insats.name} (${areas[insats.area]})`])).sort(byName),
    rules: distinct(flips.flatMap(({ fromRules, toRules }) => [...fromRules, ...toRules].map((name) => [name, titleOf(name)] as const))).sort(byName),
    crossings: crossingsOf(flips, aspect).map((one) => ({
      id: keyOf(one),
      title: `${valueText(aspect, one.from)} → ${valueText(aspect, one.to)} (${one.count})`,
    })),
  };
}

/** Chosen filters in words, with the address that takes each away. */
export function chips(query: CompareQuery, lists: ReturnType<typeof choices>) {
  const named = (items: readonly { id: string; title: string }[], id: string): string => items.find((item) => item.id === id)?.title ?? id;
  const text: Readonly<Partial<Record<keyof CompareQuery, string>>> = {
    q: `”${query.q}”`,
    byte: named(lists.crossings, query.byte),
    omrade: named(lists.areas, query.omrade),
    malgrupp: named(lists.groups, query.malgrupp),
    insats: named(lists.insatser, query.insats),
    regel: named(lists.rules, query.regel),
    skal: 'Ett enda skäl',
  };
  return (['q', 'byte', 'omrade', 'malgrupp', 'insats', 'regel', 'skal'] as const)
    .filter((key) => query[key] !== '')
    .map((key) => ({ label: text[key] ?? '', href: hrefOf(query, { [key]: '' }) }));
}
