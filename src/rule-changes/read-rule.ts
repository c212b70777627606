import type { z } from 'zod';
import { lawRuleSchema, pathwayRuleSchema, riskRuleSchema, signalRuleSchema } from '../rules/format.ts';
import type { Draft } from './edit.ts';
import { issueText } from './issue-text.ts';
import { remedyFor } from './operations.ts';
import type { Placed } from './places.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What a part of a rule is called in the forms; the rest go by their own name. */
const fieldNames: Readonly<Record<string, string>> = { text: 'message', citation: 'citations', switchedOff: 'motive' };

/** "event.params.text" → "message", "event.params.clearedBy.1.text" → "clearedBy.1". */
function fieldOf(path: readonly PropertyKey[]): string {
  const [first, second, third, fourth] = path.map(String);
  if (first !== 'event') return fieldNames[first ?? ''] ?? first ?? 'rule';
  if (third === undefined) return second ?? 'rule';
  const name = fieldNames[third] ?? third;
  return name === 'clearedBy' && fourth !== undefined ? `clearedBy.${fourth}` : name;
}

/**
 * Reads a changed rule by the format of the rule files: lengths, citations' form, lists. The parsed rule has its keys in the files' order,
 * so that the same rules have the same hash however they came about.
 */
export function readRule(draft: Draft): Placed | Refusal {
  const { rule } = draft;
  if (draft.kind === 'law') return answer(lawRuleSchema.safeParse(rule), (read) => ({ kind: 'law', place: draft.place, rule: read }));
  if (draft.kind === 'risk') return answer(riskRuleSchema.safeParse(rule), (read) => ({ kind: 'risk', place: draft.place, rule: read }));
  if (draft.kind === 'signal') return answer(signalRuleSchema.safeParse(rule), (read) => ({ kind: 'signal', place: 'signals', rule: read }));
  return answer(pathwayRuleSchema.safeParse(rule), (read) => ({ kind: 'pathway', place: 'pathway', rule: read }));
}

function answer<R>(parsed: z.ZodSafeParseResult<R>, place: (rule: R) => Placed): Placed | Refusal {
  if (parsed.success) return place(parsed.data);
  const [issue] = parsed.error.issues;
  const field = fieldOf(issue?.path ?? []);
  return refuse(field, issue === undefined ? 'Regeln har fel form.' : issueText(issue), remedyFor(field));
}
