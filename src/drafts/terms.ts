import { notArising, specialConditions } from './blocks.ts';
import { conditionTexts } from './condition-texts.ts';
import { type Draft, type DraftCondition, type Line, opens } from './draft-schema.ts';

/** A villkor as it holds for a line: one of the common ones, by its number, or the line's own. */
export interface Term extends DraftCondition {
  common: number | null;
}

/** Every villkor that holds for a line of stages 1–3: the common ones where nothing else is said, then its own. */
export function termsOf(draft: Pick<Draft, 'commonConditions'>, line: Pick<Line, 'conditions' | 'exempt'>): Term[] {
  const own = new Set(line.conditions.map(({ field }) => field));
  const common = draft.commonConditions.flatMap((condition, index): Term[] =>
    own.has(condition.field) || line.exempt.includes(condition.field) ? [] : [{ ...condition, common: index + 1 }],
  );
  return [...common, ...line.conditions.map((condition) => ({ ...condition, common: null }))];
}

/** A villkor that only some lines have; `replaces` is the number of the common one that it stands in place of. */
export interface SpecialTerm {
  text: string;
  replaces: number | null;
}

/** Lines of a stage that have the same villkor in every word. */
export interface TermSet {
  lines: readonly Line[];
  special: readonly SpecialTerm[];
  /** Numbers of the common villkor that nobody has answered for these lines. */
  unanswered: readonly number[];
}

/** The sets of villkor of a stage, the one with most lines first. */
export function termSets(draft: Draft, section: 'stage1' | 'stage2' | 'stage3'): TermSet[] {
  const numbers = new Map(draft.commonConditions.map(({ field }, index) => [field, index + 1]));
  const common = new Set(draft.commonConditions.map(({ text }) => text));
  const sets = new Map<string, { lines: Line[]; special: SpecialTerm[]; unanswered: number[] }>();
  for (const line of draft.lines) {
    if (line.section !== section) continue;
    const replaced = new Map([
      ...line.conditions.map(({ field, text }) => [text, numbers.get(field) ?? null] as const),
      ...line.exempt.map((field) => [notArising(field), numbers.get(field) ?? null] as const),
    ]);
    // A villkor with the common one's words is the common one, whoever has decided it.
    const special = specialConditions(line)
      .filter(({ text }) => !common.has(text))
      .map(({ text }) => ({ text, replaces: replaced.get(text) ?? null }));
    const unanswered = line.exempt
      .filter((field) => line.openQuestions.includes(field))
      .flatMap((field) => numbers.get(field) ?? [])
      .sort((a, b) => a - b);
    const key = JSON.stringify([special, unanswered]);
    const set = sets.get(key) ?? { lines: [], special, unanswered };
    set.lines.push(line);
    sets.set(key, set);
  }
  return [...sets.values()].sort((a, b) => b.lines.length - a.lines.length);
}

/** A planned exception from the duty to document: one for each insats and reason. */
export interface DocumentationException {
  insats: string;
  name: string;
  lines: readonly Line[];
  /** What the design says of the exception: reason, scope and who has decided. */
  terms: readonly string[];
}

const exceptionFields: readonly string[] = ['exceptionDecision', 'exceptionReason', 'exceptionScope'];

/** The exceptions that the design of lines in stages 1–3 rests on, in the order of the lines. */
export function documentationExceptions(draft: Draft): DocumentationException[] {
  const found = new Map<string, { insats: string; name: string; lines: Line[]; terms: string[] }>();
  for (const line of draft.lines) {
    if (!opens(line.section)) continue;
    const terms = termsOf(draft, line);
    const about = terms.filter(({ field }) => exceptionFields.includes(field)).map(({ text }) => text);
    const excepted = terms.some(({ field, text }) => field === 'documentation' && text === conditionTexts.documentation.exception);
    // A question about the exception that is answered says that there is one, however the villkor itself was worded then.
    if (!excepted && about.length === 0) continue;
    const key = JSON.stringify([line.insats, line.section, about]);
    const exception = found.get(key) ?? { insats: line.insats, name: line.name, lines: [], terms: about };
    exception.lines.push(line);
    found.set(key, exception);
  }
  return [...found.values()];
}
