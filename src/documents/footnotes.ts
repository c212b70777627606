import type { Draft, Passage } from '../drafts/draft-schema.ts';
import { type Block, type Inline, inlines, type Text } from '../files/model.ts';

/**
 * Sources as footnotes. A note says the place and what stands there; the first time a source is met it also says what the source is.
 * A note that would only repeat the one just before it is left out.
 */
export interface Footnotes {
  /** The text with a note for the places, given as keys of the source register. */
  noted(text: Text, ...keys: readonly string[]): Text;
  /** An argued chapter with its sources as notes. Bullets that follow each other become one list. */
  passages(passages: readonly Passage[], id: string): Block[];
}

/** Makes the notes of one document, in its order. */
export function footnotesOf(draft: Draft): Footnotes {
  const places = new Map(draft.sources.flatMap((source) => source.places.map((place) => [place.key, { source, place }] as const)));
  const met = new Set<string>();
  let before = '';

  function note(keys: readonly string[]): Inline[] {
    const found = keys.flatMap((key) => places.get(key) ?? []);
    const same = found.map(({ place }) => place.key).join(' ');
    if (found.length === 0 || same === before) return [];
    before = same;
    const texts = found.map(({ source, place }) => {
      const first = !met.has(source.source);
      met.add(source.source);
      const heading = place.citation.endsWith(place.heading) ? '' : `, ${place.heading}`;
      return `${place.citation}${heading}${first ? ` (${source.title}, ${source.publisher})` : ''}`;
    });
    return [{ footnote: `${texts.join('; ')}.` }];
  }

  const noted = (text: Text, ...keys: readonly string[]): Text => [...inlines(text), ...note(keys)];

  return {
    noted,
    passages(passages, id) {
      const blocks: Block[] = [];
      for (const [index, { kind, text, sources }] of passages.entries()) {
        const last = blocks.at(-1);
        if (kind === 'subheading') blocks.push({ type: 'heading', level: 2, id: `${id}-${index}`, text });
        else if (kind !== 'bullet') blocks.push({ type: 'paragraph', text: noted(text, ...sources), ...(kind === 'note' ? { style: kind } : {}) });
        else if (last?.type === 'list') blocks[blocks.length - 1] = { type: 'list', items: [...last.items, noted(text, ...sources)] };
        else blocks.push({ type: 'list', items: [noted(text, ...sources)] });
      }
      return blocks;
    },
  };
}
