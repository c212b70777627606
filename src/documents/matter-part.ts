import { designFields, designGroups } from '../candidate/design-fields.ts';
import { questionOf } from '../drafts/blocks.ts';
import { dateInWords, number, rows } from '../drafts/chapters/writer.ts';
import { codesOf } from '../drafts/codes.ts';
import { type Draft, opens } from '../drafts/draft-schema.ts';
import { termSets } from '../drafts/terms.ts';
import { allAssumedText, statisticsCaveat } from '../drafts/wording.ts';
import { type Block, cell, type Text } from '../files/model.ts';
import { byNumber } from './document-parts.ts';
import { counts } from './draft-document.ts';
import type { Footnotes } from './footnotes.ts';

const heading = (id: string, text: string, level: 2 | 3 = 2): Block => ({ type: 'heading', level, id, text });
const paragraph = (text: Text): Block => ({ type: 'paragraph', text });
const note = (text: string): Block => ({ type: 'paragraph', text, style: 'note' });

function law(draft: Draft, { passages }: Footnotes): Block[] {
  const frame = draft.chapters.find(({ id }) => id === 'legal-frame');
  return frame === undefined ? [] : [heading('arendet-lag', 'Vad lagen säger'), ...passages(frame.passages, 'arendet-lag')];
}

function method(draft: Draft, { noted }: Footnotes): Block[] {
  const { scope, inputs } = draft;
  const year = inputs.currentStateYear === undefined ? '' : ` Uppgifterna gäller ${inputs.currentStateYear}.`;
  const known =
    inputs.currentStates === 0
      ? 'Stadsdelen har inte lämnat några uppgifter om hur det är i dag.'
      : `Stadsdelen har lämnat nuläge för ${number(inputs.currentStates)} insatser.${year}`;
  return [
    heading('arendet-metod', 'Hur förslaget är gjort'),
    paragraph(noted(`${scope.text}${scope.leftOut > 0 ? ` ${rows(scope.leftOut)} i katalogen ligger utanför.` : ''}`, ...scope.sources)),
    paragraph(
      `Varje rad är en insats för en målgrupp. Den är prövad mot lagen för den ${dateInWords(draft.date)} och sedan mot riskreglerna och de omständigheter som talar för insatsen. En tabell ger etappen. Inga poäng räknas, och ingen risk kvittas mot en fördel.`,
    ),
    paragraph(`${known} Ett villkor som ingen har svarat på är ett antagande. Varje rad med skäl och källa finns i bilaga 1.`),
  ];
}

function outcome(draft: Draft): Block[] {
  const sections = draft.summary.sections.filter(({ lines }) => lines > 0);
  return [
    heading('arendet-utfall', 'Hur det blev'),
    {
      type: 'chart',
      caption: 'Rader efter utfall',
      alt: `Stapeldiagram över antalet rader i varje utfall. ${sections.map(({ heading: name, lines }) => `${name}: ${number(lines)}`).join('. ')}.`,
      bars: sections.map(({ heading: label, lines }) => ({ label, value: lines })),
    },
    ...counts(draft),
    note(statisticsCaveat),
  ];
}

const groupOf: Readonly<Record<string, { group: string }>> = designFields;

/** The common villkor, numbered through all groups, so that a decision can name them. */
function commonConditions(draft: Draft): Block[] {
  const all = draft.commonConditions.map((condition, index) => ({ ...condition, number: index + 1 }));
  if (all.length === 0) return [];
  const open = draft.lines.filter((line) => opens(line.section)).length;
  const allAssumed = all.every(({ assumed }) => assumed);
  const groups = Object.entries(designGroups).flatMap(([group, label]): Block[] => {
    const own = all.filter(({ field }) => groupOf[field]?.group === group);
    const [first] = own;
    if (first === undefined) return [];
    const items = own.map(({ text, assumed, lines }) => ({
      text: `${text}${assumed && !allAssumed ? ' (antaget)' : ''}${lines === open ? '' : ` Gäller ${rows(lines)}.`}`,
    }));
    return [heading(`villkor-${group}`, label, 3), { type: 'numbered', id: `villkor-${group}`, prefix: 'G', start: first.number, items }];
  });
  return [
    heading('gemensamma-villkor', 'Gemensamma villkor'),
    paragraph(`Villkoren gäller de ${rows(open)} i etapp 1–3, om inget annat står i beslutet.${allAssumed ? ` ${allAssumedText}` : ''}`),
    ...groups,
  ];
}

/** The villkor that only some of what opens now has, under the codes of the attachment. */
function specialConditions(draft: Draft): Block[] {
  const found = new Map<string, { replaces: Set<string>; lines: number }>();
  for (const { lines, special } of termSets(draft, 'stage1')) {
    for (const { text, replaces } of special) {
      const entry = found.get(text) ?? { replaces: new Set(), lines: 0 };
      if (replaces !== null) entry.replaces.add(`G${replaces}`);
      found.set(text, { ...entry, lines: entry.lines + lines.length });
    }
  }
  if (found.size === 0) return [];
  const codes = codesOf(draft);
  return [
    heading('sarskilda-villkor', 'Särskilda villkor'),
    {
      type: 'table',
      caption: 'Särskilda villkor i etapp 1. Koderna är samma som i bilaga 1.',
      compact: true,
      columns: [
        { header: 'Kod', width: 8 },
        { header: 'Villkor', width: 66 },
        { header: 'I stället för', width: 16 },
        { header: 'Rader', width: 10, align: 'right' },
      ],
      rows: [...found]
        .map(([text, entry]) => ({ code: codes.condition(text), text, ...entry }))
        .sort((a, b) => byNumber(a.code, b.code))
        .map(({ code, text, replaces, lines }) => [cell(code), cell(text), cell([...replaces].join(', ') || '–'), cell(number(lines))]),
    },
  ];
}

/** The villkor that the decisions name. */
export const conditionBlocks = (draft: Draft): Block[] => [...commonConditions(draft), ...specialConditions(draft)];

/** The questions that must have an answer before what stands in stage 1 can be decided. */
function openQuestions(draft: Draft): Block[] {
  const stage1 = draft.lines.filter(({ section }) => section === 'stage1');
  const waiting = draft.openQuestions.flatMap(({ field }) => {
    const lines = stage1.filter((line) => line.openQuestions.includes(field)).length;
    return lines === 0 ? [] : [`${questionOf(field)} (${rows(lines)})`];
  });
  if (waiting.length === 0) return [];
  return [
    heading('obesvarat', 'Frågor som behöver svar före beslutet om etapp 1'),
    paragraph('Insatsplan gissar inte. Frågorna om villkoren i etapp 1 har inget svar än.'),
    { type: 'list', items: waiting },
  ];
}

/** Ärendet: what the law says, how the proposal was made, how it came out, and the villkor that the decisions refer to. */
export function matterPart(draft: Draft, notes: Footnotes): Block[] {
  const empty = draft.lines.length === 0;
  return [...law(draft, notes), ...method(draft, notes), ...(empty ? [] : [...outcome(draft), ...conditionBlocks(draft), ...openQuestions(draft)])];
}
