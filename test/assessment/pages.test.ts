import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { today } from '../../src/today.ts';
import { buildTestApp } from '../helpers/app.ts';

const html = { accept: 'text/html' };
const part = (target: string, current?: string) => ({
  ...html,
  'hx-request': 'true',
  'hx-request-type': 'partial',
  'hx-target': target,
  ...(current === undefined ? {} : { 'hx-current-url': `http://localhost${current}` }),
});
const mi = '/insatser/missbruk-och-beroende-motiverande-samtal-mi';

t.test('the page of an insats', async (t) => {
  const { app, knowledge } = await buildTestApp(t);
  const assessor = createAssessor(knowledge);
  const get = (url: string, headers: Record<string, string> = html) => app.inject({ url, headers });
  const flagsOf = (body: string): string[] => [...body.matchAll(/id="flagga-([^"]+)"/g)].map(([, rule]) => rule ?? '');

  await t.test('every insats has a page that says what the assessment says, for its first target group', async (t) => {
    for (const { insats, group } of knowledge.catalogue.pairs.filter(({ insats, group }) => insats.classification.targetGroups[0] === group.id)) {
      const { body, statusCode } = await get(`/insatser/${insats.id}`);
      const { design } = assessor.defaultDesign(insats.id, group.id, 'sol-2025-400');
      const { flags } = assessor.assess({ insats: insats.id, targetGroup: group.id, legalBasis: 'sol-2025-400', date: today(), design });
      if (statusCode !== 200 || JSON.stringify(flagsOf(body)) !== JSON.stringify(flags.map((flag) => flag.rule))) t.fail(insats.id);
    }
    t.pass();
  });

  await t.test('a verdict that differs between the bases is marked', async (t) => {
    const { body } = await get('/insatser/barn-och-unga-stodboende');
    t.match(body, 'class="differs"');
    t.notMatch((await get('/insatser/barn-och-unga-kontaktfamilj')).body, 'class="differs"');
  });

  await t.test('missing figures are shown as missing and small bases are marked', async (t) => {
    const missing = knowledge.catalogue.insatser.find((insats) => insats.statistics.withoutDecision === null);
    t.match((await get(`/insatser/${missing?.id}`)).body, 'uppgift saknas');
    t.match((await get('/insatser/vald-i-nara-relationer-internet-behandling-mot-vald-i-nara-relationer-ivin')).body, '(liten bas)');
    t.notMatch((await get('/insatser/aldre-hemtjanst')).body, '(liten bas)');
  });

  await t.test('a changed answer gives other flags, and the difference is said', async (t) => {
    const before = await get(mi);
    const after = await get(`${mi}?anonymity=allowed&prova=1&provider=own`, part('div#utfall', mi));
    t.notMatch(after.body, '<html');
    t.equal(after.headers['hx-replace-url'], `${mi}?anonymity=allowed`);
    const added = flagsOf(after.body).filter((rule) => !flagsOf(before.body).includes(rule)).length;
    t.ok(added > 0);
    t.match(after.body, new RegExp(`hx-target="#live"[^>]*>${added}\\s(ny|nya) flagg`));
    const back = await get(mi, part('section#prova', `${mi}?anonymity=allowed`));
    t.match(back.body, new RegExp(`hx-target="#live"[^>]*>${added}\\sflagg(a|or) försvann`));
    t.match(back.body, 'id="utformning"');
  });

  await t.test('contradictions and unreadable answers stand beside their fields', async (t) => {
    const { body } = await get(`${mi}?anonymity=allowed&timeLimitMonths=999`, part('div#utfall'));
    for (const field of ['anonymity', 'residence', 'timeLimitMonths'])
      t.match(body, new RegExp(`hx-target="#not-${field}"[^>]*>(?:(?!</hx-partial>)[\\s\\S])*ds-validation-message`), field);
  });

  await t.test('without JavaScript the form leads to the short address', async (t) => {
    const { statusCode, headers } = await get(`${mi}?prova=1&provider=lov&fee=none&contactWays=&contactWays=phone&contactWays=visit`);
    t.equal(statusCode, 303);
    t.match(headers.location, /^\/insatser\/[^?]+\?provider=lov[^#]*#prova$/);
  });

  await t.test('every way to clear a flag that the page offers does clear it', async (t) => {
    let count = 0;
    for (const url of [mi, `${mi}?provider=lov&documentation=none&anonymity=allowed`, '/insatser/barn-och-unga-kontaktfamilj']) {
      const { body } = await get(url);
      for (const [, rule, card] of body.matchAll(/<details class="flag"[^>]*id="flagga-([^"]+)"[^>]*>((?:(?!<\/details>)[\s\S])*)<\/details>/g)) {
        for (const [, href] of (card ?? '').matchAll(/class="try no-print" href="([^"]+)"/g)) {
          const tried = await get((href ?? '').replaceAll('&amp;', '&').replace(/#.*/, ''));
          t.notOk(flagsOf(tried.body).includes(rule ?? ''), `${url} ${rule}`);
          count += 1;
        }
      }
    }
    t.ok(count > 20, String(count));
  });

  await t.test('the trace holds every rule, fired or not', async (t) => {
    const { laws, themes, signals, pathway } = knowledge.ruleset;
    const law = laws.find(({ id }) => id === 'sol-2025-400');
    const names = [...(law?.rules ?? []), ...themes.flatMap((theme) => theme.rules), ...signals, ...pathway].map((rule) => rule.name);
    const { body } = await get(`${mi}/varfor`, part('div.why-answer'));
    t.notMatch(body, '<html');
    t.same(
      names.filter((name) => !body.includes(`/metod/regler/${name}"`)),
      [],
    );
    t.match((await get(`${mi}/varfor`)).body, '<html');
  });

  await t.test('hostile and impossible addresses are refused with field and remedy', async (t) => {
    t.equal((await get('/insatser/finns-inte')).statusCode, 404);
    t.equal((await get('/insatser/__proto__')).statusCode, 404);
    t.equal((await get(`/insatser/${'x'.repeat(2000)}`)).statusCode, 404);
    for (const query of ['malgrupp=anhoriga', 'malgrupp=__proto__', 'grund=nej', 'datum=igar', 'datum=2026-02-30', 'datum=2999-01-01', 'datum=2020-01-01']) {
      const { statusCode, body } = await get(`${mi}?${query}`);
      t.equal(statusCode, 400, query);
      t.notMatch(body, /\bat .*\.ts:/);
    }
    t.equal((await get(`${mi}?provider=%3Cscript%3E`)).statusCode, 200);
    t.notMatch((await get(`${mi}?provider=%3Cscript%3E`)).body, '<script>');
    for (const target of ['constructor', '__proto__', 'div#nowhere']) t.equal((await get(mi, part(target))).statusCode, 200, target);
    for (const from of [`${mi}?malgrupp=nej`, `${mi}?datum=igar`, `${mi}?provider=%FF`, `${mi}?__proto__=1`, '/%']) {
      t.equal((await get(mi, part('div#utfall', from))).statusCode, 200, from);
    }
  });
});
