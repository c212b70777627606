import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  ExternalHyperlink,
  Footer,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  InternalHyperlink,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';
import {
  type Block,
  type Cell,
  chaptersOf,
  type DocumentModel,
  type Heading,
  inlines,
  isFootnote,
  type Numbered,
  plain,
  type Run,
  type Table as TableBlock,
  type Text,
} from './model.ts';
import { steadyPackage } from './steady-package.ts';
import { wordChart } from './word-chart.ts';
import { dashes, listNumbering, numberingId } from './word-lists.ts';
import { wordStyles } from './word-styles.ts';

const headingLevels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3, 4: HeadingLevel.HEADING_4 } as const;
/** A4 with 2 cm margins, in twentieths of a point. */
const page = { width: 11_906, height: 16_838, margin: 1_134 };
const textWidth = page.width - 2 * page.margin;
/** Word allows 40 characters in a bookmark's name, letters, digits and underscores. */
const bookmarkId = (id: string) => `h_${id.replaceAll(/[^\p{L}\p{N}]/gu, '_')}`.slice(0, 40);

function run(part: Run, bold: boolean): ParagraphChild {
  if (typeof part === 'string') return new TextRun({ text: part, bold });
  const options = { text: part.text, bold: bold || part.bold === true, italics: part.italic === true };
  return part.href === undefined
    ? new TextRun(options)
    : new ExternalHyperlink({ link: part.href, children: [new TextRun({ ...options, style: 'Hyperlink' })] });
}
const footnote = (text: string | readonly Run[]): ParagraphChild =>
  new FootnoteReferenceRun({
    children: [new Paragraph({ style: 'FootnoteText', children: [' ', ...(typeof text === 'string' ? [text] : text)].map((part) => run(part, false)) })],
  });
const runs = (text: Text, bold = false) => inlines(text).map((part) => (isFootnote(part) ? footnote(part.footnote) : run(part, bold)));

const line = { style: BorderStyle.SINGLE, size: 4, color: 'B8C4CE' } as const;
const tableBorders = { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line };

function tableCell(cell: Cell, width: number, style: string, alignment: 'right' | undefined): TableCell {
  const paragraphs = cell.text.map(
    (text) => new Paragraph({ style, children: runs(text, cell.bold === true), ...(alignment === 'right' ? { alignment: AlignmentType.RIGHT } : {}) }),
  );
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    ...(cell.shade === undefined ? {} : { shading: { type: ShadingType.CLEAR, color: 'auto', fill: cell.shade } }),
    children: paragraphs.length > 0 ? paragraphs : [new Paragraph({ style })],
  });
}

function table(block: TableBlock): (Paragraph | Table)[] {
  const total = block.columns.reduce((sum, column) => sum + column.width, 0);
  const widths = block.columns.map((column) => Math.floor((textWidth * column.width) / total));
  const style = block.compact === true ? 'TableTextSmall' : 'TableText';
  const row = (cells: readonly Cell[]) => cells.map((cell, index) => tableCell(cell, widths[index] ?? 0, style, block.columns[index]?.align));
  const header = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: row(block.columns.map((column) => ({ text: [column.header], bold: true, shade: 'E6EEF5' }))),
  });
  const rows = block.rows.map((cells) => new TableRow({ cantSplit: cells.every((cell) => cell.text.length < 8), children: row(cells) }));
  return [
    new Paragraph({ style: 'Caption', keepNext: true, children: [new TextRun(block.caption)] }),
    new Table({
      width: { size: textWidth, type: WidthType.DXA },
      layout: TableLayoutType.FIXED,
      columnWidths: widths,
      borders: tableBorders,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      rows: [header, ...rows],
    }),
    new Paragraph({ style: 'AfterTable' }),
  ];
}

function heading(block: Heading): Paragraph {
  return new Paragraph({
    heading: headingLevels[block.level],
    ...(block.newPage === true ? { pageBreakBefore: true } : {}),
    children: [new Bookmark({ id: bookmarkId(block.id), children: [new TextRun(block.text)] })],
  });
}

