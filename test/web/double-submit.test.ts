import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import t from 'tap';
import { readTrail } from '../../src/audit/trail.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import type { AuditAction } from '../../src/audit/words.ts';
import { rowKey } from '../../src/current-state/entry-form.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import type { Operation } from '../../src/rule-changes/operations.ts';
import { ruleDraftRepository } from '../../src/rule-drafts/repository.ts';
import { formWith } from '../current-state/import-fixtures.ts';
import { addAccount, browserOf, own, password } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { postRoutes } from '../helpers/routes.ts';

/** What one route is sent, and what two such requests at the same moment leave behind together. */
interface Twice {
  send(): Promise<{ url: string; payload?: string | Buffer; headers?: Record<string, string> }>;
  /** Rows that are there afterwards and were not before, by table. Where a route is not listed with a table, it writes no row to it. */
  makes: Readonly<Record<string, number>>;
  /** The statuses that the two may get. */
  statuses: readonly number[];
  /** What the trail tells of the two together, in order. */
  tells: readonly AuditAction[];
  /** Whether the trail may tell the last of them again, where the second press came before the first had ended. */
  again?: true;
}

const act = 'barn-och-unga-acceptance-and-commitment-therapy-act';
const art = 'barn-och-unga-aggression-replacement-training-art';
const mi = 'barn-och-unga-motiverande-samtal-mi';
const state = '/stadsdelar/farsta/nulage';
const form = (fields: Record<string, string> | [string, string][]) => ({
  payload: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});
