import type { RiskTheme } from '../risk/risk.ts';
import { severities } from '../rules/format.ts';
import { type Draft, type Line, settledByLaw } from './draft-schema.ts';

type Risk = Draft['risk'];

const cellOf = ({ theme, severity }: Pick<Line['flags'][number], 'theme' | 'severity'>): string => `${theme} ${severity}`;

/** Theme × severity in lines, and every rule that has fired with the number of its lines. A line counts once in each cell. */
export function riskPicture(
  lines: readonly Line[],
  themes: readonly RiskTheme[],
  cite: (keys: readonly string[]) => { citations: string[]; sources: string[] },
): Risk {
  const weighed = lines.filter((line) => !settledByLaw(line.section));
  const linesOf = new Map<string, number>();
  const inCell = new Map<string, number>();
  for (const { flags } of weighed) {
    for (const { rule } of flags) linesOf.set(rule, (linesOf.get(rule) ?? 0) + 1);
    for (const cell of new Set(flags.map(cellOf))) inCell.set(cell, (inCell.get(cell) ?? 0) + 1);
  }

  const picture = themes.map((theme) => ({
    theme: theme.id,
    title: theme.title,
    counts: Object.fromEntries(
      severities.map((severity) => [severity, inCell.get(cellOf({ theme: theme.id, severity })) ?? 0]),
    ) as Risk['themes'][number]['counts'],
  }));
  const rules = themes.flatMap((theme) =>
    theme.rules.flatMap(({ name, event: { params } }) => {
      const count = linesOf.get(name);
      if (count === undefined) return [];
      return [
        {
          rule: name,
          theme: theme.id,
          severity: params.severity,
          title: params.title,
          message: params.message,
          reason: params.reason,
          ...cite(params.citations),
          clearedBy: params.clearedBy.map(({ text }) => text),
          remedy: params.remedy ?? null,
          reviewer: [...params.reviewer],
          lines: count,
        },
      ];
    }),
  );
  return { lines: weighed.length, themes: picture, rules };
}
