import { areas } from '../catalogue/schema.ts';
import { type Block, byCause, byHighRisk, type Cause, readingBlocks, risksToClear } from '../drafts/blocks.ts';
import { dateInWords, listed, lowerFirst, number, rows } from '../drafts/chapters/writer.ts';
import type { Codes } from '../drafts/codes.ts';
import type { Draft, Line, Passage, SectionId } from '../drafts/draft-schema.ts';
import { clearingInWords, nationalPractice, reviewersInWords, severityLabels, verdictLabels } from '../drafts/wording.ts';
import { type Cell, cell, type Block as DocumentBlock, type Text } from '../files/model.ts';

/** The sources in brackets before the last mark: "… finns kvar (SoL 11:1)." */
export const cited = (text: string, citations: readonly string[]): string =>
  citations.length === 0 ? text : text.replace(/([.:?])?$/, (mark) => ` (${citations.join('; ')})${mark}`);
const bold = (text: string): Text => [{ text, bold: true }];
const note = (text: string): DocumentBlock => ({ type: 'paragraph', text, style: 'note' });

/** What a document begins with: the district, the legal basis and the law's date, then what is its own; last what the draft has to say first. */
export function frontPage({ district, legalBasis, date, notices }: Draft, own: readonly [label: string, text: string][]): DocumentBlock[] {
  return [
    {
      type: 'facts',
      items: [
        [district.kind === 'district' ? 'Stadsdel' : 'Stadsövergripande enhet', district.name],
        ['Rättslig grund', `${legalBasis.title} (${legalBasis.citation})`],
        ['Lagen läst för', dateInWords(date)],
        ...own,
      ],
    },
    ...notices.map(note),
  ];
}

/** An argued chapter: its passages with their sources in brackets. Bullets that follow each other become one list. */
export function passageBlocks(passages: readonly Passage[], id: string): DocumentBlock[] {
  const blocks: DocumentBlock[] = [];
  for (const [index, { kind, text, citations }] of passages.entries()) {
    const last = blocks.at(-1);
    const words = cited(text, citations);
    if (kind === 'bullet' && last?.type === 'list') blocks[blocks.length - 1] = { type: 'list', items: [...last.items, words] };
    else if (kind === 'bullet') blocks.push({ type: 'list', items: [words] });
    else if (kind === 'subheading') blocks.push({ type: 'heading', level: 2, id: `${id}-${index}`, text });
    else blocks.push({ type: 'paragraph', text: words, ...(kind === 'paragraph' ? {} : { style: kind }) });
  }
  return blocks;
}

/** V2 before V10. */
export const byNumber = (a: string, b: string): number => Number.parseInt(a.slice(1), 10) - Number.parseInt(b.slice(1), 10);

const list = (items: readonly string[]) => [...items].sort(byNumber).join(', ');
const orDash = (texts: readonly string[]): Cell => cell(...(texts.length === 0 ? ['–'] : texts));

/** "V3, V7*"; the star marks what only some of the row's target groups have. */
function conditionCell({ conditions }: Block, codes: Codes): Cell {
  const codesOf = conditions.map(({ text, only }) => `${codes.condition(text)}${only.length > 0 ? '*' : ''}`);
  return orDash(codesOf.length === 0 ? [] : [list(codesOf)]);
}

function stageRow(block: Block, codes: Codes): readonly Cell[] {
  const { first, targetGroups } = block;
  const [signals, risks] = [first.signals.map((signal) => codes.signal(signal.rule)), risksToClear(first).map((flag) => codes.risk(flag.rule))];
  return [
    cell(bold(first.name), `För: ${lowerFirst(inARow(targetGroups))}`, ...(first.shaped === undefined ? [] : ['Ändrad: se kapitlet Ändringar.'])),
    cell(nationalPractice(first)),
    orDash(signals.length === 0 ? [] : [list(signals)]),
    conditionCell(block, codes),
    orDash(risks.length === 0 ? [] : [list(risks)]),
  ];
}

/** "Barn 0–11 år, barn 12–14 år och anhöriga": names read in a row. */
const inARow = (names: readonly string[]): string => listed(names.map((name, index) => (index === 0 ? name : lowerFirst(name))));

const stageTable = (lines: readonly Line[], codes: Codes, caption: string): DocumentBlock => ({
  type: 'table',
  caption,
  compact: true,
  columns: [
    { header: 'Insats och målgrupper', width: 40 },
    { header: 'I landet', width: 22 },
    { header: 'Stöd', width: 8 },
    { header: 'Särskilda villkor', width: 18 },
    { header: 'Risker att klara', width: 12 },
  ],
  rows: readingBlocks(lines).map((block) => stageRow(block, codes)),
});

/** Insatser that may open in a stage, by area; in stage 3 also by the high risk that has to be looked into. */
export function stageTables(lines: readonly Line[], codes: Codes, id: string): DocumentBlock[] {
  return (Object.keys(areas) as (keyof typeof areas)[]).flatMap((area): DocumentBlock[] => {
    const own = lines.filter((line) => line.area === area);
    if (own.length === 0) return [];
    const heading: DocumentBlock = { type: 'heading', level: 2, id: `${id}-${area}`, text: `${areas[area]} (${rows(own.length)})` };
    if (id !== 'stage3') return [heading, stageTable(own, codes, `${areas[area]}: insatser och målgrupper`)];
    const groups = byHighRisk(own).flatMap(({ flags, lines: same }, index): DocumentBlock[] => {
      const title = flags.map((flag) => `${flag.title} (${codes.risk(flag.rule)})`).join(' · ');
      return [
        { type: 'heading', level: 3, id: `${id}-${area}-${index + 1}`, text: `${title}: ${rows(same.length)}` },
        stageTable(same, codes, `${areas[area]}: ${title}`),
      ];
    });
    return [heading, ...groups];
  });
}

