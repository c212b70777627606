import { passwordLengths } from './password.ts';

/** What passwords are most often built of, in Swedish and English: such words count for nothing. */
const common = [
  ...['insatsplan', 'socialtjänst', 'socialtjanst', 'stockholm', 'stadsdel', 'sverige', 'sweden', 'göteborg', 'malmö', 'lösenord', 'losenord', 'hemligt'],
  ...['sommar', 'vinter', 'höst', 'vår', 'januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober', 'november'],
  ...['december', 'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag', 'söndag', 'välkommen', 'valkommen', 'hejsan', 'hejhej', 'hallå', 'älskling'],
  ...['älskar', 'fotboll', 'hammarby', 'djurgården', 'djurgarden', 'mamma', 'pappa', 'password', 'passw', 'welcome', 'letmein', 'iloveyou', 'admin'],
  ...['administrator', 'login', 'master', 'monkey', 'dragon', 'princess', 'sunshine', 'football', 'baseball', 'superman', 'batman', 'shadow', 'secret'],
  ...['changeme', 'default', 'trustno', 'whatever', 'hello', 'summer', 'winter', 'spring', 'autumn', 'qwerty', 'azerty'],
];
/** Keys and letters in the order that fingers and children know. */
const rows = ['qwertyuiopå', 'asdfghjklöä', 'zxcvbnm', '1234567890', 'abcdefghijklmnopqrstuvwxyzåäö', '1q2w3e4r5t6y7u8i9o0p', 'qazwsxedcrfvtgbyhnujmik'];
const orders = rows.flatMap((row) => [row, [...row].reverse().join('')]);
const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

/** How many characters in a row must follow one of the orders before they count for nothing. */
const shortestRun = 4;
/** How much must be left when what is easily guessed is taken away. */
const leastLeft = 5;

/** Takes away runs such as "asdf" and "4321", and every repetition of a character. */
function withoutRuns(text: string): string {
  let left = '';
  for (let at = 0; at < text.length; ) {
    let end = at + shortestRun;
    while (end <= text.length && orders.some((order) => order.includes(text.slice(at, end)))) end += 1;
    if (end > at + shortestRun) at = end - 1;
    else {
      const sign = text.charAt(at);
      if (sign !== left.at(-1)) left += sign;
      at += 1;
    }
  }
  return left;
}

/** What is left of a password that somebody would have to guess: without known words and runs, and a row of digits (a year, a day) as one sign. */
function hardPart(plain: string, words: readonly string[]): string {
  const without = words.reduce((left, word) => left.replaceAll(word, ' '), plain);
  return withoutRuns(without)
    .replaceAll(/\d{2,}/g, '0')
    .replaceAll(/\s/g, '');
}

/**
 * What is wrong with a password that somebody chooses; null where nothing is. Length matters, and that it is not what everybody chooses; odd
 * characters are not asked for (NIST SP 800-63B).
 */
export function passwordFault(password: string, { name, email }: { name: string; email: string }): string | null {
  // As it is hashed: what is one character when it is typed may be another afterwards.
  const chosen = password.normalize('NFKC');
  const length = [...chosen].length;
  if (length < passwordLengths.min) return `Lösenordet är för kort: ${length} tecken. Välj minst ${passwordLengths.min}, gärna flera ord.`;
  if (length > passwordLengths.max) return `Lösenordet är för långt: ${length} tecken. Välj högst ${passwordLengths.max}.`;
  const plain = chosen.toLocaleLowerCase('sv');
  const piece = /^(.{1,6}?)\1+.{0,5}$/u.exec(plain)?.[1];
  if (new Set(plain).size < 5 || piece !== undefined) return 'Lösenordet är för enkelt: samma tecken kommer om och om igen. Välj flera ord som inte hör ihop.';
  const own = [...name.split(/\s+/), ...email.split(/[@._-]/)].map((word) => word.normalize('NFKC').toLocaleLowerCase('sv')).filter((word) => word.length >= 3);
  const words = [...new Set([...own, ...common])].sort((a, b) => b.length - a.length);
  const unmasked = [...plain].map((sign) => leet[sign] ?? sign).join('');
  const left = Math.min(...[plain, unmasked].map((one) => new Set(hardPart(one, words)).size));
  return left < leastLeft
    ? 'Lösenordet är lätt att gissa: det består mest av ditt namn, din adress, vanliga ord eller siffror i rad. Välj några andra ord som inte hör ihop.'
    : null;
}
