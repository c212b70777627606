import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import { findContradictions } from '../candidate/contradictions.ts';
import type { Database } from '../database/types.ts';
import { opens } from '../drafts/draft-schema.ts';
import { type DocumentPart, documentPartIds } from '../drafts/outline.ts';
import type { Pair } from '../drafts/scope.ts';
import { canonical, type FlagResponse, isOpen, type LineShaping, lineKey, untouched } from '../drafts/shaping.ts';
import { createBulkChanges } from '../proposals/bulk/bulk-changes.ts';
import type { BulkChange } from '../proposals/bulk/change.ts';
import { type LinePlan, planLines } from '../proposals/bulk/plan.ts';
import { caught } from '../proposals/bulk/selection.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import { createScenarios } from '../proposals/scenarios.ts';
import { createSectionStore } from '../proposals/sections/store.ts';
import type { LineState, WorkingCopies, WorkingState } from '../proposals/working-copy.ts';
import type { LineChange, Step, StepOf } from './content.ts';
import { firstProposal } from './first-proposal.ts';

const linesAtOnce = 20;

/** What the steps work with. */
export interface ProposalParts {
  db: Kysely<Database>;
  assessor: Assessor;
  proposals: Proposals;
  workingCopies: WorkingCopies;
  /** Today's date (ISO). */
  today: string;
}

