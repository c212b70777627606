import { kinds } from '../catalogue/kinds.ts';
import { areas } from '../catalogue/schema.ts';
import { type BuiltLine, type ChapterContext, commonRisks, counted, insatserOf, listed, number, openLines, rows, writer } from './chapters/writer.ts';
import { type Draft, type Passage, type SectionId, sectionHeadings, sectionOrder } from './draft-schema.ts';

type Summary = Draft['summary'];

/** Which year's answers the draft reads, where they are older than its date. */
function enteredYear({ enteredYear: year, date }: ChapterContext): string {
  if (year === undefined) return '';
  return year < Number(date.slice(0, 4)) ? `. Svaren är från ${year}; för ${date.slice(0, 4)} finns inga` : ` år ${year}`;
}

function passages(context: ChapterContext, countOf: (section: SectionId) => number, removed: number): Passage[] {
  const w = writer(context.cite);
  const { lines, district, basis } = context;
  if (lines.length === 0) return [w.lead('Utkastet har inga rader.'), w.paragraph('Välj en stadsdel, eller bedöm insatser en och en i katalogen.')];
  const open = openLines(lines);
  const kept = lines.length - open.length;
  const stage1 = lines.filter(({ line }) => line.stage === 1);
  const keeps = countOf('keep_law') + countOf('keep_city') + countOf('keep_risk') + countOf('keep_choice');
  const risks = commonRisks(open, ['high', 'medium'], 3);
  const proposed = basis.id === 'sou-2020-47';
  const [theLaw, lawFirst] = proposed ? ['lagförslaget', 'Lagförslaget'] : ['lagen', 'Lagen'];
  const entered =
    context.entered === 0
      ? `${district.name} har ännu inte lämnat uppgifter om hur det är i dag. Utkastet bygger på ${theLaw}, på hur landets kommuner gör och på stadens samlade svar. Villkoren är Insatsplans antaganden.`
      : `${district.name} har lämnat nuläge för ${counted(context.entered, 'insats', 'insatser')}${enteredYear(context)}. I övrigt bygger utkastet på ${theLaw}, på hur landets kommuner gör och på stadens samlade svar.`;
  const unclear = countOf('unclear');
  const shaped = lines.filter(({ line }) => line.shaped !== undefined).length;
  const added = lines.filter(({ line }) => line.shaped?.added === true).length;
  const keptBecause = (
    [
      ['keep_law', `enligt ${theLaw}`],
      ['keep_city', 'enligt stadens råd'],
      ['keep_risk', 'på grund av risk'],
      ['keep_choice', 'efter eget val'],
    ] as const
  ).flatMap(([section, why]) => (countOf(section) === 0 ? [] : [`${number(countOf(section))} ${why}`]));
  return [
    w.lead(
      `Av ${rows(lines.length)} är ${number(countOf('stage1'))} redo att öppnas med de antagna villkoren, ${number(countOf('stage2'))} kan öppnas när villkoren är beslutade och ${number(countOf('stage3'))} behöver utredas först. ${number(kept)} öppnas inte enligt utkastet.`,
    ),
    w.paragraph('En rad är en insats för en målgrupp. Samma insats kan vara redo för en målgrupp och kräva behovsprövning för en annan.'),
    w.paragraph(entered),
    ...(shaped + removed > 0
      ? [
          w.paragraph(
            `Förvaltningen har ändrat ${added > 0 ? 'eller lagt till ' : ''}${rows(shaped)}${removed > 0 ? ` och tagit bort ${rows(removed)}` : ''}. Ändringarna står för sig, med motiv och med det som regelverket föreslog.`,
          ),
        ]
      : []),
    ...(proposed ? [w.note('Utkastet bygger på ett lagförslag. Det går att jämföra med men inte att besluta efter.', 'sou-2020-47/s.694')] : []),
    w.subheading(proposed ? 'Det här hade nämnden behövt ta ställning till' : 'Det här behöver nämnden ta ställning till'),
    ...(stage1.length > 0
      ? [
          w.bullet(
            `Etapp 1: om ${counted(insatserOf(stage1), 'insats', 'insatser')} ska öppnas nu, med de villkor som utkastet föreslår. Det är mest ${mostKinds(stage1)}.`,
          ),
        ]
      : [w.bullet('Etapp 1: ingen rad är redo att öppnas med de antagna villkoren.')]),
    ...(open.length > 0 ? [w.bullet('De gemensamma villkoren. Insatsplan har antagit dem. De behöver beslutas eller ändras.')] : []),
    ...(countOf('stage2') > 0 ? [w.bullet(`Etapp 2: vem som förbereder villkoren och klarar riskerna för ${rows(countOf('stage2'))}.`)] : []),
    ...(countOf('stage3') > 0 ? [w.bullet(`Etapp 3: vem som utreder de höga riskerna för ${rows(countOf('stage3'))}.`)] : []),
    ...(unclear > 0 ? [w.bullet(`Vem som ber en jurist avgöra ${rows(unclear)} där ${theLaw}s svar är oklart. Inget öppnas där så länge.`)] : []),
    ...(countOf('keep_city') > 0
      ? [w.bullet(`Om stadens råd ska följas: att behålla behovsprövningen för ${rows(countOf('keep_city'))}. ${lawFirst} kräver den inte.`)]
      : []),
    ...(keeps > 0 ? [w.bullet(`Att behovsprövningen behålls för ${rows(keeps)}: ${listed(keptBecause)}.`)] : []),
    w.bullet('Barnets bästa, likställigheten, ekonomin och uppföljningen. Utkastet ger underlag, inte svar.'),
    ...(risks.length > 0 ? [w.subheading('Vanligaste riskerna i etapp 1–3'), ...risks.map(({ title, lines: n }) => w.bullet(`${title} (${rows(n)})`))] : []),
  ];
}

const kindLabels: Readonly<Record<string, { label: string }>> = kinds;

/** "stödgrupp eller stödprogram, samtalsstöd och mötesplats eller träffpunkt": the kinds with most insatser. */
function mostKinds(lines: readonly BuiltLine[]): string {
  const byKind = new Map<string, Set<string>>();
  for (const { line } of lines) byKind.set(line.kind, (byKind.get(line.kind) ?? new Set()).add(line.insats));
  const top = [...byKind].sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1)).slice(0, 3);
  return listed(top.map(([kind]) => (kindLabels[kind]?.label ?? kind).toLocaleLowerCase('sv')));
}

/** Sammanfattning: what the nämnd must know if it reads nothing else, with counts that are counted from the lines. */
export function summaryOf(context: ChapterContext, removed = 0): Summary {
  const { lines } = context;
  const inSection = (section: SectionId, among: readonly BuiltLine[] = lines) => among.filter(({ line }) => line.section === section);
  const areaIds = Object.keys(areas) as (keyof typeof areas)[];
  // What people keep by choice is told only where there is any, so that a first version is what it always was.
  const order = sectionOrder.filter((section) => section !== 'keep_choice' || inSection(section).length > 0);
  return {
    passages: passages(context, (section) => inSection(section).length, removed),
    lines: lines.length,
    insatser: insatserOf(lines),
    sections: order.map((section) => ({
      section,
      heading: sectionHeadings[section],
      lines: inSection(section).length,
      insatser: insatserOf(inSection(section)),
    })),
    areas: areaIds.flatMap((area) => {
      const own = lines.filter(({ line }) => line.area === area);
      if (own.length === 0) return [];
      return [{ area, name: areas[area], lines: own.length, sections: order.map((section) => ({ section, lines: inSection(section, own).length })) }];
    }),
  };
}
