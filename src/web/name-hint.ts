/** Which capitalised words are no names of clients. */
export interface Vocabulary {
  /** Words that stand in lower case somewhere: ordinary words, which a sentence may begin with. */
  ordinary: ReadonlySet<string>;
  /** Words that are known with a capital: places, authorities, methods. */
  proper: ReadonlySet<string>;
}

const anyWord = /\p{L}[\p{L}\p{M}’'-]*/gu;

/** Every word of the texts, by how it is written. */
export function vocabularyOf(texts: Iterable<string>): Vocabulary {
  const ordinary = new Set<string>();
  const proper = new Set<string>();
  for (const text of texts) {
    for (const [word] of text.matchAll(anyWord)) {
      const set = /^\p{Lu}/u.test(word) ? proper : ordinary;
      set.add(word);
      // "Hägersten-Älvsjö" makes its parts known too.
      for (const part of word.split('-')) if (part.length > 2) set.add(part);
    }
  }
  return { ordinary, proper };
}

/** "Anna", "Al-Hassan", "O'Brien"; not "IVO", "SoL" or "2:3". */
const capitalised = String.raw`\p{Lu}\p{M}*(?:[’']\p{Lu})?\p{Ll}[\p{Ll}\p{M}’']*(?:-\p{Lu}?[\p{Ll}\p{M}’']+)*`;
const particle = '(?:von|af|de|del|van|bin|el|al)';
const runs = new RegExp(String.raw`(?<![\p{L}\p{N}-])${capitalised}(?:[ \u00a0](?:${particle}[ \u00a0])?(?:${capitalised}|\p{Lu}(?![\p{L}\p{N}])))+`, 'gu');
const people = [
  ...['klienten', 'brukaren', 'deltagaren', 'barnet', 'pojken', 'flickan', 'kvinnan', 'mannen', 'mamman', 'mamma', 'pappan', 'pappa'],
  ...['modern', 'fadern', 'sonen', 'dottern', 'brodern', 'systern', 'eleven'],
];
const cues = new RegExp(
  String.raw`(?<![\p{L}-])(?:(?:${people.join('|')})(?: heter)?|(?:hon|han|hen) heter|vid namn)[ \u00a0]((?-i:${capitalised})(?:[ \u00a0](?-i:${capitalised}))?)(?![\p{L}-])`,
  'giu',
);

/**
 * Probable names of persons in a text, each once: capitalised words in a row that are not all known, and a capitalised word where a person is
 * spoken of ("barnet Anna"). A guess in both directions, so it may warn but never refuse.
 */
export function findNames(text: string, { ordinary, proper }: Vocabulary): string[] {
  const stem = (word: string) => word.replace(/[’']?s$/u, '');
  const knownIn = (set: ReadonlySet<string>, word: string) => set.has(word) || set.has(stem(word));
  const isProper = (word: string) => knownIn(proper, word) || word.split('-').every((part) => knownIn(proper, part));
  const isOrdinary = (word: string) => {
    const lower = word.toLocaleLowerCase('sv');
    return knownIn(ordinary, lower) || people.includes(lower);
  };
  const isKnown = (word: string) => isProper(word) || isOrdinary(word);
  const found = new Set<string>();
  for (const { 0: run, index } of text.matchAll(runs)) {
    if (found.size >= mostNames) break;
    const words = run.split(/[ \u00a0]/u);
    // A sentence begins with a capital whatever its first word is. Inside it a capital is meant.
    if (beginsSentence(text, index) && isOrdinary(words[0] ?? '')) words.shift();
    if (words.length >= 2 && !words.every(isKnown)) found.add(words.join(' '));
  }
  for (const [, name = ''] of text.matchAll(cues)) {
    if (found.size >= 2 * mostNames) break;
    if (!name.split(/[ \u00a0]/u).every(isKnown)) found.add(name);
  }
  const all = [...found];
  return all.filter((name) => !all.some((other) => other !== name && other.includes(name)));
}

/** Nobody reads a longer list, and each name is compared with every other. */
const mostNames = 50;
const sentenceSigns = new Set('.!?:;\n”"(–-');
/** Whether a sentence begins at a place: at the beginning, or after such a sign and any space. */
function beginsSentence(text: string, index: number): boolean {
  let at = index - 1;
  while (at >= 0 && !sentenceSigns.has(text.charAt(at)) && /\s/u.test(text.charAt(at))) at -= 1;
  return at < 0 || sentenceSigns.has(text.charAt(at));
}

/** What is said of the names that were found; null where none was. */
export function nameHint(names: readonly string[]): string | null {
  const [first] = names;
  if (first === undefined) return null;
  if (names.length === 1) return `Texten ser ut att innehålla ett namn: ${first}. Är det en klient? Skriv inte namn på klienter.`;
  const more = names.length > 5 ? ' med flera' : '';
  return `Texten ser ut att innehålla namn: ${names.slice(0, 5).join(', ')}${more}. Är det klienter? Skriv inte namn på klienter.`;
}
