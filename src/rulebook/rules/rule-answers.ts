import type { Knowledge } from '../../knowledge.ts';
import type { RuleCase } from '../../rules/format.ts';
import { InputError, parseInput } from '../../web/input.ts';
import { pathwayTheme, signalTheme } from '../themes.ts';
import { renderedLines } from './rendering.ts';
import { insatsNamed, ruleQuerySchema } from './rule-filter.ts';
import { foundRules } from './rule-list.ts';
import { basesOf, casesView } from './rule-page.ts';
import { allRules } from './rule-view.ts';
import type { CityFigures } from './touched.ts';

/** What the command line and the API need to answer about rules. */
export interface RuleAnswerParts {
  knowledge: Knowledge;
  figures(): Promise<CityFigures>;
  cases(): readonly RuleCase[];
  today: () => string;
}

/** The filters of a list as programs name them. */
const ruleFilters = ['q', 'kind', 'theme', 'severity', 'reviewer', 'source', 'place', 'insats', 'targetGroup'] as const;
export type RuleFilter = Partial<Record<(typeof ruleFilters)[number], string | undefined>>;

/** The list of all rules calls the themes without a file of their own by other names than the page's address. */
const themeNames = new Map([
  ['signals', signalTheme],
  ['pathway', pathwayTheme],
]);
const labels = { slag: 'kind', tema: 'theme', allvar: 'severity', granskas: 'reviewer', kalla: 'source', stalle: 'place', malgrupp: 'targetGroup' } as const;

/**
 * The names of the rules that a filter leaves.
 * @throws InputError for a value that is in no list, with the filter's own name.
 */
export async function filteredRules(parts: RuleAnswerParts, filter: RuleFilter): Promise<ReadonlySet<string>> {
  const { q, kind, theme, severity, reviewer, source, place, insats, targetGroup } = filter;
  if (insats !== undefined && insats !== '' && insatsNamed(parts.knowledge.catalogue, insats).length === 0)
    throw new InputError([{ field: 'insats', message: `Det finns ingen insats med namn eller id "${insats.slice(0, 80)}".` }]);
  const asked = {
    ...{ q, slag: kind, tema: theme === undefined ? undefined : (themeNames.get(theme) ?? theme), allvar: severity, granskas: reviewer },
    ...{ kalla: source, stalle: place, insats, malgrupp: targetGroup },
  };
  const query = parseInput(ruleQuerySchema(parts.knowledge), asked, labels);
  return new Set((await foundRules(parts, query, [])).found.map(({ id }) => id));
}

/** Everything about one rule, or undefined where there is none by that name or number. */
export async function ruleAnswer(parts: RuleAnswerParts, name: string) {
  const { knowledge } = parts;
  const rule = allRules(knowledge).find(({ id, number }) => id === name || number === name.toUpperCase());
  if (rule === undefined) return undefined;
  const { id, number, kind, theme, severity, verdict, title, text, reason, clearedBy, remedy, reviewer, validFrom, validTo } = rule;
  const figures = await parts.figures();
  const cases = casesView(rule.rule, parts.cases());
  return {
    ...{ id, number, kind, theme, severity, verdict, title, text, reason, clearedBy, remedy, reviewer: [...reviewer], validFrom, validTo },
    ...(rule.switchedOff === null ? {} : { switchedOff: { motive: rule.switchedOff } }),
    citations: rule.citations.map((label, i) => ({ key: rule.sources[i] ?? '', label })),
    conditions: rule.rule.conditions,
    conditionsInWords: renderedLines(rule.conditions),
    cases: { total: cases.results.length, passed: cases.results.filter(({ passed }) => passed).length, leaves: cases.leaves, leavesProved: cases.proved },
    candidates: basesOf(knowledge, rule, figures).map((legalBasis) => {
      const { total, pairs } = figures.of(id, legalBasis);
      return { legalBasis, candidates: total, pairs: pairs.length };
    }),
    date: figures.date,
    hash: rule.hash,
    ruleset: knowledge.ruleset.hash,
  };
}
export type RuleAnswer = NonNullable<Awaited<ReturnType<typeof ruleAnswer>>>;
