import type { RuleCase } from '../rules/format.ts';
import type { Answer, Edited } from './edit.ts';
import type { On } from './operations.ts';
import { noEffect, refuse } from './refusal.ts';

/** What operations on cases do. The rule they belong to exists. */
export function editCases({ rules, cases }: Edited, op: On<'add-case'> | On<'remove-case'> | On<'replace-case'>): Answer {
  const at = cases.findIndex(({ rule, name }) => rule === op.rule && name === op.name);
  if (op.type === 'add-case') {
    if (at !== -1) return refuse('name', `Regeln har redan ett fall som heter "${op.name}".`, 'Ge fallet ett annat namn, eller ersätt det som finns.');
    const { rule, name, given, fires } = op;
    return { rules, cases: afterOwn(cases, { rule, name, given, fires }) };
  }
  if (at === -1) return refuse('name', `Regeln har inget fall som heter "${op.name}".`, 'Välj ett av regelns fall.');
  if (op.type === 'remove-case') {
    if (cases.filter(({ rule }) => rule === op.rule).length === 1)
      return refuse('name', 'Det är regelns enda fall, och en regel utan fall går inte att pröva.', 'Lägg först till ett annat fall, eller ersätt det här.');
    return { rules, cases: cases.toSpliced(at, 1) };
  }
  const next: RuleCase = { rule: op.rule, name: op.newName ?? op.name, given: op.given, fires: op.fires };
  if (next.name !== op.name && cases.some(({ rule, name }) => rule === next.rule && name === next.name))
    return refuse('newName', `Regeln har redan ett fall som heter "${next.name}".`, 'Ge fallet ett annat namn.');
  if (JSON.stringify(cases[at]) === JSON.stringify(next)) return noEffect('given', 'Fallet');
  return { rules, cases: cases.with(at, next) };
}

/** A new case stands after the rule's others, as in the files. */
function afterOwn(cases: readonly RuleCase[], added: RuleCase): RuleCase[] {
  const last = cases.findLastIndex(({ rule }) => rule === added.rule);
  return last === -1 ? [...cases, added] : cases.toSpliced(last + 1, 0, added);
}
