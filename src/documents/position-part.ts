import { insatsCount, listed, number, rows } from '../drafts/chapters/writer.ts';
import { type Draft, type Line, opens, sectionHeadings, sectionOrder } from '../drafts/draft-schema.ts';
import { standingInWords } from '../drafts/shape-line.ts';
import { clearingInWords, sectionText, severityLabels } from '../drafts/wording.ts';
import { type Block, cell, type Text } from '../files/model.ts';
import { severities } from '../rules/format.ts';
import { responseInWords } from './changes-chapter.ts';
import type { Footnotes } from './footnotes.ts';

/** More rows than this are told as a number, with the rows themselves in the attachment. */
const mostRows = 40;
const heading = (id: string, text: string): Block => ({ type: 'heading', level: 2, id, text });
const paragraph = (text: Text): Block => ({ type: 'paragraph', text });
const bold = (text: string) => ({ text, bold: true });

function why(draft: Draft): Block[] {
  const items = sectionOrder.flatMap((section): Text[] => {
    const lines = draft.lines.filter((line) => line.section === section);
    if (lines.length === 0) return [];
    const chosen = lines.filter((line) => line.shaped?.chosen === true).length;
    return [[bold(`${sectionHeadings[section]} (${rows(lines.length)}). `), sectionText(section, draft.legalBasis.id, chosen)]];
  });
  return [heading('synpunkter-varfor', 'Varför förslaget ser ut så här'), { type: 'list', items }];
}

function signals(open: readonly Line[], { noted }: Footnotes): Block[] {
  const found = new Map<string, { signal: Line['signals'][number]; lines: number }>();
  for (const line of open) for (const signal of line.signals) found.set(signal.rule, { signal, lines: (found.get(signal.rule)?.lines ?? 0) + 1 });
  if (found.size === 0) return [];
  return [
    heading('synpunkter-stod', 'Det som talar för att öppna'),
    {
      type: 'table',
      caption: 'Omständigheter som talar för insatserna i etapp 1–3',
      compact: true,
      columns: [
        { header: 'Omständighet', width: 88 },
        { header: 'Rader', width: 12, align: 'right' },
      ],
      rows: [...found.values()]
        .sort((a, b) => b.lines - a.lines)
        .map(({ signal, lines }) => [cell(noted(signal.title, ...signal.sources)), cell(number(lines))]),
    },
  ];
}

function risks(draft: Draft, open: readonly Line[], { noted }: Footnotes): Block[] {
  const counts = new Map<string, number>();
  for (const line of open) for (const flag of line.flags) counts.set(flag.rule, (counts.get(flag.rule) ?? 0) + 1);
  const themes = new Map(draft.risk.themes.map(({ theme, title }) => [theme, title]));
  const fired = severities.flatMap((severity) => draft.risk.rules.filter((rule) => rule.severity === severity && counts.has(rule.rule)));
  if (fired.length === 0) return [heading('synpunkter-risker', 'Riskerna'), paragraph('Reglerna flaggar inga risker i etapp 1–3.')];
  const toClear = fired.filter(({ severity }) => severity !== 'low' && severity !== 'info');
  const mild = fired.filter((rule) => !toClear.includes(rule));
  const mildText =
    mild.length === 0
      ? ''
      : ` ${toClear.length === 0 ? 'Riskerna' : 'Därutöver finns risker som'} är låga eller bara upplysningar: ${listed(mild.map(({ title, rule }) => `${title.charAt(0).toLowerCase()}${title.slice(1)} (${rows(counts.get(rule) ?? 0)})`))}.`;
  return [
    heading('synpunkter-risker', 'Riskerna och hur de hanteras'),
    paragraph(
      `${toClear.length === 0 ? 'Inga höga eller medelhöga risker finns i etapp 1–3.' : 'Det här är riskerna i etapp 1–3 som behöver klaras, de allvarligaste först, och hur det kan ske. Varför de är risker står i bilaga 1.'}${mildText}`,
    ),
    // A list and not a table: notes in the rows of a table leave half pages empty.
    ...severities.flatMap((severity): Block[] => {
      const own = toClear.filter((rule) => rule.severity === severity);
      if (own.length === 0) return [];
      return [
        { type: 'heading', level: 3, id: `risker-${severity}`, text: severityLabels[severity] },
        {
          type: 'list',
          items: own.map((rule) =>
            noted(
              [
                bold(`${rule.title} (${rows(counts.get(rule.rule) ?? 0)}). `),
                `${themes.get(rule.theme) ?? rule.theme}. ${clearingInWords(rule).join(' Eller: ')}`,
              ],
              ...rule.sources,
            ),
          ),
        },
      ];
    }),
  ];
}

