import { type Block, type Cell, chaptersOf, type DocumentModel, inlines, isFootnote, type Numbered, type Run, type Table, type Text } from './model.ts';

/** Characters that Markdown would read as markup. A hyphen, a number sign or a plus only matters first in a line and is handled there. */
const escapeText = (text: string) => text.replace(/[\\`*_[\]<>|~]/g, '\\$&');
const escapeStart = (text: string) => text.replace(/^(\s*)(#|[-+](?=\s)|>)/, '$1\\$2').replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2');

function run(part: Run): string {
  if (typeof part === 'string') return escapeText(part);
  const text = escapeText(part.text);
  const linked = part.href === undefined ? text : `[${text}](${part.href.replaceAll(/[()\s<>]/g, encodeURIComponent)})`;
  // Spaces inside the asterisks would stop them from being read as bold.
  if (part.bold === true) {
    const [body, from] = [linked.trim(), linked.length - linked.trimStart().length];
    return `${linked.slice(0, from)}**${body}**${linked.slice(from + body.length)}`;
  }
  return part.italic === true ? `*${linked}*` : linked;
}

const oneLine = (text: string) => text.replaceAll(/(?<!\s)\s*\n\s*/g, ' ');

/** Writes texts and keeps their notes, numbered as they come. */
class Writer {
  readonly notes: string[] = [];

  line(text: Text): string {
    const parts = inlines(text).map((part) => (isFootnote(part) ? this.#note(part.footnote) : run(part)));
    return oneLine(parts.join(''));
  }

  #note(text: string | readonly Run[]): string {
    this.notes.push(oneLine((typeof text === 'string' ? [text] : text).map(run).join('')));
    return `[^${this.notes.length}]`;
  }

  paragraph(text: Text): string {
    return escapeStart(this.line(text));
  }

  #cell(cell: Cell): string {
    return cell.text.map((text) => (cell.bold === true ? `**${this.line(text)}**` : this.line(text))).join('<br>');
  }

  numbered({ prefix, start = 1, items }: Numbered): string {
    // Markdown numbers nothing with a prefix; such a list is bullets that begin with their number.
    return items
      .flatMap(({ text, points = [] }, index) => [
        prefix === undefined ? `${start + index}. ${this.line(text)}` : `- ${prefix}${start + index}: ${this.line(text)}`,
        ...points.map((point) => `    - ${this.line(point)}`),
      ])
      .join('\n');
  }

  table(block: Table): string {
    const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    const rule = block.columns.map((column) => (column.align === 'right' ? '---:' : '---'));
    return [
      `*${escapeText(block.caption)}*`,
      '',
      row(block.columns.map((column) => escapeText(column.header))),
      row(rule),
      ...block.rows.map((cells) => row(cells.map((cell) => this.#cell(cell)))),
    ].join('\n');
  }
}

/** The address that GitHub and most readers give a heading. */
function headingAnchor(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function contents(title: string, model: DocumentModel): string {
  const links = chaptersOf(model).map((chapter) => `- [${escapeText(chapter.text)}](#${headingAnchor(chapter.text)})`);
  return [`**${escapeText(title)}**`, '', ...links].join('\n');
}

function blockText(block: Block, model: DocumentModel, writer: Writer): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.level + 1)} ${escapeText(block.text)}`;
    case 'paragraph':
      return block.style === 'note' || block.style === 'gap' ? `> ${writer.line(block.text)}` : writer.paragraph(block.text);
    case 'list':
      return block.items.map((item) => `- ${writer.line(item)}`).join('\n');
    case 'numbered':
      return writer.numbered(block);
    case 'facts':
      return block.items.map(([label, value]) => `- **${escapeText(label)}:** ${writer.line(value)}`).join('\n');
    case 'table':
      return writer.table(block);
    case 'contents':
      return contents(block.title, model);
    case 'chart':
      return `*${escapeText(block.caption)}.* ${escapeText(block.alt)}`;
  }
}

/** The document as Markdown (GitHub's flavour); the same document gives the same bytes. */
export function toMarkdown(model: DocumentModel): string {
  const writer = new Writer();
  const head = [`# ${escapeText(model.title)}`, writer.paragraph(model.subtitle)];
  const body = model.blocks.map((block) => blockText(block, model, writer));
  const notes = writer.notes.map((note, index) => `[^${index + 1}]: ${note}`);
  const foot = ['---', writer.paragraph(model.footer)];
  return `${[...head, ...body, ...notes, ...foot].join('\n\n')}\n`;
}
