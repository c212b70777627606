import type { Draft } from '../drafts/draft-schema.ts';
import { type DocumentPart, partsToWrite } from '../drafts/outline.ts';
import { parseWrittenText } from '../drafts/written-text.ts';
import type { Block } from '../files/model.ts';

/** Where a person has still to write. */
export const unwrittenText = '[Avsnittet är inte skrivet]';

/** What people have written for a part; a mark where only they can write it and have not. */
export function writtenBlocks(draft: Draft, part: DocumentPart): Block[] {
  const text = draft.texts?.[part];
  if (text === undefined) return partsToWrite.includes(part) ? [{ type: 'paragraph', style: 'gap', text: unwrittenText }] : [];
  return parseWrittenText(text).map(
    (block, index): Block => (block.type === 'subheading' ? { type: 'heading', level: 2, id: `${part}-text-${index}`, text: block.text } : block),
  );
}
