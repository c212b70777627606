import type { Insats } from '../catalogue/schema.ts';
import { areas } from '../catalogue/schema.ts';
import { inWords } from './entry-values.ts';
import { columnTitles } from './import-columns.ts';
import { peopleText } from './import-people.ts';
import type { PlannedChange } from './import-plan.ts';
import type { RowFault } from './import-row.ts';
import type { Preview } from './imports.ts';
import { answers, type State } from './schema.ts';

/** One answer that changes, in words. */
export interface Difference {
  question: string;
  before: string;
  after: string;
}

export interface ChangeView {
  name: string;
  place: string;
  isNew: boolean;
  /** What a new answer says, in one line. */
  summary: string;
  comment: string;
  differences: Difference[];
}

/** So many faults are enough to see what is wrong; the rest are counted. */
const shownFaults = 200;

export interface PreviewCounts {
  new: number;
  changed: number;
  unchanged: number;
  faults: number;
  unanswered: number;
  otherDistricts: number;
  otherYears: number;
}

export function previewCounts({ read, plan }: Preview): PreviewCounts {
  const added = plan.changes.filter(({ before }) => before === null).length;
  return {
    new: added,
    changed: plan.changes.length - added,
    unchanged: plan.unchanged,
    faults: read.faults.length + plan.faults.length,
    unanswered: read.unanswered,
    otherDistricts: read.otherDistricts,
    otherYears: read.otherYears,
  };
}

export function faultsView({ read, plan }: Preview): { shown: (RowFault & { at: string })[]; more: number } {
  const all = [...read.faults, ...plan.faults].sort((a, b) => a.row - b.row);
  return { shown: all.slice(0, shownFaults).map((fault) => ({ ...fault, at: address(fault) })), more: Math.max(0, all.length - shownFaults) };
}

const address = ({ row, column }: RowFault): string => (column === null ? `Rad ${row}` : `Rad ${row}, kolumn ${column}`);

/** Changed answers first: they are what somebody must look at. */
export function changesView(changes: readonly Pick<PlannedChange, 'insats' | 'before' | 'after'>[]): ChangeView[] {
  const views = changes.map(({ insats, before, after }) => ({
    name: insats.name,
    place: placeOf(insats),
    isNew: before === null,
    summary: inWords(after),
    comment: after.comment,
    differences: before === null ? [] : differences(before, after),
  }));
  return [...views.filter(({ isNew }) => !isNew), ...views.filter(({ isNew }) => isNew)];
}

const placeOf = (insats: Insats): string => `${areas[insats.area]}, ${(insats.subcategory ?? insats.category).toLocaleLowerCase('sv')}`;

const questions = ['given', 'form', 'provision', 'decision', 'people', 'wish', 'comment'] as const;

function differences(before: State, after: State): Difference[] {
  return questions.flatMap((question) => {
    const [old, now] = [shown(question, before), shown(question, after)];
    return old === now ? [] : [{ question: columnTitles[question], before: old, after: now }];
  });
}

function shown(question: (typeof questions)[number], state: State): string {
  switch (question) {
    case 'given':
      return answers.given[state.given];
    case 'form':
      return answers.form[state.form];
    case 'provision':
      return answers.provision[state.provision];
    case 'decision':
      return answers.decision[state.decision];
    case 'wish':
      return answers.wish[state.wish];
    case 'people':
      return String(peopleText(state.people) ?? 'Inte känt');
    case 'comment':
      return state.comment === '' ? 'Ingen' : state.comment;
  }
}
