/** The form in which somebody says of each contradicted case what is to happen with it: what was typed, and what is wrong with it. */
import { factText } from '../../assessment/words.ts';
import { factsInWords } from '../../rulebook/cases/words.ts';
import { factInfo } from '../../rules/domains.ts';
import type { InputFault } from '../../web/input.ts';
import { fieldOf, type RawForm, textFaults } from '../note-form.ts';
import { type Concerned, isContradicted, type Settled, type Settlement, settlements } from './settle.ts';

const longestReason = 1000;
const longestName = 300;
const isSettlement = (text: string): text is Settlement => settlements.some((one) => one === text);

/** What stands in the fields of one case: its answer is empty until somebody has chosen. */
export interface TypedCase {
  case: string;
  how: Settlement | '';
  name: string;
}
export interface TypedForm {
  cases: readonly TypedCase[];
  reason: string;
}

/** The form before anybody has written in it: nothing is chosen. */
export const untouched = (concerned: readonly Concerned[]): TypedForm => ({
  cases: concerned.map(({ case: { name } }) => ({ case: name, how: '', name })),
  reason: '',
});

/** What was typed of the cases that are concerned now; `others` tells that the form was of other cases than these. */
export function readTyped(raw: RawForm, concerned: readonly Concerned[]): { typed: TypedForm; others: boolean } {
  const sent = Object.keys(raw).flatMap((key) => (/^fall\.\d{1,4}$/.test(key) ? [key.slice('fall.'.length)] : []));
  const byCase = new Map(sent.map((i) => [fieldOf(raw, `fall.${i}`), i]));
  const cases = concerned.map(({ case: { name: own } }): TypedCase => {
    const i = byCase.get(own.trim());
    const how = i === undefined ? '' : fieldOf(raw, `svar.${i}`);
    return { case: own, how: isSettlement(how) ? how : '', name: i === undefined ? own : fieldOf(raw, `namn.${i}`) };
  });
  return {
    typed: { cases, reason: fieldOf(raw, 'skal') },
    others: sent.length !== concerned.length || concerned.some(({ case: { name } }) => !byCase.has(name.trim())),
  };
}

const canBe = (how: Settlement, one: Concerned | undefined): boolean =>
  one !== undefined && (how === 'move' ? one.moved !== null : how === 'keep' || isContradicted(one));

/** Chooses the same for every case that nobody has answered yet, where it can be chosen: no other answer can be expected of a case that agrees. */
export function answerRest({ cases, reason }: TypedForm, concerned: readonly Concerned[], how: Settlement): TypedForm {
  return { reason, cases: cases.map((one, i) => (one.how === '' && canBe(how, concerned[i]) ? { ...one, how } : one)) };
}

/** What was chosen for each case, or what is wrong, by the form's fields ("svar.0", "namn.0", "skal"). */
export function settledOf({ cases, reason }: TypedForm, concerned: readonly Concerned[]): { answers: Settled[] } | { faults: InputFault[] } {
  const faults = cases.flatMap(({ how, name, case: own }, i): InputFault[] => {
    const unanswered = how === '' || !canBe(how, concerned[i]);
    if (unanswered) return [{ field: `svar.${i}`, message: `Välj vad som ska hända med fallet ”${own}”.` }];
    if (how === 'keep' || how === 'remove') return [];
    if (name.length < 5) return [{ field: `namn.${i}`, message: 'Fallet behöver ett namn. Skriv minst 5 tecken.' }];
    return textFaults(`namn.${i}`, name, longestName, 'Namnet');
  });
  const changes = cases.some(({ how }) => how !== '' && how !== 'keep');
  const needed: InputFault[] = changes && reason === '' ? [{ field: 'skal', message: 'Skriv varför fallen ändras. Skälet följer med ändringen.' }] : [];
  const all = [...faults, ...needed, ...textFaults('skal', reason, longestReason, 'Skälet')];
  if (all.length > 0) return { faults: all };
  return { answers: cases.flatMap(({ how, name, case: own }) => (how === '' ? [] : [{ case: own, how, name }])) };
}

const fires = (yes: boolean): string => (yes ? 'slår till' : 'slår inte till');

/** "Andel kommuner: 15 blir 10" for each fact that moves. */
const moveText = ({ case: { given }, moved }: Concerned): string =>
  Object.entries(moved ?? {})
    .flatMap(([fact, to]) =>
      JSON.stringify(given[fact]) === JSON.stringify(to) ? [] : [`${factInfo(fact).label}: ${factText(fact, given[fact] ?? '')} blir ${factText(fact, to)}`],
    )
    .join(', ');

/** One case as the page shows it. */
export function caseFieldsView(one: Concerned, typed: TypedCase, at: number, faults: readonly InputFault[]) {
  const labels: Readonly<Record<Settlement, string | null>> = {
    answer: `Svaret ändras: regeln ${one.actual ? 'ska slå till' : 'ska inte slå till'}.`,
    move:
      one.moved === null
        ? null
        : `Fallet följer med gränsen (${moveText(one)}), och regeln ${one.case.fires ? 'ska fortfarande slå till' : 'ska fortfarande inte slå till'}.`,
    keep: isContradicted(one) ? 'Fallet har rätt som det står. Jag ändrar villkoren i stället.' : 'Fallet får stå som det är.',
    remove: 'Fallet behövs inte längre. Ta bort det.',
  };
  const faultsOf = (field: string) => faults.filter((fault) => fault.field === `${field}.${at}`).map(({ message }) => message);
  return {
    at,
    name: one.case.name,
    facts: factsInWords(one.case.given),
    contradicted: isContradicted(one),
    was: fires(one.case.fires),
    is: fires(one.actual),
    options: settlements.flatMap((value) =>
      labels[value] === null || !canBe(value, one) ? [] : [{ value, label: labels[value], chosen: typed.how === value }],
    ),
    typedName: typed.name,
    faults: faultsOf('svar'),
    nameFaults: faultsOf('namn'),
  };
}
