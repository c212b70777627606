import type { Kysely } from 'kysely';
import { thoseWhoMay } from '../accounts/holders.ts';
import { may } from '../accounts/permissions.ts';
import type { Actor } from '../accounts/roles.ts';
import type { Database } from '../database/types.ts';
import { lineKey } from '../drafts/shaping.ts';
import type { Lack } from '../proposals/completeness.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import type { Standings, StatusTag } from '../proposals/standing.ts';
import type { WorkingCopies, WorkingState } from '../proposals/working-copy.ts';
import { count } from '../web/format.ts';
import { barredFrom, barredWords } from './barred.ts';
import { namesOf } from './people.ts';
import { byReason } from './return-reasons.ts';
import { isUnderWay, type LineReason, statusRepository, type VersionStatus } from './status-repository.ts';
import { onwardFrom, type Status, statusLabels, stepsFrom, type Transition } from './transitions.ts';
import type { OpenItems } from './workflow.ts';

const colors: Readonly<Record<Status, StatusTag['color']>> = {
  draft: 'neutral',
  submitted: 'info',
  manager_review: 'info',
  returned: 'warning',
  manager_approved: 'info',
  legal_review: 'info',
  legally_checked: 'info',
  adopted: 'success',
  withdrawn: 'neutral',
  superseded: 'neutral',
};

/** Who has to do something next. */
const waitsFor: Readonly<Record<Status, string | null>> = {
  draft: 'Planeraren lämnar in när inget saknas.',
  submitted: 'Väntar på att stadsdelschefen börjar granska.',
  manager_review: 'Stadsdelschefen granskar riskerna.',
  returned: 'Planeraren rättar och lämnar in igen.',
  manager_approved: 'Väntar på att en jurist börjar granska.',
  legal_review: 'En jurist granskar lagens svar.',
  legally_checked: 'Väntar på nämndens beslut.',
  adopted: null,
  withdrawn:
    'Den här versionen går inte vidare. Vill ni lämna in förslaget igen: ändra det som behöver ändras i arbetskopian, spara som ny version och lämna in den.',
  superseded: null,
};

/** The way as it is drawn: each stop with the statuses in which a version stands there. */
const stops: readonly { title: string; statuses: readonly Status[] }[] = [
  { title: 'Utkast', statuses: ['draft', 'returned', 'withdrawn'] },
  { title: 'Inlämnat', statuses: ['submitted'] },
  { title: 'Chefens granskning', statuses: ['manager_review'] },
  { title: 'Juristens granskning', statuses: ['manager_approved', 'legal_review'] },
  { title: 'Nämndens beslut', statuses: ['legally_checked'] },
  { title: 'Fastställt', statuses: ['adopted', 'superseded'] },
];

export interface StandingParts {
  db: Kysely<Database>;
  workingCopies: Pick<WorkingCopies, 'lacks'>;
  open: OpenItems;
}

export const statusTag = ({ status }: Pick<VersionStatus, 'status'>): StatusTag => ({ text: statusLabels[status], color: colors[status] });

/** A line of a version as a reason points at it. */
export function namedReasons({ id, draft }: Pick<StoredVersion, 'id' | 'draft'>, reasons: readonly LineReason[]) {
  // A line may have been taken out since, often because of the reason.
  const lines = new Map([...draft.lines, ...(draft.removed ?? [])].map((line) => [lineKey(line.insats, line.targetGroup), line]));
  return reasons.map(({ insats, targetGroup, reason }) => {
    const line = lines.get(lineKey(insats, targetGroup));
    const name = line === undefined ? `${insats}, ${targetGroup}` : `${line.name}, ${line.targetGroupName.toLowerCase()}`;
    return { name, href: `/forslag/${id}/rader/${insats}/${targetGroup}`, reason };
  });
}

