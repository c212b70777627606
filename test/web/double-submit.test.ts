import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import t from 'tap';
import { rowKey } from '../../src/current-state/entry-form.ts';
import { formWith } from '../current-state/import-fixtures.ts';
import { buildTestApp } from '../helpers/app.ts';
import { postRoutes } from '../helpers/routes.ts';

/** What one route is sent, and what two such requests at the same moment leave behind together. */
interface Twice {
  send(): Promise<{ url: string; payload?: string | Buffer; headers?: Record<string, string> }>;
  /** Rows that are there afterwards and were not before, by table. Where a route is not listed with a table, it writes no row to it. */
  makes: Readonly<Record<string, number>>;
  /** The statuses that the two may get. */
  statuses: readonly number[];
}

const act = 'barn-och-unga-acceptance-and-commitment-therapy-act';
const art = 'barn-och-unga-aggression-replacement-training-art';
const mi = 'barn-och-unga-motiverande-samtal-mi';
const state = '/stadsdelar/farsta/nulage';
const form = (fields: Record<string, string>) => ({
  payload: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});
const json = (body: object) => ({ payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

/**
 * Every route that takes a POST has its row here, so that nobody adds one without having thought of two presses. The order matters: later
 * routes use what earlier ones have made.
 */
function tableOf(app: FastifyInstance): Record<string, Twice> {
  const at: Record<string, string> = {};
  const place = (answer: LightMyRequestResponse): string => String(answer.headers.location);
  const post = (url: string, sent: ReturnType<typeof form>) => app.inject({ method: 'POST', url, ...sent });
  const line = () => `${at.proposal}/rader/vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen`;
  const newest = async () => /name="version" value="(\d+)"/.exec((await app.inject(String(at.proposal))).body)?.[1] ?? '1';
  const upload = async (file: string) => place(await app.inject({ method: 'POST', url: `${state}/import?ar=2026`, ...formWith(file, 'fil.csv') }));

  return {
    '/forslag': {
      send: async () => ({ url: '/forslag', ...form({ district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' }) }),
      makes: { proposal: 1, proposal_version: 1 },
      statuses: [303],
    },
    '/forslag/:id/rader/:insats/:group': {
      async send() {
        at.proposal = place(await post('/forslag', form({ district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' })));
        return { url: line(), ...form({ revision: '0', motiv: 'En gång.' }) };
      },
      makes: { working_line: 1 },
      statuses: [303],
    },
    '/forslag/:id/rader/:insats/:group/ta-bort': { send: async () => ({ url: `${line()}/ta-bort` }), makes: {}, statuses: [303, 409] },
    '/forslag/:id/rader/:insats/:group/lagg-till': { send: async () => ({ url: `${line()}/lagg-till` }), makes: {}, statuses: [303, 409] },
    '/forslag/:id/versioner': {
      send: async () => ({ url: `${at.proposal}/versioner`, ...form({ version: await newest() }) }),
      makes: { proposal_version: 1 },
      statuses: [303],
    },
    // Nothing is missing only in a proposal that people have finished; here both are refused alike.
    '/forslag/:id/klar': { send: async () => ({ url: `${at.proposal}/klar`, ...form({ version: '2' }) }), makes: {}, statuses: [409] },
    '/forslag/:id/inte-klar': { send: async () => ({ url: `${at.proposal}/inte-klar`, ...form({ version: '2' }) }), makes: {}, statuses: [303] },

    '/stadsdelar/:id/nulage/rad/:insats': {
      send: async () => ({ url: `${state}/rad/${act}?ar=2026`, ...form({ [`${rowKey(act)}.bas`]: '0.0', [`${rowKey(act)}.given`]: 'yes' }) }),
      makes: { current_state: 1 },
      statuses: [200],
    },
    '/stadsdelar/:id/nulage': {
      send: async () => ({
        url: `${state}?ar=2026&omrade=vald-i-nara-relationer`,
        ...form({ alla: 'omradet', 'omradet.svar': 'no' }),
      }),
      makes: { current_state: 46, current_state_bulk: 1 },
      statuses: [303],
    },
    '/stadsdelar/:id/nulage/angra': {
      async send() {
        const bulk = /besked=[0-9a-f-]{36}/.exec((await app.inject(`${state}?ar=2026`)).body)?.[0];
        return { url: `${state}/angra?ar=2026&${bulk}` };
      },
      makes: { current_state: -46 },
      statuses: [303],
    },
    // A preview is written down so that it can be confirmed; two of them change nothing, and one that nobody confirms is cleared away.
    '/stadsdelar/:id/nulage/import': {
      send: async () => ({ url: `${state}/import?ar=2026`, ...formWith(`Id;Ges insatsen\n${mi};Ja\n`, 'fil.csv') }),
      makes: { current_state_import: 2 },
      statuses: [303],
    },
    '/stadsdelar/:id/nulage/import/:import/bekrafta': {
      async send() {
        at.import = await upload(`Id;Ges insatsen\n${mi};Ja\n${art};Nej\n`);
        return { url: `${at.import}/bekrafta` };
      },
      makes: { current_state: 2 },
      statuses: [303],
    },
    '/stadsdelar/:id/nulage/import/:import/angra': { send: async () => ({ url: `${at.import}/angra` }), makes: { current_state: -2 }, statuses: [303] },
    '/stadsdelar/:id/nulage/import/:import/granska': {
      send: async () => ({ url: `${at.import}/granska` }),
      makes: { current_state_import: 2 },
      statuses: [303],
    },

    // These answer and store nothing.
    '/api/v1/assess': {
      send: async () => ({ url: '/api/v1/assess', ...json({ insats: 'aldre-trygghetslarm', targetGroup: 'aldre-65-plus', legalBasis: 'sol-2025-400' }) }),
      makes: {},
      statuses: [200],
    },
    '/api/v1/propose': {
      send: async () => ({ url: '/api/v1/propose', ...json({ district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' }) }),
      makes: {},
      statuses: [200],
    },

    // Nobody has an account here: both are refused and told of in the trail. That two presses are one step is tested where people have accounts.
    '/forslag/:id/steg/:transition': {
      send: async () => ({ url: `${at.proposal}/steg/submit`, ...form({ version: '2', revision: '0' }) }),
      makes: { audit_event: 2 },
      statuses: [403],
    },
    // Nobody here may review. That two presses are one answer is tested where managers and lawyers have accounts.
    '/granskning/:id': {
      send: async () => ({ url: `/granskning/${at.proposal?.split('/').at(-1)}`, ...form({ svar: 'accept' }) }),
      makes: {},
      statuses: [401, 403],
    },
    '/granskning/:id/juridik': {
      send: async () => ({ url: `/granskning/${at.proposal?.split('/').at(-1)}/juridik`, ...form({ svar: 'right' }) }),
      makes: {},
      statuses: [401, 403],
    },
  };
}

t.test('every form and every other POST may be sent twice at the same moment', { timeout: 90_000 }, async (t) => {
  const { app, database } = await buildTestApp(t, { database: 'postgres' });
  const table = tableOf(app);
  t.same(Object.keys(table).sort(), await postRoutes(app), 'a new route says here what two presses do');

  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(database.db);
  const counts = async () => {
    const each = rows.map(async ({ name }) => {
      const found = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(database.db);
      return [name, found.rows[0]?.n ?? 0] as const;
    });
    return new Map(await Promise.all(each));
  };

  for (const [route, { send, makes, statuses }] of Object.entries(table)) {
    const request = { method: 'POST' as const, ...(await send()) };
    const before = await counts();
    const answers = await Promise.all([app.inject(request), app.inject(request)]);
    for (const { statusCode, body } of answers) t.ok(statuses.includes(statusCode), `${route}: ${statusCode}`, statuses.includes(statusCode) ? {} : { body });
    const made = [...(await counts())].map(([name, n]) => [name, n - (before.get(name) ?? 0)] as const).filter(([, n]) => n !== 0);
    t.same(Object.fromEntries(made), makes, route);
  }
});
