import { designFields, designGroups } from '../candidate/design-fields.ts';
import { dateInWords, number, rows } from '../drafts/chapters/writer.ts';
import { type Codes, codesOf } from '../drafts/codes.ts';
import { type Decided, statusSentence } from '../drafts/decided.ts';
import { type Chapter, type Draft, opens, sectionHeadings, shortHeadings } from '../drafts/draft-schema.ts';
import {
  allAssumedText,
  currentStateInWords,
  footerOf,
  reviewersInWords,
  sectionText,
  severityLabels,
  silentThemes,
  statisticsCaveat,
} from '../drafts/wording.ts';
import { type Block, cell, type DocumentModel, type Text } from '../files/model.ts';
import { changesChapter } from './changes-chapter.ts';
import { causeTables, cited, codeTables, frontPage, passageBlocks, riskTable, stageTables } from './document-parts.ts';
import { economyBlocks } from './economy-chapter.ts';
import { contentMark, headerOf } from './marks.ts';

const heading = (id: string, text: string, level: 1 | 2 = 1): Block => ({ type: 'heading', level, id, text });
const paragraph = (text: Text): Block => ({ type: 'paragraph', text });
const note = (text: string): Block => ({ type: 'paragraph', text, style: 'note' });

function summary(draft: Draft): Block[] {
  const { scope } = draft;
  const scopeText = `${scope.text}${scope.leftOut > 0 ? ` ${rows(scope.leftOut)} i katalogen ligger utanför.` : ''}`;
  return [
    heading('sammanfattning', 'Sammanfattning'),
    ...passageBlocks(draft.summary.passages, 'sammanfattning'),
    ...(draft.lines.length === 0 ? [] : counts(draft)),
    paragraph(cited(scopeText, scope.citations)),
    { type: 'contents', title: 'Innehåll' },
  ];
}

/** How many lines and insatser came out how, and where. */
export function counts({ summary: { lines, insatser, sections: all, areas } }: Draft): Block[] {
  const sections = all.filter((section) => section.lines > 0);
  const bold = (text: string) => ({ text: [text], bold: true });
  return [
    {
      type: 'table',
      caption: 'Rader och insatser efter utfall',
      columns: [
        { header: 'Utfall', width: 60 },
        { header: 'Rader', width: 20, align: 'right' },
        { header: 'Insatser', width: 20, align: 'right' },
      ],
      rows: [
        ...sections.map((section) => [cell(section.heading), cell(number(section.lines)), cell(number(section.insatser))]),
        [bold('Alla'), bold(number(lines)), bold(number(insatser))],
      ],
    },
    note('Samma insats kan stå i flera utfall för olika målgrupper. Därför blir summan av insatserna större än antalet insatser.'),
    {
      type: 'table',
      caption: 'Rader efter område och utfall',
      compact: true,
      columns: [
        { header: 'Område', width: 26 },
        ...sections.map((section) => ({ header: shortHeadings[section.section], width: 14, align: 'right' as const })),
        { header: 'Alla', width: 10, align: 'right' as const },
      ],
      rows: areas.map((area) => [
        cell(area.name),
        ...sections.map((section) => cell(number(area.sections.find((own) => own.section === section.section)?.lines ?? 0))),
        bold(number(area.lines)),
      ]),
    },
  ];
}

const groupOf: Readonly<Record<string, { group: string }>> = designFields;

function commonConditions(draft: Draft): Block[] {
  if (draft.commonConditions.length === 0) return [];
  const open = draft.lines.filter((line) => opens(line.section)).length;
  const groups = Object.entries(designGroups).flatMap(([group, label]) => {
    const own = draft.commonConditions.filter((condition) => groupOf[condition.field]?.group === group);
    if (own.length === 0) return [];
    return [
      heading(`villkor-${group}`, label, 2),
      {
        type: 'list' as const,
        items: own.map(({ text, assumed, lines }) => `${text}${assumed ? ' (antaget)' : ''}${lines === open ? '' : ` Gäller ${rows(lines)}.`}`),
      },
    ];
  });
  const assumed = draft.commonConditions.every((condition) => condition.assumed) ? ` ${allAssumedText}` : '';
  return [
    heading('gemensamma-villkor', 'Gemensamma villkor'),
    paragraph(`Villkoren gäller etapp 1–3 (${rows(open)}), om inget annat står vid insatsen.${assumed}`),
    ...groups,
  ];
}

