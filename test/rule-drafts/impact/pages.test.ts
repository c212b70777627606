import t from 'tap';
import { createAssessor } from '../../../src/assessment/assess.ts';
import { sealDraft } from '../../../src/drafts/draft-bytes.ts';
import { cityScope } from '../../../src/proposals/city-scope.ts';
import { createProposals } from '../../../src/proposals/proposals.ts';
import { proposalRepository } from '../../../src/proposals/repository.ts';
import { applyChange } from '../../../src/rule-changes/apply.ts';
import { cityImpact } from '../../../src/rule-changes/city-impact.ts';
import { summarise } from '../../../src/rule-changes/impact-groups.ts';
import type { Operation } from '../../../src/rule-changes/operations.ts';
import { createDraftImpacts } from '../../../src/rule-drafts/impact/draft-impact.ts';
import { ruleDraftRepository } from '../../../src/rule-drafts/repository.ts';
import { loadCases } from '../../../src/rules/load-cases.ts';
import { today } from '../../../src/today.ts';
import { addAccount, browserOf } from '../../helpers/accounts.ts';
import { buildTestApp } from '../../helpers/app.ts';

const date = today();
// Fires on every candidate: the whole city changes.
const operations: Operation[] = [{ type: 'set-severity', rule: 'equality-no-guideline', severity: 'blocking' }];

