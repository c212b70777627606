import readExcelFile from 'read-excel-file/node';
import t from 'tap';
import { designFields } from '../../src/candidate/design-fields.ts';
import { changesChapter } from '../../src/documents/changes-chapter.ts';
import { type DraftFormat, renderDraft } from '../../src/documents/render-draft.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import { type Draft, draftSchema, sectionHeadings } from '../../src/drafts/draft-schema.ts';
import { lineKey, type Shaping, untouched } from '../../src/drafts/shaping.ts';
import { plain } from '../../src/files/model.ts';
import { assessor, bases, date, draftOf, knowledge } from '../drafts/fixture.ts';
import { unzip, wordText } from '../files/unzip.ts';

const bytes = async (draft: Draft, format: DraftFormat) => Buffer.from(await renderDraft(draft, format));
const text = async (draft: Draft, format: 'json' | 'md') => String(await renderDraft(draft, format));

for (const legalBasis of bases) {
  t.test(`the formats of a whole draft under ${legalBasis}`, async (t) => {
    const draft = draftOf('jarva', legalBasis);
    const [json, md, docx, xlsx] = [await text(draft, 'json'), await text(draft, 'md'), await bytes(draft, 'docx'), await bytes(draft, 'xlsx')];
    const sheets = await readExcelFile(xlsx);
    const sheet = (name: string) => sheets.find((one) => one.sheet === name)?.data ?? [];
    const word = wordText(docx);

    await t.test('json and md are the same bytes each time', async (t) => {
      t.equal(await text(draftOf('jarva', legalBasis), 'json'), json);
      t.equal(await text(draftOf('jarva', legalBasis), 'md'), md);
      t.ok((await text(draftSchema.parse(JSON.parse(json)), 'json')) === json, 'and can be read back');
    });

    await t.test('the counts are equal in every format', async (t) => {
      for (const { section, heading, lines, insatser } of draft.summary.sections) {
        if (lines === 0) continue;
        t.match(md, `| ${heading} | ${lines} | ${insatser} |`, `md: ${section}`);
        t.match(word, `${heading}\n${lines}\n${insatser}\n`, `docx: ${section}`);
        t.ok(
          sheet('Sammanfattning').some(([, name, count, distinct]) => name === heading && count === lines && distinct === insatser),
          `xlsx: ${section}`,
        );
      }
      for (const theme of draft.risk.themes) {
        const row = sheet('Riskbild').find(([title]) => title === theme.title);
        t.same(row?.slice(1), Object.values(theme.counts), theme.theme);
      }
    });

    await t.test('the workbook has each line once, each flag once, and its figures as numbers', async (t) => {
      const [header = [], ...rows] = sheet('Rader');
      const column = (name: string) => header.indexOf(name);
      t.equal(rows.length, draft.lines.length);
      t.same(
        rows.map((row) => `${row[column('Insats-id')]} ${row[column('Målgrupp-id')]}`),
        draft.lines.map((line) => `${line.insats} ${line.targetGroup}`),
      );
      t.same(
        rows.map((row) => row[column('Utan beslut, %')]),
        draft.lines.map((line) => line.statistics.withoutDecision?.share ?? null),
      );
      t.same(
        rows.map((row) => row[column('Etapp')]),
        draft.lines.map((line) => line.stage),
      );
      t.equal(
        sheet('Flaggor').length - 1,
        draft.lines.reduce((sum, line) => sum + line.flags.length, 0),
      );
      t.equal(sheet('Villkor').length - 1, draft.commonConditions.length + draft.lines.reduce((sum, line) => sum + line.conditions.length, 0));
      t.equal(
        sheet('Källor').length - 1,
        draft.sources.reduce((sum, source) => sum + source.places.length, 0),
      );
    });

    await t.test('the workbook says how every open line is followed up, and what can be counted, with sources', async (t) => {
      const [header = [], ...rows] = sheet('Uppföljning');
      const open = draft.lines.filter((line) => line.stage !== null && line.section.startsWith('stage'));
      t.same(
        rows.map((row) => `${row[2]} ${row[3]}`),
        open.map((line) => `${line.insats} ${line.targetGroup}`),
      );
      const interval = header.indexOf(designFields.followUpIntervalMonths.label);
      const common = draft.commonConditions.find(({ field }) => field === 'followUpIntervalMonths');
      const own = open.map((line) => line.conditions.find(({ field }) => field === 'followUpIntervalMonths')?.text);
      t.ok(interval > 0 && rows.every((row, i) => row[interval] === (own[i] ?? common?.text)), 'own villkor, else the common one');
      const [top = [], ...measures] = sheet('Mått');
      const bullets = draft.chapters.find(({ id }) => id === 'follow-up')?.passages.filter(({ kind }) => kind === 'bullet') ?? [];
      t.same(
        measures.slice(0, bullets.length).map((row) => row[top.indexOf('Mått')]),
        bullets.map((bullet) => bullet.text),
      );
      const national = measures.slice(bullets.length);
      t.ok(national.length > 20 && national.every((row) => typeof row[top.indexOf('Värde')] === 'number' && row[top.indexOf('Källa')] !== null));
    });

    await t.test('document and Markdown hold every section, every insats, and what they rest on', async (t) => {
      const missing = [...new Set(draft.lines.map((line) => line.name))].filter((name) => !word.includes(name));
      t.same(missing, []);
      for (const section of draft.summary.sections) {
        const heading = section.section.startsWith('keep') ? 'Behåller behovsprövning' : sectionHeadings[section.section];
        t.match(md, `## ${heading}`);
        t.match(word, heading);
      }
      const footer = [...unzip(docx)]
        .filter(([name]) => name.startsWith('word/footer'))
        .map(([, xml]) => xml)
        .join();
      for (const value of [draft.inputs.ruleset, draft.date, draft.legalBasis.shortTitle]) t.match(footer, value);
      for (const source of draft.sources) t.match(md, source.title);
    });
  });
}

