import { z } from 'zod';
import { readDesign } from '../assessment/insats-query.ts';
import { latestDate } from '../assessment/parse-candidate.ts';
import { findContradictions } from '../candidate/contradictions.ts';
import type { Design } from '../candidate/design.ts';
import type { DesignProblem } from '../candidate/parse-design.ts';
import { canonical, type FlagResponse, type LineShaping, responseKinds } from '../drafts/shaping.ts';
import type { Pathway } from '../rules/format.ts';
import type { InputFault } from '../web/input.ts';
import { findPersonalNumber } from '../web/personal-number.ts';

/** Every way that a line can go, as the form has it. The empty one follows the rules. */
export const choices: readonly { value: string; pathway: Pathway | null; stage: 1 | 2 | 3 | null }[] = [
  { value: '', pathway: null, stage: null },
  ...(['open', 'open_with_conditions'] as const).flatMap((pathway) => ([1, 2, 3] as const).map((stage) => ({ value: `${pathway}-${stage}`, pathway, stage }))),
  { value: 'simplified_assessment', pathway: 'simplified_assessment', stage: null },
  { value: 'keep_assessment', pathway: 'keep_assessment', stage: null },
];
export const choiceOf = ({ pathway, stage }: Pick<LineShaping, 'pathway' | 'stage'>): string =>
  choices.find((choice) => choice.pathway === pathway && choice.stage === stage)?.value ?? '';

/** What a person has written about a flag, as it was written. */
export interface TypedResponse {
  kind: string;
  motive: string;
  who: string;
  due: string;
}

/** What a person has written on a line's page, as it was written. */
export interface LineValues {
  choice: string;
  motive: string;
  responses: Map<string, TypedResponse>;
  revision: number;
}

export const limits = { motive: 8000, response: 4000, who: 200 } as const;
const rawSchema = z.record(z.string(), z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).catch(''));
const rule = /^svar-([a-z0-9-]{1,200})$/;

/** Reads what was sent without judging it, so that it can be shown again. Line ends become those that are stored. */
function lineValues(body: unknown): LineValues {
  const raw = rawSchema.catch({}).parse(body ?? {});
  const text = (name: string): string => (raw[name] ?? '').replaceAll('\r\n', '\n');
  const responses = new Map<string, TypedResponse>();
  for (const name of Object.keys(raw)) {
    const [, id] = rule.exec(name) ?? [];
    if (id !== undefined) responses.set(id, { kind: text(name), motive: text(`skal-${id}`), who: text(`vem-${id}`), due: text(`datum-${id}`) });
  }
  return { choice: text('val'), motive: text('motiv'), responses, revision: /^\d{1,9}$/.test(text('revision')) ? Number(text('revision')) : 0 };
}

/** A stored line as the form shows it. */
export function valuesOf(shaping: LineShaping, revision: number): LineValues {
  const responses = Object.entries(shaping.responses).map(([id, { due, ...rest }]): [string, TypedResponse] => [id, { ...rest, due: due ?? '' }]);
  return { choice: choiceOf(shaping), motive: shaping.motive, responses: new Map(responses), revision };
}

const tooLong = (limit: number) => `Texten är för lång. Korta den till högst ${limit} tecken.`;

/** What is wrong with a free text: too long, or it names a person by number. */
export function textFaults(field: string, text: string, limit: number): InputFault[] {
  if (text.length > limit) return [{ field, message: tooLong(limit) }];
  if (findPersonalNumber(text) === null) return [];
  return [
    {
      field,
      message: 'Texten ser ut att innehålla ett personnummer eller samordningsnummer. Ta bort det. Förslaget får inte ha uppgifter om enskilda personer.',
    },
  ];
}

const isKind = (kind: string): kind is FlagResponse['kind'] => responseKinds.some((known) => known === kind);

/** What is wrong with an answer to a flag. What each kind needs follows from what it says. */
function responseFaults(id: string, { kind, motive, who, due }: TypedResponse): InputFault[] {
  const faults = [...textFaults(`skal-${id}`, motive, limits.response), ...textFaults(`vem-${id}`, who, limits.who)];
  if (kind === '') {
    const written = motive.trim() !== '' || who.trim() !== '' || due !== '';
    return written ? [...faults, { field: `svar-${id}`, message: 'Välj vad ni svarar, eller ta bort det som står i svaret.' }] : faults;
  }
  if (!isKind(kind)) return [...faults, { field: `svar-${id}`, message: 'Välj ett av svaren i listan.' }];
  if (kind !== 'investigate' && motive.trim() === '') faults.push({ field: `skal-${id}`, message: 'Skriv ett motiv.' });
  if (kind !== 'disputed' && who.trim() === '')
    faults.push({ field: `vem-${id}`, message: kind === 'accepted' ? 'Skriv vem som accepterar.' : 'Skriv vem som utreder.' });
  const dated = z.iso.date().safeParse(due).success && due <= latestDate;
  if (kind === 'investigate' ? !dated : due !== '' && !dated)
    faults.push({ field: `datum-${id}`, message: 'Skriv ett datum med år, månad och dag, till exempel 2027-01-31.' });
  return faults;
}

export interface ReadLine {
  values: LineValues;
  /** What can be read of the form; faults must be empty before it is stored. */
  shaping: LineShaping;
  design: Design;
  problems: DesignProblem[];
  faults: InputFault[];
}

/**
 * Reads a line's form. Answers to flags that the form did not show are kept as they are stored: a flag that the design clears today may
 * come back tomorrow.
 */
export function readLine(body: unknown, defaults: Design, stored: LineShaping): ReadLine {
  const values = lineValues(body);
  const tried = readDesign(body, defaults);
  const problems = [...tried.problems, ...findContradictions(tried.design)];
  const choice = choices.find((one) => one.value === values.choice);
  const faults: InputFault[] = [
    ...(choice === undefined ? [{ field: 'val', message: 'Välj en av vägarna i listan.' }] : []),
    ...textFaults('motiv', values.motive, limits.motive),
    ...[...values.responses].flatMap(([id, typed]) => responseFaults(id, typed)),
    ...(problems.length > 0 ? [{ field: 'utformning', message: 'Några svar i utformningen går inte ihop eller går inte att läsa.' }] : []),
  ];
  const responses: Record<string, FlagResponse> = { ...stored.responses };
  for (const [id, { kind, motive, who, due }] of values.responses) {
    if (isKind(kind)) responses[id] = { kind, motive: motive.trim(), who: who.trim(), due: z.iso.date().safeParse(due).success ? due : null };
    else delete responses[id];
  }
  const shaping = canonical({
    removed: stored.removed,
    pathway: choice?.pathway ?? null,
    stage: choice?.stage ?? null,
    design: tried.changes,
    motive: values.motive.trim(),
    responses,
    ...(stored.added === true ? { added: true as const } : {}),
  });
  return { values, shaping, design: tried.design, problems, faults };
}
