import type { Chapter, Passage } from '../draft-schema.ts';
import { type ChapterContext, dateInWords, lowerFirst, type Writer, writer } from './writer.ts';

const lawInForceFrom = '2025-07-01';

function lawInForce(w: Writer): Passage[] {
  const law = (place: string) => `sol-2025-400/${place}`;
  return [
    w.paragraph(
      'Socialnämnden får ge insatser för personliga behov utan individuell behovsprövning. Det är en möjlighet, ingen skyldighet. Rätten att ansöka om insatser och få ansökan prövad finns kvar.',
      law('11:5'),
      law('11:1'),
    ),
    w.paragraph('Sju slag av insatser kräver alltid behovsprövning:', law('11:5')),
    w.bullet('kontaktperson, kontaktfamilj och kvalificerad kontaktperson', law('11:5-p1')),
    w.bullet('vård i familjehem, för både barn och vuxna', law('11:5-p2')),
    w.bullet('vård i LVM-hem', law('11:5-p3')),
    w.bullet('vård i särskilda ungdomshem', law('11:5-p4')),
    w.bullet('vård av barn och av unga 18–20 år i jourhem, stödboende, skyddat boende och andra hem för vård eller boende', law('11:5-p5')),
    w.bullet(
      'bostad i en särskild boendeform för äldre, eller bostad med särskilt stöd för den som har betydande svårigheter i sin livsföring',
      law('11:5-p6'),
      law('8:4'),
      law('8:11'),
    ),
    w.bullet('vård i hem för viss annan heldygnsvård', law('11:5-p7')),
    w.paragraph('Möjligheten gäller personliga behov. Ekonomiskt bistånd står i ett eget kapitel och kan inte öppnas på det här sättet.', law('12:1')),
    w.subheading('Det som alltid gäller för en öppen insats'),
    w.bullet('Den som genomför insatsen informerar på lämpligt sätt om möjligheten att ansöka.', law('11:6')),
    w.bullet('Genomförandet dokumenteras. Vid rådgivning gäller det inte personliga förhållanden.', law('14:3'), law('14:4')),
    w.bullet('Nämnden kan besluta att uppgifter som röjer vem deltagaren är inte ska dokumenteras, om det finns särskilda skäl.', law('14:5')),
    w.bullet(
      'Ett barn får en öppen insats bara om vårdnadshavaren samtycker. Har barnet fyllt 15 år får insatsen ges ändå, om det är lämpligt att den ges på det sättet.',
      law('21:2'),
    ),
    w.bullet(
      'Den som enligt lagen är skyldig att anmäla oro för ett barn ska göra det genast, också i en öppen insats. För familjerådgivning är skyldigheten snävare.',
      law('19:1'),
      law('19:2'),
    ),
    w.bullet('Kommunen får avtala med andra om att utföra uppgifter men inte överlämna myndighetsutövning.', law('4:3')),
    w.bullet(
      'Avgift får tas ut för det som lagen räknar upp och högst till självkostnaden. Insatser av behandlingskaraktär är avgiftsfria. För uppehälle vid viss vård finns egna regler.',
      law('32:1'),
      law('32:2'),
    ),
    w.bullet(
      'Bestämmelserna om överklagande och om att rapportera beslut som inte har verkställts gäller beslut efter ansökan. De gäller inte öppna insatser. Därför behöver villkoren säga vart man vänder sig med klagomål och vad som händer om insatsen uteblir.',
      law('35:1'),
      law('34:1'),
    ),
    w.bullet(
      'Nämndens eget beslut att öppna insatser kan en kommunmedlem få prövat genom laglighetsprövning. Den gäller om beslutet är lagligt, inte vad en enskild behöver.',
      'kommunallagen-2017-725/13',
    ),
  ];
}

