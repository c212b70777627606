import { z } from 'zod';
import { pathwayLabels, severityLabels, verdictLabels } from '../web/labels.ts';
import { draftSchema, sectionHeadings } from './draft-schema.ts';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const inWords = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .map(([value, label]) => `${value}: ${label}`)
    .join('; ');

/** What a field means wherever it stands. A field that the zod schema describes keeps its own words. */
const byName: Readonly<Record<string, string>> = {
  after: 'Kostnad per år utan behovsprövning.',
  appliesFrom: 'Första dagen som den rättsliga grunden gäller.',
  area: 'Verksamhetsområdet.',
  areas: 'Rader per verksamhetsområde.',
  assessmentHours: 'Timmar för en behovsprövning.',
  assumption: 'Antagandet som prövas.',
  avoidedCost: 'Kostnad som undviks; null där inget är angivet.',
  category: 'Kategorin i SKR:s kartläggning.',
  chapters: 'Utkastets egna resonemang, kapitel för kapitel.',
  citation: 'Hänvisningen som den läses.',
  cleared: 'Flaggor som den ändrade utformningen klarar.',
  clearedBy: 'Vad som klarar risken.',
  commonConditions: 'Villkor som de flesta rader i etapp 1–3 delar.',
  count: 'Antal kommuner.',
  date: 'Dagen som lagen läses för, eller källans datum.',
  decides: 'Vem som avgör en oklar fråga; null där ingen är utsedd.',
  demandChange: 'Ändrad efterfrågan.',
  description: 'Vad enheten är; null för en stadsdel.',
  difference: 'Skillnaden per år.',
  digital: 'Kommuner som ger insatsen digitalt.',
  district: 'Stadsdelen eller den stadsövergripande enheten.',
  due: 'Dagen då utredningen ska vara klar; null där ingen är satt.',
  field: 'Frågan i utformningen.',
  flags: 'Riskflaggor.',
  format: 'Säger att filen är ett utkast från Insatsplan.',
  formatVersion: 'Formatets version.',
  from: 'Det som gällde före ändringen.',
  given: 'Kommuner som ger insatsen.',
  givenToday: 'Om stadsdelen ger insatsen i dag.',
  heading: 'Rubriken.',
  high: 'Det högre talet.',
  hourCost: 'Kostnad för en timme.',
  id: 'Kort namn som program känner igen.',
  influence: 'Hur mycket varje antagande påverkar skillnaden.',
  inputs: 'Vad utkastet är gjort av.',
  insats: 'Insatsens id i katalogen.',
  insatsCost: 'Kostnad för insatsen.',
  insatser: 'Antal insatser.',
  key: 'Ställets nyckel i källregistret.',
  kind: 'Vilket slag det är.',
  leftOut: 'Antal rader i katalogen som ligger utanför.',
  legalBasis: 'Den rättsliga grunden.',
  line: 'Radens nyckel: insatsens id, snedstreck, målgruppens id.',
  lines: 'Antal rader.',
  low: 'Det lägre talet.',
  message: 'Vad det gäller, i ord.',
  motive: 'Motivet som människor har skrivit.',
  name: 'Namnet.',
  note: 'Vad läsaren måste veta om källan.',
  pairs: 'Antal rader: insatser gånger målgrupper.',
  part: 'Delen av tjänsteutlåtandet.',
  passages: 'Styckena i ordning.',
  pathway: `Vägen; null där en annan lag styr. ${inWords(pathwayLabels)}.`,
  pathwayRule: 'Regeln i tabellen för väg och etapp som gav svaret.',
  people: 'Antal personer.',
  places: 'Ställen i källan som utkastet hänvisar till.',
  private: 'Kommuner som har enskild utförare.',
  privateToday: 'Om en enskild utförare ger insatsen i dag.',
  publisher: 'Utgivaren.',
  question: 'Frågan i ord.',
  raised: 'Flaggor som den ändrade utformningen väcker.',
  reason: 'Varför det är en risk.',
  remedy: 'Vad som behöver göras när ingen utformning klarar risken.',
  reviewer: 'Vem som granskar: jurist, stadsdelens chef eller planerare.',
  risk: 'Riskbilden.',
  rule: 'Regelns namn.',
  rules: 'Reglerna som slog till, med antal rader.',
  scenario: 'Räkneexemplets antaganden.',
  scope: 'Vilken del av katalogen utkastet gäller.',
  section: `Utfallet. ${inWords(sectionHeadings)}.`,
  sections: 'Rader per utfall.',
  set: 'Svaren i utformningen som klarar risken.',
  severity: `Allvarlighetsgrad. ${inWords(severityLabels)}.`,
  share: 'Andel i procent av kommunerna som har svarat.',
  shortTitle: 'Kort namn.',
  signals: 'Omständigheter som talar för att öppna.',
  source: 'Nyckel i källregistret.',
  sources: 'Källorna med de ställen som utkastet vilar på.',
  span: 'Talet som ett spann.',
  stage: 'Etappen, 1–3; null där raden inte öppnas.',
  statisticsSource: 'Källan till siffrorna.',
  subcategory: 'Underkategorin i SKR:s kartläggning; null där den saknas.',
  summary: 'Sammanfattningen.',
  targetGroup: 'Målgruppens id.',
  targetGroupName: 'Målgruppens namn.',
  text: 'Texten.',
  theme: 'Riskens område.',
  themes: 'Riskbilden per riskområde.',
  title: 'Rubriken.',
  to: 'Det som gäller efter ändringen.',
  today: 'Kostnad per år i dag.',
  url: 'Länk; null där källan inte finns på nätet.',
  verdict: `Lagens svar. ${inWords(verdictLabels)}.`,
  why: 'Varför frågan är öppen; null där ingen har sagt det.',
  who: 'Vem som svarar, som funktion.',
  wishesOpen: 'Om stadsdelen vill ge insatsen utan beslut.',
  withoutDecision: 'Kommuner som ger insatsen utan beslut.',
  withoutDecisionToday: 'Om stadsdelen ger insatsen utan beslut i dag.',
};

/** Adds what the fields mean where the schema itself does not say it. */
function described(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(described);
  if (!isObject(node)) return node;
  const { properties, ...rest } = node;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, described(value)]));
  if (!isObject(properties)) return inner;
  const fields = Object.entries(properties).map(([name, value]) => {
    const field = described(value);
    const words = byName[name];
    return [name, isObject(field) && field.description === undefined && words !== undefined ? { ...field, description: words } : field];
  });
  return { ...inner, properties: Object.fromEntries(fields) };
}

/** JSON Schema (draft 2020-12) of a draft's JSON file, each field described in Swedish. */
export function draftJsonSchema(): Json {
  const { $schema, ...schema } = z.toJSONSchema(draftSchema, { target: 'draft-2020-12' });
  const body = described(schema);
  return {
    $schema,
    $id: 'urn:insatsplan:draft:1',
    title: 'Insatsplans utkast',
    description: 'En stadsdels utkast till övergångsförslag. Samma form har filen som hämtas som JSON, kommandot propose och API:et.',
    ...(isObject(body) ? body : {}),
  };
}
