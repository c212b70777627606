import { sql } from 'kysely';
import type { Db } from '../database/types.ts';
import { cityImpact } from '../rule-changes/city-impact.ts';
import { summarise } from '../rule-changes/impact-groups.ts';
import type { Evaluation } from './rule-drafts.ts';

/** What a change does, in a few numbers. */
export interface Effect {
  /** Candidates (insats × target group × district × legal basis) that were asked about, and those whose answer, and not only its texts, changes. */
  asked: number;
  changed: number;
  /** Areas of the catalogue where any answer or text changes, by id. */
  areas: readonly string[];
  /** Proposals that are neither decided nor withdrawn. */
  open: number;
}
export type EffectOf = (evaluation: Evaluation, date: string) => Promise<Effect | null>;

/** The effect of a change on every district's default designs at a date (ISO); null while it has faults. Worked out once for each evaluation and day. */
export function createEffects(db: Db): EffectOf {
  const known = new WeakMap<Evaluation, Map<string, Omit<Effect, 'open'>>>();

  function cityEffect(evaluation: Evaluation, date: string): Omit<Effect, 'open'> | null {
    const { before, after } = evaluation;
    if (before === null || after === null) return null;
    const byDate = known.get(evaluation) ?? new Map<string, Omit<Effect, 'open'>>();
    known.set(evaluation, byDate);
    const found = byDate.get(date);
    if (found !== undefined) return found;
    const { asked, changedAnswers, byArea } = summarise(cityImpact(before.assessor, before.ruleset, after.ruleset, { date }));
    const effect = { asked, changed: changedAnswers, areas: byArea.map(({ key }) => key) };
    byDate.set(date, effect);
    return effect;
  }

  return async (evaluation, date) => {
    const city = cityEffect(evaluation, date);
    return city && { ...city, open: await openProposals(db) };
  };
}

async function openProposals(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from proposal
    where not exists (
      select from version_status status
      where status.proposal_id = proposal.id and status.status in ('adopted', 'superseded', 'withdrawn')
        and status.number = (select max(number) from proposal_version version where version.proposal_id = proposal.id))`.execute(db);
  return rows[0]?.n ?? 0;
}