/** The risks that a stage has to clear, worst first, each said once with what clears it. */
export function riskTable(lines: readonly Line[], codes: Codes, severities: readonly string[], caption: string): DocumentBlock[] {
  const counts = new Map<string, number>();
  for (const line of lines) for (const flag of line.flags) counts.set(flag.rule, (counts.get(flag.rule) ?? 0) + 1);
  const rules = codes.risks.filter(({ item }) => severities.includes(item.severity) && counts.has(item.rule));
  if (rules.length === 0) return [];
  return [
    {
      type: 'table',
      caption,
      compact: true,
      columns: [
        { header: 'Risk', width: 24 },
        { header: 'Vad den gäller', width: 32 },
        { header: 'Vad som klarar den', width: 28 },
        { header: 'Granskas av', width: 14 },
        { header: 'Rader', width: 8, align: 'right' },
      ],
      rows: rules.map(({ code, item }) => [
        cell(bold(`${code}. ${item.title}`), severityLabels[item.severity]),
        cell(item.message),
        cell(...clearingInWords(item)),
        cell(reviewersInWords(item.reviewer)),
        cell(number(counts.get(item.rule) ?? 0)),
      ]),
    },
  ];
}

/** What the codes V and S in the tables stand for. */
export function codeTables(codes: Codes): DocumentBlock[] {
  const conditions: DocumentBlock = {
    type: 'table',
    caption: 'V: villkor som bara gäller vissa rader',
    compact: true,
    columns: [
      { header: 'Kod', width: 8 },
      { header: 'Villkor', width: 80 },
      { header: 'Rader', width: 12, align: 'right' },
    ],
    rows: codes.conditions.map(({ code, item, lines }) => [cell(code), cell(item.assumed ? `${item.text} (antaget)` : item.text), cell(number(lines))]),
  };
  const signals: DocumentBlock = {
    type: 'table',
    caption: 'S: det som talar för insatsen',
    compact: true,
    columns: [
      { header: 'Kod', width: 7 },
      { header: 'Omständighet', width: 25 },
      { header: 'Vad den säger', width: 34 },
      { header: 'Källa', width: 24 },
      { header: 'Rader', width: 10, align: 'right' },
    ],
    rows: codes.signals.map(({ code, item, lines }) => [
      cell(code),
      cell(item.title),
      cell(item.message),
      cell(item.citations.join('; ')),
      cell(number(lines)),
    ]),
  };
  return [...(codes.conditions.length > 0 ? [conditions] : []), ...(codes.signals.length > 0 ? [signals] : [])];
}

const insatsTable = (cause: Cause, caption: string): DocumentBlock => ({
  type: 'table',
  caption,
  compact: true,
  columns: [
    { header: 'Område', width: 16 },
    { header: 'Insats', width: 36 },
    { header: 'Målgrupper', width: 48 },
  ],
  rows: readingBlocks(cause.lines).map(({ first, targetGroups }) => [cell(areas[first.area]), cell(first.name), cell(inARow(targetGroups))]),
});

function groundBlocks(cause: Cause): DocumentBlock[] {
  return cause.grounds.flatMap((ground): DocumentBlock[] => [
    { type: 'paragraph', text: cited(ground.text, [ground.citation]) },
    ...(ground.readings.length === 0
      ? []
      : [
          { type: 'list' as const, items: ground.readings.map((reading): Text => [{ text: `${verdictLabels[reading.verdict]}: `, bold: true }, reading.text]) },
          note(`Avgörs av: ${ground.decides ?? 'ännu inte bestämt'}`),
        ]),
  ]);
}

function flagBlocks(cause: Cause): DocumentBlock[] {
  return cause.flags.flatMap((flag): DocumentBlock[] => {
    const ways = clearingInWords({ clearedBy: flag.clearedBy.map(({ text }) => text), remedy: flag.remedy });
    return [
      {
        type: 'paragraph',
        text: cause.flags.length > 1 ? [{ text: `${flag.title}. `, bold: true }, cited(flag.message, flag.citations)] : cited(flag.message, flag.citations),
      },
      { type: 'list', items: ways.map((way) => `${flag.clearedBy.length > 0 ? 'Klaras så här' : 'Att göra'}: ${way}`) },
    ];
  });
}

/** Insatser that do not open, gathered by why; each reason is said once. */
export function causeTables(section: SectionId, lines: readonly Line[], level: 2 | 3, id: string): DocumentBlock[] {
  return byCause(section, lines).flatMap((cause, index): DocumentBlock[] => {
    const titles = [...cause.grounds, ...cause.flags].map((item) => item.title);
    const title = titles[0] ?? (section === 'keep_choice' ? 'Förvaltningens val' : 'Övriga');
    const more = titles.length > 1 ? ' – flera skäl' : '';
    return [
      { type: 'heading', level, id: `${id}-${index + 1}`, text: `${title}${more} (${rows(cause.lines.length)})` },
      ...groundBlocks(cause),
      ...flagBlocks(cause),
      insatsTable(cause, `${title}: insatser och målgrupper`),
    ];
  });
}
