import { may } from '../accounts/permissions.ts';
import type { Actor } from '../accounts/roles.ts';
import type { CandidateCase, CaseOutcome } from '../questions/candidate-cases.ts';
import { askUrl } from '../questions/question.ts';
import { describe } from '../rule-changes/describe.ts';
import { findPlaced, type Rules } from '../rule-changes/places.ts';
import { url } from '../web/format.ts';
import { faultLacks, lacksOf, type NoteLimits } from './completeness.ts';
import { draftName, draftPath, isAuthor, mayEdit, type RuleDraft } from './draft.ts';
import { notTheirs } from './process.ts';
import type { Evaluation } from './rule-drafts.ts';
import { type DraftState, draftStateLabels, isOpen, isOver } from './states.ts';
import { stepsFrom } from './transitions.ts';

const stateColors: Readonly<Record<DraftState, string>> = {
  draft: 'neutral',
  submitted: 'info',
  returned: 'warning',
  checked: 'success',
  published: 'success',
  withdrawn: 'neutral',
};

export const styles = ['reviews.css'];

/** A rule's heading; null where these rules have no such rule. */
export const titleIn = (rules: Rules, rule: string): string | null => findPlaced(rules, rule)?.rule.event.params.title ?? null;

/** A draft as lists and headings show it. */
export const headView = (draft: RuleDraft) => ({
  ...draft,
  name: draftName(draft),
  href: draftPath(draft),
  stateLabel: draftStateLabels[draft.state],
  color: stateColors[draft.state],
  authorName: draft.author?.name ?? 'Den som sitter vid datorn',
});

/** What waits for an actor of a draft: to write on, to check or to publish; null where it waits for somebody else. */
export function waitsFor(actor: Actor, draft: RuleDraft): string | null {
  if (isOpen(draft.state)) return mayEdit(actor, draft) ? (draft.state === 'returned' ? 'Rätta och lämna igen' : 'Skriv klart') : null;
  if (!may(actor, 'rule.publish', null)) return null;
  if (draft.state === 'submitted') return isAuthor(actor, draft) ? null : 'Kontrollera';
  return draft.state === 'checked' ? 'Publicera' : null;
}

/** The operations in words, each with its faults; `rules` are those that the first is applied to. */
export function operationsView(draft: Pick<RuleDraft, 'id' | 'operations'>, { before, after, faults }: Pick<Evaluation, 'before' | 'after' | 'faults'>) {
  return draft.operations.map((operation, at) => {
    const target = operation.type === 'add-rule' ? operation.name : operation.rule;
    const inBase = before !== null && findPlaced(before.ruleset, target) !== undefined;
    // A rule that an earlier operation adds is not in the base.
    const rules = inBase ? before.ruleset : (after ?? before)?.ruleset;
    return {
      number: at + 1,
      text: rules === undefined ? `${operation.type}: ${target}` : describe(operation, rules),
      rule: inBase ? target : null,
      faults: faults.filter((fault) => fault.operation === at && fault.contradicts === undefined),
      editHref: `${draftPath(draft)}/andring/${at + 1}`,
      removeAction: `${draftPath(draft)}/andring/${at + 1}/ta-bort`,
    };
  });
}

/** What somebody is to do next, in words, and where. */
export interface NextStep {
  title: string;
  text: string;
  /** Pages to go to. */
  links: { href: string; label: string }[];
  /** What is missing, each with where it is mended. */
  lacks: readonly { text: string; href: string }[];
  /** Steps that can be pressed at once, the first as the main thing. */
  presses: { id: string; label: string }[];
}

const addHref = (draft: RuleDraft): string => url(`${draftPath(draft)}/andring/ny`, { regel: draft.rule ?? '' });

function nextForAuthor(draft: RuleDraft, evaluation: Evaluation, actor: Actor, limits: NoteLimits): NextStep {
  const path = draftPath(draft);
  const lacks = [...faultLacks(draft, evaluation), ...lacksOf(draft, limits)];
  const none = { links: [], lacks: [], presses: [] };
  if (draft.unreadable)
    return { ...none, title: 'Ändringen går inte att läsa', text: 'Den skrevs i en annan version av Insatsplan. Dra tillbaka den, och skriv den på nytt.' };
  if (draft.operations.length === 0)
    return {
      ...none,
      title: draft.state === 'returned' ? 'Rätta ändringen' : 'Säg vad som ska ändras',
      text: 'Välj en regel och vad som ska bli annorlunda: allvarsgrad, gräns, text, hänvisning, eller att regeln stängs av. Ingenting gäller förrän någon annan har kontrollerat ändringen och den har publicerats.',
      links: [{ href: addHref(draft), label: 'Lägg till en ändring' }],
    };
  if (lacks.length > 0)
    return {
      ...none,
      title: 'Det här är kvar',
      text:
        draft.state === 'returned'
          ? 'Rätta det som står i skälet till återlämnandet, och det som står här.'
          : 'När allt är på plats kan du lämna ändringen för kontroll.',
      lacks,
    };
  const refused = stepsFrom(draft.state)
    .filter(({ id }) => id === 'submit')
    .map((step) => notTheirs(actor, draft, step))
    .find((refusal) => refusal !== null);
  return {
    ...none,
    title: refused ? 'Ändringen är färdigskriven' : 'Se effekten, och lämna för kontroll',
    text:
      refused?.message ??
      (draft.state === 'returned'
        ? 'Har du rättat det som står i skälet till återlämnandet? Då kan du lämna ändringen för kontroll igen.'
        : 'Se vilka svar som ändras i staden och i öppna förslag. Stämmer det med vad du vill, lämnar du ändringen till en annan jurist. Då går den inte att ändra förrän den kommer tillbaka.'),
    links: [{ href: `${path}/effekt`, label: 'Se effekten' }],
    presses: refused ? [] : [{ id: 'submit', label: 'Lämna för kontroll' }],
  };
}