function openQuestions(draft: Draft): Block[] {
  if (draft.openQuestions.length === 0) return [];
  return [
    heading('obesvarade-fragor', 'Frågor som ingen har svarat på', 2),
    paragraph('Insatsplan gissar inte. Frågorna behöver svar innan nämnden beslutar.'),
    {
      type: 'table',
      caption: 'Frågor utan svar',
      compact: true,
      columns: [
        { header: 'Fråga', width: 40 },
        { header: 'Varför den är öppen', width: 50 },
        { header: 'Rader', width: 10, align: 'right' },
      ],
      rows: draft.openQuestions.map(({ question, why, lines }) => [cell(question), cell(why ?? 'Ingen har svarat.'), cell(number(lines))]),
    },
  ];
}

function stage(draft: Draft, section: 'stage1' | 'stage2' | 'stage3', codes: Codes): Block[] {
  const lines = draft.lines.filter((line) => line.section === section);
  const intro = heading(section, sectionHeadings[section]);
  if (lines.length === 0) return [intro, paragraph('Inga rader.')];
  const chosen = lines.filter((line) => line.shaped?.chosen === true).length;
  const caption = section === 'stage1' && chosen === 0 ? 'Låga risker att känna till' : 'Risker att klara';
  const severities =
    chosen > 0 ? ['blocking', 'high', 'medium', 'low'] : section === 'stage1' ? ['low'] : section === 'stage2' ? ['medium'] : ['high', 'medium'];
  return [
    intro,
    { type: 'paragraph', style: 'lead', text: sectionText(section, draft.legalBasis.id, chosen) },
    ...riskTable(lines, codes, severities, caption),
    note(
      `Koderna i tabellerna: R är en risk${section === 'stage1' && chosen === 0 ? '' : ' i tabellen ovan'}, V ett särskilt villkor och S en stödjande omständighet. En stjärna betyder att villkoret bara gäller några av radens målgrupper. V och S förklaras i kapitlet Särskilda villkor och stöd. ${statisticsCaveat}`,
    ),
    ...stageTables(lines, codes, section),
  ];
}

function kept(draft: Draft): Block[] {
  const parts = (['keep_law', 'keep_city', 'keep_risk', 'keep_choice'] as const).flatMap((section): Block[] => {
    const lines = draft.lines.filter((line) => line.section === section);
    if (section === 'keep_choice' && lines.length === 0) return [];
    const top = heading(section, sectionHeadings[section], 2);
    return lines.length === 0
      ? [top, paragraph('Inga rader.')]
      : [top, paragraph(sectionText(section, draft.legalBasis.id)), ...causeTables(section, lines, 3, section)];
  });
  return [heading('behaller', 'Behåller behovsprövning'), ...parts];
}
function other(draft: Draft, section: 'unclear' | 'other_law'): Block[] {
  const lines = draft.lines.filter((line) => line.section === section);
  return [
    heading(section, sectionHeadings[section]),
    ...(lines.length === 0 ? [paragraph('Inga rader.')] : [paragraph(sectionText(section, draft.legalBasis.id)), ...causeTables(section, lines, 2, section)]),
  ];
}

function termsChapter(draft: Draft, codes: Codes): Block[] {
  const tables = [...codeTables(codes), ...openQuestions(draft)];
  return tables.length === 0 ? [] : [heading('sarskilda-villkor', 'Särskilda villkor och stöd'), ...tables];
}

