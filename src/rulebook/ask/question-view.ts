import type { Assessor } from '../../assessment/assess.ts';
import { designForm } from '../../assessment/design-form.ts';
import { findContradictions } from '../../candidate/contradictions.ts';
import { emptyDesign, isDesignFieldName } from '../../candidate/design.ts';
import { factTable } from '../../candidate/facts.ts';
import { areas, type Insats } from '../../catalogue/schema.ts';
import { overridesForm } from '../../questions/overrides.ts';
import { askPath, type Question, questionParams } from '../../questions/question.ts';
import { type Query, url } from '../../web/format.ts';
import { wordsOf } from '../../web/input.ts';
import { hasWord, nearest, searched } from '../search-words.ts';

const swedish = new Intl.Collator('sv');

/** The insatser that the words are found in, those whose names begin with them first; at most `most`. */
export function findInsatser(insatser: readonly Insats[], words: string, most: number): { total: number; found: Insats[] } {
  const wanted = wordsOf(words);
  const fits = insatser.filter((insats) => {
    const text = searched([insats.name, insats.category, insats.subcategory ?? '', areas[insats.area], insats.id].join(' '));
    return wanted.every((word) => hasWord(text, word));
  });
  const begins = (insats: Insats) => Number(!insats.name.toLowerCase().startsWith(wanted[0] ?? ''));
  const found = [...fits].sort((a, b) => begins(a) - begins(b) || swedish.compare(a.name, b.name));
  return { total: fits.length, found: found.slice(0, most) };
}

/** The name of an insats, or a word of one, that somebody may have meant. */
export const nearName = (insatser: readonly Insats[], words: string): string | null =>
  nearest(words.trim(), new Set(insatser.flatMap(({ name }) => [name, ...name.split(/[ /()]+/)])));

/** What a form sends without showing it. */
const hidden = (params: Query, wanted: (name: string) => boolean = () => true): { name: string; value: string }[] =>
  Object.entries(params).flatMap(([name, value]) =>
    (wanted(name) ? [value ?? ''].flat() : []).filter((one) => one !== '').map((one) => ({ name, value: String(one) })),
  );

const stateLabels = ['givenToday', 'withoutDecisionToday', 'privateToday', 'wishesOpen'] as const;

/** Everything that the question's forms show. `shown` is what the page shows beside it; `typed` what came in, put back where it could not be read. */
export function questionView(assessor: Assessor, question: Question, shown: Query, typed: Readonly<Record<string, unknown>>) {
  const { candidate, insats, group, defaults, changes, madeUp, problems, faults, district } = question;
  const { catalogue, ruleset, districts } = assessor.knowledge;
  const { overrides = {}, currentState, ...plain } = candidate;
  const params: Query = questionParams(assessor, candidate, district);
  const listed = new Set(insats.classification.targetGroups);
  const groupOption = (id: string, name: string) => ({ id, name, chosen: id === group.id });
  const reasons = new Map([...defaults.assumed, ...defaults.leftOpen].map(({ field, reason }) => [field, reason]));
  const wrong = [...problems, ...findContradictions(candidate.design)];
  return {
    href: url(askPath, params),
    params,
    /** The same in three parts, for forms that ask about one of them and must not lose the others. */
    keptBase: hidden(params, (name) => !isDesignFieldName(name)),
    keptDesign: hidden(params, isDesignFieldName),
    keptView: hidden(shown),
    withoutDesign: Object.fromEntries(Object.entries(params).filter(([name]) => !isDesignFieldName(name))),
    insats: { id: insats.id, name: insats.name, area: areas[insats.area] },
    group: { id: group.id, name: group.name, listed: listed.has(group.id) },
    groups: {
      own: catalogue.groups.filter(({ id }) => listed.has(id)).map(({ id, name }) => groupOption(id, name)),
      other: catalogue.groups.filter(({ id }) => !listed.has(id)).map(({ id, name }) => groupOption(id, name)),
    },
    laws: ruleset.laws.map(({ id, shortTitle }) => ({ id, name: shortTitle, chosen: id === candidate.legalBasis })),
    law: ruleset.laws.find(({ id }) => id === candidate.legalBasis)?.shortTitle ?? candidate.legalBasis,
    date: candidate.date,
    madeUp,
    madeUpForm: overridesForm(overrides, assessor.factsOf({ ...plain, design: emptyDesign }), typed, faults),
    form: designForm(candidate.design, defaults.design, reasons, wrong),
    changeCount: Object.keys(changes).length,
    problems: wrong,
    faults,
    district: {
      id: district,
      name: districts.all.find(({ id }) => id === district)?.name ?? null,
      all: districts.all.map(({ id, name }) => ({ id, name, chosen: id === district })),
      answers: stateLabels.map((name) => ({
        name: `district.${name}`,
        label: factTable[`district.${name}`]?.label ?? name,
        value: currentState?.[name] ?? 'unknown',
      })),
      told: Object.values(currentState ?? {}).some((value) => value !== 'unknown'),
    },
  };
}
