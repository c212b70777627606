import { z } from 'zod';

/** Who people are here, as Stockholm's socialförvaltning divides the work. */
export const roles = ['planner', 'district_manager', 'legal', 'administrator', 'reader'] as const;
export const roleSchema = z.enum(roles);
export type Role = (typeof roles)[number];

export const roleLabels: Readonly<Record<Role, string>> = {
  planner: 'Planerare',
  district_manager: 'Stadsdelschef',
  legal: 'Jurist',
  administrator: 'Administratör',
  reader: 'Läsare',
};

/** What each role is for, told to whoever gives it. */
export const roleTasks: Readonly<Record<Role, string>> = {
  planner: 'Lämnar nuläget, skapar och ändrar utkast, och lämnar in dem.',
  district_manager: 'Svarar på riskerna i ett inlämnat förslag, godkänner eller återlämnar det, och registrerar nämndens beslut.',
  legal: 'Kontrollerar lagens svar, undantag och villkor. Läser loggen, och ändrar reglerna tillsammans med en annan jurist.',
  administrator: 'Hanterar konton, läser loggen, tar säkerhetskopior och registrerar nämndens beslut.',
  reader: 'Läser allt där rollen gäller, utan att ändra.',
};

/** Stands for every district and unit. */
export const wholeCity = '*';

/** A role, and where it holds: the id of a district or unit, or the whole city. */
export interface Grant {
  role: Role;
  district: string;
}

/** Who does something. `account` is null only on a machine without accounts, where the one who sits at it may do what one person alone may do. */
export interface Actor {
  account: { id: string; name: string; email: string; example?: boolean } | null;
  grants: readonly Grant[];
}

/** The one at the machine, while there are no accounts: plans, but signs nothing, since nobody can say who it was. */
export const localActor: Actor = {
  account: null,
  grants: [
    { role: 'planner', district: wholeCity },
    { role: 'reader', district: wholeCity },
  ],
};

/** Whether a grant reaches a district; what concerns no district asks for nothing. */
export const reaches = (grant: Grant, district: string | null): boolean => district === null || grant.district === wholeCity || grant.district === district;

/** The roles that an actor has in a district, or anywhere where none is named. */
export const rolesIn = ({ grants }: Actor, district: string | null): Role[] => [
  ...new Set(grants.filter((grant) => reaches(grant, district)).map(({ role }) => role)),
];
