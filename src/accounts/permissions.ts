import { type Actor, type Role, reaches } from './roles.ts';

/** Everything that somebody may be allowed to do, and which roles may. The one table of permissions: pages, API and commands ask it. */
export const permissions = {
  /** Catalogue, law, rules, sources, trying out: nothing about a district's own work. */
  'knowledge.read': ['planner', 'district_manager', 'legal', 'administrator', 'reader'],
  'proposal.read': ['planner', 'district_manager', 'legal', 'administrator', 'reader'],
  'proposal.create': ['planner'],
  'proposal.edit': ['planner'],
  'proposal.version': ['planner'],
  'proposal.submit': ['planner'],
  'proposal.withdraw': ['planner'],
  'review.manager': ['district_manager'],
  'review.legal': ['legal'],
  /** To say what the rules should answer: cases of the rulebook. */
  'rule.case': ['legal'],
  /** To record that a rule or a source has been checked. */
  'rule.check': ['legal'],
  /** To write a change of the rules. */
  'rule.draft': ['legal'],
  /** To check another's change, and to publish it. */
  'rule.publish': ['legal'],
  'proposal.adopt': ['administrator', 'district_manager'],
  'comment.write': ['planner', 'district_manager', 'legal', 'administrator'],
  /** To take away what somebody else has written, where it must go. */
  'comment.strike_any': ['administrator'],
  'current_state.read': ['planner', 'district_manager', 'legal', 'administrator', 'reader'],
  'current_state.edit': ['planner', 'district_manager'],
  'city.export': ['planner', 'district_manager', 'legal', 'administrator'],
  'audit.read': ['administrator', 'legal'],
  'accounts.manage': ['administrator'],
  'example.manage': ['administrator', 'planner'],
  /** To take a copy of everything. */
  'operation.backup': ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof permissions;
export const actions = Object.keys(permissions) as Action[];

/** What the one at a machine without accounts may do beside its roles: whoever sits there can read every file anyway. */
const atTheMachine: readonly Action[] = ['operation.backup', 'rule.draft'];

/** Whether the actor may do something in a district; where none is named, whether it may do it anywhere. */
export function may(actor: Actor, action: Action, district: string | null): boolean {
  if (actor.account === null && atTheMachine.includes(action)) return true;
  const allowed: readonly Role[] = permissions[action];
  return actor.grants.some((grant) => allowed.includes(grant.role) && reaches(grant, district));
}
