import { z } from 'zod';
import { areas, type Insats, type TargetGroup } from '../../catalogue/schema.ts';
import type { Query } from '../../web/format.ts';
import { oneOf, pageNumber, searchText, wordsOf } from '../../web/input.ts';
import { hasWord, searched } from '../search-words.ts';
import { designChoices } from './compare.ts';
import { type Aspect, aspectIds, type Flip } from './flips.ts';
import { reasonIdOf } from './reasons.ts';

/** What is compared, as it stands in an address. */
export const aspectParams = { svar: 'verdict', vag: 'pathway', etapp: 'stage', flaggor: 'flags' } as const satisfies Record<string, Aspect>;
type AspectParam = keyof typeof aspectParams;
export const paramOf = (aspect: Aspect): string => Object.entries(aspectParams).find(([, id]) => id === aspect)?.[0] ?? '';

const defaultBases = { fran: 'sou-2020-47', till: 'sol-2025-400' } as const;
const word = z.string('Ange bara ett värde: adressen har flera.').trim().max(120, 'Värdet är för långt.').default('');

/** What the page reads from its address. What the two sides say is checked afterwards, so that a fault stands beside its field. */
export function compareQuerySchema(insatser: readonly Insats[], groups: readonly TargetGroup[]) {
  return z.object({
    fran: word.transform((id) => id || defaultBases.fran),
    frandatum: word,
    franversion: word,
    till: word.transform((id) => id || defaultBases.till),
    tilldatum: word,
    tillversion: word,
    stadsdel: word,
    utformning: oneOf(designChoices, 'Utformningen'),
    visa: oneOf(Object.keys(aspectParams), 'Det som jämförs'),
    omrade: oneOf(Object.keys(areas), 'Området'),
    malgrupp: oneOf(
      groups.map(({ id }) => id),
      'Målgruppen',
    ),
    insats: oneOf(
      insatser.map(({ id }) => id),
      'Insatsen',
    ),
    /** A rule's name, on either side. */
    regel: word,
    /** "allowed.unclear": from one value to another. */
    byte: z
      .union([z.literal(''), z.string().regex(/^[a-z0-9_]{1,40}\.[a-z0-9_]{1,40}$/, 'Bytet finns inte i listan. Välj ett värde i formuläret.')])
      .default(''),
    /** The id of a reason. */
    skal: z.union([z.literal(''), z.string().regex(/^[0-9a-f]{16}$/, 'Skälet finns inte. Börja om utan filter.')]).default(''),
    q: searchText,
    sida: pageNumber,
  });
}
export type CompareQuery = z.infer<ReturnType<typeof compareQuerySchema>>;

export const compareLabels: Readonly<Record<string, string>> = {
  fran: 'Från: rättslig grund',
  frandatum: 'Från: datum',
  franversion: 'Från: regler',
  till: 'Till: rättslig grund',
  tilldatum: 'Till: datum',
  tillversion: 'Till: regler',
  stadsdel: 'Nuläge från',
  utformning: 'Utformning',
  visa: 'Vad som jämförs',
  omrade: 'Område',
  malgrupp: 'Målgrupp',
  insats: 'Insats',
  byte: 'Från och till',
  skal: 'Skäl',
  regel: 'Regel',
  q: 'Sök',
  sida: 'Sida',
};

const isParam = (text: string): text is AspectParam => Object.hasOwn(aspectParams, text);
export const aspectOf = ({ visa }: CompareQuery): Aspect => (isParam(visa) ? aspectParams[visa] : (aspectIds[0] ?? 'verdict'));

/** The two sides and what is assumed, as parameters; what goes without saying is left out. */
export function sideParams(query: CompareQuery): Query {
  const { fran, frandatum, franversion, till, tilldatum, tillversion, stadsdel, utformning } = query;
  return {
    fran: fran === defaultBases.fran ? '' : fran,
    frandatum,
    franversion,
    till: till === defaultBases.till ? '' : till,
    tilldatum,
    tillversion,
    stadsdel,
    utformning: utformning === 'egen' ? '' : utformning,
  };
}

/** The same with left and right exchanged. */
export function swapped(query: CompareQuery): CompareQuery {
  const { fran, frandatum, franversion, till, tilldatum, tillversion, utformning, byte } = query;
  const design = utformning === 'fran' ? 'till' : utformning === 'till' ? 'fran' : utformning;
  const crossing = byte === '' ? '' : byte.split('.').reverse().join('.');
  return {
    ...query,
    fran: till,
    frandatum: tilldatum,
    franversion: tillversion,
    till: fran,
    tilldatum: frandatum,
    tillversion: franversion,
    utformning: design,
    byte: crossing,
    skal: '',
    sida: 1,
  };
}

/** Everything that the address holds. */
export function queryParams(query: CompareQuery): Query {
  const { visa, omrade, malgrupp, insats, regel, byte, skal, q, sida } = query;
  return { ...sideParams(query), visa: visa === 'svar' ? '' : visa, omrade, malgrupp, insats, regel, byte, skal, q, sida: sida === 1 ? '' : sida };
}

/** The flips that the query leaves. `titleOf` gives a rule's title, which the search reads too. */
export function filterFlips(flips: readonly Flip[], query: CompareQuery, titleOf: (rule: string) => string): Flip[] {
  const { omrade, malgrupp, insats, regel, byte } = query;
  const words = wordsOf(query.q);
  return flips.filter((flip) => {
    const { pair, from, to, fromRules, toRules } = flip;
    const rules = [...fromRules, ...toRules];
    const text = () => searched([pair.insats.name, pair.group.name, ...rules, ...rules.map(titleOf)].join(' '));
    return (
      (omrade === '' || pair.insats.area === omrade) &&
      (malgrupp === '' || pair.group.id === malgrupp) &&
      (insats === '' || pair.insats.id === insats) &&
      (regel === '' || rules.includes(regel)) &&
      (byte === '' || byte === `${from}.${to}`) &&
      (query.skal === '' || query.skal === reasonIdOf(flip)) &&
      (words.length === 0 || words.every((item) => hasWord(text(), item)))
    );
  });
}
