import type { Kind } from './kinds.ts';
import type { TargetGroup } from './schema.ts';

const childAndYoung = [18, 21] as const;

/**
 * The ages at which the law's answer about a kind of insats may turn (SoL 2025:400 9:3 and 11:5 p. 5; lag 2009:47 2:7).
 * Besides the forms that 11:5 names it holds those that may in truth be such a form, since a group across the limit would
 * then get one answer for people whom the law treats differently.
 */
export const ageLimits: Readonly<Partial<Record<Kind, readonly number[]>>> = {
  jourhem: childAndYoung,
  stodboende: childAndYoung,
  hvb: childAndYoung,
  skyddat_boende: childAndYoung,
  korttidsboende: childAndYoung,
  tillfalligt_boende: childAndYoung,
  traningsboende: childAndYoung,
  bostadsmodell: childAndYoung,
  servicetjanst: [65, 69],
};

/** The first limit with ages of the group on both sides: those below it, and those who have reached it. */
export function limitInside(group: Pick<TargetGroup, 'ageMin' | 'ageMax'>, limits: readonly number[]): number | undefined {
  return limits.find((limit) => group.ageMin < limit && (group.ageMax ?? Number.POSITIVE_INFINITY) >= limit);
}
