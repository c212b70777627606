/** What each fact is called in a sentence. Design questions are quoted as the form asks them; everything else has its own words here. */

/** A clause for every value: "barn följer med". */
export interface Clauses {
  style: 'clauses';
  says: Readonly<Record<string, string>>;
  /** The opposite of a value, where "det gäller inte att …" reads badly. */
  not?: Readonly<Record<string, string>>;
}
/** A subject that has a value: "insatsens slag är …". */
export interface Subject {
  style: 'subject';
  subject: string;
  /** "år" in "minst 15 år". */
  unit?: string;
}
/** How many there are of something: "ingen flagga hindrar", "minst en flagga hindrar", and for other numbers a subject. */
export interface Count {
  style: 'count';
  none: string;
  some: string;
  subject: string;
}
/** How many of the target group are something: "alla i målgruppen är under 18 år". */
export interface Share {
  style: 'share';
  who: string;
}
export type Phrase = Clauses | Subject | Share | Count;

const clauses = (says: Record<string, string>, not: Record<string, string> = {}): Clauses => ({ style: 'clauses', says, not });
const flag = (yes: string, no: string): Clauses => clauses({ true: yes, false: no });
const asked = (yes: string, no: string, about: string): Clauses => clauses({ yes, no, unknown: `det är okänt om ${about}` }, { yes: no, no: yes });
const counted = (none: string, some: string, subject: string): Count => ({ style: 'count', none, some, subject });
const share = (who: string): Share => ({ style: 'share', who });
const subject = (text: string, unit?: string): Subject =>
  unit === undefined ? { style: 'subject', subject: text } : { style: 'subject', subject: text, unit };

