import { isLeaf, leavesOf } from '../../rules/conditions.ts';
import type { Condition, Leaf, TopCondition } from '../../rules/format.ts';
import { isSilentOnUnknown, type ListedValues, leafSentence, listedValues } from './sentences.ts';

export type GroupKind = 'all' | 'any' | 'none' | 'notAll';

/** A condition tree as people read it: headings and sentences. `kind` and `leaf` carry the same meaning for a machine. */
export type Rendered = { kind: 'leaf'; text: string; leaf: Leaf; listed: ListedValues | null } | { kind: GroupKind; heading: string; children: Rendered[] };
export type RenderedGroup = Exclude<Rendered, { kind: 'leaf' }>;

/** The words of a group of one or several conditions; the test reads them back. */
const groupWords: Readonly<Record<GroupKind, { one: string; many: string }>> = {
  all: { one: 'detta gäller', many: 'allt detta gäller' },
  any: { one: 'detta gäller', many: 'minst ett av detta gäller' },
  none: { one: 'detta gäller inte', many: 'inget av detta gäller' },
  notAll: { one: 'detta gäller inte', many: 'inte allt detta gäller på en gång' },
};

/** A comparison does not hold where the answer is missing, so its opposite does: nobody would guess that. */
const alsoMissing = { one: ', eller så saknas svaret', many: ' (ett svar som saknas räknas som att det inte gäller)' };

function headingOf(kind: GroupKind, children: readonly Condition[]): string {
  const [only] = children;
  const size = children.length === 1 ? 'one' : 'many';
  const silent = (kind === 'none' || kind === 'notAll') && children.flatMap((child) => leavesOf(child)).some(({ leaf }) => isSilentOnUnknown(leaf));
  const missing = size === 'one' && only !== undefined && isLeaf(only) ? alsoMissing.one : alsoMissing.many;
  return `${groupWords[kind][size]}${silent ? missing : ''}`;
}

function parts(condition: TopCondition): { kind: GroupKind; children: readonly Condition[] } {
  if ('all' in condition) return { kind: 'all', children: condition.all };
  if ('any' in condition) return { kind: 'any', children: condition.any };
  const { not } = condition;
  if ('any' in not) return { kind: 'none', children: not.any };
  if ('all' in not) return { kind: 'notAll', children: not.all };
  return { kind: 'none', children: [not] };
}

/** Puts a condition into plain Swedish, node by node and in its own order. */
function renderCondition(condition: Condition): Rendered {
  if (isLeaf(condition)) return { kind: 'leaf', text: leafSentence(condition), leaf: condition, listed: listedValues(condition) };
  return renderGroup(condition);
}

export function renderGroup(condition: TopCondition): RenderedGroup {
  const { kind, children } = parts(condition);
  return { kind, heading: headingOf(kind, children), children: children.map(renderCondition) };
}

/** The same as lines of text, indented by two spaces for each level, the first of them a whole sentence's beginning. */
export function renderedLines(node: Rendered, level = 0): string[] {
  const indent = '  '.repeat(level);
  if (node.kind === 'leaf') return [`${indent}- ${node.text}`];
  const heading = level === 0 ? `Regeln slår till när ${node.heading}` : `- ${node.heading.charAt(0).toUpperCase()}${node.heading.slice(1)}`;
  return [`${indent}${heading}:`, ...node.children.flatMap((child) => renderedLines(child, level + 1))];
}