const json = (body: object) => ({ payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

/**
 * Every route that takes a POST has its row here, so that nobody adds one without having thought of two presses. The order matters: later
 * routes use what earlier ones have made.
 */
function tableOf(app: FastifyInstance, database: OpenDatabase): Record<string, Twice> {
  const at: Record<string, string> = {};
  const place = (answer: LightMyRequestResponse): string => String(answer.headers.location);
  const post = (url: string, sent: ReturnType<typeof form>) => app.inject({ method: 'POST', url, ...sent });
  const line = () => `${at.proposal}/rader/vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen`;
  const newest = async () => /name="version" value="(\d+)"/.exec((await app.inject(String(at.proposal))).body)?.[1] ?? '1';
  const pageOf = async (url: string) => (await app.inject({ url, headers: { accept: 'text/html' } })).body;
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  const upload = async (file: string) => place(await app.inject({ method: 'POST', url: `${state}/import?ar=2026`, ...formWith(file, 'fil.csv') }));

  const as = (who: string, url: string, fields: Record<string, string> = {}) => {
    const { payload, headers } = form(fields);
    return { url, payload, headers: { ...headers, ...own, cookie: at[who] ?? '' } };
  };

  return {
    // Computes and stores nothing: two presses start one computation.
    '/metod/fall/luckor': { send: async () => ({ url: '/metod/fall/luckor', ...form({ regelverk: 'ett-annat' }) }), tells: [], makes: {}, statuses: [409] },
    '/forslag': {
      send: async () => ({ url: '/forslag', ...form({ district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' }) }),
      tells: ['proposal.create'],
      makes: { proposal: 1, proposal_version: 1 },
      statuses: [303],
    },
    '/forslag/:id/rader/:insats/:group': {
      async send() {
        at.proposal = place(await post('/forslag', form({ district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' })));
        return { url: line(), ...form({ revision: '0', motiv: 'En gång.' }) };
      },
      tells: ['line.save'],
      makes: { working_line: 1 },
      statuses: [303],
    },
    '/forslag/:id/rader/:insats/:group/ta-bort': { send: async () => ({ url: `${line()}/ta-bort` }), tells: ['line.remove'], makes: {}, statuses: [303, 409] },
    '/forslag/:id/rader/:insats/:group/lagg-till': {
      send: async () => ({ url: `${line()}/lagg-till` }),
      tells: ['line.restore'],
      makes: {},
      statuses: [303, 409],
    },
    '/forslag/:id/rader/:insats/:group/kommentarer': {
      async send() {
        at.comment = hidden(await pageOf(line()), 'nyckel');
        return { url: `${line()}/kommentarer`, ...form({ nyckel: at.comment, text: 'En gång, @Jurist.' }) };
      },
      tells: ['comment.write'],
      makes: { line_comment: 1 },
      statuses: [303],
    },
    '/forslag/:id/rader/:insats/:group/kommentarer/:comment/ta-bort': {
      send: async () => ({ url: `${line()}/kommentarer/${at.comment}/ta-bort` }),
      tells: ['comment.strike'],
      makes: {},
      statuses: [303],
    },
    '/forslag/:id/versioner': {
      send: async () => ({ url: `${at.proposal}/versioner`, ...form({ version: await newest() }) }),
      tells: ['proposal.version'],
      makes: { proposal_version: 1 },
      statuses: [303],
    },
    // Nothing is missing only in a proposal that people have finished; here both are refused alike.
    '/forslag/:id/klar': { send: async () => ({ url: `${at.proposal}/klar`, ...form({ version: '2' }) }), tells: [], makes: {}, statuses: [409] },
    '/forslag/:id/inte-klar': { send: async () => ({ url: `${at.proposal}/inte-klar`, ...form({ version: '2' }) }), tells: [], makes: {}, statuses: [303] },
    '/forslag/:id/omprovning': {
      async send() {
        const html = await pageOf(`${at.proposal}/omprovning?datum=2026-11-23&nulage=nu`);
        const chosen = { version: hidden(html, 'version'), datum: '2026-11-23', nulage: 'nu', avtryck: hidden(html, 'avtryck') };
        return { url: `${at.proposal}/omprovning`, ...form(chosen) };
      },
      tells: ['proposal.reassess'],
      makes: { proposal_version: 1 },
      statuses: [303],
    },
    '/forslag/:id/lagg-till/:insats/:group': {
      async send() {
        const [, found = ''] = /href="(\/forslag\/[^"]*\/lagg-till\/[^"]+)"/.exec(await pageOf(`${at.proposal}/lagg-till?sok=trygghetslarm`)) ?? [];
        return { url: found, ...form({ motiv: 'En gång.' }) };
      },
      tells: ['line.add'],
      makes: { working_line: 1 },
      statuses: [303],
    },
    '/forslag/:id/flera': {
      async send() {
        const url = `${at.proposal}/flera`;
        const rows = [...(await pageOf(url)).matchAll(/name="rad" value="([^"]+)"/g)].slice(-2).map(([, key = '']): [string, string] => ['rad', key]);
        const change: [string, string][] = [...rows, ['motiv', 'Samma motiv.']];
        const { body } = await post(url, form([...change, ['gor', 'granska']]));
        at.change = hidden(body, 'andring');
        return { url, ...form([...change, ['andring', at.change], ['grund', hidden(body, 'grund')], ['gor', 'spara']]) };
      },
      tells: ['lines.change'],
      makes: { bulk_change: 1, working_line: 2 },
      statuses: [303],
    },
    '/forslag/:id/flera/:change/angra': {
      send: async () => ({ url: `${at.proposal}/flera/${at.change}/angra` }),
      tells: ['lines.undo'],
      makes: {},
      statuses: [303],
    },
    '/forslag/:id/dokument': {
      async send() {
        const html = await pageOf(`${at.proposal}/dokument`);
        const parts = hidden(html, 'ordning').split(' ');
        const rows = Object.fromEntries(parts.flatMap((part) => [[`titel-${part}`, `Rubrik ${part}`] as const, [`med-${part}`, 'ja'] as const]));
        return { url: `${at.proposal}/dokument`, ...form({ revision: '0', ordning: parts.join(' '), ...rows }) };
      },
      tells: ['outline.save'],
      makes: { working_outline: 1 },
      statuses: [303],
    },
    '/forslag/:id/dokument/:part': {
      async send() {
        const [url = ''] = /\/forslag\/[^"]*\/dokument\/[a-z-]+/.exec(await pageOf(`${at.proposal}/dokument`)) ?? [];
        return { url, ...form({ revision: '0', text: 'En gång.' }) };
      },
      tells: ['text.save'],
      makes: { working_text: 1 },
      statuses: [303],
    },
    '/forslag/:id/ekonomi/:scenario': {
      async send() {
        at.scenario = `${at.proposal}/ekonomi/8b0c6a51-6f0e-4f0e-9a77-0c2f3f0f1b02`;
        const assumed = ['people', 'assessmentHours', 'hourCost', 'insatsCost', 'demandChange'].map((name) => [`${name}-lagst`, '10'] as const);
        const fields = { revision: '0', namn: 'Ett', rad: 'vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen', ...Object.fromEntries(assumed) };
        return { url: at.scenario, ...form(fields) };
      },
      tells: ['scenario.save'],
      makes: { economy_scenario: 1 },
      statuses: [303],
    },
    '/forslag/:id/ekonomi/:scenario/ta-bort': {
      send: async () => ({ url: `${at.scenario}/ta-bort`, ...form({ revision: '1' }) }),
      tells: ['scenario.remove'],
      makes: { economy_scenario: -1 },
      statuses: [303],
    },

    '/stadsdelar/:id/nulage/rad/:insats': {
      send: async () => ({ url: `${state}/rad/${act}?ar=2026`, ...form({ [`${rowKey(act)}.bas`]: '0.0', [`${rowKey(act)}.given`]: 'yes' }) }),
      tells: ['current_state.save'],
      makes: { current_state: 1 },
      statuses: [200],
    },
    '/stadsdelar/:id/nulage': {
      send: async () => ({
        url: `${state}?ar=2026&omrade=vald-i-nara-relationer`,
        ...form({ alla: 'omradet', 'omradet.svar': 'no' }),
      }),
      tells: ['current_state.bulk'],
      makes: { current_state: 46, current_state_bulk: 1 },
      statuses: [303],
    },
    '/stadsdelar/:id/nulage/angra': {
      async send() {
        const bulk = /besked=[0-9a-f-]{36}/.exec((await app.inject(`${state}?ar=2026`)).body)?.[0];
        return { url: `${state}/angra?ar=2026&${bulk}` };
      },
      tells: ['current_state.undo'],
      makes: { current_state: -46 },
      statuses: [303],
    },
    // A preview is written down so that it can be confirmed; two of them change nothing, and one that nobody confirms is cleared away.
    '/stadsdelar/:id/nulage/import': {
      send: async () => ({ url: `${state}/import?ar=2026`, ...formWith(`Id;Ges insatsen\n${mi};Ja\n`, 'fil.csv') }),
      tells: [],
      makes: { current_state_import: 2 },
      statuses: [303],
    },
    '/stadsdelar/:id/nulage/import/:import/bekrafta': {
      async send() {
        at.import = await upload(`Id;Ges insatsen\n${mi};Ja\n${art};Nej\n`);
        return { url: `${at.import}/bekrafta` };
      },
      tells: ['current_state.import'],
      makes: { current_state: 2 },
      statuses: [303],
    },
    '/stadsdelar/:id/nulage/import/:import/angra': {
      send: async () => ({ url: `${at.import}/angra` }),
      tells: ['current_state.import_undo'],
      makes: { current_state: -2 },
      statuses: [303],
    },
    '/stadsdelar/:id/nulage/import/:import/granska': {
      send: async () => ({ url: `${at.import}/granska` }),
      tells: [],
      makes: { current_state_import: 2 },
      statuses: [303],
    },

    // The files are made beside the database; the same request while one runs is the same export.
    '/stadsexport': {
      send: async () => ({
        url: '/stadsexport',
        ...form({ legalBasis: 'sol-2025-400', date: '2026-11-22', format: 'json', 'd-origo': String(at.proposal).replace('/forslag/', '') }),
      }),
      tells: ['city.export', 'city.export'],
      makes: {},
      statuses: [303],
    },
    '/stadsexport/:id/avbryt': {
      async send() {
        const [url = ''] = /\/stadsexport\/[0-9a-f-]{36}/.exec(await pageOf('/stadsexport')) ?? [];
        return { url: `${url}/avbryt` };
      },
      tells: [],
      makes: {},
      statuses: [303],
    },

    // People have entered something here, so nothing is loaded; that two at once load one example is tested where it is loaded.
    '/exempeldata': { send: async () => ({ url: '/exempeldata' }), tells: [], makes: {}, statuses: [409] },
    '/byt-roll': { send: async () => ({ url: '/byt-roll', ...form({ konto: crypto.randomUUID() }) }), tells: [], makes: {}, statuses: [404] },
    '/exempeldata/ta-bort': { send: async () => ({ url: '/exempeldata/ta-bort' }), tells: [], makes: {}, statuses: [409] },

    // These answer and store nothing.
    '/api/v1/assess': {
      send: async () => ({ url: '/api/v1/assess', ...json({ insats: 'aldre-trygghetslarm', targetGroup: 'aldre-65-plus', legalBasis: 'sol-2025-400' }) }),
      tells: [],
      makes: {},
      statuses: [200],
    },
    '/api/v1/why-not': {
      send: async () => ({
        url: '/api/v1/why-not',
        ...json({ insats: 'aldre-trygghetslarm', targetGroup: 'aldre-65-plus', legalBasis: 'sol-2025-400', target: 'svar.requires_assessment' }),
      }),
      tells: [],
      makes: {},
      statuses: [200],
    },
    '/api/v1/propose': {
      send: async () => ({ url: '/api/v1/propose', ...json({ district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' }) }),
      tells: [],
      makes: {},
      statuses: [200],
    },
    '/api/v1/rules/impact': {
      send: async () => ({ url: '/api/v1/rules/impact', ...json({ operations: [] }) }),
      tells: [],
      makes: {},
      statuses: [200],
    },

    // Nobody has an account here: both are refused and told of in the trail. That two presses are one step is tested where people have accounts.
    '/forslag/:id/steg/:transition': {
      send: async () => ({ url: `${at.proposal}/steg/submit`, ...form({ version: '2', revision: '0' }) }),
      tells: ['version.step-refused', 'version.step-refused'],
      makes: {},
      statuses: [403],
    },
    // Nobody here may review. That two presses are one answer is tested where managers and lawyers have accounts.
    '/granskning/:id': {
      send: async () => ({ url: `/granskning/${at.proposal?.split('/').at(-1)}`, ...form({ svar: 'accept' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    '/granskning/:id/tidigare': {
      send: async () => ({ url: `/granskning/${at.proposal?.split('/').at(-1)}/tidigare`, ...form({ version: '1' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    '/granskning/:id/juridik/tidigare': {
      send: async () => ({ url: `/granskning/${at.proposal?.split('/').at(-1)}/juridik/tidigare`, ...form({ version: '1' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    '/granskning/:id/juridik': {
      send: async () => ({ url: `/granskning/${at.proposal?.split('/').at(-1)}/juridik`, ...form({ svar: 'right' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    // Only lawyers save cases. That two presses are one case is tested in test/rulebook/ask.
    '/metod/fraga/fall': {
      send: async () => ({ url: '/metod/fraga/fall', ...form({ fraga: 'insats=aldre-trygghetslarm', svar: 'allowed' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    '/metod/fraga/fall/:case/dra-tillbaka': {
      send: async () => ({ url: '/metod/fraga/fall/8b0c6a51-6f0e-4f0e-9a77-0c2f3f0f1b02/dra-tillbaka', ...form({ revision: '1' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    // Whoever sits at the machine writes changes; that two presses of each step are one is tested in test/rule-drafts.
    '/metod/andringar': {
      async send() {
        const nyckel = hidden(await pageOf('/metod/andringar/ny'), 'nyckel');
        return { url: '/metod/andringar', ...form({ titel: 'En gång', nyckel }) };
      },
      tells: ['rule_draft.create'],
      makes: { rule_draft: 1, rule_draft_step: 1 },
      statuses: [303],
    },
    '/metod/andringar/:id/text': {
      send: async () => ({ url: '/metod/andringar/1/text', ...form({ revision: '1', titel: 'En gång', vad: 'Något.' }) }),
      tells: ['rule_draft.note'],
      makes: {},
      statuses: [303],
    },
    '/metod/andringar/:id/andring/:n/ta-bort': {
      async send() {
        const [rule, other] = ['ability-cannot-seek-alone', 'age-child'];
        await database.db.transaction().execute((trx) =>
          ruleDraftRepository(trx).saveOperations(1, 2, [
            { type: 'switch-on', rule },
            { type: 'switch-on', rule: other },
          ]),
        );
        return { url: '/metod/andringar/1/andring/1/ta-bort', ...form({ revision: '3' }) };
      },
      tells: ['rule_draft.operations'],
      makes: {},
      statuses: [303, 409],
    },
    '/metod/andringar/:id/andring/:n/:slag': {
      async send() {
        const url = '/metod/andringar/1/andring/ny/set-severity?regel=equality-no-guideline';
        return { url, ...form({ revision: hidden(await pageOf(url), 'revision'), severity: 'high', gora: 'spara' }) };
      },
      tells: ['rule_draft.operations'],
      makes: {},
      statuses: [303],
    },
    '/metod/andringar/:id/fall': {
      async send() {
        const limit: Operation = { type: 'set-leaf', rule: 'follow-up-weak-area', path: 'all.0', value: 14 };
        await database.db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(1, 5, [limit]));
        const url = '/metod/andringar/1/fall?regel=follow-up-weak-area';
        const html = await pageOf(url);
        const cases = [...html.matchAll(/name="(fall\.\d+)" value="([^"]*)"/g)];
        const answers = cases.map(([, name = '', own = '']): [string, string][] => [
          [name, own],
          [name.replace('fall', 'namn'), own],
          // A case that agrees is shown too, and may only stay as it is or follow the limit.
          [name.replace('fall', 'svar'), new RegExp(`name="${name.replace('fall', 'svar')}" value="answer"`).test(html) ? 'answer' : 'keep'],
        ]);
        return { url, ...form({ ...Object.fromEntries(answers.flat()), revision: hidden(html, 'revision'), skal: 'En gång.', gora: 'spara' }) };
      },
      tells: ['rule_draft.operations'],
      makes: {},
      statuses: [303],
    },
    '/metod/andringar/:id/kopiera': {
      async send() {
        const nyckel = hidden(await pageOf('/metod/andringar/1'), 'nyckel');
        return { url: '/metod/andringar/1/kopiera', ...form({ nyckel }) };
      },
      tells: ['rule_draft.create'],
      makes: { rule_draft: 1, rule_draft_step: 1 },
      statuses: [303],
    },
    '/metod/andringar/:id/steg/:step': {
      send: async () => ({ url: '/metod/andringar/1/steg/withdraw', ...form({ revision: '7', skal: 'En gång.' }) }),
      tells: ['rule_draft.withdraw'],
      makes: { rule_draft_step: 1 },
      statuses: [303],
    },
    // Only lawyers answer reports.
    '/metod/regelrapporter/ta-upp': {
      send: async () => ({ url: '/metod/regelrapporter/ta-upp', ...form({ andring: '1' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    '/metod/regelrapporter/nej': {
      send: async () => ({ url: '/metod/regelrapporter/nej', ...form({ motiv: 'Nej.' }) }),
      tells: [],
      makes: {},
      statuses: [401, 403],
    },
    // From here there are accounts, and everybody logs in.
    '/konton': {
      async send() {
        await addAccount(database, 'admin@stockholm.se', { role: 'administrator', district: '*' });
        at.admin = (await browserOf(app, 'admin@stockholm.se')).cookie;
        const { body } = await app.inject({ url: '/konton', headers: { ...own, cookie: at.admin } });
        at.account = `/konton/${hidden(body, 'id')}`;
        return as('admin', '/konton', { id: hidden(body, 'id'), name: 'Ny', email: 'ny@stockholm.se', 'roll-reader': '*' });
      },
      tells: ['account.create', 'account.link'],
      makes: { account: 1, account_role: 1, one_time_link: 1 },
      statuses: [200],
    },
    '/metod/regler/:rule/kontroll': {
      async send() {
        await addAccount(database, 'jurist@stockholm.se', { role: 'legal', district: '*' });
        at.legal = (await browserOf(app, 'jurist@stockholm.se')).cookie;
        const { body } = await app.inject({ url: '/metod/regler/sol-huvudregel', headers: { ...own, cookie: at.legal } });
        return as('legal', '/metod/regler/sol-huvudregel/kontroll', { id: hidden(body, 'id'), ordalydelse: hidden(body, 'ordalydelse') });
      },
      tells: ['rule.check'],
      makes: { rule_check: 1 },
      statuses: [303],
    },
    '/metod/kallor/:source/kontroll': {
      async send() {
        const { body } = await app.inject({ url: '/metod/kallor/sol-2025-400', headers: { ...own, cookie: at.legal ?? '' } });
        return as('legal', '/metod/kallor/sol-2025-400/kontroll', { id: hidden(body, 'id'), stalle: 'hela', lydelse: 'SFS 2025:400', resultat: 'unchanged' });
      },
      tells: ['source.check'],
      makes: { source_check: 1 },
      statuses: [303],
    },
    '/konton/:account': {
      async send() {
        const { body } = await app.inject({ url: String(at.account), headers: { ...own, cookie: at.admin } });
        return as('admin', String(at.account), { revision: hidden(body, 'revision'), name: 'Nyare', 'roll-reader': '*' });
      },
      tells: ['account.change'],
      makes: {},
      statuses: [303],
    },
    '/konton/:account/lank': { send: async () => as('admin', `${at.account}/lank`), tells: ['account.link', 'account.link'], makes: {}, statuses: [200] },
    '/valkommen/:token': {
      async send() {
        const { body } = await app.inject({ method: 'POST', ...as('admin', `${at.account}/lank`) });
        const [url = ''] = /\/valkommen\/[\w-]+/.exec(body) ?? [];
        return as('nobody', url, { password, again: password });
      },
      tells: ['account.password', 'login'],
      makes: { session: 1, known_browser: 1 },
      statuses: [303, 404],
    },
    '/konton/:account/stang': {
      send: async () => as('admin', `${at.account}/stang`),
      tells: ['account.shut', 'account.shut'],
      makes: { session: -1 },
      statuses: [303],
    },
    '/konton/:account/oppna': { send: async () => as('admin', `${at.account}/oppna`), tells: ['account.open', 'account.open'], makes: {}, statuses: [303] },
    '/mitt-konto/notiser': {
      send: async () => as('admin', '/mitt-konto/notiser', { val: 'none' }),
      tells: ['notice.choose'],
      makes: { notice_choice: 1 },
      statuses: [303],
    },
    // What is read is read; nothing is told of it.
    '/notiser/lasta': { send: async () => as('admin', '/notiser/lasta', { till: '0' }), tells: [], makes: {}, statuses: [303] },
    '/notiser/:notice/last': { send: async () => as('admin', '/notiser/1/last'), tells: [], makes: {}, statuses: [404] },
    '/drift/e-post/forsok-igen': { send: async () => as('admin', '/drift/e-post/forsok-igen'), tells: [], makes: {}, statuses: [303] },
    // Two logins of a browser that has none are two sessions; the one whose cookie is lost ends by itself.
    '/logga-in': {
      send: async () => as('nobody', '/logga-in', { email: 'ny@stockholm.se', password }),
      tells: ['login', 'login'],
      makes: { session: 2, known_browser: 2 },
      statuses: [303],
    },
    '/mitt-konto/losenord': {
      send: async () => as('admin', '/mitt-konto/losenord', { current: password, password: 'fem röda päron', again: 'fem röda päron' }),
      tells: ['account.password'],
      again: true,
      makes: {},
      statuses: [200, 303, 422],
    },
    '/session': {
      async send() {
        at.reader = (await browserOf(app, 'ny@stockholm.se')).cookie;
        return as('reader', '/session');
      },
      tells: [],
      makes: {},
      statuses: [200],
    },
    '/logga-ut': { send: async () => as('reader', '/logga-ut'), tells: ['logout'], again: true, makes: { session: -1 }, statuses: [303] },
    '/mitt-konto/logga-ut-overallt': {
      async send() {
        at.reader = (await browserOf(app, 'ny@stockholm.se')).cookie;
        return as('reader', '/mitt-konto/logga-ut-overallt');
      },
      tells: ['logout.everywhere'],
      again: true,
      makes: { session: -3 },
      statuses: [303],
    },
    '/logg/kontroll': {
      async send() {
        at.admin = (await browserOf(app, 'admin@stockholm.se', 'fem röda päron')).cookie;
        return as('admin', '/logg/kontroll');
      },
      makes: {},
      statuses: [303],
      tells: [],
    },
  };
}

t.test('every form and every other POST may be sent twice at the same moment', { timeout: 600_000 }, async (t) => {
  const { app, database } = await buildTestApp(t, { database: 'postgres' });
  const table = tableOf(app, database);
  t.same(Object.keys(table).sort(), await postRoutes(app), 'a new route says here what two presses do');

  // The trail is looked at below. An attempt with a password that the other press has just changed is counted as a wrong one.
  const { rows } = await sql<{
    name: string;
  }>`select table_name as name from information_schema.tables where table_schema = 'public' and table_name not in ('audit_event', 'login_failure')`.execute(
    database.db,
  );
  const counts = async () => {
    const each = rows.map(async ({ name }) => {
      const found = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(database.db);
      return [name, found.rows[0]?.n ?? 0] as const;
    });
    return new Map(await Promise.all(each));
  };

  for (const [route, { send, makes, statuses, tells, again }] of Object.entries(table)) {
    const request = { method: 'POST' as const, ...(await send()) };
    const before = await counts();
    const told = (await readTrail(database.db, { newestFirst: true, limit: 1 }))[0]?.seq ?? 0;
    const answers = await Promise.all([app.inject(request), app.inject(request)]);
    for (const { statusCode, body } of answers) t.ok(statuses.includes(statusCode), `${route}: ${statusCode}`, statuses.includes(statusCode) ? {} : { body });
    const made = [...(await counts())].map(([name, n]) => [name, n - (before.get(name) ?? 0)] as const).filter(([, n]) => n !== 0);
    t.same(Object.fromEntries(made), makes, route);
    const events = await readTrail(database.db, { after: told });
    const actions = events.map(({ action }) => action);
    t.same(again && actions.length > tells.length && actions.at(-1) === tells.at(-1) ? actions.slice(0, -1) : actions, tells, `${route} in the trail`);

    // What is refused has not happened.
    const last = events.at(-1)?.seq ?? told;
    const bad = await app.inject({ ...request, payload: 'revision=x&version=x' });
    const after = await readTrail(database.db, { after: last });
    if (bad.statusCode >= 400)
      t.same(
        after.map(({ action }) => action),
        [],
        `${route} refused`,
      );
  }
  t.match(await verifyTrail(database.db), { intact: true });
});
