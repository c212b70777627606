import { UNKNOWN } from '../../candidate/design-fields.ts';
import type { Chapter, Passage } from '../draft-schema.ts';
import { type ChapterContext, number, openLines, orNone, rows, rowsOf, writer } from './writer.ts';

/** Ekonomi och undanträngning: what is known, what is not, and what must be answered. No figure that nobody has measured. */
export function economyChapter(context: ChapterContext): Chapter {
  const w = writer(context.cite);
  const open = openLines(context.lines);
  const count = (test: (line: (typeof open)[number]) => boolean) => open.filter(test).length;
  const unanswered = (field: 'ceilingKind' | 'timeLimitMonths' | 'budget' | 'stopRule') => count(({ design }) => design[field] === UNKNOWN);
  function without(no: number, field: Parameters<typeof unanswered>[0], what: string): string {
    const parts = [
      ...(no === 0 ? [] : [`saknas i ${rows(no)}`]),
      ...(no > 0 && unanswered(field) === 0 ? [] : [`frågan är obesvarad i ${orNone(unanswered(field))}`]),
    ];
    return `${what}: ${parts.join(', och ')}.`;
  }
  const anonymous = count(({ design }) => design.anonymity === 'allowed');
  const hardToReach = open.filter(({ group }) => group.traits.hardToReach || group.traits.reducedAbility);
  const withOutreach = hardToReach.filter(({ design }) => design.outreach === 'yes').length;
  const proposal = context.basis.id === 'sou-2020-47';

  const money: Passage[] = [
    w.lead(
      `Utkastet innehåller inga kostnader${context.scenarios === 0 ? '' : ' utom förvaltningens egna räkneexempel, som inte påverkar förslaget'}. Ingen källa som Insatsplan har säger vad en insats kostar i stadsdelen.`,
    ),
    w.paragraph(
      'Staden försökte visa hur pengarna fördelas mellan insatser med och utan behovsprövning. Det gick inte, eftersom varje nämnd fördelar dem själv.',
      'stockholm-2022/stadens-budgetfordelning',
    ),
    w.paragraph(
      'Uppsala prövade en modell där den som fyllt 65 år valde utförare och fick timmar inom en ram. Fler tog del av insatserna än befolkningsutvecklingen motiverade, och vissa fick stöd med sådant som de kunde klara själva. Kommunen avbröt försöket.',
      'stockholm-2022/uppsala',
      'sou-2020-47/s.682-683',
    ),
    w.subheading('Det som håller kostnaden inom ramen'),
    w.paragraph(
      `Så ser det ut i etapp 1–3 (${rows(open.length)}). Kommunen kan dra in eller begränsa en insats som kostar mer än planerat.`,
      'sou-2020-47/s.757-759',
    ),
    w.bullet(
      without(
        count(({ design }) => design.ceilingKind === 'none'),
        'ceilingKind',
        'Tak för omfattningen',
      ),
    ),
    w.bullet(
      without(
        count(({ design }) => design.timeLimitMonths === 'none'),
        'timeLimitMonths',
        'Tidsgräns',
      ),
    ),
    w.bullet(
      without(
        count(({ design }) => design.budget === 'none' || design.budget === 'open'),
        'budget',
        'Budget med tak',
      ),
    ),
    w.bullet(
      without(
        count(({ design }) => design.stopRule === 'no'),
        'stopRule',
        'Regel för när insatsen begränsas eller dras in',
      ),
    ),
    w.bullet(
      `${rows(anonymous)} tillåter att deltagaren är anonym. Då kan kommunen inte se var personen bor, och personer från andra kommuner kan komma.`,
      'stockholm-2022/risk-for-kostnadsokningar',
    ),
    proposal
      ? w.bullet(
          'En avgift kan hålla tillbaka efterfrågan men också dem som behöver stödet mest. Kommunen tar ställning till avgiften på förhand.',
          'sou-2020-47/s.751',
        )
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
      `${rowsOf(hardToReach.length, open.length)} i etapp 1–3 vänder sig till grupper som är svåra att nå eller har svårt att söka själva. Uppsökande arbete ingår i ${number(withOutreach)} av dem.`,
    ),
  ];
  const questions: Passage[] = [
    w.subheading('Frågor som behöver svar innan nämnden beslutar'),
    w.paragraph('Staden har själv pekat ut de flesta av dem.', 'stockholm-2022/socialtjansten-ur-ett-ekonomiskt-perspektiv'),
    w.bullet('Vad kostar utredningstiden i dag för insatser som nästan alltid beviljas?'),
    w.bullet('Vilka uppgifter går att få ur verksamhetssystemet?'),
    w.bullet('Var finns en risk att insatsen används utan behov?'),
    w.bullet('Minskar insatsen behovet av mer omfattande stöd på sikt?'),
    w.bullet('Vad händer med kostnaden om personer från andra kommuner kommer anonymt?'),
    w.bullet('Hur fördelas budgeten mellan insatser med och utan behovsprövning, och vem flyttar pengarna?', 'stockholm-2022/ekonomi'),
  ];
  return { id: 'economy', heading: 'Ekonomi och undanträngning', passages: [...money, ...displacement, ...questions] };
}
