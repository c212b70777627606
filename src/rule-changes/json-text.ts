/** JSON text changed to hold another value while everything that stays keeps its letters: a patch should show what changed and nothing else. */

type Node =
  | { kind: 'scalar'; start: number; end: number; value: unknown }
  | { kind: 'array'; start: number; end: number; items: Node[] }
  | { kind: 'object'; start: number; end: number; members: { key: string; start: number; value: Node }[] };

/** Reads valid JSON with the place of every value. @throws SyntaxError for text that `JSON.parse` refuses. */
function parse(text: string): Node {
  JSON.parse(text);
  let at = 0;
  const space = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const scalarEnd = () => {
    if (text[at] !== '"') return at + (/^[^\s,\]}]+/.exec(text.slice(at, at + 40))?.[0].length ?? 0);
    let end = at + 1;
    while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  };
  const scalar = (): { start: number; end: number; value: unknown } => {
    const start = at;
    at = scalarEnd();
    return { start, end: at, value: JSON.parse(text.slice(start, at)) };
  };
  /** Reads what stands between brackets, with a comma between. */
  const list = (close: string, item: () => void) => {
    at += 1;
    space();
    while (text[at] !== close) {
      item();
      space();
      if (text[at] === ',') at += 1;
      space();
    }
    at += 1;
  };
  const node = (): Node => {
    space();
    const start = at;
    if (text[at] === '[') {
      const items: Node[] = [];
      list(']', () => items.push(node()));
      return { kind: 'array', start, end: at, items };
    }
    if (text[at] === '{') {
      const members: { key: string; start: number; value: Node }[] = [];
      list('}', () => {
        const key = scalar();
        space();
        at += 1;
        members.push({ key: String(key.value), start: key.start, value: node() });
      });
      return { kind: 'object', start, end: at, members };
    }
    return { kind: 'scalar', ...scalar() };
  };
  return node();
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the text says this value already; the order of keys does not matter. */
function says(node: Node, value: unknown): boolean {
  if (node.kind === 'scalar') return node.value === value;
  if (node.kind === 'array') return Array.isArray(value) && node.items.length === value.length && node.items.every((item, i) => says(item, value[i]));
  if (!isObject(value)) return false;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return keys.length === node.members.length && node.members.every((m) => keys.includes(m.key) && says(m.value, value[m.key]));
}

/** Short values stand on one line, as leaves and lists do in the rule files. */
function render(value: unknown, indent: string): string {
  const flat = inline(value);
  const leaf = isObject(value) && 'fact' in value;
  if (!isObject(value) && !Array.isArray(value)) return flat;
  if (leaf || (flat.length < 100 && (Array.isArray(value) ? value.every((v) => !isObject(v)) : Object.values(value).every((v) => !isObject(v))))) return flat;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => `${inner}${render(item, inner)}`)
    : Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [`${inner}${JSON.stringify(key)}: ${render(item, inner)}`]));
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [`${JSON.stringify(key)}: ${inline(item)}`]));
  return `{ ${members.join(', ')} }`;
}

/** What tells items of a list apart though they change: a rule's name, a case's rule and name. */
function identity(value: unknown): string | null {
  return isObject(value) && typeof value.name === 'string' ? JSON.stringify([value.rule, value.name]) : null;
}

function contentOf(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(contentOf);
  return Object.fromEntries(node.members.map((m) => [m.key, contentOf(m.value)]));
}

/** For each new item the old one that it continues, in order: the same thing by name or by value. */
function alignment(node: Extract<Node, { kind: 'array' }>, values: readonly unknown[]): (Node | undefined)[] {
  const identities = node.items.map((item) => identity(contentOf(item)));
  let from = 0;
  return values.map((value, i) => {
    const own = identity(value);
    const found = node.items.findIndex((item, at) => at >= from && (own === null ? says(item, value) : identities[at] === own));
    // In a list of the same length an item that is nowhere else has changed where it stands.
    const at = found !== -1 ? found : own === null && node.items.length === values.length && i >= from ? i : -1;
    if (at !== -1) from = at + 1;
    return at === -1 ? undefined : node.items[at];
  });
}

class Rewriter {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  #indentAt(position: number): string {
    const line = this.#text.slice(this.#text.lastIndexOf('\n', position - 1) + 1);
    return /^ */.exec(line)?.[0] ?? '';
  }

  /** The text of a node, made to say the value. */
  rewrite(node: Node, value: unknown): string {
    if (says(node, value)) return this.#text.slice(node.start, node.end);
    if (node.kind === 'array' && Array.isArray(value) && value.length > 0 && node.items.length > 0) {
      const old = alignment(node, value);
      const parts = value.map((item, i) => ({ from: old[i], write: (indent: string) => (old[i] ? this.rewrite(old[i], item) : render(item, indent)) }));
      return this.#join(node, node.items, parts);
    }
    if (node.kind === 'object' && isObject(value) && node.members.length > 0) {
      const keys = Object.keys(value).filter((key) => value[key] !== undefined);
      const kept = node.members.filter(({ key }) => keys.includes(key));
      const order = kept.map(({ key }) => key);
      // A new key stands after the one that it follows in the rule format.
      for (const [i, key] of keys.entries()) if (!order.includes(key)) order.splice(order.indexOf(keys[i - 1] ?? '') + 1, 0, key);
      if (order.length === 0) return '{}';
      const parts = order.map((key) => {
        const member = kept.find((m) => m.key === key);
        const from = member && { start: member.start, end: member.value.end };
        const write = (indent: string) =>
          member
            ? this.#text.slice(member.start, member.value.start) + this.rewrite(member.value, value[key])
            : `${JSON.stringify(key)}: ${render(value[key], indent)}`;
        return { from, write };
      });
      const members = node.members.map((m) => ({ start: m.start, end: m.value.end }));
      return this.#join(node, members, parts);
    }
    return render(value, this.#indentAt(node.start));
  }

  /** Puts parts between a node's brackets with the white space that its parts had. */
  #join(
    node: Node,
    old: readonly { start: number; end: number }[],
    parts: readonly { from: { start: number; end: number } | undefined; write: (indent: string) => string }[],
  ): string {
    const [first] = old;
    const last = old.at(-1);
    if (first === undefined || last === undefined) return this.#text.slice(node.start, node.end);
    const opening = this.#text.slice(node.start, first.start);
    const closing = this.#text.slice(last.end, node.end);
    const gapBefore = (start: number | undefined): string | undefined => {
      const at = old.findIndex((part) => part.start === start);
      const earlier = old[at - 1];
      return start === undefined || earlier === undefined ? undefined : this.#text.slice(earlier.end, start);
    };
    const usual = gapBefore(old[1]?.start) ?? `,${opening.slice(1) || ' '}`;
    const indent = this.#indentAt(first.start);
    const written = parts.map(({ from, write }, i) => `${i === 0 ? '' : (gapBefore(from?.start) ?? usual)}${write(indent)}`);
    return opening + written.join('') + closing;
  }
}

/** The text changed so that it holds the value; what the value does not change keeps its formatting. */
export function rewriteJson(text: string, value: unknown): string {
  const node = parse(text);
  return text.slice(0, node.start) + new Rewriter(text).rewrite(node, value) + text.slice(node.end);
}
