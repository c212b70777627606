import type { Chapter, Passage } from '../draft-schema.ts';
import { type BuiltLine, type ChapterContext, commonRisks, lowerFirst, openLines, orNone, rows, rowsOf, writer } from './writer.ts';

/** Lines where children under 18 themselves take part. */
export const reachesChildren = ({ group }: Pick<BuiltLine, 'group'>): boolean => group.traits.minors !== 'none';
/** Lines for adults who have, or may have, children at home. */
export const reachesParents = (built: Pick<BuiltLine, 'group'>): boolean => !reachesChildren(built) && built.group.traits.childrenAtHome !== 'no';

/** Barnets bästa: what the nämnd's own examination needs. It is not that examination: no child has been heard. */
export function childChapter(context: ChapterContext): Chapter {
  const w = writer(context.cite);
  const open = openLines(context.lines);
  const children = open.filter(reachesChildren);
  const under15 = children.filter(({ group }) => group.traits.under15 !== 'none');
  const from15 = children.filter(({ group }) => group.traits.age15to17 !== 'none');
  const parents = open.filter(reachesParents);
  const proposal = context.basis.id === 'sou-2020-47';
  const law = (place: string) => `sol-2025-400/${place}`;
  const risks = commonRisks([...children, ...parents], ['blocking', 'high', 'medium'], 5);

  const counts: Passage[] = [
    w.lead(
      `Etapp 1–3 har ${rows(open.length)}. Barn tar själva del i ${lowerFirst(rowsOf(children.length, open.length))}. ${parents.length === 0 ? 'Ingen annan rad' : `Ytterligare ${rows(parents.length)}`} vänder sig till vuxna som har, eller kan ha, barn hemma.`,
    ),
    w.note(
      'Utkastet är ett underlag. Nämnden gör själv prövningen av barnets bästa. Det är gjort utan att något barn har hörts, och Insatsplan har inga uppgifter om barn i stadsdelen.',
    ),
  ];
  const legal: Passage[] = [
    w.subheading(proposal ? 'Vad lag och förslag säger' : 'Vad lagen säger'),
    w.paragraph(
      `${proposal ? 'Så säger socialtjänstlagen (2025:400): i' : 'I'} åtgärder som rör barn ska barnets bästa i första hand beaktas. För vård och behandling av ett barn är det som är bäst för barnet avgörande. Barnet får information och möjlighet att säga sin mening.`,
      law('3:1'),
      law('3:2'),
      law('3:3'),
    ),
    ...(proposal
      ? [
          w.paragraph(
            `Förslaget låter nämnden ge en öppen insats till den som har fyllt 15 år utan vårdnadshavarens samtycke. Staden var positiv men ville ha riktlinjer, så att barn som är mindre mogna inte förbises. Det gäller ${orNone(from15.length)}.`,
            'stockholm-2022/barn-som-fyllt-15-ar',
          ),
        ]
      : [
          w.paragraph(
            `För barn under 15 år krävs vårdnadshavarens samtycke (${orNone(under15.length)}). Den som är 15–17 år kan få insatsen utan det samtycket om det är lämpligt (${orNone(from15.length)}). Blanda inte ihop detta med reglerna från 12 år: de gäller beslut efter behovsprövning.`,
            law('21:2'),
            law('21:1'),
          ),
        ]),
    w.paragraph(
      'Den som är skyldig att anmäla oro för ett barn ska göra det också i en öppen insats. Ett undantag från dokumentationen gäller aldrig själva anmälan.',
      ...(proposal ? ['sou-2020-47/s.732-733'] : [law('19:1'), 'sou-2020-47/s.732-733']),
    ),
  ];
  const forAndAgainst: Passage[] = [
    w.subheading('Vad som talar för'),
    w.bullet('Barn och föräldrar kan få stöd tidigt och på ett enkelt sätt.', 'stockholm-2022/barnombudsmannen'),
    w.bullet('En öppen insats kan nå vårdnadshavare som är rädda för vad en kontakt med socialtjänsten innebär.', 'stockholm-2022/skyddsperspektiv'),
    w.bullet('I Rinkebymodellen tackade 94 procent av föräldrarna ja till hembesök med barnsjuksköterska och föräldrarådgivare.', 'socialstyrelsen-2019/s.31'),
    w.subheading('Vad som talar emot'),
    w.bullet('Svårigheter som familjen inte själv söker stöd för kan förbises när ingen utreder.', 'stockholm-2022/skyddsperspektiv'),
    w.bullet(
      'En öppen insats får aldrig bli skälet till att ett barn inte utreds.',
      'stockholm-2022/barnombudsmannen',
      'stockholm-2022/barn-och-unga-remissvar',
    ),
    w.bullet(
      'Vid våld eller försummelse bör insatsen väljas efter barnets ålder och vad barnet har varit med om. Effekten går att bedöma bara för ett fåtal insatser.',
      'socialstyrelsen-2019/s.32',
    ),
    w.bullet('Upplever utföraren att det behövs en handläggare bör barnets behov utredas och insatsen ges efter beslut.', 'stockholm-2022/forslag-uppfoljning'),
  ];
  const found = risks.map(({ title, lines }) => w.bullet(`${title} (${rows(lines)})`));
  const questions: Passage[] = [
    w.subheading('Frågor som nämnden behöver svara på'),
    w.bullet('Vilka barn och unga har fått säga sin mening om förslaget, och vad sade de?', law('3:2')),
    w.bullet('Hur får barn veta att insatsen finns, i ord som passar deras ålder?', law('3:3')),
    w.bullet('Vem märker att ett barn behöver mer, och hur kommer barnet vidare till en utredning?', 'stockholm-2022/skyddsperspektiv'),
    w.bullet('Vilka barn gynnas och vilka riskerar att trängas undan?', 'stockholm-2022/barnafrid'),
  ];
  return {
    id: 'child',
    heading: 'Barnets bästa',
    passages: [
      ...counts,
      ...legal,
      ...forAndAgainst,
      ...(found.length === 0 ? [] : [w.subheading('Vanligaste riskerna i de här raderna'), ...found]),
      ...questions,
    ],
  };
}