/** The steps in which people work on proposals. */
export function createProposalSteps({ db, assessor, proposals, workingCopies, today }: ProposalParts) {
  const sections = createSectionStore(db);
  const calculations = createScenarios(db);
  const bulk = createBulkChanges(db);

  const dateIn = (days: number): string => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);

  async function newest(district: string, legalBasis: string): Promise<StoredVersion> {
    const id = await firstProposal(db, district, legalBasis);
    const version = id === undefined ? undefined : await proposals.find(id);
    if (version === undefined) throw new Error(`${district} has no proposal under ${legalBasis} yet: a create step is missing before this one`);
    return version;
  }

  /** Lays a change over what is stored of a line, and saves it. */
  async function shapeLine(version: StoredVersion, key: string, change: Omit<LineChange, 'lines'>): Promise<void> {
    const pair = workingCopies.pairsOf(version).get(key);
    if (pair === undefined) throw new Error(`${version.district}: there is no line ${key}`);
    const stored = await workingCopies.line({ proposal: version.id, insats: pair.insats.id, targetGroup: pair.group.id });
    await save(version, pair, changed(stored?.shaping ?? untouched, change), stored?.revision ?? 0);
  }

  function changed(before: LineShaping, change: Omit<LineChange, 'lines'>): LineShaping {
    const { responses, pathway, stage, ...rest } = change;
    const answered = Object.entries(responses ?? {}).map(([rule, { dueInDays, ...response }]) => [
      rule,
      { ...response, due: dueInDays === undefined ? null : dateIn(dueInDays) },
    ]);
    return canonical({
      ...before,
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      ...(pathway === undefined ? {} : { pathway, stage: isOpen(pathway) ? (stage ?? before.stage) : null }),
      design: { ...before.design, ...change.design },
      responses: { ...before.responses, ...Object.fromEntries(answered) },
    });
  }

  async function save(version: StoredVersion, pair: Pair, shaping: LineShaping, revision: number): Promise<void> {
    // Hundreds of lines may follow each other, and the embedded database works in this very thread: others get their turn.
    await setImmediate();
    const key = lineKey(pair.insats.id, pair.group.id);
    const wrong = findContradictions({ ...workingCopies.candidateOf(version, pair).design, ...shaping.design });
    if (wrong.length > 0) throw new Error(`${key}: ${wrong.map(({ message }) => message).join(' ')}`);
    const { saved } = await workingCopies.saveLine(version, pair, shaping, revision);
    if (!saved) throw new Error(`${key} was not saved`);
  }

  async function changeMany(
    version: StoredVersion,
    change: BulkChange,
    chosen: (state: WorkingState) => (key: string, line: LineState) => boolean,
    undone = false,
  ): Promise<void> {
    const state = await workingCopies.state(version);
    const isChosen = chosen(state);
    const keys = [...state.lines].flatMap(([key, line]) => (isChosen(key, line) ? [key] : []));
    const plans: LinePlan[] = [];
    // Hundreds of lines may follow each other, and the embedded database works in this very thread: others get their turn.
    for (let from = 0; from < keys.length; from += linesAtOnce) {
      await setImmediate();
      const some = new Set(keys.slice(from, from + linesAtOnce));
      plans.push(...planLines(assessor, workingCopies, version, state, (key) => some.has(key), change).filter(({ changes }) => changes));
    }
    const wrong = plans.flatMap(({ key, notApplied }) => notApplied.map(({ what, reason }) => `${key}: ${what}: ${reason}`));
    if (plans.length === 0 || wrong.length > 0) throw new Error(wrong.join(' ') || `${version.district}: a change of many lines changes nothing`);
    const id = randomUUID();
    const outcomes = [await bulk.apply(version.id, id, change, plans), ...(undone ? [await bulk.undo(version.id, id)] : [])];
    if (outcomes.some((outcome) => outcome?.done !== true)) throw new Error(`${version.district}: many lines were not changed`);
  }

  async function answerFlags(version: StoredVersion, { who, motives, motive }: StepOf<'answer-flags'>): Promise<void> {
    const { missing } = await workingCopies.state(version);
    if (missing.length === 0) throw new Error(`${version.district}: no flag lacks an answer`);
    for (const { pair, shaping, revision, missing: own } of missing) {
      const open = own.flatMap(({ kind, anchor }) => (kind === 'flag' ? [anchor.replace('svara-', '')] : []));
      const answered = open.map((rule): [string, FlagResponse] => {
        const said = motives[rule] ?? motives['*'];
        if (said === undefined) throw new Error(`${lineKey(pair.insats.id, pair.group.id)}: nothing is said of ${rule}`);
        return [rule, { kind: 'accepted', motive: said, who, due: null }];
      });
      const responses = { ...shaping.responses, ...Object.fromEntries(answered) };
      await save(version, pair, canonical({ ...shaping, motive: shaping.motive || motive, responses }), revision);
    }
  }

  async function write(version: StoredVersion, texts: Partial<Record<DocumentPart, string>>): Promise<void> {
    const stored = await sections.parts.texts(version.id);
    for (const part of documentPartIds) {
      const text = texts[part];
      if (text !== undefined && !(await sections.saveText(version.id, part, text, stored.get(part)?.revision ?? 0)).saved)
        throw new Error(`${part} was not saved`);
    }
  }

  async function calculate(version: StoredVersion, { scenarios }: StepOf<'calculate'>): Promise<void> {
    const known = workingCopies.pairsOf(version);
    const stored = new Map((await calculations.all(version.id)).map(({ value, revision }) => [value.id, revision]));
    for (const scenario of scenarios) {
      const lines = scenario.lines.toSorted();
      const unknown = lines.filter((key) => !known.has(key));
      if (unknown.length > 0) throw new Error(`${scenario.name}: there is no line ${unknown.join(', ')}`);
      if (!(await calculations.save(version.id, { ...scenario, lines }, stored.get(scenario.id) ?? 0)).done) throw new Error(`${scenario.name} was not saved`);
    }
  }

  return async function take(
    district: string,
    step: Exclude<Step, { do: 'answer' | 'answer-many' | 'import' | 'step' | 'answer-risks' | 'check-law' | 'look' }>,
  ): Promise<void> {
    if (step.do === 'create') return void (await proposals.create({ district, legalBasis: step.legalBasis, date: today }));
    const version = await newest(district, step.legalBasis);
    switch (step.do) {
      case 'shape':
        for (const { lines, ...change } of step.changes) for (const key of lines) await shapeLine(version, key, change);
        return;
      case 'change-many':
        return changeMany(
          version,
          step.change,
          ({ lines }) => {
            const found = new Set(caught(lines, step.lines).map(([key]) => key));
            return (key) => found.has(key);
          },
          step.undone,
        );
      case 'keep-others': {
        const change: BulkChange = { design: {}, choice: { pathway: 'keep_assessment', stage: null }, motive: step.motive, overwrite: true };
        return changeMany(
          version,
          change,
          () =>
            (_key, { pair, standing }) =>
              opens(standing.section) && !step.open.includes(pair.insats.id),
        );
      }
      case 'answer-flags':
        return answerFlags(version, step);
      case 'write':
        return write(version, step.texts);
      case 'outline':
        if (!(await sections.saveOutline(version.id, step.outline, (await sections.parts.outline(version.id))?.revision ?? 0)).saved)
          throw new Error('the headings were not saved');
        return;
      case 'calculate':
        return calculate(version, step);
      case 'version':
        return void (await workingCopies.saveVersion(version.id, version.version));
      case 'ready':
        return workingCopies.markReady(version.id, version.version);
    }
  };
}
