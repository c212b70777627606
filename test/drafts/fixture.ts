import { type Assessor, createAssessor } from '../../src/assessment/assess.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import type { Draft } from '../../src/drafts/draft-schema.ts';
import { type Knowledge, loadKnowledge } from '../../src/knowledge.ts';

export const knowledge: Knowledge = loadKnowledge();
export const assessor: Assessor = createAssessor(knowledge);
export const date = '2026-11-22';
export const bases = knowledge.ruleset.laws.map((law) => law.id);

/** A real district's draft. */
export function draftOf(district = 'sodermalm', legalBasis = 'sol-2025-400', on = date): Draft {
  return buildDraft({ knowledge, assessor, district, legalBasis, date: on });
}
