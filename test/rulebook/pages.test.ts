import t from 'tap';
import { buildTestApp } from '../helpers/app.ts';

t.test('method, rules and sources', async (t) => {
  const { app, knowledge } = await buildTestApp(t);
  const get = async (url: string, headers: Record<string, string> = { accept: 'text/html' }) => app.inject({ url, headers });
  const { laws, themes, signals, pathway } = knowledge.ruleset;
  const names = [...laws, ...themes].flatMap((file) => file.rules.map((rule) => rule.name)).concat(signals.map((rule) => rule.name));

  await t.test('every rule has its anchor, where a trace leads', async (t) => {
    const rules = (await get('/metod/regler')).body;
    t.same(
      names.filter((name) => !rules.includes(`id="regel-${name}"`)),
      [],
    );
    const method = (await get('/metod')).body;
    t.same(
      pathway.map((rule) => rule.name).filter((name) => !method.includes(`id="regel-${name}"`)),
      [],
    );
  });

  await t.test('every citation of a rule leads to an anchor among the sources', async (t) => {
    const [rules, sources] = [(await get('/metod/regler')).body, (await get('/metod/kallor')).body];
    const anchors = new Set([...rules.matchAll(/href="\/metod\/kallor#([^"]+)"/g)].map(([, anchor]) => anchor));
    t.ok(anchors.size > 50);
    t.same(
      [...anchors].filter((anchor) => !sources.includes(`id="${anchor}"`)),
      [],
    );
  });

  await t.test('the list is filtered by theme, severity, reviewer and words', async (t) => {
    const ids = async (query: string) => [...(await get(`/metod/regler?${query}`)).body.matchAll(/id="regel-([^"]+)"/g)].map(([, id]) => id);
    const [theme] = themes;
    t.same(
      await ids(`tema=${theme?.id}`),
      theme?.rules.map((rule) => rule.name),
    );
    const blocking = themes.flatMap((item) => item.rules).filter((rule) => rule.event.params.severity === 'blocking');
    t.same((await ids('allvar=blocking')).length, blocking.length);
    t.ok((await ids('granskas=legal')).length > 0);
    t.same(await ids(`q=${names[0]}`), [names[0]]);
    t.same(await ids('q=finnsinte'), []);
  });

  await t.test('htmx gets the list only; unknown values are refused', async (t) => {
    const { body } = await get('/metod/regler?allvar=high', { 'hx-request': 'true', 'hx-request-type': 'partial', accept: 'text/html' });
    t.notMatch(body, '<html');
    t.match(body, 'hx-target="#live"');
    t.equal((await get('/metod/regler?allvar=nej')).statusCode, 400);
    t.equal((await get('/metod/regler?tema=__proto__')).statusCode, 400);
  });
});
