import { kinds } from '../catalogue/kinds.ts';
import { areas } from '../catalogue/schema.ts';
import { type BuiltLine, type ChapterContext, commonRisks, counted, insatserOf, listed, number, openLines, rows, writer } from './chapters/writer.ts';
import { type Draft, type Passage, type SectionId, sectionHeadings, sectionOrder } from './draft-schema.ts';

type Summary = Draft['summary'];

function passages(context: ChapterContext, countOf: (section: SectionId) => number): Passage[] {
  const w = writer(context.cite);
  const { lines, district, basis } = context;
  if (lines.length === 0) return [w.lead('Utkastet har inga rader.'), w.paragraph('Välj en stadsdel, eller bedöm insatser en och en i katalogen.')];
  const open = openLines(lines);
  const kept = lines.length - open.length;
  const stage1 = lines.filter(({ line }) => line.stage === 1);
  const keeps = countOf('keep_law') + countOf('keep_city') + countOf('keep_risk');
  const risks = commonRisks(open, ['high', 'medium'], 3);
  const proposed = basis.id === 'sou-2020-47';
  const [theLaw, lawFirst] = proposed ? ['lagförslaget', 'Lagförslaget'] : ['lagen', 'Lagen'];
  const entered =
    context.entered === 0
      ? `${district.name} har ännu inte lämnat uppgifter om hur det är i dag. Utkastet bygger på ${theLaw}, på hur landets kommuner gör och på stadens samlade svar. Utformningen är Insatsplans antagande.`
      : `${district.name} har lämnat nuläge för ${counted(context.entered, 'insats', 'insatser')}. I övrigt bygger utkastet på ${theLaw}, på hur landets kommuner gör och på stadens samlade svar.`;
  const unclear = countOf('unclear');
  return [
    w.lead(
      `Av ${rows(lines.length)} är ${number(countOf('stage1'))} redo att öppnas, ${number(countOf('stage2'))} kan öppnas på villkor och ${number(countOf('stage3'))} behöver utredas först. ${number(kept)} öppnas inte.`,
    ),
    w.paragraph('En rad är en insats för en målgrupp. Samma insats kan vara redo för en målgrupp och kräva behovsprövning för en annan.'),
    w.paragraph(entered),
    ...(proposed ? [w.note('Utkastet bygger på ett lagförslag. Det går att jämföra med men inte att besluta efter.', 'sou-2020-47/s.694')] : []),
    w.subheading(proposed ? 'Det här hade nämnden behövt ta ställning till' : 'Det här behöver nämnden ta ställning till'),
    ...(stage1.length > 0
      ? [
          w.bullet(
            `Etapp 1: om ${counted(insatserOf(stage1), 'insats', 'insatser')} ska öppnas nu, med de villkor som står här. Det är mest ${mostKinds(stage1)}.`,
          ),
        ]
      : [w.bullet('Ingen rad är redo att öppnas med den antagna utformningen.')]),
    ...(open.length > 0 ? [w.bullet('De gemensamma villkoren. De är antagna av Insatsplan och behöver beslutas eller ändras.')] : []),
    ...(countOf('stage3') > 0 ? [w.bullet(`Etapp 3: vem som utreder de höga riskerna i ${rows(countOf('stage3'))}.`)] : []),
    ...(unclear > 0 ? [w.bullet(`Att en jurist avgör ${rows(unclear)} där svaret är oklart.`)] : []),
    ...(countOf('keep_city') > 0 ? [w.bullet(`Om stadens avrådan ska gälla för ${rows(countOf('keep_city'))}. ${lawFirst} hindrar dem inte.`)] : []),
    w.bullet(
      `Behovsprövningen behålls för ${rows(keeps)}: ${number(countOf('keep_law'))} enligt ${theLaw}, ${number(countOf('keep_city'))} på stadens inrådan och ${number(countOf('keep_risk'))} på grund av risk.`,
    ),
    w.bullet('Barnets bästa, likställigheten, ekonomin och uppföljningen. Utkastet ger underlag, inte svar.'),
    ...(risks.length > 0
      ? [w.subheading('Vanligaste riskerna i det som föreslås öppnas'), ...risks.map(({ title, lines: n }) => w.bullet(`${title} (${rows(n)})`))]
      : []),
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
export function summaryOf(context: ChapterContext): Summary {
  const { lines } = context;
  const inSection = (section: SectionId, among: readonly BuiltLine[] = lines) => among.filter(({ line }) => line.section === section);
  const areaIds = Object.keys(areas) as (keyof typeof areas)[];
  return {
    passages: passages(context, (section) => inSection(section).length),
    lines: lines.length,
    insatser: insatserOf(lines),
    sections: sectionOrder.map((section) => ({
      section,
      heading: sectionHeadings[section],
      lines: inSection(section).length,
      insatser: insatserOf(inSection(section)),
    })),
    areas: areaIds.flatMap((area) => {
      const own = lines.filter(({ line }) => line.area === area);
      if (own.length === 0) return [];
      return [{ area, name: areas[area], lines: own.length, sections: sectionOrder.map((section) => ({ section, lines: inSection(section, own).length })) }];
    }),
  };
}
