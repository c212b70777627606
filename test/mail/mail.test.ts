import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import Fastify from 'fastify';
import { sql } from 'kysely';
import t, { type Test } from 'tap';
import { type MailConfig, readConfig } from '../../src/config.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { dueDigest, stockholmTime } from '../../src/mail/digest-time.ts';
import { letterOf } from '../../src/mail/letter.ts';
import { giveUpAfter, mailQueue, retryGivenUp } from '../../src/mail/queue.ts';
import { createSender } from '../../src/mail/sender.ts';
import { sending } from '../../src/mail/sending.ts';
import { createMailTransport, transportOptions } from '../../src/mail/transport.ts';
import type { Delivery } from '../../src/notices/kinds.ts';
import { noticeRepository } from '../../src/notices/repository.ts';
import { createNoticeWriter } from '../../src/notices/write.ts';
import { addAccount } from '../helpers/accounts.ts';
import { databaseKinds, preparedDatabase } from '../helpers/database.ts';
import { startSmtpServer } from '../helpers/smtp-server.ts';

const proposal = '00000000-0000-4000-8000-000000000001';
const origin = 'https://insatsplan.example.se';
const names = { district: (id: string) => `Stadsdelen ${id}`, line: (insats: string, group: string) => `${insats}, ${group}` };
const minute = 60_000;
const hour = 60 * minute;
const written = 'Hemlig text ur en kommentar';

