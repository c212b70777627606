/**
 * The design (utformning) of an insats: every question that a rule may ask, with its answers in Swedish.
 * One table feeds the zod schema, the JSON Schema, the form and the rules' facts, so that none can drift.
 */

export const UNKNOWN = 'unknown';
/** How an unanswered question is shown: missing is never read as yes or no. */
export const UNKNOWN_LABEL = 'Saknas i utformningen';

interface ChoiceField<V extends string> {
  type: 'choice';
  group: DesignGroup;
  label: string;
  help: string;
  choices: Readonly<Record<V, string>>;
}
interface IntegerField {
  type: 'integer';
  group: DesignGroup;
  label: string;
  help: string;
  min: number;
  max: number;
  /** What an explicit "no limit" is called, or undefined where the question has no such answer. */
  none?: string;
}
interface ListField<V extends string> {
  type: 'list';
  group: DesignGroup;
  label: string;
  help: string;
  choices: Readonly<Record<V, string>>;
}

export const designGroups = {
  provider: 'Utförare och villkor',
  access: 'Vem som får ta del',
  documentation: 'Dokumentation',
  child: 'Barn',
  extent: 'Omfattning och slut',
  rights: 'Information och rättigheter',
  followUp: 'Uppföljning och kunskap',
  reach: 'Att hitta och söka',
  safety: 'Trygghet och våld',
  resources: 'Resurser, avgift och samordning',
} as const;
export type DesignGroup = keyof typeof designGroups;

function choice<const V extends string>(group: DesignGroup, label: string, help: string, choices: Record<V, string>): ChoiceField<V> {
  return { type: 'choice', group, label, help, choices };
}
function yesNo(group: DesignGroup, label: string, help: string) {
  return choice(group, label, help, { yes: 'Ja', no: 'Nej' });
}
function integer(group: DesignGroup, label: string, help: string, min: number, max: number, none?: string): IntegerField {
  return none === undefined ? { type: 'integer', group, label, help, min, max } : { type: 'integer', group, label, help, min, max, none };
}
function list<const V extends string>(group: DesignGroup, label: string, help: string, choices: Record<V, string>): ListField<V> {
  return { type: 'list', group, label, help, choices };
}

