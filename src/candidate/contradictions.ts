import type { Design } from './design.ts';
import type { DesignFieldName } from './design-fields.ts';

/** Answers that cannot both hold, in words, and what to do. */
export interface Contradiction {
  fields: DesignFieldName[];
  message: string;
  remedy: string;
}

interface Check extends Contradiction {
  found: (d: Design) => boolean;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const limited = (d: Design) => isNumber(d.ageMin) || isNumber(d.ageMax);
const residenceAsked = (d: Design) => d.residence === 'city' || d.residence === 'district';
const openToAll = (d: Design) => d.conditionsCheckedBy === 'open_to_all';
const answered = (value: string) => value !== 'unknown' && value !== 'not_applicable';
const withoutException = (d: Design) => d.documentation !== 'unknown' && d.documentation !== 'exception';
/** The age span says that someone of these ages can, or cannot, take part; silent where the span is not stated. */
const spanIncludes = (d: Design, from: number, to: number) =>
  isNumber(d.ageMin) && d.ageMin <= to && (d.ageMax === 'none' || (isNumber(d.ageMax) && d.ageMax >= from));
const spanExcludes = (d: Design, from: number, to: number) => (isNumber(d.ageMin) && d.ageMin > to) || (isNumber(d.ageMax) && d.ageMax < from);

const exceptionFields = ['exceptionDecision', 'exceptionReason', 'exceptionScope'] as const;

/** An unanswered question never contradicts anything, except where an answer points at what is missing. */
const checks: readonly Check[] = [
  {
    fields: ['conditionsCheckedBy', 'provider'],
    found: (d) => d.conditionsCheckedBy === 'provider' && (d.provider === 'own' || d.provider === 'unknown'),
    message: 'Utföraren ska kontrollera villkoren, men ingen annan än kommunen är angiven som utförare.',
    remedy: 'Ange vem som utför insatsen, eller låt kommunen kontrollera villkoren.',
  },
  {
    fields: ['anonymity', 'residence'],
    found: (d) => d.anonymity === 'allowed' && residenceAsked(d),
    message: 'Deltagaren får vara anonym, men villkoren kräver att personen bor på ett visst ställe. Det går inte att kontrollera.',
    remedy: 'Ta bort villkoret om bosättning, eller tillåt inte anonymitet.',
  },
  {
    fields: ['anonymity', 'documentation'],
    found: (d) => d.anonymity === 'allowed' && d.documentation === 'full',
    message: 'Deltagaren får vara anonym, men genomförandet ska dokumenteras fullt ut.',
    remedy: 'Begränsa dokumentationen på ett sätt som lagen tillåter, eller tillåt inte anonymitet.',
  },
  {
    fields: ['anonymity', 'consentUnder15', 'suitability15to17'],
    found: (d) => d.anonymity === 'allowed' && (d.consentUnder15 === 'guardian' || d.suitability15to17 === 'guardian'),
    message: 'Barnet får vara anonymt, men vårdnadshavaren ska samtycka. Samtycket går inte att kontrollera.',
    remedy: 'Tillåt inte anonymitet för barn som behöver vårdnadshavarens samtycke.',
  },
  {
    fields: ['ageMin', 'ageMax'],
    found: (d) => isNumber(d.ageMin) && isNumber(d.ageMax) && d.ageMin > d.ageMax,
    message: 'Lägsta ålder är högre än högsta ålder.',
    remedy: 'Rätta åldrarna så att lägsta ålder inte är högre än högsta ålder.',
  },
  {
    fields: ['ageLimitReason', 'ageMin', 'ageMax'],
    found: (d) => d.ageLimitReason === 'not_applicable' && limited(d),
    message: 'Villkoren har en åldersgräns, men svaret säger att ingen åldersgräns finns.',
    remedy: 'Beskriv åldersgränsens syfte och medel, eller ta bort gränsen.',
  },
  {
    fields: ['ageLimitReason', 'ageMin', 'ageMax'],
    found: (d) => (d.ageLimitReason === 'stated' || d.ageLimitReason === 'missing') && d.ageMin === 'none' && d.ageMax === 'none',
    message: 'Frågan om åldersgränsens motiv är besvarad, men villkoren har ingen åldersgräns.',
    remedy: 'Ange åldersgränsen, eller svara att ingen åldersgräns finns.',
  },
  {
    fields: ['ageMin', 'ageMax', 'consentUnder15'],
    found: (d) => (d.consentUnder15 === 'not_applicable' && spanIncludes(d, 0, 14)) || (answered(d.consentUnder15) && spanExcludes(d, 0, 14)),
    message: 'Åldersgränserna och svaret om samtycke för barn under 15 år stämmer inte med varandra.',
    remedy: 'Rätta åldersgränserna, eller svaret om samtycke.',
  },
  {
    fields: ['ageMin', 'ageMax', 'suitability15to17'],
    found: (d) => (d.suitability15to17 === 'not_applicable' && spanIncludes(d, 15, 17)) || (answered(d.suitability15to17) && spanExcludes(d, 15, 17)),
    message: 'Åldersgränserna och svaret om barn 15–17 år stämmer inte med varandra.',
    remedy: 'Rätta åldersgränserna, eller svaret om lämplighet.',
  },
  {
    fields: ['conditionsCheckedBy', 'residence'],
    found: (d) => openToAll(d) && residenceAsked(d),
    message: 'Insatsen är öppen för alla, men villkoren kräver att personen bor på ett visst ställe.',
    remedy: 'Låt kommunen kontrollera villkoret, eller ta bort det.',
  },
  {
    fields: ['conditionsCheckedBy', 'ageMin', 'ageMax'],
    found: (d) => openToAll(d) && limited(d),
    message: 'Insatsen är öppen för alla, men villkoren har en åldersgräns.',
    remedy: 'Låt kommunen kontrollera åldern, eller ta bort gränsen.',
  },
  {
    fields: ['conditionsCheckedBy', 'conditionsLeaveJudgement'],
    found: (d) => openToAll(d) && d.conditionsLeaveJudgement === 'yes',
    message: 'Insatsen är öppen för alla, men villkoren lämnar utrymme för bedömning.',
    remedy: 'Svara att villkoren inte lämnar utrymme för bedömning, eller ange vem som kontrollerar dem.',
  },
  ...exceptionFields.map(
    (field): Check => ({
      fields: ['documentation', field],
      found: (d) => withoutException(d) && answered(d[field]),
      message: 'Ett undantag från dokumentationen är beskrivet, men dokumentationen följer inte något undantag.',
      remedy: 'Välj undantag som sätt att dokumentera, eller svara att inget undantag finns.',
    }),
  ),
  ...exceptionFields.map(
    (field): Check => ({
      fields: ['documentation', field],
      found: (d) => d.documentation === 'exception' && d[field] === 'not_applicable',
      message: 'Dokumentationen följer ett undantag, men svaret säger att inget undantag finns.',
      remedy: 'Beskriv undantaget: vem som har beslutat, varför och vilka uppgifter det gäller.',
    }),
  ),
  {
    fields: ['exceptionScope', 'groupCounts'],
    found: (d) => d.exceptionScope === 'group_data' && d.groupCounts === 'yes',
    message: 'Undantaget omfattar uppgifter på gruppnivå, men deltagare och tillfällen ska räknas på gruppnivå.',
    remedy: 'Låt undantaget gälla bara uppgifter om den enskilde.',
  },
  {
    fields: ['documentation', 'riskDocumented', 'childRecord'],
    found: (d) => d.documentation === 'none' && (d.riskDocumented === 'yes' || d.childRecord === 'yes'),
    message: 'Ingenting ska dokumenteras, men risker ska antecknas.',
    remedy: 'Välj full eller begränsad dokumentation.',
  },
  {
    fields: ['ceilingKind', 'ceilingAmount'],
    found: (d) => d.ceilingKind === 'none' && isNumber(d.ceilingAmount),
    message: 'Taket har en storlek, men svaret säger att inget tak finns.',
    remedy: 'Välj om taket gäller tillfällen eller timmar, eller ta bort storleken.',
  },
  {
    fields: ['ceilingKind', 'ceilingAmount'],
    found: (d) => (d.ceilingKind === 'sessions' || d.ceilingKind === 'hours') && d.ceilingAmount === 'none',
    message: 'Ett tak är angivet, men det har ingen storlek.',
    remedy: 'Ange antal tillfällen eller timmar, eller svara att inget tak finns.',
  },
  {
    fields: ['followUpIntervalMonths', 'followUpIndicators', 'pilot'],
    found: (d) => d.followUpIntervalMonths === 'none' && (d.followUpIndicators === 'yes' || d.pilot === 'yes'),
    message: 'Insatsen har indikatorer eller ett prov med utvärdering, men ska inte följas upp.',
    remedy: 'Ange hur många månader det går mellan uppföljningarna.',
  },
];

/** Every contradiction in the design; an empty list where it can hold together. */
export function findContradictions(design: Design): Contradiction[] {
  return checks.filter(({ found }) => found(design)).map(({ fields, message, remedy }) => ({ fields: [...fields], message, remedy }));
}
