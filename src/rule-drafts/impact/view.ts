import { isWithin, visibleDistricts } from '../../accounts/reach.ts';
import type { Actor } from '../../accounts/roles.ts';
import type { Ruleset } from '../../assessment/ruleset.ts';
import { areas } from '../../catalogue/schema.ts';
import { districtsAt } from '../../districts/districts.ts';
import { lineKey } from '../../drafts/shaping.ts';
import type { Knowledge } from '../../knowledge.ts';
import type { Change } from '../../rule-changes/answers.ts';
import type { ImpactRow, LineImpact } from '../../rule-changes/impact.ts';
import { type Group, summarise } from '../../rule-changes/impact-groups.ts';
import { changeKindLabels, changeKinds } from '../../rule-changes/impact-kinds.ts';
import { placedRules } from '../../rule-changes/places.ts';
import { url } from '../../web/format.ts';
import type { DraftImpact, ProposalImpact } from './draft-impact.ts';
import { type Bars, barsOf, pictureHeight, widths } from './picture.ts';
import { filterRows, type ImpactQuery, type SeenRow, seenRows } from './query.ts';
import { effectWords, standingChanges } from './row-words.ts';
import { impactSummary } from './summary.ts';

/** Two rulesets with what the second would do, as somebody may see it. */
export interface ShownImpact {
  impact: DraftImpact;
  before: Ruleset;
  after: Ruleset;
  knowledge: Knowledge;
  actor: Actor;
  query: ImpactQuery;
  /** The address of the page. */
  path: string;
}

const pageSize = 40;
const listedLines = 12;

/** Names of everything in an impact: both rulesets', since a rule may be new, or gone. */
export function namesOf({ before, after, knowledge }: Pick<ShownImpact, 'before' | 'after' | 'knowledge'>) {
  const titles = new Map([...placedRules(before), ...placedRules(after)].map(({ rule }) => [rule.name, rule.event.params.title]));
  const areaTitles: ReadonlyMap<string, string> = new Map(Object.entries(areas));
  const { insatsById, groupById } = knowledge.catalogue;
  return {
    rule: (id: string) => titles.get(id) ?? id,
    area: (id: string) => areaTitles.get(id) ?? id,
    insats: (id: string) => insatsById.get(id)?.name ?? id,
    group: (id: string) => groupById.get(id)?.name ?? id,
    basis: (id: string) => after.laws.find((law) => law.id === id)?.shortTitle ?? id,
    district: (id: string) => knowledge.districts.all.find((one) => one.id === id)?.name ?? id,
  };
}
export type Names = ReturnType<typeof namesOf>;

/** The rows that the reader's choice leaves, with only the districts that the reader may see. */
export function foundRows({ impact, actor, query, ...rest }: ShownImpact): SeenRow[] {
  const names = namesOf(rest);
  const reach = visibleDistricts(actor);
  const seen = seenRows(impact.city.rows, (district) => isWithin(reach, district)).filter(({ districts }) => districts.length > 0);
  return filterRows(seen, query, (row) => `${names.insats(row.insats)} ${names.group(row.targetGroup)}`);
}

const changeView = (change: Change, names: Names) => ({
  moves: standingChanges(change.before, change.after),
  effects: change.effects.map((effect) => ({ rule: effect.rule, title: names.rule(effect.rule), text: effectWords(effect) })),
});

function rowView(row: SeenRow, names: Names, all: number) {
  const { insats, targetGroup, legalBasis, districts } = row;
  return {
    name: names.insats(insats),
    group: names.group(targetGroup),
    basis: names.basis(legalBasis),
    href: url(`/insatser/${insats}`, { malgrupp: targetGroup, grund: legalBasis }),
    districts: districts.length + row.hidden === all ? null : districts.map(names.district),
    count: districts.length,
    ...changeView(row, names),
  };
}

/** The bars of a picture, by area or by the districts that the reader may see. */
export function impactBars({ impact, knowledge, actor }: Pick<ShownImpact, 'impact' | 'knowledge' | 'actor'>, by: 'omrade' | 'stadsdel'): Bars {
  const { rows } = impact.city;
  if (by === 'omrade') {
    const groups = Object.entries(areas).map(([id, title]) => ({ id, title }));
    return barsOf(rows, groups, (row: ImpactRow, area) => (row.area === area ? row.districts.length : 0));
  }
  const reach = visibleDistricts(actor);
  const groups = districtsAt(knowledge.districts, impact.city.date).filter(({ id }) => isWithin(reach, id));
  return barsOf(
    rows,
    groups.map(({ id, name }) => ({ id, title: name })),
    (row, district) => (row.districts.includes(district) ? 1 : 0),
  );
}

