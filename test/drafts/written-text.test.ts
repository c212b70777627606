import fc from 'fast-check';
import t from 'tap';
import { parseWrittenText, type WrittenBlock } from '../../src/drafts/written-text.ts';

const textsOf = (block: WrittenBlock): string[] => (block.type === 'list' ? block.items : [block.text]);
const wordsOf = (text: string): string[] => text.split(/\s+/u).filter(Boolean);

t.test('paragraphs, lists and subheadings are told apart', async (t) => {
  const text = 'Första stycket\r\ngår vidare.\n\nAndra.\n## En rubrik\nText direkt efter.\n- ett\n\n- två\nInte en punkt.\n-inte heller\n##inte rubrik\n-\n##';
  t.same(parseWrittenText(text), [
    { type: 'paragraph', text: 'Första stycket går vidare.' },
    { type: 'paragraph', text: 'Andra.' },
    { type: 'subheading', text: 'En rubrik' },
    { type: 'paragraph', text: 'Text direkt efter.' },
    { type: 'list', items: ['ett', 'två'] },
    { type: 'paragraph', text: 'Inte en punkt. -inte heller ##inte rubrik' },
  ]);
  t.same(parseWrittenText(' \n\n\t'), []);
});

const pieces = fc.array(
  fc.oneof(fc.constantFrom('- ', '## ', '\n', '\r\n', '\r', '\n\n', ' ', '-', '##', '\t'), fc.string({ unit: 'grapheme', maxLength: 8 })),
  {
    maxLength: 40,
  },
);

t.test('whatever is written, no word is lost and none is added', async () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      const read = parseWrittenText(text).flatMap(textsOf);
      // A mark at the start of a line is the only thing that is no word.
      const expected = text.split(/\r\n|\r|\n/u).flatMap((line) => {
        const [first, ...rest] = wordsOf(line);
        return first === undefined ? [] : first === '-' || first === '##' ? rest : [first, ...rest];
      });
      return JSON.stringify(read.flatMap(wordsOf)) === JSON.stringify(expected) && read.every((part) => part.trim() === part && part !== '');
    }),
  );
});

t.test('written out and read again it is the same', async () => {
  const write = (block: WrittenBlock): string =>
    block.type === 'list' ? block.items.map((item) => `- ${item}`).join('\n') : block.type === 'subheading' ? `## ${block.text}` : block.text;
  fc.assert(
    fc.property(pieces, (parts) => {
      const blocks = parseWrittenText(parts.join(''));
      // An item or heading that itself begins with a mark is still only text.
      if (blocks.some((block) => block.type === 'paragraph' && /^(-|##)(\s|$)/u.test(block.text))) return true;
      return JSON.stringify(parseWrittenText(blocks.map(write).join('\n\n'))) === JSON.stringify(blocks);
    }),
  );
});
