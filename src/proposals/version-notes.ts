import { sameShaping, untouched } from '../drafts/shaping.ts';
import { count, date, list } from '../web/format.ts';
import { type Cause, type ComparedLine, causes } from './compare.ts';
import type { ProposalInputs } from './proposal-inputs.ts';
import { differingStates } from './staleness.ts';

/** The nuläge that a version reads: "41 insatser, år 2026". */
export function stateInWords({ currentStates, currentStateYear }: Pick<ProposalInputs, 'currentStates' | 'currentStateYear'>): string {
  const insatser = Object.keys(currentStates).length;
  if (insatser === 0) return 'inget nuläge';
  return `${count(insatser, 'insats', 'insatser')}${currentStateYear === undefined ? '' : `, år ${currentStateYear}`}`;
}

/** What a version has been made from that an earlier one was not: what was renewed, and what people have changed. */
export function changesBetween(from: ProposalInputs, to: ProposalInputs): { renewed: string[]; people: string[] } {
  const answers = differingStates(from.currentStates, to.currentStates).length;
  const otherYear = from.currentStateYear !== to.currentStateYear;
  const keys = new Set([...Object.keys(from.shaping ?? {}), ...Object.keys(to.shaping ?? {})]);
  const lines = [...keys].filter((key) => !sameShaping(from.shaping?.[key] ?? untouched, to.shaping?.[key] ?? untouched)).length;
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  return {
    renewed: [
      ...(from.ruleset === to.ruleset ? [] : ['Andra regler.']),
      ...(from.catalogue === to.catalogue ? [] : ['En annan katalog.']),
      ...(from.program === to.program ? [] : ['Ett nyare Insatsplan.']),
      ...(answers > 0 || otherYear
        ? [
            `Nuläget: ${answers === 0 ? 'samma svar' : `andra svar för ${count(answers, 'insats', 'insatser')}`}. Nu ${stateInWords(to)}, förut ${stateInWords(from)}.`,
          ]
        : []),
      ...(from.date === to.date ? [] : [`Lagen är läst för ${date(to.date)} i stället för ${date(from.date)}.`]),
    ],
    people: [
      ...(lines === 0 ? [] : [`${count(lines, 'rad är ändrad', 'rader är ändrade')} av människor.`]),
      ...(differs(from.texts, to.texts) ? ['Texter är ändrade.'] : []),
      ...(differs(from.outline, to.outline) ? ['Rubriker är ändrade.'] : []),
      ...(differs(from.economy, to.economy) ? ['Räkneexempel är ändrade.'] : []),
    ],
  };
}

const causeWords: Readonly<Record<Cause, string>> = {
  rules: 'Ändrade regler eller katalog',
  current_state: 'Ändrat nuläge',
  date: 'Ett annat datum för lagen',
  people: 'Ändrat av människor',
};
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The compared lines gathered by why they differ, with a heading for each. */
export function byCause(lines: readonly ComparedLine[]): { cause: string; title: string; lines: ComparedLine[] }[] {
  const groups = Map.groupBy(lines, (line) => [...(line.certain ? [] : ['mojligt']), ...line.causes].join('-') || 'okant');
  const order = (line: ComparedLine) => line.causes.length * 10 + causes.indexOf(line.causes[0] ?? 'rules');
  return [...groups]
    .flatMap(([cause, own]) => own.slice(0, 1).map((first) => ({ order: order(first), group: { cause, title: causeInWords(first), lines: own } })))
    .sort((a, b) => a.order - b.order)
    .map(({ group }) => group);
}

/** "Ändrade regler eller katalog och ändrat nuläge". */
export function causeInWords({ causes: all, certain }: Pick<ComparedLine, 'causes' | 'certain'>): string {
  const words = all.map((cause, index) => (index === 0 && certain ? causeWords[cause] : lowerFirst(causeWords[cause])));
  if (words.length === 0) return 'Av okänd orsak';
  return certain ? list(words) : `Kan bero på ${words.slice(0, -1).join(', ')} eller ${words.at(-1)}`;
}
