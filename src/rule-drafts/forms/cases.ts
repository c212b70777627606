/** Forms of the cases that prove a rule: what is given, and whether the rule is then to fire. */
import { factText } from '../../assessment/words.ts';
import { type FactInfo, type FactValue, factTable, outcomeFacts } from '../../candidate/facts.ts';
import { type Fields, operationFromForm } from '../../rule-changes/operation-form.ts';
import { leavesOf } from '../../rules/conditions.ts';
import type { RuleCase } from '../../rules/format.ts';
import { type FormContext, type FormField, type FormPart, itself, type KindForm, manyOf, oneOf, ruleOf, tidy } from './model.ts';

const facts: Readonly<Record<string, FactInfo>> = { ...factTable, ...outcomeFacts };
const ownCases = (context: FormContext): RuleCase[] => context.cases.filter(({ rule }) => rule === ruleOf(context).rule.name);
const given = (name: string): string => `given.${name}`;
const textOf = (value: FactValue): string | string[] => (Array.isArray(value) ? value.map(String) : String(value));

/** The facts that the rule reads, first, and then what the case gives beside them. */
function factsOf(context: FormContext, typed: Fields): { read: string[]; more: string[] } {
  const read = [...new Set(leavesOf(ruleOf(context).rule.conditions).map(({ leaf }) => leaf.fact))];
  const more = Object.keys(typed).flatMap((name) => (name.startsWith('given.') && !read.includes(name.slice(6)) ? [name.slice(6)] : []));
  return { read, more: more.filter((fact) => Object.hasOwn(facts, fact)) };
}

/** Numbers that may lack an answer take the answer's own words too. */
const writtenSpecial = (fact: string, info: FactInfo, text: string): string =>
  info.special?.find((value) => factText(fact, value).toLocaleLowerCase('sv') === text.trim().toLocaleLowerCase('sv')) ?? text;

function factField(fact: string, typed: Fields): FormField {
  const info = facts[fact];
  const name = given(fact);
  const values = manyOf(typed[name]);
  if (info === undefined) return { name, label: fact, control: 'text', values };
  const usual = `Inget särskilt (${factText(fact, info.neutral)})`;
  if (info.type === 'number') {
    const words = (info.special ?? []).map((value) => factText(fact, value));
    const shown = values.map((value) => (info.special?.includes(value) ? factText(fact, value) : value));
    return {
      name,
      label: info.label,
      control: 'text',
      values: shown,
      help: `Ett tal${words.length === 0 ? '' : `, eller ${words.join(' eller ')}`}. Tomt: ${usual.toLowerCase()}.`,
    };
  }
  const ids = info.type === 'boolean' ? ['true', 'false'] : [...(info.values ?? []), ...(info.special ?? [])];
  const options = ids.map((value) => ({ value, label: factText(fact, info.type === 'boolean' ? value === 'true' : value) }));
  return info.type === 'list'
    ? { name, label: info.label, control: 'checks', values, options, help: `Inget ikryssat: ${usual.toLowerCase()}.` }
    : { name, label: info.label, control: 'select', values, options: [{ value: '', label: usual }, ...options] };
}

function caseParts(context: FormContext, typed: Fields, nameField: FormField): FormPart[] {
  const { read, more } = factsOf(context, typed);
  return [
    {
      legend: '',
      fields: [
        nameField,
        {
          name: 'fires',
          label: 'Ska regeln slå till?',
          control: 'radios',
          values: manyOf(typed.fires),
          options: [
            { value: 'true', label: 'Ja, regeln ska slå till' },
            { value: 'false', label: 'Nej, regeln ska inte slå till' },
          ],
        },
      ],
    },
    {
      legend: 'Uppgifter som regeln läser',
      help: 'Ange det som fallet handlar om. Det som inte anges är satt så att det inte avgör något.',
      fields: read.map((fact) => factField(fact, typed)),
    },
    ...(more.length === 0 ? [] : [{ legend: 'Andra uppgifter i fallet', help: 'Regeln läser dem inte.', fields: more.map((fact) => factField(fact, typed)) }]),
  ];
}

