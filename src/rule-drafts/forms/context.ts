import { z } from 'zod';
import type { Assessor } from '../../assessment/assess.ts';
import { type Facts, factTable, neutralFacts } from '../../candidate/facts.ts';
import { readQuestion } from '../../questions/question.ts';
import { edit } from '../../rule-changes/edit.ts';
import type { Fields } from '../../rule-changes/operation-form.ts';
import type { Operation } from '../../rule-changes/operations.ts';
import { findPlaced } from '../../rule-changes/places.ts';
import { readRule } from '../../rule-changes/read-rule.ts';
import { parseForm } from '../../web/well-formed.ts';
import type { Side } from '../rule-drafts.ts';
import type { FormContext } from './model.ts';

const text = (longest: number) =>
  z
    .union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')])
    .pipe(z.string().max(longest))
    .catch('');

/** What the address of a form says. */
export const stepSchema = z.looseObject({
  regel: text(200),
  villkor: text(200),
  mall: text(60),
  om: text(60),
  fall: text(500),
  fraga: text(4000),
});
export type Step = z.infer<typeof stepSchema>;

/** What the address of a step keeps on the way: everything but the empty. */
export const stepParams = (step: Step): Record<string, string> =>
  Object.fromEntries(
    Object.entries(step).flatMap(([name, value]) => (value === undefined || value === '' || typeof value === 'object' ? [] : [[name, String(value)]])),
  );

/** Rules and cases with every operation done that can be done: what the next form starts from. Those that cannot are told of elsewhere. */
export function rulesAfter(base: Pick<Side, 'ruleset' | 'cases'>, operations: readonly Operation[]): Pick<FormContext, 'rules' | 'cases'> {
  const { hash: _, ...rules } = base.ruleset;
  return operations.reduce<Pick<FormContext, 'rules' | 'cases'>>(
    (now, op) => {
      const next = edit({ rules: now.rules, cases: now.cases }, op, readRule);
      return 'problem' in next ? now : next;
    },
    { rules, cases: base.cases },
  );
}

/** Facts of the question that somebody comes from, as far as they differ from what settles nothing. */
function factsBrought(assessor: Assessor, question: string, today: string): Facts {
  if (question === '') return {};
  const read = readQuestion(assessor, parseForm(question), today);
  if ('missing' in read) return {};
  return Object.fromEntries(
    Object.entries(assessor.factsOf(read.candidate)).filter(
      ([fact, value]) => factTable[fact] !== undefined && JSON.stringify(value) !== JSON.stringify(neutralFacts[fact]),
    ),
  );
}

/** Fields that the address fills in: facts of a case, its answer, and the parameters of a template. */
function filledIn(step: Step): Fields {
  const field = z.union([z.string().max(2000), z.array(z.string().max(2000)).max(60)]);
  return Object.fromEntries(
    Object.entries(step).flatMap(([name, value]): [string, string | string[]][] => {
      const read = /^(given|template)\./.test(name) || name === 'fires' ? field.safeParse(value) : undefined;
      return read?.success === true ? [[name, read.data]] : [];
    }),
  );
}

/** What a form is made from; `others` are the operations beside the one that the form writes. */
export function formContext(base: Side, others: readonly Operation[], step: Step, today: string): FormContext {
  const { rules, cases } = rulesAfter(base, others);
  return {
    knowledge: base.assessor.knowledge,
    rules,
    cases,
    placed: step.regel === '' ? null : (findPlaced(rules, step.regel) ?? null),
    path: step.villkor,
    template: step.mall,
    question: step.om,
    from: step.fall,
    brought: factsBrought(base.assessor, step.fraga, today),
    filled: filledIn(step),
  };
}

/** The step of the form that an operation was written in. */
export function stepOf(op: Operation): Record<string, string> {
  if (op.type === 'add-rule') return { mall: op.template.id, ...(op.template.id === 'design-question' ? { om: op.template.question } : {}) };
  const more = op.type === 'set-leaf' ? { villkor: op.path } : op.type === 'remove-case' || op.type === 'replace-case' ? { fall: op.name } : {};
  return { regel: op.rule, ...more };
}
