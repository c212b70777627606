import { designFieldNames } from '../candidate/design.ts';
import { kinds } from '../catalogue/kinds.ts';
import { areas, type Insats, type Statistic, type TargetGroup } from '../catalogue/schema.ts';
import type { Verdict } from '../rules/format.ts';
import { count, type Query, url } from '../web/format.ts';
import { statisticLabels } from '../web/labels.ts';
import type { Assessor } from './assess.ts';
import { CandidateError } from './errors.ts';
import { designParams, sameAnswer } from './insats-query.ts';
import type { Assessment, DesignChange, Flag } from './types.ts';

/** Fewer kommuner than this and a share says little; such figures are marked. */
const smallBase = 20;

/** The four statistics, each with its base in words. */
export function statisticsView({ statistics }: Insats) {
  const given = statistics.given?.count ?? null;
  const row = (name: keyof typeof statisticLabels, statistic: Statistic) => ({
    label: statisticLabels[name],
    statistic,
    base: name === 'given' ? 'av kommunerna som svarat' : 'av kommunerna som svarat på frågan och ger insatsen',
    small: name !== 'given' && statistic !== null && given !== null && given < smallBase,
  });
  return {
    rows: (['given', 'digital', 'private', 'withoutDecision'] as const).map((name) => row(name, statistics[name])),
    given,
    smallBase,
    anySmall: given !== null && given < smallBase,
  };
}

const yes = (value: boolean, text: string): string[] => (value ? [text] : []);
const formats = { individual: 'enskilt', group: 'i grupp', both: 'enskilt och i grupp', none: null } as const;
const reach = { direct: 'når barn direkt', through_adult: 'når barn genom en vuxen', none: null } as const;

/** What we have judged about the insats by hand, in words. */
export function classificationView({ classification: c }: Insats) {
  const format = formats[c.format];
  const children = reach[c.childReach];
  return {
    kind: kinds[c.kind].label,
    description: kinds[c.kind].description,
    reason: c.reason,
    otherLaw: c.otherLaw,
    traits: [
      ...(format === null ? [] : [`ges ${format}`]),
      ...yes(c.counselling, 'rådgivning'),
      ...yes(c.treatment, 'av behandlingskaraktär'),
      ...yes(c.manualBased, 'följer en manual'),
      ...yes(c.roundTheClock, 'ges dygnet runt'),
      ...(children === null ? [] : [children]),
      ...yes(c.violence, 'gäller våld'),
      ...yes(c.honour, 'gäller heder'),
      ...yes(c.digitalOnly, 'ges bara digitalt'),
      ...yes(c.regionShared, 'regionen har eget ansvar för samma behov'),
    ],
  };
}

interface Cell {
  basis: string;
  basisTitle: string;
  verdict: Verdict | null;
  citations: string[];
  href: string;
}

/** The verdict for each target group under every legal basis, with the differences marked. */
export function bothBases(assessor: Assessor, insats: Insats, groups: readonly TargetGroup[], date: string, dateParam: string) {
  const { laws } = assessor.knowledge.ruleset;
  const cell = (group: TargetGroup, basis: string, basisTitle: string): Cell => {
    const href = url(`/insatser/${insats.id}/varfor`, { malgrupp: group.id, grund: basis, datum: dateParam });
    try {
      const { design } = assessor.defaultDesign(insats.id, group.id, basis);
      const { law } = assessor.assess({ insats: insats.id, targetGroup: group.id, legalBasis: basis, date, design });
      return { basis, basisTitle, verdict: law.verdict, citations: law.grounds.map((ground) => ground.citation), href };
    } catch (error) {
      if (error instanceof CandidateError && error.field === 'date') return { basis, basisTitle, verdict: null, citations: [], href };
      throw error;
    }
  };
  return groups.map((group) => {
    const cells = laws.map((law) => cell(group, law.id, law.shortTitle));
    return {
      group,
      cells,
      differs: new Set(cells.map((c) => c.verdict)).size > 1,
      href: url(`/insatser/${insats.id}`, { malgrupp: group.id, datum: dateParam }),
    };
  });
}

const severities = ['blocking', 'high', 'medium', 'low', 'info'] as const;

/** Flags with, for each way to clear one, the address that tries it. */
export function flagsView(flags: readonly Flag[], changes: DesignChange, design: DesignChange, href: (params: Query) => string) {
  const tries = (set: DesignChange): string | null => {
    const already = designFieldNames.every((field) => set[field] === undefined || sameAnswer(set[field], design[field]));
    return already ? null : href(designParams({ ...changes, ...set }));
  };
  return {
    tally: severities.map((severity) => ({ severity, count: flags.filter((flag) => flag.severity === severity).length })).filter((entry) => entry.count > 0),
    list: flags.map((flag) => ({ ...flag, clearedBy: flag.clearedBy.map((way) => ({ ...way, href: tries(way.set) })) })),
  };
}

/** What a change of the design did, in one sentence for the eye and the ear; null where nothing was changed. */
export function changeSentence(before: Assessment | null, after: Assessment): string | null {
  if (before === null) return null;
  const had = new Set(before.flags.map((flag) => flag.rule));
  const has = new Set(after.flags.map((flag) => flag.rule));
  const gone = [...had].filter((rule) => !has.has(rule)).length;
  const added = [...has].filter((rule) => !had.has(rule)).length;
  const parts = [...(gone > 0 ? [`${count(gone, 'flagga', 'flaggor')} försvann`] : []), ...(added > 0 ? [`${count(added, 'ny flagga', 'nya flaggor')}`] : [])];
  const verdict = before.law.verdict === after.law.verdict ? '' : ' Lagens svar ändrades.';
  const path = before.recommendation.rule === after.recommendation.rule ? '' : ` Nu: ${after.recommendation.title.toLowerCase()}.`;
  return `${parts.length === 0 ? 'Samma flaggor som förut' : parts.join(', ')}.${verdict}${path}`;
}

/** The page's own facts about an insats. */
export function headView(insats: Insats) {
  return {
    id: insats.id,
    name: insats.name,
    area: areas[insats.area],
    areaId: insats.area,
    category: insats.category,
    subcategory: insats.subcategory,
    section: insats.section,
  };
}
