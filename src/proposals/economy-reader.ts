import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import { feedingYear } from '../current-state/feed.ts';
import { currentStateRepository } from '../current-state/repository.ts';
import type { Database } from '../database/types.ts';
import { draftOutcome } from '../drafts/economy-outcome.ts';
import type { Scenario } from '../economy/scenario.ts';
import { resolveCitation } from '../sources/resolve-citation.ts';
import { NotFoundError } from '../web/input.ts';
import type { PeopleFact } from './economy-view.ts';
import type { Stored } from './parts-repository.ts';
import type { Proposals } from './proposals.ts';
import type { StoredVersion } from './repository.ts';
import type { Scenarios } from './scenarios.ts';
import type { WorkingCopies, WorkingState } from './working-copy.ts';

export interface EconomyParts {
  db: Kysely<Database>;
  assessor: Assessor;
  proposals: Proposals;
  workingCopies: WorkingCopies;
}

/** What the economy's pages read: the proposal, its scenarios, what they come to in the working copy, and the nuläge's people. */
export function economyReader({ db, assessor, proposals, workingCopies }: EconomyParts, scenarios: Scenarios) {
  const { knowledge } = assessor;

  const stored = proposals.existing;

  async function scenarioOf(proposal: string, id: string): Promise<Stored<Scenario>> {
    const found = (await scenarios.all(proposal)).find(({ value }) => value.id === id);
    if (found === undefined) throw new NotFoundError('Räkneexemplet finns inte. Kanske har någon tagit bort det. Gå tillbaka till listan över räkneexempel.');
    return found;
  }

  const cite = (keys: readonly string[]) => {
    const places = keys.map((key) => resolveCitation(knowledge.sources, key));
    return { citations: places.map(({ label }) => label), sources: places.map(({ key }) => key) };
  };

  /** A scenario's outcome with the designs of the working copy. */
  const outcomeIn = (version: StoredVersion, state: WorkingState, scenario: Scenario) =>
    draftOutcome(
      scenario,
      (key) => {
        const line = state.lines.get(key);
        if (line === undefined || line.shaping.removed) return undefined;
        const { design } = workingCopies.candidateOf(version, line.pair);
        return { design: { ...design, ...line.shaping.design }, roundTheClock: line.pair.insats.classification.roundTheClock };
      },
      cite,
    );

  /** What the nuläge that a draft of this date reads says of the people, for each of the chosen insatser. */
  async function peopleFacts(version: StoredVersion, lines: readonly string[]): Promise<PeopleFact[]> {
    const district = version.draft.district.id;
    const year = await feedingYear(db, district, version.inputs.date);
    if (year === null || lines.length === 0) return [];
    const chosen = new Set(lines.map((key) => key.split('/')[0]));
    const states = await currentStateRepository(db).list(district, year);
    return states.flatMap(({ insats, people }) => {
      const name = knowledge.catalogue.insatser.find(({ id }) => id === insats)?.name;
      return people === null || name === undefined || !chosen.has(insats) ? [] : [{ insats, name, year, people }];
    });
  }

  return { stored, scenarioOf, outcomeIn, peopleFacts };
}
