/**
 * Every fact that a rule may read: its type, its closed list of values and where it comes from. Rule files are checked
 * against this table at start-up in both directions. "unknown" is a value like any other; no fact is ever missing.
 */
import { kindIds } from '../catalogue/kinds.ts';
import { areas, otherLaws } from '../catalogue/schema.ts';
import { designFields, UNKNOWN } from './design-fields.ts';

export type FactValue = string | number | boolean | readonly string[];
export type Facts = Readonly<Record<string, FactValue>>;
export type FactOrigin = 'insats' | 'group' | 'basis' | 'design' | 'district' | 'city' | 'outcome';

export interface FactInfo {
  type: 'choice' | 'number' | 'boolean' | 'list';
  /** Closed list for choice and list facts. */
  values?: readonly string[];
  /** Whether a number fact may be "unknown" (or "none"). */
  special?: readonly string[];
  label: string;
  origin: FactOrigin;
  /** The value a rule case starts from; chosen so that it settles nothing. */
  neutral: FactValue;
}

const yesNoUnknown = ['yes', 'no', UNKNOWN] as const;
const share = ['all', 'some', 'none'] as const;
type Table = Record<string, FactInfo>;

const choice = (origin: FactOrigin, label: string, values: readonly string[], neutral: string): FactInfo => ({
  type: 'choice',
  origin,
  label,
  values,
  neutral,
});
const flag = (origin: FactOrigin, label: string): FactInfo => ({ type: 'boolean', origin, label, neutral: false });
const number = (origin: FactOrigin, label: string, neutral: FactValue, special: readonly string[] = []): FactInfo => ({
  type: 'number',
  origin,
  label,
  neutral,
  special,
});

const insatsFacts: Table = {
  'insats.kind': choice('insats', 'Insatsens slag', kindIds, 'samtalsstod'),
  'insats.area': choice('insats', 'Verksamhetsområde', Object.keys(areas), 'missbruk-och-beroende'),
  'insats.otherLaw': choice('insats', 'Annan lag som reglerar insatsen', ['none', ...otherLaws], 'none'),
  'insats.counselling': flag('insats', 'Insatsen är rådgivning'),
  'insats.treatment': flag('insats', 'Insatsen är av behandlingskaraktär'),
  'insats.format': choice('insats', 'Enskilt eller i grupp', ['individual', 'group', 'both', 'none'], 'individual'),
  'insats.manualBased': flag('insats', 'Insatsen följer en manual'),
  'insats.roundTheClock': flag('insats', 'Insatsen ges dygnet runt'),
  'insats.childReach': choice('insats', 'Om insatsen når barn', ['direct', 'through_adult', 'none'], 'none'),
  'insats.violence': flag('insats', 'Insatsen gäller våld'),
  'insats.honour': flag('insats', 'Insatsen gäller hedersrelaterat våld och förtryck'),
  'insats.digitalOnly': flag('insats', 'Insatsen ges bara digitalt'),
  'insats.regionShared': flag('insats', 'Regionen har eget ansvar för samma behov'),
  'insats.feeListed': flag('insats', 'Avgift får tas ut enligt SoL 32:1'),
  'insats.givenCount': number('insats', 'Antal kommuner i landet som ger insatsen', UNKNOWN, [UNKNOWN]),
  'insats.privateShare': number('insats', 'Andel av kommunerna i landet som ger insatsen i enskild regi (%)', UNKNOWN, [UNKNOWN]),
  'insats.withoutDecisionCount': number('insats', 'Antal kommuner i landet som ger insatsen utan beslut', UNKNOWN, [UNKNOWN]),
  'insats.withoutDecisionShare': number('insats', 'Andel av kommunerna i landet som ger insatsen utan beslut (%)', UNKNOWN, [UNKNOWN]),
};

const groupFacts: Table = {
  'group.ageMin': number('group', 'Målgruppens lägsta ålder', 21),
  'group.ageMax': number('group', 'Målgruppens högsta ålder (120 = ingen gräns)', 64),
  'group.role': choice('group', 'Vem insatsen riktas till', ['self', 'guardian', 'family', 'relative', 'foster_home', 'perpetrator'], 'self'),
  'group.minors': choice('group', 'Barn (under 18 år) i gruppen', share, 'none'),
  'group.under15': choice('group', 'Barn under 15 år i gruppen', share, 'none'),
  'group.age15to17': choice('group', 'Barn 15–17 år i gruppen', share, 'none'),
  'group.age18to20': choice('group', 'Unga 18–20 år i gruppen', share, 'none'),
  'group.over65': choice('group', 'Personer över 65 år i gruppen', share, 'none'),
  'group.childrenAtHome': choice('group', 'Barn i hemmet', yesNoUnknown, 'no'),
  'group.accompanyingChild': flag('group', 'Barn följer med'),
  'group.violence': choice('group', 'Våld', ['exposed', 'perpetrator', 'none'], 'none'),
  'group.honour': flag('group', 'Hedersrelaterat våld och förtryck'),
  'group.prostitution': flag('group', 'Prostitution eller människohandel'),
  'group.addiction': flag('group', 'Skadligt bruk eller beroende'),
  'group.disability': choice('group', 'Funktionsnedsättning', ['physical_or_intellectual', 'mental', 'none'], 'none'),
  'group.homeless': flag('group', 'Hemlöshet'),
  'group.placed': flag('group', 'Placerade barn'),
  'group.reducedAbility': flag('group', 'Svårt att själv söka hjälp'),
  'group.hardToReach': flag('group', 'Svår att nå'),
  'group.compositeNeeds': flag('group', 'Sammansatta behov'),
};

