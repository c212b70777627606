/** Whether rules and cases as a change leaves them can be trusted. Every fault is laid at the operation and field that a person can mend it in. */
import { clearingFaults } from '../risk/risk.ts';
import { runCases } from '../rules/cases.ts';
import { checkFactsAreRead, checkRules } from '../rules/check.ts';
import { leavesOf } from '../rules/conditions.ts';
import type { RuleCase } from '../rules/format.ts';
import { SourceError } from '../sources/errors.ts';
import { resolveCitation } from '../sources/resolve-citation.ts';
import type { Sources } from '../sources/sources.ts';
import type { RuleBase } from './apply.ts';
import { contradictions, givenFaults, leafAt } from './check-cases.ts';
import { type ConditionFault, checkConditions } from './check-conditions.ts';
import type { Edited } from './edit.ts';
import type { Fault, Warning } from './faults.ts';
import type { Operation } from './operations.ts';
import { fileOf, type Placed, placedRules } from './places.ts';
import { ruleFromTemplate } from './templates.ts';

interface Found {
  faults: Fault[];
  warnings: Warning[];
}

/** Operations with their position, newest first: what stands in the way was most likely made by the latest. */
type Numbered = { op: Operation; operation: number };
const ruleOf = (op: Operation): string => (op.type === 'add-rule' ? op.name : op.rule);

/** The operation that a person mends a fault in: the latest of these types on the rule, else the latest on the rule. */
function blame(own: readonly Numbered[], types: readonly Operation['type'][]): Numbered | undefined {
  return own.find(({ op }) => types.includes(op.type)) ?? own[0];
}

/** The field of a form where a part of the conditions was written. */
function conditionField(op: Operation, { path, part }: ConditionFault): string {
  if (op.type === 'set-leaf') return part === 'operator' ? 'operator' : part === 'fact' ? 'path' : 'value';
  if (op.type === 'add-rule') {
    const { fields } = ruleFromTemplate(op.name, op.template);
    return fields.get(path) ?? [...fields.values()][0] ?? 'template.id';
  }
  return path === '' ? 'conditions' : `conditions.${path}`;
}

function conditionFaults(placed: Placed, own: readonly Numbered[]): Found {
  const by = own.find(({ op }) => op.type === 'set-leaf' || op.type === 'replace-conditions' || op.type === 'add-rule');
  if (by === undefined || placed.kind === 'pathway') return { faults: [], warnings: [] };
  const { faults, undecided } = checkConditions(placed);
  return {
    faults: faults.map((fault) => {
      const at = own.find(({ op }) => op.type === 'set-leaf' && op.path === fault.path) ?? by;
      return { operation: at.operation, field: conditionField(at.op, fault), problem: fault.problem, remedy: fault.remedy };
    }),
    warnings: undecided.map((path) => ({
      rule: placed.rule.name,
      problem: `Det gick inte att avgöra om ${path === '' ? 'villkoren' : `delen ${path}`} någonsin kan gälla, eller alltid gäller. Det finns för många möjligheter.`,
      remedy: 'Lägg till ett fall där regeln slår till och ett där den inte gör det.',
    })),
  };
}

/** The citation's place in the operation that brought it in. */
function citationField(op: Operation, citation: string): string | null {
  if (op.type === 'add-rule') {
    const at = op.template.citations.indexOf(citation);
    return at === -1 ? null : `template.citations.${at}`;
  }
  if (op.type !== 'set-citations') return null;
  if (op.add.includes(citation)) return `add.${op.add.indexOf(citation)}`;
  const replaced = op.replace.findIndex(({ to }) => to === citation);
  return replaced === -1 ? null : `replace.${replaced}`;
}

function citationFaults(placed: Placed, own: readonly Numbered[], sources: Sources): Fault[] {
  const { params } = placed.rule.event;
  const cited = 'citations' in params ? params.citations : 'citation' in params ? [params.citation] : [];
  return cited.flatMap((citation) =>
    own.flatMap(({ op, operation }) => {
      const field = citationField(op, citation);
      if (field === null) return [];
      try {
        resolveCitation(sources, citation);
        return [];
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        return [{ operation, field, problem: error.message, remedy: 'Välj ett ställe ur källregistret.' }];
      }
    }),
  );
}

/** What the checks of rule files say of the rule: its dates, and that a flag can be cleared. Conditions are checked by their own path above. */
function fileFaults(placed: Placed, own: readonly Numbered[]): Fault[] {
  const file = fileOf(placed);
  const dates = checkRules(file, [placed.rule], { outcome: placed.kind === 'pathway' }).filter(({ place }) => place === placed.rule.name);
  const clearing = placed.kind === 'risk' ? clearingFaults(file, placed.rule) : [];
  const at = (types: readonly Operation['type'][], field: string) => {
    const by = blame(own, types);
    return { operation: by?.operation ?? null, field: by?.op.type === 'add-rule' ? `template.${field}` : field };
  };
  return [
    ...dates.map(() => ({ ...at(['set-validity'], 'validTo'), problem: 'Regeln skulle sluta gälla innan den börjar.', remedy: 'Rätta datumen.' })),
    ...clearing.map(() => ({
      ...at(['set-texts'], 'remedy'),
      problem: 'Regeln säger inte vad som klarar flaggan.',
      remedy: 'Skriv vad man gör i stället, eller ange ett svar som klarar flaggan.',
    })),
  ];
}

