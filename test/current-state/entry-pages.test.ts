import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { rowKey } from '../../src/current-state/entry-form.ts';
import { groupsOf } from '../../src/current-state/progress.ts';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import type { State } from '../../src/current-state/schema.ts';
import { today } from '../../src/today.ts';
import { buildTestApp } from '../helpers/app.ts';

const act = 'barn-och-unga-acceptance-and-commitment-therapy-act';
const art = 'barn-och-unga-aggression-replacement-training-art';
const year = Number(today().slice(0, 4));
const page = `/stadsdelar/farsta/nulage?ar=${year}&omrade=barn-och-unga`;
const state: State = { insats: act, given: 'yes', form: 'both', provision: 'own', decision: 'without', people: null, wish: 'yes', comment: 'Fungerar bra' };

/** The form's fields for a row; `bas` as the page shows it. */
const row = (insats: string, fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${rowKey(insats)}.${name}`, value]));
const baseOn = (html: string, insats: string) => new RegExp(`name="${rowKey(insats)}\\.bas" value="([^"]+)"`).exec(html)?.[1] ?? '';
const post = (app: FastifyInstance, url: string, fields: Record<string, string>) =>
  app.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() });

t.test('entering the current state', { timeout: 600_000 }, async (t) => {
  const { app, database: opened, knowledge } = await buildTestApp(t);
  const repository = currentStateRepository(opened.db);

  await t.test('an area has every insats of the catalogue, in its order', async (t) => {
    const { body, statusCode } = await app.inject(page);
    t.equal(statusCode, 200);
    const shown = [...body.matchAll(/id="rad-([^"]+)"/g)].map(([, id]) => id);
    t.same(
      shown,
      knowledge.catalogue.insatser.filter(({ area }) => area === 'barn-och-unga').map(({ id }) => id),
    );
    t.equal(new Set(knowledge.catalogue.insatser.map(({ id }) => rowKey(id))).size, knowledge.catalogue.insatser.length, 'no two rows share a name');
  });

  await t.test('the whole form is saved once, however often it is sent', async (t) => {
    const fields = {
      ...row(act, { bas: '0.0', given: 'yes', decision: 'without', people: '10–15', wish: 'yes', comment: 'a\r\nb' }),
      ...row(art, { bas: '0.0', given: 'no', form: 'both', people: '7' }),
    };
    for (const time of ['once', 'twice']) {
      const { statusCode, headers } = await post(app, page, fields);
      t.equal(statusCode, 303, time);
      t.equal((await app.inject(String(headers.location))).statusCode, 200);
    }
    t.match(await repository.get('farsta', year, act), {
      given: 'yes',
      decision: 'without',
      form: 'unknown',
      people: { from: 10, to: 15 },
      comment: 'a\nb',
      revision: 1,
    });
    t.match(await repository.get('farsta', year, art), { given: 'no', form: 'unknown', people: null, revision: 1 });
    const left = await app.inject(`${page}&obesvarade=1`);
    t.notMatch(left.body, `id="rad-${act}"`);
    t.match((await app.inject('/stadsdelar/farsta')).body, /2 av 409/);
    t.match((await app.inject('/stadsdelar')).body, /2 av 409/);
    t.match((await app.inject(`/stadsdelar/farsta/nulage?ar=${year}`)).body, /2 av 119/);
  });

  await t.test('bad input: everything typed is kept, the message stands beside the field, and the rest is saved', async (t) => {
    const before = baseOn((await app.inject(page)).body, act);
    const { statusCode, body } = await post(app, page, {
      ...row(act, { bas: before, given: 'yes', people: 'rätt många', comment: 'Kalle, 121212-1212 <b>' }),
      ...row(art, { bas: baseOn((await app.inject(page)).body, art), given: 'unknown' }),
    });
    t.equal(statusCode, 422);
    t.match(body, 'rätt många');
    t.match(body, 'Kalle, 121212-1212 &lt;b&gt;');
    for (const field of ['people', 'comment']) {
      t.match(body, new RegExp(`id="fel-${rowKey(act)}-${field}">[^<]+<`));
      t.match(body, new RegExp(`aria-describedby="fel-${rowKey(act)}-${field}" aria-invalid="true"`));
    }
    t.match(await repository.get('farsta', year, act), { comment: 'a\nb', revision: 1 }, 'nothing of the row is saved');
    t.match(await repository.get('farsta', year, art), { given: 'unknown' });
  });

  await t.test('a save over a newer save is refused with both answers, and the person chooses', async (t) => {
    const base = baseOn((await app.inject(page)).body, act);
    await repository.save('farsta', year, { ...state, comment: 'Från Ada' }, 1);
    const mine = row(act, { bas: base, given: 'local_variant', provision: 'private', comment: 'Från Bo' });
    const refused = await post(app, page, mine);
    t.equal(refused.statusCode, 409);
    t.match(refused.body, 'Från Ada');
    t.match(refused.body, 'Från Bo');
    t.equal((await repository.get('farsta', year, act))?.comment, 'Från Ada');
    const over = /name="over" value="([^"]+)"/.exec(refused.body)?.[1] ?? '';
    t.equal((await post(app, page, { ...mine, slapp: act })).statusCode, 303);
    t.equal((await repository.get('farsta', year, act))?.comment, 'Från Ada', 'the stored answer stands');
    t.equal((await post(app, page, { ...mine, over })).statusCode, 303);
    t.match(await repository.get('farsta', year, act), { comment: 'Från Bo', given: 'local_variant', provision: 'private' });
    t.equal((await post(app, page, { ...row(act, { bas: base, given: 'no' }), over })).statusCode, 409, 'a choice made on an older page is refused too');
  });

  await t.test('one row at a time: the answer carries the next base', async (t) => {
    const url = `/stadsdelar/bromma/nulage/rad/${act}?ar=${year}`;
    const saved = await post(app, url, row(act, { bas: '0.0', given: 'yes' }));
    t.equal(saved.statusCode, 200);
    const base = baseOn(saved.body, act);
    t.match(base, /^1\./);
    t.match((await post(app, url, row(act, { bas: '0.0', given: 'no' }))).body, 'name="over"', 'an old base is a conflict');
    t.equal((await post(app, url, row(act, { bas: '0.0', given: 'no' }))).statusCode, 409);
    t.equal((await post(app, url, row(act, { bas: base, given: 'yes', people: 'många' }))).statusCode, 422);
    t.equal((await post(app, url, row(act, { bas: base, given: '' }))).statusCode, 200);
    t.equal(await repository.get('bromma', year, act), undefined, 'no answer takes the answer away');
    t.equal((await post(app, `/stadsdelar/bromma/nulage/rad/finns-inte?ar=${year}`, {})).statusCode, 404);
  });

  await t.test('all in a category, and undone', async (t) => {
    const url = `/stadsdelar/kungsholmen/nulage?ar=${year}&omrade=aldre`;
    await repository.saveMany('kungsholmen', year, [{ ...state, insats: 'aldre-trygghetslarm' }]);
    const before = await repository.list('kungsholmen', year);
    const form = (await app.inject(url)).body;
    const groups = [...form.matchAll(/name="alla" value="([^"]+)"/g)].map(([, id]) => id ?? '');
    for (const alla of groups) {
      const answered = await post(app, url, { alla, [`${alla}.svar`]: 'no' });
      t.equal(answered.statusCode, 303);
    }
    const all = await repository.list('kungsholmen', year);
    t.equal(all.length, 75);
    t.equal(all.filter(({ given }) => given === 'yes').length, 1, 'what was answered is left');
    t.equal(groups[0], 'omradet', 'the whole area can be answered at once');
    const groupSize = groupsOf(knowledge.catalogue.insatser, 'aldre')[0]?.insatser.length ?? 0;
    const last = await post(app, url, { alla: groups[1] ?? '', [`${groups[1]}.svar`]: 'unknown', [`${groups[1]}.byt`]: 'ja' });
    const undo = /action="([^"]+\/angra[^"]+)"/.exec((await app.inject(String(last.headers.location))).body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const changed = (await repository.list('kungsholmen', year)).find(({ given }) => given === 'unknown');
    if (changed === undefined) throw new Error('there are answers');
    await repository.save('kungsholmen', year, { ...changed, comment: 'Efteråt' }, changed.revision);
    const refused = await post(app, undo, {});
    t.equal(refused.statusCode, 409);
    t.match(refused.body, knowledge.catalogue.insatsById.get(changed.insats)?.name, 'says which answer stops it');
    t.same((await repository.list('kungsholmen', year)).filter(({ given }) => given === 'unknown').length, groupSize);
    // The choice is stored: another process on the same database can undo it, also after a restart of this one.
    const config = readConfig({ LOG_LEVEL: 'silent', RATE_LIMIT: '100000' });
    const other = await buildApp({ config, database: opened, knowledge });
    t.teardown(() => other.close());
    t.equal((await post(other, undo, { ovriga: 'ja' })).statusCode, 303);
    t.equal((await post(other, undo, { ovriga: 'ja' })).statusCode, 303, 'twice is harmless');
    const restored = await repository.list('kungsholmen', year);
    t.same(
      restored.map(({ insats, given, comment }) => [insats, given, comment]),
      all.map(({ insats, given, comment }) => (insats === changed.insats ? [insats, 'unknown', 'Efteråt'] : [insats, given, comment])),
    );
    t.equal((await post(app, `/stadsdelar/kungsholmen/nulage/angra?ar=${year}`, {})).statusCode, 404);
    t.equal(before.length, 1);
  });

  await t.test('a new district is offered what its predecessors answered, one at a time', async (t) => {
    await repository.saveMany('norrmalm', 2022, [{ ...state, comment: 'Så var det' }]);
    await repository.saveMany('ostermalm', 2023, [{ ...state, given: 'no', form: 'unknown', provision: 'unknown', decision: 'unknown' }]);
    const url = `/stadsdelar/norra-innerstaden/nulage?ar=${year}&omrade=barn-och-unga`;
    const { body } = await app.inject(url);
    t.match(body, /Norrmalm 2022/);
    t.match(body, /Östermalm 2023/);
    t.same(await repository.list('norra-innerstaden', year), [], 'looking at it takes nothing over');
    t.equal((await post(app, url, { ...row(act, { bas: '0.0', given: '' }), hamta: `${act} norrmalm 2022` })).statusCode, 303);
    t.match(await repository.get('norra-innerstaden', year, act), { given: 'yes', decision: 'without', comment: 'Så var det' });
    const own = { ...state, given: 'unknown', form: 'unknown', provision: 'unknown', decision: 'unknown' } as const;
    await repository.saveMany('norra-innerstaden', year, [own]);
    const over = await post(app, url, { ...row(act, { bas: baseOn((await app.inject(url)).body, act), given: 'unknown' }), hamta: `${act} norrmalm 2022` });
    t.match(await repository.get('norra-innerstaden', year, act), { given: 'yes' });
    const undo = /action="([^"]+\/angra[^"]+)"/.exec((await app.inject(String(over.headers.location))).body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    t.equal((await post(app, undo, {})).statusCode, 303);
    t.match(await repository.get('norra-innerstaden', year, act), own, 'the answer that was replaced can be had back');
    t.equal(
      (await post(app, url, { ...row(art, { bas: '0.0', given: '' }), hamta: `${art} farsta ${year}` })).statusCode,
      303,
      'no other district can be taken from',
    );
    t.equal(await repository.get('norra-innerstaden', year, art), undefined);
  });

  await t.test('only districts, years and areas that exist', async (t) => {
    for (const [url, status] of [
      ['/stadsdelar/finns-inte/nulage', 422],
      [`/stadsdelar/norrmalm/nulage?ar=${year}`, 422],
      ['/stadsdelar/jarva/nulage?ar=2022', 422],
      [`/stadsdelar/farsta/nulage?ar=${year + 1}`, 422],
      ['/stadsdelar/farsta/nulage?ar=x', 400],
      ['/stadsdelar/farsta/nulage?omrade=nej', 400],
      ['/stadsdelar/norrmalm/nulage', 200],
      ['/stadsdelar/mika/nulage', 200],
    ] as const)
      t.equal((await app.inject(url)).statusCode, status, url);
  });

  await t.test('a draft builds on what the district has said, and a changed answer gives another draft', async (t) => {
    const create = async () => {
      const made = await post(app, '/forslag', { district: 'skarpnack', legalBasis: 'sol-2025-400', date: today() });
      t.equal(made.statusCode, 303);
      const id = String(made.headers.location);
      const draft = (await app.inject(`${id}/forslag.json`)).json();
      return { id, draft };
    };
    const empty = await create();
    t.equal(empty.draft.inputs.currentStates, 0);
    await repository.saveMany('skarpnack', year, [state]);
    const fed = await create();
    t.not(fed.id, empty.id);
    t.equal((await create()).id, fed.id, 'the same answers give the same draft');
    t.equal(fed.draft.inputs.currentStates, 1);
    const lineOf = ({ draft }: typeof fed) => draft.lines.find((line: { insats: string }) => line.insats === act);
    t.equal(lineOf(empty).currentState, null);
    t.same(lineOf(fed).currentState, { givenToday: 'yes', withoutDecisionToday: 'yes', privateToday: 'no', wishesOpen: 'yes' });
    t.not(JSON.stringify(lineOf(fed).signals), JSON.stringify(lineOf(empty).signals), 'signals that read the district answer');
    t.equal((await app.inject(empty.id)).statusCode, 200, 'the earlier draft stands');
  });
});
