import { operatorLabels } from '../web/labels.ts';
import type { RuleTrace, TraceNode } from './types.ts';
import { changeText, factText } from './words.ts';

/** A rule's trace put into Swedish words, ready for `views/partials/trace.eta`. */
export interface RuleView {
  id: string;
  title: string;
  href: string;
  fired: boolean;
  conditions: NodeView;
  change: string | null;
}
export type NodeView =
  | { type: 'leaf'; label: string; operator: string; expected: string; actual: string; result: boolean }
  | { type: 'group'; heading: string; result: boolean; children: NodeView[] };
export interface TraceGroup {
  title: string;
  fired: RuleView[];
  silent: RuleView[];
}

const groupTitles = { law: 'Lagen', risk: 'Riskregler', signal: 'Stödjande omständigheter', pathway: 'Väg och etapp' } as const;
const headings = { all: 'Allt detta gäller', any: 'Minst ett av detta gäller', not: 'Detta gäller inte' } as const;

function nodeView(node: TraceNode): NodeView {
  if (node.type !== 'leaf') return { type: 'group', heading: headings[node.type], result: node.result, children: node.children.map(nodeView) };
  return {
    type: 'leaf',
    label: node.label,
    operator: operatorLabels[node.operator],
    expected: factText(node.fact, node.expected),
    actual: factText(node.fact, node.actual),
    result: node.result,
  };
}

function smallest(rule: RuleTrace): string | null {
  if (rule.smallestChange === undefined || rule.smallestChange === null) return null;
  const { set, newFlags } = rule.smallestChange;
  return newFlags.length === 0 ? `${changeText(set)}.` : `${changeText(set)}. Då väcks i stället: ${newFlags.join(', ')}.`;
}

/** The trace in the order law, risk, signals, pathway; fired rules apart from silent ones. */
export function traceView(trace: readonly RuleTrace[]): TraceGroup[] {
  return (Object.keys(groupTitles) as (keyof typeof groupTitles)[]).flatMap((kind) => {
    const rules = trace
      .filter((rule) => rule.kind === kind)
      .map((rule) => ({
        id: rule.rule,
        title: rule.title,
        href: `/metod/regler/${rule.rule}`,
        fired: rule.fired,
        conditions: nodeView(rule.conditions),
        change: smallest(rule),
      }));
    if (rules.length === 0) return [];
    return [{ title: groupTitles[kind], fired: rules.filter((rule) => rule.fired), silent: rules.filter((rule) => !rule.fired) }];
  });
}
