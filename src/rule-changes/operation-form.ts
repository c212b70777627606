/**
 * Forms of operations: named text fields, as a browser sends them, and back. A field has the name that faults give it ("severity", "clearedBy.0",
 * "given.design.fee", "template.kinds"), so that a fault can stand beside it. A form only lays out; `parseOperations` says what is wrong.
 */
import { type FactInfo, type FactValue, factTable, outcomeFacts } from '../candidate/facts.ts';
import { leavesOf } from '../rules/conditions.ts';
import { type Operator, operators } from '../rules/format.ts';
import type { Operation } from './operations.ts';
import { findPlaced, type Rules } from './places.ts';

export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

const facts: Readonly<Record<string, FactInfo>> = { ...factTable, ...outcomeFacts };
const infoOf = (fact: string): FactInfo | undefined => (Object.hasOwn(facts, fact) ? facts[fact] : undefined);
const manyOf = (field: Fields[string]): string[] => (field === undefined ? [] : typeof field === 'string' ? [field] : [...field]).filter((text) => text !== '');
const oneOf = (field: Fields[string]): string | undefined => manyOf(field)[0]?.trim();
/** An empty field takes a value away; a field that was not sent leaves it. */
const clearable = (field: Fields[string]): string | null | undefined => (field === undefined ? undefined : (oneOf(field) ?? null));

/** A text as the value of a fact: numbers with decimal comma too; what does not fit stays a text, and is refused where values are. */
function factValue(info: FactInfo | undefined, text: string): string | number | boolean {
  if (info?.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  const number = Number(text.replace(',', '.'));
  return info?.type === 'number' && text.trim() !== '' && Number.isFinite(number) ? number : text;
}

const takesList = (operator: Operator | undefined): boolean => operator === 'in' || operator === 'notIn';

/** The value of a leaf: a list where its operator takes one. */
function leafValue(fields: Fields, rules: Rules, rule: string | undefined, path: string): unknown {
  const found = rule === undefined ? undefined : findPlaced(rules, rule);
  const leaf = found && leavesOf(found.rule.conditions).find((l) => l.path === path)?.leaf;
  const operator = operators.find((name) => name === oneOf(fields.operator)) ?? leaf?.operator;
  const sent = manyOf(fields.value);
  const [first] = sent;
  if (takesList(operator)) return sent.length === 0 ? undefined : sent;
  return first === undefined ? undefined : factValue(leaf && infoOf(leaf.fact), first);
}

/** Facts of a case: each field "given.…" that is filled in. A list fact is a list however many are chosen, unless it is unknown. */
function givenOf(fields: Fields): Record<string, FactValue> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]): [string, FactValue][] => {
      const fact = name.startsWith('given.') ? name.slice('given.'.length) : '';
      const sent = manyOf(field);
      const [first] = sent;
      if (fact === '' || first === undefined) return [];
      const info = infoOf(fact);
      if (info?.type === 'list' && !info.special?.includes(first)) return [[fact, sent]];
      return [[fact, factValue(info, first)]];
    }),
  );
}

const truth = (text: string | undefined): unknown => (text === 'true' ? true : text === 'false' ? false : undefined);
const filled = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const listParameters: ReadonlySet<string> = new Set(['answers', 'kinds', 'citations', 'reviewer']);

/** A template's parameters: "template.kinds" and so on; "template.audience.fact" and its values belong together, as does what clears the flag. */
function templateOf(fields: Fields): Record<string, unknown> {
  const own = Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => (name.startsWith('template.') ? [[name.slice('template.'.length), field]] : [])),
  );
  const flat = Object.entries(own).filter(([name]) => !name.includes('.'));
  const simple = flat.map(([name, field]): [string, unknown] => [name, listParameters.has(name) ? manyOf(field) : oneOf(field)]);
  const limit = oneOf(own.limit);
  const audience = oneOf(own['audience.fact']);
  const answer = oneOf(own['clearedBy.answer']);
  const kinds = manyOf(own.kinds);
  return filled({
    ...Object.fromEntries(simple),
    kinds: kinds.length === 0 ? undefined : kinds,
    limit: limit === undefined ? undefined : factValue({ type: 'number', label: '', origin: 'insats', neutral: 0 }, limit),
    audience: audience === undefined ? undefined : { fact: audience, values: manyOf(own['audience.values']).map((text) => factValue(infoOf(audience), text)) },
    clearedBy: answer === undefined ? undefined : { answer, text: oneOf(own['clearedBy.text']) ?? '' },
  });
}

