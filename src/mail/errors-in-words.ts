const words: Readonly<Record<string, string>> = {
  EAUTH: 'E-postservern tar inte emot namnet eller lösenordet i SMTP_URL.',
  ENOAUTH: 'E-postservern vill ha ett namn och ett lösenord i SMTP_URL.',
  ETLS: 'E-postservern erbjuder ingen säker anslutning (TLS), eller så går den inte att lita på.',
  ESOCKET: 'E-postservern går inte att nå, eller så går dess certifikat inte att lita på.',
  ECONNECTION: 'E-postservern går inte att nå.',
  ETIMEDOUT: 'E-postservern svarar inte i tid.',
  EDNS: 'E-postserverns namn i SMTP_URL finns inte.',
};

/** Why a letter did not go, and what to look at. The code stands beside it for whoever runs the server. */
export function errorInWords(code: string): string {
  const [kind = '', response = ''] = code.split(' ');
  const said =
    words[kind] ?? (response.startsWith('5') ? 'E-postservern tar inte emot mottagarens eller avsändarens adress.' : 'E-postservern tog inte emot brevet.');
  return code === '' ? 'Försöken tog slut.' : `${said} (${code})`;
}
