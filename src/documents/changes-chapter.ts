import { dateInWords, rows } from '../drafts/chapters/writer.ts';
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

/** The chapter about what people have changed; nothing where they have changed nothing. */
export function changesChapter(draft: Draft): Block[] {
  const changes = changeRows(draft);
  if (changes.length === 0) return [];
  return [
    { type: 'heading', level: 1, id: 'andringar', text: 'Ändringar' },
    {
      type: 'paragraph',
      text: `Förvaltningen har ändrat eller tagit bort ${rows(changes.length)}. Här står regelverkets förslag, vad förvaltningen har valt och varför.`,
    },
    {
      type: 'table',
      caption: 'Ändrade och borttagna rader',
      compact: true,
      columns: [
        { header: 'Insats och målgrupp', width: 24 },
        { header: 'Förslag och val', width: 26 },
        { header: 'Motiv och svar på flaggor', width: 28 },
        { header: 'Ändrade villkor', width: 22 },
      ],
      rows: changes.map((row) => [
        cell([{ text: row.name, bold: true }], `För: ${row.targetGroupName}`),
        cell(`Regelverket: ${row.recommended}`, `Nu: ${row.standing}`),
        cell(row.motive === '' ? 'Inget motiv.' : row.motive, ...row.responses),
        cell(...(row.design.length === 0 ? ['–'] : row.design), ...labelled('Klarar', row.cleared), ...labelled('Väcker', row.raised)),
      ]),
    },
  ];
}
