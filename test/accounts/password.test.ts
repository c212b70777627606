import fc from 'fast-check';
import t from 'tap';
import { hashPassword, isOutdated, verifyPassword } from '../../src/accounts/password.ts';
import { passwordFault } from '../../src/accounts/password-choice.ts';

t.test('a password is known again, and no other', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }), async (one, other) => {
      fc.pre(one.normalize('NFKC') !== other.normalize('NFKC'));
      const hash = await hashPassword(one);
      return (await verifyPassword(one, hash)) && !(await verifyPassword(other, hash));
    }),
    { numRuns: 10 },
  );
  t.not(await hashPassword('samma ord'), await hashPassword('samma ord'), 'each has a salt of its own');
  t.ok(await verifyPassword('a\u030angström', await hashPassword('\u00e5ngström')), 'the same letter, composed or not');
});

t.test('no hash, or one that is none, is refused', async (t) => {
  for (const hash of [null, '', 'fyra gröna äpplen', '$argon2id$', '$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA'])
    t.notOk(await verifyPassword('fyra gröna äpplen', hash), String(hash));
});

t.test('a hash of an older setting is known as such', async (t) => {
  const hash = await hashPassword('fyra gröna äpplen');
  t.notOk(isOutdated(hash));
  t.ok(isOutdated(hash.replace('t=2', 't=1')));
});

t.test('what can be chosen', async (t) => {
  const anna = { name: 'Anna Berg', email: 'anna.berg@stockholm.se' };
  for (const good of [
    'fyra gröna äpplen',
    'månsken över bron',
    'x8#kfQpw-zz3Lm',
    '7$kQ2!9#xW4&',
    'зелёные яблоки',
    'سلام على البحر',
    '夜の橋の上に月と星と風と雨',
  ])
    t.equal(passwordFault(good, anna), null, good);
  for (const bad of [
    ...['', 'kort', 'aaaaaaaaaaaaaaaa', 'annaberg1234', 'anna.berg-1985-04-12', 'Stockholm2026!', 'lösenord123456', 'insatsplan-2026', 'x'.repeat(201)],
    ...['qwertyuiop12', '1q2w3e4r5t6y', 'abcdefghijkl', '098765432109', 'Sommaren2026!', 'hejsanhejsan', 'P@ssw0rd!P@ssw0rd!', 'ｐａｓｓｗｏｒｄ１２３４'],
    ...['kaffekaffekaffe', 'ﬁﬁﬁﬁﬁﬁ'],
  ])
    t.type(passwordFault(bad, anna), 'string', bad);
  for (const long of ['a1'.repeat(100_000), 'x'.repeat(200), 'qwer'.repeat(50)]) t.type(passwordFault(long, anna), 'string', 'and no text takes long');
});
