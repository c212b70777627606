import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../accounts/roles.ts';
import type { Fields } from '../../rule-changes/operation-form.ts';
import type { Operation } from '../../rule-changes/operations.ts';
import { ruleNumber } from '../../rulebook/rules/numbers.ts';
import { url } from '../../web/format.ts';
import type { InputFault } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { draftName, draftPath, type RuleDraft } from '../draft.ts';
import type { Side } from '../rule-drafts.ts';
import { citationOptions } from './citations.ts';
import { type Step, stepParams } from './context.ts';
import { kinds } from './kinds.ts';
import { type FormContext, oneOf } from './model.ts';
import { outlineFacts } from './outline.ts';
import type { Preview } from './preview.ts';

export const styles = ['rule-drafts-forms.css'];

/** Where somebody has come with a form. */
export interface Place {
  actor: Actor;
  /** null for a change that begins with this form. */
  draft: RuleDraft | null;
  /** The operation that is rewritten, from 1; undefined for a new one. */
  nr: number | undefined;
  base: Side;
  step: Step;
  /** The address of the change's forms. */
  at: string;
}

/** What came of what was typed. */
export interface Outcome {
  faults: readonly InputFault[];
  preview?: Preview;
  /** Faults of other operations of the change: they stand in the way of seeing what it does. */
  elsewhere?: readonly { nr: number; text: string; href: string }[];
  /** Cases of the rule that have to change too, with what the rule would answer, and whether they are all that is in the way. */
  cases?: readonly { name: string; fires: boolean }[];
  savable?: boolean;
  /** The draft as it is now, where it has been saved since the form was opened. */
  conflict?: { operations: readonly string[]; own: string | null };
}

const nameOf = (draft: RuleDraft | null) => (draft === null ? 'Ny ändring' : `${draftName(draft)} ${draft.title}`);

/** A rule as headings name it. */
export const ruleHead = (rule: Parameters<typeof ruleNumber>[0] | undefined) =>
  rule === undefined ? null : { name: rule.name, number: ruleNumber(rule), title: rule.event.params.title };

/** What every page of the forms says of where it is. */
export const head = ({ draft, at }: Place) => ({ styles, draft: draft && { ...draft, href: draftPath(draft) }, draftName: nameOf(draft), at });

/** What a change that begins with this form is called where nobody has called it anything; '' for a rule that has no heading yet. */
export function usualTitle(type: Operation['type'], { placed }: FormContext, typed: Fields): string {
  const about = placed === null ? oneOf(typed['template.title']).trim() : placed.rule.event.params.title;
  return about === '' ? '' : `${placed === null ? 'Ny regel' : kinds[type].title}: ${about}`.slice(0, 200);
}

/** The page of a form: what was typed, what is wrong with it, and what it would do. */
export function formPage(
  request: FastifyRequest,
  reply: FastifyReply,
  place: Place,
  type: Operation['type'],
  context: FormContext,
  typed: Fields,
  outcome?: Outcome,
) {
  const { draft, step, at } = place;
  const rule = context.placed?.rule;
  const faults = outcome?.faults ?? [];
  const here = (more: Record<string, string>) => url(`${at}/${type}`, { ...stepParams(step), ...more });
  const faultsOf = (name: string) => faults.filter(({ field }) => field === name).map(({ message }) => message);
  const parts = kinds[type].form.parts(context, typed).map((part) => {
    const fields = part.fields.map((field) => {
      const key = field.at === undefined ? field.name : `${field.name}.${field.at}`;
      return { ...field, key, id: `f-${key}`, faults: faultsOf(key) };
    });
    const touched = fields.some((one) => one.faults.length > 0 || one.values.some((value) => value !== ''));
    return { ...part, fields, open: touched };
  });
  const known = new Set([...parts.flatMap(({ fields }) => fields.map(({ key }) => key)), 'titel']);
  const failed = faults.length > 0 || outcome?.conflict !== undefined;
  return renderPage(request, reply, {
    title: `${outcome?.conflict ? 'Inte sparat' : faults.length > 0 ? 'Rätta' : kinds[type].title}: ${rule?.event.params.title ?? 'ny regel'}`,
    template: 'rule-drafts/forms/form',
    data: {
      ...head(place),
      type,
      kind: kinds[type],
      rule: ruleHead(rule),
      action: here({}),
      kindsHref: url(at, { regel: step.regel }),
      isNew: draft === null,
      titel: oneOf(typed.titel) || usualTitle(type, context, typed),
      // A new rule is called something first when its form is filled in.
      titleFollows: type === 'add-rule',
      titelFaults: faultsOf('titel'),
      revision: draft?.revision ?? 0,
      key: z.uuid().safeParse(oneOf(typed.nyckel)).data ?? randomUUID(),
      parts,
      citations: parts.some(({ fields }) => fields.some(({ control }) => control === 'citation')) ? citationOptions(context.knowledge) : null,
      outlineFacts: type === 'replace-conditions' ? outlineFacts() : null,
      from: context.from,
      faults: faults.map((fault) => ({ ...fault, id: known.has(fault.field) ? `f-${fault.field}` : null })),
      failed,
      preview: outcome?.preview ?? null,
      elsewhere: outcome?.elsewhere ?? [],
      cases: outcome?.cases ?? [],
      savable: outcome?.savable ?? false,
      conflict: outcome?.conflict ?? null,
      tried: outcome !== undefined && !failed,
      switchedOff: rule !== undefined && 'switchedOff' in rule ? (rule.switchedOff?.motive ?? null) : null,
    },
  });
}