const basisFacts: Table = {
  'basis.id': choice('basis', 'Rättslig grund', ['sou-2020-47', 'sol-2025-400'], 'sol-2025-400'),
};

const districtFacts: Table = {
  'district.givenToday': choice('district', 'Ges i stadsdelen i dag', yesNoUnknown, UNKNOWN),
  'district.withoutDecisionToday': choice('district', 'Ges utan beslut i stadsdelen i dag', yesNoUnknown, UNKNOWN),
  'district.privateToday': choice('district', 'Ges i enskild regi i stadsdelen i dag', yesNoUnknown, UNKNOWN),
  'district.wishesOpen': choice('district', 'Stadsdelen vill ge insatsen utan beslut', yesNoUnknown, UNKNOWN),
};

const cityFacts: Table = {
  'city.openToday': flag('city', 'Nämns i Stockholms rapport som öppen insats i dag'),
  'city.wishDistricts': number('city', 'Antal av 13 stadsdelar som i fritext vill ge insatsen utan beslut', UNKNOWN, [UNKNOWN]),
  'city.wishCategoryShare': number('city', 'Andel av 13 stadsdelar som vill ge insatser i kategorin utan beslut (%)', UNKNOWN, [UNKNOWN]),
  'city.evidence': flag('city', 'Socialstyrelsen 2019 beskriver stöd för ett öppet erbjudande'),
  'city.countyPrivateShare': number('city', 'Andel insatser i länet i enskild regi, eller i både kommunal och enskild (%)', UNKNOWN, [UNKNOWN]),
  'city.followUpShare': number('city', 'Andel kommuner som använder systematisk uppföljning inom området (%)', UNKNOWN, [UNKNOWN]),
};

const designFacts: Table = Object.fromEntries(
  Object.entries(designFields).map(([name, field]): [string, FactInfo] => {
    const id = `design.${name}`;
    if (field.type === 'choice') return [id, choice('design', field.label, [...Object.keys(field.choices), UNKNOWN], UNKNOWN)];
    if (field.type === 'list')
      return [id, { type: 'list', origin: 'design', label: field.label, values: Object.keys(field.choices), special: [UNKNOWN], neutral: UNKNOWN }];
    return [id, number('design', field.label, UNKNOWN, ['none', UNKNOWN])];
  }),
);

const derivedDesignFacts: Table = {
  'design.private': choice('design', 'Någon annan än kommunen utför', yesNoUnknown, UNKNOWN),
  'design.contactWayCount': number('design', 'Antal kontaktvägar', UNKNOWN, [UNKNOWN]),
};

/** Facts that risk rules and law rules may read. */
export const factTable: Readonly<Table> = {
  ...insatsFacts,
  ...groupFacts,
  ...basisFacts,
  ...districtFacts,
  ...cityFacts,
  ...designFacts,
  ...derivedDesignFacts,
};

/** Facts that the pathway rules read in addition: what law and risk have already said about the candidate. */
export const outcomeFacts: Readonly<Table> = {
  'law.verdict': choice('outcome', 'Lagens svar', ['allowed', 'requires_assessment', 'other_law', 'unclear'], 'allowed'),
  'flags.blocking': number('outcome', 'Antal flaggor som hindrar', 0),
  'flags.high': number('outcome', 'Antal flaggor med hög risk', 0),
  'flags.medium': number('outcome', 'Antal flaggor med medelhög risk', 0),
  'flags.highUnclearable': number('outcome', 'Antal flaggor som hindrar eller har hög risk, och som ingen utformning klarar', 0),
  'flags.cityAdvice': flag('outcome', 'Staden har avrått'),
  'signals.practice': flag('outcome', 'Vanligt utan beslut i landet, eller öppet i Stockholm i dag'),
};

/** The facts that a rule case starts from, before its own facts are laid over. */
export const neutralFacts: Facts = Object.fromEntries(Object.entries({ ...factTable, ...outcomeFacts }).map(([id, info]) => [id, info.neutral]));
