import type { Kysely } from 'kysely';
import { answerMany } from '../current-state/bulk.ts';
import { districtInYear } from '../current-state/district-year.ts';
import { createImports } from '../current-state/imports.ts';
import { groupsOf, wholeArea } from '../current-state/progress.ts';
import { currentStateRepository } from '../current-state/repository.ts';
import type { State } from '../current-state/schema.ts';
import { templateXlsx } from '../current-state/template.ts';
import type { Database } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import type { StepOf } from './content.ts';

/** The steps in which a district tells of its nuläge. */
export function createCurrentStateSteps(db: Kysely<Database>, knowledge: Knowledge, today: string) {
  const imports = createImports(db, knowledge.catalogue, knowledge.districts);
  const yearOf = (year: number): number => (year > 0 ? year : Number(today.slice(0, 4)) + year);

  async function answer(district: string, wanted: number, answers: readonly State[]): Promise<void> {
    const { year } = districtInYear(knowledge.districts, district, yearOf(wanted), today);
    const repository = currentStateRepository(db);
    const stored = new Map((await repository.list(district, year)).map((state) => [state.insats, state.revision]));
    const edits = answers.map((state) => ({ state, base: stored.get(state.insats) ?? null }));
    const results = await repository.saveEdits(district, year, edits);
    const refused = [...results].filter(([, { outcome }]) => outcome !== 'saved').map(([insats]) => insats);
    if (refused.length > 0) throw new Error(`${district} ${year}: not saved: ${refused.join(', ')}`);
  }

  async function answerGroup(id: string, { year: wanted, area, group: groupId, given }: StepOf<'answer-many'>): Promise<void> {
    const { district, year } = districtInYear(knowledge.districts, id, yearOf(wanted), today);
    const { insatser } = knowledge.catalogue;
    const group = [wholeArea(insatser, area), ...groupsOf(insatser, area)].find((one) => one.id === groupId);
    if (group === undefined) throw new Error(`${area} has no group ${groupId}`);
    const choice = { insatser: group.insatser.map((insats) => insats.id), group: group.name, given, overwrite: false };
    if ((await answerMany(db, district.id, year, choice)).id === null) throw new Error(`${area} ${groupId}: every insats had an answer`);
  }

  async function readIn(id: string, { year: wanted, fileName, answers, undone }: StepOf<'import'>): Promise<void> {
    const { district, year } = districtInYear(knowledge.districts, id, yearOf(wanted), today);
    const bytes = Buffer.from(await templateXlsx({ catalogue: knowledge.catalogue, district, year, states: answers, rows: 'answered' }));
    const { id: preview, read, plan } = await imports.preview({ bytes, fileName }, district, year);
    const faults = [...read.faults, ...plan.faults].map(({ row, problem }) => `row ${row}: ${problem}`);
    if (preview === null) throw new Error(`${fileName}: ${faults.join(' ') || 'nothing in it is new'}`);
    const outcomes = [await imports.confirm(preview, id), ...(undone ? [await imports.undo(preview, id)] : [])];
    if (outcomes.some(({ outcome }) => outcome !== 'done')) throw new Error(`${fileName}: ${JSON.stringify(outcomes)}`);
  }

  return { yearOf, answer, answerGroup, readIn };
}
