import { type RulesAt, rulesIn } from '../../assessment/ruleset.ts';
import type { Knowledge } from '../../knowledge.ts';
import type { AnyRule, Severity, Verdict } from '../../rules/format.ts';
import { contentHash } from '../../rules/load.ts';
import { resolveCitation } from '../../sources/resolve-citation.ts';
import { ruleNumber } from '../rules/numbers.ts';
import type { Comparison } from './compare.ts';
import type { Flip } from './flips.ts';
import type { Side } from './sides.ts';

/** A place that a rule rests on, with the words of the statute where the exact wording decides. */
export interface CitedPlace {
  key: string;
  /** As shown: "SoL 11:5 p. 5". */
  label: string;
  heading: string;
  fragment: string | null;
}

/** A rule as one side has it, with what a lawyer needs to judge it. */
export interface RuleCard {
  name: string;
  /** As people cite it: "L-005". */
  number: string;
  kind: 'law' | 'risk' | 'pathway';
  title: string;
  text: string;
  /** Of a law rule. */
  verdict: Verdict | null;
  /** Of a risk rule. */
  severity: Severity | null;
  readings: readonly { verdict: Verdict; text: string }[];
  decides: string | null;
  places: readonly CitedPlace[];
}

/** Flips that rest on the same rules on both sides: one explanation for all of them. */
export interface Reason {
  /** The same for the same rules and values. */
  id: string;
  from: string;
  to: string;
  fromCards: readonly RuleCard[];
  toCards: readonly RuleCard[];
  flips: readonly Flip[];
}

function placeOf({ sources, cite }: Knowledge, key: string): CitedPlace {
  const { heading, fragment } = resolveCitation(sources, key).place;
  return { key, label: cite(key), heading, fragment: fragment ?? null };
}

/** A rule as a card. */
function cardOf(knowledge: Knowledge, rule: AnyRule): RuleCard {
  const { name, event } = rule;
  const card = { name, number: ruleNumber(rule), title: event.params.title, verdict: null, severity: null, readings: [], decides: null, places: [] };
  switch (event.type) {
    case 'ground': {
      const { text, verdict, readings = [], decides = null, citation } = event.params;
      return { ...card, kind: 'law', text, verdict, readings, decides, places: [placeOf(knowledge, citation)] };
    }
    case 'flag': {
      const { message, severity, citations } = event.params;
      return { ...card, kind: 'risk', text: message, severity, places: citations.map((key) => placeOf(knowledge, key)) };
    }
    case 'signal':
      throw new Error(`${name}: a supporting rule is behind no difference that is compared.`);
    case 'pathway':
      return { ...card, kind: 'pathway', text: event.params.text };
  }
}

/** Every rule that applies on a side, by name. */
export function rulesByName(at: RulesAt): ReadonlyMap<string, AnyRule> {
  return new Map(rulesIn(at).map((rule) => [rule.name, rule]));
}

/** The cards of some rules of a side. */
export function createCards({ rules, assessor: { knowledge } }: Side): (names: readonly string[]) => RuleCard[] {
  const byName = rulesByName(rules);
  const made = new Map<string, RuleCard>();
  return (names) =>
    names.flatMap((name) => {
      const rule = byName.get(name);
      const card = made.get(name) ?? (rule && cardOf(knowledge, rule));
      if (card === undefined) return [];
      made.set(name, card);
      return [card];
    });
}

/** The id of the reason that a flip belongs to. */
export const reasonIdOf = ({ from, to, fromRules, toRules }: Flip): string => contentHash([from, to, fromRules, toRules]);

/** Gathers flips by the rules behind them; the values in the order of `order`, and of each the reason with most flips first. */
export function reasonsOf({ from, to }: Pick<Comparison, 'from' | 'to'>, flips: readonly Flip[], order: readonly string[]): Reason[] {
  const cards = { from: createCards(from), to: createCards(to) };
  const groups = Map.groupBy(flips, reasonIdOf);
  const place = (value: string) => order.indexOf(value);
  return [...groups]
    .flatMap(([id, own]): Reason[] => {
      const [first] = own;
      return first === undefined
        ? []
        : [{ id, from: first.from, to: first.to, fromCards: cards.from(first.fromRules), toCards: cards.to(first.toRules), flips: own }];
    })
    .sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to) || b.flips.length - a.flips.length);
}
