import { setTimeout } from 'node:timers/promises';
import type { Test } from 'tap';
import { verifyTrail } from '../../src/audit/verify.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import type { ServerProcess } from '../helpers/server-process.ts';

export const pair = 'vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen';
/** What must not stand in any log: a person's number, a name, a search, a file name. */
export const secrets = ['19121212-1212', 'Signe Hemlig', 'hemlig-sokning', 'hemlig.csv'] as const;

export interface Client {
  get(path: string): Promise<Response>;
  post(path: string, fields: Record<string, string> | [string, string][]): Promise<Response>;
}

export function clientOf(url: string, cookie = ''): Client {
  const headers = { origin: url, accept: 'text/html', ...(cookie === '' ? {} : { cookie }) };
  return {
    get: (path) => fetch(`${url}${path}`, { headers, redirect: 'manual' }),
    post: (path, fields) => fetch(`${url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' }),
  };
}

export async function newProposal(client: Client, date = '2026-11-22'): Promise<string> {
  const answer = await client.post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date });
  if (answer.status !== 303) throw new Error(`no proposal: ${answer.status}`);
  return answer.headers.get('location') ?? '';
}

/** The text of save number `n`: what is stored must be the whole of it, beside the same revision. */
export const textOf = (n: number): string => `Sparning ${n}. ${'Hela texten ska finnas kvar. '.repeat(200)}Slut på ${n}.`;
const motiveOf = (n: number): string => `Skäl nummer ${n}.`;

/** Saves a text and a line, and a manager's answer to every risk, by turns until the server is gone; counts the saves that were answered. */
async function saveUntilGone({ client, proposal, from, review }: Killing, onRound: () => void): Promise<Saved> {
  const saved = { ...from };
  for (let round = 0; ; round += 1) {
    if (round > 0) onRound();
    try {
      const text = await client.post(`${proposal}/dokument/bakgrund`, { revision: String(saved.text), text: textOf(saved.text + 1) });
      if (text.status !== 303) throw new Error(`the text was answered by ${text.status}`);
      saved.text += 1;
      const line = await client.post(`${proposal}/rader/${pair}`, { revision: String(saved.line), motiv: motiveOf(saved.line + 1) });
      if (line.status !== 303) throw new Error(`the line was answered by ${line.status}`);
      saved.line += 1;
      if (review === undefined) continue;
      const rows = review.keys.map((key): [string, string] => ['rad', `${saved.answers} ${key}`]);
      const fields: [string, string][] = [['version', '1'], ['svar', 'accept'], ['motiv', motiveOf(saved.answers + 1)], ...rows];
      const answer = await review.client.post(proposal.replace('/forslag', '/granskning'), fields);
      if (answer.status !== 303) throw new Error(`the answers were answered by ${answer.status}`);
      saved.answers += 1;
    } catch (error) {
      if (error instanceof TypeError) return saved;
      throw error;
    }
  }
}
export interface Saved {
  text: number;
  line: number;
  /** A manager's answers, all of them in one save. */
  answers: number;
}
export const nothingSaved: Saved = { text: 0, line: 0, answers: 0 };

/** What lies in the database: at least what was answered, at most the one save more that was under way, and each of them whole. */
async function nothingLost(t: Test, { db }: OpenDatabase, { proposal, from, review }: Killing, answered: Saved): Promise<Saved> {
  const id = proposal.split('/').at(-1) ?? '';
  const text = await db.selectFrom('working_text').select(['body', 'revision']).where('proposal_id', '=', id).executeTakeFirst();
  const line = await db.selectFrom('working_line').select(['motive', 'revision']).where('proposal_id', '=', id).executeTakeFirst();
  const answers = await db.selectFrom('manager_answer').select(['motive', 'revision']).where('proposal_id', '=', id).execute();
  const found = { text: text?.revision ?? 0, line: line?.revision ?? 0, answers: answers[0]?.revision ?? 0 };
  t.ok(answered.text > from.text, `saves were answered: ${JSON.stringify(answered)}`);
  for (const what of ['text', 'line', 'answers'] as const) t.ok([0, 1].includes(found[what] - answered[what]), `${what}: ${found[what]} of ${answered[what]}`);
  t.equal(text?.body, textOf(found.text));
  t.equal(line?.motive, motiveOf(found.line));
  if (found.answers > 0) t.equal(answers.length, review?.keys.length, 'every risk has its answer');
  t.same(new Set(answers.map(({ motive }) => motive)), new Set(found.answers === 0 ? [] : [motiveOf(found.answers)]), 'and all are of the same save');
  t.match(await verifyTrail(db), { intact: true });
  return found;
}

/** Kills the server in the middle of saves, and looks at what is left in the database. */
export async function killWhileSaving(t: Test, killing: Killing): Promise<Saved> {
  const { server } = killing;
  const begun = Promise.withResolvers<void>();
  const saving = saveUntilGone(killing, begun.resolve);
  // Once each kind has been saved, however slow the machine is; then some saves later, and at no moment in particular.
  await Promise.race([begun.promise, saving]);
  await setTimeout(300 + Math.random() * 400);
  server.child.kill('SIGKILL');
  const answered = await saving;
  await server.ended;
  const database = await killing.open();
  try {
    return await nothingLost(t, database, killing, answered);
  } finally {
    await database.close();
  }
}
export interface Killing {
  client: Client;
  proposal: string;
  from: Saved;
  server: ServerProcess;
  /** The first version of the proposal is under a manager's review: who answers, and the keys of every risk. */
  review?: { client: Client; keys: readonly string[] };
  /** The database, once the server is dead. */
  open(): Promise<OpenDatabase>;
}

/** Sends what no log may hold, in every place where a request has room for it, and in requests that fail. */
export async function tellSecrets({ get, post }: Client, url: string, proposal: string): Promise<void> {
  const [number, name, search, file] = secrets;
  const query = new URLSearchParams({ q: `${search} ${name}`, pnr: number });
  for (const path of ['/katalog', '/finns-inte', `/${search}/${encodeURIComponent(name)}`, proposal, '/api/v1/catalogue', `/forslag/${search}`])
    await get(`${path}?${query}`);
  await post(`${proposal}/dokument/bakgrund?${query}`, { revision: '0', text: `${name} ${number}` });
  await post(`${proposal}/rader/${pair}?${query}`, { revision: '0', motiv: `${name} ${number}`, [`${search}`]: number });
  // What the database itself refuses, and quotes when it does.
  await post(`${proposal}/rader/${pair}`, { revision: '99', motiv: `${name}\u0000` });
  await post(`${proposal}/dokument/sammanfattning`, { revision: '0', text: `${name}\u0000` });
  await post('/forslag', { district: name, legalBasis: number, date: search });
  await post('/logga-in', { email: `${search}@${file}`, password: name });
  await tellInFiles(url);
}

async function tellInFiles(url: string): Promise<void> {
  const [number, name, , file] = secrets;
  const headers = { origin: url, 'content-type': 'application/json' };
  await fetch(`${url}/api/v1/assess`, { method: 'POST', headers, body: `{"insats": "${name} ${number}", ${file}` });
  const form = new FormData();
  form.set('fil', new Blob([`${name};${number}\n`]), file);
  await fetch(`${url}/stadsdelar/farsta/nulage/import?ar=2026`, { method: 'POST', headers: { origin: url }, body: form });
}

export function logIsClean(t: Test, log: string): void {
  for (const secret of secrets) t.notOk(log.includes(secret) || log.includes(encodeURIComponent(secret)), `the log does not hold ${secret}`);
  const lines = log.trim().split('\n');
  const requests = lines.map((line): unknown => JSON.parse(line)).filter((line) => typeof line === 'object' && line !== null && 'route' in line);
  t.ok(requests.length > 10, 'there is a line for each request');
  t.match(requests[0], { level: 'info', requestId: /^[0-9a-f-]{36}$/, method: /^[A-Z]+$/, route: String, status: Number, ms: Number });
}
