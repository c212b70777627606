import { designFieldNames } from '../candidate/design.ts';
import { type DesignFieldName, designFields, UNKNOWN, UNKNOWN_LABEL } from '../candidate/design-fields.ts';
import type { FactValue } from '../candidate/facts.ts';
import { kinds } from '../catalogue/kinds.ts';
import { areas } from '../catalogue/schema.ts';
import { verdictLabels } from '../web/labels.ts';
import type { DesignChange } from './types.ts';

const words: Readonly<Record<string, string>> = {
  yes: 'ja',
  no: 'nej',
  none: 'ingen',
  all: 'alla',
  some: 'några',
  self: 'personen själv',
  guardian: 'vårdnadshavare',
  family: 'familj',
  relative: 'anhörig',
  foster_home: 'familjehem',
  perpetrator: 'våldsutövare',
  exposed: 'våldsutsatt',
  direct: 'direkt',
  through_adult: 'genom en vuxen',
  individual: 'enskilt',
  group: 'i grupp',
  both: 'båda',
  mental: 'psykisk',
  physical_or_intellectual: 'fysisk eller intellektuell',
  'sol-2025-400': 'socialtjänstlagen (2025:400)',
  'sou-2020-47': 'lagförslaget i SOU 2020:47',
  'bostadsanpassning-2018-222': 'lagen om bostadsanpassningsbidrag (2018:222)',
  'trafikforordning-1998-1276': 'trafikförordningen (1998:1276)',
  'befogenheter-2009-47': 'lagen om vissa kommunala befogenheter (2009:47)',
  'medling-2002-445': 'lagen om medling med anledning av brott (2002:445)',
  'personligt-ombud-2013-522': 'förordningen om personligt ombud (2013:522)',
};

function oneValue(fact: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'ja' : 'nej';
  if (typeof value === 'number') return String(value);
  const field = designFieldNames.find((name) => fact === `design.${name}`);
  if (value === UNKNOWN) return field === undefined ? 'uppgift saknas' : UNKNOWN_LABEL.toLowerCase();
  if (field !== undefined) return designValueText(field, value);
  if (fact === 'insats.kind') return Object.entries(kinds).find(([id]) => id === value)?.[1].label ?? value;
  if (fact === 'insats.area') return Object.entries(areas).find(([id]) => id === value)?.[1] ?? value;
  if (fact === 'law.verdict') return Object.entries(verdictLabels).find(([id]) => id === value)?.[1] ?? value;
  return words[value] ?? value;
}

/** An answer of a design in the form's own words. */
export function designValueText(name: DesignFieldName, value: string | number | readonly string[]): string {
  const field = designFields[name];
  if (value === UNKNOWN) return UNKNOWN_LABEL;
  if (field.type === 'integer') return value === 'none' ? (field.none ?? 'Ingen') : String(value);
  const choices = Object.entries(field.choices);
  const label = (id: string): string => choices.find(([choice]) => choice === id)?.[1] ?? id;
  return typeof value === 'object' ? value.map(label).join(', ') : label(String(value));
}

/** A fact's value in Swedish. */
export function factText(fact: string, value: FactValue): string {
  if (typeof value !== 'object') return oneValue(fact, value);
  return value.length === 0 ? 'inget' : value.map((item) => oneValue(fact, item)).join(' / ');
}

/** "Finns ett tak?: Tak i antal tillfällen; …" */
export function changeText(change: DesignChange): string {
  return designFieldNames
    .flatMap((name) => (change[name] === undefined ? [] : [`”${designFields[name].label}” ändras till ”${designValueText(name, change[name])}”`]))
    .join(', och ');
}
