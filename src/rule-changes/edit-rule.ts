/** What each operation does to a rule. */
import { childrenOf, isLeaf } from '../rules/conditions.ts';
import type { AnyRule, Condition, Leaf, TopCondition } from '../rules/format.ts';
import type { On, Operation } from './operations.ts';
import type { Placed } from './places.ts';
import { noEffect, refuse } from './refusal.ts';

type RuleOperation = Exclude<Operation, { type: 'add-rule' | 'add-case' | 'remove-case' | 'replace-case' }>;

/** The rule as an operation leaves it, not yet read by the format's schema; or why the operation cannot be done. */
export function changedRule(found: Placed, op: RuleOperation): unknown {
  const { rule, kind } = found;
  switch (op.type) {
    case 'set-severity':
      if (kind !== 'risk') return refuse('rule', 'Bara riskregler har en allvarsgrad.', 'Välj en riskregel.');
      if (found.rule.event.params.severity === op.severity) return noEffect('severity', 'Allvarsgraden');
      return withParams(rule, { severity: op.severity });
    case 'set-reviewer':
      if (kind !== 'risk') return refuse('rule', 'Bara riskregler har en granskare.', 'Välj en riskregel.');
      if (found.rule.event.params.reviewer.join() === op.reviewer.join()) return noEffect('reviewer', 'Granskaren');
      if (new Set(op.reviewer).size < op.reviewer.length) return refuse('reviewer', 'Samma granskare står två gånger.', 'Ta bort den ena.');
      return withParams(rule, { reviewer: op.reviewer });
    case 'set-texts':
      return withTexts(found, op);
    case 'set-citations':
      return withCitations(found, op);
    case 'set-leaf':
      return withLeaf(found, op);
    case 'replace-conditions':
      if (kind === 'pathway') return fixedTable();
      if (JSON.stringify(rule.conditions) === JSON.stringify(op.conditions)) return noEffect('conditions', 'Villkoren');
      return { ...rule, conditions: op.conditions };
    case 'set-validity':
      return withValidity(found, op);
    case 'switch-off':
    case 'switch-on':
      return switched(found, op);
  }
}

const withParams = (rule: AnyRule, params: object): unknown => ({ ...rule, event: { ...rule.event, params: { ...rule.event.params, ...params } } });
const fixedTable = () =>
  refuse('rule', 'Tabellen för väg och etapp måste ge precis ett svar för varje utfall.', 'Ändra bara texterna här. Tabellen ändras i regelfilerna.');

function withTexts({ kind, rule }: Placed, { title, message, reason, remedy, clearedBy }: On<'set-texts'>): unknown {
  if (kind !== 'risk') {
    const alien = reason !== undefined ? 'reason' : remedy !== undefined ? 'remedy' : clearedBy !== undefined ? 'clearedBy' : null;
    if (alien) return refuse(alien, 'Bara riskregler har den texten.', 'Lämna fältet tomt, eller välj en riskregel.');
  }
  const body = kind === 'risk' || kind === 'signal' ? 'message' : 'text';
  const params: Record<string, unknown> = { ...rule.event.params };
  if (title !== undefined) params.title = title;
  if (message !== undefined) params[body] = message;
  if (reason !== undefined) params.reason = reason;
  if (remedy === null) delete params.remedy;
  else if (remedy !== undefined) params.remedy = remedy;
  if (kind === 'risk' && clearedBy) {
    const ways = rule.event.params.clearedBy;
    const wrong = clearedBy.findIndex(({ at }) => ways[at] === undefined);
    if (wrong !== -1) return refuse(`clearedBy.${wrong}`, `Regeln har ${ways.length} sätt att klara flaggan.`, 'Ändra texten för ett av dem.');
    params.clearedBy = ways.map((way, at) => ({ ...way, text: clearedBy.find((c) => c.at === at)?.text ?? way.text }));
  }
  if (JSON.stringify(params) === JSON.stringify(rule.event.params)) {
    const field = title !== undefined ? 'title' : message !== undefined ? 'message' : reason !== undefined ? 'reason' : clearedBy ? 'clearedBy.0' : 'remedy';
    return noEffect(field, 'Texten');
  }
  return { ...rule, event: { ...rule.event, params } };
}

