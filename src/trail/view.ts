import { roleLabels, roles } from '../accounts/roles.ts';
import type { AuditEvent } from '../audit/trail.ts';
import { actionInWords, objectInWords } from '../audit/words.ts';
import type { TrailWords } from './value-words.ts';

/** Where the thing is that a row tells of; null where it has no page of its own. */
function hrefOf({ objectType, objectId }: AuditEvent): string | null {
  const [first = '', ...rest] = objectId.split('/');
  const places: Readonly<Record<string, string>> = {
    proposal: `/forslag/${first}`,
    line: `/forslag/${first}/rader/${rest.join('/')}`,
    text: `/forslag/${first}/dokument`,
    comment: `/forslag/${first}/rader/${rest.slice(0, 2).join('/')}`,
    scenario: `/forslag/${first}/ekonomi`,
    current_state: `/stadsdelar/${first}/nulage?ar=${rest.join('')}`,
  };
  return places[objectType] ?? null;
}

const rolesInWords = (held: string): string =>
  held
    .split(',')
    .flatMap((id) => roles.filter((role) => role === id).map((role) => roleLabels[role]))
    .join(', ');

/** What ids are called. */
interface Names {
  districts: ReadonlyMap<string, string>;
  accounts: ReadonlyMap<string, string>;
  words: TrailWords;
}

/** A row of the trail as the page shows it. */
export function rowView(event: AuditEvent, { districts, accounts, words }: Names) {
  const owner = event.objectType === 'account' ? (accounts.get(event.objectId) ?? null) : null;
  const names = [...new Set([...Object.keys(event.before), ...Object.keys(event.after)])];
  return {
    seq: event.seq,
    at: event.at,
    // Nobody is logged in while logging in.
    who: event.name ?? (event.action === 'login' ? owner : null) ?? (event.account === null ? 'Ingen inloggad' : 'Borttaget konto'),
    roles: rolesInWords(event.roles),
    action: actionInWords(event.action),
    object: objectInWords(event.objectType),
    objectName: owner ?? words.object(event.objectType, event.objectId),
    objectId: event.objectId,
    href: hrefOf(event),
    district: event.district === null ? '' : (districts.get(event.district) ?? event.district),
    values: names.map((name) => ({
      name: words.field(name),
      from: name in event.before ? words.value(name, event.before[name]) : null,
      to: words.value(name, event.after[name]),
      raw: words.raw(name, event.after[name]),
    })),
    requestId: event.requestId,
    hash: event.hash,
  };
}
