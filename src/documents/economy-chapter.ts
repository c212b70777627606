import { listed, rows } from '../drafts/chapters/writer.ts';
import type { Draft, DraftOutcome } from '../drafts/draft-schema.ts';
import { byInsats, type KnownLines, linesOf, namedLines } from '../drafts/economy-outcome.ts';
import type { Outcome } from '../economy/outcome.ts';
import { assumptions, type Span } from '../economy/scenario.ts';
import { totalOf } from '../economy/total.ts';
import { assumptionRows, crossesZero, differenceInWords, influenceInWords, method, resultRows, shiftInWords } from '../economy/words.ts';
import { type Block, type Cell, cell } from '../files/model.ts';
import { number } from '../web/format.ts';
import { cited } from './document-parts.ts';

const note = (text: string): Block => ({ type: 'paragraph', text, style: 'note' });
const paragraph = (text: string): Block => ({ type: 'paragraph', text });
const ends = ({ low, high }: Span): Cell[] => [cell(number(low)), cell(number(high))];
const lowAndHigh = [
  { header: 'Lägst', width: 14, align: 'right' as const },
  { header: 'Högst', width: 14, align: 'right' as const },
];

/** "Råd och stöd: barn 0–11 år och anhöriga", one text for each insats of the scenario. */
export function scenarioLines(known: KnownLines, keys: readonly string[]): string[] {
  const marks = { opens: '', kept: ' (öppnas inte i förslaget)', gone: ' (inte med i förslaget)' } as const;
  return byInsats(namedLines(known, keys)).map(({ name, lines }) => `${name}: ${listed(lines.map(({ group, state }) => `${group}${marks[state]}`.trim()))}`);
}

/** Why the extent is open, gathered: each reason once, with the number of lines where it is not true of all. */
function openReasons({ openEnded }: Pick<DraftOutcome, 'openEnded'>): string[] {
  const counts = new Map<string, number>();
  for (const { why } of openEnded) for (const reason of why) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, lines]) => (lines === openEnded.length ? reason : `${reason} (${rows(lines)})`));
}

/** What stands before Uppsala's experience. */
export const openInWords = (outcome: Pick<DraftOutcome, 'openEnded'>): string =>
  `Utformningen lämnar öppet hur mycket en person kan få på ${rows(outcome.openEnded.length)}: ${listed(openReasons(outcome))}.`;

/** The sum of all scenarios in words; null where there is only one. */
export function totalInWords(known: KnownLines, outcomes: readonly Outcome[]): string | null {
  if (outcomes.length < 2) return null;
  const total = totalOf(outcomes);
  if ('span' in total)
    return `${differenceInWords(total.span)} när räkneexemplens spann läggs ihop. Summan rymmer varje kombination av talen. Bygger flera räkneexempel på samma osäkra tal, till exempel samma timkostnad, kan det verkliga spannet vara smalare.`;
  const twice = namedLines(
    known,
    total.countedTwice.map(({ line }) => line),
  ).map(({ name, group }, index) => `${name}, ${group} (${listed(total.countedTwice[index]?.scenarios.map((scenario) => `”${scenario}”`) ?? [])})`);
  return `Räkneexemplen läggs inte ihop, för samma rad står i flera av dem och skulle räknas två gånger: ${twice.join('; ')}.`;
}

function scenarioBlocks(known: KnownLines, outcome: DraftOutcome, index: number): Block[] {
  const { scenario, difference, influence, experience } = outcome;
  const crossing = crossesZero(difference);
  return [
    { type: 'heading', level: 3, id: `rakneexempel-${index + 1}`, text: scenario.name },
    paragraph(`${differenceInWords(difference)}.${crossing === null ? '' : ` ${crossing}`}`),
    ...(experience === null ? [] : [note(`${openInWords(outcome)} ${cited(experience.text, experience.citations)}`)]),
    { type: 'list', items: scenarioLines(known, scenario.lines) },
    {
      type: 'table',
      caption: `${scenario.name}: kronor per år`,
      columns: [{ header: 'Kostnad', width: 72 }, ...lowAndHigh],
      rows: resultRows(outcome).map(({ label, help, span }) => [cell(label, help), ...ends(span)]),
    },
    {
      type: 'table',
      caption: `${scenario.name}: antaganden`,
      columns: [{ header: 'Antagande', width: 34 }, ...lowAndHigh, { header: 'Varifrån talet kommer', width: 38 }],
      rows: assumptionRows(scenario).map(({ label, unit, span, from }) => [cell(label, unit), ...ends(span), cell(...from.split('\n'))]),
    },
    paragraph(influenceInWords(outcome)),
    ...(influence.length === 0
      ? []
      : [
          {
            type: 'table' as const,
            caption: `${scenario.name}: hur skillnaden ändras när ett antagande går från sitt lägsta till sitt högsta tal, i kronor per år`,
            columns: [{ header: 'Antagande', width: 72 }, ...lowAndHigh],
            rows: influence.map(({ assumption, span }) => [cell(assumptions[assumption].label, shiftInWords(span)), ...ends(span)]),
          },
        ]),
  ];
}

/** The planners' scenarios in the chapter about economy; nothing where there are none. */
export function economyBlocks(draft: Draft): Block[] {
  const outcomes = draft.economy ?? [];
  if (outcomes.length === 0) return [];
  const known = linesOf(draft);
  const total = totalInWords(known, outcomes);
  return [
    { type: 'heading', level: 2, id: 'rakneexempel', text: 'Räkneexempel' },
    paragraph('Förvaltningen har räknat med egna tal. Räkneexemplen påverkar inte förslaget.'),
    note(method),
    ...(total === null ? [] : [paragraph(total)]),
    ...outcomes.flatMap((outcome, index) => scenarioBlocks(known, outcome, index)),
  ];
}
