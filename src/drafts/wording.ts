import type { Statistic } from '../catalogue/schema.ts';
import { pathwayLabels, reviewerLabels, severityLabels, verdictLabels } from '../web/labels.ts';
import { counted, listed, number, rows } from './chapters/writer.ts';
import { type Decided, statusInWords } from './decided.ts';
import type { Draft, Line, SectionId } from './draft-schema.ts';

export { pathwayLabels, reviewerLabels, severityLabels, verdictLabels };

/** What every national figure must carry with it. */
export const statisticsCaveat =
  'Siffror om landet: SKR 2022, bilaga 3, enkät 2021 om åren 2016–2020. Stockholms stadsdelar räknas som kommuner i enkäten. Andelen räknas på de kommuner som ger insatsen och har svarat på frågan. Inga siffror gäller stadsdelen.';

const share = (statistic: NonNullable<Statistic>) => `${number(statistic.share)}\u00a0%`;

/** "156 kommuner ger den, 35 utan beslut (24 % av svaren)" with missing figures said as missing. */
export function nationalPractice({ statistics, smallBase }: Pick<Line, 'statistics' | 'smallBase'>): string {
  const { given, withoutDecision } = statistics;
  if (given === null) return 'Siffror saknas.';
  if (given.count === 0) return 'Ingen kommun i enkäten ger den.';
  const without = withoutDecision === null ? 'antal utan beslut saknas' : `${number(withoutDecision.count)} utan beslut (${share(withoutDecision)} av svaren)`;
  return `${number(given.count)} ${given.count === 1 ? 'kommun' : 'kommuner'} ger den, ${without}.${smallBase ? ' Litet underlag.' : ''}`;
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

/** Said of the common villkor while nobody has answered what lies behind them; true before a decision and after it. */
export const allAssumedText = 'Alla är antagna av Insatsplan. Förvaltningen har inte svarat på frågorna bakom dem.';

/** The line at the foot of every page: what the draft rests on. */
export function footerOf(draft: Draft, version: number | null, decided: Decided | null = null): string {
  return [statusInWords(version, decided), draft.district.name, draft.legalBasis.shortTitle, draft.date, `regelverk ${draft.inputs.ruleset}`].join(' · ');
}

/** The nuläge that a draft rests on: "41 insatser, år 2026". */
export function currentStateInWords({ inputs: { currentStates, currentStateYear }, date }: Pick<Draft, 'inputs' | 'date'>): string {
  if (currentStates === 0) return 'Inget nuläge lämnat';
  const year = currentStateYear === undefined ? '' : `, år ${currentStateYear}`;
  const older = currentStateYear !== undefined && currentStateYear < Number(date.slice(0, 4)) ? `. Svaren är från ett tidigare år än ${date.slice(0, 4)}` : '';
  return `${counted(currentStates, 'insats', 'insatser')}${year}${older}`;
}

/** Why a theme can be empty: the assumed design has the safeguards that its rules ask for. It does not say that there is no risk. */
export function silentThemes(themes: readonly string[]): string {
  return `Reglerna flaggar inga risker inom ${themes.length === 1 ? 'riskområdet' : 'riskområdena'} ${listed(themes)}. Det betyder inte att sådana risker saknas: den antagna utformningen har de skydd som reglerna frågar efter. Ändras utformningen kan riskerna uppstå.`;
}

/** What a section means for the nämnd. A proposal for a law allows nothing yet, and nothing can be decided under it. */
export function sectionText(section: SectionId, legalBasis: string, chosen = 0): string {
  const proposed = legalBasis === 'sou-2020-47';
  const [law, decide] = proposed
    ? ['Lagförslaget', 'Med förslaget hade nämnden kunnat besluta.']
    : ['Lagen', 'Nämnden kan besluta när den har tagit ställning till villkoren och till de frågor som saknar svar.'];
  const texts: Readonly<Record<SectionId, string>> = {
    stage1: `${law} tillåter, och inga höga eller medelhöga risker finns kvar med de här villkoren. Insatserna ges redan utan beslut: i stadsdelen, på andra håll i staden eller i de flesta kommuner som har dem. ${decide}`,
    stage2: `${law} tillåter. Först behöver villkoren beslutas och riskerna klaras.`,
    stage3: `${law} tillåter, men höga risker finns kvar. Utred dem och ändra utformningen innan nämnden beslutar.`,
    keep_law: `${law} kräver individuell behovsprövning. Nämnden kan inte öppna de här insatserna för de här målgrupperna.`,
    keep_city: `${law} hindrar inte, men staden har avrått. En nämnd som ändå vill öppna behöver motivera det.`,
    keep_risk: `${law} hindrar inte, men risken är för stor med den antagna utformningen, eller så ligger risken i själva insatsen eller målgruppen.`,
    keep_choice: `${law} hindrar inte, men förvaltningen har valt att behålla behovsprövningen. Det är inte regelverkets förslag.`,
    unclear: 'Svaret är oklart. Insatsen öppnas inte förrän frågan är avgjord.',
    other_law: 'En annan lag styr. Insatsen varken öppnas eller stängs här.',
  };
  const own =
    section === 'keep_choice' || chosen === 0 ? '' : ` Här står också ${rows(chosen)} efter eget val, mot förslaget. Skälen ovan gäller inte dem: läs motivet.`;
  return `${texts[section]}${own}`;
}
