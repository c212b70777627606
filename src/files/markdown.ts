import { type Block, type Cell, chaptersOf, type DocumentModel, type Inline, inlines, type Table, type Text } from './model.ts';

/** Characters that Markdown would read as markup. A hyphen, a number sign or a plus only matters first in a line and is handled there. */
const escapeText = (text: string) => text.replace(/[\\`*_[\]<>|~]/g, '\\$&');
const escapeStart = (text: string) => text.replace(/^(\s*)(#|[-+](?=\s)|>)/, '$1\\$2').replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2');

function run(part: Inline): string {
  if (typeof part === 'string') return escapeText(part);
  const text = escapeText(part.text);
  const linked = part.href === undefined ? text : `[${text}](${part.href.replaceAll(/[()\s<>]/g, encodeURIComponent)})`;
  // Spaces inside the asterisks would stop them from being read as bold.
  if (part.bold === true) return linked.replace(/^(\s*)(.*?)(\s*)$/s, '$1**$2**$3');
  return part.italic === true ? `*${linked}*` : linked;
}

const line = (text: Text) =>
  inlines(text)
    .map(run)
    .join('')
    .replaceAll(/\s*\n\s*/g, ' ');
const paragraph = (text: Text) => escapeStart(line(text));
const cellText = (cell: Cell) => cell.text.map((text) => (cell.bold === true ? `**${line(text)}**` : line(text))).join('<br>');

function table(block: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = block.columns.map((column) => (column.align === 'right' ? '---:' : '---'));
  return [
    `*${escapeText(block.caption)}*`,
    '',
    row(block.columns.map((column) => escapeText(column.header))),
    row(rule),
    ...block.rows.map((cells) => row(cells.map(cellText))),
  ].join('\n');
}

/** The address that GitHub and most readers give a heading. */
export function headingAnchor(text: string): string {
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

function blockText(block: Block, model: DocumentModel): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.level + 1)} ${escapeText(block.text)}`;
    case 'paragraph':
      return block.style === 'note' ? `> ${line(block.text)}` : paragraph(block.text);
    case 'list':
      return block.items.map((item) => `- ${line(item)}`).join('\n');
    case 'facts':
      return block.items.map(([label, value]) => `- **${escapeText(label)}:** ${line(value)}`).join('\n');
    case 'table':
      return table(block);
    case 'contents':
      return contents(block.title, model);
  }
}

/** The document as Markdown (GitHub's flavour); the same document gives the same bytes. */
export function toMarkdown(model: DocumentModel): string {
  const head = [`# ${escapeText(model.title)}`, paragraph(model.subtitle)];
  const foot = ['---', paragraph(model.footer)];
  return `${[...head, ...model.blocks.map((block) => blockText(block, model)), ...foot].join('\n\n')}\n`;
}
