import { z } from 'zod';
import type { Assessor } from '../../assessment/assess.ts';
import { rulesIn } from '../../assessment/ruleset.ts';
import type { Assessment, Candidate } from '../../assessment/types.ts';
import { candidateHash, disagreement, type Expected, expectedSchema, sameToTheRules, selfContradiction } from '../../questions/candidate-cases.ts';
import { pathwayText, readTarget, targetHolds } from '../../questions/target.ts';
import { pathways, verdicts } from '../../rules/format.ts';
import type { InputFault } from '../../web/input.ts';
import { verdictLabels } from '../../web/labels.ts';
import { findPersonalNumber } from '../../web/personal-number.ts';
import type { StoredCase } from './case-repository.ts';

const longest = 2000;
const noPathway = 'ingen';
const last = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]).catch('');

/** What the form sends: the question as its address, the answer that is expected, why, and the report that it answers; or the case that already stands there. */
const formSchema = z.object({ fraga: last, svar: last, vag: last, annan: last, annanSvar: last, motiv: last, rapport: last, befintligt: last });
export type TypedCase = z.infer<typeof formSchema> & { rules: Readonly<Record<string, string>> };

/** Reads the form as it was written; nothing is judged here. */
export function readCaseForm(body: unknown): TypedCase {
  const raw = z.record(z.string(), z.unknown()).catch({}).parse(body);
  const rules = Object.entries(raw).flatMap(([name, value]) => (name.startsWith('regel.') ? [[name.slice('regel.'.length), last.parse(value)] as const] : []));
  return { ...formSchema.parse(raw), rules: Object.fromEntries(rules) };
}

export const emptyCaseForm: TypedCase = { fraga: '', svar: '', vag: '', annan: '', annanSvar: '', motiv: '', rapport: '', befintligt: '', rules: {} };

/** A free text that is kept: long enough to say something, not too long, and without personal numbers. */
export function motiveFaults(field: string, motive: string): InputFault[] {
  const text = motive.trim();
  if (text.length < 10) return [{ field, message: 'Skriv ett motiv på minst 10 tecken, så att den som läser fallet vet varför.' }];
  if (text.length > longest) return [{ field, message: `Motivet är för långt. Skriv högst ${longest} tecken.` }];
  const number = findPersonalNumber(text);
  return number === null ? [] : [{ field, message: `”${number}” ser ut som ett personnummer. Ta bort det: fallet får inte handla om en verklig person.` }];
}

/** The expectation that was written, or what is wrong with it. */
export function expectedOf(assessor: Assessor, candidate: Candidate, typed: TypedCase): { expected: Expected } | { faults: InputFault[] } {
  const known = new Set(rulesIn(assessor.rulesAt(candidate.legalBasis, candidate.date)).map(({ name }) => name));
  const named = { ...typed.rules, ...(typed.annan === '' ? {} : { [typed.annan]: typed.annanSvar }) };
  const answered = Object.entries(named).filter(([, answer]) => answer !== '');
  const faults: InputFault[] = [
    ...(typed.annan !== '' && typed.annanSvar === '' ? [{ field: 'annanSvar', message: 'Du har valt en regel. Välj också om den ska gälla eller inte.' }] : []),
    ...(typed.annan === '' && typed.annanSvar !== '' ? [{ field: 'annan', message: 'Välj vilken regel svaret gäller, eller ta bort svaret.' }] : []),
    ...answered.flatMap(([rule, answer]) =>
      known.has(rule) && (answer === 'ja' || answer === 'nej')
        ? []
        : [{ field: 'annan', message: `Regeln ”${rule.slice(0, 80)}” finns inte för den rättsliga grunden den dagen. Välj en i listan.` }],
    ),
  ];
  const parsed = expectedSchema.safeParse({
    ...(typed.svar === '' ? {} : { verdict: typed.svar }),
    ...(typed.vag === '' ? {} : { pathway: typed.vag === noPathway ? null : typed.vag }),
    rules: Object.fromEntries(answered.map(([rule, answer]) => [rule, answer === 'ja'])),
  });
  if (!parsed.success) faults.push({ field: 'svar', message: 'Välj i listorna vad du väntar dig: lagens svar, vägen eller svaret för minst en regel.' });
  if (faults.length > 0 || !parsed.success) return { faults };
  const clash = selfContradiction(assessor, candidate, parsed.data);
  return clash === null ? { expected: parsed.data } : { faults: [{ field: 'svar', message: `${clash} Ändra det ena.` }] };
}

/** Why a case cannot stand beside those that are active: it is there already (`same`), or one of them says otherwise. */
export function conflictWith(
  assessor: Assessor,
  candidate: Candidate,
  expected: Expected,
  active: readonly StoredCase[],
): { fault: InputFault; other: StoredCase; same: boolean } | null {
  const hash = candidateHash(candidate);
  for (const other of active) {
    if (other.candidate === null || other.expected === null) continue;
    let same: boolean;
    try {
      same = sameToTheRules(assessor, candidate, other.candidate);
    } catch {
      continue; // A case that can no longer be assessed contradicts nothing.
    }
    if (!same) continue;
    const part = disagreement(expected, other.expected);
    if (part !== null) {
      const field = part === 'verdict' ? 'svar' : part === 'pathway' ? 'vag' : 'annan';
      const about = part === 'verdict' ? 'Lagens svar' : part === 'pathway' ? 'Vägen' : `Svaret om regeln ${part.rule}`;
      return {
        other,
        same: false,
        fault: {
          field,
          message: `${about} säger emot ett annat sparat fall, och för reglerna är fallen lika. Ändra svaret, eller dra tillbaka det andra fallet.`,
        },
      };
    }
    if (candidateHash(other.candidate) === hash)
      return { other, same: true, fault: { field: 'svar', message: 'Frågan är redan sparad som fall. Dra tillbaka det om du vill spara ett annat svar.' } };
  }
  return null;
}

/** The form's choices, with what was written or, before that, nothing. */
export function caseFormView(assessor: Assessor, candidate: Candidate, assessment: Assessment, typed: TypedCase, asked: string) {
  const target = readTarget(assessor.knowledge.ruleset, asked);
  const rules = rulesIn(assessor.rulesAt(candidate.legalBasis, candidate.date)).filter(({ event }) => event.type !== 'pathway');
  const fires = (rule: string) => targetHolds({ rule }, assessment);
  const annan = typed.annan !== '' ? typed.annan : target !== null && 'rule' in target && !fires(target.rule) ? target.rule : '';
  return {
    verdicts: verdicts.map((value) => ({ value, label: verdictLabels[value], chosen: typed.svar === value, now: assessment.law.verdict === value })),
    pathways: [...pathways, null].map((pathway) => ({
      value: pathway ?? noPathway,
      label: pathwayText(pathway),
      chosen: typed.vag === (pathway ?? noPathway),
      now: assessment.recommendation.pathway === pathway,
    })),
    fired: rules.filter(({ name }) => fires(name)).map(({ name, event }) => ({ name, title: event.params.title, answer: typed.rules[name] ?? '' })),
    silent: rules.filter(({ name }) => !fires(name)).map(({ name, event }) => ({ name, title: event.params.title, chosen: name === annan })),
    annanSvar: typed.annanSvar,
    motiv: typed.motiv,
  };
}
