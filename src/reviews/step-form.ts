import { z } from 'zod';
import type { InputFault } from '../web/input.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import type { LineReason } from './status-repository.ts';
import type { StepInput } from './workflow.ts';

const longest = 4000;
const field = (key: string): string => `skal.${key}`;

/** What a person has written in the form of a step, as it was written. */
export interface StepValues {
  version: number;
  revision: number;
  reason: string;
  /** Reasons by line, in the order in which the lines were taken in. */
  lines: readonly { key: string; reason: string }[];
  decisionNumber: string;
  decisionDate: string;
  /** What the person searches for among the lines. */
  search: string;
}

/** What the button that was pressed asks for. */
export type Pressed = { what: 'take' } | { what: 'search' } | { what: 'add' | 'remove'; key: string };

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const rawSchema = z.record(z.string(), many.catch([])).catch({});
const whole = z.coerce.number().int().min(0).max(1_000_000);

/** Reads the form. `known` are the lines of the version. */
export function readStep(body: unknown, known: ReadonlySet<string>): { values: StepValues; pressed: Pressed; input: StepInput; faults: InputFault[] } {
  const raw = rawSchema.parse(body ?? {});
  const one = (name: string): string => (raw[name]?.at(-1) ?? '').trim().replaceAll('\r\n', '\n');
  const [add, remove] = [one('lagg-till'), one('ta-bort')];
  const pressed: Pressed = known.has(add)
    ? { what: 'add', key: add }
    : remove !== ''
      ? { what: 'remove', key: remove }
      : one('gor') === 'sok' || add !== ''
        ? { what: 'search' }
        : { what: 'take' };
  const written = Object.keys(raw)
    .filter((name) => name.startsWith('skal.'))
    // Every line of the version and one more, so that what does not belong to it is told of.
    .slice(0, known.size + 1)
    .map((name) => ({ key: name.slice('skal.'.length), reason: one(name) }));
  const lines = written.filter(({ key }) => pressed.what !== 'remove' || key !== pressed.key);
  if (pressed.what === 'add' && !lines.some(({ key }) => key === pressed.key)) lines.push({ key: pressed.key, reason: '' });
  const values: StepValues = {
    version: whole.min(1).catch(0).parse(one('version')),
    revision: whole.catch(0).parse(one('revision')),
    reason: one('skal'),
    lines,
    decisionNumber: one('diarienummer'),
    decisionDate: one('datum'),
    search: one('sok').slice(0, 100),
  };
  return { values, pressed, input: inputOf(values), faults: pressed.what === 'take' ? faultsOf(values, known) : [] };
}

const inputOf = ({ revision, reason, lines, decisionNumber, decisionDate }: StepValues): StepInput => ({
  revision,
  reason,
  lines: lines.map(({ key, reason: own }): LineReason => {
    const [insats = '', targetGroup = ''] = key.split('/');
    return { insats, targetGroup, reason: own };
  }),
  decision: { number: decisionNumber, date: decisionDate },
});

function faultsOf({ reason, lines, decisionNumber }: StepValues, known: ReadonlySet<string>): InputFault[] {
  const faults: InputFault[] = [];
  const text = (name: string, value: string): void => {
    if (value.length > longest) faults.push({ field: name, message: `Texten är för lång. Skriv högst ${longest} tecken.` });
    else if (findPersonalNumber(value) !== null)
      faults.push({ field: name, message: 'Texten innehåller ett personnummer. Ta bort det: här får inga uppgifter om enskilda stå.' });
  };
  text('skal', reason);
  for (const { key, reason: own } of lines) {
    if (!known.has(key)) faults.push({ field: field(key), message: 'Raden finns inte i den här versionen. Ta bort den ur listan.' });
    else if (own === '') faults.push({ field: field(key), message: 'Skriv vad som behöver ändras på raden, eller ta bort raden ur listan.' });
    else text(field(key), own);
  }
  if (findPersonalNumber(decisionNumber) !== null)
    faults.push({ field: 'diarienummer', message: 'Det ser ut som ett personnummer. Skriv beslutets diarienummer.' });
  return faults;
}
