import { factText } from '../../assessment/words.ts';
import { designFieldNames } from '../../candidate/design.ts';
import { factTable } from '../../candidate/facts.ts';
import type { TopCondition } from '../../rules/format.ts';
import type { TraceNode } from '../../rules/trace.ts';
import { type Rendered, renderGroup } from '../rules/rendering.ts';
import type { ListedValues } from '../rules/sentences.ts';

/** A rule's conditions as its page has them, each with what the candidate has and whether it holds. */
export type TracedCondition =
  | { kind: 'leaf'; text: string; listed: ListedValues | null; value: string; holds: boolean }
  | { kind: 'group'; heading: string; holds: boolean; children: TracedCondition[] };

/** The value that a leaf met, with what it is a value of; a design question stands in the sentence already. */
function valueText({ fact, label, actual }: Extract<TraceNode, { type: 'leaf' }>): string {
  const value = factText(fact, actual);
  const isAsked = designFieldNames.some((name) => fact === `design.${name}`);
  return isAsked ? `svaret är ”${value}”` : `${(factTable[fact]?.label ?? label).replace(/^./, (first) => first.toLowerCase())}: ${value}`;
}

/** What a group's sentences are said of: "inget av detta" and "inte allt detta" say two groups of the trace at once. */
function partsOf(trace: Exclude<TraceNode, { type: 'leaf' }>): readonly TraceNode[] {
  const [inner] = trace.children;
  return trace.type === 'not' && (inner?.type === 'any' || inner?.type === 'all') ? inner.children : trace.children;
}

function traced(rendered: Rendered, trace: TraceNode): TracedCondition {
  if (rendered.kind === 'leaf') {
    if (trace.type !== 'leaf') throw new Error(`”${rendered.text}” is no leaf of the trace`);
    return { kind: 'leaf', text: rendered.text, listed: rendered.listed, value: valueText(trace), holds: trace.result };
  }
  if (trace.type === 'leaf') throw new Error(`”${rendered.heading}” is a leaf of the trace`);
  const parts = partsOf(trace);
  const children = rendered.children.flatMap((child, i) => {
    const part = parts[i];
    return part === undefined ? [] : [traced(child, part)];
  });
  if (children.length !== parts.length) throw new Error(`”${rendered.heading}” has other parts in the trace`);
  return { kind: 'group', heading: `${rendered.heading.charAt(0).toUpperCase()}${rendered.heading.slice(1)}`, holds: trace.result, children };
}

/** Puts the trace of a rule into the sentences of the rule's page. */
export const tracedConditions = (conditions: TopCondition, trace: TraceNode): TracedCondition => traced(renderGroup(conditions), trace);
