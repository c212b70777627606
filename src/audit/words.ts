/** Everything that the trail tells of, in Swedish. A new kind of change is given its words here before it can be recorded. */
export const actionWords = {
  login: 'Loggade in',
  'login.refused': 'Inloggning nekad',
  logout: 'Loggade ut',
  'logout.everywhere': 'Loggade ut överallt',
  'account.create': 'Skapade konto',
  'account.change': 'Ändrade kontots namn eller roller',
  'account.link': 'Gav ut engångslänk',
  'account.password': 'Valde lösenord',
  'account.shut': 'Stängde konto',
  'account.open': 'Öppnade konto',
  'proposal.view': 'Läste förslag',
  'proposal.create': 'Skapade förslag',
  'proposal.version': 'Sparade ny version',
  'proposal.reassess': 'Sparade omprövning som ny version',
  'proposal.ready': 'Markerade version som klar',
  'proposal.unready': 'Tog bort markeringen klar',
  'line.save': 'Ändrade rad',
  'line.add': 'Lade till rad',
  'line.remove': 'Tog bort rad',
  'line.restore': 'Lade tillbaka rad',
  'lines.change': 'Ändrade många rader',
  'lines.undo': 'Ångrade ändring av många rader',
  'text.save': 'Sparade text i dokumentet',
  'outline.save': 'Sparade dokumentets rubriker',
  'scenario.save': 'Sparade räkneexempel',
  'scenario.remove': 'Tog bort räkneexempel',
  'current_state.save': 'Ändrade nuläge',
  'current_state.bulk': 'Gav många insatser samma svar',
  'current_state.take_over': 'Ersatte svar med ett tidigare',
  'current_state.undo': 'Ångrade svar i nuläget',
  'current_state.import': 'Läste in nuläge från fil',
  'current_state.import_undo': 'Ångrade inläst fil',
  'city.export': 'Beställde filer för hela staden',
  'city.fetch': 'Hämtade filer för hela staden',
  'example.load': 'Lade in exempeldata',
  'example.remove': 'Tog bort exempeldata',
  'trail.export': 'Tog ut loggen',
  'proposal.weed': 'Gallrade utkast',
  'retention.run': 'Gallrade',
} as const;

export type AuditAction = keyof typeof actionWords;
export const auditActions = Object.keys(actionWords) as AuditAction[];

/** What sorts of things the trail tells of. */
export const objectWords: Readonly<Record<string, string>> = {
  account: 'Konto',
  proposal: 'Förslag',
  line: 'Rad',
  bulk_change: 'Många rader',
  text: 'Text',
  scenario: 'Räkneexempel',
  current_state: 'Nuläge',
  current_state_import: 'Inläst fil',
  city_export: 'Filer för hela staden',
  example: 'Exempeldata',
  trail: 'Loggen',
  retention: 'Gallring',
};

/** An action in words; one that only another version of the program knows is told by its name. */
export const actionInWords = (action: string): string => new Map<string, string>(Object.entries(actionWords)).get(action) ?? action;
export const objectInWords = (type: string): string => objectWords[type] ?? type;