function lineView(line: LineImpact, chosen: ReadonlySet<string>, names: Names) {
  const { proposal, insats, targetGroup } = line;
  return {
    name: names.insats(insats),
    group: names.group(targetGroup),
    href: `/forslag/${proposal}/rader/${insats}/${targetGroup}`,
    chosen: chosen.has(lineKey(insats, targetGroup)),
    ...changeView(line, names),
  };
}

const moves = ({ before, after }: Change): boolean => before.section !== after.section;

const proposalView = (one: ProposalImpact, names: Names) => ({
  id: one.id,
  title: one.title,
  district: names.district(one.district),
  version: one.version,
  status: one.status,
  of: one.of,
  changed: one.changed.length,
  moved: one.changed.filter(moves).length,
  anyway: one.anyway,
  // Those that move come first.
  lines: one.changed
    .toSorted((a, b) => Number(moves(b)) - Number(moves(a)))
    .slice(0, listedLines)
    .map((line) => lineView(line, one.chosen, names)),
  more: Math.max(0, one.changed.length - listedLines),
});

/** Everything that the page of an impact shows. */
export function impactView(shown: ShownImpact) {
  const { impact, actor, knowledge, query, path } = shown;
  const names = namesOf(shown);
  const reach = visibleDistricts(actor);
  const summary = summarise(impact.city);
  const districts = districtsAt(knowledge.districts, impact.city.date);
  const seen = districts.filter(({ id }) => isWithin(reach, id));
  const found = foundRows(shown);
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const page = Math.min(query.sida, pages);
  const { sida: _, ...filters } = query;
  const here = (change: Partial<Record<keyof ImpactQuery, string | number>>) => url(path, { ...filters, ...change });
  const group = (name: keyof ImpactQuery, title: (id: string) => string) => (one: Group) => ({
    id: one.key,
    title: title(one.key),
    candidates: one.candidates,
    counts: changeKinds.map((kind) => one.counts[kind]),
    href: `${here({ [name]: one.key })}#kandidater`,
  });
  const proposals = impact.proposals.filter(({ district }) => isWithin(reach, district));
  const bars = impactBars(shown, 'omrade');
  return {
    numbers: impactSummary(impact),
    took: impact.took,
    kinds: changeKinds.map((kind) => ({ id: kind, label: changeKindLabels[kind], count: summary.counts[kind] })),
    byArea: summary.byArea.map(group('omrade', names.area)),
    byRule: summary.byRule.map(group('regel', names.rule)),
    byDistrict: summary.byDistrict.filter(({ key }) => isWithin(reach, key)).map(group('stadsdel', names.district)),
    hiddenDistricts: districts.length - seen.length,
    moves: impactSummary(impact).moves,
    bars,
    picture: { height: pictureHeight(bars), wideWidth: widths.wide, narrowWidth: widths.narrow },
    query,
    options: {
      districts: seen.map(({ id, name }) => ({ id, name })),
      areas: summary.byArea.map(({ key }) => ({ id: key, name: names.area(key) })),
      rules: summary.byRule.map(({ key }) => ({ id: key, name: names.rule(key) })),
      bases: summary.byBasis.map(({ key }) => ({ id: key, name: names.basis(key) })),
    },
    found: found.reduce((sum, { districts: own }) => sum + own.length, 0),
    rowsFound: found.length,
    rows: found.slice((page - 1) * pageSize, page * pageSize).map((row) => rowView(row, names, districts.length)),
    pages: Array.from({ length: pages }, (__, i) => ({ number: i + 1, href: `${here({ sida: i === 0 ? '' : i + 1 })}#kandidater`, current: i + 1 === page })),
    filtered: Object.values(filters).some((value) => value !== ''),
    path,
    here: here({}),
    csv: url(`${path}.csv`, filters),
    xlsx: url(`${path}.xlsx`, filters),
    proposals: proposals.map((one) => proposalView(one, names)),
    hiddenProposals: impact.proposals.length - proposals.length,
  };
}
