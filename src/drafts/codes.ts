import { severities } from '../rules/format.ts';
import { specialConditions } from './blocks.ts';
import { type Draft, opens } from './draft-schema.ts';

/** A thing that many lines share, told once and then referred to by its code. */
export interface Coded<T> {
  code: string;
  item: T;
  lines: number;
}

/** Short names for what the printed tables repeat: R for risks, V for villkor that only some lines have, S for signals. */
export interface Codes {
  risks: readonly Coded<Draft['risk']['rules'][number]>[];
  conditions: readonly Coded<{ text: string; assumed: boolean }>[];
  signals: readonly Coded<Draft['lines'][number]['signals'][number]>[];
  risk(rule: string): string;
  condition(text: string): string;
  signal(rule: string): string;
}

function numbered<T>(letter: string, items: Iterable<{ item: T; lines: number }>): Coded<T>[] {
  return [...items].map((entry, index) => ({ code: `${letter}${index + 1}`, ...entry }));
}

const mostUsedFirst = <T extends { lines: number }>(items: Iterable<T>): T[] => [...items].sort((a, b) => b.lines - a.lines);

/** Codes for a draft: the worst risks first, then what most lines share. */
export function codesOf(draft: Draft): Codes {
  const conditions = new Map<string, { item: { text: string; assumed: boolean }; lines: number }>();
  const signals = new Map<string, { item: Draft['lines'][number]['signals'][number]; lines: number }>();
  for (const line of draft.lines) {
    if (!opens(line.section)) continue;
    for (const condition of specialConditions(line))
      conditions.set(condition.text, { item: condition, lines: (conditions.get(condition.text)?.lines ?? 0) + 1 });
    for (const signal of line.signals) signals.set(signal.rule, { item: signal, lines: (signals.get(signal.rule)?.lines ?? 0) + 1 });
  }
  const risks = numbered(
    'R',
    severities.flatMap((severity) => draft.risk.rules.filter((rule) => rule.severity === severity).map((item) => ({ item, lines: item.lines }))),
  );
  const coded = { risks, conditions: numbered('V', mostUsedFirst(conditions.values())), signals: numbered('S', mostUsedFirst(signals.values())) };
  const riskCodes = new Map(coded.risks.map(({ code, item }) => [item.rule, code]));
  const conditionCodes = new Map(coded.conditions.map(({ code, item }) => [item.text, code]));
  const signalCodes = new Map(coded.signals.map(({ code, item }) => [item.rule, code]));
  return {
    ...coded,
    risk: (rule) => riskCodes.get(rule) ?? rule,
    condition: (text) => conditionCodes.get(text) ?? text,
    signal: (rule) => signalCodes.get(rule) ?? rule,
  };
}
