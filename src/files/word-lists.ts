import { AlignmentType, type INumberingOptions, LevelFormat } from 'docx';
import type { DocumentModel, Numbered } from './model.ts';

/** The reference of a plain list. */
export const dashes = 'dash';
/** Every numbered list has numbering of its own, so that its numbers start again. */
export const numberingId = (block: Numbered): string => `numbered-${block.id}`;

const bullet = (level: number, left: number) => ({
  level,
  format: LevelFormat.BULLET,
  text: '•',
  alignment: AlignmentType.LEFT,
  style: { paragraph: { indent: { left, hanging: 240 } } },
});

/** Numbering for every list of a document: real Word lists, which a reader's program announces as such. */
export function listNumbering(model: DocumentModel): INumberingOptions {
  const numbered = model.blocks.filter((block) => block.type === 'numbered');
  return {
    config: [
      { reference: dashes, levels: [bullet(0, 360)] },
      ...numbered.map((block) => ({
        reference: numberingId(block),
        levels: [
          {
            level: 0,
            start: block.start ?? 1,
            format: LevelFormat.DECIMAL,
            text: block.prefix === undefined ? '%1.' : `${block.prefix}%1.`,
            alignment: AlignmentType.LEFT,
            style: { paragraph: { indent: { left: 560, hanging: 560 }, spacing: { before: 80, after: 60 } } },
          },
          bullet(1, 860),
        ],
      })),
    ],
  };
}