/** The tree that a form for those who can sends as JSON; a text that is none is refused as conditions. */
function conditionsOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return text;
  }
}

/** The operation that a filled-in form stands for, to be read by `parseOperations`. `rules` say what a condition's value is to be. */
export function operationFromForm(fields: Fields, rules: Rules): unknown {
  const [type, rule] = [oneOf(fields.type), oneOf(fields.rule)];
  const path = oneOf(fields.path) ?? '';
  const texts = Object.entries(fields).flatMap(([name, field]) => {
    const at = /^clearedBy\.(\d{1,2})$/.exec(name)?.[1];
    const text = oneOf(field);
    return at === undefined || text === undefined ? [] : [{ at: Number(at), text }];
  });
  const replace = manyOf(fields['replace.from']).flatMap((from, i) => {
    const to = manyOf(fields['replace.to'])[i];
    return to === undefined ? [] : [{ from, to }];
  });
  const parts: Readonly<Record<string, () => Record<string, unknown>>> = {
    'set-severity': () => ({ severity: oneOf(fields.severity) }),
    'set-leaf': () => ({ path, operator: oneOf(fields.operator), value: leafValue(fields, rules, rule, path) }),
    'set-texts': () => ({
      title: oneOf(fields.title),
      message: oneOf(fields.message),
      reason: oneOf(fields.reason),
      remedy: clearable(fields.remedy),
      clearedBy: texts.length === 0 ? undefined : texts,
    }),
    'set-citations': () => ({ add: manyOf(fields.add), remove: manyOf(fields.remove), replace }),
    'set-reviewer': () => ({ reviewer: manyOf(fields.reviewer) }),
    'set-validity': () => ({ validFrom: clearable(fields.validFrom), validTo: clearable(fields.validTo), motive: oneOf(fields.motive) }),
    'switch-off': () => ({ motive: oneOf(fields.motive) ?? '' }),
    'replace-conditions': () => ({ conditions: conditionsOf(oneOf(fields.conditions)) }),
    'add-rule': () => ({ rule: undefined, name: oneOf(fields.name), template: templateOf(fields) }),
    'add-case': () => ({ name: oneOf(fields.name), given: givenOf(fields), fires: truth(oneOf(fields.fires)) }),
    'remove-case': () => ({ name: oneOf(fields.name), reason: oneOf(fields.reason) }),
    'replace-case': () => ({
      name: oneOf(fields.name),
      newName: oneOf(fields.newName),
      given: givenOf(fields),
      fires: truth(oneOf(fields.fires)),
      reason: oneOf(fields.reason),
    }),
  };
  return filled({ type, rule, ...(type === undefined || !Object.hasOwn(parts, type) ? {} : parts[type]?.()) });
}

/** The fields of a form that shows an operation again, filled in. */
export function formOf(op: Operation): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  if (op.type === 'replace-conditions') return { type: op.type, rule: op.rule, conditions: JSON.stringify(op.conditions, null, 2) };
  for (const [name, value] of Object.entries(op)) {
    if (name === 'given')
      for (const [fact, given] of Object.entries(op.type === 'add-case' || op.type === 'replace-case' ? op.given : {})) fields[`given.${fact}`] = textOf(given);
    else if (name === 'template') for (const [inner, parameter] of Object.entries(value)) lay(fields, `template.${inner}`, parameter);
    else if (name === 'clearedBy' && op.type === 'set-texts') for (const { at, text } of op.clearedBy ?? []) fields[`clearedBy.${at}`] = text;
    else if (name === 'replace' && op.type === 'set-citations') {
      fields['replace.from'] = op.replace.map(({ from }) => from);
      fields['replace.to'] = op.replace.map(({ to }) => to);
    } else fields[name] = textOf(value);
  }
  return fields;
}

function lay(fields: Record<string, string | string[]>, name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [inner, part] of Object.entries(value)) lay(fields, `${name}.${inner}`, part);
  else fields[name] = textOf(value);
}

const textOf = (value: unknown): string | string[] => (Array.isArray(value) ? value.map(String) : value === null ? '' : String(value));
