import fc from 'fast-check';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import { lineKey } from '../../src/drafts/shaping.ts';
import { createBulkChanges } from '../../src/proposals/bulk/bulk-changes.ts';
import type { BulkChange } from '../../src/proposals/bulk/change.ts';
import { planLine } from '../../src/proposals/bulk/plan.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { createWorkingCopies, readParts } from '../../src/proposals/working-copy.ts';
import { buildTestApp } from '../helpers/app.ts';
import { databaseKinds } from '../helpers/database.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
type Fields = [string, string][];

for (const kind of databaseKinds) {
  t.test(`changing many lines, on ${kind}`, async (t) => {
    const { app, database, knowledge } = await buildTestApp(t, { database: kind });
    const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
    const post = (url: string, fields: Fields) => app.inject({ method: 'POST', url, headers: form, payload: new URLSearchParams(fields).toString() });
    const home = String(
      (
        await post('/forslag', [
          ['district', 'origo'],
          ['legalBasis', 'sol-2025-400'],
          ['date', '2026-11-22'],
        ])
      ).headers.location,
    );
    const id = home.split('/').at(-1) ?? '';
    const page = `${home}/flera`;
    const draft = draftSchema.parse((await get(`${home}/forslag.json`)).json());
    const parts = () => readParts(database.db, id);
    const rows = async () => (await parts()).shaping ?? {};
    const keysIn = (body: string) => [...body.matchAll(/name="rad" value="([^"]+)"/g)].map(([, key]) => key ?? '');
    const ticked = (keys: readonly string[]): Fields => keys.map((key) => ['rad', key]);
    /** What the preview carries along to the confirmation. */
    const carried = (body: string): Fields =>
      [...body.matchAll(/name="(andring|grund|rev)" value="([^"]+)"/g)].map(([, name, value]) => [name ?? '', value ?? '']);
    const ceiling: Fields = [
      ['ceilingKind', 'sessions'],
      ['ceilingAmount', 'tal'],
      ['ceilingAmountAntal', '5'],
    ];
    const opening = keysIn((await get(`${page}?avsnitt=oppnas`)).body);

    await t.test('filters catch lines, and the choice stands in the address', async (t) => {
      t.same(new Set(opening), new Set(draft.lines.filter((line) => line.stage !== null).map((line) => lineKey(line.insats, line.targetGroup))));
      const adults = keysIn((await get(`${page}?slag=samtalsstod&malgrupp=vuxna`)).body);
      const expected = draft.lines.filter(
        (line) => line.kind === 'samtalsstod' && knowledge.catalogue.groupById.get(line.targetGroup)?.traits.minors === 'none',
      );
      t.same(new Set(adults), new Set(expected.map((line) => lineKey(line.insats, line.targetGroup))));
      const [out = ''] = opening;
      const without = (await get(`${page}?avsnitt=oppnas&utan=${encodeURIComponent(out)}`)).body;
      t.same(keysIn(without), opening, 'what is left out is still shown');
      const marked = [...without.matchAll(/name="rad" value="([^"]+)" checked/g)].map(([, key]) => key);
      t.same(
        marked,
        opening.filter((key) => key !== out),
      );
      t.equal((await get(`${page}?avsnitt=nix`)).statusCode, 400);
    });

    const preview = await post(page, [...ticked(opening), ...ceiling, ['gor', 'granska'], ['avsnitt', 'oppnas']]);
    await t.test('a preview writes nothing; a confirmation writes what it showed, once', async (t) => {
      t.equal(preview.statusCode, 200);
      t.same(await rows(), {});
      const [, shown] = /(\d+).(?:rad|rader) ändras/.exec(preview.body) ?? [];
      const confirm: Fields = [...ticked(opening), ...ceiling, ...carried(preview.body), ['gor', 'spara']];
      const answers = await Promise.all([1, 2, 3].map(() => post(page, confirm)));
      t.same(
        answers.map(({ statusCode }) => statusCode),
        [303, 303, 303],
      );
      t.equal((await database.db.selectFrom('bulk_change').select('id').execute()).length, 1);
      const stored = await rows();
      t.equal(Object.keys(stored).length, Number(shown));
      t.ok(Object.values(stored).every(({ design }) => design.ceilingAmount === 5 || design.ceilingKind === 'sessions'));
      const done = await get(String(answers[0]?.headers.location));
      t.match(done.body, /action="[^"]+\/angra"/);
    });

    const change = async () => (await database.db.selectFrom('bulk_change').select(['id', 'undone_at']).orderBy('applied_at', 'desc').execute())[0];
    await t.test('own answers are kept unless they are to be replaced, and both are shown', async (t) => {
      const [one = ''] = Object.keys(await rows());
      const eight: Fields = [
        ['rad', one],
        ['ceilingAmount', 'tal'],
        ['ceilingAmountAntal', '8'],
      ];
      const kept = await post(page, [...eight, ['egna', 'behall'], ['gor', 'granska']]);
      t.match(kept.body, 'Ingen rad ändras.');
      t.notMatch(kept.body, 'value="spara"');
      const over = await post(page, [...eight, ['egna', 'skriv-over'], ['gor', 'granska']]);
      for (const text of ['Radens eget svar', '>5<', '>8<', 'value="spara"']) t.ok(over.body.includes(text), text);
      await post(page, [...eight, ['egna', 'skriv-over'], ...carried(over.body), ['gor', 'spara']]);
      t.equal((await rows())[one]?.design.ceilingAmount, 8);
    });

    await t.test('changes are undone in turn, and the stored lines are as they were', async (t) => {
      const second = await change();
      const [first] = (await database.db.selectFrom('bulk_change').select('id').orderBy('applied_at').execute()) ?? [];
      const refused = await post(`${page}/${first?.id}/angra`, []);
      t.equal(refused.statusCode, 409, 'a later change stands on it');
      t.equal((await post(`${page}/${second?.id}/angra`, [])).statusCode, 303);
      t.equal((await post(`${page}/${first?.id}/angra`, [])).statusCode, 303);
      t.equal((await post(`${page}/${first?.id}/angra`, [])).statusCode, 303, 'twice is once');
      t.same(await rows(), {});
      t.equal((await post(`${page}/${'0'.repeat(8)}-0000-0000-0000-000000000000/angra`, [])).statusCode, 404);
      t.equal((await post(`${page}/nix/angra`, [])).statusCode, 404);
    });

    await t.test('a line saved since the preview stops all of it; nothing typed is lost, and the next try works', async (t) => {
      const seen = await post(page, [...ticked(opening), ...ceiling, ['motiv', 'Gemensamt <b>tak</b>'], ['gor', 'granska']]);
      const [one = ''] = opening;
      const revision = /name="revision" value="(\d+)"/.exec((await get(`${home}/rader/${one}`)).body)?.[1] ?? '';
      t.equal(
        (
          await post(`${home}/rader/${one}`, [
            ['revision', revision],
            ['val', ''],
            ['motiv', 'Under tiden.'],
          ])
        ).statusCode,
        303,
      );
      const before = await rows();
      const late = await post(page, [...ticked(opening), ...ceiling, ['motiv', 'Gemensamt <b>tak</b>'], ...carried(seen.body), ['gor', 'spara']]);
      t.equal(late.statusCode, 409);
      t.same(await rows(), before);
      const name = draft.lines.find((line) => lineKey(line.insats, line.targetGroup) === one)?.name ?? '';
      t.match(late.body.slice(late.body.indexOf('role="alert"')), name);
      t.match(late.body, 'Gemensamt &lt;b&gt;tak');
      t.match(late.body, 'Under tiden.', 'the new preview shows what was written meanwhile');
      const again = await post(page, [...ticked(opening), ...ceiling, ['motiv', 'Gemensamt <b>tak</b>'], ...carried(late.body), ['gor', 'spara']]);
      t.equal(again.statusCode, 303);
      t.equal((await rows())[one]?.motive, 'Under tiden.');
    });

    await t.test('an undo over a newer save is refused whole, and says which line', async (t) => {
      const [one = ''] = opening;
      const revision = /name="revision" value="(\d+)"/.exec((await get(`${home}/rader/${one}`)).body)?.[1] ?? '';
      await post(`${home}/rader/${one}`, [
        ['revision', revision],
        ['val', ''],
        ['motiv', 'Skrivet efteråt.'],
      ]);
      const before = await rows();
      const refused = await post(`${page}/${(await change())?.id}/angra`, []);
      t.equal(refused.statusCode, 409);
      t.same(await rows(), before);
    });

    await t.test('what is confirmed must be what was shown', async (t) => {
      const seen = await post(page, [...ticked(opening), ['timeLimitMonths', 'tal'], ['timeLimitMonthsAntal', '12'], ['gor', 'granska']]);
      const before = await rows();
      const other = await post(page, [...ticked(opening), ['timeLimitMonths', 'tal'], ['timeLimitMonthsAntal', '13'], ...carried(seen.body), ['gor', 'spara']]);
      t.equal(other.statusCode, 409);
      const blind = await post(page, [...ticked(opening), ['timeLimitMonths', 'tal'], ['timeLimitMonthsAntal', '12'], ['gor', 'spara']]);
      t.equal(blind.statusCode, 409);
      t.same(await rows(), before);
    });

    await t.test('the law’s answer stands, a choice needs a motive, and bad input is told beside its field', async (t) => {
      const all = keysIn((await get(page)).body);
      t.equal(all.length, draft.lines.length);
      const closed = draft.lines.filter((line) => line.verdict === 'requires_assessment').length;
      const open: Fields = [...ticked(all), ['val', 'open_with_conditions-3'], ['gor', 'granska']];
      const silent = await post(page, open);
      t.equal(silent.statusCode, 422);
      t.match(silent.body, 'id="fel-motiv"');
      t.notMatch(silent.body, 'value="spara"');
      const seen = await post(page, [...open, ['motiv', 'Prövas stegvis.']]);
      t.equal(seen.statusCode, 200);
      t.match(seen.body, 'Lagen kräver behovsprövning.');
      t.ok(closed > 0);
      const saved = await post(page, [
        ...ticked(all),
        ['val', 'open_with_conditions-3'],
        ['motiv', 'Prövas stegvis.'],
        ...carried(seen.body),
        ['gor', 'spara'],
      ]);
      t.equal(saved.statusCode, 303);
      const stored = await rows();
      for (const line of draft.lines.filter(({ verdict }) => verdict === 'requires_assessment' || verdict === 'other_law'))
        t.equal(stored[lineKey(line.insats, line.targetGroup)]?.pathway ?? null, null);

      const personal = await post(page, [...ticked(opening), ['motiv', 'Gäller 19121212-1212.'], ['gor', 'granska']]);
      t.equal(personal.statusCode, 422);
      t.match(personal.body, 'Gäller 19121212-1212.');
      t.equal((await post(page, [['gor', 'granska'], ...ceiling])).statusCode, 422, 'no line');
      t.equal((await post(page, [...ticked(opening), ['gor', 'granska']])).statusCode, 422, 'no change');
      const hostile = await post(page, [
        ['rad', '"><script>alert(1)</script>'],
        ['val', '<script>'],
        ['avsnitt', 'x'],
        ['rev', 'a:b'],
        ['gor', 'spara'],
        ['andring', "'"],
      ]);
      t.equal(hostile.statusCode, 422);
      t.notMatch(hostile.body, '<script>alert');
      t.equal((await get('/forslag/nix/flera')).statusCode, 404);
    });
  });
}

