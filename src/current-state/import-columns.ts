import { normal } from './import-normal.ts';

/** The columns of the template, with the words of SKR's survey. The order is that of the file. */
export const columnTitles = {
  id: 'Id',
  district: 'Stadsdel',
  year: 'År',
  area: 'Verksamhetsområde',
  category: 'Kategori',
  subcategory: 'Underkategori',
  name: 'Insats',
  given: 'Ges insatsen',
  form: 'Fysisk/digital',
  provision: 'Regi',
  decision: 'Biståndsbeslut',
  people: 'Antal personer',
  wish: 'Vill ge utan beslut',
  comment: 'Kommentar',
} as const;

/** Some files give the number of people in two columns instead of one. */
const extraTitles = { peopleFrom: 'Antal personer, minst', peopleTo: 'Antal personer, högst' } as const;

const titles = { ...columnTitles, ...extraTitles };
export type Column = keyof typeof titles;
export const columnTitle = (column: Column): string => titles[column];

/** Columns that hold an answer: a file without any of them says nothing of the current state. */
export const answerColumns = [
  'given',
  'form',
  'provision',
  'decision',
  'people',
  'peopleFrom',
  'peopleTo',
  'wish',
  'comment',
] as const satisfies readonly Column[];

/** Matched in this order against the normalised heading: "Antal personer utan beslut" is about people, "Vill ge utan beslut" about the wish. */
const patterns: readonly (readonly [Column, RegExp])[] = [
  ['id', /^(id|insats id|insatsid|insatsens id|id insats)$/],
  ['district', /^(stadsdel|stadsdelsområde|stadsdelsnämnd|stadsdelsförvaltning|stadsdel eller enhet|nämnd|förvaltning|enhet)$/],
  ['year', /^(år|årtal|avser år|uppgiftsår|mätår)$/],
  ['area', /^(verksamhetsområde|verksamhetsområden|område|verksamhet)$/],
  ['subcategory', /^(underkategori|undergrupp|delkategori|underrubrik)$/],
  ['category', /^(kategori|insatskategori|huvudkategori|typ av insats)$/],
  ['name', /^(insats|insatser|insatsens namn|insatsnamn|namn|namn på insats(en)?|benämning)$/],
  ['comment', /^(kommentar|kommentarer|anmärkning|anteckning|notering|fritext|övrigt)( |$)/],
  ['peopleFrom', /^(antal|personer).* (minst|från|lägst)$|^(minst|lägst) antal/],
  ['peopleTo', /^(antal|personer).* (högst|till|som mest)$|^högst antal/],
  ['people', /^antal$|^personer$|^antal (personer|individer|brukare|klienter|deltagare)( |$)|^hur många /],
  ['wish', /^(vill|önskar|önskan|önskemål|skulle|vilja|önskas)( |$)/],
  ['form', /^form$|fysisk|digital/],
  ['provision', /^(regi|utförare|utförs av|i vems regi|kommunal|enskild)( |$)|(kommunal|enskild|egen|privat) .*regi/],
  ['decision', /bistånd|beslut|behovspröv/],
  ['given', /^(ges|ger|erbjuds|erbjuder|finns)( |$)|^insats(en)? (ges|finns|erbjuds)/],
];

/** The column that a heading names; undefined where we do not know it. */
export function columnOf(heading: string): Column | undefined {
  const text = normal(heading);
  return text === '' ? undefined : patterns.find(([, pattern]) => pattern.test(text))?.[0];
}
