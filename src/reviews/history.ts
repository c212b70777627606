import { type Role, roleLabels, roleSchema } from '../accounts/roles.ts';
import type { AuditEvent } from '../audit/trail.ts';
import type { ProposalInputs } from '../proposals/proposal-inputs.ts';
import type { ProposalHead } from '../proposals/repository.ts';
import { changesBetween } from '../proposals/version-notes.ts';
import { date, list } from '../web/format.ts';
import type { AnswersInWords } from './answer-counts.ts';
import type { LineReason, Step, VersionStatus } from './status-repository.ts';
import type { Status } from './transitions.ts';

/** Something that happened with a proposal, as its story tells it. */
export interface Happening {
  at: Date;
  /** Whose doing it was; null where the trail does not say. */
  by: string | null;
  /** The roles that the person had then. */
  roles: string;
  text: string;
  /** The version it concerns. */
  number: number;
  isStep: boolean;
  isReturn: boolean;
  reason: string;
  lines: readonly LineReason[];
  /** What differs from the version before, and the versions to compare. */
  notes: readonly string[];
  compare: { from: number; to: number } | null;
  /** What was answered before the step that ended a review, and in which queue it is to be read. */
  answers: { text: string; queue: 'risks' | 'legal' } | null;
}

export interface StoryParts {
  versions: readonly Pick<ProposalHead, 'version' | 'createdAt'>[];
  inputs: ReadonlyMap<number, ProposalInputs>;
  steps: readonly Step[];
  statuses: readonly VersionStatus[];
  ready: ReadonlyMap<number, Date>;
  /** The trail of the proposal itself, without views. */
  events: readonly AuditEvent[];
  answers: ReadonlyMap<number, AnswersInWords>;
  nameOf: (account: string | null) => string;
}

/** What a step is called when it has been taken: after the name of the one who took it, or by itself. */
const stepText: Readonly<Record<Status, (number: number) => string>> = {
  draft: (number) => `gjorde version ${number} till utkast`,
  submitted: (number) => `lämnade in version ${number} för granskning`,
  manager_review: (number) => `började granska riskerna i version ${number}`,
  returned: (number) => `återlämnade version ${number}`,
  manager_approved: (number) => `godkände version ${number} och skickade den till jurist`,
  legal_review: (number) => `började den juridiska granskningen av version ${number}`,
  legally_checked: (number) => `intygade den juridiska granskningen av version ${number}`,
  adopted: (number) => `registrerade nämndens beslut om version ${number}`,
  withdrawn: (number) => `återtog version ${number}`,
  superseded: (number) => `registrerade ett senare beslut, som ersätter version ${number}`,
};

/** The roles of a row of the trail, in words: "planerare och jurist". */
export function rolesInWords(roles: string): string {
  const known = roles.split(',').flatMap((role): Role[] => (roleSchema.safeParse(role).success ? [roleSchema.parse(role)] : []));
  return list(known.map((role) => roleLabels[role].toLowerCase()));
}

/** The story of a proposal, the latest first. Pure. */
export function storyOf({ versions, inputs, steps, statuses, ready, events, answers, nameOf }: StoryParts): Happening[] {
  const empty = { isStep: false, isReturn: false, reason: '', lines: [], notes: [], compare: null, answers: null };
  const savedBy = new Map(
    events
      .filter(({ action, after }) => /^proposal\.(create|version|reassess)$/.test(action) && typeof after.version === 'number')
      .map((event) => [event.after.version, event]),
  );
  const ordered = versions.toSorted((a, b) => a.version - b.version);
  const saves = ordered.map(({ version, createdAt }, index): Happening => {
    const [own, before, event] = [inputs.get(version), inputs.get(version - 1), savedBy.get(version)];
    const changes = own === undefined || before === undefined ? null : changesBetween(before, own);
    return {
      ...empty,
      at: createdAt,
      by: event === undefined ? null : nameOf(event.account),
      roles: event === undefined ? '' : rolesInWords(event.roles),
      text: event === undefined ? `Version ${version} sparades` : `sparade version ${version}`,
      number: version,
      notes: changes === null ? [] : [...changes.renewed, ...changes.people],
      compare: index === 0 ? null : { from: version - 1, to: version },
    };
  });
  const taken = steps.map((step): Happening => {
    const event = nearest(events, step);
    const decision = step.to === 'adopted' ? statuses.find(({ number }) => number === step.number)?.decision : null;
    return {
      ...empty,
      at: step.at,
      by: nameOf(step.account),
      roles: event === undefined ? '' : rolesInWords(event.roles),
      text: stepText[step.to](step.number) + (decision ? `: ${decision.number}, den ${date(decision.date)}` : ''),
      number: step.number,
      isStep: true,
      isReturn: step.to === 'returned',
      reason: step.reason,
      lines: step.lines,
      answers: answersAt(step, steps, answers),
    };
  });
  const marks = [...ready].map(([number, at]): Happening => ({ ...empty, at, by: null, roles: '', text: `Version ${number} markerades som klar`, number }));
  // What happened at the same moment keeps its order: a version is there before its steps.
  return [...saves, ...marks, ...taken].sort((a, b) => a.at.getTime() - b.at.getTime()).reverse();
}

/** What a review came to, at the last step that ended it: only the answers as they stood then are kept. */
function answersAt(step: Step, steps: readonly Step[], answers: StoryParts['answers']): Happening['answers'] {
  const queue = step.from === 'manager_review' ? 'risks' : step.from === 'legal_review' ? 'legal' : null;
  if (queue === null || steps.findLast(({ number, from }) => number === step.number && from === step.from) !== step) return null;
  const text = answers.get(step.number)?.[queue === 'risks' ? 'manager' : 'legal'] ?? '';
  return text === '' ? null : { text, queue };
}

/** The row of the trail that a step wrote: the same person, version and status, at the same time. */
function nearest(events: readonly AuditEvent[], { account, number, to, at }: Step): AuditEvent | undefined {
  const distance = (event: AuditEvent) => Math.abs(event.at.getTime() - at.getTime());
  return events
    .filter((event) => event.account === account && event.after.version === number && event.after.status === to)
    .reduce<AuditEvent | undefined>((best, event) => (best === undefined || distance(event) < distance(best) ? event : best), undefined);
}
