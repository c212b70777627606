import t from 'tap';
import { cell, type DocumentModel } from '../../src/files/model.ts';
import { toWord } from '../../src/files/word.ts';
import { unzip, wordText } from './unzip.ts';

const model: DocumentModel = {
  title: 'Titel <&>',
  subtitle: 'Under',
  language: 'sv-SE',
  footer: 'Utkast · regelverk abc',
  pageWord: 'Sida',
  ofWord: 'av',
  blocks: [
    { type: 'contents', title: 'Innehåll' },
    { type: 'heading', level: 1, id: 'ett', text: 'Kapitel' },
    { type: 'heading', level: 3, id: 'tva', text: 'Djupt' },
    { type: 'list', items: ['punkt'] },
    {
      type: 'table',
      caption: 'Tabell',
      columns: [
        { header: 'A', width: 1 },
        { header: 'N', width: 1, align: 'right' },
      ],
      rows: [[cell('x', 'y'), { text: ['1'], shade: 'FFEEDD', bold: true }]],
    },
    { type: 'paragraph', text: [{ text: 'länk', href: 'https://example.org/?a=1&b=2' }] },
  ],
};

t.test('a Word file with real headings, repeated table headers, page numbers and the document’s language', async (t) => {
  const file = await toWord(model);
  const parts = unzip(file);
  const body = parts.get('word/document.xml') ?? '';
  t.match(parts.get('word/styles.xml'), /w:lang w:val="sv-SE"/);
  t.match(body, '<w:pStyle w:val="Heading1"/>');
  t.match(body, '<w:pStyle w:val="Heading3"/>');
  t.match(body, '<w:tblHeader/>');
  t.match(body, /w:hyperlink [^>]*w:anchor="h_ett"/);
  t.match(body, '<w:bookmarkStart w:name="h_ett"', 'the contents lead somewhere');
  const footer = [...parts]
    .filter(([name]) => name.startsWith('word/footer'))
    .map(([, xml]) => xml)
    .join();
  t.match(footer, 'regelverk abc');
  t.match(footer, 'PAGE');
  t.match(footer, 'NUMPAGES');
  t.match(wordText(file), /Titel <&>/);
});
