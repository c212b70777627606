import { type Design, designFieldNames } from '../candidate/design.ts';
import { type DesignFieldName, designFields, designGroups, UNKNOWN, UNKNOWN_LABEL } from '../candidate/design-fields.ts';
import type { DesignProblem } from '../candidate/parse-design.ts';
import { amountChoice, amountName, sameAnswer } from './insats-query.ts';
import { designValueText } from './words.ts';

export interface Option {
  value: string;
  label: string;
  chosen: boolean;
}

export interface FieldView {
  name: DesignFieldName;
  label: string;
  help: string;
  type: 'choice' | 'list' | 'integer';
  options: Option[];
  /** The number field beside the list of a number question. */
  amount: { name: string; value: number | null; min: number; max: number } | null;
  note: NoteView;
}

/** How an answer came about, and what is wrong with it. */
export interface NoteView {
  /** `unset`: a question of a form where nothing is assumed, and that nobody has answered there. */
  state: 'assumed' | 'missing' | 'changed' | 'unset';
  text: string;
  problems: string[];
}

export interface GroupView {
  id: string;
  title: string;
  fields: FieldView[];
  changed: number;
  missing: number;
  open: boolean;
}

/** The answers that a question can have, in the form's own words. */
export function optionsOf(field: DesignFieldName, value: Design[DesignFieldName]): Option[] {
  const info = designFields[field];
  const unknown = { value: UNKNOWN, label: UNKNOWN_LABEL, chosen: value === UNKNOWN };
  if (info.type === 'integer') {
    return [
      unknown,
      { value: 'none', label: info.none ?? 'Ingen gräns', chosen: value === 'none' },
      { value: amountChoice, label: 'Ange ett tal', chosen: typeof value === 'number' },
    ];
  }
  const chosen = (choice: string): boolean => (typeof value === 'object' ? value.some((item) => item === choice) : value === choice);
  return [
    ...(info.type === 'choice' ? [unknown] : []),
    ...Object.entries(info.choices).map(([choice, label]) => ({ value: choice, label, chosen: chosen(choice) })),
  ];
}

/** The note beside a question: assumed, missing or changed, and what is wrong with the answer. */
export function noteOf(
  field: DesignFieldName,
  design: Design,
  defaults: Design,
  reasons: ReadonlyMap<string, string>,
  problems: readonly DesignProblem[],
): NoteView {
  const own = problems.filter((problem) => problem.fields.includes(field)).map((problem) => `${problem.message} ${problem.remedy}`);
  if (!sameAnswer(design[field], defaults[field])) return { state: 'changed', text: `Antogs: ${designValueText(field, defaults[field])}`, problems: own };
  return { state: design[field] === UNKNOWN ? 'missing' : 'assumed', text: reasons.get(field) ?? '', problems: own };
}

/** The design's questions in their groups, with answers, notes and faults. */
export function designForm(design: Design, defaults: Design, reasons: ReadonlyMap<string, string>, problems: readonly DesignProblem[]): GroupView[] {
  const fields = designFieldNames.map((name): FieldView & { group: string } => {
    const info = designFields[name];
    const value = design[name];
    return {
      name,
      group: info.group,
      label: info.label,
      help: info.help,
      type: info.type,
      options: optionsOf(name, value),
      amount: info.type === 'integer' ? { name: amountName(name), value: typeof value === 'number' ? value : null, min: info.min, max: info.max } : null,
      note: noteOf(name, design, defaults, reasons, problems),
    };
  });
  return Object.entries(designGroups).map(([id, title]) => {
    const own = fields.filter((field) => field.group === id);
    const changed = own.filter((field) => field.note.state === 'changed').length;
    return {
      id,
      title,
      fields: own,
      changed,
      missing: own.filter((field) => field.note.state === 'missing').length,
      open: changed > 0 || own.some((field) => field.note.problems.length > 0),
    };
  });
}
