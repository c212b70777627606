/** What is chosen before a form can be filled in: the change, the rule, the kind, and what of the rule. */
import type { Operation } from '../../rule-changes/operations.ts';
import { placedRules, type Rules } from '../../rule-changes/places.ts';
import { templateLabels } from '../../rule-changes/templates.ts';
import { ruleNumber } from '../../rulebook/rules/numbers.ts';
import { type Rendered, renderGroup } from '../../rulebook/rules/rendering.ts';
import { leavesOf } from '../../rules/conditions.ts';
import type { Leaf, TopCondition } from '../../rules/format.ts';
import { url } from '../../web/format.ts';
import { casesOf } from './cases.ts';
import { type Step, stepParams } from './context.ts';
import { already, fits, kindGroups, kindIds, kinds } from './kinds.ts';
import type { FormContext } from './model.ts';
import { designQuestions } from './new-rule.ts';

/** A condition tree where each leaf leads to its own form. */
export type LinkedNode = { kind: 'leaf'; text: string; href: string; current: boolean } | { kind: string; heading: string; children: LinkedNode[] };

function linkedTree(conditions: TopCondition, path: string, hrefOf: (path: string) => string): LinkedNode {
  const paths = new Map<Leaf, string>(leavesOf(conditions).map((one) => [one.leaf, one.path]));
  const link = (node: Rendered): LinkedNode => {
    if (node.kind !== 'leaf') return { kind: node.kind, heading: node.heading, children: node.children.map(link) };
    const own = paths.get(node.leaf) ?? '';
    return { kind: 'leaf', text: node.text, href: hrefOf(own), current: own === path };
  };
  return link(renderGroup(conditions));
}

/** "R-042 Rubrik" for each rule, as the search field offers and reads it. */
export const ruleChoices = (rules: Rules): { value: string; name: string }[] =>
  placedRules(rules).map(({ rule }) => ({ value: `${ruleNumber(rule)} ${rule.event.params.title}`, name: rule.name }));

/** The rule that somebody has typed: by its whole line, its number or its name. */
export function chosenRule(rules: Rules, typed: string): string | undefined {
  const text = typed.trim().toLocaleLowerCase('sv');
  return ruleChoices(rules).find(
    ({ value, name }) => name === text || value.toLocaleLowerCase('sv') === text || value.toLocaleLowerCase('sv').split(' ')[0] === text,
  )?.name;
}

/** The kinds of change that a rule can have, by group; one that the change has already leads on to that. */
export function kindChoices({ placed }: FormContext, operations: readonly Operation[], at: string, step: Step) {
  if (placed === null) return [];
  const ids = kindIds.filter((id) => fits(id, placed));
  return Object.entries(kindGroups).flatMap(([group, title]) => {
    const own = ids.filter((id) => kinds[id].group === group);
    if (own.length === 0) return [];
    return [
      {
        title,
        kinds: own.map((id) => {
          const nr = already(operations, id, placed.rule.name, '');
          const own = nr === undefined ? at : at.replace(/ny$/, String(nr + 1));
          return { ...kinds[id], id, nr: nr === undefined ? null : nr + 1, href: url(`${own}/${id}`, stepParams(step)) };
        }),
      },
    ];
  });
}

/** What still has to be chosen before the form of a kind can be shown; null where nothing has. */
export function lacks(id: string, context: FormContext, here: (params: Record<string, string>) => string) {
  if (id === 'set-leaf' && context.placed !== null && !leavesOf(context.placed.rule.conditions).some(({ path }) => path === context.path))
    return {
      ...{ lead: 'Välj det villkor som ska ändras.', options: [] },
      tree: linkedTree(context.placed.rule.conditions, '', (path) => here({ villkor: path })),
    };
  if ((id === 'replace-case' || id === 'remove-case') && !casesOf(context).some(({ name }) => name === context.from))
    return {
      ...{ lead: 'Välj vilket fall det gäller.', tree: null },
      options: casesOf(context).map(({ name, fires }) => ({
        title: name,
        does: fires ? 'Regeln ska slå till.' : 'Regeln ska inte slå till.',
        href: here({ fall: name }),
      })),
    };
  if (id !== 'add-rule') return null;
  if (!Object.hasOwn(templateLabels, context.template))
    return {
      ...{ lead: 'Välj en mall för den nya regeln.', tree: null },
      options: Object.entries(templateLabels).map(([mall, { title }]) => ({ title, does: '', href: here({ mall }) })),
    };
  if (context.template === 'design-question' && !designQuestions.some(({ value }) => value === context.question))
    return {
      ...{ lead: 'Välj den fråga om utformningen som regeln gäller.', tree: null },
      options: designQuestions.map(({ value, label }) => ({ title: label, does: '', href: here({ om: value }) })),
    };
  return null;
}
