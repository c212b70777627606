import { dateInWords } from '../drafts/chapters/writer.ts';
import { type Decided, statusSentence } from '../drafts/decided.ts';
import type { Chapter, Draft } from '../drafts/draft-schema.ts';
import { type DocumentPart, defaultOutline } from '../drafts/outline.ts';
import { footerOf } from '../drafts/wording.ts';
import type { Block, DocumentModel, Text } from '../files/model.ts';
import { decisionsOf } from './decisions.ts';
import { frontPage } from './document-parts.ts';
import { economyBlocks } from './economy-chapter.ts';
import { type Footnotes, footnotesOf } from './footnotes.ts';
import { contentMark, headerOf } from './marks.ts';
import { conditionBlocks, matterPart } from './matter-part.ts';
import { positionPart } from './position-part.ts';
import { hasAnnex } from './resident-page.ts';
import { unwrittenText, writtenBlocks } from './written-blocks.ts';

const paragraph = (text: Text): Block => ({ type: 'paragraph', text });

function decisions(draft: Draft, { noted }: Footnotes): Block[] {
  const all = decisionsOf(draft);
  const proposed = draft.legalBasis.id === 'sou-2020-47';
  // Items of a list among the written decisions are decisions and numbered with the others.
  const written = writtenBlocks(draft, 'decisions').filter(({ type }) => type !== 'list');
  if (all.length === 0) return [...written, paragraph('Utkastet har inga rader och därför inga förslag till beslut.')];
  return [
    ...(proposed
      ? [
          {
            type: 'paragraph' as const,
            style: 'gap' as const,
            text: 'Besluten kan inte fattas. SOU 2020:47 är ett lagförslag och inte lag. Punkterna visar vad nämnden hade behövt besluta om förslaget gällde.',
          },
        ]
      : [paragraph('Förvaltningen föreslår att nämnden beslutar följande.')]),
    { type: 'numbered', id: 'beslut', items: all.map(({ text, points, sources }) => ({ text: noted(text, ...sources), points })) },
    ...written,
    // The decisions name the villkor by number, so they stand here where the nämnd's headings have no Ärendet.
    ...((draft.outline ?? defaultOutline).some(({ part }) => part === 'matter') ? [] : conditionBlocks(draft)),
  ];
}

/** The draft's summary as far as its first heading: what the nämnd has to decide stands among the decisions. */
function summary(draft: Draft, { passages }: Footnotes): Block[] {
  const all = draft.summary.passages;
  const end = all.findIndex(({ kind }) => kind === 'subheading');
  return [...writtenBlocks(draft, 'summary'), ...passages(end === -1 ? all : all.slice(0, end), 'sammanfattning')];
}

/** What people have written of a question, and then what the draft knows about it. */
function analysis(draft: Draft, part: 'equality' | 'child' | 'economy', chapterId: Chapter['id'], notes: Footnotes): Block[] {
  const found = draft.chapters.find(({ id }) => id === chapterId);
  return [
    ...writtenBlocks(draft, part),
    ...(part === 'economy' ? economyBlocks(draft) : []),
    ...(found === undefined
      ? []
      : [
          { type: 'heading' as const, level: 2 as const, id: `${part}-underlag`, text: 'Underlag ur utkastet' },
          ...deeper(notes.passages(found.passages, part)),
        ]),
  ];
}

/** The same blocks one level down, under a heading of their own. */
const deeper = (blocks: readonly Block[]): Block[] => blocks.map((block) => (block.type === 'heading' && block.level === 2 ? { ...block, level: 3 } : block));

function attachments(draft: Draft): Block[] {
  const items = [
    'Underlag: varje rad med skäl, villkor, risker och källor (Word)',
    'Arbetsbok: samma rader att sortera och filtrera (Excel)',
    ...(hasAnnex(draft) ? ['Information till invånare om de insatser som öppnas i etapp 1'] : []),
  ];
  return [{ type: 'numbered', id: 'bilagor', items: items.map((text) => ({ text })) }, ...writtenBlocks(draft, 'attachments')];
}

function partBlocks(part: DocumentPart, draft: Draft, notes: Footnotes): Block[] {
  switch (part) {
    case 'decisions':
      return decisions(draft, notes);
    case 'summary':
      return summary(draft, notes);
    case 'background':
    case 'preparation':
      return writtenBlocks(draft, part);
    case 'matter':
      return [...writtenBlocks(draft, part), ...matterPart(draft, notes)];
    case 'position':
      return [...writtenBlocks(draft, part), ...positionPart(draft, notes)];
    case 'equality':
    case 'child':
    case 'economy':
      return analysis(draft, part, part, notes);
    case 'attachments':
      return attachments(draft);
  }
}

/** What the nämnd decides on: short, in the order and under the headings that it has chosen. The whole draft is its first attachment. */
export function tjansteutlatande(draft: Draft, version: number | null = null, decided: Decided | null = null): DocumentModel {
  const notes = footnotesOf(draft);
  const parts = draft.outline ?? defaultOutline;
  return {
    title: draft.title,
    subtitle: `Tjänsteutlåtande${decided === null ? ', utkast' : ''}. ${draft.legalBasis.shortTitle}, ${dateInWords(draft.date)}`,
    language: 'sv-SE',
    header: headerOf('Tjänsteutlåtande', draft, version, decided),
    footer: footerOf(draft, version, decided),
    pageWord: 'Sida',
    ofWord: 'av',
    blocks: [
      ...frontPage(draft, [
        ['Regelverkets kännetecken', draft.inputs.ruleset],
        ['Version', statusSentence(version, decided)],
        ['Innehållets kännetecken', contentMark(draft)],
      ]),
      ...parts.flatMap(({ part, title }): Block[] => {
        const blocks = partBlocks(part, draft, notes);
        return [
          { type: 'heading', level: 1, id: part, text: title },
          ...(blocks.length === 0 ? [{ type: 'paragraph' as const, style: 'gap' as const, text: unwrittenText }] : blocks),
        ];
      }),
    ],
  };
}
