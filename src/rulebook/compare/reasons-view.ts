import { areas } from '../../catalogue/schema.ts';
import { list, url } from '../../web/format.ts';
import { type Aspect, aspects } from './flips.ts';
import { type CompareQuery, sideParams } from './query.ts';
import { type Reason, type RuleCard, reasonsOf } from './reasons.ts';
import { hrefOf, keyOf, path, type ShownComparison, valueView } from './shown.ts';

/** Reasons on one page, and candidates shown under each until it is asked for alone. */
const reasonsPerPage = 25;
const shownUnderReason = 24;
const perPage = 100;

/** As long as a heading may be before it is cut short. */
const longest = 80;

/** "Jourhem och Multifun-C", or where that would be long "Jourhem och 4 till". */
function headingOf(all: readonly string[]): string {
  const names = [...new Set(all)];
  const [first = ''] = names;
  const whole = list(names);
  return whole.length <= longest || names.length === 1 ? whole : `${first} och ${names.length === 2 ? 'en' : names.length - 1} till`;
}

/** The rules of one side in a line: titles with their places. Where the law decides, the table of pathways only follows. */
function cardsLine(cards: readonly RuleCard[]): string {
  const telling = cards.some(({ kind }) => kind !== 'pathway') ? cards.filter(({ kind }) => kind !== 'pathway') : cards;
  const lines = telling.map(({ title, places }) => (places.length === 0 ? title : `${title} (${places.map(({ label }) => label).join(', ')})`));
  return lines.length === 0 ? 'ingen regel slår till' : lines.join('; ');
}

/** A reason with its candidates, as many as the page shows of them. */
function reasonView(reason: Reason, query: CompareQuery, aspect: Aspect, page: number, pageOf: ShownComparison['pageOf']) {
  const alone = query.skal !== '';
  const start = alone ? (page - 1) * perPage : 0;
  const shown = reason.flips.slice(start, start + (alone ? perPage : shownUnderReason));
  return {
    ...reason,
    title: headingOf(reason.flips.map(({ pair }) => pair.insats.name)),
    groups: headingOf(reason.flips.map(({ pair }) => pair.group.name)),
    fromCards: reason.fromCards.map((card) => ({ ...card, href: pageOf(card.name) })),
    toCards: reason.toCards.map((card) => ({ ...card, href: pageOf(card.name) })),
    fromLine: cardsLine(reason.fromCards),
    toLine: cardsLine(reason.toCards),
    fromValue: valueView(aspect, reason.from),
    toValue: valueView(aspect, reason.to),
    candidates: shown.map(({ pair: { insats, group } }) => ({
      name: insats.name,
      area: areas[insats.area],
      group: group.name,
      href: url(`${path}/${insats.id}/${group.id}`, sideParams(query)),
    })),
    hidden: alone ? 0 : reason.flips.length - shown.length,
    href: hrefOf(query, { skal: reason.id }),
  };
}

/** Reasons under each kind of change, in their order. */
export function listView({ comparison, found, query, pageOf }: ShownComparison, aspect: Aspect) {
  const reasons = reasonsOf(comparison, found, aspects[aspect].values);
  const [only] = reasons;
  const pages = query.skal === '' ? Math.ceil(reasons.length / reasonsPerPage) : Math.ceil((only?.flips.length ?? 0) / perPage);
  const page = Math.min(query.sida, Math.max(1, pages));
  const shown = query.skal === '' ? reasons.slice((page - 1) * reasonsPerPage, page * reasonsPerPage) : reasons;
  const kinds = Map.groupBy(shown, keyOf);
  return {
    found: reasons.reduce((sum, reason) => sum + reason.flips.length, 0),
    reasons: reasons.length,
    open: shown.length <= 2,
    kinds: [...kinds].map(([key, own]) => {
      const [from = '', to = ''] = key.split('.');
      const total = reasons.filter((reason) => keyOf(reason) === key).reduce((sum, reason) => sum + reason.flips.length, 0);
      return {
        key,
        from: valueView(aspect, from),
        to: valueView(aspect, to),
        total,
        reasons: own.map((reason) => reasonView(reason, query, aspect, page, pageOf)),
      };
    }),
    page,
    pages,
    here: ({ sida }: { sida: number }) => hrefOf(query, { sida }),
  };
}
