import { z } from 'zod';
import { readNumber, writtenNumber } from '../economy/read-number.ts';
import { type Assumption, assumptionIds, type Scenario, scenarioLimits, scenarioSchema } from '../economy/scenario.ts';
import type { InputFault } from '../web/input.ts';
import { findPersonalNumber } from '../web/personal-number.ts';

/** An assumption as it was written. */
export interface TypedAssumption {
  low: string;
  high: string;
  from: string;
}

/** Which lines the form shows to choose among. */
export interface LineFilter {
  sok: string;
  omrade: string;
  avsnitt: string;
  malgrupp: string;
}
export const noFilter: LineFilter = { sok: '', omrade: '', avsnitt: '', malgrupp: '' };
const filterNames = Object.keys(noFilter) as (keyof LineFilter)[];

/** What a person has written in the form, as it was written. */
export interface ScenarioValues {
  name: string;
  lines: readonly string[];
  assumed: Readonly<Record<Assumption, TypedAssumption>>;
  revision: number;
}

/** What the form is sent for: to save, to show other lines, to count the chosen ones, to take in all lines of an insats, or to take over a number of the nuläge. */
export type FormAction = { kind: 'save' } | { kind: 'lines' } | { kind: 'count' } | { kind: 'all'; insats: string } | { kind: 'fact'; insats: string };

const rawSchema = z.record(z.string(), z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]));

const nothing: TypedAssumption = { low: '', high: '', from: '' };
const each = (typed: (id: Assumption) => TypedAssumption): ScenarioValues['assumed'] => ({
  people: typed('people'),
  assessmentHours: typed('assessmentHours'),
  hourCost: typed('hourCost'),
  insatsCost: typed('insatsCost'),
  demandChange: typed('demandChange'),
  avoidedCost: typed('avoidedCost'),
});

/** An empty form: nothing is filled in that nobody has entered. */
export const emptyValues = (lines: readonly string[] = []): ScenarioValues => ({ name: '', lines, assumed: each(() => nothing), revision: 0 });

/** A stored scenario as the form shows it. */
export function valuesOf(scenario: Scenario, revision: number): ScenarioValues {
  const assumed = each((id) => {
    const one = scenario[id];
    if (one === null) return nothing;
    const { low, high } = one.span;
    return { low: writtenNumber(low), high: low === high ? '' : writtenNumber(high), from: one.from };
  });
  return { name: scenario.name, lines: scenario.lines, assumed, revision };
}

export interface ReadForm {
  values: ScenarioValues;
  filter: LineFilter;
  action: FormAction;
}

/**
 * Reads what was sent without judging it, so that it can be shown again. Enter in the search field sends the form without a button: then a
 * search that differs from the one shown is a search, and not a save.
 */
export function readForm(body: unknown): ReadForm {
  const raw = rawSchema.catch({}).parse(body ?? {});
  const text = (name: string): string => (raw[name]?.at(-1) ?? '').replaceAll('\r\n', '\n').slice(0, 20_000);
  const filter = { sok: text('sok').trim().slice(0, 200), omrade: text('omrade'), avsnitt: text('avsnitt'), malgrupp: text('malgrupp') };
  const searched = filterNames.some((name) => filter[name] !== text(`visat-${name}`));
  const [verb, insats = ''] = text('gor').split(' ');
  const action: FormAction =
    verb === 'alla'
      ? { kind: 'all', insats }
      : verb === 'nulage'
        ? { kind: 'fact', insats }
        : { kind: verb === 'valda' ? 'count' : verb === 'rader' || (verb === '' && searched) ? 'lines' : 'save' };
  const values: ScenarioValues = {
    name: text('namn'),
    lines: [...new Set(raw.rad ?? [])].sort(),
    assumed: each((id) => ({ low: text(`${id}-lagst`), high: text(`${id}-hogst`), from: text(`${id}-fran`) })),
    revision: /^\d{1,9}$/.test(text('revision')) ? Number(text('revision')) : 0,
  };
  return { values, filter, action };
}

function textFaults(field: string, text: string, limit: number): InputFault[] {
  if (text.length > limit) return [{ field, message: `Texten är för lång. Korta den till högst ${limit} tecken.` }];
  if (findPersonalNumber(text) === null) return [];
  return [
    {
      field,
      message:
        'Texten ser ut att innehålla ett personnummer eller samordningsnummer. Ta bort det. Ett räkneexempel får inte ha uppgifter om enskilda personer.',
    },
  ];
}

type ReadAssumption = { read: { span: { low: number; high: number }; from: string } | null } | { faults: InputFault[] };

function readAssumption(id: Assumption, typed: TypedAssumption): ReadAssumption {
  const from = typed.from.trim();
  const [low, high] = [readNumber(typed.low, id), readNumber(typed.high, id)];
  const faults = textFaults(`${id}-fran`, from, scenarioLimits.from);
  if (typeof low === 'string') faults.push({ field: `${id}-lagst`, message: low });
  if (typeof high === 'string') faults.push({ field: `${id}-hogst`, message: high });
  if (low === null && high !== null) faults.push({ field: `${id}-lagst`, message: 'Skriv det lägsta talet också.' });
  if (low === null && high === null && (id !== 'avoidedCost' || from !== ''))
    faults.push({ field: `${id}-lagst`, message: id === 'avoidedCost' ? 'Skriv ett tal, eller ta bort texten om varifrån det kommer.' : 'Skriv ett tal.' });
  if (typeof low === 'number' && typeof high === 'number' && low > high)
    faults.push({ field: `${id}-hogst`, message: 'Det högsta talet är mindre än det lägsta. Byt plats på dem eller rätta ett av dem.' });
  if (faults.length > 0 || typeof low === 'string' || typeof high === 'string') return { faults };
  return { read: low === null ? null : { span: { low, high: high ?? low }, from } };
}

/** The scenario that the form tells, or every fault in it, in the order of the form. The field of a fault is the id of its input. */
export function scenarioFrom(id: string, values: ScenarioValues): { scenario: Scenario } | { faults: InputFault[] } {
  const name = values.name.trim();
  const faults = name === '' ? [{ field: 'namn', message: 'Skriv ett namn på räkneexemplet.' }] : textFaults('namn', name, scenarioLimits.name);
  if (values.lines.length === 0) faults.push({ field: 'rader', message: 'Välj minst en rad.' });
  const read: Partial<Record<Assumption, unknown>> = {};
  for (const one of assumptionIds) {
    const result = readAssumption(one, values.assumed[one]);
    if ('faults' in result) faults.push(...result.faults);
    else read[one] = result.read;
  }
  return faults.length > 0 ? { faults } : { scenario: scenarioSchema.parse({ id, name, lines: values.lines, ...read }) };
}
