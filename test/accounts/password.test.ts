import fc from 'fast-check';
import t from 'tap';
import { hashPassword, isOutdated, passwordFault, verifyPassword } from '../../src/accounts/password.ts';

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
  for (const good of ['fyra gröna äpplen', 'månsken över bron', 'x8#kfQpw-zz3Lm']) t.equal(passwordFault(good, anna), null, good);
  for (const bad of ['', 'kort', 'aaaaaaaaaaaaaaaa', 'annaberg1234', 'Stockholm2026!', 'lösenord123456', 'insatsplan-2026', 'x'.repeat(201)])
    t.type(passwordFault(bad, anna), 'string', bad);
});
