import type { RuleEffect, Standing } from '../../rule-changes/answers.ts';
import { severityLabels, verdictLabels } from '../../web/labels.ts';
import { sectionOf } from './summary.ts';

const labelOf: ReadonlyMap<string, string> = new Map(Object.entries({ ...severityLabels, ...verdictLabels }));
const said = (value: string | null): string => (value === null ? '' : (labelOf.get(value) ?? value).toLowerCase());

/** What differs between two standings, from and to; empty where a candidate stays where it was. */
export function standingChanges(before: Standing, after: Standing): { from: string; to: string }[] {
  return [
    ...(before.verdict === after.verdict ? [] : [{ from: verdictLabels[before.verdict], to: verdictLabels[after.verdict] }]),
    ...(before.section === after.section ? [] : [{ from: sectionOf(before.section), to: sectionOf(after.section) }]),
  ];
}

/** What a rule does differently, in words after its title. */
export function effectWords({ kind, change, from, to }: RuleEffect): string {
  if (change === 'texts') return 'andra ord eller hänvisningar';
  if (change === 'severity' || change === 'verdict') return `${said(from)} blir ${said(to)}`;
  const what = kind === 'risk' ? 'flaggan' : kind === 'law' ? 'grunden' : 'stödet';
  const how = kind === 'signal' ? '' : ` (${said(change === 'appears' ? to : from)})`;
  return change === 'appears' ? `${what} tillkommer${how}` : `${what} försvinner${how}`;
}
