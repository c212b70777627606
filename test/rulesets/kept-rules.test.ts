import t from 'tap';
import type { Draft } from '../../src/drafts/draft-schema.ts';
import { startThread } from '../../src/exports/thread.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { today } from '../../src/today.ts';
import { addAccount, browserOf } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { publishNow, reapply, severityOf, toSeverity } from './changes.ts';

t.test('proposals keep the rules that they were assessed under until somebody reassesses them', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t, { reapply });
  const { rulesets } = app;
  const lawyers = [
    await addAccount(database, 'eva@stockholm.se', { role: 'legal', district: '*' }),
    await addAccount(database, 'per@stockholm.se', { role: 'legal', district: '*' }),
  ] as const;
  await addAccount(database, 'anna@stockholm.se', { role: 'planner', district: '*' });
  const anna = await browserOf(app, 'anna@stockholm.se');
  const proposals = createProposals(database.db, rulesets.assessor);
  const create = async (district: string): Promise<string> => {
    const answer = await anna.post('/forslag', { district, legalBasis: 'sol-2025-400', date: today() });
    t.equal(answer.statusCode, 303);
    return String(answer.headers.location);
  };
  const stored = async (address: string, version?: number) => proposals.existing(address.replace('/forslag/', ''), version);

  const old = await create('farsta');
  const first = await stored(old);
  const line = first.draft.lines.find(({ flags }) => flags.some(({ severity }) => severity === 'medium'));
  const rule = line?.flags.find(({ severity }) => severity === 'medium')?.rule ?? '';
  const severitiesIn = ({ lines }: Draft) => [
    ...new Set(lines.flatMap(({ flags }) => flags.filter((flag) => flag.rule === rule).map(({ severity }) => severity))),
  ];
  t.same(severitiesIn(first.draft), ['medium']);

  const { hash } = await publishNow(rulesets, database, lawyers, { operations: [toSeverity(rule, 'high')], appliesFrom: today() });
  t.not(hash, knowledge.ruleset.hash);

  await t.test('every page answers by the rules in force', async (t) => {
    const other = await stored(await create('sodermalm'));
    t.same([other.ruleset, severitiesIn(other.draft)], [hash, ['high']]);
    t.equal(await proposals.reproduce(other), 'same');
    const rules: { id: string; severity: string }[] = (await anna.get('/api/v1/rules')).json();
    t.equal(rules.find(({ id }) => id === rule)?.severity, 'high');
    const candidate = { insats: line?.insats, targetGroup: line?.targetGroup, legalBasis: 'sol-2025-400' };
    const assessed = await app.inject({
      method: 'POST',
      url: '/api/v1/assess',
      payload: candidate,
      headers: { host: 'localhost', origin: 'http://localhost', cookie: anna.cookie },
    });
    t.equal(assessed.json().ruleset, hash);
    t.ok((await anna.get('/metod')).body.includes(hash));
    for (const address of ['/', '/katalog', '/metod/regler', '/metod/kallor', `/insatser/${line?.insats}`, '/stadsdelar/farsta', '/forslag'])
      t.equal((await anna.get(address)).statusCode, 200, address);
  });

  await t.test('an old proposal goes on under its own', async (t) => {
    const href = `${old}/rader/${line?.insats}/${line?.targetGroup}`;
    t.equal((await anna.get(href)).statusCode, 200);
    t.equal((await anna.get(`${href}/varfor`)).statusCode, 200);
    t.equal((await anna.post(href, { revision: '0', motiv: 'Så här gör vi redan.' })).statusCode, 303);
    t.equal((await anna.post(`${old}/versioner`, { version: '1' })).headers.location, old, 'saved, not sent to be reassessed');
    const second = await stored(old);
    t.same([second.version, second.ruleset, severitiesIn(second.draft)], [2, knowledge.ruleset.hash, ['medium']]);
    t.same([await proposals.reproduce(first), await proposals.reproduce(second)], ['same', 'same']);
    t.equal((await anna.get(old)).body.includes(`${old}/omprovning`), true, 'that there are newer rules is told, with the way to see what they change');
  });

  await t.test('a reassessment moves it to the rules in force', async (t) => {
    const preview = (await anna.get(`${old}/omprovning?nulage=behall`)).body;
    const avtryck = /name="avtryck" value="([^"]+)"/.exec(preview)?.[1] ?? '';
    t.ok(preview.includes(line?.name ?? 'no line'), 'the preview shows what would change');
    const saved = await anna.post(`${old}/omprovning`, { version: '2', datum: first.date, nulage: 'behall', avtryck });
    t.equal(saved.statusCode, 303);
    const third = await stored(old);
    t.same([third.version, third.ruleset, severitiesIn(third.draft)], [3, hash, ['high']]);
    t.equal(await proposals.reproduce(third), 'same');
    t.equal(await proposals.reproduce(first), 'same');
    t.equal(await proposals.reproduce({ ...first, inputs: { ...first.inputs, ruleset: 'ffffffffffffffff' } }), 'other_rules');
    t.equal((await anna.get(`${old}/jamfor?fran=1&till=3`)).statusCode, 200);
  });

  await t.test('a thread builds by the rules that it is given', async (t) => {
    const thread = startThread({ formats: ['json'], dialect: 'semikolon', together: false });
    t.teardown(() => thread.stop());
    for (const version of [1, 3]) {
      const { inputs, draft } = await stored(old, version);
      const ruleset = await rulesets.rulesetOf(inputs.ruleset);
      t.ok(severityOf(ruleset, rule));
      const built = await thread.ask({ ask: 'build', inputs, ruleset: { hash: '', ...ruleset } });
      t.equal(built.draft, JSON.stringify(draft));
    }
  });
});
