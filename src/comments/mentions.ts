import { type Role, roleLabels } from '../accounts/roles.ts';

/** The roles that can be mentioned: those who work with proposals. */
export const mentionable = ['planner', 'district_manager', 'legal'] as const satisfies readonly Role[];
export type Mentionable = (typeof mentionable)[number];
export const isMentionable = (role: string): role is Mentionable => mentionable.some((known) => known === role);

/** What people write after the @: the role, in singular or plural. */
const words: Readonly<Record<Mentionable, RegExp>> = {
  planner: /(?<![\p{L}\d._%+-])@planerar(e|en|na)(?!\p{L})/iu,
  district_manager: /(?<![\p{L}\d._%+-])@(stadsdels)?chef(en|er|erna)?(?!\p{L})/iu,
  legal: /(?<![\p{L}\d._%+-])@jurist(en|er|erna)?(?!\p{L})/iu,
};

/** The roles that a text mentions with an @. An e-mail address mentions nobody. */
export const mentionsIn = (text: string): Mentionable[] => mentionable.filter((role) => words[role].test(text));

/** What is pressed to mention a role. */
export const mentionLabels: Readonly<Record<Mentionable, string>> = {
  planner: `@${roleLabels.planner}`,
  district_manager: '@Chef',
  legal: `@${roleLabels.legal}`,
};
