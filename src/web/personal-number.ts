/**
 * Twelve or ten digits as people write a Swedish personal identity number, with or without century, hyphen, plus or spaces. What stands
 * directly before and after must not be a digit, so that a longer number is not cut in pieces.
 */
const candidates = /(?<!\d)(?<century>(?:18|19|20))?(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})(?: ?[-+\u2010-\u2015\u2212] ?| )?(?<serial>\d{4})(?!\d)/g;

/** The checksum of Skatteverket: every other of the ten digits doubled, digits of the products summed. */
function checksumHolds(ten: string): boolean {
  const sum = [...ten].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === 0;
}

/** A samordningsnummer has 60 added to the day. Without a century any that makes the date exist will do (29 February). */
function dateExists(century: string | undefined, year: string, month: string, day: string): boolean {
  const number = Number(day);
  const date = number > 60 ? number - 60 : number;
  return (century === undefined ? ['18', '19', '20'] : [century]).some((first) => {
    const made = new Date(Date.UTC(Number(`${first}${year}`), Number(month) - 1, date));
    return made.getUTCMonth() === Number(month) - 1 && made.getUTCDate() === date;
  });
}

/**
 * The first personnummer or samordningsnummer in a text, as it was written; null where there is none. Only what has a date that exists and
 * a correct checksum counts, so that ordinary figures pass.
 */
export function findPersonalNumber(text: string): string | null {
  for (const match of text.matchAll(candidates)) {
    const { century, year = '', month = '', day = '', serial = '' } = match.groups ?? {};
    if (serial.startsWith('000')) continue;
    if (dateExists(century, year, month, day) && checksumHolds(`${year}${month}${day}${serial}`)) return match[0];
  }
  return null;
}
