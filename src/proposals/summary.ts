import { areas } from '../catalogue/schema.ts';
import { type BuiltLine, type ChapterContext, commonRisks, counted, insatserOf, number, openLines, rows, writer } from './chapters/writer.ts';
import { type Draft, type Passage, type SectionId, sectionHeadings, sectionOrder } from './draft-schema.ts';

type Summary = Draft['summary'];

function passages(context: ChapterContext, countOf: (section: SectionId) => number, scopeText: string): Passage[] {
  const w = writer(context.cite);
  const { lines, district, basis } = context;
  if (lines.length === 0)
    return [w.lead(scopeText), w.paragraph('Utkastet har därför inga rader. Välj en stadsdel, eller bedöm insatser en och en i katalogen.')];
  const open = openLines(lines);
  const kept = lines.length - open.length;
  const stage1 = lines.filter(({ line }) => line.stage === 1);
  const keeps = countOf('keep_law') + countOf('keep_city') + countOf('keep_risk');
  const risks = commonRisks(open, ['high', 'medium'], 3);
  const entered =
    context.entered === 0
      ? `${district.name} har ännu inte lämnat uppgifter om hur det är i dag. Utkastet bygger på lagen, på hur landets kommuner gör och på stadens samlade svar. Utformningen är planerarens antagande.`
      : `${district.name} har lämnat nuläge för ${counted(context.entered, 'insats', 'insatser')}. I övrigt bygger utkastet på lagen, på hur landets kommuner gör och på stadens samlade svar.`;
  const unclear = countOf('unclear');
  return [
    w.lead(
      `Av ${rows(lines.length)} är ${number(countOf('stage1'))} redo att öppnas, ${number(countOf('stage2'))} kan öppnas på villkor och ${number(countOf('stage3'))} behöver utredas först. ${number(kept)} öppnas inte.`,
    ),
    w.paragraph('En rad är en insats för en målgrupp. Samma insats kan vara redo för en målgrupp och kräva behovsprövning för en annan.'),
    w.paragraph(entered),
    ...(basis.id === 'sou-2020-47'
      ? [w.note('Utkastet bygger på ett lagförslag. Det går att jämföra med men inte att besluta efter.', 'sou-2020-47/s.694')]
      : []),
    w.subheading('Det här behöver nämnden ta ställning till'),
    ...(stage1.length > 0
      ? [w.bullet(`Etapp 1: om ${counted(insatserOf(stage1), 'insats', 'insatser')} ska öppnas nu, med de villkor som står här.`)]
      : [w.bullet('Ingen rad är redo att öppnas med den antagna utformningen.')]),
    ...(open.length > 0 ? [w.bullet('De gemensamma villkoren. De är antagna av planeraren och behöver beslutas eller ändras.')] : []),
    ...(countOf('stage3') > 0 ? [w.bullet(`Etapp 3: vem som utreder de höga riskerna i ${rows(countOf('stage3'))}.`)] : []),
    ...(unclear > 0 ? [w.bullet(`Att en jurist avgör ${rows(unclear)} där lagens svar är oklart.`)] : []),
    ...(countOf('keep_city') > 0 ? [w.bullet(`Om stadens avrådan ska gälla för ${rows(countOf('keep_city'))}. Lagen hindrar dem inte.`)] : []),
    w.bullet(
      `Behovsprövningen behålls för ${rows(keeps)}: ${number(countOf('keep_law'))} enligt lagen, ${number(countOf('keep_city'))} på stadens inrådan och ${number(countOf('keep_risk'))} på grund av risk.`,
    ),
    w.bullet('Barnets bästa, likställigheten, ekonomin och uppföljningen. Utkastet ger underlag, inte svar.'),
    ...(risks.length > 0
      ? [w.subheading('Vanligaste riskerna i det som föreslås öppnas'), ...risks.map(({ title, lines: n }) => w.bullet(`${title} (${rows(n)})`))]
      : []),
  ];
}

/** Sammanfattning: what the nämnd must know if it reads nothing else, with counts that are counted from the lines. */
export function summaryOf(context: ChapterContext, scopeText: string): Summary {
  const { lines } = context;
  const inSection = (section: SectionId, among: readonly BuiltLine[] = lines) => among.filter(({ line }) => line.section === section);
  const areaIds = Object.keys(areas) as (keyof typeof areas)[];
  return {
    passages: passages(context, (section) => inSection(section).length, scopeText),
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
