import type { Statistic } from '../catalogue/schema.ts';
import { pathwayLabels, reviewerLabels, severityLabels, verdictLabels } from '../web/labels.ts';
import { listed, number } from './chapters/writer.ts';
import type { Draft, Line } from './draft-schema.ts';

export { pathwayLabels, reviewerLabels, severityLabels, verdictLabels };

/** What every national figure must carry with it. */
export const statisticsCaveat =
  'Siffror om landet: SKR 2022, bilaga 3, enkät 2021 om åren 2016–2020. Stockholms stadsdelar räknas som kommuner i enkäten. Andelen gäller de kommuner som svarat på frågan. Inga siffror gäller stadsdelen.';

const share = (statistic: NonNullable<Statistic>) => `${number(statistic.share)}\u00a0%`;

/** "156 kommuner ger insatsen, 35 utan beslut (24 %)" with missing figures said as missing. */
export function nationalPractice({ statistics, smallBase }: Pick<Line, 'statistics' | 'smallBase'>): string {
  const { given, withoutDecision } = statistics;
  if (given === null) return 'Siffror saknas.';
  const without = withoutDecision === null ? 'antal utan beslut saknas' : `${number(withoutDecision.count)} utan beslut (${share(withoutDecision)})`;
  return `${number(given.count)} kommuner ger den, ${without}.${smallBase ? ' Litet underlag.' : ''}`;
}

/** "Jurist och planerare". */
export function reviewersInWords(reviewers: readonly (keyof typeof reviewerLabels)[]): string {
  const text = listed(reviewers.map((reviewer) => reviewerLabels[reviewer].toLowerCase()));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What clears a flag: one of the ways, or what to do where no design helps. */
export function clearingInWords({ clearedBy, remedy }: { clearedBy: readonly string[]; remedy: string | null }): string[] {
  return clearedBy.length > 0 ? [...clearedBy] : [remedy ?? 'Ingen utformning klarar risken.'];
}

/** The line at the foot of every page: what the draft rests on. */
export function footerOf(draft: Draft, version: number | null): string {
  return [
    `Utkast${version === null ? '' : `, version ${version}`}`,
    draft.district.name,
    draft.legalBasis.shortTitle,
    draft.date,
    `regelverk ${draft.inputs.ruleset}`,
  ].join(' · ');
}
