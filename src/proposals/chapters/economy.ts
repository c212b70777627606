import { UNKNOWN } from '../../candidate/design-fields.ts';
import type { Chapter, Passage } from '../draft-schema.ts';
import { type ChapterContext, openLines, rows, writer } from './writer.ts';

/** Ekonomi och undanträngning: what is known, what is not, and what must be answered. No figure that nobody has measured. */
export function economyChapter(context: ChapterContext): Chapter {
  const w = writer(context.cite);
  const open = openLines(context.lines);
  const count = (test: (line: (typeof open)[number]) => boolean) => open.filter(test).length;
  const noCeiling = count(({ design }) => design.ceilingKind === 'none' || design.ceilingKind === UNKNOWN);
  const noTimeLimit = count(({ design }) => design.timeLimitMonths === 'none' || design.timeLimitMonths === UNKNOWN);
  const noBudget = count(({ design }) => design.budget !== 'ceiling');
  const noStop = count(({ design }) => design.stopRule !== 'yes');
  const anonymous = count(({ design }) => design.anonymity === 'allowed');
  const hardToReach = open.filter(({ group }) => group.traits.hardToReach || group.traits.reducedAbility);
  const withOutreach = hardToReach.filter(({ design }) => design.outreach === 'yes').length;
  const proposal = context.basis.id === 'sou-2020-47';

  const money: Passage[] = [
    w.lead('Utkastet innehåller inga kostnader. Ingen källa som planeraren har säger vad en insats kostar i stadsdelen.'),
    w.paragraph(
      'Staden försökte visa hur pengarna fördelas mellan insatser med och utan behovsprövning. Det gick inte, eftersom varje nämnd fördelar dem själv.',
      'stockholm-2022/stadens-budgetfordelning',
    ),
    w.paragraph(
      'Uppsala prövade en modell där den som fyllt 65 år valde utförare och fick timmar inom en ram. Fler sökte än befolkningen förklarade, och vissa fick hjälp med sådant de kunde klara själva. Kommunen avbröt försöket.',
      'stockholm-2022/uppsala',
      'sou-2020-47/s.682-683',
    ),
    w.subheading('Det som håller kostnaden inom ramen'),
    w.bullet(`${rows(noCeiling)} som föreslås öppnas har inget tak för omfattningen, och ${rows(noTimeLimit)} har ingen tidsgräns.`),
    w.bullet(`${rows(noBudget)} har ingen budget med tak. ${rows(noStop)} saknar en regel för när insatsen begränsas eller dras in.`, 'sou-2020-47/s.757-759'),
    w.bullet(
      `${rows(anonymous)} tillåter att deltagaren är anonym. Då kan kommunen inte se var personen bor, och boende i andra kommuner kan komma.`,
      'stockholm-2022/risk-for-kostnadsokningar',
    ),
    proposal
      ? w.bullet('En avgift kan hålla tillbaka efterfrågan men också dem som behöver stödet mest. Kommunen avgör den på förhand.', 'sou-2020-47/s.751')
      : w.bullet(
          'En avgift kan hålla tillbaka efterfrågan men också dem som behöver stödet mest. Lagen avgör var avgift får tas ut.',
          'sol-2025-400/32:1',
          'sol-2025-400/32:2',
        ),
  ];
  const displacement: Passage[] = [
    w.subheading('Undanträngning'),
    w.paragraph(
      'Stadsledningskontoret, socialnämnden och flera stadsdelar ser en risk att det mest är resursstarka personer som söker sig till öppna insatser. Då når de inte dem som är mest utsatta.',
      'stockholm-2022/risk-for-undantrangning',
      'stockholm-2022/statens-beredning-for-medicinsk-och-social-utvardering',
    ),
    w.paragraph('Andra befarar att pengar går till öppna insatser medan barn och unga med störst behov får vänta.', 'stockholm-2022/skyddsperspektiv'),
    w.bullet(
      `${rows(hardToReach.length)} som föreslås öppnas vänder sig till grupper som är svåra att nå eller har svårt att söka själva. ${withOutreach === hardToReach.length ? 'Alla' : rows(withOutreach)} har uppsökande arbete i utformningen.`,
    ),
  ];
  const questions: Passage[] = [
    w.subheading('Frågor som behöver svar innan nämnden beslutar'),
    ...[
      'Vad kostar utredningstiden i dag för insatser som nästan alltid beviljas?',
      'Vilka uppgifter går att få ur verksamhetssystemet?',
      'Var finns en risk att insatsen används utan behov?',
      'Minskar insatsen behovet av mer omfattande stöd på sikt?',
      'Vad händer med kostnaden om personer från andra kommuner kommer anonymt?',
    ].map((text) => w.bullet(text, 'stockholm-2022/socialtjansten-ur-ett-ekonomiskt-perspektiv')),
    w.bullet('Hur fördelas budgeten mellan insatser med och utan behovsprövning, och vem flyttar pengarna?', 'stockholm-2022/ekonomi'),
  ];
  return { id: 'economy', heading: 'Ekonomi och undanträngning', passages: [...money, ...displacement, ...questions] };
}