/** What the reader is to do with the draft, or what it waits for. */
export function nextStep(draft: RuleDraft, evaluation: Evaluation, actor: Actor, limits: NoteLimits): NextStep {
  const path = draftPath(draft);
  const none = { links: [], lacks: [], presses: [] };
  const effect = { href: `${path}/effekt`, label: 'Se effekten' };
  if (isOpen(draft.state)) {
    if (mayEdit(actor, draft)) return nextForAuthor(draft, evaluation, actor, limits);
    return {
      ...none,
      title: 'Ändringen skrivs',
      text: `${headView(draft).authorName} skriver på den. Vill du arbeta vidare på egen hand kan du göra en kopia.`,
    };
  }
  const lacks = isOver(draft.state) ? [] : [...faultLacks(draft, evaluation), ...lacksOf(draft, limits)];
  if (draft.state === 'submitted') {
    if (!may(actor, 'rule.publish', null)) return { ...none, title: 'Väntar på kontroll', text: 'En annan jurist än den som skrev kontrollerar ändringen.' };
    if (isAuthor(actor, draft))
      return {
        ...none,
        lacks,
        title: 'Väntar på att någon annan kontrollerar',
        text: 'Du har skrivit ändringen, så en annan jurist kontrollerar den. Behöver du ändra något tar du tillbaka den.',
        presses: [{ id: 'take-back', label: 'Ta tillbaka och skriv om' }],
      };
    return {
      ...none,
      lacks,
      title: 'Kontrollera ändringen',
      text: 'Läs vad som ändras och varför, jämför med källorna och se effekten. Är den riktig intygar du det. Annars återlämnar du den med ett skäl.',
      links: [effect, { href: `${path}/steg/approve`, label: 'Intyga kontrollen' }, { href: `${path}/steg/return`, label: 'Återlämna' }],
    };
  }
  if (draft.state === 'checked') {
    const own = isAuthor(actor, draft) ? [{ id: 'take-back', label: 'Ta tillbaka och skriv om' }] : [];
    return {
      ...none,
      lacks,
      title: 'Klar att publicera',
      text: `${draft.checker?.name ?? ''} har kontrollerat ändringen. Den gäller inte förrän någon publicerar den.`,
      links: may(actor, 'rule.publish', null) ? [effect, { href: `${path}/steg/publish`, label: 'Gå vidare till publicering' }] : [effect],
      presses: own,
    };
  }
  if (draft.state === 'published')
    return {
      ...none,
      title: `Publicerad som version ${draft.version}`,
      text: 'Förslag som redan fanns behåller sina regler tills någon omprövar dem.',
      links: [{ href: `/metod/versioner/${draft.version}`, label: `Version ${draft.version}` }],
    };
  return { ...none, title: 'Tillbakadragen', text: 'Ändringen går inte vidare. Vill du ta upp den igen gör du en kopia.' };
}

/** A lawyer's case that gets another answer, as the page tells it. */
export function caseView({ assessor }: NonNullable<Evaluation['after']>, outcome: CaseOutcome<CandidateCase>) {
  const { candidate, id } = outcome.case;
  const { catalogue } = assessor.knowledge;
  const insats = candidate === null ? undefined : catalogue.insatsById.get(candidate.insats);
  const group = candidate === null ? undefined : catalogue.groupById.get(candidate.targetGroup);
  return {
    name: insats === undefined || group === undefined ? 'Ett sparat fall' : `${insats.name}, ${group.name.toLowerCase()}`,
    href: `/metod/fraga/fall#fall-${id}`,
    askHref: candidate === null || insats === undefined || group === undefined ? null : askUrl(assessor, candidate),
    differences: outcome.outcome === 'disagrees' ? outcome.differences : [],
    problem: outcome.outcome === 'cannot_run' ? outcome.problem : null,
  };
}
