import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { type Actor, type Grant, wholeCity } from '../../src/accounts/roles.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import { sealDraft } from '../../src/drafts/draft-bytes.ts';
import { proposalRepository } from '../../src/proposals/repository.ts';
import { statusRepository } from '../../src/reviews/status-repository.ts';
import { StepRefusal } from '../../src/reviews/step-refusal.ts';
import { type Status, type TransitionId, transitionIds } from '../../src/reviews/transitions.ts';
import { createWorkflow } from '../../src/reviews/workflow.ts';
import { addAccount } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { completeProposal } from './complete-proposal.ts';

/** The ways as the assignment gives them, beside the program's own table. */
const ways: Readonly<Record<TransitionId, { from: readonly Status[]; to: Status; who: Grant['role'][] }>> = {
  submit: { from: ['draft', 'returned'], to: 'submitted', who: ['planner'] },
  'start-manager-review': { from: ['submitted'], to: 'manager_review', who: ['district_manager'] },
  'manager-return': { from: ['manager_review'], to: 'returned', who: ['district_manager'] },
  'manager-approve': { from: ['manager_review'], to: 'manager_approved', who: ['district_manager'] },
  'start-legal-review': { from: ['manager_approved'], to: 'legal_review', who: ['legal'] },
  'legal-return': { from: ['legal_review'], to: 'returned', who: ['legal'] },
  'legal-approve': { from: ['legal_review'], to: 'legally_checked', who: ['legal'] },
  adopt: { from: ['legally_checked'], to: 'adopted', who: ['administrator', 'district_manager'] },
  withdraw: {
    from: ['draft', 'submitted', 'manager_review', 'returned', 'manager_approved', 'legal_review', 'legally_checked'],
    to: 'withdrawn',
    who: ['planner'],
  },
};
const underWay: readonly Status[] = ['submitted', 'manager_review', 'manager_approved', 'legal_review', 'legally_checked'];
const onward: readonly TransitionId[] = ['submit', 'start-manager-review', 'manager-approve', 'start-legal-review', 'legal-approve', 'adopt'];