/** A proposal as it stands in the database, with a comment; the contents do not matter to letters. */
async function addProposal({ db }: OpenDatabase): Promise<string> {
  await sql`insert into proposal (id, title, district, legal_basis, law_date) values (${proposal}, 'Utkast', 'origo', 'sol-2025-400', '2026-01-01')`.execute(
    db,
  );
  const values = { proposal_id: proposal, number: 1, insats: 'samtal', target_group: 'unga', account_id: null, roles: '', mentioned: 'legal', body: written };
  return (await db.insertInto('line_comment').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

/** A database, people who have chosen, and a clock that the test turns. */
async function setUp(t: Test, kind: (typeof databaseKinds)[number], port: number, config: Partial<MailConfig> = {}) {
  const database = await preparedDatabase(t, loadKnowledge(), kind);
  const { db } = database;
  const comment = await addProposal(database);
  const clock = { now: new Date() };
  const settings: MailConfig = { host: '127.0.0.1', port, secure: false, user: '', password: '', from: 'insatsplan@example.se', digestHour: 7, ...config };
  const senderWith = (other: Partial<MailConfig> = {}) =>
    createSender({ db, transport: createMailTransport({ ...settings, ...other }), names, origin, digestHour: 7, now: () => clock.now });
  const person = async (name: string, choice: Delivery | null) => {
    const id = await addAccount(database, `${name}@example.se`, { role: 'legal', district: 'origo' });
    if (choice !== null) await noticeRepository(db).choose(id, choice);
    return id;
  };
  const actor = await addAccount(database, 'anna@example.se', { role: 'planner', district: 'origo' });
  const tell = (accounts: readonly string[], kind: 'mention' | 'submitted' = 'submitted') =>
    db
      .transaction()
      .execute((trx) =>
        createNoticeWriter({ mails: true }).tell(
          trx,
          { kind, proposal, district: 'origo', number: 3, actor, ...(kind === 'mention' ? { comment } : {}) },
          new Map(accounts.map((one) => [one, ['legal']])),
        ),
      );
  return { database, db, clock, sender: senderWith(), senderWith, person, tell, actor };
}

for (const kind of databaseKinds) {
  t.test(`letters as people have chosen them, on ${kind}`, async (t) => {
    const server = await startSmtpServer(t);
    const { db, clock, sender, person, tell, actor } = await setUp(t, kind, server.port);
    const [bo, cia, dan, eva] = [await person('bo', 'at_once'), await person('cia', 'digest'), await person('dan', 'none'), await person('eva', null)];
    await tell([bo, cia, dan, eva, actor], 'mention');
    clock.now = new Date();
    t.match(await sender.round(), { sent: 1, failed: 0 });
    const [letter] = server.received;
    t.same([letter?.from, letter?.to], ['insatsplan@example.se', ['bo@example.se']]);
    const [notice] = await db.selectFrom('notice').select('id').where('account_id', '=', bo).execute();
    for (const part of [
      'Subject: Insatsplan: Stadsdelen origo, ny notis',
      'Auto-Submitted: auto-generated',
      'Test anna@example.se nämnde dig som jurist i en kommentar',
      'samtal, unga – Stadsdelen origo',
      `${origin}/notiser/${notice?.id}/oppna`,
      `${origin}/mitt-konto/notiser`,
    ])
      t.ok(letter?.text.includes(part), part);
    t.notMatch(letter?.text, written);

    await t.test('a digest once a day, of what is unread, in the hour that is set', async (t) => {
      await tell([cia]);
      clock.now = new Date();
      t.match(await sender.round(), { sent: 0 }, 'not before its hour');
      const due = stockholmTime(dueDigest(new Date(clock.now.getTime() + 24 * hour), 7).day, 7);
      clock.now = new Date(due.getTime() - minute);
      t.match(await sender.round(), { sent: 0 });
      clock.now = new Date(due.getTime() + 3 * hour);
      t.match(await sender.round(), { sent: 2 }, 'also by a server that was away at the hour');
      const [one, other] = server.received.slice(1).toSorted((a, b) => String(a.to).localeCompare(String(b.to)));
      t.same([one?.to, other?.to], [['cia@example.se'], ['eva@example.se']], 'digest is what comes unless one has chosen');
      t.match(one?.text, 'Subject: Insatsplan: 2 olästa notiser');
      t.match(one?.text, 'lämnade in version 3');
      t.notMatch(one?.text, written);
      t.match(await sender.round(), { sent: 0 });
      clock.now = new Date(clock.now.getTime() + 24 * hour);
      t.match(await sender.round(), { sent: 0 }, 'nothing new the day after');
    });

    await t.test('what is read, may no longer be read, or is nobody’s any more is not sent', async (t) => {
      const [read, moved, gone] = [await person('laser', 'at_once'), await person('flyttar', 'at_once'), await person('slutar', 'at_once')];
      await tell([read, moved, gone]);
      await noticeRepository(db).markAllRead(Number.MAX_SAFE_INTEGER, read);
      await db.updateTable('account_role').set({ district: 'farsta' }).where('account_id', '=', moved).execute();
      await db.updateTable('account').set({ disabled_at: new Date() }).where('id', '=', gone).execute();
      clock.now = new Date(Math.max(clock.now.getTime(), Date.now()));
      t.match(await sender.round(), { sent: 0, failed: 0, figures: { waiting: 0 } });
    });
  });
}

t.test('a letter of a day is read place by place', async (t) => {
  const notice = {
    kind: 'submitted' as const,
    at: new Date('2026-11-22T10:00:00Z'),
    readAt: null,
    proposal,
    number: 1,
    asRoles: [],
    actor: 'Anna',
    comment: null,
  };
  const of = (...districts: string[]) =>
    letterOf(
      'id',
      { name: 'Bo', email: 'bo@example.se' },
      districts.map((district, id) => ({ ...notice, id, district })),
      true,
      { origin, names },
    ).text;
  const text = of('origo', 'farsta', 'origo');
  const at = [0, 2, 1].map((id) => text.indexOf(`/notiser/${id}/`));
  t.same(
    at,
    at.toSorted((a, b) => a - b),
    'the two of one place stand together',
  );
  t.equal(text.split('== Stadsdelen origo ==').length, 2);
  t.notMatch(of('origo', 'origo'), '==', 'one place needs no heading');
});

t.test('where the e-mail server does not take letters', async (t) => {
  const server = await startSmtpServer(t, {
    authOptional: false,
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'insatsplan' && password === 'rätt ord' ? done(null, { user: username }) : done(new Error('no')),
    onRcptTo({ address }, _session, done) {
      if (address === 'full@example.se') done(Object.assign(new Error('Mailbox full'), { responseCode: 452 }));
      else if (address === 'fel@example.se') done(Object.assign(new Error('No such person as Hemlig Person'), { responseCode: 550 }));
      else done();
    },
  });
  const right = { user: 'insatsplan', password: 'rätt ord' };
  const { db, clock, senderWith, person, tell } = await setUp(t, 'postgres', server.port, right);
  const sender = senderWith();
  const letters = () => db.selectFrom('mail').select(['attempts', 'last_error', 'sent_at', 'given_up_at']).orderBy('queued_at').orderBy('id').execute();
  const [bo, cia] = [await person('bo', 'at_once'), await person('cia', 'at_once')];

  await t.test('it is away, and comes back: every letter goes, once', async (t) => {
    await tell([bo, cia]);
    clock.now = new Date();
    await server.goAway();
    t.match(await sender.round(), { sent: 0, failed: 1, stopped: { code: 'ESOCKET' }, figures: { waiting: 2, lastError: 'ESOCKET' } });
    t.equal((await letters()).filter(({ attempts }) => attempts > 0).length, 1, 'the others are not tried in vain');
    t.match(await sender.round(), { failed: 1 });
    t.match(await sender.round(), { failed: 0 }, 'tried again only after a while');
    const failures: number[] = [];
    for (let hours = 0; hours < 4; hours += 1) {
      let failed = 0;
      for (let minutes = 0; minutes < 60; minutes += 1) {
        clock.now = new Date(clock.now.getTime() + minute);
        failed += (await sender.round()).failed;
      }
      failures.push(failed);
    }
    t.ok((failures[0] ?? 0) > 2 * (failures[3] ?? 0) && (failures[3] ?? 0) > 0, `and more and more seldom: ${failures}`);
    await server.come();
    clock.now = new Date(clock.now.getTime() + 3 * hour);
    t.match(await sender.round(), { sent: 2, failed: 0, figures: { waiting: 0, lastError: null } });
    t.same(server.received.flatMap(({ to }) => to).sort(), ['bo@example.se', 'cia@example.se']);
  });

  await t.test('a wrong password or a certificate that nobody vouches for: nothing goes, and nothing is lost', async (t) => {
    const before = server.received.length;
    const tls = await startSmtpServer(t, { secure: true });
    await tell([bo]);
    clock.now = new Date(clock.now.getTime() + 24 * hour);
    t.match(await senderWith({ password: 'fel ord' }).round(), { sent: 0, stopped: { code: 'EAUTH' } });
    clock.now = new Date(clock.now.getTime() + hour);
    t.match(await senderWith({ port: tls.port, secure: true }).round(), { sent: 0, stopped: { code: 'ESOCKET' } });
    t.equal(tls.received.length + server.received.length, before);
    clock.now = new Date(clock.now.getTime() + hour);
    t.match(await sender.round(), { sent: 1 });
    // Only on this machine may letters go in the clear.
    for (const host of ['post.example.se', '10.0.0.5']) t.match(transportOptions({ ...mail(`smtp://${host}`), host }), { requireTLS: true, ignoreTLS: false });
  });

  await t.test('an address that is refused for good stops no other, and is shown until it is tried again', async (t) => {
    const [wrong, full] = [await person('fel', 'at_once'), await person('full', 'at_once')];
    await tell([wrong, full, cia]);
    clock.now = new Date(clock.now.getTime() + hour);
    t.match(await sender.round(), { sent: 1, failed: 2, givenUp: 1, stopped: null, figures: { waiting: 1, givenUp: 1 } });
    t.same((await letters()).flatMap(({ last_error }) => last_error ?? []).sort(), ['EENVELOPE 452', 'EENVELOPE 550'], 'without any words of the server’s');
    clock.now = new Date(clock.now.getTime() + giveUpAfter + hour);
    t.match(await sender.round(), { sent: 0, givenUp: 1, figures: { waiting: 0, givenUp: 2 } }, 'in the end the other is given up too');
    await db.updateTable('account').set({ email: 'ratt@example.se' }).where('id', '=', wrong).execute();
    t.equal(await retryGivenUp(db, clock.now), 2);
    t.match(await sender.round(), { sent: 1, figures: { givenUp: 0 } });
    t.same(server.received.at(-1)?.to, ['ratt@example.se']);
  });
});

t.test('two senders at once send nothing twice', async (t) => {
  const server = await startSmtpServer(t);
  const { db, clock, senderWith, person, tell } = await setUp(t, 'postgres', server.port);
  const people = await Promise.all(Array.from({ length: 12 }, (_, n) => person(`p${n}`, n % 2 === 0 ? 'at_once' : 'digest')));
  await tell(people);
  clock.now = new Date(stockholmTime(dueDigest(new Date(Date.now() + 24 * hour), 7).day, 7).getTime() + minute);
  const rounds = await Promise.all([senderWith().round(), senderWith().round(), senderWith().round()]);
  t.equal(
    rounds.reduce((sum, { sent }) => sum + sent, 0),
    12,
  );
  t.same(server.received.flatMap(({ to }) => to).sort(), people.map((_, n) => `p${n}@example.se`).sort());
  t.equal((await db.selectFrom('mail').select('id').execute()).length, 12);

  await t.test('and one that was killed while it sent leaves the letter to the next', async (t) => {
    await tell(people.slice(0, 1));
    const queue = mailQueue(db);
    clock.now = new Date(clock.now.getTime() + hour);
    t.match(await queue.take(clock.now), { attempts: 1 });
    t.equal(await queue.take(clock.now), undefined);
    t.match(await senderWith().round(), { sent: 0, figures: { waiting: 1 } });
    clock.now = new Date(clock.now.getTime() + hour);
    t.match(await senderWith().round(), { sent: 1 });
  });

  await t.test('a server sends while it listens, and ends the letter it sends before it stops', async (t) => {
    const before = server.received.length;
    await tell(people.filter((_, n) => n % 2 === 0));
    clock.now = new Date(clock.now.getTime() + hour);
    const app = Fastify();
    let done = 0;
    await app.register(sending, { sender: senderWith(), every: 20, observe: ({ sent }) => (done += sent) });
    await setTimeout(60);
    t.equal(server.received.length, before, 'not before it listens');
    await app.listen({ host: '127.0.0.1', port: 0 });
    while (server.received.length === before) await setTimeout(5);
    await app.close();
    const { waiting } = await mailQueue(db).figures();
    t.equal(server.received.length - before, done);
    t.equal(waiting, 6 - done, 'what was not sent waits for the next start');
  });
});

function mail(url: string): MailConfig {
  const { mail } = readConfig({ SMTP_URL: url, MAIL_FROM: 'insatsplan@example.se' });
  if (mail === undefined) throw new Error('no mail');
  return mail;
}

t.test('the settings', async (t) => {
  t.match(mail('smtps://nam%40n:l%C3%B6sen@post.example.se'), {
    host: 'post.example.se',
    port: 465,
    secure: true,
    user: 'nam@n',
    password: 'lösen',
    digestHour: 7,
  });
  t.match(mail('smtp://post.example.se'), { port: 587, secure: false, user: '' });
  t.equal(readConfig({}).mail, undefined);
  for (const wrong of [
    { SMTP_URL: 'smtp://post.example.se' },
    { MAIL_FROM: 'insatsplan@example.se' },
    { SMTP_URL: 'https://post.example.se', MAIL_FROM: 'insatsplan@example.se' },
    { SMTP_URL: 'smtps://a:b%@post.example.se', MAIL_FROM: 'insatsplan@example.se' },
    { SMTP_URL: 'smtps://post.example.se', MAIL_FROM: 'Insatsplan' },
    { SMTP_URL: 'smtps://post.example.se', MAIL_FROM: 'insatsplan@example.se', MAIL_DIGEST_HOUR: '24' },
  ])
    t.throws(() => readConfig(wrong), { name: 'StartupError' });
});

t.test('the digest’s hour in Stockholm, also when the clock is changed', async (t) => {
  t.equal(stockholmTime('2026-07-01', 7).toISOString(), '2026-07-01T05:00:00.000Z');
  t.equal(stockholmTime('2026-12-01', 7).toISOString(), '2026-12-01T06:00:00.000Z');
  t.equal(stockholmTime('2026-03-29', 2).toISOString(), '2026-03-29T01:00:00.000Z', 'an hour that is skipped');
  t.equal(stockholmTime('2026-10-25', 2).toISOString(), '2026-10-25T00:00:00.000Z', 'an hour that comes twice');
  fc.assert(
    fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }), fc.nat({ max: 23 }), (now, at) => {
      const { until } = dueDigest(now, at);
      const age = now.getTime() - until.getTime();
      return age >= 0 && age < 25 * hour && stockholmTime(dueDigest(until, at).day, at).getTime() === until.getTime();
    }),
    { numRuns: 200 },
  );
});
