/** A document that every writer can write. Text is plain: a writer escapes what its format needs. */

export type Run = string | { text: string; bold?: boolean; italic?: boolean; href?: string };
/** A note at the foot of the page, marked where it stands. Not in a heading, a caption or another note. */
export interface Footnote {
  footnote: string | readonly Run[];
}
export type Inline = Run | Footnote;
/** One paragraph of text: a string or a run of inlines. */
export type Text = string | readonly Inline[];

export interface Heading {
  type: 'heading';
  level: 1 | 2 | 3 | 4;
  /** Unique in the document; the target of jump links. */
  id: string;
  text: string;
  /** Starts on a new page, where there are pages. */
  newPage?: true;
}
export interface Paragraph {
  type: 'paragraph';
  text: Text;
  /** `gap`: something that a person has still to write, and that must be seen. */
  style?: 'lead' | 'note' | 'gap';
}
export interface List {
  type: 'list';
  items: readonly Text[];
}
/** A numbered list, 1. 2. 3., that the text can refer to; each number may have points of its own. */
export interface Numbered {
  type: 'numbered';
  /** Unique in the document; the numbers start again for each id. */
  id: string;
  /** Before each number, for example "G" for G1, G2, G3. */
  prefix?: string;
  /** The first number, where the list goes on after another. */
  start?: number;
  items: readonly { text: Text; points?: readonly Text[] }[];
}
/** Bars, one for each value. The same values always stand in a table or a text beside it. */
export interface Chart {
  type: 'chart';
  caption: string;
  /** What the picture shows, for whoever does not see it. */
  alt: string;
  bars: readonly { label: string; value: number }[];
}
export interface Column {
  header: string;
  /** Share of the table's width; the shares of a table are read relative to each other. */
  width: number;
  align?: 'right';
}
/** A cell holds one or more paragraphs; `shade` is a fill colour as six hexadecimal digits. */
export interface Cell {
  text: readonly Text[];
  shade?: string;
  bold?: boolean;
}
export interface Table {
  type: 'table';
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  /** Small text, for wide tables. */
  compact?: boolean;
}
/** Names with values, such as district and date on the first page. */
export interface Facts {
  type: 'facts';
  items: readonly (readonly [label: string, value: Text])[];
}
/** The document's contents: a link to every heading of level 1. */
export interface Contents {
  type: 'contents';
  title: string;
}
export type Block = Heading | Paragraph | List | Numbered | Table | Facts | Contents | Chart;

export interface DocumentModel {
  title: string;
  subtitle: string;
  /** BCP 47, for example sv-SE. */
  language: string;
  /** At the top of every page; none where it is left out. */
  header?: string;
  /** At the foot of every page, beside the page number. */
  footer: string;
  /** The legend beside the page number, for example "Sida 3 av 40". */
  pageWord: string;
  ofWord: string;
  blocks: readonly Block[];
}

/** A value of a typed column; null is an empty cell. */
export type SheetValue = string | number | boolean | null;
export interface Sheet {
  name: string;
  columns: readonly { header: string; width: number; type: 'text' | 'number' | 'boolean' | 'date' }[];
  rows: readonly (readonly SheetValue[])[];
  /** How many of the first columns stay in sight when the rest scrolls. */
  frozenColumns?: number;
}
export interface Workbook {
  sheets: readonly Sheet[];
}

/** The runs of a text. */
export function inlines(text: Text): readonly Inline[] {
  return typeof text === 'string' ? [text] : text;
}

export const isFootnote = (part: Inline): part is Footnote => typeof part === 'object' && 'footnote' in part;

/** A text without its styles and notes. */
export function plain(text: Text): string {
  return inlines(text)
    .map((part) => (typeof part === 'string' ? part : isFootnote(part) ? '' : part.text))
    .join('');
}

/** A cell of one or more plain paragraphs. */
export function cell(...text: Text[]): Cell {
  return { text };
}

/** The headings of level 1, in order. */
export function chaptersOf(model: DocumentModel): Heading[] {
  return model.blocks.filter((block) => block.type === 'heading').filter((block) => block.level === 1);
}