t.test('what a draft does to the city and to open proposals', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const { db } = database;
  const assessor = createAssessor(knowledge);
  const author = await addAccount(database, 'jurist@stockholm.se', { role: 'legal', district: '*' });
  await addAccount(database, 'farsta@stockholm.se', { role: 'legal', district: 'farsta' });
  const proposals = createProposals(db, assessor);
  const ids = { farsta: '', origo: '' };
  for (const district of ['farsta', 'origo'] as const) ids[district] = await proposals.create({ district, legalBasis: 'sol-2025-400', date });
  const draft = await db.transaction().execute((trx) => ruleDraftRepository(trx).create({ title: 'Riktlinjer', author, basedOn: 1, operations }));
  const page = `/metod/andringar/${draft.id}/effekt`;
  const jurist = await browserOf(app, 'jurist@stockholm.se');

  const changed = applyChange({ ruleset: knowledge.ruleset, cases: loadCases() }, operations, knowledge.sources);
  if (!changed.ok) throw new Error('the change is sound');
  const after = changed.after.ruleset;
  const impacts = createDraftImpacts({ db, assessor, rulesetOf: async () => undefined });
  const city = cityImpact(assessor, knowledge.ruleset, after, { date, covers: cityScope(knowledge, date) });

  await t.test('the numbers are those of the engine', async (t) => {
    const own = await impacts.of(knowledge.ruleset, after, date);
    t.same(summarise(own.city), summarise(city));
    t.equal(await impacts.of(knowledge.ruleset, after, date), own, 'and are kept while nothing changes');
    const { body } = await jurist.get(page);
    const { changedAnswers, asked } = summarise(city);
    for (const n of [changedAnswers, asked]) t.match(body, new Intl.NumberFormat('sv-SE').format(n));
  });

  await t.test('what a district has told of today counts', async (t) => {
    const before = await impacts.of(knowledge.ruleset, after, date);
    await addAccount(database, 'planerare@stockholm.se', { role: 'planner', district: '*' });
    const planerare = await browserOf(app, 'planerare@stockholm.se');
    await planerare.post(`/stadsdelar/farsta/nulage?ar=${date.slice(0, 4)}&omrade=aldre`, { alla: 'omradet', 'omradet.svar': 'no' });
    const now = await impacts.of(knowledge.ruleset, after, date);
    t.not(now, before, 'asked anew');
    t.equal(now.city.asked, before.city.asked);
  });

  await t.test('proposals: the newest version, with its own design', async (t) => {
    const { proposals: found, open } = await impacts.of(knowledge.ruleset, after, date);
    t.equal(open, 2);
    const farsta = found.find(({ id }) => id === ids.farsta);
    const lines = (await proposals.existing(ids.farsta)).draft.lines;
    t.equal(farsta?.of, lines.length);
    t.equal(farsta?.changed.length, lines.length, 'the rule fires on each line');
    for (const line of lines)
      t.equal(
        farsta?.changed.find((one) => one.insats === line.insats && one.targetGroup === line.targetGroup)?.before.section,
        line.section,
        `${line.insats}/${line.targetGroup} stands where the proposal says`,
      );

    // A second version where the question is answered: the flag is not there, so the change no longer touches the line.
    const [line] = lines.filter(({ section }) => section === 'stage1');
    if (line === undefined) throw new Error('some line is open');
    const { inputs, draft } = await proposals.existing(ids.farsta);
    const answered = { removed: false, pathway: null, stage: null, design: { equalTerms: 'city_guideline' as const }, motive: '', responses: {} };
    const shaping = { [`${line.insats}/${line.targetGroup}`]: answered };
    await db.transaction().execute((trx) => proposalRepository(trx).addVersion(2, { id: ids.farsta, inputs: { ...inputs, shaping }, ...sealDraft(draft) }));
    const next = await impacts.of(knowledge.ruleset, after, date);
    const second = next.proposals.find(({ id }) => id === ids.farsta);
    t.equal(second?.version, 2);
    t.equal(second?.changed.length, lines.length - 1);
    t.notOk(second?.changed.some((one) => one.insats === line.insats && one.targetGroup === line.targetGroup));

    await db.insertInto('version_status').values({ proposal_id: ids.origo, number: 1, status: 'withdrawn', submitted_by: null }).execute();
    const left = await impacts.of(knowledge.ruleset, after, date);
    t.same(
      left.proposals.map(({ id }) => id),
      [ids.farsta],
      'a proposal that is withdrawn is not open',
    );
    await db.deleteFrom('version_status').execute();
  });

  await t.test('who may not read a district sees it in the city’s sums only', async (t) => {
    const whole = (await jurist.get(page)).body;
    t.match(whole, `/forslag/${ids.origo}`);
    const own = await browserOf(app, 'farsta@stockholm.se');
    const { body } = await own.get(page);
    t.match(body, `/forslag/${ids.farsta}`);
    t.notMatch(body, `/forslag/${ids.origo}`);
    t.notMatch(body, 'Origo');
    t.match(body, new Intl.NumberFormat('sv-SE').format(summarise(city).asked), 'the city is the whole city');
    const { body: csv } = await own.get(`${page}.csv`);
    t.match(csv, 'Farsta');
    t.notMatch(csv, /Origo|Hässelby/);
  });

  await t.test('filter, pages, picture, files', async (t) => {
    const some = (await jurist.get(`${page}?omrade=aldre&andring=pathway&sida=2`)).body;
    t.match(some, 'aria-current="page"');
    t.notMatch(some, 'Barn och unga – ');
    t.match((await jurist.get(`${page}?q=finns%20inte%20alls`)).body, 'Ingen kandidat passar');
    t.equal((await jurist.get(`${page}?andring=borta`)).statusCode, 400);
    const picture = await jurist.get(`${page}/bild.svg?efter=stadsdel`);
    t.match(picture.headers['content-type'], 'image/svg+xml');
    t.match(picture.body, 'Farsta');
    t.equal((await jurist.get(`${page}.xlsx`)).statusCode, 200);
    t.equal((await jurist.get('/metod/andringar/99/effekt')).statusCode, 404);
    await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(draft.id, 1, [{ type: 'set-severity', rule: 'borta', severity: 'low' }]));
    t.match((await jurist.get(page)).body, 'Se vad som ska rättas');
    t.equal((await jurist.get(`${page}.csv`)).statusCode, 409);
  });
});
