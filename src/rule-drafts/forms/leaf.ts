/** One condition of a rule: its answers, its limit or its comparison, in the words of the fact. */
import { factText } from '../../assessment/words.ts';
import { UNKNOWN } from '../../candidate/design-fields.ts';
import { type FactInfo, factTable } from '../../candidate/facts.ts';
import { type Fields, operationFromForm } from '../../rule-changes/operation-form.ts';
import { leafSentence } from '../../rulebook/rules/sentences.ts';
import { leavesOf } from '../../rules/conditions.ts';
import type { Leaf, Operator } from '../../rules/format.ts';
import { operatorLabels } from '../../web/labels.ts';
import { type FormContext, type FormField, itself, type KindForm, manyOf, type Option, oneOf, ruleOf } from './model.ts';

/** "equal:unknown": an answer that is chosen as a comparison, since a number field cannot hold it. */
const special = (operator: Operator, value: string): string => `${operator}:${value}`;
const comparisons = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'equal', 'notEqual'] as const;
const isMembership = (operator: Operator): boolean => operator === 'in' || operator === 'notIn';
const isNegative = (operator: string): boolean => operator === 'notEqual' || operator === 'notIn';

/** The leaf that the address names; undefined where the rule has none there. */
export function leafAt(context: FormContext): { leaf: Leaf; info: FactInfo } | undefined {
  const leaf = leavesOf(ruleOf(context).rule.conditions).find(({ path }) => path === context.path)?.leaf;
  const info = leaf && factTable[leaf.fact];
  return leaf && info && { leaf, info };
}

const specials = ({ fact }: Leaf, info: FactInfo): Option[] =>
  (info.special ?? []).flatMap((value) => [
    { value: special('equal', value), label: `${operatorLabels.equal}: ${factText(fact, value)}` },
    { value: special('notEqual', value), label: `${operatorLabels.notEqual}: ${factText(fact, value)}` },
  ]);

function fieldsOf(leaf: Leaf, info: FactInfo, typed: Fields): FormField[] {
  const { fact, operator } = leaf;
  const chosen = oneOf(typed.operator);
  const options = (info.values ?? []).map((value) => ({ value, label: factText(fact, value) }));
  if (info.type === 'boolean')
    return [
      {
        name: 'value',
        label: 'Villkoret är uppfyllt när',
        control: 'radios',
        values: manyOf(typed.value),
        options: [true, false].map((value) => ({ value: String(value), label: leafSentence({ fact, operator: 'equal', value }) })),
      },
    ];
  if (info.type === 'choice')
    return [
      {
        name: 'operator',
        label: info.label,
        control: 'radios',
        values: [chosen],
        options: [
          { value: 'in', label: 'är något av svaren här nedanför' },
          { value: 'notIn', label: 'är inget av svaren här nedanför' },
        ],
      },
      { name: 'value', label: 'Svar', control: 'checks', values: manyOf(typed.value), options },
    ];
  if (info.type === 'list')
    return [
      {
        name: 'operator',
        label: info.label,
        control: 'select',
        values: [chosen],
        options: [...(['contains', 'doesNotContain'] as const).map((value) => ({ value, label: operatorLabels[value] })), ...specials(leaf, info)],
      },
      { name: 'value', label: 'Svar', control: 'radios', values: manyOf(typed.value), options, help: 'Behövs inte när du har valt att svaret saknas.' },
    ];
  const all: readonly Operator[] = isMembership(operator) ? [operator, ...comparisons] : comparisons;
  return [
    {
      name: 'operator',
      label: info.label,
      control: 'select',
      values: [chosen],
      options: [...all.map((value) => ({ value, label: operatorLabels[value] })), ...specials(leaf, info)],
    },
    {
      name: 'value',
      label: 'Gräns',
      control: 'number',
      values: manyOf(typed.value),
      help: 'Ett tal, gärna med decimaler. Behövs inte när du har valt att uppgiften saknas.',
    },
  ];
}

const isNumber = (text: string): boolean => Number.isFinite(Number(text.trim().replace(',', '.')));

export const leafForm: KindForm = {
  initial(context, op) {
    const found = leafAt(context);
    if (found === undefined) return {};
    const own = op?.type === 'set-leaf' ? op : null;
    const { info } = found;
    const operator = own?.operator ?? found.leaf.operator;
    const value = own?.value ?? found.leaf.value;
    const single = Array.isArray(value) ? undefined : String(value);
    if (info.type === 'boolean') return { value: operator === 'notEqual' ? String(value !== true) : String(value) };
    if (info.type === 'choice') return { operator: isNegative(operator) ? 'notIn' : 'in', value: [value].flat().map(String) };
    if (single !== undefined && info.special?.includes(single)) return { operator: special(operator, single), value: '' };
    return { operator, value: Array.isArray(value) ? value : String(value) };
  },
  parts(context, typed) {
    const found = leafAt(context);
    if (found === undefined) return [];
    const { leaf, info } = found;
    return [{ legend: '', help: `Nu står det: ${leafSentence(leaf)}`, fields: fieldsOf(leaf, info, typed) }];
  },
  read(context, typed) {
    const found = leafAt(context);
    const base = { type: 'set-leaf', rule: ruleOf(context).rule.name, path: context.path };
    const chosen = oneOf(typed.operator);
    const sentValues = manyOf(typed.value).filter((text) => text.trim() !== '');
    // What stands there already keeps its order, so that the same answers are no change.
    const before = [found?.leaf.value ?? []].flat().map(String);
    const values = [...before.filter((value) => sentValues.includes(value)), ...sentValues.filter((value) => !before.includes(value))];
    const [, operator, missing] = /^(equal|notEqual):(.+)$/.exec(chosen) ?? [];
    const given = (fields: Fields): Fields => ({ ...base, ...fields });
    const fields = (): Fields => {
      if (found === undefined) return given({ operator: chosen || undefined, value: values });
      const was = found.leaf.operator;
      if (found.info.type === 'boolean') return given(was === 'equal' ? { value: values } : { operator: 'equal', value: values });
      if (operator !== undefined) return given({ operator, value: missing ?? UNKNOWN });
      // One answer is written as it was written before, so that what means the same stays the same.
      if (found.info.type === 'choice' && (chosen === 'in' || chosen === 'notIn') && values.length === 1 && !isMembership(was))
        return given({ operator: chosen === 'in' ? 'equal' : 'notEqual', value: values });
      return given({ operator: chosen || undefined, value: values });
    };
    const sent = fields();
    const lacks = values.length === 0 && operator === undefined;
    const [limit = ''] = sentValues;
    const noNumber = found?.info.type === 'number' && !isMembership(found.leaf.operator) && operator === undefined && !isNumber(limit);
    return {
      operation: operationFromForm(sent, context.rules),
      place: itself,
      faults: lacks
        ? [{ field: 'value', message: found?.info.type === 'number' ? 'Skriv en gräns, ett tal.' : 'Välj minst ett svar.' }]
        : noNumber
          ? [{ field: 'value', message: `”${limit.slice(0, 40)}” är inget tal. Skriv gränsen med siffror, till exempel 40.` }]
          : [],
    };
  },
};
