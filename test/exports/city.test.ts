import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { strFromU8, unzipSync } from 'fflate';
import readExcelFile from 'read-excel-file/node';
import t from 'tap';
import { draftJson } from '../../src/drafts/draft-bytes.ts';
import { proposalFiles } from '../../src/exports/proposal-files.ts';
import { draftOf } from '../drafts/fixture.ts';
import { buildTestApp } from '../helpers/app.ts';

const units = ['enheten-for-hemlosa', 'framtid-stockholm'];
const date = '2026-11-22';
const post = (app: FastifyInstance, url: string, fields: [string, string][]) =>
  app.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() });
const form = (fields: [string, string][]): [string, string][] => [['legalBasis', 'sol-2025-400'], ['date', date], ...fields];
const wanted = form([...units.map((id): [string, string] => [`d-${id}`, 'ny']), ['format', 'json'], ['format', 'csv'], ['tecken', 'komma'], ['samlad', '1']]);

async function ended(app: FastifyInstance, address: string): Promise<string> {
  for (;;) {
    const { body } = await app.inject(address);
    if (!body.includes('hx-trigger')) return body;
    await setTimeout(50);
  }
}

t.test('the archive holds what was chosen, with the figures of the drafts', async (t) => {
  const { app } = await buildTestApp(t);
  const started = await post(app, '/stadsexport', wanted);
  t.equal(started.statusCode, 303);
  const address = String(started.headers.location);
  t.equal((await post(app, '/stadsexport', wanted)).headers.location, address, 'a double press makes no double');
  const page = await ended(app, address);
  const file = await app.inject(`${address}/fil.zip`);
  t.equal(file.statusCode, 200, page);
  t.equal(Number(file.headers['content-length']), file.rawPayload.length);
  const files = unzipSync(file.rawPayload);
  t.equal(Object.keys(files).length, units.length * 4 + 1);

  const drafts = units.map((id) => draftOf(id));
  for (const draft of drafts) {
    const path = `${draft.district.id}/insatsplan-${draft.district.id}-sol-2025-400-${date}-v1`;
    t.equal(strFromU8(files[`${path}.json`] ?? new Uint8Array()), draftJson(draft));
    t.match(strFromU8(files[`${path}-rader.csv`] ?? new Uint8Array()), draft.lines[0]?.name);
  }
  const sheets = await readExcelFile(Buffer.from(files['hela-staden.xlsx'] ?? []));
  const [header = [], ...rows] = sheets.find(({ sheet }) => sheet === 'Rader')?.data ?? [];
  const column = (name: string) => header.indexOf(name);
  const all = drafts.flatMap((draft) => draft.lines.map((line) => ({ ...line, district: draft.district.name })));
  t.same(
    new Set(rows.map((row) => [row[0], row[column('Insats-id')], row[column('Målgrupp-id')], row[column('Etapp')], row[column('Utan beslut, %')]].join())),
    new Set(all.map((line) => [line.district, line.insats, line.targetGroup, line.stage, line.statistics.withoutDecision?.share ?? null].join())),
  );
  t.equal(rows.length, all.length);
  const overview = sheets.find(({ sheet }) => sheet === 'Staden')?.data ?? [];
  for (const draft of drafts) t.equal(overview.find(([name]) => name === draft.district.name)?.[6], draft.lines.length);
  t.equal(overview.at(-1)?.[6], all.length);

  // What was made is kept among the proposals, and is chosen the next time.
  const again = await app.inject('/stadsexport');
  t.equal(again.body.match(/>Version 1, /g)?.length, units.length);
  const unknown = await post(
    app,
    '/stadsexport',
    form([
      [`d-${units[0]}`, 'nej'],
      ['format', 'json'],
    ]),
  );
  t.equal(unknown.statusCode, 422);
});

t.test('what a nämnd decides on and what it rests on are two files', async (t) => {
  const files = await proposalFiles(
    draftOf('farsta'),
    { version: 1, decided: null },
    { formats: ['tjansteutlatande', 'docx'], dialect: 'semikolon', together: false },
  );
  t.equal(new Set(files.map(({ path }) => path)).size, 2);
  t.equal(new Set(files.map(({ crc }) => crc)).size, 2);
});
const { app } = await buildTestApp(t);

t.test('what is missing is said, and what was chosen stays', async (t) => {
  const nothing = await post(
    app,
    '/stadsexport',
    form([
      ['d-farsta', 'ny'],
      ['tecken', 'komma'],
    ]),
  );
  t.equal(nothing.statusCode, 422);
  t.match(nothing.body, 'id="fel-format"');
  t.match(nothing.body, /id="d-farsta".*?value="ny" selected/s);
  t.match(nothing.body, 'value="komma" selected');
  t.equal((await post(app, '/stadsexport', form([['format', 'json']]))).statusCode, 422);
  t.equal(
    (
      await post(
        app,
        '/stadsexport',
        form([
          ['d-farsta', 'ny'],
          ['format', 'exe'],
        ]),
      )
    ).statusCode,
    422,
  );
  t.equal((await app.inject('/stadsexport?date=2026-02-31')).statusCode, 400);
  t.equal((await app.inject('/stadsexport?date=2019-01-01')).statusCode, 400);
  t.equal((await app.inject('/stadsexport?legalBasis=finns-inte')).statusCode, 400);
  t.equal((await app.inject('/stadsexport/finns-inte')).statusCode, 404);
  const proposed = await app.inject('/stadsexport?saknar=skapa');
  t.equal(proposed.body.match(/value="ny" selected/g)?.length, 11, 'only the districts, and only as a suggestion');
  t.notMatch((await app.inject('/forslag')).body, 'Sparade utkast, det nyaste först', 'nothing was made');
});

t.test('a cancelled export leaves no file', async (t) => {
  const started = await post(
    app,
    '/stadsexport',
    form([
      ['d-farsta', 'ny'],
      ['d-jarva', 'ny'],
      ['format', 'xlsx'],
      ['samlad', '1'],
    ]),
  );
  const address = String(started.headers.location);
  t.equal((await app.inject(`${address}/fil.zip`)).statusCode, 404, 'not before it is done');
  t.equal((await post(app, `${address}/avbryt`, [])).statusCode, 303);
  t.match(await ended(app, address), 'avbruten');
  t.equal((await app.inject(`${address}/fil.zip`)).statusCode, 404);
  t.equal((await post(app, `${address}/avbryt`, [])).statusCode, 303, 'pressed twice');
});
