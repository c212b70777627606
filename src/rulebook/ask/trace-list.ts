import type { Assessor } from '../../assessment/assess.ts';
import type { Assessment, Candidate } from '../../assessment/types.ts';
import { type RuleState, ruleStates } from '../../questions/rule-trace.ts';
import { targetKey } from '../../questions/target.ts';
import type { Query } from '../../web/format.ts';
import { url } from '../../web/format.ts';
import { wordsOf } from '../../web/input.ts';
import type { AskQuery } from './ask-query.ts';

const kindTitles = { law: 'Lagen', risk: 'Riskregler', signal: 'Stödjande omständigheter', pathway: 'Väg och etapp' } as const;

/** The rules that were asked, as the query wants to see them, by kind; each is opened on demand. */
export function traceList(assessor: Assessor, candidate: Candidate, assessment: Assessment, { visa, regel }: AskQuery, params: Query) {
  const states = ruleStates(assessor, candidate, assessment);
  const themes = new Map(assessor.knowledge.ruleset.themes.map(({ id, title }) => [id, title]));
  const words = wordsOf(regel);
  const text = ({ rule, title, theme }: RuleState) => `${rule} ${title} ${themes.get(theme) ?? ''}`.toLowerCase();
  const isShown = (state: RuleState) => visa === 'alla' || words.length > 0 || state.fired || (visa === 'nara' && state.near);
  const shown = states.filter((state) => isShown(state) && words.every((word) => text(state).includes(word)));
  const order = ({ fired, near }: RuleState) => (fired ? 0 : near ? 1 : 2);
  const groups = (Object.keys(kindTitles) as (keyof typeof kindTitles)[]).map((kind) => ({
    title: kindTitles[kind],
    total: states.filter((state) => state.kind === kind).length,
    fired: states.filter((state) => state.kind === kind && state.fired).length,
    rules: shown
      .filter((state) => state.kind === kind)
      .sort((a, b) => order(a) - order(b))
      .map((state) => ({
        ...state,
        themeTitle: themes.get(state.theme) ?? null,
        href: url(`/metod/fraga/regel/${state.rule}`, params),
        whyNotHref: url('/metod/fraga', { ...params, mal: targetKey({ rule: state.rule }) }, 'varfor'),
      })),
  }));
  return { groups: groups.filter(({ rules }) => rules.length > 0), shown: shown.length, total: states.length, near: states.filter(({ near }) => near).length };
}
