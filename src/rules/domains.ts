/** The values of a fact that a condition can tell apart: a closed list stays closed, an endless one becomes its turning points. */
import { designFields } from '../candidate/design-fields.ts';
import { type FactInfo, type FactValue, factTable, outcomeFacts } from '../candidate/facts.ts';
import { leavesOf } from './conditions.ts';
import type { Condition, Leaf } from './format.ts';

const facts: ReadonlyMap<string, FactInfo> = new Map(Object.entries({ ...factTable, ...outcomeFacts }));
const limits: ReadonlyMap<string, { min: number; max: number }> = new Map(
  Object.entries(designFields).flatMap(([name, field]) => (field.type === 'integer' ? [[`design.${name}`, { min: field.min, max: field.max }] as const] : [])),
);

/** What the fact table says of a fact. Throws for one that it does not know. */
export function factInfo(id: string): FactInfo {
  const info = facts.get(id);
  if (!info) throw new Error(`okänt faktum ${id}`);
  return info;
}

/** Every number fact is whole where it is compared: ages, months, counts, and shares in whole per cent. */
function numbersAround(id: string, leaves: readonly Leaf[]): number[] {
  const { min, max } = limits.get(id) ?? { min: 0, max: Number.POSITIVE_INFINITY };
  const around = leaves.flatMap(({ value }) => (typeof value === 'number' ? [value - 1, value, value + 1] : []));
  const within = around.filter((n) => n >= min && n <= max);
  // Where no leaf has a limit, one number stands for them all: a number is still something else than "unknown".
  return within.length > 0 ? within : [Math.min(max, Math.max(min, 12))];
}

/** Every subset of what the leaves look for, alone and together with one value that they do not look for. */
function listsOf(info: FactInfo, leaves: readonly Leaf[]): FactValue[] {
  const sought = [...new Set(leaves.flatMap(({ value }) => (typeof value === 'string' && info.values?.includes(value) ? [value] : [])))];
  const other = info.values?.find((value) => !sought.includes(value));
  let lists: string[][] = [[]];
  for (const value of sought) lists = [...lists, ...lists.map((list) => [...list, value])];
  return other === undefined ? lists : [...lists, ...lists.map((list) => [...list, other])];
}

/**
 * Values of a fact, its neutral one first, such that every possible value is answered by these leaves as one of them is.
 * Values of a closed list that no leaf mentions are alike, so one of them stands for all.
 */
export function domainOf(id: string, leaves: readonly Leaf[]): FactValue[] {
  const info = factInfo(id);
  const own = leaves.filter((leaf) => leaf.fact === id);
  const special = info.special ?? [];
  if (info.type === 'boolean') return [info.neutral, info.neutral !== true];
  if (info.type === 'list') return [info.neutral, ...listsOf(info, own), ...special.filter((value) => value !== info.neutral)];
  if (info.type === 'number') return [...new Set([info.neutral, ...numbersAround(id, own), ...special])];
  const mentioned = new Set(own.flatMap(({ value }) => value).map(String));
  const named = (info.values ?? []).filter((value) => mentioned.has(value));
  const unnamed = (info.values ?? []).find((value) => !mentioned.has(value) && value !== info.neutral);
  const neutralIsNamed = mentioned.has(String(info.neutral));
  return [...new Set([info.neutral, ...named, ...(neutralIsNamed && unnamed !== undefined ? [unnamed] : [])])];
}

/** The domains of every fact that the conditions read, in the order they read them. */
export function domainsOf(conditions: readonly Condition[]): Map<string, FactValue[]> {
  const leaves = conditions.flatMap((condition) => leavesOf(condition)).map(({ leaf }) => leaf);
  return new Map([...new Set(leaves.map(({ fact }) => fact))].map((fact) => [fact, domainOf(fact, leaves)]));
}