t.test('hostile text in a draft is only text', async (t) => {
  const draft = draftOf('enheten-for-hemlosa');
  const [line, ...rest] = draft.lines;
  if (line === undefined) throw new Error('the unit has lines');
  const name = '=HYPERLINK("http://x") | <img src=x onerror=alert(1)> \u0001 **x**';
  const hostile: Draft = { ...draft, title: '</w:t><script>', lines: [{ ...line, name, reasons: ['@cmd'] }, ...rest] };
  const sheets = await readExcelFile(await bytes(hostile, 'xlsx'));
  const [, row = []] = sheets.find((one) => one.sheet === 'Rader')?.data ?? [];
  t.equal(row[0], `'${name.replace('\u0001', '')}`);
  t.notMatch((await text(hostile, 'md')).replaceAll(/\\./g, ''), /<img|<script/);
  t.match(wordText(await bytes(hostile, 'docx')), '</w:t><script>');
});

t.test('many rows with one change and one motive tell it once, and no row is left out', async (t) => {
  const [one, ...many] = draftOf('framtid-stockholm').lines.filter(({ section }) => section === 'stage2' || section === 'stage3');
  if (one === undefined || many.length < 8) throw new Error('the unit has lines to keep');
  const shaping: Shaping = Object.fromEntries([
    ...many.map((line) => [lineKey(line.insats, line.targetGroup), { ...untouched, pathway: 'keep_assessment' as const, motive: 'Väntar på nästa steg' }]),
    [lineKey(one.insats, one.targetGroup), { ...untouched, pathway: 'keep_assessment' as const, motive: 'Ett eget skäl' }],
  ]);
  const draft = buildDraft({ knowledge, assessor, district: 'framtid-stockholm', legalBasis: 'sol-2025-400', date, shaping });
  const blocks = changesChapter(draft);
  t.equal(JSON.stringify(blocks).match(/Väntar på nästa steg/g)?.length, 1);
  t.equal(JSON.stringify(blocks).match(/Ett eget skäl/g)?.length, 1);
  const cells = blocks.flatMap((block) => (block.type === 'table' ? block.rows.map((row) => row.flatMap(({ text }) => text.map(plain)).join(' ')) : []));
  const missing = [one, ...many].filter(
    (line) => !cells.some((text) => text.includes(line.name) && text.toLowerCase().includes(line.targetGroupName.toLowerCase())),
  );
  t.same(missing, []);
  t.ok(cells.length < many.length, 'rows of one insats are one row');
});
