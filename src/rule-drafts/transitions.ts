import type { Action } from '../accounts/permissions.ts';
import type { DraftState } from './states.ts';

/** Whose step it is. */
export type Who = 'author' | 'another' | 'anyone';

/** What must hold before a step can be taken, beside who takes it. */
export type Demand =
  /** Somebody who has logged in: it must be seen who stands behind it. */
  | 'account'
  /** What and why is said, the day has not gone by, and something is changed. */
  | 'complete'
  /** The change fits the newest rules, and breaks no case that a lawyer has saved. */
  | 'no_faults'
  /** The newest rules are those that the person saw the effect on. */
  | 'same_base'
  /** A reason, at one of the change's operations or for the whole. */
  | 'reason'
  /** What the checker has looked at. */
  | 'statement';

export interface Transition {
  id: string;
  from: readonly DraftState[];
  to: DraftState;
  /** What a person presses. */
  label: string;
  action: Action;
  who: Who;
  demands: readonly Demand[];
}

/** The only ways that a change of the rules goes. What is not here cannot be done; the database has the same table. */
export const transitions = [
  {
    id: 'submit',
    from: ['draft', 'returned'],
    to: 'submitted',
    label: 'Lämna för kontroll',
    action: 'rule.draft',
    who: 'author',
    demands: ['account', 'complete', 'no_faults'],
  },
  {
    id: 'approve',
    from: ['submitted'],
    to: 'checked',
    label: 'Intyga kontrollen',
    action: 'rule.publish',
    who: 'another',
    demands: ['account', 'statement', 'complete', 'no_faults', 'same_base'],
  },
  { id: 'return', from: ['submitted'], to: 'returned', label: 'Återlämna', action: 'rule.publish', who: 'another', demands: ['account', 'reason'] },
  {
    id: 'publish',
    from: ['checked'],
    to: 'published',
    label: 'Publicera',
    action: 'rule.publish',
    who: 'anyone',
    demands: ['account', 'complete', 'no_faults', 'same_base'],
  },
  { id: 'take-back', from: ['submitted', 'checked'], to: 'draft', label: 'Ta tillbaka och skriv om', action: 'rule.draft', who: 'author', demands: [] },
  {
    id: 'withdraw',
    from: ['draft', 'submitted', 'returned', 'checked'],
    to: 'withdrawn',
    label: 'Dra tillbaka',
    action: 'rule.draft',
    who: 'anyone',
    demands: ['reason'],
  },
] as const satisfies readonly Transition[];
export type TransitionId = (typeof transitions)[number]['id'];
/** One of the transitions above. */
export type NamedTransition = Transition & { id: TransitionId };
export const transitionIds = transitions.map(({ id }) => id) as [TransitionId, ...TransitionId[]];

/** Taken by the program alone: the rules have got a new version since the change was checked, so somebody has to look at it again. */
export const recheck = { id: 'recheck', from: 'checked', to: 'submitted' } as const;

export const transitionOf = (id: TransitionId): NamedTransition => transitions.find((one) => one.id === id) ?? transitions[0];
/** The steps that a state leaves open, whoever asks. */
export const stepsFrom = (state: DraftState): NamedTransition[] => transitions.filter(({ from }) => (from as readonly DraftState[]).includes(state));

const stepWords: Readonly<Record<string, string>> = {
  create: 'Började skriva ändringen',
  submit: 'Lämnade för kontroll',
  approve: 'Intygade kontrollen',
  return: 'Återlämnade',
  publish: 'Publicerade',
  'take-back': 'Tog tillbaka för att skriva om',
  withdraw: 'Drog tillbaka',
  recheck: 'Behövde kontrolleras på nytt',
};
/** A step in the history, in words; one that only another version of the program knows is told by its name. */
export const stepInWords = (step: string): string => stepWords[step] ?? step;
