import type { AuditValues } from '../audit/trail.ts';
import type { Grant } from './roles.ts';

/** Roles as the trail tells them: each with where it holds. */
export const grantsInTrail = (grants: readonly Grant[]): AuditValues =>
  Object.fromEntries(
    [...Map.groupBy(grants, ({ role }) => role)].map(([role, own]) => [
      role,
      own
        .map(({ district }) => district)
        .join(' ')
        .slice(0, 200),
    ]),
  );
