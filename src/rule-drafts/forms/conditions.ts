import { type FormContext, type KindForm, oneOf, ruleOf } from './model.ts';
import { type OutlineFault, readOutline, writeOutline } from './outline.ts';

const said = ({ line, problem, remedy }: OutlineFault): string => `Rad ${line}: ${problem} ${remedy}`;

/** All conditions of a rule as an outline: the advanced way. Faults stand at the field and name the line. */
export const conditionsForm: KindForm = {
  initial: (context: FormContext, op) => ({ conditions: writeOutline(op?.type === 'replace-conditions' ? op.conditions : ruleOf(context).rule.conditions) }),
  parts: (_, typed) => [{ legend: '', fields: [{ name: 'conditions', label: 'Villkor', control: 'outline', values: [oneOf(typed.conditions)] }] }],
  read(context, typed) {
    const rule = ruleOf(context).rule.name;
    const read = readOutline(oneOf(typed.conditions));
    if ('faults' in read)
      return { operation: null, place: () => 'conditions', faults: read.faults.map((fault) => ({ field: 'conditions', message: said(fault) })) };
    return { operation: { type: 'replace-conditions', rule, conditions: read.conditions }, place: () => 'conditions', faults: [] };
  },
};

/** The line where a part of the conditions stands, to be said before what is wrong with it; '' for the whole. */
export function lineOfFault(text: string, field: string): string {
  const read = readOutline(text);
  const line = 'faults' in read ? undefined : read.lineOf.get(field.replace(/^conditions\.?/, ''));
  return line === undefined || field === 'conditions' ? '' : `Rad ${line}: `;
}
