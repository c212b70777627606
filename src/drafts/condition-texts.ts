import type { DesignFieldName, DesignFields } from '../candidate/design-fields.ts';

/**
 * How each answer of the design reads as a villkor, in plain Swedish.
 * `quiet`: the answer says that the question does not arise; it is told only where the draft's common villkor say something else.
 */
export interface ConditionText {
  text: string;
  quiet?: true;
}
type Words = string | ConditionText;
type ChoiceTexts<V extends string> = Readonly<Record<V, Words>>;
export type ListTexts = Readonly<{ all: (labels: string) => string; empty: Words }>;
export type AmountTexts = Readonly<{ number: (n: number) => string; none: Words }>;
/** The texts of one question, whichever it is. */
export type AnswerTexts = ChoiceTexts<string> | ListTexts | AmountTexts;

type TextsOf<F> = F extends { type: 'choice'; choices: infer C } ? ChoiceTexts<keyof C & string> : F extends { type: 'list' } ? ListTexts : AmountTexts;

const quiet = (text: string): ConditionText => ({ text, quiet: true });
const months = (n: number) => (n === 1 ? 'en månad' : `${n} månader`);

export const conditionTexts: { readonly [K in DesignFieldName]: TextsOf<DesignFields[K]> } = {
  provider: {
    own: 'Kommunen utför insatsen i egen regi.',
    lov: 'En privat utförare i valfrihetssystem (LOV) utför insatsen.',
    lou: 'En upphandlad privat utförare (LOU) utför insatsen.',
    individual_contract: 'En privat utförare utför insatsen med ett avtal för varje placering.',
    partnership: 'En idéburen organisation utför insatsen i partnerskap med kommunen.',
  },
  conditionsCheckedBy: {
    municipality: 'Kommunen kontrollerar att den som vill ta del av insatsen uppfyller villkoren.',
    provider: 'Utföraren kontrollerar att den som vill ta del av insatsen uppfyller villkoren.',
    open_to_all: 'Insatsen är öppen för alla i målgruppen. Ingen kontrollerar villkor.',
  },
  conditionsLeaveJudgement: {
    yes: 'Villkoren lämnar utrymme för bedömning.',
    no: 'Villkoren är så precisa att svaret följer direkt av dem. Ingen väger in andra omständigheter.',
  },
  reportingControl: {
    yes: 'Kommunen kontrollerar det som utföraren redovisar, till exempel med stickprov.',
    no: 'Kommunen kontrollerar inte utförarens redovisning.',
  },
  selectionControl: {
    yes: 'Utföraren tar emot alla som uppfyller villkoren, och kommunen följer upp det.',
    no: 'Ingenting hindrar utföraren från att välja bort personer.',
  },
  dataDuty: {
    yes: 'Utföraren lämnar på begäran de uppgifter som nämnden behöver för kvalitet, uppföljning och administration.',
    no: 'Utföraren har ingen skyldighet i avtalet att lämna uppgifter till nämnden.',
  },
  paymentModel: {
    budget: 'Verksamheten betalas med ett fast anslag eller en rambudget.',
    per_person: 'Utföraren får betalt per deltagare.',
    per_hour: 'Utföraren får betalt per timme eller tillfälle.',
    outcome: 'Utföraren får betalt efter resultat.',
  },

  ageMin: { number: (n) => `Den som tar del av insatsen ska ha fyllt ${n} år.`, none: quiet('Villkoren anger ingen lägsta ålder.') },
  ageMax: { number: (n) => `Den som tar del av insatsen får inte ha fyllt ${n + 1} år.`, none: quiet('Villkoren anger ingen högsta ålder.') },
  ageLimitReason: {
    stated: 'Det är beskrivet vilket syfte åldersgränsen har, och varför den är lämplig och nödvändig.',
    missing: 'Åldersgränsen är inte motiverad.',
    not_applicable: quiet('Villkoren har ingen åldersgräns som behöver motiveras.'),
  },
  residence: {
    city: 'Den som tar del av insatsen ska bo i Stockholms stad.',
    district: 'Den som tar del av insatsen ska bo i stadsdelsområdet.',
    none: 'Villkoren ställer inga krav på var personen bor.',
  },
  anonymity: {
    allowed: 'Den som tar del av insatsen får vara anonym.',
    no: 'Den som tar del av insatsen är inte anonym.',
  },
  priority: {
    yes: 'De som har störst behov får plats först.',
    no: 'Ingen har förtur.',
  },
  equalTerms: {
    city_guideline: 'Samma villkor gäller i hela staden, enligt stadens riktlinje.',
    deviates_with_reason: 'Villkoren avviker från stadens riktlinje, och det sakliga skälet är angivet.',
    deviates: 'Villkoren avviker från stadens riktlinje utan angivet skäl.',
    no_guideline: 'Staden har ingen riktlinje för insatsen utan behovsprövning.',
  },

  documentation: {
    full: 'Genomförandet dokumenteras fullt ut.',
    limited: 'Genomförandet dokumenteras i den omfattning som uppföljningen kräver.',
    counselling: 'Insatsen är rådgivning. Inga personliga förhållanden antecknas.',
    exception: 'Nämnden har beslutat om undantag från dokumentationen för insatsen.',
    none: 'Genomförandet dokumenteras inte.',
  },
  exceptionDecision: {
    board_per_insats: 'Nämnden har själv beslutat om undantaget, och det gäller insatsen som helhet.',
    board_per_person: 'Nämnden har beslutat om undantag för en enskild person.',
    other: 'Någon annan än nämnden har beslutat om undantaget.',
    not_applicable: quiet('Det finns inget undantag från dokumentationen att besluta om.'),
  },
  exceptionReason: {
    violence: 'Det särskilda skälet för undantaget är våld i nära relationer.',
    honour: 'Det särskilda skälet för undantaget är hedersrelaterat våld och förtryck.',
    addiction: 'Det särskilda skälet för undantaget är skadligt bruk eller beroende.',
    prostitution: 'Det särskilda skälet för undantaget är prostitution eller människohandel.',
    open_meeting_place: 'Det särskilda skälet för undantaget är att insatsen är en öppen mötesplats.',
    other: 'Ett annat särskilt skäl är angivet för undantaget.',
    missing: 'Inget särskilt skäl är angivet för undantaget.',
    not_applicable: quiet('Det finns inget undantag från dokumentationen att motivera.'),
  },
  exceptionScope: {
    identity: 'Undantaget gäller bara uppgifter som kan röja vem deltagaren är.',
    personal_circumstances: 'Undantaget gäller uppgifter om personliga förhållanden.',
    group_data: 'Undantaget gäller även uppgifter på gruppnivå.',
    not_applicable: quiet('Det finns inget undantag från dokumentationen att avgränsa.'),
  },
  groupCounts: {
    yes: 'Verksamheten räknar deltagare och tillfällen på gruppnivå, utan uppgift om vem som deltar.',
    no: 'Verksamheten räknar inte deltagare och tillfällen på gruppnivå.',
  },
  riskDocumented: {
    yes: 'Bedömningar av hot och våld dokumenteras.',
    no: 'Bedömningar av hot och våld dokumenteras inte.',
  },

  reportRoutine: {
    yes: 'Verksamheten har en rutin för orosanmälan som säger vem som anmäler och hur. Anmälan dokumenteras alltid.',
    no: 'Verksamheten har ingen rutin för orosanmälan.',
  },
  childQuestion: {
    yes: 'Personalen frågar alla vuxna vid första kontakten om de har barn.',
    no: 'Personalen frågar inte vuxna om de har barn.',
  },
  childRecord: {
    yes: 'Personalen antecknar risk för barnet och hur barnet har varit delaktigt.',
    no: 'Personalen antecknar inte risk för barnet eller barnets delaktighet.',
  },
  consentUnder15: {
    guardian: 'Barn under 15 år får insatsen bara om vårdnadshavaren samtycker.',
    none: 'Barn under 15 år får insatsen utan vårdnadshavarens samtycke.',
    not_applicable: quiet('Inga barn under 15 år tar del av insatsen.'),
  },
  suitability15to17: {
    criteria: 'Den som är 15–17 år kan få insatsen utan vårdnadshavarens samtycke om det är lämpligt. Kriterier för lämplighet finns.',
    guardian: 'Den som är 15–17 år får insatsen bara om vårdnadshavaren samtycker.',
    none: 'Ingen bedömer om insatsen är lämplig för den som är 15–17 år utan vårdnadshavarens samtycke.',
    not_applicable: quiet('Inga barn i åldern 15–17 år tar del av insatsen.'),
  },
  accompanyingChildren: {
    own_assessment: 'Ett barn som följer med en vuxen får en egen prövning.',
    included: 'Ett barn som följer med omfattas av den vuxnas insats.',
    not_received: 'Barn som följer med tas inte emot.',
    not_applicable: quiet('Barn följer inte med i insatsen.'),
  },
  escalation: {
    yes: 'Utföraren vet när och hur en handläggare kopplas in när insatsen inte räcker.',
    no: 'Det finns ingen bestämd väg till utredning när insatsen inte räcker.',
  },
  soleMeasure: {
    no: 'Insatsen är aldrig den enda åtgärden när ett barn misstänks fara illa.',
    yes: 'Insatsen får vara den enda åtgärden när ett barn misstänks fara illa.',
  },
  familyCoordination: {
    yes: 'Insatsen samordnas med de andra enheter inom socialtjänsten som familjen har kontakt med.',
    no: 'Insatsen samordnas inte med andra enheter som familjen har kontakt med.',
  },

  ceilingKind: {
    sessions: 'Antalet tillfällen har ett tak.',
    hours: 'Antalet timmar per månad har ett tak.',
    none: 'Omfattningen har inget tak.',
  },
  ceilingAmount: { number: (n) => `Taket är ${n}.`, none: quiet('Ingen siffra för tak behövs.') },
  timeLimitMonths: { number: (n) => `Insatsen varar högst ${months(n)} och avslutas eller prövas sedan på nytt.`, none: 'Insatsen har ingen tidsgräns.' },
  endCriteria: {
    yes: 'Det är bestämt vad som gör att insatsen avslutas.',
    no: 'Det är inte bestämt när insatsen avslutas.',
  },
  endDecidedBy: {
    together: 'Deltagaren och kommunen avgör tillsammans när insatsen avslutas.',
    municipality: 'Kommunen avgör när insatsen avslutas.',
    provider: 'Utföraren avgör ensam när insatsen avslutas.',
  },

  rightToApplyInfo: {
    yes: 'Var och en får veta att det går att ansöka om bistånd och få ansökan prövad.',
    no: 'Deltagarna får ingen information om rätten att ansöka om bistånd.',
  },
  applyRoute: {
    yes: 'Det finns en namngiven väg till ansökan. Den öppna insatsen gör det inte svårare att få en ansökan prövad.',
    no: 'Det finns ingen namngiven väg till ansökan.',
  },
  complaintRoute: {
    yes: 'Den som är missnöjd har en väg för klagomål och får svar.',
    no: 'Det finns ingen väg för klagomål.',
  },
  nonDeliveryRoutine: {
    yes: 'Det är bestämt vad som händer om insatsen uteblir.',
    no: 'Det är inte bestämt vad som händer om insatsen uteblir.',
  },
  sipResponsible: {
    named: 'En namngiven funktion tar initiativ till samordnad individuell plan (SIP).',
    missing: 'Ingen är utsedd att ta initiativ till samordnad individuell plan (SIP).',
    not_applicable: quiet('Samordnad individuell plan (SIP) är aldrig aktuell för insatsen.'),
  },

  followUpIndicators: {
    yes: 'Insatsen följs upp med ett fåtal indikatorer som går att mäta utan personuppgifter.',
    no: 'Insatsen har inga indikatorer för uppföljning.',
  },
  followUpResponsible: {
    yes: 'En funktion är ansvarig för uppföljningen.',
    no: 'Ingen är ansvarig för uppföljningen.',
  },
  followUpIntervalMonths: { number: (n) => `Det går högst ${months(n)} mellan uppföljningarna.`, none: 'Insatsen följs inte upp.' },
  splitBySex: {
    yes: 'Uppföljningen delas upp på kön.',
    no: 'Uppföljningen delas inte upp på kön.',
  },
  splitByDistrict: {
    yes: 'Uppföljningen delas upp på stadsdel.',
    no: 'Uppföljningen delas inte upp på stadsdel.',
  },
  evidence: {
    studied: 'Metoden är studerad för målgruppen.',
    experience: 'Metoden vilar på beprövad erfarenhet som är dokumenterad.',
    none: 'Metoden har inget känt stöd.',
  },
  pilot: {
    yes: 'Insatsen börjar som ett prov som utvärderas.',
    no: 'Insatsen införs utan prov.',
  },

  outreach: {
    yes: 'Uppsökande arbete når dem som annars inte kommer.',
    no: 'Inget uppsökande arbete planeras.',
  },
  contactWays: { all: (labels) => `Man kan ta kontakt genom ${labels}.`, empty: 'Ingen kontaktväg är angiven.' },
  guide: {
    yes: 'Någon hjälper den enskilde att hitta rätt, till exempel en lots eller en gemensam ingång.',
    no: 'Ingen är utsedd att hjälpa den enskilde att hitta rätt.',
  },
  languages: {
    several: 'Informationen finns på flera språk och på lättläst svenska.',
    swedish_only: 'Informationen finns bara på svenska.',
  },
  simplifiedAlternative: {
    yes: 'Den som inte kan söka själv, eller vill ha ett beslut, kan få en förenklad biståndsprövning.',
    no: 'Förenklad biståndsprövning erbjuds inte som alternativ.',
  },
  delivery: {
    physical: 'Insatsen ges på plats.',
    digital: 'Insatsen ges bara digitalt.',
    both: 'Insatsen ges både på plats och digitalt.',
  },

  violenceQuestion: {
    yes: 'Personalen frågar rutinmässigt om våld vid första kontakten, med var och en för sig.',
    no: 'Personalen frågar inte rutinmässigt om våld.',
  },
  safetyRoutine: {
    yes: 'Det finns en rutin för säkerhet och hot: riskbedömning, trygg kontaktväg och vad som görs vid fara.',
    no: 'Det finns ingen rutin för säkerhet och hot.',
  },
  separateSettings: {
    yes: 'Den som utövar våld och den som utsätts hålls åtskilda i lokaler, tider och kontaktvägar.',
    no: 'Den som utövar våld och den som utsätts hålls inte åtskilda.',
    not_applicable: quiet('Den som utövar våld och den som utsätts möts aldrig i insatsen.'),
  },
  trainedStaff: {
    yes: 'Personalen har utbildning för målgruppen.',
    no: 'Personalen saknar särskild utbildning för målgruppen.',
  },
  suicideRoutine: {
    yes: 'Personalen frågar om självmordstankar när det behövs och vet vart personen ska hänvisas.',
    no: 'Det finns ingen rutin för självmordsrisk.',
  },

  fee: {
    none: 'Ingen avgift tas ut.',
    charged: 'En avgift tas ut, högst självkostnaden.',
  },
  capacityCeiling: {
    yes: 'Det finns ett tak för hur många som kan tas emot.',
    no: 'Det finns inget tak för hur många som kan tas emot.',
  },
  queueRule: {
    yes: 'Det är bestämt hur kö och hänvisning hanteras.',
    no: 'Det är inte bestämt hur kö och hänvisning hanteras.',
  },
  budget: {
    ceiling: 'Insatsen har en budget med ett tak.',
    open: 'Insatsen har en budget utan tak.',
    none: 'Insatsen har ingen budget.',
  },
  stopRule: {
    yes: 'Det är bestämt när insatsen begränsas eller dras in.',
    no: 'Det är inte bestämt när insatsen begränsas eller dras in.',
  },
  olderAdministration: {
    yes: 'Insatsen är samordnad med äldreförvaltningen.',
    no: 'Insatsen är inte samordnad med äldreförvaltningen.',
    not_applicable: quiet('Insatsen finns inte i äldreomsorgen.'),
  },
  regionCoordination: {
    agreement: 'Det finns en överenskommelse med regionen.',
    none: 'Det finns ingen överenskommelse med regionen.',
    not_applicable: quiet('Regionen berörs inte av insatsen.'),
  },
};
