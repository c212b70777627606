import fc from 'fast-check';
import t from 'tap';
import { toMarkdown } from '../../src/files/markdown.ts';
import { type Block, cell, type DocumentModel } from '../../src/files/model.ts';

const model = (...blocks: Block[]): DocumentModel => ({
  title: 'Titel',
  subtitle: 'Under',
  language: 'sv-SE',
  footer: 'Fot',
  pageWord: 'Sida',
  ofWord: 'av',
  blocks,
});

t.test('a table keeps its shape whatever the text holds', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { minLength: 1, maxLength: 5 }), (texts) => {
        const rows = texts.map((text) => [cell(text), cell('slut')]);
        const markdown = toMarkdown(
          model({
            type: 'table',
            caption: 'Tabell',
            columns: [
              { header: 'A', width: 1 },
              { header: 'B', width: 1 },
            ],
            rows,
          }),
        );
        const lines = markdown.split('\n').filter((line) => line.startsWith('| '));
        return lines.length === texts.length + 2 && lines.every((line) => (line.match(/(?<!\\)\|/g) ?? []).length === 3);
      }),
      { numRuns: 300 },
    ),
  );
});

t.test('text is text: no markup, no raw HTML, no heading by accident', async (t) => {
  const markdown = toMarkdown(
    model({ type: 'paragraph', text: '# <script> *fet* [länk](x)' }, { type: 'paragraph', text: '- punkt' }, { type: 'paragraph', text: '1. siffra' }),
  );
  t.notMatch(markdown, /^# <|^- punkt|^1\. siffra|[^\\]<script/m);
});

t.test('the contents link to the chapters', async (t) => {
  const markdown = toMarkdown(
    model(
      { type: 'contents', title: 'Innehåll' },
      { type: 'heading', level: 1, id: 'x', text: 'Etapp 1 – redo nu' },
      { type: 'heading', level: 2, id: 'y', text: 'Äldre' },
    ),
  );
  t.match(markdown, '[Etapp 1 – redo nu](#etapp-1--redo-nu)');
  t.notMatch(markdown, '](#äldre)');
  t.match(markdown, /^## Etapp/m);
  t.match(markdown, /^### Äldre/m);
});

t.test('notes are numbered as they come and stand last; lists keep their numbers', async (t) => {
  const markdown = toMarkdown(
    model(
      { type: 'numbered', id: 'a', start: 2, items: [{ text: ['Två', { footnote: 'första' }], points: ['punkt'] }, { text: 'Tre' }] },
      { type: 'numbered', id: 'b', prefix: 'G', items: [{ text: 'Villkor' }] },
      { type: 'paragraph', text: ['Text', { footnote: 'andra' }] },
      { type: 'chart', caption: 'Bild', alt: 'Ett: 1', bars: [] },
    ),
  );
  t.match(markdown, '2. Två[^1]\n    - punkt\n3. Tre');
  t.match(markdown, '- G1: Villkor');
  t.match(markdown, 'Text[^2]');
  t.match(markdown, '[^1]: första\n\n[^2]: andra');
  t.match(markdown, 'Ett: 1');
});
