import { type Assessor, createAssessor } from '../../src/assessment/assess.ts';
import { buildDraft } from '../../src/drafts/build-draft.ts';
import type { Draft } from '../../src/drafts/draft-schema.ts';
import { type Knowledge, loadKnowledge } from '../../src/knowledge.ts';

export const knowledge: Knowledge = loadKnowledge();
export const assessor: Assessor = createAssessor(knowledge);
export const date = '2026-11-22';
export const bases = knowledge.ruleset.laws.map((law) => law.id);

const built = new Map<string, Draft>();

/** A real district's draft; built once in a process, so nobody may change it. That building again gives the same is seen in draft.test.ts. */
export function draftOf(district = 'sodermalm', legalBasis = 'sol-2025-400', on = date): Draft {
  const key = [district, legalBasis, on].join();
  const draft = built.get(key) ?? frozen(buildDraft({ knowledge, assessor, district, legalBasis, date: on }));
  built.set(key, draft);
  return draft;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