function answers(open: readonly Line[]): Block[] {
  const given = open.flatMap((line) => (line.shaped?.responses ?? []).map((response) => ({ line, response })));
  if (given.length === 0)
    return [paragraph('Förvaltningen har inte svarat på någon risk för sig. Riskerna klaras genom villkoren, eller utreds i etapp 2 och 3.')];
  if (given.length > mostRows) return [paragraph(`Förvaltningen har svarat på riskerna i ${number(given.length)} fall. Svaren står i bilaga 1.`)];
  return [
    {
      type: 'table',
      caption: 'Förvaltningens svar på riskerna',
      compact: true,
      columns: [
        { header: 'Insats och målgrupp', width: 34 },
        { header: 'Risk', width: 26 },
        { header: 'Svar', width: 40 },
      ],
      rows: given.map(({ line, response }) => [
        cell([bold(line.name)], `För: ${line.targetGroupName}`),
        cell(`${response.title} (${severityLabels[response.severity].toLowerCase()})`),
        cell(responseInWords(response)),
      ]),
    },
  ];
}

/** Where people have chosen something else than the rules propose, or taken a line away. */
function choices(draft: Draft): Block[] {
  const chosen = draft.lines.filter((line) => line.shaped?.chosen === true);
  const removed = draft.removed ?? [];
  const all = chosen.length + removed.length;
  if (all === 0) return [];
  const start = [
    heading('synpunkter-val', 'Där förvaltningen har valt något annat än regelverket'),
    paragraph(`Det gäller ${rows(all)}${all > mostRows ? `, i ${number(insatsCount([...chosen, ...removed]))} insatser. De står i bilaga 1 med motiv.` : '.'}`),
  ];
  if (all > mostRows) return start;
  const motive = (text: string) => cell(text === '' ? 'Inget motiv.' : text);
  return [
    ...start,
    {
      type: 'table',
      caption: 'Förvaltningens egna val',
      compact: true,
      columns: [
        { header: 'Insats och målgrupp', width: 34 },
        { header: 'Regelverkets förslag och valet', width: 30 },
        { header: 'Motiv', width: 36 },
      ],
      rows: [
        ...chosen.map((line) => [
          cell([bold(line.name)], `För: ${line.targetGroupName}`),
          cell(`Regelverket: ${line.shaped === undefined ? '' : standingInWords(line.shaped.recommended)}`, `Valt: ${standingInWords(line)}`),
          motive(line.shaped?.motive ?? ''),
        ]),
        ...removed.map((line) => [cell([bold(line.name)], `För: ${line.targetGroupName}`), cell('Borttagen ur förslaget'), motive(line.motive)]),
      ],
    },
  ];
}

/** Förvaltningens synpunkter och förslag: why, what speaks for, the risks with how they are met, and people's own choices. */
export function positionPart(draft: Draft, notes: Footnotes): Block[] {
  const open = draft.lines.filter((line) => opens(line.section));
  if (draft.lines.length === 0) return [];
  return [...why(draft), ...signals(open, notes), ...risks(draft, open, notes), ...answers(open), ...choices(draft)];
}
