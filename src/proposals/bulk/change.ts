import { z } from 'zod';
import { readAnswers } from '../../assessment/insats-query.ts';
import { designValueText } from '../../assessment/words.ts';
import { findContradictions } from '../../candidate/contradictions.ts';
import { type Design, designChangeSchema, designFieldNames, emptyDesign } from '../../candidate/design.ts';
import { type DesignFieldName, designFields } from '../../candidate/design-fields.ts';
import type { DesignProblem } from '../../candidate/parse-design.ts';
import { standingInWords } from '../../drafts/shape-line.ts';
import { stageSchema } from '../../drafts/shaping.ts';
import { pathways } from '../../rules/format.ts';
import { count } from '../../web/format.ts';
import type { InputFault } from '../../web/input.ts';
import { choices, limits, textFaults } from '../line-form.ts';

/** What is to be changed of every chosen line; what is left out stays as it is. */
export const changeSchema = z.strictObject({
  design: designChangeSchema,
  /** Null leaves pathway and stage as they are; a pathway of null follows the rules. */
  choice: z.strictObject({ pathway: z.enum(pathways).nullable(), stage: stageSchema.nullable() }).nullable(),
  motive: z.string(),
  /** Whether answers that people have given line by line are replaced. */
  overwrite: z.boolean(),
});
export type BulkChange = z.infer<typeof changeSchema>;

/** The choice that puts lines back to what the rules recommend. */
export const followChoice = 'folj';

/** What a person has chosen in the form, as it was written. */
export interface ChangeValues {
  choice: string;
  motive: string;
  overwrite: boolean;
  /** Every answer, by its name in the form. */
  answers: ReadonlyMap<string, readonly string[]>;
}

const rawSchema = z.record(z.string(), z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]));

/** What was sent, by name. */
export function sentFields(body: unknown): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(rawSchema.catch({}).parse(body ?? {})));
}

/** Reads the change of a form without judging it, so that it can be shown again. */
export function changeValues(sent: ReadonlyMap<string, readonly string[]>): ChangeValues {
  const last = (name: string) => (sent.get(name)?.at(-1) ?? '').replaceAll('\r\n', '\n');
  return { choice: last('val'), motive: last('motiv'), overwrite: last('egna') === 'skriv-over', answers: sent };
}

export interface ReadChange {
  change: BulkChange;
  /** Answers that cannot be read, or that cannot both hold on any line. */
  problems: DesignProblem[];
  faults: InputFault[];
}

/** An answer that nobody gave is sent as empty: it leaves the question as it is. */
const given = (answers: ChangeValues['answers']) =>
  Object.fromEntries([...answers].flatMap(([name, all]) => (all.some((value) => value !== '') ? [[name, all.filter((value) => value !== '')]] : [])));

/** Answers of the form that contradict each other whatever the line. Only questions that the form answers count. */
function ownContradictions(design: BulkChange['design']): DesignProblem[] {
  const whole: Design = { ...emptyDesign, ...design };
  return findContradictions(whole).filter(({ fields }) => fields.every((field) => design[field] !== undefined));
}

/** Reads a change and says what is wrong with it, whatever lines it is for. */
export function readChange(values: ChangeValues): ReadChange {
  const { answers: design, problems: unreadable } = readAnswers(given(values.answers));
  const problems = [...unreadable, ...ownContradictions(design)];
  const motive = values.motive.trim();
  const chosen = choices.find((one) => one.value === values.choice);
  const choice =
    values.choice === '' || (chosen === undefined && values.choice !== followChoice)
      ? null
      : { pathway: chosen?.pathway ?? null, stage: chosen?.stage ?? null };
  const change: BulkChange = { design, choice, motive, overwrite: values.overwrite };
  const faults: InputFault[] = [
    ...(values.choice !== '' && choice === null ? [{ field: 'val', message: 'Välj en av vägarna i listan.' }] : []),
    ...textFaults('motiv', values.motive, limits.motive),
    ...(problems.length > 0 ? [{ field: 'utformning', message: 'Några svar i utformningen går inte ihop eller går inte att läsa.' }] : []),
  ];
  if (faults.length === 0 && isEmptyChange(change))
    faults.push({ field: 'andringar', message: 'Inget är valt att ändra. Välj väg, svar i utformningen eller skriv ett motiv.' });
  return { change, problems, faults };
}

const isEmptyChange = ({ design, choice, motive }: BulkChange): boolean => choice === null && motive === '' && Object.keys(design).length === 0;

/** The question as it stands before its answer: "Takets storlek:". */
export const questionBefore = (field: DesignFieldName): string => {
  const { label } = designFields[field];
  return label.endsWith('?') ? label : `${label}:`;
};

/** "Takets storlek: 5". */
export const answerInWords = (field: DesignFieldName, value: Design[DesignFieldName]): string => `${questionBefore(field)} ${designValueText(field, value)}`;

/** What a change does, as short sentences. */
export function changeInWords({ design, choice, motive, overwrite }: BulkChange): string[] {
  const path = choice === null ? [] : [`Väg och etapp: ${choice.pathway === null ? 'följ regelverkets förslag' : standingInWords(choice)}`];
  const answers = designFieldNames.flatMap((field) => {
    const value = design[field];
    return value === undefined ? [] : [answerInWords(field, value)];
  });
  return [...path, ...answers, ...(motive === '' ? [] : [`Motiv: ${motive}`]), ...(overwrite ? ['Radernas egna svar skrevs över'] : [])];
}

/** "12 rader". */
export const linesInWords = (lines: number): string => count(lines, 'rad', 'rader');
