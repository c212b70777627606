import type { Assessor } from '../../assessment/assess.ts';
import type { RuleState } from '../../questions/rule-trace.ts';
import type { Query } from '../../web/format.ts';
import { url } from '../../web/format.ts';
import { searchOf } from '../rules/rule-search.ts';
import { allRules } from '../rules/rule-view.ts';
import { ruleHref } from '../themes.ts';
import type { AskQuery } from './ask-query.ts';

const kindTitles = { law: 'Lagen', risk: 'Riskregler', signal: 'Stödjande omständigheter', pathway: 'Väg och etapp' } as const;

/** The rules that were asked, as the query wants to see them, by kind; each is opened on demand. */
export function traceList(assessor: Assessor, states: readonly RuleState[], { visa, regel }: AskQuery, params: Query) {
  const asked = states.filter(({ off }) => off === null);
  const themes = new Map(assessor.knowledge.ruleset.themes.map(({ id, title }) => [id, title]));
  const isFound = searchOf(regel);
  const found = new Set(allRules(assessor.knowledge).flatMap((rule) => (isFound(rule) ? [rule.id] : [])));
  const isShown = (state: RuleState) => visa === 'alla' || regel.trim() !== '' || state.fired || (visa === 'nara' && state.near);
  const shown = states.filter((state) => isShown(state) && found.has(state.rule));
  const order = ({ fired, near, off }: RuleState) => (fired ? 0 : near ? 1 : off === null ? 2 : 3);
  const groups = (Object.keys(kindTitles) as (keyof typeof kindTitles)[]).map((kind) => ({
    title: kindTitles[kind],
    total: asked.filter((state) => state.kind === kind).length,
    fired: states.filter((state) => state.kind === kind && state.fired).length,
    rules: shown
      .filter((state) => state.kind === kind)
      .sort((a, b) => order(a) - order(b))
      .map((state) => ({
        ...state,
        themeTitle: themes.get(state.theme) ?? null,
        href: url(`/metod/fraga/regel/${state.rule}`, params),
        ruleHref: ruleHref(state.rule),
      })),
  }));
  return {
    groups: groups.filter(({ rules }) => rules.length > 0),
    shown: shown.length,
    total: states.length,
    off: states.length - asked.length,
    near: states.filter(({ near }) => near).length,
  };
}