function caseFields({ name, given: own, fires }: Omit<RuleCase, 'rule'>, nameField: 'name' | 'newName'): Fields {
  return { [nameField]: name, fires: String(fires), ...Object.fromEntries(Object.entries(own).map(([fact, value]) => [given(fact), textOf(value)])) };
}

/** Texts that mean a missing number become that; the rest is laid out by `operationFromForm`. */
function sentFacts(typed: Fields): Fields {
  return Object.fromEntries(
    Object.entries(typed).map(([name, field]) => {
      const info = name.startsWith('given.') ? facts[name.slice(6)] : undefined;
      return [name, info?.type === 'number' ? writtenSpecial(name.slice(6), info, oneOf(field)) : field];
    }),
  );
}

export const addCaseForm: KindForm = {
  initial(context, op) {
    if (op?.type === 'add-case') return caseFields(op, 'name');
    const like = ownCases(context).find(({ name }) => name === context.from);
    const { read } = factsOf(context, {});
    const brought = Object.fromEntries(Object.entries(context.brought).flatMap(([fact, value]) => (read.includes(fact) ? [[given(fact), textOf(value)]] : [])));
    return { ...(like === undefined ? {} : { ...caseFields(like, 'name'), name: '' }), ...brought, ...context.filled };
  },
  parts: (context, typed) =>
    caseParts(context, typed, {
      name: 'name',
      label: 'Fallets namn',
      control: 'text',
      values: [oneOf(typed.name)],
      help: 'Minst 5 tecken. Säg vad fallet visar, till exempel ”avgift tas ut, men insatsen är rådgivning”. Inga uppgifter om enskilda personer.',
    }),
  read: (context, typed) => ({
    operation: operationFromForm({ ...sentFacts(typed), name: tidy(oneOf(typed.name)), type: 'add-case', rule: ruleOf(context).rule.name }, context.rules),
    place: itself,
    faults: [],
  }),
};

const reasonPart = (typed: Fields): FormPart => ({
  legend: '',
  fields: [
    {
      name: 'reason',
      label: 'Varför ändras fallet?',
      control: 'area',
      values: [oneOf(typed.reason)],
      help: 'Behövs inte om det framgår av ändringen. Läses av den som kontrollerar.',
    },
  ],
});

export const replaceCaseForm: KindForm = {
  initial(context, op) {
    if (op?.type === 'replace-case') return { ...caseFields({ ...op, name: op.newName ?? op.name }, 'newName'), reason: op.reason ?? '' };
    const own = ownCases(context).find(({ name }) => name === context.from);
    return { ...(own === undefined ? {} : caseFields(own, 'newName')), ...context.filled };
  },
  parts: (context, typed) => [
    ...caseParts(context, typed, {
      name: 'newName',
      label: 'Fallets namn',
      control: 'text',
      values: [oneOf(typed.newName)],
      now: context.from,
      help: 'Minst 5 tecken.',
    }),
    reasonPart(typed),
  ],
  read(context, typed) {
    const newName = tidy(oneOf(typed.newName));
    const { newName: _, ...rest } = sentFacts(typed);
    const named = newName === context.from ? {} : { newName };
    return {
      operation: operationFromForm({ ...rest, ...named, type: 'replace-case', rule: ruleOf(context).rule.name, name: context.from }, context.rules),
      place: (field) => (field === 'name' ? 'newName' : field),
      faults: newName === '' ? [{ field: 'newName', message: 'Fallet behöver ett namn. Skriv minst 5 tecken.' }] : [],
    };
  },
};

export const removeCaseForm: KindForm = {
  initial: (_, op) => ({ reason: op?.type === 'remove-case' ? (op.reason ?? '') : '' }),
  parts: (_, typed) => [reasonPart(typed)],
  read: (context, typed) => ({
    operation: operationFromForm(
      { reason: tidy(oneOf(typed.reason)), type: 'remove-case', rule: ruleOf(context).rule.name, name: context.from },
      context.rules,
    ),
    place: itself,
    faults: [],
  }),
};

/** The rule's cases, to choose one of. */
export const casesOf = ownCases;
