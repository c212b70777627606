import type { Kysely } from 'kysely';
import { type AuditValues, changedValues, fingerprint, record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { assumptionIds, type Scenario } from '../economy/scenario.ts';
import { partsRepository, type Stored } from './parts-repository.ts';
import { proposalRepository } from './repository.ts';

/** What a write met. Where somebody has saved or removed the scenario since, nothing is written and what is stored is given back. */
export type ScenarioWrite = { done: true } | { done: false; stored: Stored<Scenario> | undefined };

const same = (a: Scenario, b: Scenario): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A scenario as the trail tells it: the numbers as they are, what people have written by its fingerprint. */
function valuesOf(scenario: Scenario | undefined): AuditValues {
  if (scenario === undefined) return {};
  const { name, lines, avoidedCost } = scenario;
  const sources = [name, ...assumptionIds.map((id) => scenario[id]?.from ?? '')];
  const spans = assumptionIds.flatMap((id) => {
    const span = scenario[id]?.span;
    return span === undefined ? [] : [[`${id}.low`, span.low] as const, [`${id}.high`, span.high] as const];
  });
  return { lines: fingerprint(lines.join('\n')), texts: fingerprint(sources.join('\n')), avoidedCost: avoidedCost !== null, ...Object.fromEntries(spans) };
}

/** The scenarios in a proposal's working copy. */
export function createScenarios(db: Kysely<Database>) {
  const find = async (parts: Pick<ReturnType<typeof partsRepository>, 'scenarios'>, proposal: string, id: string) =>
    (await parts.scenarios(proposal)).find(({ value }) => value.id === id);

  return {
    all: (proposal: string): Promise<Stored<Scenario>[]> => partsRepository(db).scenarios(proposal),

    /** Saves a scenario that nobody has saved since `revision` (0 for a new one). The same save sent twice is one save. */
    async save(proposal: string, scenario: Scenario, revision: number): Promise<ScenarioWrite> {
      return db.transaction().execute(async (trx): Promise<ScenarioWrite> => {
        const district = await proposalRepository(trx).lock(proposal);
        const parts = partsRepository(trx);
        const stored = await find(parts, proposal, scenario.id);
        if (stored !== undefined && same(stored.value, scenario)) return { done: true };
        if ((stored?.revision ?? 0) !== revision || !(await parts.writeScenario(proposal, scenario, revision))) return { done: false, stored };
        const changed = changedValues({ ...valuesOf(stored?.value), revision }, { ...valuesOf(scenario), revision: revision + 1 });
        await record(trx, { action: 'scenario.save', object: { type: 'scenario', id: `${proposal}/${scenario.id}` }, district, ...changed });
        return { done: true };
      });
    },

    /** Removes a scenario that nobody has saved since `revision`. Removed twice is removed once. */
    async remove(proposal: string, id: string, revision: number): Promise<ScenarioWrite> {
      return db.transaction().execute(async (trx): Promise<ScenarioWrite> => {
        const district = await proposalRepository(trx).lock(proposal);
        const parts = partsRepository(trx);
        const stored = await find(parts, proposal, id);
        if (stored !== undefined && (await parts.removeScenario(proposal, id, revision))) {
          const before = { ...valuesOf(stored.value), revision };
          await record(trx, { action: 'scenario.remove', object: { type: 'scenario', id: `${proposal}/${id}` }, district, before });
          return { done: true };
        }
        return stored === undefined ? { done: true } : { done: false, stored };
      });
    },
  };
}
export type Scenarios = ReturnType<typeof createScenarios>;
