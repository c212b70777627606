import type { LawRule, Verdict } from '../rules/format.ts';

/** Strictest first: where grounds of several verdicts apply, the strictest decides and the others are still shown. */
const order: readonly Verdict[] = ['requires_assessment', 'unclear', 'other_law', 'allowed'];

/**
 * The verdict of the law rules that apply to a candidate. No ground means "unclear": the law is never silently read as a yes.
 */
export function decideVerdict(grounds: readonly LawRule[]): Verdict {
  return order.find((verdict) => grounds.some((g) => g.event.params.verdict === verdict)) ?? 'unclear';
}
