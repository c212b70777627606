import type { Chapter, Passage } from '../draft-schema.ts';
import { type ChapterContext, counted, openLines, rows, rowsOf, writer } from './writer.ts';

/** The most common number of months between follow-ups, or null where none is set. */
function usualInterval(values: readonly (number | string)[]): number | null {
  const counts = new Map<number, number>();
  for (const value of values) if (typeof value === 'number') counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? null;
}

/** Uppföljning: why, a small set of measures that need no personal data, and when to stop. */
export function followUpChapter(context: ChapterContext): Chapter {
  const w = writer(context.cite);
  const open = openLines(context.lines);
  const proposal = context.basis.id === 'sou-2020-47';
  const interval = usualInterval(open.map(({ design }) => design.followUpIntervalMonths));
  const noResponsible = open.filter(({ design }) => design.followUpResponsible !== 'yes').length;
  const pilots = open.filter(({ design }) => design.pilot === 'yes').length;
  const treatment = open.filter(({ insats }) => insats.classification.treatment).length;

  const why: Passage[] = [
    w.lead('När ingen handläggare följer upp ett beslut måste uppföljningen byggas in i insatsen.', 'stockholm-2022/forslag-uppfoljning'),
    proposal
      ? w.paragraph(
          'Nämnden ansvarar för att utföraren följer upp insatsen på ett lämpligt sätt. Vad som är lämpligt beror på insatsen, omfattningen och vem den är till för.',
          'sou-2020-47/s.737-738',
        )
      : w.paragraph(
          'Socialnämnden ska systematiskt och fortlöpande följa upp och utveckla kvaliteten. Verksamheten ska bedrivas i enlighet med vetenskap och beprövad erfarenhet. En utförare ska på begäran lämna uppgifter som behövs för det.',
          'sol-2025-400/5:1',
          'sol-2025-400/5:2',
          'sol-2025-400/15:9',
        ),
    w.paragraph(
      'Vanan är svag. År 2018 använde 15 procent av landets kommuner systematisk uppföljning för att utveckla öppenvården för barn. Inom våld i nära relationer var det 10 procent, inom missbruk och beroende 6–10 procent.',
      'socialstyrelsen-2019/s.20',
    ),
    w.paragraph(
      'Enligt lägesrapporten 2019 räknar den nationella statistiken över öppenvård för barn bara insatser efter behovsprövning. Det som öppnas försvinner ur statistiken och behöver räknas på annat sätt.',
      'socialstyrelsen-2019/s.27',
    ),
  ];
  const plan: Passage[] = [
    w.subheading('Förslag till mått'),
    w.paragraph('Måtten är förslag från Insatsplan. De går att samla utan personuppgifter.'),
    w.bullet(
      'Deltagare och tillfällen, på gruppnivå: kön, åldersgrupp och stadsdel.',
      proposal ? 'sou-2020-47/s.731' : 'sol-2025-400/14:3',
      'socialstyrelsen-2019/s.30',
    ),
    w.bullet(
      'Hur stor del som fick information om rätten att ansöka, och hur många som gick vidare till en ansökan.',
      proposal ? 'sou-2020-47/s.691-693' : 'sol-2025-400/11:6',
    ),
    w.bullet('Antal orosanmälningar som verksamheten har gjort.', proposal ? 'sou-2020-47/s.732-733' : 'sol-2025-400/19:1'),
    w.bullet('Deltagarens egen skattning före och efter, anonymt.', 'stockholm-2022/workshop-uppfoljning'),
    w.bullet('Antal som nekats plats, väntetid och hänvisningar.', 'stockholm-2022/inspektionen-for-vard-och-omsorg'),
    w.bullet('Klagomål, och vad de ledde till.', 'stockholm-2022/juridik'),
    w.bullet('Kostnad och antal mot budgetens tak.', 'stockholm-2022/ekonomi'),
    w.bullet('Vilka som inte kommer, jämfört med dem insatsen är till för.', 'stockholm-2022/ratt-stod-till-ratt-person'),
    w.subheading('När och av vem'),
    interval === null
      ? w.bullet('Ingen rad anger hur ofta insatsen följs upp. Det behöver bestämmas.')
      : w.bullet(
          `Uppföljning föreslås med ${counted(interval, 'månads', 'månaders')} mellanrum. ${noResponsible === 0 ? 'En ansvarig funktion anges för alla rader.' : `En ansvarig funktion saknas för ${rows(noResponsible)}.`}`,
        ),
    w.bullet(`${rowsOf(pilots, open.length)} föreslås börja som ett prov med utvärdering.`, 'sou-2020-47/s.751'),
    ...(treatment > 0
      ? [
          w.bullet(
            `${rows(treatment)} gäller insatser av behandlingskaraktär. Följ där också upp att metoden ges som den är tänkt.`,
            proposal ? 'stockholm-2022/fasa-in-och-fasa-ut' : 'sol-2025-400/5:1',
          ),
        ]
      : []),
    w.bullet('Bestäm redan från början vad som gör att insatsen ändras, begränsas eller får behovsprövning igen.', 'sou-2020-47/s.757-759'),
  ];
  return { id: 'follow-up', heading: 'Uppföljning', passages: [...why, ...plan] };
}
