import t from 'tap';
import { rowKey } from '../../src/current-state/entry-form.ts';
import { draftJson } from '../../src/drafts/draft-bytes.ts';
import { type Draft, draftSchema } from '../../src/drafts/draft-schema.ts';
import { wordText } from '../files/unzip.ts';
import { buildTestApp } from '../helpers/app.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

t.test('what a district does today feeds its draft', async (t) => {
  const { app } = await buildTestApp(t);
  const post = (url: string, fields: Record<string, string>) =>
    app.inject({ method: 'POST', url, headers: form, payload: new URLSearchParams(fields).toString() });
  const request = { district: 'farsta', legalBasis: 'sol-2025-400', date: '2026-11-22' };
  const draftNow = async () => {
    const home = String((await post('/forslag', request)).headers.location);
    return { home, draft: draftSchema.parse((await app.inject(`${home}/forslag.json`)).json()) };
  };
  const { home: empty, draft: before } = await draftNow();
  const pick = (holds: (line: (typeof before.lines)[number]) => boolean) => {
    const line = before.lines.find(holds);
    if (line === undefined) throw new Error('Farsta has such a line');
    return line;
  };
  // Held back only because the insats is not common without decision; open at once; anything that opens.
  const rare = pick((line) => line.pathwayRule === 'vag-ny-praxis');
  const ready = pick((line) => line.stage === 1 && line.insats !== rare.insats);
  const wished = pick((line) => line.stage === 2 && line.insats !== rare.insats && line.insats !== ready.insats && line.signals.length === 0);
  const answers = async (insats: string, fields: Record<string, string>, year = 2026) => {
    const row = (name: string) => `${rowKey(insats)}.${name}`;
    const { statusCode } = await post(
      `/stadsdelar/farsta/nulage/rad/${insats}?ar=${year}`,
      Object.fromEntries(
        Object.entries({ bas: '0.0', given: 'yes', form: 'unknown', provision: 'unknown', decision: 'unknown', wish: 'not_answered', ...fields }).map(
          ([name, value]) => [row(name), value],
        ),
      ),
    );
    t.equal(statusCode, 200);
  };
  t.match((await app.inject({ url: empty, headers: { accept: 'text/html' } })).body, 'Inget nuläge lämnat');

  await answers(rare.insats, { decision: 'without' });
  await answers(ready.insats, { provision: 'private' });
  await answers(wished.insats, { given: 'no', wish: 'yes' });
  const { home, draft } = await draftNow();
  t.not(home, empty, 'other answers give another draft');
  const after = (line: (typeof before.lines)[number]) => {
    const found = draft.lines.find((one) => one.insats === line.insats && one.targetGroup === line.targetGroup);
    if (found === undefined) throw new Error('the line is there still');
    return found;
  };

  await t.test('already given without decision: a signal, and so an earlier stage', async (t) => {
    t.same([rare.stage, after(rare).stage], [2, 1]);
    t.ok(after(rare).signals.some(({ rule }) => rule === 'signal-district-open-today'));
  });
  await t.test('given privately: own provision is no longer assumed, which is a risk and a later stage', async (t) => {
    t.same([ready.stage, after(ready).stage], [1, 2]);
    t.notOk(ready.openQuestions.includes('provider'));
    t.ok(after(ready).openQuestions.includes('provider'));
    t.ok(after(ready).flags.some(({ rule }) => rule === 'private-provider-today'));
  });
  await t.test('a wish: told as support, and moves nothing by itself', async (t) => {
    t.ok(after(wished).signals.some(({ rule }) => rule === 'signal-district-wishes'));
    t.equal(after(wished).stage, wished.stage);
  });
  await t.test('nothing else differs', async (t) => {
    const named = new Set([rare.insats, ready.insats, wished.insats]);
    const rest = (lines: typeof before.lines) =>
      lines.filter((line) => !named.has(line.insats)).map(({ insats, targetGroup, stage, flags, signals }) => ({ insats, targetGroup, stage, flags, signals }));
    t.equal(JSON.stringify(rest(draft.lines)), JSON.stringify(rest(before.lines)));
  });
  await t.test('every form of the draft says which nuläge it rests on', async (t) => {
    const told = /3\sinsatser, år 2026/;
    t.match((await app.inject({ url: home, headers: { accept: 'text/html' } })).body, told);
    t.match((await app.inject(`${home}/forslag.md`)).body, told);
    t.match(wordText((await app.inject(`${home}/forslag.docx`)).rawPayload), told);
  });
  await t.test('answers of an earlier year are told to be so', async (t) => {
    const later = String((await post('/forslag', { ...request, date: '2027-02-01' })).headers.location);
    t.match((await app.inject(`${later}/forslag.md`)).body, 'Svaren är från ett tidigare år än 2027');
  });

  await t.test('the API takes a nuläge, or the stored one', async (t) => {
    const propose = async (more: object) => app.inject({ method: 'POST', url: '/api/v1/propose', payload: { ...request, ...more } });
    const isAnswer = async (more: object, expected: Draft) => draftJson(draftSchema.parse((await propose(more)).json())) === draftJson(expected);
    t.ok(await isAnswer({}, before), 'none unless it is asked for');
    t.ok(await isAnswer({ useStoredCurrentState: true }, draft));
    const currentStates = Object.fromEntries(draft.lines.flatMap((line) => (line.currentState === null ? [] : [[line.insats, line.currentState]])));
    t.ok(await isAnswer({ currentStates, currentStateYear: 2026 }, draft));
    for (const bad of [
      { currentStates, useStoredCurrentState: true },
      {
        currentStates: {
          'finns-inte': before.lines[0]?.currentState ?? { givenToday: 'yes', withoutDecisionToday: 'yes', privateToday: 'no', wishesOpen: 'no' },
        },
      },
      { currentStates: { [rare.insats]: { givenToday: 'kanske' } } },
      { currentStateYear: 2026 },
    ])
      t.equal((await propose(bad)).statusCode, 422, JSON.stringify(bad));
  });

  await t.test('a unit’s progress is counted on what it works with', async (t) => {
    const unit = draftSchema.parse((await app.inject({ method: 'POST', url: '/api/v1/propose', payload: { ...request, district: 'origo' } })).json());
    const { body } = await app.inject({ url: '/stadsdelar/origo/nulage', headers: { accept: 'text/html' } });
    t.match(body, `0 av ${unit.scope.insatser} besvarade`);
    t.notMatch(body, 'av 409');
  });
});