function riskChapter(draft: Draft, codes: Codes): Block[] {
  const severities = ['blocking', 'high', 'medium', 'low', 'info'] as const;
  const shades = { blocking: 'F4C7C3', high: 'F9DCC4', medium: 'FCEFC7', low: 'E3EEF8', info: 'EEF0F2' } as const;
  const fired = draft.risk.themes.filter((theme) => severities.some((severity) => theme.counts[severity] > 0));
  const silent = draft.risk.themes.filter((theme) => !fired.includes(theme)).map((theme) => theme.title);
  return [
    heading('riskbild', 'Riskbild'),
    paragraph(
      `Tabellen visar hur många av ${rows(draft.risk.lines)} som har minst en risk av varje slag, med ${draft.lines.some((line) => (line.shaped?.design.length ?? 0) > 0) ? 'den utformning som antas eller är ändrad' : 'den antagna utformningen'}. Rader där lagen eller en annan lag redan avgör är inte med. En rad kan ha risker inom flera riskområden.`,
    ),
    {
      type: 'table',
      caption: 'Rader med risk, efter riskområde och allvar',
      compact: true,
      columns: [
        { header: 'Riskområde', width: 34 },
        ...severities.map((severity) => ({ header: severityLabels[severity], width: 16, align: 'right' as const })),
      ],
      rows: fired.map((theme) => [
        cell(theme.title),
        ...severities.map((severity) => ({ text: [number(theme.counts[severity])], ...(theme.counts[severity] > 0 ? { shade: shades[severity] } : {}) })),
      ]),
    },
    ...(silent.length === 0 ? [] : [paragraph(silentThemes(silent))]),
    heading('risker-i-detalj', 'Riskerna med skäl och källa', 2),
    {
      type: 'table',
      caption: 'Alla flaggade risker',
      compact: true,
      columns: [
        { header: 'Risk', width: 26 },
        { header: 'Varför det är en risk', width: 42 },
        { header: 'Källa', width: 24 },
        { header: 'Rader', width: 8, align: 'right' },
      ],
      rows: codes.risks.map(({ code, item }) => [
        cell(
          [{ text: `${code}. ${item.title}`, bold: true }],
          `${severityLabels[item.severity]}. Granskas av: ${reviewersInWords(item.reviewer).toLowerCase()}`,
        ),
        cell(item.reason),
        cell(item.citations.join('; ')),
        cell(number(item.lines)),
      ]),
    },
  ];
}

function chapter(draft: Draft, id: Chapter['id']): Block[] {
  const found = draft.chapters.find((one) => one.id === id);
  return found === undefined ? [] : [heading(id, found.heading), ...passageBlocks(found.passages, id)];
}

function sources(draft: Draft): Block[] {
  return [
    heading('kallor', 'Källor'),
    ...draft.sources.flatMap((source): Block[] => [
      { type: 'heading', level: 2, id: `kalla-${source.source}`, text: source.title },
      paragraph(
        source.url === null ? `${source.publisher}, ${source.date}.` : [`${source.publisher}, ${source.date}. `, { text: source.url, href: source.url }],
      ),
      note(source.note),
      paragraph(`Ställen: ${source.places.map((place) => place.citation).join('; ')}.`),
    ]),
  ];
}

/** What happens to the lines, section by section, and the risks behind it. */
function outcomes(draft: Draft): Block[] {
  const codes = codesOf(draft);
  return [
    ...commonConditions(draft),
    ...stage(draft, 'stage1', codes),
    ...stage(draft, 'stage2', codes),
    ...stage(draft, 'stage3', codes),
    ...kept(draft),
    ...other(draft, 'unclear'),
    ...other(draft, 'other_law'),
    ...termsChapter(draft, codes),
    ...riskChapter(draft, codes),
  ];
}

/** The draft as an argued document: the answer first, each common thing said once, every reason with its source. */
export function draftDocument(draft: Draft, version: number | null = null, decided: Decided | null = null): DocumentModel {
  const { district, legalBasis } = draft;
  return {
    title: draft.title,
    subtitle: `${decided === null ? 'Utkast till övergångsförslag' : 'Övergångsförslag'} för ${district.name}, ${legalBasis.shortTitle}, ${dateInWords(draft.date)}`,
    language: 'sv-SE',
    header: headerOf('Underlag', draft, version, decided),
    footer: footerOf(draft, version, decided),
    pageWord: 'Sida',
    ofWord: 'av',
    blocks: [
      ...frontPage(draft, [
        ['Nuläge', `${currentStateInWords(draft)}.`],
        ['Status', statusSentence(version, decided)],
      ]),
      ...summary(draft),
      ...chapter(draft, 'legal-frame'),
      ...changesChapter(draft),
      ...(draft.lines.length === 0 ? [] : outcomes(draft)),
      ...chapter(draft, 'child'),
      ...chapter(draft, 'equality'),
      ...chapter(draft, 'economy'),
      ...economyBlocks(draft),
      ...chapter(draft, 'follow-up'),
      ...chapter(draft, 'method'),
      note(
        `Regelverkets kännetecken: ${draft.inputs.ruleset}. Katalogens kännetecken: ${draft.inputs.catalogue}. Samma kännetecken betyder samma regler och samma katalog. Innehållets kännetecken: ${contentMark(draft)}. Det är SHA-256 för förslagets JSON-fil.`,
      ),
      ...sources(draft),
    ],
  };
}
