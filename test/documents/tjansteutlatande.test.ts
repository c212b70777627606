import t from 'tap';
import { decisionsOf } from '../../src/documents/decisions.ts';
import { renderDraft } from '../../src/documents/render-draft.ts';
import { tjansteutlatande } from '../../src/documents/tjansteutlatande.ts';
import { unwrittenText } from '../../src/documents/written-blocks.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import type { Draft } from '../../src/drafts/draft-schema.ts';
import { documentParts, partsToWrite } from '../../src/drafts/outline.ts';
import { lineKey, type Shaping, untouched } from '../../src/drafts/shaping.ts';
import { documentationExceptions, termSets, termsOf } from '../../src/drafts/terms.ts';
import { toMarkdown } from '../../src/files/markdown.ts';
import { assessor, bases, date, draftOf, knowledge } from '../drafts/fixture.ts';
import { unzip, wordText } from '../files/unzip.ts';

const headings = (draft: Draft) =>
  tjansteutlatande(draft)
    .blocks.filter((block) => block.type === 'heading')
    .filter((block) => block.level === 1);

for (const legalBasis of bases) {
  t.test(`the document that a nämnd decides on, under ${legalBasis}`, async (t) => {
    const draft = draftOf('farsta', legalBasis);
    const file = Buffer.from(await renderDraft(draft, 'tjansteutlatande', 3));
    const parts = unzip(file);
    const body = parts.get('word/document.xml') ?? '';

    await t.test('Word’s own styles, lists, notes, table headers, language and described pictures', async (t) => {
      for (const style of ['Title', 'Heading1', 'Heading2', 'Heading3', 'Caption']) t.match(body, `<w:pStyle w:val="${style}"/>`, style);
      t.match(parts.get('word/styles.xml'), /w:lang w:val="sv-SE"/);
      t.equal(body.match(/<w:tbl>/g)?.length, body.match(/<w:tblHeader\/>/g)?.length, 'every table has a header row');
      const referred = [...body.matchAll(/<w:footnoteReference w:id="(\d+)"/g)].map(([, id]) => id);
      const written = [...(parts.get('word/footnotes.xml') ?? '').matchAll(/<w:footnote w:id="(\d+)"/g)].map(([, id]) => id);
      t.ok(referred.length > 10);
      t.same(
        referred.filter((id) => !written.includes(id)),
        [],
        'every note is there',
      );
      const numbering = parts.get('word/numbering.xml') ?? '';
      t.match(numbering, /w:lvlText w:val="%1\."/);
      t.match(numbering, /w:lvlText w:val="G%1\."/);
      const pictures = [...body.matchAll(/<wp:docPr [^>]*>/g)].map(([tag]) => tag);
      t.ok(pictures.length > 0);
      for (const { heading, lines } of draft.summary.sections.filter((section) => section.lines > 0)) t.match(pictures[0], `${heading}: ${lines}`);
      const frame = [...parts].filter(([name]) => /^word\/(header|footer)/.test(name)).map(([, xml]) => xml);
      for (const word of ['version 3', draft.inputs.ruleset, 'NUMPAGES'])
        t.ok(
          frame.some((xml) => xml.includes(word)),
          word,
        );
    });

    await t.test('one decision for each set of villkor and each exception', async (t) => {
      const kinds = decisionsOf(draft).map(({ kind }) => kind);
      const sets = termSets(draft, 'stage1');
      t.equal(kinds.filter((kind) => kind === 'set').length, sets.length);
      t.equal(kinds.filter((kind) => kind === 'exception').length, documentationExceptions(draft).length);
      t.equal(kinds.filter((kind) => kind === 'documentation').length, 1, 'without an exception, the duty to document is decided');
      t.equal(
        sets.reduce((sum, { lines }) => sum + lines.length, 0),
        draft.lines.filter(({ section }) => section === 'stage1').length,
      );
      const villkor = (line: Draft['lines'][number]) =>
        termsOf(draft, line)
          .map(({ text }) => text)
          .sort();
      for (const { lines } of sets) for (const line of lines) t.same(villkor(line), lines[0] && villkor(lines[0]), line.insats);
    });

    await t.test('the figures are those of the draft, in Word and in Markdown', async (t) => {
      const [word, markdown] = [wordText(file), toMarkdown(tjansteutlatande(draft, 3))];
      for (const { heading, lines, insatser } of draft.summary.sections.filter((section) => section.lines > 0)) {
        t.match(word, `${heading}\n${lines}\n${insatser}\n`);
        t.match(markdown, `| ${heading} | ${lines} | ${insatser} |`);
      }
      t.equal(toMarkdown(tjansteutlatande(draftOf('farsta', legalBasis), 3)), markdown, 'the same bytes each time');
    });

    await t.test('every decision says what it rests on, in places that the draft lists', async (t) => {
      const known = new Set(draft.sources.flatMap(({ places }) => places.map(({ key }) => key)));
      const cited = decisionsOf(draft).flatMap(({ sources }) => sources);
      t.ok(cited.length > 0);
      t.same(
        cited.filter((key) => !known.has(key)),
        [],
      );
    });
  });
}

