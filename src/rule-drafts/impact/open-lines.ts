/** The lines of proposals that are still open: what a change of the rules would do to them when somebody reassesses them. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Assessor } from '../../assessment/assess.ts';
import type { Db } from '../../database/types.ts';
import { pairOf, scopeOf, withAdded } from '../../drafts/scope.ts';
import { effective, lineKey, untouched } from '../../drafts/shaping.ts';
import { proposalInputsSchema } from '../../proposals/proposal-inputs.ts';
import type { ProposalLine } from '../../rule-changes/impact.ts';

const inputsSchema = proposalInputsSchema.pick({ district: true, legalBasis: true, date: true, currentStates: true, shaping: true, ruleset: true });
type Inputs = z.infer<typeof inputsSchema>;

/** A proposal whose newest version is neither adopted nor withdrawn. */
export interface OpenProposal {
  id: string;
  version: number;
  title: string;
  district: string;
  /** Hash of the rules that it was assessed under. */
  ruleset: string;
  status: string;
  lines: readonly ProposalLine[];
  /** Keys of lines where people have chosen another pathway than the rules recommend: those stay as chosen. */
  chosen: ReadonlySet<string>;
}

const closed = ['adopted', 'superseded', 'withdrawn'];
const keys = Object.keys(inputsSchema.shape);

/** Every line of a version with its own design, as it stands in the version. */
function linesOf(assessor: Assessor, id: string, version: number, { district, legalBasis, date, currentStates, shaping = {} }: Inputs): ProposalLine[] {
  const { catalogue, districts, unitScopes } = assessor.knowledge;
  const known = districts.all.find((one) => one.id === district);
  if (known === undefined) return [];
  const added = Object.entries(shaping).flatMap(([key, line]) => {
    const [insats = '', group = ''] = key.split('/');
    return effective(line).added === true ? (pairOf(catalogue, insats, group) ?? []) : [];
  });
  return withAdded(scopeOf(known, catalogue.pairs, unitScopes).pairs, added, catalogue).flatMap(({ insats, group }): ProposalLine[] => {
    const line = shaping[lineKey(insats.id, group.id)] ?? untouched;
    if (line.removed) return [];
    const currentState = currentStates[insats.id];
    const { design } = assessor.defaultDesign(insats.id, group.id, legalBasis, currentState);
    const shaped = Object.keys(line.design).length > 0;
    const candidate = { insats: insats.id, targetGroup: group.id, legalBasis, date, design: shaped ? { ...design, ...line.design } : design };
    return [{ proposal: id, district, version, candidate: currentState === undefined ? candidate : { ...candidate, currentState } }];
  });
}

/** Reads the open proposals; a version never changes, so its lines are kept for as long as it is the newest. */
export function createOpenProposals(db: Db, assessor: Assessor): () => Promise<readonly OpenProposal[]> {
  let kept = new Map<string, OpenProposal>();
  return async () => {
    const heads = await db
      .selectFrom('proposal')
      .innerJoin('proposal_version as version', 'version.proposal_id', 'proposal.id')
      .leftJoin('version_status as status', (join) => join.onRef('status.proposal_id', '=', 'proposal.id').onRef('status.number', '=', 'version.number'))
      .select(['proposal.id', 'proposal.title', 'version.number', 'version.created_at', sql<string>`coalesce(status.status, 'draft')`.as('status')])
      .where(({ eb, selectFrom }) =>
        eb(
          'version.number',
          '=',
          selectFrom('proposal_version as latest')
            .whereRef('latest.proposal_id', '=', 'proposal.id')
            .select(({ fn }) => fn.max('latest.number').as('number')),
        ),
      )
      .where(sql<boolean>`coalesce(status.status, 'draft') not in (${sql.join(closed)})`)
      .orderBy('version.created_at', 'desc')
      .orderBy('proposal.id')
      .execute();
    const keyOf = (head: (typeof heads)[number]) => `${head.id} ${head.number} ${head.created_at.getTime()}`;
    const fresh = heads.filter((head) => !kept.has(keyOf(head)));
    const read = fresh.length === 0 ? new Map<string, Inputs>() : await readInputs(db, fresh);
    const next = new Map<string, OpenProposal>();
    for (const head of heads) {
      const known = kept.get(keyOf(head));
      const inputs = read.get(head.id);
      const { id, number: version, title, status } = head;
      if (known !== undefined) next.set(keyOf(head), { ...known, title, status });
      else if (inputs !== undefined) {
        const chosen = new Set(Object.entries(inputs.shaping ?? {}).flatMap(([key, line]) => (line.pathway === null ? [] : [key])));
        const { district, ruleset } = inputs;
        next.set(keyOf(head), { id, version, title, district, ruleset, status, lines: linesOf(assessor, id, version, inputs), chosen });
      }
    }
    kept = next;
    return [...next.values()];
  };
}

async function readInputs(db: Db, heads: readonly { id: string; number: number }[]): Promise<Map<string, Inputs>> {
  const rows = await db
    .selectFrom('proposal_version')
    .select(['proposal_id', sql<unknown>`json_build_object(${sql.join(keys.flatMap((key) => [sql.lit(key), sql`inputs -> ${sql.lit(key)}`]))})`.as('inputs')])
    .where((eb) => eb.or(heads.map(({ id, number }) => eb.and([eb('proposal_id', '=', id), eb('number', '=', number)]))))
    .execute();
  const withoutNulls = (value: unknown) => Object.fromEntries(Object.entries(z.looseObject({}).parse(value)).filter(([, own]) => own !== null));
  return new Map(rows.map(({ proposal_id, inputs }) => [proposal_id, inputsSchema.parse(withoutNulls(inputs))]));
}
