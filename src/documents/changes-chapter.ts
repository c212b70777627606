import { dateInWords, listed, lowerFirst, rows } from '../drafts/chapters/writer.ts';
import type { Draft, Shaped } from '../drafts/draft-schema.ts';
import { standingInWords } from '../drafts/shape-line.ts';
import { severityLabels } from '../drafts/wording.ts';
import { type Block, cell } from '../files/model.ts';

/** A changed or removed line in words, the same in every format. */
export interface ChangeRow {
  insats: string;
  name: string;
  targetGroup: string;
  targetGroupName: string;
  recommended: string;
  standing: string;
  motive: string;
  design: string[];
  cleared: string[];
  raised: string[];
  responses: string[];
}

/** "Accepterad av N.N.: …" */
export function responseInWords({ kind, motive, who, due }: Pick<Shaped['responses'][number], 'kind' | 'motive' | 'who' | 'due'>): string {
  const more = motive === '' ? '' : ` ${motive}`;
  if (kind === 'accepted') return `Accepterad av ${who}.${more}`;
  if (kind === 'disputed') return `Bestridd${who === '' ? '' : ` av ${who}`}.${more}`;
  return `Utreds av ${who}${due === null ? '' : ` till ${dateInWords(due)}`}.${more}`;
}

/** Every line that people have changed, then every one that they have removed. */
export function changeRows(draft: Draft): ChangeRow[] {
  const changed = draft.lines.flatMap((line): ChangeRow[] => {
    const { insats, name, targetGroup, targetGroupName, shaped } = line;
    if (shaped === undefined) return [];
    return [
      {
        insats,
        name,
        targetGroup,
        targetGroupName,
        recommended: standingInWords(shaped.recommended),
        standing: `${shaped.added === true ? 'Tillagd. ' : ''}${standingInWords(line)}`,
        motive: shaped.motive,
        design: shaped.design.map(({ question, from, to }) => `${question} ${to} (antogs: ${from})`),
        cleared: shaped.cleared.map(({ title }) => title),
        raised: shaped.raised.map(({ title }) => title),
        responses: shaped.responses.map((response) => `${response.title} (${severityLabels[response.severity].toLowerCase()}): ${responseInWords(response)}`),
      },
    ];
  });
  const removed = (draft.removed ?? []).map(
    (line): ChangeRow => ({ ...line, recommended: '–', standing: 'Borttagen ur förslaget', design: [], cleared: [], raised: [], responses: [] }),
  );
  return [...changed, ...removed];
}

const labelled = (label: string, items: readonly string[]): string[] => (items.length === 0 ? [] : [`${label}: ${items.join('; ')}`]);

/** As many rows with the same change and the same motive are told once, with their insatser after. */
const manyAlike = 8;
const changeKey = ({ standing, motive, design, cleared, raised, responses }: ChangeRow) =>
  JSON.stringify([standing, motive, design, cleared, raised, responses]);
const motiveOf = ({ motive }: ChangeRow): string => (motive === '' ? 'Inget motiv.' : motive);

/** Rows of one insats that differ in nothing but whom they are for. */
function byInsats(changes: readonly ChangeRow[]): { row: ChangeRow; groups: string }[] {
  return [...Map.groupBy(changes, (row) => JSON.stringify([row.insats, row.recommended, changeKey(row)])).values()].flatMap((alike) => {
    const [row] = alike;
    return row === undefined
      ? []
      : [{ row, groups: listed(alike.map(({ targetGroupName }, index) => (index === 0 ? targetGroupName : lowerFirst(targetGroupName)))) }];
  });
}

function toldOnce(alike: readonly [ChangeRow, ...ChangeRow[]], index: number): Block[] {
  const [first] = alike;
  const [title, more] = [
    `${first.standing} (${rows(alike.length)})`,
    [...first.design, ...labelled('Klarar', first.cleared), ...labelled('Väcker', first.raised)],
  ];
  return [
    { type: 'heading', level: 2, id: `andringar-${index + 1}`, text: title },
    { type: 'paragraph', text: [{ text: 'Motiv för alla raderna: ', bold: true }, motiveOf(first)] },
    ...(more.length + first.responses.length === 0 ? [] : [{ type: 'list' as const, items: [...more, ...first.responses] }]),
    {
      type: 'table',
      caption: `${title}: insatser och målgrupper`,
      compact: true,
      columns: [
        { header: 'Insats', width: 36 },
        { header: 'Målgrupper', width: 38 },
        { header: 'Regelverkets förslag', width: 26 },
      ],
      rows: byInsats(alike).map(({ row, groups }) => [cell(row.name), cell(groups), cell(row.recommended)]),
    },
  ];
}

function oneByOne(changes: readonly ChangeRow[]): Block[] {
  if (changes.length === 0) return [];
  return [
    {
      type: 'table',
      caption: 'Ändrade och borttagna rader',
      compact: true,
      columns: [
        { header: 'Insats och målgrupp', width: 24 },
        { header: 'Förslag och val', width: 24 },
        { header: 'Motiv och svar på flaggor', width: 26 },
        { header: 'Ändrade villkor', width: 26 },
      ],
      rows: byInsats(changes).map(({ row, groups }) => [
        cell([{ text: row.name, bold: true }], `För: ${lowerFirst(groups)}`),
        cell(`Regelverket: ${row.recommended}`, `Nu: ${row.standing}`),
        cell(motiveOf(row), ...row.responses),
        cell(...(row.design.length === 0 ? ['–'] : row.design), ...labelled('Klarar', row.cleared), ...labelled('Väcker', row.raised)),
      ]),
    },
  ];
}

/** The chapter about what people have changed; nothing where they have changed nothing. */
export function changesChapter(draft: Draft): Block[] {
  const changes = changeRows(draft);
  if (changes.length === 0) return [];
  const alike = [...Map.groupBy(changes, changeKey).values()].filter((same) => same.length >= manyAlike);
  const told = new Set(alike.flat());
  return [
    { type: 'heading', level: 1, id: 'andringar', text: 'Ändringar' },
    {
      type: 'paragraph',
      text: `Förvaltningen har ändrat eller tagit bort ${rows(changes.length)}. Här står regelverkets förslag, vad förvaltningen har valt och varför.`,
    },
    ...oneByOne(changes.filter((row) => !told.has(row))),
    ...alike.sort((a, b) => b.length - a.length).flatMap(([first, ...rest], index) => (first === undefined ? [] : toldOnce([first, ...rest], index))),
  ];
}
