import t from 'tap';
import { addAccount, browserOf } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';

const metricsToken = 'a-token-for-prometheus';

t.test('figures and backups of a server that others can reach', async (t) => {
  const { app, database } = await buildTestApp(t, { config: { publicUrl: 'https://insatsplan.example', metricsToken } });
  // Prometheus asks each server, by its own address.
  const headers = { host: 'insatsplan.example' };
  const measured = { host: '10.0.0.7:3000' };
  await addAccount(database, 'admin@stockholm.se', { role: 'administrator', district: '*' });
  await addAccount(database, 'planner@stockholm.se', { role: 'planner', district: '*' });

  for (const authorization of [undefined, 'Bearer ', `Bearer ${metricsToken}x`, metricsToken])
    t.equal((await app.inject({ url: '/metrics', headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) } })).statusCode, 404);
  for (const host of [headers, measured])
    t.equal((await app.inject({ url: '/metrics', headers: { ...host, authorization: `Bearer ${metricsToken}` } })).statusCode, 200);
  t.equal((await app.inject({ url: '/metrics', headers: measured })).statusCode, 404);

  const address = '/drift/sakerhetskopia';
  t.equal((await app.inject({ url: address, headers })).statusCode, 303, 'a stranger is sent to the login');
  t.equal((await app.inject({ url: `${address}/lokal`, headers: { ...headers, authorization: 'Bearer undefined' } })).statusCode, 404);
  t.equal((await (await browserOf(app, 'planner@stockholm.se')).get(address)).statusCode, 403);
  const answer = await (await browserOf(app, 'admin@stockholm.se')).get(address);
  t.equal(answer.statusCode, 200);
  t.match(answer.headers, { 'content-type': 'application/gzip', 'cache-control': 'no-store', 'content-length': String(answer.rawPayload.length) });
  const rows = await database.db.selectFrom('audit_event').select(['action', 'account_id']).where('action', '=', 'backup.make').execute();
  t.equal(rows.length, 1, 'the trail has who took a copy');
  t.ok(rows[0]?.account_id);
});

t.test('a server that others can reach and that has no token gives no figures', async (t) => {
  const { app } = await buildTestApp(t, { config: { publicUrl: 'https://insatsplan.example' } });
  t.equal((await app.inject({ url: '/metrics', headers: { host: 'localhost' } })).statusCode, 404);
});
