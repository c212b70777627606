/** A question to the rules: a candidate, perhaps with facts that somebody has made up, as it stands in an address. */
import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { designParams, readDesign, sameAnswer } from '../assessment/insats-query.ts';
import { latestDate } from '../assessment/parse-candidate.ts';
import type { Candidate, DesignChange } from '../assessment/types.ts';
import { type CurrentState, nothingEntered } from '../candidate/build-facts.ts';
import { type DefaultDesign, defaultDesignFor } from '../candidate/default-design.ts';
import { designChangeSchema, designFieldNames, emptyDesign } from '../candidate/design.ts';
import type { DesignProblem } from '../candidate/parse-design.ts';
import type { Insats, TargetGroup } from '../catalogue/schema.ts';
import { type Query, url } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import { changedParams, readOverrides } from './overrides.ts';

export const askPath = '/metod/fraga';
export const defaultBasis = 'sol-2025-400';
const stateNames = Object.keys(nothingEntered) as (keyof CurrentState)[];
const stateParam = (name: keyof CurrentState): string => `district.${name}`;

export interface Question {
  candidate: Candidate;
  insats: Insats;
  group: TargetGroup;
  /** The district that the nuläge is of; only told, no rule reads it. */
  district: string;
  defaults: DefaultDesign;
  changes: DesignChange;
  /** Whether some fact of the insats or the group is made up. */
  madeUp: boolean;
  problems: DesignProblem[];
  /** What could not be read; the question then stands without it. */
  faults: InputFault[];
}

/** No insats is chosen yet, or the one that the address names is no longer there. */
export interface NoQuestion {
  missing: InputFault | null;
  /** What was asked for besides the insats, to go on with. */
  rest: Query;
}

const one = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).catch('');
const text = one.pipe(z.string().transform((value) => value.slice(0, 200).trim()));
const querySchema = z.object({ insats: text, malgrupp: text, grund: text, datum: text, stadsdel: text });
const isDate = (value: string): boolean => z.iso.date().safeParse(value).success;

/** The design that is assumed for a candidate, made-up facts and nuläge included. */
function defaultsOf(assessor: Assessor, candidate: Omit<Candidate, 'design'>): DefaultDesign {
  return defaultDesignFor(assessor.knowledge.defaultDesigns, assessor.factsOf({ ...candidate, design: emptyDesign }));
}

function readState(raw: Readonly<Record<string, unknown>>, faults: InputFault[]): CurrentState {
  const state = { ...nothingEntered };
  for (const name of stateNames) {
    const value = text.parse(raw[stateParam(name)] ?? '');
    if (value === 'yes' || value === 'no') state[name] = value;
    else if (value !== '' && value !== 'unknown') faults.push({ field: stateParam(name), message: 'Svara ja, nej eller uppgift saknas.' });
  }
  return state;
}

/** Which law is read, and for which day; what is impossible is a fault and gives way to what is not. */
function readLaw(assessor: Assessor, grund: string, datum: string, today: string, faults: InputFault[]): { legalBasis: string; date: string } {
  const { laws } = assessor.knowledge.ruleset;
  let legalBasis = grund === '' ? defaultBasis : grund;
  if (!laws.some(({ id }) => id === legalBasis)) {
    faults.push({ field: 'grund', message: `Den rättsliga grunden ”${grund.slice(0, 60)}” finns inte. Välj en i listan.` });
    legalBasis = laws.some(({ id }) => id === defaultBasis) ? defaultBasis : (laws[0]?.id ?? defaultBasis);
  }
  let date = datum === '' ? today : datum;
  if (!isDate(date) || date > latestDate) {
    faults.push({ field: 'datum', message: `Skriv datumet ÅÅÅÅ-MM-DD, senast ${latestDate}. Tills vidare visas svaret för i dag.` });
    date = today;
  }
  try {
    assessor.rulesAt(legalBasis, date);
  } catch (error) {
    if (!(error instanceof CandidateError)) throw error;
    date = laws.find(({ id }) => id === legalBasis)?.appliesFrom ?? today;
    faults.push({ field: 'datum', message: `${error.message} Tills vidare visas svaret för ${date}.` });
  }
  return { legalBasis, date };
}

