import type { FactValue } from '../candidate/facts.ts';
import type { Operator } from './format.ts';

/** A node of a rule's condition tree with what came out of it. */
export type TraceNode =
  | { type: 'leaf'; fact: string; label: string; operator: Operator; expected: FactValue; actual: FactValue; result: boolean }
  | { type: 'all' | 'any' | 'not'; result: boolean; children: TraceNode[] };

/** Every leaf of a trace, in order. */
export function traceLeaves(node: TraceNode): Extract<TraceNode, { type: 'leaf' }>[] {
  return node.type === 'leaf' ? [node] : node.children.flatMap(traceLeaves);
}
