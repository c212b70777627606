/** What a change of the rules does to the city with the nuläge that districts have told, and to the proposals that are open. */
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Assessor } from '../../assessment/assess.ts';
import type { Ruleset } from '../../assessment/ruleset.ts';
import { type Feed, feedAt, feedsOf } from '../../current-state/feed.ts';
import type { Db } from '../../database/types.ts';
import { districtsAt } from '../../districts/districts.ts';
import { cityScope } from '../../proposals/city-scope.ts';
import { cityImpact } from '../../rule-changes/city-impact.ts';
import { type Impact, impactOf, type LineImpact } from '../../rule-changes/impact.ts';
import { rowsOf } from '../../rule-changes/rows.ts';
import { createOpenProposals, type OpenProposal } from './open-lines.ts';

export interface ProposalImpact extends Omit<OpenProposal, 'lines'> {
  /** How many lines it has, and those that a reassessment would change because of the change. */
  of: number;
  changed: readonly LineImpact[];
  /** Lines that a reassessment would change anyway, since newer rules than the proposal's are in force; null where those are not stored. */
  anyway: number | null;
}

export interface DraftImpact {
  city: Impact;
  /** Open proposals with at least one line that changes; those with most lines first. */
  proposals: readonly ProposalImpact[];
  /** Areas of the catalogue where anything changes, in the city or in a proposal, by id. */
  areas: readonly string[];
  /** How many proposals are open. */
  open: number;
  /** How long it took to work out, in milliseconds. */
  took: number;
}

export interface DraftImpactsOptions {
  db: Db;
  /** Facts and designs, which do not depend on the rules: one for all, so that what is laid out once is kept. */
  assessor: Assessor;
  rulesetOf: (hash: string) => Promise<Ruleset | undefined>;
}

const keptImpacts = 6;
/** Candidates laid out before others get their turn: some milliseconds. */
const inOnePiece = 50;

/** Holds two rulesets against each other for the whole city. The last few answers are kept until something that they rest on changes. */
export function createDraftImpacts({ db, assessor, rulesetOf }: DraftImpactsOptions) {
  const { knowledge } = assessor;
  const openProposals = createOpenProposals(db, assessor);
  const kept = new Map<string, DraftImpact>();
  let told: { key: string; feeds: ReadonlyMap<string, readonly Feed[]> } | null = null;

  /** What districts have told, and a key that changes when they tell something else. */
  async function feeds(): Promise<{ key: string; feeds: ReadonlyMap<string, readonly Feed[]> }> {
    const { rows } = await sql<{ key: string }>`
      select concat_ws(' ', count(*), coalesce(sum(revision), 0), max(updated_at)) as key from current_state`.execute(db);
    const key = rows[0]?.key ?? '';
    if (told?.key !== key)
      told = {
        key,
        feeds: await feedsOf(
          db,
          knowledge.districts.all.map(({ id }) => id),
        ),
      };
    return told;
  }

  async function proposalImpacts(before: Ruleset, after: Ruleset, date: string, open: readonly OpenProposal[]): Promise<ProposalImpact[]> {
    const of = (from: Ruleset, to: Ruleset, lines: OpenProposal['lines']) =>
      impactOf(assessor, { before: from, after: to, date, legalBases: [], districts: [], lines }).lines;
    const found: ProposalImpact[] = [];
    for (const { lines, ...proposal } of open) {
      const changed = of(before, after, lines);
      if (changed.length === 0) continue;
      const own = proposal.ruleset === before.hash ? before : await rulesetOf(proposal.ruleset);
      const anyway = own === undefined ? null : own === before ? 0 : of(own, before, lines).length;
      found.push({ ...proposal, of: lines.length, changed, anyway });
    }
    return found.sort((a, b) => b.changed.length - a.changed.length);
  }

  /** What districts do at a date, insats by insats. */
  function statesAt(nulage: Awaited<ReturnType<typeof feeds>>, date: string) {
    const states = new Map(districtsAt(knowledge.districts, date).map(({ id }) => [id, feedAt(nulage.feeds.get(id) ?? [], date)?.states]));
    return { districts: [...states.keys()], stateOf: (district: string, insats: string) => states.get(district)?.get(insats) };
  }

  return {
    /**
     * Does what can be done before a change is known: reads the open proposals, and lays out the facts of the city and of every line. In
     * pieces, since others wait for the same thread meanwhile.
     */
    async prepare(before: Ruleset, date: string): Promise<void> {
      const [nulage, open] = [await feeds(), await openProposals()];
      const rows = rowsOf(assessor);
      const { districts, stateOf } = statesAt(nulage, date);
      for (const legalBasis of before.laws.filter(({ appliesFrom }) => appliesFrom <= date).map(({ id }) => id))
        for (const [at, pair] of knowledge.catalogue.pairs.entries()) {
          for (const state of new Set(districts.map((district) => stateOf(district, pair.insats.id)))) rows.of(pair, legalBasis, state);
          if (at % inOnePiece === 0) await setImmediate();
        }
      for (const [at, { candidate }] of open.flatMap(({ lines }) => lines).entries()) {
        rows.ofCandidate(candidate);
        if (at % inOnePiece === 0) await setImmediate();
      }
    },

    /** The impact at an ISO date. @throws LegalBasisError, DistrictError for a date that nothing is known of. */
    async of(before: Ruleset, after: Ruleset, date: string): Promise<DraftImpact> {
      const [nulage, open] = [await feeds(), await openProposals()];
      const key = JSON.stringify([before.hash, after.hash, date, nulage.key, open.map(({ id, version, status }) => [id, version, status])]);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const start = performance.now();
      const { stateOf } = statesAt(nulage, date);
      const city = cityImpact(assessor, before, after, { date, stateOf, covers: cityScope(knowledge, date) });
      const proposals = await proposalImpacts(before, after, date, open);
      const lineAreas = proposals.flatMap(({ changed }) => changed.flatMap(({ insats }) => knowledge.catalogue.insatsById.get(insats)?.area ?? []));
      const areas = [...new Set([...city.rows.map(({ area }) => area), ...lineAreas])];
      const impact = { city, proposals, areas, open: open.length, took: performance.now() - start };
      kept.set(key, impact);
      const [oldest] = kept.keys();
      if (kept.size > keptImpacts && oldest !== undefined) kept.delete(oldest);
      return impact;
    },
  };
}
export type DraftImpacts = ReturnType<typeof createDraftImpacts>;