/** What no rule looks at, said so that nobody believes that it has been tried. */
const notTried = (w: Writer): Passage =>
  w.note(
    'Insatsplan prövar inte sekretess och behandling av personuppgifter: det finns inga regler för det och ingen källa. Låt en jurist bedöma det innan nämnden beslutar.',
  );

function proposal(w: Writer, date: string): Passage[] {
  const sou = (place: string) => `sou-2020-47/${place}`;
  const warning =
    date >= lawInForceFrom
      ? 'Betänkandet är ett förslag och inte gällande lag. Sedan den 1 juli 2025 gäller socialtjänstlagen (2025:400), som skiljer sig på flera punkter. Använd det här utkastet för att jämföra, inte som underlag för beslut.'
      : 'Betänkandet är ett förslag och inte gällande lag vid utkastets datum. Inget i utkastet går att besluta förrän en ny lag finns.';
  return [
    w.note(warning, sou('s.955')),
    w.paragraph(
      'Förslaget ger kommunen en befogenhet att ge insatser utan individuell behovsprövning. Ingen kommun måste använda den. Den kompletterar rätten till bistånd och tar inte bort den.',
      sou('s.687-691'),
    ),
    w.paragraph('Sex slag av insatser får inte ges utan behovsprövning:', sou('s.694')),
    w.bullet('kontaktperson, kontaktfamilj och kvalificerad kontaktperson', sou('s.694-p1')),
    w.bullet('vård i familjehem', sou('s.694-p2')),
    w.bullet('vård i särskilda ungdomshem och LVM-hem', sou('s.694-p3')),
    w.bullet('vård av barn i jourhem, stödboende och andra hem för vård eller boende', sou('s.694-p4')),
    w.bullet('stadigvarande plats i särskilt boende för äldre och för personer med funktionsnedsättning', sou('s.694-p5')),
    w.bullet('ekonomisk hjälp', sou('s.694-p6')),
    w.subheading('Det som förslaget kräver av en öppen insats'),
    w.bullet('Utföraren informerar om möjligheten att ansöka om bistånd.', sou('s.691-693')),
    w.bullet('Kommunen avgör på förhand omfattning, villkor, avgift och hur utföraren får betalt. Den kan börja stegvis.', sou('s.751')),
    w.bullet(
      'Utföraren gör bara en snabb kontroll av villkoren. Svaret ska följa direkt av dem. Om den synen inte godtas behövs en lagändring om att överlämna myndighetsutövning.',
      sou('s.716-720'),
    ),
    w.bullet(
      'Genomförandet dokumenteras i den omfattning som uppföljningen kräver. Vid rådgivning gäller det inte personliga förhållanden.',
      sou('s.729'),
      sou('s.730'),
    ),
    w.bullet(
      'Nämnden kan för särskilda skäl besluta att personliga förhållanden inte ska dokumenteras. Beslutet gäller insatsen och alla som tar del av den, aldrig uppgifter på gruppnivå.',
      sou('s.728'),
      sou('s.731'),
      sou('s.732'),
    ),
    w.bullet('Anmälningsplikten för barn som far illa finns kvar, och själva anmälan dokumenteras alltid.', sou('s.732-733')),
    w.bullet('Nämnden ser till att utföraren följer upp insatsen.', sou('s.737-738')),
    w.bullet('En åldersgräns behöver ett berättigat syfte och medel som är lämpliga och nödvändiga.', sou('s.755')),
  ];
}

/** Rättslig ram: what the basis allows, forbids and demands. */
export function legalFrame(context: ChapterContext): Chapter {
  const w = writer(context.cite);
  const { basis, date } = context;
  const inForce = basis.id !== 'sou-2020-47';
  const lead = w.lead(`Utkastet bygger på ${inForce ? lowerFirst(basis.title).replace(/lag\b/, 'lagen') : basis.title}, läst för den ${dateInWords(date)}.`);
  return { id: 'legal-frame', heading: 'Rättslig ram', passages: [lead, ...(inForce ? lawInForce(w) : proposal(w, date)), notTried(w)] };
}
