import { may } from '../accounts/permissions.ts';
import { reachOf } from '../accounts/reach.ts';
import { type Actor, rolesIn } from '../accounts/roles.ts';
import type { Db } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { movedInWords, type StalenessOf } from '../proposals/staleness.ts';
import { deadlines, lastReturns, newestStatuses } from './planner-home.ts';
import { openReports } from './reports.ts';
import type { Status } from './transitions.ts';
import { riskCounts, versionsWith, type WaitingVersion } from './waiting.ts';

export interface HomeParts {
  db: Db;
  knowledge: Knowledge;
  proposals: Proposals;
  staleness: StalenessOf;
  today: () => string;
}

const managerStatuses = ['submitted', 'manager_review'] as const satisfies readonly Status[];
const legalStatuses = ['manager_approved', 'legal_review'] as const satisfies readonly Status[];
/** What waits for somebody to enter the nämnd's decision. */
const decisionStatuses = ['legally_checked'] as const satisfies readonly Status[];
/** What is decided is not assessed anew; what went no further, or is replaced, asks nothing more of anybody. */
const decided: readonly Status[] = ['adopted', 'superseded'];
const over: readonly Status[] = ['withdrawn', 'superseded'];
const shownProposals = 12;
/** More than the whole city can have under way: 14 districts, 7 units and two legal bases. */
const mostOwn = 10_000;
const shownDeadlines = 20;
const mostDeadlines = 1000;

/** What waits for each of somebody's roles. */
export function createHome({ db, knowledge, proposals, staleness, today }: HomeParts) {
  const districts = new Map(knowledge.districts.all.map(({ id, name }) => [id, name]));
  const named = <T extends { district: string; legalBasis: string }>(row: T) => ({
    ...row,
    districtName: districts.get(row.district) ?? row.district,
    basisName: knowledge.ruleset.laws.find(({ id }) => id === row.legalBasis)?.shortTitle ?? row.legalBasis,
  });

  /** The versions that wait for an actor, by what the actor does with them; an actor's own submissions wait for somebody else. */
  async function waiting(actor: Actor) {
    const [manages, checks, adopts] = [may(actor, 'review.manager', null), may(actor, 'review.legal', null), may(actor, 'proposal.adopt', null)];
    if (actor.account === null || !(manages || checks || adopts)) return null;
    const all = await versionsWith(db, [...managerStatuses, ...legalStatuses, ...decisionStatuses], actor.account.id);
    const is = (statuses: readonly Status[]) => (row: WaitingVersion) => statuses.includes(row.status);
    return {
      manager: manages ? all.filter((row) => is(managerStatuses)(row) && may(actor, 'review.manager', row.district)).map(named) : null,
      legal: checks ? all.filter((row) => is(legalStatuses)(row) && may(actor, 'review.legal', row.district)).map(named) : null,
      decision: adopts ? all.filter((row) => is(decisionStatuses)(row) && may(actor, 'proposal.adopt', row.district)).map(named) : null,
    };
  }

  async function planner(actor: Actor) {
    // All of them: what came back must not be hidden behind what others have made since.
    const heads = await proposals.list(reachOf(actor, 'proposal.edit'), mostOwn);
    const statuses = await newestStatuses(
      db,
      heads.map(({ id }) => id),
    );
    // Once planners have saved a version after it, an end is no longer the end.
    const isNow = ({ id, version }: (typeof heads)[number], those: readonly Status[]): boolean => {
      const newest = statuses.get(id);
      return newest?.version === version && those.includes(newest.status);
    };
    // What a decision was made on the promise of is still promised.
    const current = heads.filter((head) => !isNow(head, over));
    const returned = current.flatMap(({ id }) => {
      const status = statuses.get(id);
      return status?.status === 'returned' ? [{ id, version: status.version }] : [];
    });
    const [returns, due] = [
      await lastReturns(db, returned),
      await deadlines(
        db,
        current.map(({ id }) => id),
        mostDeadlines,
      ),
    ];
    const titles = new Map(knowledge.ruleset.themes.flatMap((theme) => theme.rules.map((rule) => [rule.name, rule.event.params.title] as const)));
    // What came back first: it is what somebody waits for.
    const shown = [...heads].sort((a, b) => Number(returns.has(b.id)) - Number(returns.has(a.id))).slice(0, shownProposals);
    const moved = await staleness.ofAll(shown);
    return {
      total: heads.length,
      proposals: shown.map((head) => ({
        ...named(head),
        status: statuses.get(head.id) ?? null,
        moved: isNow(head, decided) ? [] : movedInWords(moved.get(head.id)),
        returned: returns.get(head.id) ?? null,
      })),
      moreDeadlines: Math.max(0, due.length - shownDeadlines),
      deadlines: due.slice(0, shownDeadlines).map((one) => ({
        ...one,
        districtName: districts.get(one.district) ?? one.district,
        title: titles.get(one.rule) ?? one.rule,
        overdue: one.due < today(),
      })),
    };
  }

  return {
    waiting,

    /** Waiting versions with how many risks each has: for the list, where it is worth the counting. */
    async counted(actor: Actor) {
      const found = await waiting(actor);
      const risks = await riskCounts(db, found?.manager ?? []);
      if (found === null || (found.manager === null && found.legal === null)) return null;
      return { legal: found.legal, manager: found.manager?.map((row) => ({ ...row, risks: risks.get(row.id) ?? 0 })) ?? null };
    },

    /** What the start page shows somebody who has logged in; null for everyone else. */
    async of(actor: Actor | null) {
      if (actor?.account == null) return null;
      const plans = rolesIn(actor, null).includes('planner');
      const found = await waiting(actor);
      if (found === null && !plans) return null;
      return {
        waiting: found,
        planner: plans ? await planner(actor) : null,
        reports: may(actor, 'review.legal', null) ? await openReports(db) : 0,
      };
    },
  };
}
export type Home = ReturnType<typeof createHome>;
