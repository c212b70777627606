import type { DesignFieldName, DesignFields } from '../candidate/design-fields.ts';

/** Where on a resident's page a villkor stands, in the order of the page. */
export const residentTopics = {
  who: 'Vem kan få hjälpen?',
  how: 'Så får du hjälpen',
  extent: 'Hur mycket och hur länge?',
  cost: 'Vad kostar det?',
  notes: 'Vad skriver vi ner om dig?',
  children: 'Barn och unga',
  safety: 'Trygghet',
  rights: 'Om du vill ansöka, klaga eller behöver mer',
  behind: 'Så ser vi till att hjälpen håller',
} as const;
export type ResidentTopic = keyof typeof residentTopics;

type ChoiceTexts<V extends string> = Readonly<Record<V, string>>;
export type ResidentList = Readonly<{ all: (labels: string) => string; empty: string }>;
export type ResidentAmount = Readonly<{ number: (n: number) => string; none: string }>;
/** The texts of one question, whichever it is. */
export type ResidentAnswers = ChoiceTexts<string> | ResidentList | ResidentAmount;
type TextsOf<F> = F extends { type: 'choice'; choices: infer C } ? ChoiceTexts<keyof C & string> : F extends { type: 'list' } ? ResidentList : ResidentAmount;
type ResidentTexts = { readonly [K in DesignFieldName]: { readonly topic: ResidentTopic; readonly texts: TextsOf<DesignFields[K]> } };

const months = (n: number) => (n === 1 ? 'en månad' : `${n} månader`);

