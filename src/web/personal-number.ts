/**
 * Eight or six digits of a date, a mark that some leave out, and four digits: nothing but the checksum and the date tells such a run
 * from another number. Days of 61–91 are samordningsnummer.
 */
const candidates = /(?<!\d)(\d{2})?(\d{2})(\d{2})(\d{2}) ?[-+–−‐‑]? ?(\d{4})(?!\d)/gu;

/** The first Swedish personnummer or samordningsnummer of a text, with or without century and mark, whose date and checksum hold; else null. */
export function findPersonalNumber(text: string): string | null {
  const found = [...text.matchAll(candidates)].find(([, century, year = '', month = '', day = '', last = '']) => {
    return hasChecksum(`${year}${month}${day}${last}`) && centuries(century).some((first) => isDate(Number(`${first}${year}`), Number(month), Number(day)));
  });
  return found?.[0] ?? null;
}

/** Without a written century any of them may be meant. */
const centuries = (written: string | undefined): string[] => ['18', '19', '20'].filter((known) => written === undefined || written === known);

function isDate(year: number, month: number, day: number): boolean {
  const dayOfBirth = day > 60 ? day - 60 : day;
  const date = new Date(Date.UTC(year, month - 1, dayOfBirth));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfBirth;
}

/** Luhn's sum over ten digits: every other digit doubled, from the first. */
function hasChecksum(digits: string): boolean {
  const sum = [...digits].map((digit, i) => Number(digit) * (i % 2 === 0 ? 2 : 1)).reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}
