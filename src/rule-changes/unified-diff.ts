/** A unified diff as `git apply` reads it, of two texts that both end with a line break. */

type Line = { sign: ' ' | '-' | '+'; text: string };

/** The longest common subsequence of lines, by the classic table; what is the same first and last is set aside. */
function compare(a: readonly string[], b: readonly string[]): Line[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const width = y.length + 1;
  const lengths = new Uint32Array((x.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = x.length - 1; i >= 0; i -= 1)
    for (let j = y.length - 1; j >= 0; j -= 1) lengths[i * width + j] = x[i] === y[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const middle: Line[] = [];
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    const [one, other] = [x[i], y[j]];
    if (one !== undefined && one === other) {
      middle.push({ sign: ' ', text: one });
      i += 1;
      j += 1;
    } else if (one !== undefined && (other === undefined || at(i + 1, j) >= at(i, j + 1))) {
      middle.push({ sign: '-', text: one });
      i += 1;
    } else if (other !== undefined) {
      middle.push({ sign: '+', text: other });
      j += 1;
    }
  }
  const same = (text: string): Line => ({ sign: ' ', text });
  return [...a.slice(0, head).map(same), ...middle, ...a.slice(a.length - tail).map(same)];
}

const context = 3;

/** The diff of one file; '' where the texts are the same. `path` is from the repository's root. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const linesOf = (text: string) => text.split('\n').slice(0, -1);
  const lines = compare(linesOf(before), linesOf(after));
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - context), i + context + 1).some(({ sign }) => sign !== ' '));
  const out = [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`];
  let [oldLine, newLine] = [1, 1];
  for (let i = 0; i < lines.length; ) {
    if (!near[i]) {
      // A line outside every hunk is the same on both sides.
      [oldLine, newLine, i] = [oldLine + 1, newLine + 1, i + 1];
      continue;
    }
    const end = near.indexOf(false, i);
    const hunk = lines.slice(i, end === -1 ? lines.length : end);
    const [olds, news] = [hunk.filter(({ sign }) => sign !== '+').length, hunk.filter(({ sign }) => sign !== '-').length];
    out.push(`@@ -${oldLine},${olds} +${newLine},${news} @@`, ...hunk.map(({ sign, text }) => sign + text));
    [oldLine, newLine, i] = [oldLine + olds, newLine + news, i + hunk.length];
  }
  return `${out.join('\n')}\n`;
}
