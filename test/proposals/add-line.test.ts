import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import { addQuerySchema, findAddable } from '../../src/proposals/add-line-search.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { knowledge } from '../drafts/fixture.ts';
import { buildTestApp } from '../helpers/app.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

t.test('adding lines', async (t) => {
  const { app, database } = await buildTestApp(t);
  const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
  const post = (url: string, fields: Record<string, string>) =>
    app.inject({ method: 'POST', url, headers: form, payload: new URLSearchParams(fields).toString() });
  const home = String((await post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' })).headers.location);
  const draftAt = async (version = '') => draftSchema.parse((await get(`${home}/forslag.json${version}`)).json());
  const first = await draftAt();
  const firstBytes = (await get(`${home}/forslag.json`)).body;
  const listed = 'aldre-trygghetslarm/aldre-65-plus';
  const unlisted = 'aldre-trygghetslarm/hemlosa';
  const has = (draft: typeof first, key: string) => draft.lines.find((line) => `${line.insats}/${line.targetGroup}` === key);

  await t.test('a line outside the unit’s scope is found, shown with the law’s answer, and added once', async (t) => {
    t.match((await get(`${home}/lagg-till?sok=trygghetslarm`)).body, `${home}/lagg-till/${listed}`);
    t.match((await get(`${home}/lagg-till/${listed}`)).body, 'Lagens svar');
    const answers = await Promise.all([1, 2].map(() => post(`${home}/lagg-till/${listed}`, { motiv: '' })));
    t.same(
      answers.map(({ statusCode }) => statusCode),
      [303, 303],
    );
    t.equal((await database.db.selectFrom('working_line').select('added_at').where('added_at', 'is not', null).execute()).length, 1);
    t.match((await get(home)).body, 'Tillagda rader');
    t.match((await get(`${home}/rader/${listed}`)).body, 'tillagd av förvaltningen');
    t.equal((await get(`${home}/forslag.json`)).body, firstBytes, 'the version stays as it was');
    t.equal((await get(`${home}/lagg-till/${listed}`)).statusCode, 303, 'leads to the line');
  });

  await t.test('what the catalogue does not list for the group needs a motive, and no personal number', async (t) => {
    t.match((await get(`${home}/lagg-till/${unlisted}`)).body, 'Katalogen har inte insatsen för den här målgruppen');
    for (const motiv of ['', 'Gäller 19121212-1212.']) {
      const refused = await post(`${home}/lagg-till/${unlisted}`, { motiv });
      t.equal(refused.statusCode, 422);
      t.match(refused.body, 'id="fel-motiv"');
      t.ok(refused.body.includes(motiv));
    }
    t.equal((await post(`${home}/lagg-till/${unlisted}`, { motiv: 'Efterfrågat.' })).statusCode, 303);
    const late = await post(`${home}/lagg-till/${unlisted}`, { motiv: 'En annans motiv.' });
    t.equal(late.statusCode, 409);
    t.match(late.body, 'En annans motiv.');
  });

  await t.test('a saved line stays added; the next version has it, told as made by people, and is made again byte for byte', async (t) => {
    const revision = /name="revision" value="(\d+)"/.exec((await get(`${home}/rader/${unlisted}`)).body)?.[1] ?? '';
    t.equal((await post(`${home}/rader/${unlisted}`, { revision, val: '', motiv: 'Efterfrågat av många.' })).statusCode, 303);
    t.equal((await post(`${home}/versioner`, { version: '1' })).statusCode, 303);
    const draft = await draftAt();
    t.equal(draft.lines.length, first.lines.length + 2);
    t.match(has(draft, unlisted), { shaped: { added: true, motive: 'Efterfrågat av många.' } });
    t.match(has(draft, unlisted)?.reasons[0], 'Katalogen har inte insatsen');
    const { body } = await get(`${home}/jamfor?fran=1&till=2`);
    t.match(body, 'Raden har kommit till');
    t.notMatch(body, 'Ändrade regler');
    t.equal((await get(`${home}/forslag.json?version=1`)).body, firstBytes);
    const proposals = createProposals(database.db, createAssessor(knowledge));
    const stored = await proposals.find(home.split('/').at(-1) ?? '');
    t.equal(stored === undefined ? '' : await proposals.reproduce(stored), 'same');
  });

  await t.test('removed, it is gone from the next version, and comes back when that is undone', async (t) => {
    t.equal((await post(`${home}/rader/${unlisted}/ta-bort`, {})).headers.location, `${home}/rader/${unlisted}?borttagen=1`);
    t.match((await get(`${home}/rader/${unlisted}?borttagen=1`)).body, 'Ångra borttagningen');
    await post(`${home}/versioner`, { version: '2' });
    const without = await draftAt();
    t.equal(has(without, unlisted), undefined);
    t.equal(without.removed, undefined, 'what was never the rules’ is not told as removed');
    t.equal((await post(`${home}/rader/${unlisted}/lagg-till`, {})).statusCode, 303);
    await post(`${home}/versioner`, { version: '3' });
    t.equal(has(await draftAt(), unlisted)?.shaped?.motive, 'Efterfrågat av många.');
  });

  await t.test('what does not exist, or has no one answer in law, is refused', async (t) => {
    for (const key of ['nix/hemlosa', 'aldre-trygghetslarm/nix']) t.equal((await get(`${home}/lagg-till/${key}`)).statusCode, 404, key);
    const shelter = knowledge.catalogue.insatser.find(({ classification }) => classification.kind === 'stodboende');
    t.equal((await get(`${home}/lagg-till/${shelter?.id}/familjer`)).statusCode, 404);
    t.equal((await get(`${home}/lagg-till?omrade=nix`)).statusCode, 400);
  });
});

t.test('nothing that the proposal has is offered, and unlisted pairs only for a chosen group', async (t) => {
  const { catalogue } = knowledge;
  const present = new Set(catalogue.pairs.slice(0, 100).map(({ insats, group }) => `${insats.id}/${group.id}`));
  const find = (query: Record<string, string>) => findAddable(catalogue, present, addQuerySchema.parse(query));
  t.equal(find({}).length, catalogue.pairs.length - 100);
  t.ok(find({ sok: 'samtal' }).every(({ insats, group }) => insats.classification.targetGroups.includes(group.id)));
  const homeless = find({ malgrupp: 'hemlosa', sok: 'samtal' });
  t.ok(homeless.some(({ insats }) => !insats.classification.targetGroups.includes('hemlosa')));
  t.ok(homeless.every(({ group, insats }) => group.id === 'hemlosa' && !present.has(`${insats.id}/hemlosa`)));
});