export const designFields = {
  provider: choice('provider', 'Vem utför insatsen?', 'Kommunen själv eller någon som kommunen har avtal med.', {
    own: 'Kommunen i egen regi',
    lov: 'Privat utförare i valfrihetssystem (LOV)',
    lou: 'Upphandlad privat utförare (LOU)',
    individual_contract: 'Privat utförare med avtal för varje placering (individavtal)',
    partnership: 'Idéburet offentligt partnerskap',
  }),
  conditionsCheckedBy: choice(
    'provider',
    'Vem kontrollerar att personen uppfyller villkoren?',
    'Den som säger ja eller nej när någon vill ta del av insatsen.',
    {
      municipality: 'Kommunen',
      provider: 'Utföraren',
      open_to_all: 'Ingen: insatsen är öppen för alla',
    },
  ),
  conditionsLeaveJudgement: yesNo(
    'provider',
    'Lämnar villkoren utrymme för bedömning?',
    'Nej betyder att svaret följer av villkoren utan att någon väger in omständigheter.',
  ),
  reportingControl: yesNo(
    'provider',
    'Kontrollerar kommunen utförarens redovisning?',
    'Till exempel stickprov, eller avstämning av det som har utförts och betalats.',
  ),
  selectionControl: yesNo('provider', 'Är det säkrat att utföraren inte kan välja bort personer?', 'Utföraren ska ta emot alla som uppfyller villkoren.'),
  dataDuty: yesNo(
    'provider',
    'Ska utföraren lämna uppgifter till nämnden på begäran?',
    'Uppgifter för kvalitetssäkring, administration, uppföljning och utvärdering.',
  ),
  paymentModel: choice(
    'provider',
    'Hur betalas utföraren?',
    'Ersättning per person eller timme ger utföraren starkare skäl att hålla kvar deltagare och att redovisa fler.',
    {
      budget: 'Fast anslag eller rambudget',
      per_person: 'Per deltagare',
      per_hour: 'Per utförd timme eller tillfälle',
      outcome: 'Efter resultat',
    },
  ),

  ageMin: integer('access', 'Lägsta ålder', 'Den ålder som villkoren anger.', 0, 120, 'Ingen åldersgräns nedåt'),
  ageMax: integer('access', 'Högsta ålder', 'Den ålder som villkoren anger.', 0, 120, 'Ingen åldersgräns uppåt'),
  ageLimitReason: choice('access', 'Är åldersgränsen motiverad?', 'Ett berättigat syfte och medel som är lämpliga och nödvändiga.', {
    stated: 'Ja, syfte och medel är beskrivna',
    missing: 'Nej',
    not_applicable: 'Det finns ingen åldersgräns',
  }),
  residence: choice('access', 'Finns villkor om var personen bor?', 'Krav på bosättning kan inte prövas om personen är anonym.', {
    city: 'Ja, i Stockholms stad',
    district: 'Ja, i stadsdelsområdet',
    none: 'Nej',
  }),
  anonymity: choice('access', 'Får deltagaren vara anonym?', 'Anonym betyder att ingen uppgift som kan röja identiteten tas emot.', {
    allowed: 'Ja',
    no: 'Nej',
  }),
  priority: yesNo('access', 'Har personer med störst behov förtur?', 'Ett villkor om förtur, eller platser som är reserverade för dem.'),
  equalTerms: choice('access', 'Gäller samma villkor som i resten av staden?', 'Stadens gemensamma riktlinje, eller ett sakligt skäl att avvika.', {
    city_guideline: 'Ja, enligt stadens riktlinje',
    deviates_with_reason: 'Nej, men ett sakligt skäl är angivet',
    deviates: 'Nej, utan angivet skäl',
    no_guideline: 'Staden har ingen riktlinje',
  }),

  documentation: choice(
    'documentation',
    'Hur dokumenteras genomförandet?',
    'Genomförandet ska dokumenteras även utan behovsprövning. Lagen i kraft kräver faktiska omständigheter och händelser av betydelse (SoL 14:3).',
    {
      full: 'Fullt ut',
      limited: 'Begränsat till det som uppföljningen kräver',
      counselling: 'Rådgivning: inga personliga förhållanden',
      exception: 'Undantag som nämnden beslutar',
      none: 'Ingen dokumentation',
    },
  ),
  exceptionDecision: choice(
    'documentation',
    'Vem har beslutat om undantaget?',
    'Bara nämnden får besluta, för en viss insats och när det finns särskilda skäl.',
    {
      board_per_insats: 'Nämnden, för hela insatsen',
      board_per_person: 'Nämnden, för en enskild person',
      other: 'Någon annan än nämnden',
      not_applicable: 'Inget undantag',
    },
  ),
  exceptionReason: choice('documentation', 'Vilket särskilt skäl anges för undantaget?', 'Skäl som betänkandet nämner, eller ett annat skäl.', {
    violence: 'Våld i nära relationer',
    honour: 'Hedersrelaterat våld och förtryck',
    addiction: 'Skadligt bruk eller beroende',
    prostitution: 'Prostitution eller människohandel',
    open_meeting_place: 'Öppen mötesplats',
    other: 'Annat skäl',
    missing: 'Inget skäl angivet',
    not_applicable: 'Inget undantag',
  }),
  exceptionScope: choice(
    'documentation',
    'Vilka uppgifter omfattar undantaget?',
    'Lagen i kraft: uppgifter som kan röja identiteten. Förslaget: personliga förhållanden. Aldrig uppgifter på gruppnivå.',
    {
      identity: 'Uppgifter som kan röja identiteten',
      personal_circumstances: 'Personliga förhållanden',
      group_data: 'Även uppgifter på gruppnivå',
      not_applicable: 'Inget undantag',
    },
  ),
  groupCounts: yesNo('documentation', 'Räknas deltagare och tillfällen på gruppnivå?', 'Omfattning och resultat, utan uppgift om vem som deltar.'),
  riskDocumented: yesNo('documentation', 'Dokumenteras bedömningar av hot och våld?', 'Gäller vuxna med och utan barn.'),

  reportRoutine: yesNo('child', 'Finns en rutin för orosanmälan?', 'Vem som anmäler och hur, och att anmälan alltid dokumenteras.'),
  childQuestion: yesNo('child', 'Frågar personalen alla vuxna om de har barn?', 'Frågan ställs vid första kontakten.'),
  childRecord: yesNo('child', 'Antecknas risk för barnet och barnets delaktighet?', 'Två uppgifter som behövs även i en kort anteckning.'),
  consentUnder15: choice('child', 'Hur hanteras samtycke för barn under 15 år?', 'Utan vårdnadshavarens samtycke får insatsen inte ges.', {
    guardian: 'Vårdnadshavarens samtycke krävs',
    none: 'Inget samtycke krävs',
    not_applicable: 'Inga barn under 15 år',
  }),
  suitability15to17: choice(
    'child',
    'Hur bedöms om insatsen är lämplig utan vårdnadshavarens samtycke för den som är 15–17 år?',
    'Utan samtycke får insatsen ges bara om det är lämpligt att den ges på det sättet.',
    {
      criteria: 'Kriterier för lämplighet finns',
      guardian: 'Vårdnadshavarens samtycke krävs',
      none: 'Ingen bedömning',
      not_applicable: 'Inga barn 15–17 år',
    },
  ),
  accompanyingChildren: choice('child', 'Vad gäller för barn som följer med?', 'Ett medföljande barn har egna behov och egna rättigheter.', {
    own_assessment: 'Barnet får en egen prövning',
    included: 'Barnet omfattas av den vuxnas insats',
    not_received: 'Barn tas inte emot',
    not_applicable: 'Frågan uppkommer inte',
  }),
  escalation: yesNo('child', 'Finns en väg till utredning när insatsen inte räcker?', 'Utföraren vet när och hur en handläggare kopplas in.'),
  soleMeasure: choice(
    'child',
    'Får insatsen vara den enda åtgärden när ett barn misstänks fara illa?',
    'Misstanke ska alltid leda till anmälan och en prövning av barnets behov.',
    { no: 'Nej', yes: 'Ja' },
  ),
  familyCoordination: yesNo('child', 'Samordnas insatsen med andra enheter som familjen har kontakt med?', 'Enheterna för barn och för vuxna vet om varandra.'),

  ceilingKind: choice('extent', 'Finns ett tak för omfattningen?', 'Högsta antal tillfällen eller timmar.', {
    sessions: 'Tak i antal tillfällen',
    hours: 'Tak i timmar per månad',
    none: 'Inget tak',
  }),
  ceilingAmount: integer('extent', 'Takets storlek', 'Antal tillfällen, eller timmar per månad.', 1, 1000, 'Inget tak'),
  timeLimitMonths: integer('extent', 'Tidsgräns i månader', 'Efter den tiden avslutas insatsen eller prövas på nytt.', 1, 60, 'Ingen tidsgräns'),
  endCriteria: yesNo('extent', 'Finns kriterier för när insatsen avslutas?', 'Så att ingen hålls kvar utan behov.'),
  endDecidedBy: choice('extent', 'Vem avgör att insatsen avslutas?', 'Det ska vara klart på förhand.', {
    together: 'Deltagaren och kommunen tillsammans',
    municipality: 'Kommunen',
    provider: 'Utföraren ensam',
  }),

  rightToApplyInfo: yesNo(
    'rights',
    'Informeras deltagarna om rätten att ansöka om bistånd?',
    'På lämpligt sätt, till var och en som vänder sig till verksamheten.',
  ),
  applyRoute: yesNo(
    'rights',
    'Finns en namngiven väg till ansökan?',
    'Det ska framgå vart personen vänder sig. Den öppna insatsen får inte göra det svårare att få en ansökan prövad.',
  ),
  complaintRoute: yesNo('rights', 'Finns en väg för klagomål?', 'Utan beslut finns inget att överklaga: då behövs en annan väg.'),
  nonDeliveryRoutine: yesNo('rights', 'Är det bestämt vad som händer om insatsen uteblir?', 'Utan beslut rapporteras det inte till IVO om insatsen uteblir.'),
  sipResponsible: choice('rights', 'Vem tar initiativ till samordnad individuell plan (SIP)?', 'Ansvaret ligger annars hos handläggaren.', {
    named: 'En namngiven funktion',
    missing: 'Ingen är utsedd',
    not_applicable: 'Aldrig aktuellt för insatsen',
  }),

  followUpIndicators: yesNo('followUp', 'Finns indikatorer för uppföljning?', 'Ett fåtal, som går att mäta utan personuppgifter.'),
  followUpResponsible: yesNo('followUp', 'Är någon ansvarig för uppföljningen?', 'En funktion, inte en person.'),
  followUpIntervalMonths: integer(
    'followUp',
    'Hur många månader går mellan uppföljningarna?',
    'Socialnämnden ska följa upp fortlöpande.',
    1,
    36,
    'Ingen uppföljning',
  ),
  splitBySex: yesNo('followUp', 'Delas uppföljningen upp på kön?', 'Annars syns inte skillnader mellan kvinnor och män, flickor och pojkar.'),
  splitByDistrict: yesNo('followUp', 'Delas uppföljningen upp på stadsdel?', 'Annars syns inte skillnader i staden.'),
  evidence: choice('followUp', 'Vilket stöd finns för metoden?', 'Vetenskap och beprövad erfarenhet.', {
    studied: 'Studerad för målgruppen',
    experience: 'Beprövad erfarenhet, dokumenterad',
    none: 'Inget känt stöd',
  }),
  pilot: yesNo('followUp', 'Börjar insatsen som ett prov med utvärdering?', 'Ett stegvis införande.'),

  outreach: yesNo('reach', 'Finns uppsökande arbete till dem som är svåra att nå?', ''),
  contactWays: list('reach', 'Hur kan man ta kontakt?', 'Ange alla vägar.', {
    phone: 'Telefon',
    visit: 'Besök',
    web: 'Webb eller e-tjänst',
    chat: 'Chatt',
    video: 'Video',
    sign_language: 'Teckenspråk eller bildtelefoni',
    referral: 'Genom skola, vård eller annan',
  }),
  guide: yesNo('reach', 'Finns någon som hjälper till att hitta rätt?', 'En lots, vägledare eller gemensam ingång.'),
  languages: choice('reach', 'På vilka språk ges information?', '', { several: 'Flera språk och lättläst svenska', swedish_only: 'Bara svenska' }),
  simplifiedAlternative: yesNo('reach', 'Finns förenklad biståndsprövning som alternativ?', 'För den som inte kan söka själv eller vill ha ett beslut.'),
  delivery: choice('reach', 'Hur ges insatsen?', '', { physical: 'På plats', digital: 'Bara digitalt', both: 'Både på plats och digitalt' }),

  violenceQuestion: yesNo('safety', 'Frågar personalen rutinmässigt om våld?', 'Var och en för sig, vid första kontakten.'),
  safetyRoutine: yesNo('safety', 'Finns en rutin för säkerhet och hot?', 'Riskbedömning, trygg kontaktväg och vad som görs vid fara.'),
  separateSettings: choice('safety', 'Hålls våldsutövare och våldsutsatta åtskilda?', 'Lokaler, tider och kontaktvägar.', {
    yes: 'Ja',
    no: 'Nej',
    not_applicable: 'De möts aldrig i insatsen',
  }),
  trainedStaff: yesNo('safety', 'Har personalen utbildning för målgruppen?', 'Till exempel om våld, beroende eller barn som far illa.'),
  suicideRoutine: yesNo('safety', 'Finns en rutin för självmordsrisk?', 'Personalen frågar när det behövs och vet var personen kan få hjälp.'),

  fee: choice('resources', 'Tas en avgift ut?', '', { none: 'Nej', charged: 'Ja, högst självkostnaden' }),
  capacityCeiling: yesNo('resources', 'Finns ett tak för hur många som kan tas emot?', ''),
  queueRule: yesNo('resources', 'Är det bestämt hur kö och hänvisning hanteras?', 'Vem som får vänta, hur länge och vart man annars hänvisas.'),
  budget: choice('resources', 'Finns en budget?', 'Utan budget går det inte att se om kostnaden växer.', {
    ceiling: 'Ja, med ett tak',
    open: 'Ja, utan tak',
    none: 'Nej',
  }),
  stopRule: yesNo('resources', 'Är det bestämt när insatsen begränsas eller dras in?', 'Till exempel om kostnaden eller effekten avviker från planen.'),
  olderAdministration: choice(
    'resources',
    'Är insatsen samordnad med äldreförvaltningen?',
    'Viktigt när samma insats finns för personer över och under 65 år.',
    { yes: 'Ja', no: 'Nej', not_applicable: 'Insatsen finns inte i äldreomsorgen' },
  ),
  regionCoordination: choice('resources', 'Finns en överenskommelse med regionen?', 'När både kommun och region ger insatser till samma person.', {
    agreement: 'Ja',
    none: 'Nej',
    not_applicable: 'Regionen berörs inte',
  }),
} as const;

export type DesignFields = typeof designFields;
export type DesignFieldName = keyof DesignFields;
