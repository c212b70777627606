/** A form as one template draws it: parts with fields. What stands in the fields is always what was typed, or what the rule says now. */
import type { Facts } from '../../candidate/facts.ts';
import type { Knowledge } from '../../knowledge.ts';
import type { Fields } from '../../rule-changes/operation-form.ts';
import type { Operation } from '../../rule-changes/operations.ts';
import type { Placed, Rules } from '../../rule-changes/places.ts';
import type { RuleCase } from '../../rules/format.ts';
import type { InputFault } from '../../web/input.ts';

export interface Option {
  value: string;
  label: string;
}

export interface FormField {
  name: string;
  label: string;
  control: 'text' | 'number' | 'date' | 'area' | 'outline' | 'select' | 'radios' | 'checks' | 'citation';
  /** What is chosen or written; several where several can be ticked. */
  values: readonly string[];
  options?: readonly Option[];
  /** What the field does, for one who has not seen it before. */
  help?: string;
  /** What the rule says now, where that does not stand in the field. */
  now?: string;
  unit?: string;
  /** Where several fields have one name, so that each has an id of its own. */
  at?: number;
}

export interface FormPart {
  /** Empty for a part that needs no heading. */
  legend: string;
  help?: string;
  /** Folded until somebody opens it or something in it is filled in or wrong. */
  folded?: boolean;
  fields: readonly FormField[];
}

/** What a form is made from. The rules and cases are those that the rest of the change leaves. */
export interface FormContext {
  knowledge: Knowledge;
  rules: Rules;
  cases: readonly RuleCase[];
  /** The rule that is changed; null for a new rule. */
  placed: Placed | null;
  /** The condition that is changed, by its path. */
  path: string;
  /** The template of a new rule, and the design question that it is about. */
  template: string;
  question: string;
  /** The case that a new case begins as. */
  from: string;
  /** Facts that somebody brings along from a question or from a case that is missing. */
  brought: Facts;
  /** Other fields that the address fills in. */
  filled: Fields;
}

/** What was typed, as an operation to be parsed; `place` finds the form's field of a fault. */
export interface ReadForm {
  operation: unknown;
  place(field: string): string;
  /** What only this form knows to be wrong. */
  faults: readonly InputFault[];
}

/** One kind of change. */
export interface KindForm {
  /** What stands in the fields at first: what the rule says now, or what the operation says. */
  initial(context: FormContext, operation: Operation | null): Fields;
  parts(context: FormContext, typed: Fields): FormPart[];
  read(context: FormContext, typed: Fields): ReadForm;
}

export const manyOf = (field: Fields[string]): string[] => (field === undefined ? [] : typeof field === 'string' ? [field] : [...field]);
export const oneOf = (field: Fields[string]): string => manyOf(field)[0] ?? '';
/** Browsers send line breaks as two signs; the rules have texts without outer space. */
export const tidy = (text: string): string => text.replaceAll('\r\n', '\n').trim();
export const asOptions = (labels: Readonly<Record<string, string>>): Option[] => Object.entries(labels).map(([value, label]) => ({ value, label }));
export const itself = (field: string): string => field;

/** The rule that a form changes. @throws Error where there is none: the routes have seen to that. */
export function ruleOf({ placed }: FormContext): Placed {
  if (placed === null) throw new Error('this form changes a rule');
  return placed;
}