t.test('under a proposal for a law the decisions cannot be taken, and the document says so before them', async (t) => {
  const model = tjansteutlatande(draftOf('farsta', 'sou-2020-47'));
  const at = model.blocks.findIndex((block) => block.type === 'numbered' && block.id === 'beslut');
  const before = model.blocks[at - 1];
  t.ok(before?.type === 'paragraph' && before.style === 'gap');
});

t.test('headings and their order are the nämnd’s; what is written stands there, what is not is marked', async (t) => {
  const plain = draftOf('farsta');
  t.same(
    headings(plain).map(({ text }) => text),
    Object.values(documentParts),
  );
  const gaps = (draft: Draft) => toMarkdown(tjansteutlatande(draft)).split(unwrittenText.slice(1, -1)).length - 1;
  t.equal(gaps(plain), partsToWrite.length);
  const shaped: Draft = {
    ...plain,
    outline: [
      { part: 'decisions', title: 'Beslut' },
      { part: 'child', title: 'Barnen' },
    ],
    texts: { child: 'Vi har frågat ungdomsrådet.\n\n## Vad de sade\n- ja\n- kanske', decisions: '- Nämnden följer upp besluten.' },
  };
  t.same(
    headings(shaped).map(({ text }) => text),
    ['Beslut', 'Barnen'],
  );
  t.equal(gaps(shaped), 0);
  const markdown = toMarkdown(tjansteutlatande(shaped));
  t.match(markdown, 'Vi har frågat ungdomsrådet.');
  t.match(markdown, '### Vad de sade');
  t.match(markdown, /^\d+\. Nämnden följer upp besluten\.$/m, 'a written decision is numbered with the others');
  t.match(markdown, '- G1: ', 'the villkor that the decisions name are there although Ärendet is not');
});

t.test('an exception from the duty to document is a decision of its own, with its reason', async (t) => {
  const plain = draftOf('farsta');
  const opened = plain.lines.filter(({ section, kind }) => section === 'stage1' && kind === 'motesplats');
  const [first] = opened;
  if (first === undefined) throw new Error('a meeting place opens');
  const same = opened.filter(({ insats }) => insats === first.insats);
  const exception = {
    documentation: 'exception',
    exceptionDecision: 'board_per_insats',
    exceptionReason: 'open_meeting_place',
    exceptionScope: 'identity',
  } as const;
  const shaping: Shaping = Object.fromEntries(same.map((line) => [lineKey(line.insats, line.targetGroup), { ...untouched, design: { ...exception } }]));
  const draft = buildDraft({ knowledge, assessor, district: 'farsta', legalBasis: 'sol-2025-400', date, shaping });
  const decisions = decisionsOf(draft);
  const exceptions = decisions.filter(({ kind }) => kind === 'exception');
  t.equal(exceptions.length, 1);
  t.match(exceptions[0]?.text, first.name);
  t.same(exceptions[0]?.sources, ['sol-2025-400/14:5']);
  t.ok((exceptions[0]?.points.length ?? 0) > 1, 'reason and scope');
  t.notOk(decisions.some(({ kind }) => kind === 'documentation'));
});
