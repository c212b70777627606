import { createAssessor } from '../../src/assessment/assess.ts';
import { partsRepository } from '../../src/proposals/parts-repository.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { createWorkingCopies } from '../../src/proposals/working-copy.ts';
import type { TestApp } from '../helpers/app.ts';

/** A proposal of a small unit in which nothing is missing, as its newest version: what people had to answer is taken out, and the texts are written. */
export async function completeProposal({ database: { db }, knowledge }: Pick<TestApp, 'database' | 'knowledge'>, date = '2026-11-22') {
  const assessor = createAssessor(knowledge);
  const proposals = createProposals(db, assessor);
  const workingCopies = createWorkingCopies(db, assessor, proposals);
  const id = await proposals.create({ district: 'origo', legalBasis: 'sol-2025-400', date });
  const first = await proposals.find(id);
  if (first === undefined) throw new Error('not stored');
  const { missing, unwritten } = await workingCopies.state(first);
  for (const { pair, shaping, revision } of missing) await workingCopies.saveLine(first, pair, { ...shaping, removed: true }, revision);
  for (const { part } of unwritten) await partsRepository(db).writeText(id, part, 'Skrivet av oss.', 0);
  const number = await workingCopies.saveVersion(id, first.version);
  const version = await proposals.find(id);
  if (version === undefined) throw new Error('not saved');
  return { id, number, version, proposals, workingCopies };
}
