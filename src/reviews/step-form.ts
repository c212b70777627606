import { z } from 'zod';
import type { InputFault } from '../web/input.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import { lineReasonsOf, readReasons, reasonFieldOf, type WrittenReason } from './reason-form.ts';
import type { StepInput } from './workflow.ts';

const longest = 4000;

/** What a person has written in the form of a step, as it was written. */
export interface StepValues {
  version: number;
  revision: number;
  reason: string;
  /** Whether the reason is said to concern the whole proposal. */
  whole: boolean;
  /** Reasons at lines, in the order in which they were taken in. */
  reasons: readonly WrittenReason[];
  decisionNumber: string;
  decisionDate: string;
  /** What the person searches for among the lines. */
  search: string;
}

/** What the button that was pressed asks for. */
export type Pressed = { what: 'take' | 'search' | 'add-found' } | { what: 'add' | 'remove' | 'own'; key: string };

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const rawSchema = z.record(z.string(), many.catch([])).catch({});
const whole = z.coerce.number().int().min(0).max(1_000_000);

/** Reads the form. `known` are the lines of the version. */
export function readStep(body: unknown, known: ReadonlySet<string>): { values: StepValues; pressed: Pressed; input: StepInput; faults: InputFault[] } {
  const raw = rawSchema.parse(body ?? {});
  const one = (name: string): string => (raw[name]?.at(-1) ?? '').trim().replaceAll('\r\n', '\n');
  const pressed = pressedOf(one, known);
  const values: StepValues = {
    version: whole.min(1).catch(0).parse(one('version')),
    revision: whole.catch(0).parse(one('revision')),
    reason: one('skal'),
    whole: one('hela') === 'ja',
    // Every line of the version and one more, so that what does not belong to it is told of.
    reasons: readReasons(raw, one, known.size + 1),
    decisionNumber: one('diarienummer'),
    decisionDate: one('datum'),
    search: one('sok').slice(0, 100),
  };
  return { values, pressed, input: inputOf(values), faults: pressed.what === 'take' ? faultsOf(values, known) : [] };
}

function pressedOf(one: (name: string) => string, known: ReadonlySet<string>): Pressed {
  for (const [name, what] of [
    ['lagg-till', 'add'],
    ['ta-bort', 'remove'],
    ['eget', 'own'],
  ] as const) {
    const key = one(name);
    if (key !== '') return what === 'add' && !known.has(key) ? { what: 'search' } : { what, key };
  }
  return { what: one('gor') === 'sok' ? 'search' : one('gor') === 'alla' ? 'add-found' : 'take' };
}

const inputOf = ({ revision, reason, whole: all, reasons, decisionNumber, decisionDate }: StepValues): StepInput => ({
  revision,
  reason,
  whole: all,
  lines: lineReasonsOf(reasons),
  decision: { number: decisionNumber, date: decisionDate },
});

function faultsOf({ reason, reasons, decisionNumber }: StepValues, known: ReadonlySet<string>): InputFault[] {
  const faults: InputFault[] = [];
  const text = (name: string, value: string): void => {
    if (value.length > longest) faults.push({ field: name, message: `Texten är för lång. Skriv högst ${longest} tecken.` });
    else if (findPersonalNumber(value) !== null)
      faults.push({ field: name, message: 'Texten innehåller ett personnummer. Ta bort det: här får inga uppgifter om enskilda stå.' });
  };
  text('skal', reason);
  for (const written of reasons) {
    const name = reasonFieldOf(written);
    if (!written.lines.every((key) => known.has(key))) faults.push({ field: name, message: 'En rad finns inte i den här versionen. Ta bort den ur listan.' });
    else if (written.reason === '') faults.push({ field: name, message: 'Skriv vad som behöver ändras, eller ta bort det som inte behöver ändras ur listan.' });
    else text(name, written.reason);
  }
  if (findPersonalNumber(decisionNumber) !== null)
    faults.push({ field: 'diarienummer', message: 'Det ser ut som ett personnummer. Skriv beslutets diarienummer.' });
  return faults;
}
