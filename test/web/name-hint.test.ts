import fc from 'fast-check';
import t from 'tap';
import { findNames, nameHint, vocabularyOf } from '../../src/web/name-hint.ts';

const vocabulary = vocabularyOf(['enligt när stad familjen gäller', 'Socialstyrelsen', 'Enskede-Årsta-Vantör', 'Marte Meo', 'Stella']);

t.test('names are found where they probably are names', async (t) => {
  for (const [text, names] of [
    ['Enligt Anna Svensson går det.', ['Anna Svensson']],
    ['Anna Svensson kom.', ['Anna Svensson']],
    ['Vi träffade Stella Lind och Anna von Essen.', ['Stella Lind', 'Anna von Essen']],
    ['Det gäller Anna S.', ['Anna S']],
    ['Barnet Kalle mår bättre, och hon heter Lisa-Marie.', ['Kalle', 'Lisa-Marie']],
    ['mamman Eva Ek och Eva Ek igen', ['Eva Ek']],
    ['Klienten Fatima', ['Fatima']],
    ['Gäller O’Brien Al-Hassan', ['O’Brien Al-Hassan']],
  ] as const)
    t.same(findNames(text, vocabulary), names, text);
});

t.test('what the field is full of is no name', async (t) => {
  for (const text of [
    'Enligt Socialstyrelsen.',
    'När Enskede-Årsta-Vantör prövade Marte Meo fick familjen stöd.',
    'Socialstyrelsens Marte Meo',
    'IVO och SKR sade nej. Klienten Socialstyrelsen',
    'Barnet får stöd. Mamman Behöver det.\nPappan\nKalle',
    'Anna. Svensson',
    '',
  ])
    t.same(findNames(text, vocabularyOf(['enligt när stad familjen behöver stöd', 'Socialstyrelsen', 'Enskede-Årsta-Vantör', 'Marte Meo'])), [], text);
});

t.test('any text can be read, and what is found stands in it', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Anna', ' ', 'barnet', 'Ek', 'hon heter', '. ', '’', '-')), { maxLength: 20 }),
      (parts) => {
        const text = parts.join('');
        const names = findNames(text, vocabulary);
        return names.every((name) => name !== '' && text.replaceAll('\u00a0', ' ').includes(name)) && (nameHint(names) === null) === (names.length === 0);
      },
    ),
  );
});

// Patterns that step back through a text again and again would take minutes over these, and the test its whole time.
t.test('the longest text that a form takes is read at once', async (t) => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const people = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `A${a}${b} B${c}b`)));
  const all = findNames(people.join('. '), vocabulary);
  t.ok(all.length > 0 && all.length <= 100, 'as many as somebody may read');
  t.equal(findNames(`${' '.repeat(200_000)}Anna Svensson`, vocabulary).length, 1);
  t.equal(findNames(`Aa Bb${' '.repeat(50)}`.repeat(4000), vocabulary).length, 1);
});
