import { z } from 'zod';
import { fingerprint, record } from '../audit/trail.ts';
import type { Db } from '../database/types.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { lineKey } from '../drafts/shaping.ts';
import { proposalRepository } from '../proposals/repository.ts';
import {
  type Answering,
  kindSchema,
  type LegalCheck,
  type LegalSave,
  type ManagerAnswer,
  type ManagerSave,
  outcomeSchema,
  type Saved,
  type SaveOutcome,
  type VersionKey,
} from './answers.ts';
import { legalItems, legalKey, legalSubjects } from './legal-items.ts';
import { riskItems, riskKey } from './risk-items.ts';
import { type Status, statusSchema } from './transitions.ts';

const subjectSchema = z.enum(legalSubjects);

/** Managers' answers and lawyers' checks; takes the database or a transaction. Saves belong in a transaction: all of a batch or nothing. */
export function answersRepository(db: Db) {
  /** Holds the version against others who answer or move it on, and says how far it has come. */
  async function hold({ id, version }: VersionKey): Promise<{ status: Status; submittedBy: string | null } | null> {
    await proposalRepository(db).lock(id);
    const row = await db
      .selectFrom('version_status')
      .select(['status', 'submitted_by'])
      .where('proposal_id', '=', id)
      .where('number', '=', version)
      .executeTakeFirst();
    return row === undefined ? null : { status: statusSchema.parse(row.status), submittedBy: row.submitted_by };
  }

  /** Which of the items have another answer than the one who answers has seen. The same answer once more is no conflict. */
  function newer<S extends Saved<string>>(stored: readonly S[], seen: ReadonlyMap<string, number>, kind: string, motive: string): S[] {
    return stored.filter((one) => seen.has(one.key) && seen.get(one.key) !== one.revision && (one.kind !== kind || one.motive !== motive));
  }

  async function managerAnswers({ id, version }: VersionKey): Promise<ManagerAnswer[]> {
    const rows = await db
      .selectFrom('manager_answer as answer')
      .innerJoin('account', 'account.id', 'answer.account_id')
      .select(['insats', 'target_group', 'rule', 'kind', 'motive', 'revision', 'answer.updated_at', 'account.name', 'account.id'])
      .where('proposal_id', '=', id)
      .where('number', '=', version)
      .execute();
    return rows.map((row) => ({
      key: riskKey(row.insats, row.target_group, row.rule),
      insats: row.insats,
      targetGroup: row.target_group,
      rule: row.rule,
      kind: kindSchema.parse(row.kind),
      motive: row.motive,
      revision: row.revision,
      account: row.id,
      by: row.name,
      at: row.updated_at,
    }));
  }

  async function legalChecks({ id, version }: VersionKey): Promise<LegalCheck[]> {
    const rows = await db
      .selectFrom('legal_check as answer')
      .innerJoin('account', 'account.id', 'answer.account_id')
      .select(['insats', 'target_group', 'subject', 'rule', 'outcome', 'motive', 'revision', 'answer.updated_at', 'account.name', 'account.id'])
      .where('proposal_id', '=', id)
      .where('number', '=', version)
      .execute();
    return rows.map((row) => {
      const subject = subjectSchema.parse(row.subject);
      return {
        key: legalKey(subject, row.insats, row.target_group, row.rule),
        insats: row.insats,
        targetGroup: row.target_group,
        subject,
        rule: row.rule,
        kind: outcomeSchema.parse(row.outcome),
        motive: row.motive,
        revision: row.revision,
        account: row.id,
        by: row.name,
        at: row.updated_at,
      };
    });
  }

  /** The lines where a rule is reported already and still to be looked into. */
  async function reportedLines({ id, version }: VersionKey, rule: string): Promise<ReadonlySet<string>> {
    const rows = await db
      .selectFrom('rule_report')
      .select(['insats', 'target_group'])
      .where('proposal_id', '=', id)
      .where('number', '=', version)
      .where('rule', '=', rule)
      .where('resolved_at', 'is', null)
      .execute();
    return new Set(rows.map((row) => lineKey(row.insats, row.target_group)));
  }

  /**
   * Settles the reports that the changed checks once made and make no longer: those of their lines about another rule than `now`, but for what
   * another check of the line still says, which is known by its words.
   */
  async function takeBackReports({ id, version }: VersionKey, changed: ReadonlyMap<string, { insats: string; targetGroup: string }>, now: string | null) {
    const open = await db
      .selectFrom('rule_report')
      .select(['id', 'rule', 'insats', 'target_group', 'motive'])
      .where('proposal_id', '=', id)
      .where('number', '=', version)
      .where('resolved_at', 'is', null)
      .execute();
    const lines = new Set([...changed.values()].map(({ insats, targetGroup }) => lineKey(insats, targetGroup)));
    const others = (await legalChecks({ id, version })).filter(({ key, kind }) => kind === 'rule_wrong' && !changed.has(key));
    const saysSo = (report: (typeof open)[number]) =>
      others.some(({ insats, targetGroup, motive }) => insats === report.insats && targetGroup === report.target_group && motive === report.motive);
    const over = open.filter((report) => report.rule !== now && lines.has(lineKey(report.insats, report.target_group)) && !saysSo(report));
    if (over.length === 0) return;
    await db
      .updateTable('rule_report')
      .set({ resolved_at: new Date(), resolution: 'Juristen har ändrat sitt svar.' })
      .where(
        'id',
        'in',
        over.map((report) => report.id),
      )
      .execute();
  }

  return {
    managerAnswers,
    legalChecks,

    async saveManager({ id, version, district, account }: Answering, { kind, motive, items, afterReferral }: ManagerSave): Promise<SaveOutcome<ManagerAnswer>> {
      const held = await hold({ id, version });
      if (held?.status !== 'manager_review' || held.submittedBy === account)
        return { saved: false, status: held?.status ?? null, own: held?.submittedBy === account };
      const seen = new Map(items.map(({ item, revision }) => [riskKey(item.insats, item.targetGroup, item.rule), revision]));
      const stored = await managerAnswers({ id, version });
      const conflicts = newer(stored, seen, kind, motive);
      if (conflicts.length > 0) return { saved: false, stored: conflicts };
      const same = new Set(stored.filter((one) => one.kind === kind && one.motive === motive).map(({ key }) => key));
      const changed = items.filter(({ item }) => !same.has(riskKey(item.insats, item.targetGroup, item.rule)));
      if (changed.length === 0) return { saved: true };
      await db
        .insertInto('manager_answer')
        .values(
          changed.map(({ item: { insats, targetGroup, rule, severity } }) => ({
            ...{ proposal_id: id, number: version, insats, target_group: targetGroup, rule },
            ...{ kind, motive, blocking: severity === 'blocking', account_id: account },
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['proposal_id', 'number', 'insats', 'target_group', 'rule']).doUpdateSet((eb) => ({
            kind: eb.ref('excluded.kind'),
            motive: eb.ref('excluded.motive'),
            account_id: eb.ref('excluded.account_id'),
            revision: eb('manager_answer.revision', '+', 1),
            updated_at: new Date(),
          })),
        )
        .execute();
      if (kind === 'refer_legal') await afterReferral?.(db, { id, version, district, account });
      const rules = [...new Set(changed.map(({ item }) => item.rule))];
      await record(db, {
        action: 'review.risk.answer',
        object: { type: 'proposal', id },
        district,
        after: { version, rule: rules.join(' ').slice(0, 200), kind, lines: changed.length, motive: fingerprint(motive) },
      });
      return { saved: true };
    },

    async saveLegal({ id, version, district, account }: Answering, { outcome, motive, wrongRule, items }: LegalSave): Promise<SaveOutcome<LegalCheck>> {
      const held = await hold({ id, version });
      if (held?.status !== 'legal_review' || held.submittedBy === account)
        return { saved: false, status: held?.status ?? null, own: held?.submittedBy === account };
      const keyOf = ({ subject, rule, line }: LegalSave['items'][number]['item']) => legalKey(subject, line.insats, line.targetGroup, rule);
      const seen = new Map(items.map(({ item, revision }) => [keyOf(item), revision]));
      const stored = await legalChecks({ id, version });
      const conflicts = newer(stored, seen, outcome, motive);
      if (conflicts.length > 0) return { saved: false, stored: conflicts };
      const same = new Set(stored.filter((one) => one.kind === outcome && one.motive === motive).map(({ key }) => key));
      // Another rule may be pointed out with the same words.
      const told = wrongRule === null ? null : await reportedLines({ id, version }, wrongRule);
      const changed = items.filter(({ item }) => !same.has(keyOf(item)) || told?.has(lineKey(item.line.insats, item.line.targetGroup)) === false);
      if (changed.length === 0) return { saved: true };
      await db
        .insertInto('legal_check')
        .values(
          changed.map(({ item: { subject, rule, line } }) => ({
            ...{ proposal_id: id, number: version, insats: line.insats, target_group: line.targetGroup, subject, rule },
            ...{ outcome, motive, account_id: account },
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['proposal_id', 'number', 'insats', 'target_group', 'subject', 'rule']).doUpdateSet((eb) => ({
            outcome: eb.ref('excluded.outcome'),
            motive: eb.ref('excluded.motive'),
            account_id: eb.ref('excluded.account_id'),
            revision: eb('legal_check.revision', '+', 1),
            updated_at: new Date(),
          })),
        )
        .execute();
      const lines = [...new Map(changed.map(({ item: { line } }) => [`${line.insats}/${line.targetGroup}`, line])).values()];
      if (wrongRule !== null)
        await db
          .insertInto('rule_report')
          .values(
            lines.map(({ insats, targetGroup }) => ({
              ...{ rule: wrongRule, proposal_id: id, number: version, insats, target_group: targetGroup },
              ...{ motive, account_id: account },
            })),
          )
          .onConflict((conflict) =>
            conflict.constraint('rule_report_once').doUpdateSet((eb) => ({
              motive: eb.ref('excluded.motive'),
              ...{ resolved_at: null, resolution: null, outcome: null, resolved_by: null, case_id: null, draft_id: null },
            })),
          )
          .execute();
      await takeBackReports({ id, version }, new Map(changed.map(({ item }) => [keyOf(item), item.line])), wrongRule);
      await record(db, {
        action: 'review.legal.check',
        object: { type: 'proposal', id },
        district,
        after: {
          version,
          subject: [...new Set(changed.map(({ item }) => item.subject))].join(' '),
          rule: wrongRule ?? [...new Set(changed.map(({ item }) => item.rule))].join(' ').slice(0, 200),
          outcome,
          lines: lines.length,
          motive: fingerprint(motive),
        },
      });
      return { saved: true };
    },
  };
}

/** What a manager has referred to a lawyer in a version. */
export const referrals = (answers: readonly ManagerAnswer[]): ManagerAnswer[] => answers.filter(({ kind }) => kind === 'refer_legal');

/** How many risks of a version wait for the manager's answer, and how many are answered with a demand for a change. */
export async function openRisks(db: Db, version: VersionKey & { draft: Draft }): Promise<{ unanswered: number; changeRequired: number; total: number }> {
  const items = riskItems(version.draft);
  const answers = new Map((await answersRepository(db).managerAnswers(version)).map((one) => [one.key, one]));
  return {
    total: items.length,
    unanswered: items.filter(({ key }) => !answers.has(key)).length,
    changeRequired: items.filter(({ key }) => answers.get(key)?.kind === 'require_change').length,
  };
}

/** How many things of a version a lawyer has yet to check, and how many are checked and not right. */
export async function openLegalItems(db: Db, version: VersionKey & { draft: Draft }): Promise<{ unchecked: number; notRight: number; total: number }> {
  const answers = answersRepository(db);
  const items = legalItems(version.draft, { referred: referrals(await answers.managerAnswers(version)) });
  const checks = new Map((await answers.legalChecks(version)).map((one) => [one.key, one]));
  return {
    total: items.length,
    unchecked: items.filter(({ key }) => !checks.has(key)).length,
    notRight: items.filter(({ key }) => (checks.get(key)?.kind ?? 'right') !== 'right').length,
  };
}
