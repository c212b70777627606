import { z } from 'zod';
import { parseRuleset, type Ruleset } from '../../src/assessment/ruleset.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { type Severity, severities } from '../../src/rules/format.ts';
import type { Publication } from '../../src/rulesets/publish.ts';
import type { Rulesets } from '../../src/rulesets/rulesets.ts';
import type { Reapply } from '../../src/rulesets/types.ts';

const operation = z.strictObject({ op: z.literal('severity'), rule: z.string(), to: z.enum(severities) });

/** One kind of change, real as far as it goes: another severity of a rule. */
export const reapply: Reapply = (base, operations) => {
  let themes = base.themes;
  for (const one of operations) {
    const { rule, to } = operation.parse(one);
    if (!themes.some(({ rules }) => rules.some(({ name }) => name === rule)))
      return { faults: [{ file: 'ändringen', place: rule, problem: 'Regeln finns inte.', remedy: 'Ta bort ändringen.' }] };
    themes = withSeverity(themes, rule, to);
  }
  const { laws, signals, pathway } = base;
  return { ruleset: parseRuleset({ laws, themes, signals, pathway }) };
};

const withSeverity = (themes: Ruleset['themes'], name: string, severity: Severity): Ruleset['themes'] =>
  themes.map((theme) => ({
    ...theme,
    rules: theme.rules.map((rule) => (rule.name === name ? { ...rule, event: { ...rule.event, params: { ...rule.event.params, severity } } } : rule)),
  }));

export const toSeverity = (rule: string, to: Severity) => ({ op: 'severity', rule, to });

export function severityOf(ruleset: Ruleset | undefined, rule: string): Severity | undefined {
  return ruleset?.themes.flatMap(({ rules }) => rules).find(({ name }) => name === rule)?.event.params.severity;
}

export const note = { what: 'Annan allvarsgrad.', why: 'Så bedömer juristerna den.', areas: [] };

/** Publishes as a page does: in a transaction, and then looks. */
export async function publishNow(
  rulesets: Rulesets,
  { db }: OpenDatabase,
  accounts: readonly [string, string],
  publication: Pick<Publication, 'operations' | 'appliesFrom'> & Partial<Publication>,
) {
  const [publishedBy, checkedBy] = accounts;
  const seen = rulesets.versions().at(-1)?.number ?? 0;
  const published = await db.transaction().execute((trx) => rulesets.publish(trx, { seen, note, publishedBy, checkedBy, ...publication }));
  await rulesets.refresh();
  return published;
}
