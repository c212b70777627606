/**
 * The kind of an insats: a closed list that keeps apart what the law keeps apart (the first block, whose verdicts
 * rest on SoL 2025:400 11:5 and SOU 2020:47 s. 694) and, for the rest, what the risk rules keep apart.
 * `feeListed`: an insats for which SoL 32:1 allows a fee.
 */
export interface KindInfo {
  label: string;
  description: string;
  feeListed: boolean;
}

const kind = (label: string, description: string, feeListed = false): KindInfo => ({ label, description, feeListed });

export const kinds = {
  kontaktperson: kind('Kontaktperson', 'Person som nämnden utser att hjälpa den enskilde och de närmaste i personliga angelägenheter.'),
  kontaktfamilj: kind('Kontaktfamilj', 'Familj som nämnden utser att hjälpa den enskilde och de närmaste.'),
  sarskilt_kvalificerad_kontaktperson: kind(
    'Särskilt kvalificerad kontaktperson',
    'För den som är under 21 år och riskerar skadligt bruk, brott eller annat socialt nedbrytande beteende.',
  ),
  umgangeskontaktperson: kind('Umgängeskontaktperson', 'Person som medverkar när ett barn träffar en förälder.'),
  familjehem: kind('Familjehem', 'Enskilt hem som på nämndens uppdrag tar emot barn eller vuxna för vård; även behandlingsfamiljer och konsulentstödda hem.'),
  jourhem: kind('Jourhem', 'Enskilt hem som vid upprepade tillfällen tar emot barn för tillfällig vård.'),
  stodboende: kind('Stödboende', 'Eget boende med individanpassat stöd; i lagens mening bara för 16–20 år.'),
  hvb: kind('Hem för vård eller boende (HVB)', 'Hem som tar emot enskilda för vård eller behandling i förening med boende.'),
  sarskilt_ungdomshem: kind('Särskilt ungdomshem', 'Statens institutionsstyrelses hem för unga som behöver stå under särskilt noggrann tillsyn.'),
  lvm_hem: kind('LVM-hem', 'Statens hem för vård med stöd av lagen om vård av missbrukare i vissa fall.'),
  hem_for_viss_annan_heldygnsvard: kind('Hem för viss annan heldygnsvård', 'Enskild verksamhet med heldygnsvård som kräver tillstånd men inte är HVB.'),
  sarskilt_boende_aldre: kind('Särskilt boende för äldre', 'Särskild boendeform för äldre som behöver omvårdnad och särskilt stöd.'),
  bistandsbedomt_trygghetsboende: kind(
    'Biståndsbedömt trygghetsboende eller servicehus',
    'Särskild boendeform för äldre som främst behöver insatser i boendet och hjälp att bryta oönskad isolering.',
  ),
  bostad_med_sarskilt_stod: kind(
    'Bostad med särskilt stöd',
    'Boende som kommunen inrättar för personer med betydande svårigheter i livsföringen, till exempel gruppboende.',
  ),
  skyddat_boende: kind('Skyddat boende', 'Tillfällig heldygnsvistelse med individanpassat stöd för den som behöver skydd mot hot, våld eller andra övergrepp.'),
  korttidsboende: kind('Korttidsboende, korttidsplats eller växelvård', 'Tillfällig vistelse dygnet runt, inte ett stadigvarande boende.'),
  tillfalligt_boende: kind('Tillfälligt boende, jourlägenhet eller akutboende', 'Tak över huvudet för en kortare tid, utan vård eller behandling.'),
  traningsboende: kind('Tränings- eller försökslägenhet', 'Lägenhet med boendestöd under en övergångstid.'),
  bostadsmodell: kind('Bostad först, boendetrappa eller övergångskontrakt', 'Vägar till en egen bostad, med eller utan stöd.'),
  bostadsfortur: kind('Förtur till bostad', 'Företräde till bostad av sociala skäl.'),
  ekonomisk_hjalp: kind('Ekonomisk hjälp', 'Ekonomiskt bistånd eller annan hjälp i pengar.'),
  kontant_ersattning: kind('Kontant ersättning i stället för insats', 'Pengar som betalas för omvårdnad eller för kostnader i samband med en insats.'),
  annan_lag: kind('Regleras i annan lag', 'Insats som en annan lag än socialtjänstlagen styr.'),
  servicetjanst: kind('Servicetjänst (fixartjänst)', 'Praktisk hjälp för att förebygga skador, olycksfall eller ohälsa; inte personlig omvårdnad.'),
  hjalpmedel: kind('Hjälpmedel', 'Saker som underlättar för den som har svårt att se, höra, minnas, äta eller kommunicera; också assistanshund.'),

  radgivning: kind('Rådgivning', 'Råd och upplysningar, även mer omfattande råd i en viss situation.'),
  familjeradgivning: kind('Familjerådgivning', 'Samtal som hjälper par och familjer att bearbeta samlevnadskonflikter.', true),
  samarbetssamtal: kind('Samarbetssamtal', 'Samtal för att föräldrar ska bli eniga om vårdnad, boende, umgänge och försörjning.'),
  samtalsstod: kind('Samtalsstöd', 'Stödsamtal utan särskild manual, enskilt eller i grupp.'),
  krisstod: kind('Krisstöd', 'Tidsbegränsat stöd i en akut situation.'),
  familjestod: kind('Familjestöd eller familjebehandling', 'Stöd eller behandling till hela familjen, utan manual eller i hemmet.'),
  manualbaserad_behandling: kind('Manualbaserad behandling', 'Strukturerad behandling eller terapi enligt en metod.'),
  foraldraskapsstod: kind('Föräldraskapsstöd', 'Föräldragrupper och föräldraprogram.'),
  adoptionsutbildning: kind('Föräldrautbildning inför adoption', 'Utbildning som krävs inför internationell adoption.', true),
  stodgrupp: kind('Stödgrupp eller stödprogram', 'Grupp eller program med stöd och kunskap, inte behandling.'),
  motesplats: kind('Mötesplats eller träffpunkt', 'Öppen verksamhet som man besöker när man vill.'),
  uppsokande: kind('Uppsökande arbete', 'Socialtjänsten tar själv kontakt.'),
  forebyggande_program: kind('Förebyggande program', 'Program för grupper av barn eller unga, ofta i skolan.'),
  information_utbildning: kind('Information och utbildning', 'Informationsinsatser, kurser och utbildningar.'),
  hemtjanst_omvardnad: kind('Hemtjänst: omvårdnad', 'Personlig omvårdnad och hemtjänst i stort.', true),
  hemtjanst_service: kind('Hemtjänst: service', 'Städning, tvätt, inköp, mat och ärenden.', true),
  boendestod: kind('Boendestöd', 'Stöd i det egna hemmet för att klara vardagen.', true),
  ledsagning: kind('Ledsagning och följeslagare', 'Sällskap och hjälp utanför hemmet.', true),
  avlosning: kind('Avlösning', 'Avlastning i hemmet för den som vårdar en närstående.', true),
  dagverksamhet: kind('Dagverksamhet', 'Verksamhet på dagtid utanför hemmet.', true),
  korttidstillsyn: kind('Korttidstillsyn', 'Tillsyn före och efter skolan och på lov.'),
  assistansliknande: kind('Hjälp i assistansliknande form', 'Omfattande personlig hjälp till barn.', true),
  sysselsattning: kind('Sysselsättning', 'Daglig sysselsättning.', true),
  arbetsstod: kind('Stöd till arbete eller studier', 'Arbetscoachning, IPS och liknande.'),
  trygghetslarm: kind('Trygghetslarm och trygghetsskapande teknik', 'Larm, kamera, GPS och annan teknik för trygghet.', true),
  hjalpmedelsinstruktion: kind('Instruktör för syn och hörsel, kognitivt stöd', 'Hjälp att lära sig klara vardagen; inte själva hjälpmedlet.'),
  samordning: kind('Samordning', 'Case management, nätverksmöten, team och sociala insatsgrupper.'),
  avhopparprogram: kind(
    'Avhopparprogram',
    'Samlat stöd till den som vill lämna ett kriminellt eller extremistiskt sammanhang. Finns inte i SKR:s lista, men staden har tagit ställning till det.',
  ),
  praktiskt_stod: kind('Praktiskt stöd', 'Hjälp i kontakt med myndigheter och vård, vid flytt och byte av bostad.'),
  sakerhetsplanering: kind('Säkerhetsplanering och partnerkontakt', 'Genomgång av säkerhet och kontakt med den som utsätts.'),
  traning_halsa: kind('Träning, hälsa och kultur', 'Fysisk och kognitiv träning, friskvård, musik, dans och massage.'),
  resor_sallskap: kind('Transport och medföljare', 'Transporter och sällskap på resa.', true),
  kamratstod: kind('Kamratstöd (peer support)', 'Stöd från den som har egen erfarenhet.'),
} as const satisfies Record<string, KindInfo>;

export type Kind = keyof typeof kinds;
export const kindIds = Object.keys(kinds) as [Kind, ...Kind[]];
export const isKind = (id: string): id is Kind => Object.hasOwn(kinds, id);