function caseFaults(placed: Placed, own: readonly Numbered[], cases: readonly RuleCase[]): Fault[] {
  const { rule } = placed;
  const mine = cases.filter((c) => c.rule === rule.name);
  const writer = (name: string) =>
    own.find(({ op }) => (op.type === 'add-case' && op.name === name) || (op.type === 'replace-case' && (op.newName ?? op.name) === name));
  const form = mine.flatMap((c) => {
    const by = writer(c.name);
    return by === undefined ? [] : givenFaults(c.given).map((fault) => ({ operation: by.operation, ...fault }));
  });
  if (form.length > 0) return form;
  const against = contradictions(rule, mine).flatMap(({ one, other }): Fault[] => {
    const [by, fresh, old] = writer(other.name) ? [writer(other.name), other, one] : [writer(one.name), one, other];
    if (by === undefined) return [];
    const problem = `Fallet säger emot fallet ”${old.name}”: regeln ser samma fakta i båda, men det ena väntar sig att regeln ${fresh.fires ? 'slår till' : 'inte slår till'} och det andra tvärtom.`;
    return [{ operation: by.operation, field: 'fires', problem, remedy: 'Ändra svaret, ge fallen olika fakta, eller ersätt det andra fallet.' }];
  });
  if (against.length > 0) return against;
  return runCases([rule], mine)
    .results.filter((r) => !r.passed)
    .map(({ case: c, actual }): Fault => {
      const says = `Regeln ${actual ? 'slår till' : 'slår inte till'} i fallet ”${c.name}”, som väntar sig motsatsen.`;
      const by = writer(c.name);
      const contradicts = { rule: rule.name, case: c.name };
      if (by) return { operation: by.operation, field: 'fires', problem: says, remedy: 'Ändra svaret eller fakta i fallet, eller ändra regeln.', contradicts };
      const maker = blame(own, ['set-leaf', 'replace-conditions', 'add-rule']);
      const field = maker?.op.type === 'set-leaf' ? 'value' : maker?.op.type === 'replace-conditions' ? 'conditions' : 'rule';
      return {
        operation: maker?.operation ?? null,
        field,
        problem: says,
        remedy: 'Ersätt fallet, om regeln nu ska svara annorlunda, eller ta tillbaka ändringen.',
        contradicts,
      };
    });
}

/** Conditions that cases turned before, or that are new, and that no case turns now. */
function coverageWarnings(placed: Placed, before: RuleBase, was: Placed | undefined, cases: readonly RuleCase[]): Warning[] {
  const { rule } = placed;
  const now = runCases(
    [rule],
    cases.filter((c) => c.rule === rule.name),
  );
  const had =
    was &&
    runCases(
      [was.rule],
      before.cases.filter((c) => c.rule === rule.name),
    );
  const bare = now.leaves.filter((leaf) => {
    if (leaf.heldDecisively && leaf.failedDecisively) return false;
    const earlier = had?.leaves.find(({ path }) => path === leaf.path);
    return earlier === undefined || (earlier.heldDecisively && earlier.failedDecisively);
  });
  return bare.map(({ path, heldDecisively, failedDecisively }) => ({
    rule: rule.name,
    problem: `Inget fall visar att ”${leafAt(rule, path)}” avgör svaret ${heldDecisively ? 'när det inte gäller' : failedDecisively ? 'när det gäller' : 'åt något håll'}.`,
    remedy: 'Lägg till ett fall där bara det villkoret skiljer.',
  }));
}

/** A fact that no rule reads any more could be asked of people for nothing. */
function unreadFaults(before: RuleBase, after: Edited, numbered: readonly Numbered[]): Fault[] {
  const known = new Set(checkFactsAreRead(placedRules(before.ruleset).map(({ rule }) => rule)).map(({ place }) => place));
  return checkFactsAreRead(placedRules(after.rules).map(({ rule }) => rule))
    .filter(({ place }) => !known.has(place))
    .flatMap(({ place, problem }) => {
      const was = placedRules(before.ruleset).filter(({ rule }) => leavesOf(rule.conditions).some(({ leaf }) => leaf.fact === place));
      const by = numbered.find(({ op }) => op.type === 'replace-conditions' && was.some(({ rule }) => rule.name === op.rule));
      return [
        {
          operation: by?.operation ?? null,
          field: 'conditions',
          problem,
          remedy: 'Behåll villkoret i någon regel. Frågan skulle annars ställas till ingen nytta.',
        },
      ];
    });
}

/** Checks every rule that the operations touch, with its cases. */
export function checkOutcome(before: RuleBase, after: Edited, operations: readonly Operation[], sources: Sources): Found {
  const numbered = operations.map((op, operation): Numbered => ({ op, operation })).reverse();
  const touched = new Set(operations.map(ruleOf));
  const was = new Map(placedRules(before.ruleset).map((placed) => [placed.rule.name, placed]));
  const found: Found = { faults: unreadFaults(before, after, numbered), warnings: [] };
  for (const placed of placedRules(after.rules)) {
    const { name } = placed.rule;
    if (!touched.has(name)) continue;
    const own = numbered.filter(({ op }) => ruleOf(op) === name);
    const conditions = conditionFaults(placed, own);
    found.faults.push(...conditions.faults, ...citationFaults(placed, own, sources), ...fileFaults(placed, own));
    found.warnings.push(...conditions.warnings);
    if (conditions.faults.length > 0) continue;
    const faults = caseFaults(placed, own, after.cases);
    found.faults.push(...faults);
    if (faults.length === 0) found.warnings.push(...coverageWarnings(placed, before, was.get(name), after.cases));
  }
  return found;
}