t.test('any plan that is applied and then undone leaves the stored lines as they were, and stores what it said', async (t) => {
  const { database, knowledge } = await buildTestApp(t);
  const assessor = createAssessor(knowledge);
  const proposals = createProposals(database.db, assessor);
  const copies = createWorkingCopies(database.db, assessor, proposals);
  const bulk = createBulkChanges(database.db);
  const id = await proposals.create({ district: 'mika', legalBasis: 'sol-2025-400', date: '2026-11-22' });
  const version = await proposals.find(id);
  if (version === undefined) throw new Error('stored');
  const keys = [...(await copies.state(version)).lines.keys()];
  const change: fc.Arbitrary<BulkChange> = fc.record({
    design: fc.record(
      {
        ceilingKind: fc.constantFrom('sessions', 'hours', 'none'),
        ceilingAmount: fc.integer({ min: 1, max: 9 }),
        pilot: fc.constantFrom('yes', 'no'),
        fee: fc.constantFrom('none', 'charged'),
      },
      { requiredKeys: [] },
    ),
    choice: fc.constantFrom(null, { pathway: null, stage: null }, { pathway: 'open_with_conditions' as const, stage: 2 as const }),
    motive: fc.constantFrom('', 'Ett', 'Två'),
    overwrite: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(change, fc.subarray(keys, { minLength: 1 }), fc.boolean()), { minLength: 1, maxLength: 3 }),
      fc.uuid(),
      async (steps, seed) => {
        const undos: { id: string; before: string }[] = [];
        for (const [index, [wanted, chosen, undone]] of steps.entries()) {
          const { lines } = await copies.state(version);
          const plans = chosen.flatMap((key) => {
            const line = lines.get(key);
            return line === undefined ? [] : [planLine(assessor, wanted, { ...line, candidate: copies.candidateOf(version, line.pair) })];
          });
          const changing = plans.filter(({ changes }) => changes);
          if (changing.length === 0) continue;
          const before = JSON.stringify((await readParts(database.db, id)).shaping);
          const changeId = `${seed.slice(0, -1)}${index}`;
          if (!(await bulk.apply(id, changeId, wanted, changing)).done) return false;
          const now = (await copies.state(version)).lines;
          for (const { key, after, standing } of plans) {
            const line = now.get(key);
            if (JSON.stringify(line?.shaping) !== JSON.stringify(after) || line?.standing.section !== standing.after.section) return false;
          }
          if (undone) {
            await bulk.undo(id, changeId);
            if (JSON.stringify((await readParts(database.db, id)).shaping) !== before) return false;
          } else undos.unshift({ id: changeId, before });
        }
        for (const undo of undos) {
          if (!(await bulk.undo(id, undo.id))?.done) return false;
          if (JSON.stringify((await readParts(database.db, id)).shaping) !== undo.before) return false;
        }
        return true;
      },
    ),
    { numRuns: 15 },
  );
});
