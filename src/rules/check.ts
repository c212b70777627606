/** Start-up checks of rule files against the fact table, in both directions. */
import { type FactInfo, type FactValue, factTable, outcomeFacts } from '../candidate/facts.ts';
import { leavesOf } from './conditions.ts';
import type { RuleFault } from './errors.ts';
import type { AnyRule, Leaf, Operator } from './format.ts';

const comparisons: ReadonlySet<Operator> = new Set(['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']);
const membership: ReadonlySet<Operator> = new Set(['in', 'notIn']);
const lists: ReadonlySet<Operator> = new Set(['contains', 'doesNotContain']);
const equality: ReadonlySet<Operator> = new Set(['equal', 'notEqual']);

function allowedOperators(info: FactInfo): readonly Operator[] {
  if (info.type === 'list') return [...lists, ...equality];
  if (info.type === 'number') return [...comparisons, ...equality, ...membership];
  if (info.type === 'boolean') return [...equality];
  return [...equality, ...membership];
}

function isValue(info: FactInfo, value: FactValue): boolean {
  if (typeof value === 'string' && info.special?.includes(value)) return true;
  if (info.type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (info.type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string' && (info.values?.includes(value) ?? false);
}

/** Whether a value is one that the fact can have; for a list fact, a list of its values or "unknown". */
export function isFactValue(info: FactInfo, value: FactValue): boolean {
  return info.type === 'list' && Array.isArray(value)
    ? value.every((v) => isValue(info, v))
    : !Array.isArray(value) && isValue(info, value) && !(info.type === 'list' && !info.special?.includes(String(value)));
}

function describe(info: FactInfo): string {
  const own = info.type === 'number' ? ['ett tal'] : info.type === 'boolean' ? ['true', 'false'] : [...(info.values ?? [])];
  return [...own, ...(info.special ?? [])].join(', ');
}

/** What is wrong with a leaf, and in which part of it. */
export interface LeafFault {
  part: 'fact' | 'operator' | 'value';
  problem: string;
  remedy: string;
}

/** Faults of one leaf: unknown fact, an operator that the fact's type has no meaning for, a value outside the closed list. */
export function checkLeaf(leaf: Leaf, facts: Readonly<Record<string, FactInfo>>): LeafFault[] {
  const info = Object.hasOwn(facts, leaf.fact) ? facts[leaf.fact] : undefined;
  if (!info) {
    return [{ part: 'fact', problem: `Okänt faktum "${leaf.fact}".`, remedy: 'Använd ett faktum ur src/candidate/facts.ts.' }];
  }
  const allowed = allowedOperators(info);
  if (!allowed.includes(leaf.operator)) {
    return [{ part: 'operator', problem: `Operatorn ${leaf.operator} passar inte "${leaf.fact}".`, remedy: `Använd ${allowed.join(', ')}.` }];
  }
  if (membership.has(leaf.operator)) {
    if (!Array.isArray(leaf.value))
      return [{ part: 'value', problem: `Operatorn ${leaf.operator} kräver en lista.`, remedy: 'Skriv värdena inom hakparentes.' }];
    return leaf.value
      .filter((v) => !isValue(info, v))
      .map((v) => ({ part: 'value', problem: `"${v}" är inget värde för "${leaf.fact}".`, remedy: `Möjliga värden: ${describe(info)}.` }));
  }
  if (comparisons.has(leaf.operator) && typeof leaf.value !== 'number') {
    return [{ part: 'value', problem: `Operatorn ${leaf.operator} kräver ett tal.`, remedy: 'Skriv talet utan citattecken.' }];
  }
  if (Array.isArray(leaf.value) || !isValue(info, leaf.value)) {
    return [{ part: 'value', problem: `${JSON.stringify(leaf.value)} är inget värde för "${leaf.fact}".`, remedy: `Möjliga värden: ${describe(info)}.` }];
  }
  return [];
}

/** Faults of a file's rules: bad leaves and names that occur twice. `outcome` allows the pathway rules' own facts. */
export function checkRules(file: string, rules: readonly AnyRule[], options: { outcome?: boolean } = {}): RuleFault[] {
  const facts = options.outcome ? outcomeFacts : factTable;
  const seen = new Set<string>();
  return rules.flatMap((rule) => {
    const faults: RuleFault[] = [];
    if (seen.has(rule.name)) faults.push({ file, place: rule.name, problem: 'Regelns namn förekommer två gånger.', remedy: 'Ge reglerna olika namn.' });
    seen.add(rule.name);
    if (rule.validFrom !== undefined && rule.validTo !== undefined && rule.validFrom > rule.validTo) {
      faults.push({ file, place: rule.name, problem: 'validFrom ligger efter validTo.', remedy: 'Rätta datumen.' });
    }
    for (const { path, leaf } of leavesOf(rule.conditions)) {
      for (const { problem, remedy } of checkLeaf(leaf, facts)) faults.push({ file, place: `${rule.name} (${path})`, problem, remedy });
    }
    return faults;
  });
}

/** Facts that no rule reads: either the fact is not needed or a rule is missing. */
export function checkFactsAreRead(rules: readonly AnyRule[]): RuleFault[] {
  const read = new Set(rules.flatMap((rule) => leavesOf(rule.conditions).map(({ leaf }) => leaf.fact)));
  return Object.entries({ ...factTable, ...outcomeFacts })
    .filter(([id]) => !read.has(id))
    .map(([id, info]) => ({
      file: 'src/candidate/facts.ts',
      place: id,
      problem: `Ingen regel läser faktumet "${info.label}".`,
      remedy: 'Skriv en regel som läser det, eller ta bort faktumet.',
    }));
}