t.test('whatever people try, a version only goes the declared ways', { timeout: 600_000 }, async (t) => {
  const parts = await buildTestApp(t);
  const { db } = parts.database;
  const { version: base, proposals } = await completeProposal(parts);
  const actor = async (email: string, ...grants: Grant[]): Promise<Actor> => ({
    account: { id: await addAccount(parts.database, email, ...grants), name: email, email },
    grants,
  });
  const origo = (role: Grant['role']): Grant => ({ role, district: 'origo' });
  const actors = [
    await actor('planerare@x.se', origo('planner')),
    await actor('chef@x.se', origo('district_manager')),
    await actor('jurist@x.se', { role: 'legal', district: wholeCity }),
    // One who has every role may still not approve what that person has submitted.
    await actor('allt@x.se', origo('planner'), origo('district_manager'), origo('legal'), origo('administrator')),
    await actor('annan@x.se', { role: 'district_manager', district: 'farsta' }, { role: 'planner', district: 'farsta' }),
    { account: null, grants: [origo('planner')] } satisfies Actor,
  ];

  let open = { complete: true, risks: 0, legal: 0 };
  const workflow = createWorkflow({
    db,
    proposals,
    workingCopies: { lacks: async () => (open.complete ? [] : [{ text: 'Något saknas.', href: '/forslag' }]) },
    open: {
      risks: async () => open.risks,
      legal: async () => open.legal,
      toCheck: async () => 7,
      asked: async () => [],
      href: { risks: () => '/forslag', legal: () => '/forslag' },
    },
    today: () => '2030-01-01',
  });
  const statuses = statusRepository(db);
  /** What is adopted in the district, through all runs. */
  let adopted: { proposal: string; number: number } | undefined;
  const fixed = new Map<string, string>();
  let refused = 0;

  const command = fc.record({
    who: fc.nat({ max: actors.length - 1 }),
    transition: fc.constantFrom(...transitionIds),
    right: fc.boolean(),
    number: fc.constantFrom(1, 2, 2, 2),
    stale: fc.nat({ max: 9 }).map((n) => n === 0),
    complete: fc.nat({ max: 5 }).map((n) => n > 0),
    risks: fc.constantFrom(0, 0, 0, 2),
    legal: fc.constantFrom(0, 0, 0, 1),
    reason: fc.constantFrom('', 'Därför.'),
    whole: fc.boolean(),
    decision: fc.constantFrom({ number: 'Dnr 1', date: '2030-01-01' }, { number: '', date: '2030-01-01' }, { number: 'Dnr 2', date: '2030-01-02' }),
  });

  const right = {
    who: 0,
    transition: 'submit',
    right: true,
    number: 2,
    stale: false,
    complete: true,
    risks: 0,
    legal: 0,
    reason: 'Därför.',
    whole: true,
  } as const;
  const onTheWay = { ...right, decision: { number: 'Dnr 1', date: '2030-01-01' } as const };
  const wholeWay = onward.map(() => onTheWay);
  // One with two roles submits, has it returned, lets somebody else submit it again, and would now approve it.
  const by = (who: number, transition: TransitionId) => ({ ...onTheWay, who, transition, right: false });
  const throughTheBack = [by(3, 'submit'), by(1, 'start-manager-review'), by(1, 'manager-return'), by(0, 'submit'), by(3, 'start-manager-review')];

  // One with two roles approves as manager and would now check the law as lawyer; somebody else must, and then can.
  const bothReviews = [by(0, 'submit'), by(3, 'start-manager-review'), by(3, 'manager-approve'), by(3, 'start-legal-review'), by(2, 'start-legal-review')];

  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 8, maxLength: 22 }), async (commands) => {
      const id = randomUUID();
      const stored = { inputs: base.inputs, ...sealDraft(base.draft) };
      await proposalRepository(db).add({ id, ...stored });
      await proposalRepository(db).addVersion(2, { id, ...stored });
      const model = new Map(
        [1, 2].map((number) => [
          number,
          { status: 'draft' as Status, by: [] as (string | null)[], approvedBy: undefined as string | null | undefined, revision: 0 },
        ]),
      );

      for (const one of commands) {
        const state = model.get(one.number) ?? { status: 'draft' as Status, by: [], approvedBy: undefined, revision: 0 };
        // Half of them are what comes next, tried by somebody who has the role for it or by any other.
        const next = onward.find((id) => ways[id].from.includes(state.status));
        const transition = one.right && next !== undefined ? next : one.transition;
        const way = ways[transition];
        const who = actors[one.right ? ([0, 1, 1, 2, 2, 1][onward.indexOf(transition)] ?? one.who) : one.who] ?? actors[0];
        if (who === undefined) throw new Error('no actor');
        const good = one.right && one.number === 2;
        open = good ? { complete: true, risks: 0, legal: 0 } : one;
        const decision = good ? { number: 'Dnr 1', date: '2030-01-01' } : one.decision;
        const account = who.account?.id ?? null;

        const otherUnderWay = [...model].some(([number, { status }]) => number !== one.number && underWay.includes(status));
        const demands =
          (transition !== 'submit' || (open.complete && one.number === 2 && !otherUnderWay)) &&
          (['submit', 'withdraw'].includes(transition) || !state.by.includes(account)) &&
          (!['start-legal-review', 'legal-return', 'legal-approve'].includes(transition) || state.approvedBy !== account) &&
          (!['manager-return', 'legal-return', 'withdraw'].includes(transition) || one.reason !== '') &&
          (!['manager-return', 'legal-return'].includes(transition) || one.whole) &&
          (transition !== 'manager-approve' || open.risks === 0) &&
          (transition !== 'legal-approve' || open.legal === 0) &&
          (transition !== 'adopt' || (decision.number !== '' && decision.date <= '2030-01-01'));
        const may = account !== null && who.grants.some(({ role, district }) => way.who.includes(role) && ['origo', wholeCity].includes(district));
        const expected = may && way.from.includes(state.status) && (!one.stale || good) && demands;

        const revision = one.stale && !good ? state.revision + 7 : state.revision;
        const happened = await workflow
          .take(who, { proposal: id, number: one.number, transition }, { revision, reason: one.reason, lines: [], whole: one.whole, decision })
          .then(
            () => true,
            (error: unknown) => {
              if (!(error instanceof StepRefusal)) throw error;
              refused += 1;
              return false;
            },
          );
        if (happened !== expected) throw new Error(`${transition} from ${state.status}: ${happened}, expected ${expected}`);
        if (expected) {
          const approvedBy = transition === 'manager-approve' ? account : state.approvedBy;
          model.set(one.number, { status: way.to, approvedBy, by: transition === 'submit' ? [...state.by, account] : state.by, revision: state.revision + 1 });
          if (transition === 'adopt') adopted = { proposal: id, number: one.number };
        }
        for (const [number, { status }] of model) {
          const stored = await statuses.of(id, number);
          if (stored.status !== status) throw new Error(`version ${number} is ${stored.status} and should be ${status}`);
        }
      }

      // What has been decided once is never another thing, and only one thing is decided at a time.
      const decided = await db.selectFrom('version_status').selectAll().where('status', 'in', ['adopted', 'superseded']).execute();
      for (const row of decided) {
        const key = `${row.proposal_id} ${row.number}`;
        const value = JSON.stringify([row.decision_number, row.decision_date, row.content_hash, row.submitted_by]);
        if ((fixed.get(key) ?? value) !== value) throw new Error('a decision was rewritten');
        fixed.set(key, value);
      }
      const standing = decided.filter(({ status }) => status === 'adopted').map(({ proposal_id: proposal, number }) => ({ proposal, number }));
      if (JSON.stringify(standing) !== JSON.stringify(adopted === undefined ? [] : [adopted])) throw new Error('not exactly the last decision stands');
      const steps = await statuses.steps(id);
      for (const { from, to } of steps) {
        const declared = Object.values(ways).some((way) => way.from.includes(from) && way.to === to) || (from === 'adopted' && to === 'superseded');
        if (!declared) throw new Error(`${from} to ${to} is no way`);
      }
    }),
    // What earlier runs decided stands: a smaller case would be another one.
    { numRuns: 12, endOnFailure: true, examples: [[wholeWay], [wholeWay], [throughTheBack], [bothReviews]] },
  );
  t.ok(fixed.size >= 2, 'some came all the way');
  const events = await db.selectFrom('audit_event').select('action').execute();
  t.equal(events.filter(({ action }) => action === 'version.step-refused').length, refused, 'every refusal is in the trail');
  const steps = await db.selectFrom('version_step').select('id').execute();
  t.equal(events.filter(({ action }) => action.startsWith('version.') && action !== 'version.step-refused').length, steps.length, 'and every step');
  t.match(await verifyTrail(db), { intact: true });
});
