import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCode, StartupError } from '../startup-error.ts';
import { type Grant, roleSchema, wholeCity } from './roles.ts';

/** A claim by its name, or by its path where it lies inside another (`["realm_access", "roles"]`). */
const claimSchema = z.union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).min(1).max(5)]);
const district = z.string().min(1).max(120);
const ruleSchema = z
  .strictObject({
    claim: claimSchema,
    value: z.string().min(1).max(500),
    role: roleSchema,
    /** Where the role holds: `*`, or ids of districts and units. */
    districts: z.union([z.literal(wholeCity), z.array(district).min(1)]).optional(),
    /** Or another claim that says it, and what its values stand for. */
    districtsFrom: z.strictObject({ claim: claimSchema, values: z.record(z.string().min(1), district) }).optional(),
  })
  .refine((rule) => (rule.districts === undefined) !== (rule.districtsFrom === undefined), 'ange districts eller districtsFrom, ett av dem')
  .refine((rule) => rule.role !== 'administrator' || rule.districts === wholeCity, 'en administratör är det i hela staden: districts ska vara "*"');
const roleMapSchema = z.strictObject({ roles: z.array(ruleSchema).min(1) });
export type RoleMap = z.infer<typeof roleMapSchema>;

/** Reads which claims give which roles. @throws StartupError naming the file, the place and the fault. */
export function readRoleMap(path: string, known: ReadonlySet<string>): RoleMap {
  const fault = (what: string, cause?: unknown) => new StartupError(`Rollfilen ${path} (OIDC_ROLE_MAP) ${what}.`, { cause });
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw fault(`går inte att läsa som JSON (${errorCode(cause)})`, cause);
  }
  const parsed = roleMapSchema.safeParse(content);
  if (!parsed.success) throw fault(`är fel: ${parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'filen'}: ${message}`).join('; ')}`);
  const named = parsed.data.roles.flatMap(({ districts, districtsFrom }) => [
    ...(Array.isArray(districts) ? districts : []),
    ...Object.values(districtsFrom?.values ?? {}),
  ]);
  const strange = named.find((id) => id !== wholeCity && !known.has(id));
  if (strange !== undefined) throw fault(`nämner ”${strange}”, som varken är en stadsdel eller en enhet`);
  return parsed.data;
}

/** The values of a claim as texts; none where it is missing or is something else. */
function valuesOf(claims: Readonly<Record<string, unknown>>, claim: string | readonly string[]): string[] {
  const found = [claim]
    .flat()
    .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined), claims);
  return [found].flat().filter((value) => typeof value === 'string');
}

/** The roles that somebody's claims give. A value that the file does not name gives nothing. */
export function grantsOf({ roles }: RoleMap, claims: Readonly<Record<string, unknown>>): Grant[] {
  const grants = roles.flatMap(({ claim, value, role, districts, districtsFrom }) => {
    if (!valuesOf(claims, claim).includes(value)) return [];
    const where =
      districtsFrom === undefined
        ? [districts ?? []].flat()
        : valuesOf(claims, districtsFrom.claim).flatMap((one) => (Object.hasOwn(districtsFrom.values, one) ? [districtsFrom.values[one] ?? []].flat() : []));
    return where.map((one) => ({ role, district: one }));
  });
  const whole = new Set(grants.filter((grant) => grant.district === wholeCity).map(({ role }) => role));
  const needed = grants.filter((grant) => grant.district === wholeCity || !whole.has(grant.role));
  return [...new Map(needed.map((grant) => [`${grant.role} ${grant.district}`, grant])).values()].sort((a, b) =>
    `${a.role} ${a.district}` < `${b.role} ${b.district}` ? -1 : 1,
  );
}
