import { areas } from '../catalogue/schema.ts';
import type { State } from '../current-state/schema.ts';
import { openInWords, totalInWords } from '../documents/economy-chapter.ts';
import type { DraftOutcome } from '../drafts/draft-schema.ts';
import { opens, sectionHeadings } from '../drafts/draft-schema.ts';
import { byInsats, type KnownLines, type NamedLine, namedLines } from '../drafts/economy-outcome.ts';
import { assumptionIds, assumptions } from '../economy/scenario.ts';
import { totalOf } from '../economy/total.ts';
import { assumptionRows, crossesZero, differenceInWords, influenceInWords, method, resultRows, shiftInWords, spanText } from '../economy/words.ts';
import type { InputFault } from '../web/input.ts';
import type { LineFilter, ScenarioValues } from './economy-form.ts';
import { sectionSlugs } from './page-query.ts';
import type { LineState } from './working-copy.ts';

/** The lines of a working copy, as scenarios name them. */
export function knownLines(lines: ReadonlyMap<string, LineState>): KnownLines {
  return new Map(
    [...lines].map(([key, { pair, shaping, standing }]): [string, NamedLine] => [
      key,
      { key, name: pair.insats.name, group: pair.group.name, state: shaping.removed ? 'gone' : opens(standing.section) ? 'opens' : 'kept' },
    ]),
  );
}

/** One scenario with everything that a page shows of it. */
export function outcomeView(outcome: DraftOutcome, known: KnownLines) {
  const { scenario, difference, influence, experience } = outcome;
  const lines = namedLines(known, scenario.lines);
  return {
    id: scenario.id,
    name: scenario.name,
    words: differenceInWords(difference),
    crossing: crossesZero(difference),
    results: resultRows(outcome),
    assumptions: assumptionRows(scenario),
    influence: influence.map(({ assumption, span }) => ({ label: assumptions[assumption].label, span, words: shiftInWords(span) })),
    influenceWords: influenceInWords(outcome),
    insatser: byInsats(lines),
    lines: lines.length,
    kept: lines.filter(({ state }) => state === 'kept').length,
    gone: lines.filter(({ state }) => state === 'gone').length,
    open: experience === null ? null : { text: openInWords(outcome), experience },
  };
}

/** All scenarios, their sum in words, and how they are reckoned. */
export function economyView(outcomes: readonly DraftOutcome[], known: KnownLines) {
  return {
    method,
    outcomes: outcomes.map((outcome) => outcomeView(outcome, known)),
    total: totalInWords(known, outcomes),
    summed: 'span' in totalOf(outcomes),
  };
}

/** More insatser than this are not shown at once: a narrower search is quicker than a longer page. */
const shownInsatser = 40;

/** The lines to choose among, insats by insats, and the chosen ones that the filter leaves out. */
export function choiceView(lines: ReadonlyMap<string, LineState>, chosen: readonly string[], filter: LineFilter) {
  const known = knownLines(lines);
  const words = filter.sok.toLocaleLowerCase('sv').split(/\s+/).filter(Boolean);
  const sections: Readonly<Record<string, string>> = sectionSlugs;
  const found = [...lines].filter(
    ([
      ,
      {
        pair: { insats, group },
        shaping,
        standing,
      },
    ]) => {
      if (shaping.removed) return false;
      if (filter.omrade !== '' && insats.area !== filter.omrade) return false;
      if (filter.malgrupp !== '' && group.id !== filter.malgrupp) return false;
      if (filter.avsnitt === '' ? !opens(standing.section) : filter.avsnitt !== 'alla' && standing.section !== sections[filter.avsnitt]) return false;
      const text = `${insats.name} ${insats.category} ${group.name}`.toLocaleLowerCase('sv');
      return words.every((word) => text.includes(word));
    },
  );
  const isChosen = new Set(chosen);
  const areaIds = new Map([...lines.values()].map(({ pair }) => [pair.insats.id, pair.insats.area]));
  const areaOf = (insats: string): string => {
    const area = areaIds.get(insats);
    return area === undefined ? '' : areas[area];
  };
  const withChoice = (all: readonly NamedLine[]) =>
    byInsats(all).map((entry) => ({ ...entry, area: areaOf(entry.insats), lines: entry.lines.map((line) => ({ ...line, chosen: isChosen.has(line.key) })) }));
  const all = withChoice(
    namedLines(
      known,
      found.map(([key]) => key),
    ),
  );
  // Before anybody has searched, a whole district's lines are too many to be of use.
  const asked = Object.values(filter).some((value) => value !== '') || all.length <= shownInsatser;
  const shown = asked ? all.slice(0, shownInsatser) : [];
  const visible = new Set(shown.flatMap(({ lines: own }) => own.map(({ key }) => key)));
  const chosenLines = namedLines(known, chosen);
  return {
    asked,
    filter,
    found: all.length,
    shown,
    outside: withChoice(chosenLines.filter(({ key }) => !visible.has(key))),
    chosen: byInsats(chosenLines),
    count: chosen.length,
    kept: chosenLines.filter(({ state }) => state === 'kept').length,
    gone: chosenLines.filter(({ state }) => state === 'gone').length,
    lists: {
      areas: Object.entries(areas).map(([id, title]) => ({ id, title })),
      sections: Object.entries(sectionSlugs).map(([id, section]) => ({ id, title: sectionHeadings[section] })),
      groups: [...new Map([...lines.values()].map(({ pair }) => [pair.group.id, pair.group.name]))]
        .map(([id, title]) => ({ id, title }))
        .sort((a, b) => a.title.localeCompare(b.title, 'sv')),
    },
  };
}

/** What the nuläge says of the people of one insats. */
export interface PeopleFact {
  insats: string;
  name: string;
  year: number;
  people: NonNullable<State['people']>;
}

/** Every assumption of the form, with what was written and what is wrong. */
export function fieldsView(values: ScenarioValues, faults: readonly InputFault[]) {
  const faultOf = (field: string) => faults.find((fault) => fault.field === field)?.message ?? null;
  return assumptionIds.map((id) => {
    const { label, unit, help } = assumptions[id];
    return {
      id,
      label,
      unit,
      help,
      optional: id === 'avoidedCost',
      ...values.assumed[id],
      faults: { low: faultOf(`${id}-lagst`), high: faultOf(`${id}-hogst`), from: faultOf(`${id}-fran`) },
    };
  });
}

/** Every fault with the name of its field, for the list above the form. */
export const faultList = (faults: readonly InputFault[]): InputFault[] =>
  faults.map(({ field, message }) => {
    const id = assumptionIds.find((one) => field.startsWith(`${one}-`));
    return { field, message: id === undefined ? message : `${assumptions[id].label}: ${message}` };
  });

/** "10 till 15 personer". */
export const peopleInWords = ({ people }: PeopleFact): string => `${spanText({ low: people.from, high: people.to })} personer`;
