/** Why nobody was logged in, with the status and what the person is told. */
export const loginRefusals = {
  provider_down: {
    status: 503,
    title: 'Stadens inloggning svarar inte',
    text: 'Insatsplan når inte stadens inloggning just nu. Vänta några minuter och försök igen. Den som har ett lösenord här kan logga in med det.',
  },
  cancelled: { status: 403, title: 'Inloggningen avbröts', text: 'Stadens inloggning släppte inte igenom dig, eller så avbröt du. Du kan försöka igen.' },
  not_ours: {
    status: 400,
    title: 'Inloggningen hör inte hit',
    text: 'Svaret från stadens inloggning hör inte till något som påbörjades i den här webbläsaren de senaste tio minuterna. Börja om härifrån.',
  },
  not_proven: {
    status: 401,
    title: 'Inloggningen gick inte att bekräfta',
    text: 'Svaret från stadens inloggning gick inte att bekräfta, eller var redan använt. Börja om härifrån. Händer det igen: be den som sköter Insatsplan läsa serverns logg.',
  },
  no_role: {
    status: 403,
    title: 'Du har ingen roll i Insatsplan',
    text: 'Stadens inloggning vet vem du är, men du har inte fått någon roll i Insatsplan. Be din chef eller den som sköter stadens behörigheter om en.',
  },
  no_email: {
    status: 403,
    title: 'Din e-postadress saknas',
    text: 'Stadens inloggning lämnade ingen e-postadress för dig. Be den som sköter stadens behörigheter att lägga till den.',
  },
  email_taken: {
    status: 409,
    title: 'Din e-postadress har redan ett konto här',
    text: 'Ett annat konto i Insatsplan har samma e-postadress. De två slås inte ihop av sig själva. Logga in med det kontots lösenord, eller be en administratör om hjälp.',
  },
  shut: {
    status: 403,
    title: 'Ditt konto är stängt',
    text: 'En administratör har stängt ditt konto i Insatsplan. Be en administratör att öppna det om du behöver det.',
  },
} as const;
export type LoginRefusal = keyof typeof loginRefusals;

/** A login by way of the city that came to nothing. The message is for the server's log. */
export class RefusedLogin extends Error {
  override readonly name = 'RefusedLogin';
  readonly why: LoginRefusal;

  constructor(why: LoginRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}