export const factPhrases: Readonly<Record<string, Phrase>> = {
  'insats.kind': subject('insatsens slag'),
  'insats.area': subject('verksamhetsområdet'),
  'insats.otherLaw': clauses({
    none: 'ingen annan lag reglerar insatsen',
    'bostadsanpassning-2018-222': 'insatsen regleras i lagen (2018:222) om bostadsanpassningsbidrag',
    'trafikforordning-1998-1276': 'insatsen regleras i trafikförordningen (1998:1276)',
    'befogenheter-2009-47': 'insatsen regleras i lagen (2009:47) om vissa kommunala befogenheter',
    'medling-2002-445': 'insatsen regleras i lagen (2002:445) om medling med anledning av brott',
    'personligt-ombud-2013-522': 'insatsen regleras i förordningen (2013:522) om statsbidrag till verksamhet med personligt ombud',
  }),
  'insats.counselling': flag('insatsen är rådgivning', 'insatsen är inte rådgivning'),
  'insats.treatment': flag('insatsen är av behandlingskaraktär', 'insatsen är inte av behandlingskaraktär'),
  'insats.format': clauses({
    individual: 'insatsen ges bara enskilt',
    group: 'insatsen ges bara i grupp',
    both: 'insatsen ges både enskilt och i grupp',
    none: 'insatsen ges varken enskilt eller i grupp',
  }),
  'insats.manualBased': flag('insatsen följer en manual', 'insatsen följer ingen manual'),
  'insats.roundTheClock': flag('insatsen ges dygnet runt', 'insatsen ges inte dygnet runt'),
  'insats.childReach': clauses({
    direct: 'insatsen vänder sig direkt till barn',
    through_adult: 'insatsen når barn genom en vuxen',
    none: 'insatsen når inte barn',
  }),
  'insats.violence': flag('insatsen gäller våld', 'insatsen gäller inte våld'),
  'insats.honour': flag('insatsen gäller hedersrelaterat våld och förtryck', 'insatsen gäller inte hedersrelaterat våld och förtryck'),
  'insats.digitalOnly': flag('insatsen ges bara digitalt', 'insatsen ges inte bara digitalt'),
  'insats.regionShared': flag('regionen har eget ansvar för samma behov', 'regionen har inget eget ansvar för samma behov'),
  'insats.feeListed': flag('avgift får tas ut för insatsen enligt SoL 32:1', 'insatsen finns inte bland dem som avgift får tas ut för enligt SoL 32:1'),
  'insats.givenCount': subject('antalet kommuner i landet som ger insatsen'),
  'insats.privateShare': subject('andelen kommuner i landet som ger insatsen i enskild regi', 'procent'),
  'insats.withoutDecisionCount': subject('antalet kommuner i landet som ger insatsen utan beslut'),
  'insats.withoutDecisionShare': subject('andelen kommuner i landet som ger insatsen utan beslut', 'procent'),

  'group.ageMin': subject('målgruppens lägsta ålder', 'år'),
  'group.ageMax': subject('målgruppens högsta ålder (120 år betyder ingen gräns)', 'år'),
  'group.role': clauses(
    {
      self: 'insatsen riktas till personen själv',
      guardian: 'insatsen riktas till vårdnadshavare',
      family: 'insatsen riktas till hela familjen',
      relative: 'insatsen riktas till anhöriga',
      foster_home: 'insatsen riktas till familjehem',
      perpetrator: 'insatsen riktas till den som utövar våld',
    },
    { family: 'insatsen riktas inte till hela familjen på en gång' },
  ),
  'group.minors': share('under 18 år'),
  'group.under15': share('under 15 år'),
  'group.age15to17': share('15–17 år'),
  'group.age18to20': share('18–20 år'),
  'group.over65': share('över 65 år'),
  'group.childrenAtHome': asked('målgruppen har barn i hemmet', 'målgruppen har inte barn i hemmet', 'målgruppen har barn i hemmet'),
  'group.accompanyingChild': flag('barn följer med den vuxna', 'inga barn följer med den vuxna'),
  'group.violence': clauses(
    {
      exposed: 'målgruppen är våldsutsatt',
      perpetrator: 'målgruppen utövar våld',
      none: 'målgruppen beskrivs varken som våldsutsatt eller som våldsutövare',
    },
    {
      exposed: 'målgruppen beskrivs inte som våldsutsatt',
      perpetrator: 'målgruppen beskrivs inte som våldsutövare',
      none: 'målgruppen beskrivs som våldsutsatt eller som våldsutövare',
    },
  ),
  'group.honour': flag('målgruppen berörs av hedersrelaterat våld och förtryck', 'målgruppen beskrivs inte med hedersrelaterat våld och förtryck'),
  'group.prostitution': flag('målgruppen berörs av prostitution eller människohandel', 'målgruppen beskrivs inte med prostitution eller människohandel'),
  'group.addiction': flag('målgruppen har ett skadligt bruk eller beroende', 'målgruppen beskrivs inte med skadligt bruk eller beroende'),
  'group.disability': clauses(
    {
      physical_or_intellectual: 'målgruppen har en fysisk eller intellektuell funktionsnedsättning',
      mental: 'målgruppen har en psykisk funktionsnedsättning',
      none: 'målgruppen beskrivs inte med någon funktionsnedsättning',
    },
    {
      physical_or_intellectual: 'målgruppen beskrivs inte med någon fysisk eller intellektuell funktionsnedsättning',
      mental: 'målgruppen beskrivs inte med någon psykisk funktionsnedsättning',
      none: 'målgruppen beskrivs med en funktionsnedsättning av något slag',
    },
  ),
  'group.homeless': flag('målgruppen är hemlös', 'målgruppen beskrivs inte som hemlös'),
  'group.placed': flag('målgruppen är placerade barn', 'målgruppen är inte placerade barn'),
  'group.reducedAbility': flag('målgruppen har svårt att själv söka hjälp', 'målgruppen beskrivs inte med svårigheter att själv söka hjälp'),
  'group.hardToReach': flag('målgruppen är svår att nå', 'målgruppen beskrivs inte som svår att nå'),
  'group.compositeNeeds': flag('målgruppen har sammansatta behov', 'målgruppen beskrivs inte med sammansatta behov'),

  'basis.id': clauses({
    'sol-2025-400': 'den rättsliga grunden är socialtjänstlagen (2025:400)',
    'sou-2020-47': 'den rättsliga grunden är lagförslaget i SOU 2020:47',
  }),

  'district.givenToday': asked('stadsdelen ger insatsen i dag', 'stadsdelen ger inte insatsen i dag', 'stadsdelen ger insatsen i dag'),
  'district.withoutDecisionToday': asked(
    'stadsdelen ger insatsen utan beslut i dag',
    'stadsdelen ger inte insatsen utan beslut i dag',
    'stadsdelen ger insatsen utan beslut i dag',
  ),
  'district.privateToday': asked(
    'insatsen ges i enskild regi i stadsdelen i dag',
    'insatsen ges inte i enskild regi i stadsdelen i dag',
    'insatsen ges i enskild regi i stadsdelen i dag',
  ),
  'district.wishesOpen': asked(
    'stadsdelen vill ge insatsen utan beslut',
    'stadsdelen vill inte ge insatsen utan beslut',
    'stadsdelen vill ge insatsen utan beslut',
  ),

  'city.openToday': flag('Stockholms rapport nämner insatsen som öppen i dag', 'Stockholms rapport nämner inte insatsen som öppen i dag'),
  'city.wishDistricts': subject('antalet stadsdelar (av 13) som i fritext vill ge insatsen utan beslut'),
  'city.wishCategoryShare': subject('andelen stadsdelar (av 13) som vill ge insatser i kategorin utan beslut', 'procent'),
  'city.evidence': flag(
    'Socialstyrelsen 2019 beskriver stöd för att erbjuda insatsen öppet',
    'Socialstyrelsen 2019 beskriver inget stöd för att erbjuda insatsen öppet',
  ),
  'city.countyPrivateShare': subject('andelen insatser i länet i enskild regi, eller i både kommunal och enskild,', 'procent'),
  'city.followUpShare': subject('andelen kommuner som använder systematisk uppföljning inom området', 'procent'),

  'design.private': asked('någon annan än kommunen utför insatsen', 'kommunen utför insatsen själv', 'någon annan än kommunen utför insatsen'),
  'design.contactWayCount': subject('antalet kontaktvägar'),

  'law.verdict': subject('lagens svar'),
  'flags.blocking': counted('ingen flagga hindrar', 'minst en flagga hindrar', 'antalet flaggor som hindrar'),
  'flags.high': counted('ingen flagga har hög risk', 'minst en flagga har hög risk', 'antalet flaggor med hög risk'),
  'flags.medium': counted('ingen flagga har medelhög risk', 'minst en flagga har medelhög risk', 'antalet flaggor med medelhög risk'),
  'flags.highUnclearable': counted(
    'varje flagga som hindrar eller har hög risk kan klaras med en annan utformning',
    'minst en flagga som hindrar eller har hög risk kan ingen utformning klara',
    'antalet flaggor som hindrar eller har hög risk, och som ingen utformning klarar,',
  ),
  'flags.cityAdvice': flag('staden har avrått från att öppna insatsen', 'staden har inte avrått från att öppna insatsen'),
  'signals.practice': flag(
    'insatsen är vanlig utan beslut i landet, eller öppen i Stockholm i dag',
    'insatsen är varken vanlig utan beslut i landet eller öppen i Stockholm i dag',
  ),
};

/** A number of the design in a comparison; its other answers are quoted as the form has them. */
export const designAmounts: Readonly<Record<string, Subject>> = {
  ageMin: subject('villkorens lägsta ålder', 'år'),
  ageMax: subject('villkorens högsta ålder', 'år'),
  ceilingAmount: subject('takets storlek'),
  timeLimitMonths: subject('tidsgränsen', 'månader'),
  followUpIntervalMonths: subject('tiden mellan uppföljningarna', 'månader'),
};