/** Every answer of the design as a resident reads it, in the order of the page: short sentences, to "du", without the words of the trade. */
export const residentTexts: ResidentTexts = {
  provider: {
    topic: 'how',
    texts: {
      own: 'Kommunen ger hjälpen.',
      lov: 'Ett företag eller en förening ger hjälpen. Du väljer vem.',
      lou: 'Ett företag som kommunen har valt ger hjälpen.',
      individual_contract: 'Ett företag ger hjälpen. Kommunen gör ett avtal för just dig.',
      partnership: 'En förening ger hjälpen tillsammans med kommunen.',
    },
  },
  conditionsCheckedBy: {
    topic: 'who',
    texts: {
      municipality: 'Kommunen ser efter att reglerna stämmer på dig.',
      provider: 'De som ger hjälpen ser efter att reglerna stämmer på dig.',
      open_to_all: 'Alla som hjälpen är till för är välkomna. Ingen kontrollerar dig.',
    },
  },
  conditionsLeaveJudgement: {
    topic: 'who',
    texts: {
      yes: 'Personalen får bedöma om reglerna stämmer på dig.',
      no: 'Stämmer reglerna på dig får du hjälpen. Ingen bedömer något annat.',
    },
  },
  reportingControl: {
    topic: 'behind',
    texts: {
      yes: 'Kommunen kontrollerar att det som redovisas stämmer.',
      no: 'Kommunen kontrollerar inte det som redovisas.',
    },
  },
  selectionControl: {
    topic: 'who',
    texts: {
      yes: 'Ingen som reglerna stämmer på får väljas bort.',
      no: 'Det finns ingen regel som hindrar att någon väljs bort.',
    },
  },
  dataDuty: {
    topic: 'behind',
    texts: {
      yes: 'De som ger hjälpen lämnar uppgifter till nämnden när nämnden behöver dem för att se att hjälpen är bra.',
      no: 'De som ger hjälpen behöver inte lämna uppgifter till nämnden.',
    },
  },
  paymentModel: {
    topic: 'behind',
    texts: {
      budget: 'Verksamheten får en bestämd summa pengar. Summan beror inte på hur många som kommer.',
      per_person: 'Den som ger hjälpen får betalt för varje person.',
      per_hour: 'Den som ger hjälpen får betalt för varje timme eller gång.',
      outcome: 'Den som ger hjälpen får betalt efter hur det går.',
    },
  },

  ageMin: { topic: 'who', texts: { number: (n) => `Du ska ha fyllt ${n} år.`, none: 'Det finns ingen lägsta ålder.' } },
  ageMax: { topic: 'who', texts: { number: (n) => `Du får inte ha fyllt ${n + 1} år.`, none: 'Det finns ingen högsta ålder.' } },
  ageLimitReason: {
    topic: 'who',
    texts: {
      stated: 'Det finns ett skäl till åldersgränsen. Fråga oss om du vill veta vilket.',
      missing: 'Det står inte varför det finns en åldersgräns.',
      not_applicable: 'Det finns ingen åldersgräns att förklara.',
    },
  },
  residence: {
    topic: 'who',
    texts: {
      city: 'Du ska bo i Stockholms stad.',
      district: 'Du ska bo i stadsdelen.',
      none: 'Det spelar ingen roll var du bor.',
    },
  },
  priority: {
    topic: 'who',
    texts: {
      yes: 'De som behöver hjälpen mest får plats först.',
      no: 'Ingen går före någon annan.',
    },
  },
  equalTerms: {
    topic: 'who',
    texts: {
      city_guideline: 'Samma regler gäller i hela Stockholm.',
      deviates_with_reason: 'Reglerna är inte desamma som i resten av Stockholm. Det finns ett skäl till det.',
      deviates: 'Reglerna är inte desamma som i resten av Stockholm.',
      no_guideline: 'Det finns inga gemensamma regler för hela Stockholm.',
    },
  },

  documentation: {
    topic: 'notes',
    texts: {
      full: 'Vi skriver ner hur hjälpen går till.',
      limited: 'Vi skriver bara ner det som behövs för att se om hjälpen fungerar.',
      counselling: 'Det här är rådgivning. Vi skriver inte ner något om ditt privatliv.',
      exception: 'Nämnden har bestämt att vissa uppgifter om dig inte ska skrivas ner.',
      none: 'Vi skriver inte ner hur hjälpen går till.',
    },
  },
  exceptionDecision: {
    topic: 'notes',
    texts: {
      board_per_insats: 'Det gäller alla som får den här hjälpen.',
      board_per_person: 'Det gäller bara en viss person.',
      other: 'Någon annan än nämnden har bestämt det.',
      not_applicable: 'Inga uppgifter är undantagna.',
    },
  },
  exceptionReason: {
    topic: 'notes',
    texts: {
      violence: 'Skälet är att den som är utsatt för våld ska våga komma.',
      honour: 'Skälet är att den som är utsatt för våld eller förtryck i hederns namn ska våga komma.',
      addiction: 'Skälet är att den som har problem med alkohol, droger eller annat beroende ska våga komma.',
      prostitution: 'Skälet är att den som säljer sex eller är utsatt för människohandel ska våga komma.',
      open_meeting_place: 'Skälet är att det är en öppen mötesplats.',
      other: 'Nämnden har ett särskilt skäl för det. Fråga oss om du vill veta vilket.',
      missing: 'Det står inte varför.',
      not_applicable: 'Inga uppgifter är undantagna.',
    },
  },
  exceptionScope: {
    topic: 'notes',
    texts: {
      identity: 'Vi skriver inte ner sådant som visar vem du är.',
      personal_circumstances: 'Vi skriver inte ner sådant som handlar om ditt privatliv.',
      group_data: 'Vi skriver inte heller ner hur många som kommer.',
      not_applicable: 'Inga uppgifter är undantagna.',
    },
  },
  anonymity: {
    topic: 'notes',
    texts: {
      allowed: 'Du får vara anonym. Du behöver inte säga vem du är.',
      no: 'Du kan inte vara anonym. Vi behöver veta vem du är.',
    },
  },
  groupCounts: {
    topic: 'notes',
    texts: {
      yes: 'Vi räknar hur många som kommer och hur ofta. Då skriver vi inte vem som är vem.',
      no: 'Vi räknar inte hur många som kommer.',
    },
  },
  riskDocumented: {
    topic: 'notes',
    texts: {
      yes: 'Om det finns risk för hot eller våld skriver vi ner det.',
      no: 'Vi skriver inte ner om det finns risk för hot eller våld.',
    },
  },

  reportRoutine: {
    topic: 'children',
    texts: {
      yes: 'Personalen vet hur de ska göra om de blir oroliga för ett barn. Då anmäler de det, och anmälan skrivs alltid ner.',
      no: 'Personalen har ingen bestämd plan för vad de gör om de blir oroliga för ett barn.',
    },
  },
  childQuestion: {
    topic: 'children',
    texts: {
      yes: 'Vi frågar alla vuxna om de har barn. Det gör vi första gången vi träffas.',
      no: 'Vi frågar inte vuxna om de har barn.',
    },
  },
  childRecord: {
    topic: 'children',
    texts: {
      yes: 'Om ett barn kan fara illa skriver vi ner det. Vi skriver också ner hur barnet har fått vara med och säga vad det tycker.',
      no: 'Vi skriver inte ner om ett barn kan fara illa.',
    },
  },
  consentUnder15: {
    topic: 'children',
    texts: {
      guardian: 'Är du under 15 år får du hjälpen bara om din vårdnadshavare säger ja. Vårdnadshavare är ofta mamma eller pappa.',
      none: 'Är du under 15 år får du hjälpen även om din vårdnadshavare inte har sagt ja.',
      not_applicable: 'Hjälpen är inte för barn under 15 år.',
    },
  },
  suitability15to17: {
    topic: 'children',
    texts: {
      criteria:
        'Är du 15, 16 eller 17 år kan du få hjälpen utan att din vårdnadshavare säger ja, om det är lämpligt för dig. Det finns regler för när det är det.',
      guardian: 'Är du 15, 16 eller 17 år får du hjälpen bara om din vårdnadshavare säger ja.',
      none: 'Är du 15, 16 eller 17 år bedömer ingen om det är lämpligt att du får hjälpen utan din vårdnadshavare.',
      not_applicable: 'Hjälpen är inte för den som är 15–17 år.',
    },
  },
  accompanyingChildren: {
    topic: 'children',
    texts: {
      own_assessment: 'Har du barn med dig tar vi reda på vad just det barnet behöver.',
      included: 'Har du barn med dig får barnet vara med i din hjälp.',
      not_received: 'Du kan inte ha barn med dig.',
      not_applicable: 'Barn följer inte med.',
    },
  },
  escalation: {
    topic: 'rights',
    texts: {
      yes: 'Räcker hjälpen inte till? Då vet personalen hur du kommer vidare till socialtjänsten.',
      no: 'Det finns ingen bestämd väg vidare om hjälpen inte räcker till.',
    },
  },
  soleMeasure: {
    topic: 'children',
    texts: {
      no: 'Om vi tror att ett barn far illa räcker det inte med den här hjälpen. Då gör socialtjänsten mer.',
      yes: 'Den här hjälpen kan vara det enda som görs när någon tror att ett barn far illa.',
    },
  },
  familyCoordination: {
    topic: 'children',
    texts: {
      yes: 'Har din familj kontakt med andra delar av socialtjänsten? Då planerar vi hjälpen tillsammans med dem.',
      no: 'Vi planerar inte hjälpen tillsammans med andra delar av socialtjänsten.',
    },
  },

  ceilingKind: {
    topic: 'extent',
    texts: {
      sessions: 'Det finns en gräns för hur många gånger du kan få hjälpen.',
      hours: 'Det finns en gräns för hur många timmar du kan få i månaden.',
      none: 'Det finns ingen gräns för hur ofta du kan få hjälpen.',
    },
  },
  ceilingAmount: { topic: 'extent', texts: { number: (n) => `Gränsen är ${n}.`, none: 'Det finns ingen siffra för gränsen.' } },
  timeLimitMonths: {
    topic: 'extent',
    texts: {
      number: (n) => `Du kan få hjälpen i högst ${months(n)}. Sedan slutar den, eller så ser vi efter igen vad du behöver.`,
      none: 'Det finns ingen gräns för hur länge du kan få hjälpen.',
    },
  },
  endCriteria: {
    topic: 'extent',
    texts: {
      yes: 'Det är bestämt vad som gör att hjälpen slutar. Fråga oss om du vill veta mer.',
      no: 'Det är inte bestämt vad som gör att hjälpen slutar.',
    },
  },
  endDecidedBy: {
    topic: 'extent',
    texts: {
      together: 'Du och kommunen kommer tillsammans fram till när hjälpen ska sluta.',
      municipality: 'Kommunen bestämmer när hjälpen ska sluta.',
      provider: 'De som ger hjälpen bestämmer när den ska sluta.',
    },
  },

  rightToApplyInfo: {
    topic: 'rights',
    texts: {
      yes: 'Vi berättar att du också kan ansöka om hjälp och få ett beslut.',
      no: 'Vi berättar inte att du också kan ansöka om hjälp.',
    },
  },
  applyRoute: {
    topic: 'rights',
    texts: {
      yes: 'Vi visar dig var du ansöker. Att du har den här hjälpen gör det inte svårare.',
      no: 'Det är inte bestämt var du ansöker.',
    },
  },
  complaintRoute: {
    topic: 'rights',
    texts: {
      yes: 'Är du inte nöjd kan du klaga. Du får ett svar.',
      no: 'Det finns inget bestämt sätt att klaga.',
    },
  },
  nonDeliveryRoutine: {
    topic: 'rights',
    texts: {
      yes: 'Det är bestämt vad som händer om du inte får den hjälp som du skulle få.',
      no: 'Det är inte bestämt vad som händer om du inte får hjälpen.',
    },
  },
  sipResponsible: {
    topic: 'rights',
    texts: {
      named: 'Får du hjälp både av kommunen och av vården? Då ser vi till att ni kan göra en gemensam plan.',
      missing: 'Ingen är utsedd att göra en gemensam plan för kommunen och vården.',
      not_applicable: 'Det behövs ingen gemensam plan med vården.',
    },
  },

  followUpIndicators: {
    topic: 'behind',
    texts: {
      yes: 'Vi mäter om hjälpen fungerar. I mätningen syns inte vem du är.',
      no: 'Vi mäter inte om hjälpen fungerar.',
    },
  },
  followUpResponsible: {
    topic: 'behind',
    texts: {
      yes: 'Det är bestämt vem i kommunen som ser efter att hjälpen fungerar.',
      no: 'Det är inte bestämt vem som ser efter att hjälpen fungerar.',
    },
  },
  followUpIntervalMonths: {
    topic: 'behind',
    texts: { number: (n) => `Vi ser efter hur hjälpen fungerar. Det går högst ${months(n)} mellan gångerna.`, none: 'Ingen ser efter hur hjälpen fungerar.' },
  },
  splitBySex: {
    topic: 'behind',
    texts: {
      yes: 'Vi ser efter om hjälpen fungerar lika bra för kvinnor och män, flickor och pojkar.',
      no: 'Vi ser inte efter om hjälpen fungerar lika bra för kvinnor och män.',
    },
  },
  splitByDistrict: {
    topic: 'behind',
    texts: {
      yes: 'Vi ser efter om hjälpen fungerar lika bra i alla stadsdelar.',
      no: 'Vi ser inte efter om hjälpen fungerar lika bra i alla stadsdelar.',
    },
  },
  evidence: {
    topic: 'behind',
    texts: {
      studied: 'Forskare har undersökt sättet att hjälpa.',
      experience: 'Sättet att hjälpa bygger på erfarenhet som är nedskriven.',
      none: 'Ingen vet säkert om sättet att hjälpa fungerar.',
    },
  },
  pilot: {
    topic: 'behind',
    texts: {
      yes: 'Vi börjar med att pröva hjälpen. Sedan ser vi efter hur det gick.',
      no: 'Hjälpen börjar utan att prövas först.',
    },
  },

  outreach: {
    topic: 'how',
    texts: {
      yes: 'Vi tar själva kontakt med den som kan behöva hjälpen.',
      no: 'Du tar själv kontakt.',
    },
  },
  contactWays: { topic: 'how', texts: { all: (labels) => `Du kan ta kontakt genom ${labels}.`, empty: 'Det står inte hur du tar kontakt.' } },
  guide: {
    topic: 'how',
    texts: {
      yes: 'Är det svårt att hitta rätt? Då finns det någon som hjälper dig.',
      no: 'Ingen är utsedd att hjälpa dig att hitta rätt.',
    },
  },
  languages: {
    topic: 'how',
    texts: {
      several: 'Informationen finns på flera språk och på lätt svenska.',
      swedish_only: 'Informationen finns bara på svenska.',
    },
  },
  simplifiedAlternative: {
    topic: 'rights',
    texts: {
      yes: 'Kan du inte söka själv, eller vill du ha ett beslut? Då kan du få det på ett enklare sätt än vanligt.',
      no: 'Det finns inget enklare sätt att få ett beslut.',
    },
  },
  delivery: {
    topic: 'how',
    texts: {
      physical: 'Du får hjälpen på plats, när du träffar personalen.',
      digital: 'Du får hjälpen på nätet, inte på plats.',
      both: 'Du kan få hjälpen på plats eller på nätet.',
    },
  },

  violenceQuestion: {
    topic: 'safety',
    texts: {
      yes: 'Vi frågar alla om våld första gången vi träffas. Vi frågar när du är ensam med oss.',
      no: 'Vi frågar inte alla om våld.',
    },
  },
  safetyRoutine: {
    topic: 'safety',
    texts: {
      yes: 'Personalen har en plan för din trygghet. De vet vad de ska göra om det blir farligt.',
      no: 'Personalen har ingen bestämd plan för hot och fara.',
    },
  },
  separateSettings: {
    topic: 'safety',
    texts: {
      yes: 'Den som har utsatts för våld ska inte behöva möta den som har slagit eller hotat.',
      no: 'Den som har utsatts för våld kan möta den som har slagit eller hotat.',
      not_applicable: 'Den som har utsatts för våld möter aldrig den som har slagit eller hotat.',
    },
  },
  trainedStaff: {
    topic: 'safety',
    texts: {
      yes: 'Personalen är utbildad för att möta dig som behöver den här hjälpen.',
      no: 'Personalen har ingen särskild utbildning.',
    },
  },
  suicideRoutine: {
    topic: 'safety',
    texts: {
      yes: 'Mår du så dåligt att du inte vill leva? Personalen kan fråga dig om det, och de vet var du kan få hjälp.',
      no: 'Personalen har ingen bestämd plan för den som inte vill leva.',
    },
  },

  fee: {
    topic: 'cost',
    texts: {
      none: 'Det kostar inget.',
      charged: 'Det kostar. Du betalar aldrig mer än vad hjälpen kostar kommunen.',
    },
  },
  capacityCeiling: {
    topic: 'behind',
    texts: {
      yes: 'Det finns en gräns för hur många som kan få hjälpen samtidigt.',
      no: 'Det finns ingen gräns för hur många som kan få hjälpen.',
    },
  },
  queueRule: {
    topic: 'behind',
    texts: {
      yes: 'Är det fullt? Då är det bestämt hur kön går och vart du kan vända dig i stället.',
      no: 'Det är inte bestämt vad som händer om det är fullt.',
    },
  },
  budget: {
    topic: 'behind',
    texts: {
      ceiling: 'Kommunen har bestämt hur mycket pengar hjälpen högst får kosta.',
      open: 'Kommunen har pengar till hjälpen, utan någon högsta summa.',
      none: 'Kommunen har inga särskilda pengar till hjälpen.',
    },
  },
  stopRule: {
    topic: 'behind',
    texts: {
      yes: 'Det är bestämt när kommunen kan minska hjälpen eller sluta med den.',
      no: 'Det är inte bestämt när kommunen kan minska hjälpen eller sluta med den.',
    },
  },
  olderAdministration: {
    topic: 'behind',
    texts: {
      yes: 'Hjälpen är planerad tillsammans med dem som ansvarar för äldre i Stockholm.',
      no: 'Hjälpen är inte planerad tillsammans med dem som ansvarar för äldre i Stockholm.',
      not_applicable: 'Hjälpen finns inte för äldre.',
    },
  },
  regionCoordination: {
    topic: 'behind',
    texts: {
      agreement: 'Kommunen och regionen har kommit överens om vem som gör vad.',
      none: 'Kommunen och regionen har inte kommit överens om vem som gör vad.',
      not_applicable: 'Regionen har inget med hjälpen att göra.',
    },
  },
};
