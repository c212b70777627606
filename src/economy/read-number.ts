import { type Assumption, assumptions } from './scenario.ts';

/** What a person may write after a number, by assumption; the unit stands beside the field anyway. */
const suffixes: Readonly<Record<Assumption, RegExp>> = {
  people: /(?:personer|pers)\.?$/i,
  assessmentHours: /(?:timmar|timme|tim|h)\.?$/i,
  hourCost: /(?:kronor|kr)\.?(?:\/(?:h|tim|timme))?$/i,
  insatsCost: /(?:kronor|kr)\.?$/i,
  demandChange: /(?:%|procent)$/i,
  avoidedCost: /(?:kronor|kr)\.?$/i,
};
/** Digits, in threes where there are spaces, and decimals after a comma. */
const swedish = /^([-−–+]?) ?(\d{1,12}|\d{1,3}(?: \d{3})+)(?:,(\d+))?$/;
const shown = new Intl.NumberFormat('sv-SE');

/** A number as Swedes write it ("1 250,5", "12 %"), null where nothing is written, or a text that says what is wrong. Nothing is guessed. */
export function readNumber(written: string, assumption: Assumption): number | null | string {
  const { min, max, decimals } = assumptions[assumption];
  const text = written.replaceAll(/[\s\u00a0\u2007\u202f]+/g, ' ').trim();
  if (text === '') return null;
  const bare = text.replace(suffixes[assumption], '').trim();
  const [, sign = '', whole, fraction = ''] = swedish.exec(bare) ?? [];
  if (whole === undefined) return unreadable(bare);
  if (fraction.length > decimals) return decimals === 0 ? 'Skriv ett helt tal.' : `Skriv högst ${decimals} decimaler.`;
  const size = Number(`${whole.replaceAll(' ', '')}.${fraction || '0'}`);
  const value = (sign === '' || sign === '+' ? size : -size) + 0;
  if (value >= min && value <= max) return value;
  return min === 0 && value < 0 ? 'Talet kan inte vara mindre än noll.' : `Skriv ett tal från ${shown.format(min)} till ${shown.format(max)}.`;
}

function unreadable(text: string): string {
  if (/^[-−–+]?[\d ]+\.\d+$/.test(text)) return 'Skriv decimaler med komma, till exempel 12,5, och tusental med mellanslag, till exempel 1 250.';
  if (/\d\s?[-−–]\s?\d/.test(text)) return 'Skriv det lägre talet i fältet Lägst och det högre i fältet Högst.';
  return 'Skriv bara ett tal, till exempel 1 250 eller 12,5.';
}

/** A number as the field shows it again; `readNumber` reads it as the same number. */
export const writtenNumber = (value: number): string => shown.format(value);
