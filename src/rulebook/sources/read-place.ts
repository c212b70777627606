import type { Place, Source } from '../../sources/schema.ts';
import type { Sources } from '../../sources/sources.ts';

/** What a person means by a place. */
export interface WrittenPlace {
  /** The source's id; empty where none is named. */
  source: string;
  /** As the register writes it: "14", "14:5", "11:5-p5", "s.728-732"; empty for the whole source. */
  place: string;
  /** Whether the register has the source, and the place in it or something within it. */
  isKnown: boolean;
}

const plain = (text: string): string => text.toLowerCase().normalize('NFC').replaceAll(/\s+/g, ' ').trim();
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** "Socialtjänstlag (2025:400)" → also "socialtjänstlagen" and "2025:400"; a law's number may be all that somebody writes. */
function namesOf({ id, short, title, repealed }: Source): string[] {
  const [, word, number] = /^(\p{L}+) \((\d{4}:\d+)\)/u.exec(title) ?? [];
  if (word === undefined || number === undefined) return [id, short, title].map(plain);
  const numbers = [`(${number})`, number, `sfs ${number}`];
  const ages = repealed !== undefined ? ['gamla ', 'tidigare ', 'äldre '] : ['', 'nya '];
  const words = ['lag', 'förordning'].includes(word.toLowerCase()) ? [] : ages.flatMap((age) => [`${age}${word}en`, `${age}${word}`]);
  const numbered = [word, `${word}en`, short].flatMap((name) => numbers.map((one) => `${name} ${one}`));
  return [id, short, title, ...words, ...numbers, ...numbered].map(plain);
}

const known = new WeakMap<Sources, readonly (readonly [RegExp, string])[]>();

/** Every name of every source, the longest first. */
function patternsOf(sources: Sources): readonly (readonly [RegExp, string])[] {
  const made =
    known.get(sources) ??
    sources.all
      .flatMap((source) => namesOf(source).map((name) => [name, source.id] as const))
      .toSorted(([a], [b]) => b.length - a.length)
      .map(([name, id]) => [new RegExp(`(?<![\\p{L}\\d])${escaped(name)}(?![\\p{L}\\d:])`, 'u'), id] as const);
  known.set(sources, made);
  return made;
}

const ordinals = ['första', 'andra', 'tredje', 'fjärde', 'femte'];

/** "andra stycket", "2 st.", "p. 5", "5 punkten", "första stycket 5" → "-st2", "-p5"; undefined where it is nothing of the kind. The register has no paragraph before a point. */
function withinSection(text: string): string | undefined {
  const written = plain(text.replaceAll(/[.,]/g, ' '));
  if (written === '') return '';
  const counted = written.replace(/^\p{L}+(?= st)/u, (word) => String(ordinals.indexOf(word) + 1));
  const paragraph = /^(\d) ?st(?:ycket)?\b ?/.exec(counted);
  const rest = paragraph === null ? counted : counted.slice(paragraph[0].length);
  if (paragraph !== null && rest === '') return `-st${paragraph[1]}`;
  const point = /^(?:p|punkt|punkten)? ?(\d+)(?: ?(?:p|punkt|punkten))?$/.exec(rest);
  return point === null ? undefined : `-p${point[1]}`;
}

/** A chapter, a section or a page as the register writes it; undefined for anything else. */
function placeIn(text: string): string | undefined {
  const page = /^s(?:id|ida|idan|idorna)?\.? ?(\d+)(?: ?[-–] ?(\d+))?(.*)$/.exec(text);
  if (page !== null) {
    const [, from, to, rest = ''] = page;
    const inner = withinSection(rest);
    return inner === undefined ? undefined : `s.${from}${to === undefined ? '' : `-${to}`}${inner}`;
  }
  const chapter = /^(?:kap(?:itel|itlet)?\.? ?(\d+)|(\d+) ?(?:kap(?:itel|itlet)?\.?)?)$/.exec(text);
  if (chapter !== null) return chapter[1] ?? chapter[2];
  const section =
    /^(?:kap(?:itel|itlet)?\.? ?)?(\d+) ?(?:kap(?:itel|itlet)?\.?,? ?|:|\.|§) ?(?:§+ ?)?(\d+) ?([a-oq-z](?!\p{L}))?(?: ?[-–] ?(\d+))?(?: ?§+)?(-(?:p|st)\d+)?(.*)$/u.exec(
      text,
    );
  if (section === null) return undefined;
  const [, number, paragraph, letter = '', to, own, rest = ''] = section;
  const inner = own ?? withinSection(rest);
  return inner === undefined ? undefined : `${number}:${paragraph}${letter}${to === undefined ? '' : `-${to}`}${inner}`;
}

/** A place of the register by its id, another name of it, or what it is called: "Ungdomsmottagningar". */
const isCalled = ({ id, aliases = [], heading, label }: Place, source: Source, text: string): boolean =>
  [id, ...aliases, heading, label, label.replace(`${source.short}, `, '')].some((name) => plain(name) === text || plain(name).replaceAll(' ', '') === text);

/** Whether the register has the place, or something within it: a section of a chapter, a page of a range. */
const has = ({ places }: Source, place: string): boolean =>
  place === '' ||
  places.some(({ id, aliases }) => id === place || id.startsWith(`${place}:`) || id.startsWith(`${place}-`) || aliases?.includes(place) === true) ||
  /^(s\.|\d+:)\d+-\d+$/.test(place);

/**
 * Reads what a person writes for a place: "14:5", "14 kap. 5 §", "SoL 14:5", "socialtjänstlagen 14 kap 5§", "s. 728", "11:5 p. 5", or what the place is
 * called. The source may stand before it, after it, or be chosen beside it (`chosen`, an id, or empty).
 */
export function readPlace(sources: Sources, text: string, chosen = ''): WrittenPlace {
  // "sol14:5": a name and its section without a space between them.
  const written = plain(text).replace(/^(\p{L}+)(?=\d+:)/u, '$1 ');
  const [pattern, named = ''] = patternsOf(sources).find(([name]) => name.test(written)) ?? [];
  const source = chosen || named;
  const searched = sources.all.filter(({ id }) => source === '' || id === source);
  const bare = pattern === undefined ? written : written.replace(pattern, ' ');
  const rest = plain(bare.replaceAll(/[(),;/]/g, ' '))
    .replace(/^(?:i|enligt) /, '')
    .replace(/ (?:i|enligt)$/, '')
    .replace(/\.$/, '');
  const place = placeIn(rest) ?? searched.flatMap((one) => one.places.filter((own) => rest !== '' && isCalled(own, one, rest)).map(({ id }) => id))[0];
  if (place === undefined) return { source, place: rest.replaceAll(' ', ''), isKnown: rest === '' && source !== '' };
  return { source, place: sources.place(source, place)?.id ?? place, isKnown: searched.some((one) => has(one, place)) };
}
