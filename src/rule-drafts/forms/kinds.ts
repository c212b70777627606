import type { Operation, OperationType } from '../../rule-changes/operations.ts';
import type { Placed } from '../../rule-changes/places.ts';
import { isSwitchedOff } from '../../rules/format.ts';
import { addCaseForm, removeCaseForm, replaceCaseForm } from './cases.ts';
import { citationsForm } from './citations.ts';
import { conditionsForm } from './conditions.ts';
import { leafForm } from './leaf.ts';
import type { KindForm } from './model.ts';
import { newRuleForm } from './new-rule.ts';
import { reviewerForm, severityForm, switchOffForm, switchOnForm, validityForm } from './simple.ts';
import { textsForm } from './texts.ts';

export interface Kind {
  title: string;
  /** What this does, and to what. */
  does: string;
  group: 'says' | 'when' | 'cases' | 'new';
  form: KindForm;
}

export const kindGroups = { says: 'Vad regeln säger', when: 'När regeln slår till', cases: 'Fallen som prövar regeln', new: 'Ny regel' } as const;

/** Every kind of change, as people choose among them. */
export const kinds: Readonly<Record<OperationType, Kind>> = {
  'set-texts': { group: 'says', title: 'Texter', does: 'Rubrik, text, skäl, råd och orden för vad som klarar flaggan.', form: textsForm },
  'set-severity': { group: 'says', title: 'Allvarsgrad', does: 'Hur allvarlig flaggan är. Kan flytta insatser mellan vägar och etapper.', form: severityForm },
  'set-citations': { group: 'says', title: 'Hänvisningar', does: 'De ställen i källorna som regeln vilar på.', form: citationsForm },
  'set-reviewer': { group: 'says', title: 'Vem som granskar', does: 'Vem som får flaggan på sin lista vid granskningen.', form: reviewerForm },
  'set-leaf': { group: 'when', title: 'Ett villkor', does: 'En gräns, eller de svar som ett av regelns villkor gäller för.', form: leafForm },
  'set-validity': { group: 'when', title: 'Giltighetstid', does: 'Från och till vilken dag regeln gäller.', form: validityForm },
  'switch-off': { group: 'when', title: 'Stäng av regeln', does: 'Regeln slutar att gälla men finns kvar med sina fall.', form: switchOffForm },
  'switch-on': { group: 'when', title: 'Slå på regeln igen', does: 'Regeln börjar gälla igen som den står.', form: switchOnForm },
  'replace-conditions': { group: 'when', title: 'Alla villkor (avancerat)', does: 'Skriv om villkoren som en text med indrag.', form: conditionsForm },
  'add-case': { group: 'cases', title: 'Nytt fall', does: 'En situation och det svar som regeln ska ge. Ändrar inget svar.', form: addCaseForm },
  'replace-case': {
    group: 'cases',
    title: 'Ändra ett fall',
    does: 'När regeln ska svara annorlunda än fallet säger, eller fallet är fel.',
    form: replaceCaseForm,
  },
  'remove-case': { group: 'cases', title: 'Ta bort ett fall', does: 'Regeln måste ha minst ett fall kvar.', form: removeCaseForm },
  'add-rule': { group: 'new', title: 'Ny regel från en mall', does: 'Välj en mall och fyll i dess fält.', form: newRuleForm },
};
export const kindIds = Object.keys(kinds) as OperationType[];
export const isKind = (id: string): id is OperationType => Object.hasOwn(kinds, id);

/** Whether a kind of change can be made of a rule: a law rule has no severity, and the table of pathways only texts and cases. */
export function fits(id: OperationType, { kind, rule }: Placed): boolean {
  if (id === 'add-rule') return false;
  if (id === 'set-severity' || id === 'set-reviewer') return kind === 'risk';
  if (id === 'switch-off') return kind !== 'pathway' && !isSwitchedOff(rule);
  if (id === 'switch-on') return kind !== 'pathway' && isSwitchedOff(rule);
  return kind !== 'pathway' || id === 'set-texts' || kinds[id].group === 'cases';
}

/** The operation of a change that already does what another of this kind would: two of the same thing are refused, so this one is gone on with. */
export function already(operations: readonly Operation[], id: OperationType, rule: string, path: string): number | undefined {
  const single: readonly OperationType[] = [
    'set-texts',
    'set-severity',
    'set-citations',
    'set-reviewer',
    'set-validity',
    'switch-off',
    'switch-on',
    'replace-conditions',
  ];
  const at = operations.findIndex(
    (op) => op.type === id && op.type !== 'add-rule' && op.rule === rule && (single.includes(id) || (op.type === 'set-leaf' && op.path === path)),
  );
  return at === -1 ? undefined : at;
}
