import { normal } from './import-normal.ts';
import type { Question, State } from './schema.ts';
import { answers } from './schema.ts';

/** Ways to write an answer besides the template's own; compared after `normal`. A stroke or an ampersand counts as "och". */
const variants: { readonly [Q in Question]: { readonly [A in State[Q]]: readonly string[] } } = {
  given: {
    yes: ['ja', 'j', 'yes', 'sant', 'true', 'x', 'ges', 'insatsen ges'],
    local_variant: [
      'lokal variant',
      'ja lokal variant',
      'ja i lokal variant',
      'ja en lokal variant',
      'ja med lokal variant',
      'i lokal variant',
      'lokal',
      'ja lokalt',
    ],
    no: ['nej', 'n', 'no', 'falskt', 'false', 'ges inte', 'ges ej', 'insatsen ges inte'],
    unknown: ['vet ej', 'vet inte', 'osäker', 'oklart', 'okänt', 'uppgift saknas'],
  },
  form: {
    physical: ['fysisk', 'fysiskt', 'fysisk form', 'i fysisk form', 'enbart fysisk', 'enbart fysiskt', 'enbart fysisk form', 'på plats'],
    digital: ['digital', 'digitalt', 'digital form', 'i digital form', 'enbart digital', 'enbart digitalt', 'enbart digital form'],
    both: [
      ...['båda', 'bägge', 'både och', 'båda formerna', 'fysisk och digital', 'fysiskt och digitalt', 'fysisk och digital form', 'digital och fysisk'],
      ...['digitalt och fysiskt', 'både fysisk och digital', 'både fysisk och digital form', 'både fysiskt och digitalt'],
    ],
    unknown: ['vet ej', 'vet inte', 'okänt', 'oklart', 'uppgift saknas', 'ej svarat', 'inget svar'],
  },
  provision: {
    own: ['kommunal', 'kommunal regi', 'i kommunal regi', 'enbart kommunal regi', 'egen', 'egen regi', 'i egen regi', 'kommunen', 'kommunalt'],
    private: ['enskild', 'enskild regi', 'i enskild regi', 'enbart enskild regi', 'privat', 'privat regi', 'extern', 'extern regi', 'enskilt'],
    both: [
      ...['båda', 'bägge', 'både och', 'kommunal och enskild', 'kommunal och enskild regi', 'både kommunal och enskild', 'både kommunal och enskild regi'],
      ...['egen och enskild', 'egen och enskild regi', 'egen och privat', 'kommunal och privat', 'både egen och enskild regi', 'både egen och privat regi'],
    ],
    unknown: ['vet ej', 'vet inte', 'okänt', 'oklart', 'uppgift saknas', 'ej svarat', 'inget svar'],
  },
  decision: {
    with: ['med', 'med beslut', 'med biståndsbeslut', 'biståndsbeslut', 'enbart med biståndsbeslut', 'kräver beslut', 'kräver biståndsbeslut'],
    without: ['utan', 'utan beslut', 'utan biståndsbeslut', 'enbart utan biståndsbeslut', 'inget beslut', 'inget biståndsbeslut', 'utan behovsprövning'],
    both: [
      ...['båda', 'bägge', 'både och', 'med och utan', 'både med och utan', 'både med och utan beslut', 'med och utan beslut'],
      ...['med och utan biståndsbeslut', 'både med och utan biståndsbeslut'],
    ],
    unknown: ['vet ej', 'vet inte', 'okänt', 'oklart', 'uppgift saknas', 'ej svarat', 'inget svar'],
  },
  wish: {
    yes: ['ja', 'j', 'yes', 'sant', 'true', 'x'],
    no: ['nej', 'n', 'no', 'falskt', 'false'],
    unknown: ['vet ej', 'vet inte', 'osäker', 'oklart', 'okänt'],
    not_answered: ['ej svarat', 'inte svarat', 'inget svar', 'ej besvarad', 'ej besvarat', 'svar saknas'],
  },
};

const dictionaries = new Map(
  (Object.keys(answers) as Question[]).map((question) => [
    question,
    new Map([
      ...Object.entries<readonly string[]>(variants[question]).flatMap(([answer, words]) => words.map((word): [string, string] => [word, answer])),
      ...Object.entries<string>(answers[question]).map(([answer, label]): [string, string] => [normal(label), answer]),
    ]),
  ]),
);

/** The answer that a text gives to a question; undefined where we cannot tell. `heading` says what a bare yes or no is about. */
export function answerOf(question: Question, text: string, heading: string): string | undefined {
  const words = normal(text.replace(/[/&+]/g, ' och '));
  const known = dictionaries.get(question)?.get(words);
  if (known !== undefined || question !== 'decision') return known;
  // "Biståndsbeslut: nej" is clear; under "Utan biståndsbeslut" the same word would mean the opposite.
  if (/(^| )utan( |$)/.test(normal(heading))) return undefined;
  return { ja: 'with', nej: 'without' }[words];
}

/** The words that the template uses, for a message. */
export function allowedAnswers(question: Question): string {
  const words = Object.values<string>(answers[question]).map((word) => `”${word}”`);
  return `${words.slice(0, -1).join(', ')} eller ${words.at(-1)}`;
}
