import type { Db } from '../database/types.ts';
import { csv } from '../web/csv.ts';
import { type AuditEvent, readTrail, type TrailQuery } from './trail.ts';
import { actionInWords, objectInWords } from './words.ts';

export const trailFormats = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;
export type TrailFormat = keyof typeof trailFormats;
export const trailFormatIds = Object.keys(trailFormats) as TrailFormat[];

/** Rows that are read at a time. */
const batch = 500;
const head = [
  'Nummer',
  'Tid (UTC)',
  'Person',
  'Konto',
  'Roller',
  'Vad',
  'Åtgärd',
  'Slag',
  'Föremål',
  'Stadsdel',
  'Från',
  'Till',
  'Begäran',
  'Raden före',
  'Hash',
];
const bom = '\uFEFF';

const row = (event: AuditEvent) => [
  ...[event.seq, event.at.toISOString(), event.name, event.account, event.roles, actionInWords(event.action), event.action],
  ...[objectInWords(event.objectType), event.objectId, event.district, JSON.stringify(event.before), JSON.stringify(event.after)],
  ...[event.requestId, event.previousHash, event.hash],
];

/** The trail as text, in pieces, in order. Neither format holds more than the rows that are being written. */
export async function* exportTrail(db: Db, query: TrailQuery, format: TrailFormat): AsyncGenerator<string> {
  if (format === 'csv') yield csv([head]);
  for (let after = query.after ?? 0; ; ) {
    const events = await readTrail(db, { ...query, after, limit: batch });
    if (format === 'csv') yield csv(events.map(row)).replace(bom, '');
    else yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const last = events.at(-1);
    if (last === undefined || events.length < batch) return;
    after = last.seq;
  }
}

/** Whether a day may be asked for: the database cannot read the first and last years that a date can be written with. */
export const isTrailDay = (day: string): boolean => day >= '1900' && day < '3000';

/** When a day begins in Stockholm. */
function dayBegins(day: string): Date {
  const summer = new Date(`${day}T00:00:00+02:00`);
  const hour = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', hour: '2-digit', hourCycle: 'h23' }).format(summer);
  return hour === '00' ? summer : new Date(`${day}T00:00:00+01:00`);
}

/** The moments that two days and those between them hold; either may be left out. */
export function period({ from, to }: { from?: string | undefined; to?: string | undefined }): Pick<TrailQuery, 'from' | 'to'> {
  const next = to === undefined ? undefined : new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { ...(from === undefined ? {} : { from: dayBegins(from) }), ...(next === undefined ? {} : { to: dayBegins(next) }) };
}