const paragraphStyles = { lead: 'Lead', note: 'Note', gap: 'Gap' } as const;

function numbered(block: Numbered): Paragraph[] {
  const reference = numberingId(block);
  return block.items.flatMap(({ text, points = [] }) => [
    new Paragraph({ style: 'ListParagraph', numbering: { reference, level: 0 }, keepLines: true, keepNext: points.length > 0, children: runs(text) }),
    ...points.map((point) => new Paragraph({ style: 'ListParagraph', numbering: { reference, level: 1 }, children: runs(point) })),
  ]);
}

function blockParts(block: Block, model: DocumentModel): (Paragraph | Table)[] {
  switch (block.type) {
    case 'heading':
      return [heading(block)];
    case 'paragraph':
      // "… alltid behovsprövning:" belongs with the list that it opens.
      return [
        new Paragraph({
          ...(block.style === undefined ? {} : { style: paragraphStyles[block.style] }),
          ...(plain(block.text).endsWith(':') ? { keepNext: true } : {}),
          children: runs(block.text),
        }),
      ];
    case 'list':
      return block.items.map((item) => new Paragraph({ style: 'ListParagraph', numbering: { reference: dashes, level: 0 }, children: runs(item) }));
    case 'numbered':
      return numbered(block);
    case 'chart':
      return [new Paragraph({ style: 'Caption', keepNext: true, children: [new TextRun(block.caption)] }), new Paragraph({ children: [wordChart(block)] })];
    case 'facts':
      return block.items.map(([label, value]) => new Paragraph({ style: 'Fact', children: [new TextRun({ text: `${label}: `, bold: true }), ...runs(value)] }));
    case 'table':
      return table(block);
    case 'contents':
      return contents(block.title, model);
  }
}

/**
 * Contents as links. Without page numbers: a field stays empty until Word updates it, and laying out the pages here takes
 * nine seconds for a whole district.
 */
function contents(title: string, model: DocumentModel): Paragraph[] {
  const links = chaptersOf(model).map(
    (chapter) =>
      new Paragraph({
        style: 'Contents',
        children: [new InternalHyperlink({ anchor: bookmarkId(chapter.id), children: [new TextRun({ text: chapter.text, style: 'Hyperlink' })] })],
      }),
  );
  return [new Paragraph({ style: 'ContentsTitle', children: [new TextRun(title)] }), ...links];
}

const headerOf = (text: string): Header => new Header({ children: [new Paragraph({ style: 'HeaderText', children: [new TextRun(text)] })] });

/** The document as a Word file: real heading styles, repeated table headers, page numbers and the document's language. The same document is the same bytes. */
export async function toWord(model: DocumentModel): Promise<Uint8Array> {
  const footer = new Footer({
    children: [
      new Paragraph({
        style: 'FooterText',
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        children: [new TextRun({ children: [model.footer, new Tab(), `${model.pageWord} `, PageNumber.CURRENT, ` ${model.ofWord} `, PageNumber.TOTAL_PAGES] })],
      }),
    ],
  });
  const first = [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(model.title)] }),
    new Paragraph({ style: 'Lead', children: [new TextRun(model.subtitle)] }),
  ];
  const document = new Document({
    title: model.title,
    subject: model.subtitle,
    creator: 'Insatsplan',
    lastModifiedBy: 'Insatsplan',
    styles: wordStyles(model.language),
    numbering: listNumbering(model),
    sections: [
      {
        properties: {
          page: { size: { width: page.width, height: page.height }, margin: { top: page.margin, bottom: page.margin, left: page.margin, right: page.margin } },
        },
        ...(model.header === undefined ? {} : { headers: { default: headerOf(model.header) } }),
        footers: { default: footer },
        children: [...first, ...model.blocks.flatMap((block) => blockParts(block, model))],
      },
    ],
  });
  return steadyPackage(await Packer.toBuffer(document));
}
