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

t.test('numbered lists that start again, notes at the foot of the page, and a picture with its text', async (t) => {
  const parts = unzip(
    await toWord({
      ...model,
      header: 'Överst',
      blocks: [
        { type: 'heading', level: 1, id: 'sida', text: 'Ny sida', newPage: true },
        { type: 'numbered', id: 'a', items: [{ text: ['Beslut', { footnote: [{ text: 'Lagen', italic: true }] }], points: ['punkt'] }, { text: 'Två' }] },
        { type: 'numbered', id: 'b', prefix: 'G', start: 3, items: [{ text: 'Tre' }] },
        { type: 'paragraph', style: 'gap', text: 'Fyll i' },
        { type: 'chart', caption: 'Bild', alt: 'Ett: 1 & två: 2', bars: [{ label: 'Ett', value: 1 }] },
      ],
    }),
  );
  const body = parts.get('word/document.xml') ?? '';
  t.match(body, '<w:pageBreakBefore/>');
  const numbers = [...body.matchAll(/<w:ilvl w:val="0"\/><w:numId w:val="(\d+)"\/>/g)].map(([, id]) => id);
  t.equal(numbers.length, 3);
  t.equal(numbers[0], numbers[1]);
  t.not(numbers[0], numbers[2], 'a list of its own');
  t.match(parts.get('word/numbering.xml'), /w:start w:val="3"/);
  const id = /<w:footnoteReference w:id="(\d+)"/.exec(body)?.[1];
  t.match(parts.get('word/footnotes.xml'), new RegExp(`<w:footnote w:id="${id}">.*Lagen`));
  t.match(body, 'descr="Ett: 1 &amp; två: 2"');
  t.ok(parts.has('word/charts/chart1.xml'));
  const header = [...parts].find(([name]) => name.startsWith('word/header'))?.[1];
  t.match(header, 'Överst');
});

t.test('the same document is the same bytes, whenever and after whatever it is made', async (t) => {
  const own: DocumentModel = {
    ...model,
    header: 'Överst',
    blocks: [
      ...model.blocks,
      { type: 'paragraph', text: ['Text <w:bookmarkStart w:id="7"/> rIdabcdefghij', { footnote: 'Not' }] },
      { type: 'chart', caption: 'Bild', alt: 'Ett: 1', bars: [{ label: 'Ett', value: 1 }] },
      { type: 'numbered', id: 'a', items: [{ text: 'Ett' }] },
    ],
  };
  const first = await toWord(own);
  t.match(wordText(first), 'Text <w:bookmarkStart w:id="7"/> rIdabcdefghij', 'what people wrote is left alone');
  const { now } = Date;
  t.teardown(() => {
    Date.now = now;
  });
  Date.now = () => now() + 86_400_000;
  t.ok(Buffer.from(first).equals(Buffer.from(await toWord(own))));
});