function withCitations({ kind, rule }: Placed, { add, remove, replace }: On<'set-citations'>): unknown {
  const { params } = rule.event;
  if (kind === 'pathway') return refuse('rule', 'Reglerna för väg och etapp har inga hänvisningar.', 'Välj en annan regel.');
  const now: readonly string[] = 'citations' in params ? params.citations : 'citation' in params ? [params.citation] : [];
  const missing = [...remove.map((c, i) => ({ c, field: `remove.${i}` })), ...replace.map(({ from: c }, i) => ({ c, field: `replace.${i}` }))].find(
    ({ c }) => !now.includes(c),
  );
  if (missing) return refuse(missing.field, `Regeln hänvisar inte till "${missing.c}".`, `Den hänvisar till ${now.join(', ')}.`);
  const next = [...now.filter((c) => !remove.includes(c)).map((c) => replace.find(({ from }) => from === c)?.to ?? c), ...add];
  const field = add.length > 0 ? 'add.0' : replace.length > 0 ? 'replace.0' : 'remove.0';
  if (next.length === 0) return refuse(field, 'Regeln skulle sakna hänvisning.', 'Lägg till den källa som regeln vilar på, eller behåll en av dem som finns.');
  const twice = next.find((c, i) => next.indexOf(c) !== i);
  if (twice !== undefined) return refuse(field, `Regeln hänvisar redan till "${twice}".`, 'Ta bort den ena hänvisningen.');
  if (next.join('\n') === now.join('\n')) return noEffect(field, 'Hänvisningen');
  if (kind !== 'law') return withParams(rule, { citations: next });
  const [only, another] = next;
  if (another !== undefined) return refuse(field, 'En lagregel har precis en hänvisning.', 'Byt ut den hänvisning som finns.');
  return withParams(rule, { citation: only });
}

function withLeaf({ kind, rule }: Placed, { path, operator, value }: On<'set-leaf'>): unknown {
  if (kind === 'pathway') return fixedTable();
  let same = false;
  const replaced = replaceLeaf(rule.conditions, path.split('.'), (leaf) => {
    const next: Leaf = { ...leaf, operator: operator ?? leaf.operator, value: value ?? leaf.value };
    same = JSON.stringify(next) === JSON.stringify(leaf);
    return next;
  });
  if (replaced === null) return refuse('path', `Regeln har inget villkor på platsen "${path}".`, 'Välj ett av regelns villkor.');
  return same ? noEffect(operator === undefined ? 'value' : 'operator', 'Villkoret') : { ...rule, conditions: replaced };
}

/** The tree with one leaf replaced; null where the path leads to no leaf. */
function replaceLeaf(condition: Condition, path: readonly string[], replace: (leaf: Leaf) => Leaf): Condition | null {
  if (isLeaf(condition)) return path.length === 0 ? replace(condition) : null;
  const [name, at, ...rest] = path;
  const children = childrenOf(condition);
  const child = children[Number(at)];
  if (name === undefined || !Object.hasOwn(condition, name) || child === undefined) return null;
  const next = replaceLeaf(child, rest, replace);
  if (next === null) return null;
  const all = children.map((c, i) => (i === Number(at) ? next : c));
  const tree: TopCondition = 'all' in condition ? { all } : 'any' in condition ? { any: all } : { not: next };
  return tree;
}

function withValidity({ kind, rule }: Placed, { validFrom, validTo }: On<'set-validity'>): unknown {
  if (kind === 'pathway') return fixedTable();
  const { validFrom: from, validTo: to, ...rest } = rule;
  const next = {
    ...(validFrom === undefined ? { validFrom: from } : { validFrom: validFrom ?? undefined }),
    validTo: validTo === undefined ? to : (validTo ?? undefined),
  };
  if (next.validFrom === from && next.validTo === to) return noEffect(validFrom === undefined ? 'validTo' : 'validFrom', 'Giltigheten');
  return { ...rest, ...Object.fromEntries(Object.entries(next).filter(([, day]) => day !== undefined)) };
}

function switched({ kind, rule }: Placed, op: On<'switch-off'> | On<'switch-on'>): unknown {
  if (kind === 'pathway') return fixedTable();
  const { switchedOff, ...rest } = rule;
  if (op.type === 'switch-on') return switchedOff === undefined ? noEffect('rule', 'Regeln') : rest;
  if (switchedOff !== undefined) return refuse('rule', 'Regeln är redan avstängd.', 'Slå på den, eller ta bort ändringen.');
  return { ...rest, switchedOff: { motive: op.motive } };
}
