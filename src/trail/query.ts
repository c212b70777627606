import { z } from 'zod';
import { permissions } from '../accounts/permissions.ts';
import { type Actor, wholeCity } from '../accounts/roles.ts';
import { isTrailDay, period } from '../audit/export.ts';
import type { TrailQuery } from '../audit/trail.ts';
import { auditActions, objectWords } from '../audit/words.ts';
import { oneOf } from '../web/input.ts';

const notADay = 'Datumet går inte att läsa. Skriv år, månad och dag, till exempel 2026-11-22.';
const day = z.union([z.literal(''), z.iso.date(notADay).refine(isTrailDay, notADay)], notADay).default('');

/** What the page's form asks for; empty means all. */
export const logQuerySchema = z
  .object({
    fran: day,
    till: day,
    person: z.union([z.literal(''), z.uuid()], 'Personen finns inte i listan. Välj en i formuläret.').default(''),
    atgard: oneOf(auditActions, 'Åtgärden'),
    slag: oneOf(Object.keys(objectWords), 'Slaget'),
    id: z.string().trim().max(400, 'Beteckningen är för lång.').default(''),
    fore: z.coerce.number('Sidan går inte att läsa.').int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  })
  .refine(({ fran, till }) => fran === '' || till === '' || fran <= till, {
    path: ['till'],
    message: 'Perioden slutar före den börjar. Ändra ett av datumen.',
  });
/** What was typed, also where it cannot be read, so that it can be shown again. */
const typed = z.string().catch('');
export const typedQuerySchema = z.object({ fran: typed, till: typed, person: typed, atgard: typed, slag: typed, id: typed });
export type LogQuery = z.infer<typeof logQuerySchema>;
export const logLabels = { fran: 'Från och med', till: 'Till och med', person: 'Person', atgard: 'Vad', slag: 'Slag', id: 'Beteckning', fore: 'Sida' };

/** Which districts' rows somebody may read; undefined where it is all of them, also those that concern no district. */
function districtsOf({ grants }: Actor): readonly string[] | undefined {
  const reading: readonly string[] = permissions['audit.read'];
  const own = grants.filter(({ role }) => reading.includes(role)).map(({ district }) => district);
  return own.includes(wholeCity) ? undefined : own;
}

/** The form as a question to the trail, within what the one who asks may read. */
export function trailQuery({ fran, till, person, atgard, slag, id }: LogQuery, actor: Actor): TrailQuery {
  const districts = districtsOf(actor);
  return {
    ...period({ from: fran || undefined, to: till || undefined }),
    ...(person === '' ? {} : { account: person }),
    ...(atgard === '' ? {} : { action: atgard }),
    ...(slag === '' ? {} : { objectType: slag }),
    ...(id === '' ? {} : { objectBegins: id }),
    ...(districts === undefined ? {} : { districts }),
  };
}