/** Reads a question from an address or a form. `today` is an ISO date, for an address that names none. */
export function readQuestion(assessor: Assessor, raw: Readonly<Record<string, unknown>>, today: string): Question | NoQuestion {
  const query = querySchema.parse(raw);
  const { catalogue, districts } = assessor.knowledge;
  const { insats: asked, ...others } = query;
  const rest: Query = { ...others };
  const insats = catalogue.insatsById.get(asked);
  if (insats === undefined) {
    const message = `Länken frågar om insatsen ”${asked.slice(0, 80)}”, som inte finns i katalogen längre. Välj en annan insats.`;
    return { missing: asked === '' ? null : { field: 'insats', message }, rest };
  }
  const group = catalogue.groupById.get(query.malgrupp === '' ? (insats.classification.targetGroups[0] ?? '') : query.malgrupp);
  if (group === undefined) {
    const message = `Länken frågar om målgruppen ”${query.malgrupp.slice(0, 80)}”, som inte finns längre. Välj insatsen på nytt, så kan du välja målgrupp.`;
    return { missing: { field: 'malgrupp', message }, rest: { ...rest, malgrupp: '' } };
  }
  const faults: InputFault[] = [];
  const { legalBasis, date } = readLaw(assessor, query.grund, query.datum, today, faults);
  const district = districts.all.some(({ id }) => id === query.stadsdel) ? query.stadsdel : '';
  if (district !== query.stadsdel) faults.push({ field: 'stadsdel', message: `Stadsdelen ”${query.stadsdel.slice(0, 60)}” finns inte. Välj en i listan.` });
  const base = { insats: insats.id, targetGroup: group.id, legalBasis, date, currentState: readState(raw, faults) };
  const overrides = readOverrides(raw, assessor.factsOf({ ...base, design: emptyDesign }), faults);
  const madeUp = Object.keys(overrides).length > 0;
  const told = { ...base, ...(madeUp ? { overrides } : {}) };
  const defaults = defaultsOf(assessor, told);
  const { design, changes, problems } = readDesign(raw, defaults.design);
  return { candidate: { ...told, design }, insats, group, district, defaults, changes, madeUp, problems, faults };
}

/** A question as it stands in an address: only what differs from what would be assumed, and always the date. */
export function questionParams(assessor: Assessor, candidate: Candidate, district = ''): Query {
  const { design, currentState = nothingEntered, overrides = {}, ...base } = candidate;
  const defaults = defaultsOf(assessor, candidate).design;
  const changes = designChangeSchema.parse(
    Object.fromEntries(designFieldNames.flatMap((field) => (sameAnswer(design[field], defaults[field]) ? [] : [[field, design[field]]]))),
  );
  const first = assessor.knowledge.catalogue.insatsById.get(base.insats)?.classification.targetGroups[0];
  return {
    insats: base.insats,
    malgrupp: base.targetGroup === first ? '' : base.targetGroup,
    grund: base.legalBasis === defaultBasis ? '' : base.legalBasis,
    datum: base.date,
    stadsdel: district,
    ...Object.fromEntries(stateNames.flatMap((name) => (currentState[name] === 'unknown' ? [] : [[stateParam(name), currentState[name]]]))),
    ...changedParams(overrides),
    ...designParams(changes),
  };
}

/** The address that asks the rules about a candidate: "Fråga regelverket om detta". `more`: what else the page is to show. */
export function askUrl(assessor: Assessor, candidate: Candidate, more: Query = {}, anchor = ''): string {
  return url(askPath, { ...questionParams(assessor, candidate), ...more }, anchor);
}
