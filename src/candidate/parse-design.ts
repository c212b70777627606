import { findContradictions } from './contradictions.ts';
import { type Design, designSchema, isDesignFieldName } from './design.ts';
import { type DesignFieldName, designFields, UNKNOWN } from './design-fields.ts';

/** What is wrong with an answer, and what to do. */
export interface DesignProblem {
  fields: DesignFieldName[];
  message: string;
  remedy: string;
}

function answersInWords(name: DesignFieldName): string {
  const field = designFields[name];
  if (field.type === 'integer') return `ett heltal ${field.min}–${field.max}, "none" eller "${UNKNOWN}"`;
  const choices = Object.keys(field.choices).join(', ');
  return field.type === 'list' ? `en lista av ${choices}, eller "${UNKNOWN}"` : `${choices}, ${UNKNOWN}`;
}

/**
 * Parses a design that a person or a program has sent. Questions that are left out are "unknown".
 * Contradictory answers are problems too: the rules could not say which one holds.
 */
export function parseDesign(input: unknown): { design: Design } | { problems: DesignProblem[] } {
  const result = designSchema.safeParse(input);
  if (result.success) {
    const problems = findContradictions(result.data);
    return problems.length === 0 ? { design: result.data } : { problems };
  }
  const problems = result.error.issues.flatMap((issue): DesignProblem[] => {
    const [name] = issue.path;
    if (isDesignFieldName(name)) {
      return [{ fields: [name], message: `Svaret på ”${designFields[name].label}” (${name}) går inte att använda.`, remedy: `Ange ${answersInWords(name)}.` }];
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        fields: [],
        message: `Utformningen har ingen fråga som heter ”${key.slice(0, 60)}”.`,
        remedy: 'Kommandot design-schema visar frågorna.',
      }));
    }
    return [{ fields: [], message: 'Utformningen ska vara ett objekt med frågor och svar.', remedy: 'Kommandot design-schema visar formen.' }];
  });
  const seen = new Set<string>();
  return { problems: problems.filter((p) => seen.size !== seen.add(p.message).size) };
}