/** What the pages of proposals show of how far they have come. */
export function createStandings({ db, workingCopies, open }: StandingParts): Standings {
  const statuses = statusRepository(db);

  /** What keeps somebody who may take the step from taking it. */
  async function blocksOf(step: Transition, version: StoredVersion, actor: Actor, working: WorkingState | null, other?: VersionStatus) {
    const base = `/forslag/${version.id}`;
    const blocks: Lack[] = [];
    const barred = actor.account === null ? undefined : (await barredFrom(db, step, version)).get(actor.account.id);
    if (barred !== undefined) blocks.push({ text: barredWords[barred], href: `${base}/historik` });
    if (step.demands.includes('complete')) {
      if (other !== undefined)
        blocks.push({
          text: `Version ${other.number} är redan inlämnad. Den måste återlämnas, återtas eller fastställas först.`,
          href: `${base}?version=${other.number}`,
        });
      if (working === null) blocks.push({ text: 'Det finns en nyare version. Lämna in den i stället.', href: base });
      else blocks.push(...(await workingCopies.lacks(version, working)));
    }
    if (step.demands.includes('risks_answered')) {
      const left = await open.risks(db, version);
      if (left > 0)
        blocks.push({
          text: `${count(left, 'risk är inte besvarad, eller så är en ändring begärd', 'risker är inte besvarade, eller så är en ändring begärd')}.`,
          href: open.href.risks(version),
        });
    }
    if (step.demands.includes('legally_right')) {
      const left = await open.legal(db, version);
      if (left > 0)
        blocks.push({
          text: `${count(left, 'sak är inte granskad, eller har inte svaret ”Rätt”', 'saker är inte granskade, eller har inte svaret ”Rätt”')}.`,
          href: open.href.legal(version),
        });
    }
    return blocks;
  }

  /** What the next step of a version under way is called where nobody at all could take it, so that it does not wait for ever; null otherwise. */
  async function stuckAt({ id, version, district }: StoredVersion, { status }: VersionStatus): Promise<string | null> {
    const next = isUnderWay(status) ? onwardFrom(status) : undefined;
    if (next === undefined) return null;
    const barred = await barredFrom(db, next, { id, version });
    return (await thoseWhoMay(db, next.action, district)).every((account) => barred.has(account)) ? next.label : null;
  }

  return {
    async tags(proposals) {
      const all = await statuses.ofAll(proposals.map(({ id }) => id));
      return new Map(
        proposals.map(({ id, version }) => {
          const own = all.get(id) ?? [];
          const newest = statusTag(own.find(({ number }) => number === version) ?? { status: 'draft' });
          // What is under way or decided is worth knowing even while planners have gone on to another version.
          const others = own.filter(({ number, status }) => number !== version && (isUnderWay(status) || status === 'adopted'));
          return [id, [newest, ...others.map((one) => ({ ...statusTag(one), text: `Version ${one.number}: ${statusLabels[one.status]}` }))]] as const;
        }),
      );
    },

    versions: async (proposal) => new Map(((await statuses.ofAll([proposal])).get(proposal) ?? []).map((one) => [one.number, statusTag(one)])),

    async card(actor, version, newest, working) {
      const own = (await statuses.ofAll([version.id])).get(version.id) ?? [];
      const status = own.find(({ number }) => number === version.version) ?? (await statuses.of(version.id, version.version));
      const other = own.find((one) => one.number !== version.version && isUnderWay(one.status));
      const adopted = own.find((one) => one.number !== version.version && one.status === 'adopted');
      const steps = await statuses.steps(version.id);
      const last = steps.findLast(({ number }) => number === version.version);
      // A return concerns what planners work with now, also once they have saved the next version.
      const returned = steps.findLast((step) => step.to === 'submitted' || step.to === 'returned');
      const nameOf = await namesOf(
        db,
        [last?.account, returned?.account].filter((id) => id !== undefined),
      );
      // A draft that planners have left behind goes nowhere: its successor does.
      const over = status.status === 'draft' && version.version !== newest;
      const allowed = actor.account === null || over ? [] : stepsFrom(status.status).filter((step) => may(actor, step.action, version.district));
      const choices = await Promise.all(
        allowed.map(async (step) => ({
          id: step.id,
          label: step.label,
          blocks: await blocksOf(step, version, actor, working, other),
          onward: !step.demands.includes('reason'),
          asks: step.demands.includes('reason') || step.demands.includes('decision'),
        })),
      );
      const here = stops.findIndex(({ statuses: ofStop }) => ofStop.includes(status.status));
      return {
        status: { ...status, ...statusTag(status) },
        waitsFor: over ? 'Den här versionen har en efterföljare, som lämnas in i stället.' : waitsFor[status.status],
        stops: stops.map(({ title }, index) => ({ title, done: index < here || status.status === 'adopted', current: index === here })),
        last: last === undefined ? null : { at: last.at, by: nameOf(last.account), reason: last.reason },
        stuckAt: await stuckAt(version, status),
        other: other === undefined ? null : { number: other.number, label: statusLabels[other.status] },
        adopted: adopted === undefined ? null : { number: adopted.number, decision: adopted.decision },
        returned:
          returned?.to !== 'returned' || (returned.number !== version.version && version.version !== newest)
            ? null
            : {
                number: returned.number,
                by: nameOf(returned.account),
                at: returned.at,
                reason: returned.reason,
                lines: byReason(namedReasons(version, returned.lines)),
              },
        choices: choices.toSorted((a, b) => Number(b.onward) - Number(a.onward)),
        accounts: actor.account !== null,
      };
    },

    async decided(proposal, version) {
      const { status, decision } = await statuses.of(proposal, version);
      return decision === null ? null : { ...decision, superseded: status === 'superseded' };
    },

    async returned(proposal, { insats, group }) {
      const steps = await statuses.steps(proposal);
      const last = steps.findLast((step) => step.to === 'submitted' || step.to === 'returned');
      const line = last?.to === 'returned' ? last.lines.find((one) => one.insats === insats && one.targetGroup === group) : undefined;
      if (last === undefined || line === undefined) return null;
      return { version: last.number, reason: line.reason, by: (await namesOf(db, [last.account]))(last.account), at: last.at };
    },
  };
}
