import type { Db } from '../../src/database/types.ts';
import type { StoredVersion } from '../../src/proposals/repository.ts';

/** The manager accepts every flag of a version. */
export async function acceptRisks(db: Db, { id, version, draft }: StoredVersion, account: string): Promise<void> {
  const rows = draft.lines.flatMap(({ insats, targetGroup, flags }) =>
    flags.map(({ rule }) => ({ proposal_id: id, number: version, insats, target_group: targetGroup, rule, kind: 'accept', motive: '', account_id: account })),
  );
  await db.insertInto('manager_answer').values(rows).execute();
}

/** The lawyer finds everything right that can be checked on any line. */
export async function findRight(db: Db, { id, version, draft }: StoredVersion, account: string): Promise<void> {
  const subjects = ['verdict', 'documentation', 'conditions', 'provider'];
  const rows = draft.lines.flatMap(({ insats, targetGroup, flags }) =>
    [...subjects.map((subject) => ({ subject, rule: '' })), ...flags.map(({ rule }) => ({ subject: 'flag', rule }))].map((one) => ({
      ...{ proposal_id: id, number: version, insats, target_group: targetGroup, outcome: 'right', motive: '', account_id: account, ...one },
    })),
  );
  await db.insertInto('legal_check').values(rows).execute();
}
