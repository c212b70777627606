import { z } from 'zod';
import type { Action } from '../accounts/permissions.ts';

/** How far a version of a proposal has come. */
export const statuses = [
  'draft',
  'submitted',
  'manager_review',
  'returned',
  'manager_approved',
  'legal_review',
  'legally_checked',
  'adopted',
  'withdrawn',
  'superseded',
] as const;
export const statusSchema = z.enum(statuses);
export type Status = (typeof statuses)[number];

export const statusLabels: Readonly<Record<Status, string>> = {
  draft: 'Utkast',
  submitted: 'Inlämnat',
  manager_review: 'Granskas av stadsdelschefen',
  returned: 'Återlämnat',
  manager_approved: 'Godkänt av stadsdelschefen',
  legal_review: 'Granskas av jurist',
  legally_checked: 'Juridiskt granskat',
  adopted: 'Fastställt',
  withdrawn: 'Återtaget',
  superseded: 'Ersatt av ett senare beslut',
};

/** What must hold before a step can be taken, beside who takes it. */
export type Demand =
  /** Nothing is missing in the newest version and nothing waits outside it. */
  | 'complete'
  /** The one who takes the step did not submit the version. */
  | 'not_own'
  /** Nor has had a part in the manager's review of the version: two pairs of eyes. */
  | 'not_manager'
  /** Each risk that a manager answers is answered, and none asks for a change. */
  | 'risks_answered'
  /** Everything that a lawyer checks is checked, and found right. */
  | 'legally_right'
  /** A reason. */
  | 'reason'
  /** The reason stands at the lines that it concerns, each that a change is asked for among them; or it is said that it concerns the whole. */
  | 'at_lines'
  /** The decision's diarienummer and date. */
  | 'decision';

export interface Transition {
  id: string;
  from: readonly Status[];
  to: Status;
  /** What a person presses. */
  label: string;
  action: Action;
  demands: readonly Demand[];
}

/** The only ways that a proposal goes. What is not here cannot be done. */
export const transitions = [
  { id: 'submit', from: ['draft', 'returned'], to: 'submitted', label: 'Lämna in för granskning', action: 'proposal.submit', demands: ['complete'] },
  { id: 'start-manager-review', from: ['submitted'], to: 'manager_review', label: 'Börja granska', action: 'review.manager', demands: ['not_own'] },
  { id: 'manager-return', from: ['manager_review'], to: 'returned', label: 'Återlämna', action: 'review.manager', demands: ['not_own', 'reason', 'at_lines'] },
  {
    id: 'manager-approve',
    from: ['manager_review'],
    to: 'manager_approved',
    label: 'Godkänn och skicka till jurist',
    action: 'review.manager',
    demands: ['not_own', 'risks_answered'],
  },
  {
    id: 'start-legal-review',
    from: ['manager_approved'],
    to: 'legal_review',
    label: 'Börja granska',
    action: 'review.legal',
    demands: ['not_own', 'not_manager'],
  },
  {
    id: 'legal-return',
    from: ['legal_review'],
    to: 'returned',
    label: 'Återlämna',
    action: 'review.legal',
    demands: ['not_own', 'not_manager', 'reason', 'at_lines'],
  },
  {
    id: 'legal-approve',
    from: ['legal_review'],
    to: 'legally_checked',
    label: 'Intyga den juridiska granskningen',
    action: 'review.legal',
    demands: ['not_own', 'not_manager', 'legally_right'],
  },
  { id: 'adopt', from: ['legally_checked'], to: 'adopted', label: 'Registrera nämndens beslut', action: 'proposal.adopt', demands: ['not_own', 'decision'] },
  {
    id: 'withdraw',
    from: ['draft', 'submitted', 'manager_review', 'returned', 'manager_approved', 'legal_review', 'legally_checked'],
    to: 'withdrawn',
    label: 'Återta',
    action: 'proposal.withdraw',
    demands: ['reason'],
  },
] as const satisfies readonly Transition[];
export type TransitionId = (typeof transitions)[number]['id'];
/** One of the transitions above. */
export type NamedTransition = Transition & { id: TransitionId };
export const transitionIds = transitions.map(({ id }) => id) as [TransitionId, ...TransitionId[]];

/** A version is superseded by the program alone, when a later one of the same district and legal basis is adopted. */
export const supersedes = { from: 'adopted', to: 'superseded' } as const;

/** The step that takes a version onward from a status; undefined where it has come to its end. */
export const onwardFrom = (status: Status): Transition | undefined => stepsFrom(status).find(({ demands }: Transition) => !demands.includes('reason'));

/** The steps that a status leaves open, whoever asks. */
export const stepsFrom = (status: Status): readonly Transition[] => transitions.filter(({ from }) => (from as readonly Status[]).includes(status));
