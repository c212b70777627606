/**
 * A rule's days switch it off as surely as a switch does: a shorter time needs a motive, and a time in which nobody can ask the rule is a slip.
 * Held against changes while they are written and checked; what has been published before is applied anew without it.
 */
import type { Fault } from './faults.ts';
import type { On, Operation } from './operations.ts';
import { findPlaced, type Rules } from './places.ts';

/** No statute in force says anything of a later day: a guard against slips of the pen ("9999"). */
const lastStart = '2099-12-31';
const shortestMotive = 10;

/** The first day that a rule can be asked of: its own law's, or for other rules the first law's. */
function firstDay({ laws }: Rules, own: string | undefined): string {
  const days = laws.filter(({ id }) => own === undefined || id === own).map(({ appliesFrom }) => appliesFrom);
  return days.sort()[0] ?? '';
}

/** Days that make a rule one that nobody can ask. */
function impossible(first: string, validFrom: string | null | undefined, validTo: string | null | undefined): Omit<Fault, 'operation'>[] {
  return [
    ...(validFrom != null && validFrom > lastStart
      ? [{ field: 'validFrom', problem: `${validFrom} ligger så långt fram att regeln aldrig skulle gälla.`, remedy: `Välj en dag senast ${lastStart}.` }]
      : []),
    ...(validTo != null && validTo < first
      ? [
          {
            field: 'validTo',
            problem: `Regeln skulle aldrig gälla: den prövas tidigast från ${first}.`,
            remedy: 'Välj en senare dag. Ska regeln inte gälla alls stänger du av den, med ett skäl.',
          },
        ]
      : []),
  ];
}

/** Whether the rule would apply on fewer days than it does. */
function isShorter(rules: Rules, { rule: name, validFrom, validTo }: On<'set-validity'>): boolean {
  const rule = findPlaced(rules, name)?.rule;
  if (rule === undefined) return false;
  const later = validFrom != null && (rule.validFrom === undefined || validFrom > rule.validFrom);
  const sooner = validTo != null && (rule.validTo === undefined || validTo < rule.validTo);
  return later || sooner;
}

/** Faults of the days that operations give rules, by operation and field. @param rules those that the change is laid on. */
export function validityFaults(rules: Rules, operations: readonly Operation[]): Fault[] {
  return operations.flatMap((op, operation): Fault[] => {
    if (op.type === 'add-rule') {
      const { template } = op;
      const first = firstDay(rules, template.id === 'law-ground' ? template.legalBasis : undefined);
      return impossible(first, template.validFrom, template.validTo).map((fault) => ({ ...fault, operation, field: `template.${fault.field}` }));
    }
    if (op.type !== 'set-validity') return [];
    const placed = findPlaced(rules, op.rule);
    const wrong = impossible(firstDay(rules, placed?.kind === 'law' ? placed.place : undefined), op.validFrom, op.validTo);
    if (wrong.length > 0) return wrong.map((fault) => ({ ...fault, operation }));
    if (!isShorter(rules, op) || (op.motive ?? '').length >= shortestMotive) return [];
    const problem = 'Regeln skulle gälla kortare tid än nu, och det står inte varför.';
    return [{ operation, field: 'motive', problem, remedy: `Skriv varför, med minst ${shortestMotive} tecken.` }];
  });
}
