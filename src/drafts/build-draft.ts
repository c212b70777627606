import type { Assessor } from '../assessment/assess.ts';
import type { CurrentState } from '../candidate/build-facts.ts';
import { type District, findDistrict } from '../districts/districts.ts';
import type { Scenario } from '../economy/scenario.ts';
import type { Knowledge } from '../knowledge.ts';
import { resolveCitation } from '../sources/resolve-citation.ts';
import { buildLine } from './build-line.ts';
import { childChapter } from './chapters/child.ts';
import { economyChapter } from './chapters/economy.ts';
import { equalityChapter } from './chapters/equality.ts';
import { followUpChapter } from './chapters/follow-up.ts';
import { legalFrame } from './chapters/legal-frame.ts';
import { methodChapter } from './chapters/method.ts';
import type { ChapterContext } from './chapters/writer.ts';
import { shareConditions, shareOpenQuestions } from './common-conditions.ts';
import { readDraft } from './draft-bytes.ts';
import type { Draft } from './draft-schema.ts';
import { draftOutcome } from './economy-outcome.ts';
import type { Outline, Texts } from './outline.ts';
import { riskPicture } from './risk-picture.ts';
import { type Pair, pairOf, scopeOf, withAdded } from './scope.ts';
import { effective, lineKey, type Shaping } from './shaping.ts';
import { citedKeys, sourceList } from './source-list.ts';
import { summaryOf } from './summary.ts';

export interface DraftRequest {
  knowledge: Knowledge;
  assessor: Assessor;
  /** Id of a district or unit that exists at the date. */
  district: string;
  legalBasis: string;
  /** ISO date. */
  date: string;
  /** What the district has told about its insatser today, by insats. */
  currentStates?: ReadonlyMap<string, CurrentState>;
  /** The year whose answers those are. */
  currentStateYear?: number | undefined;
  /** What people have changed, by line. */
  shaping?: Shaping | undefined;
  /** What people have written for the document. */
  texts?: Texts | undefined;
  outline?: Outline | undefined;
  economy?: readonly Scenario[] | undefined;
  /** The data are made up, and every document says so. */
  example?: true | undefined;
}

const allChapters = [legalFrame, childChapter, equalityChapter, economyChapter, followUpChapter, methodChapter];

/** What stands on everything that is made of example data. */
export const exampleNotice = 'Exempeldata – påhittade uppgifter.';

const districtOf = ({ id, name, kind, description }: District): Draft['district'] => ({ id, name, kind, description: description ?? null });

/** The pairs that people have taken in; an insats or a group that the catalogue no longer has is left out. */
function addedPairs(shaping: Shaping, { catalogue }: Knowledge): Pair[] {
  return Object.entries(shaping).flatMap(([key, line]) => {
    const [insats = '', group = ''] = key.split('/');
    const pair = effective(line).added === true ? pairOf(catalogue, insats, group) : undefined;
    return pair === undefined ? [] : [pair];
  });
}

/**
 * A district's draft: every relevant insats and target group assessed, sorted and argued. Pure: the same request gives the same draft.
 * @throws DistrictError, CandidateError where the district or the legal basis does not exist at the date.
 */
export function buildDraft(request: DraftRequest): Draft {
  const { knowledge, assessor, district: id, legalBasis, date, currentStates = new Map(), shaping = {} } = request;
  const { currentStateYear, texts, outline, economy, example } = request;
  const district = findDistrict(knowledge.districts, id, date);
  const { law, notices, pathway } = assessor.rulesAt(legalBasis, date);
  const cite = (keys: readonly string[]) => {
    const places = keys.map((key) => resolveCitation(knowledge.sources, key));
    return { citations: places.map((place) => place.label), sources: places.map((place) => place.key) };
  };
  const scope = scopeOf(district, knowledge.catalogue.pairs, knowledge.unitScopes);
  const shapingOf = ({ insats, group }: Pair) => shaping[lineKey(insats.id, group.id)];
  const pairs = withAdded(scope.pairs, addedPairs(shaping, knowledge), knowledge.catalogue);
  const [removed, kept] = [pairs.filter((pair) => shapingOf(pair)?.removed === true), pairs.filter((pair) => shapingOf(pair)?.removed !== true)];
  const lines = kept.map((pair) => buildLine(assessor, pair, legalBasis, date, currentStates.get(pair.insats.id), shapingOf(pair)));
  const extents = new Map(
    lines.map(({ line, insats, design }) => [lineKey(line.insats, line.targetGroup), { design, roundTheClock: insats.classification.roundTheClock }]),
  );
  const commonConditions = shareConditions(lines);
  const context: ChapterContext = {
    district,
    basis: law,
    date,
    lines,
    entered: currentStates.size,
    enteredYear: currentStateYear,
    pathwayRules: pathway.map(({ rule }) => rule),
    cite,
    scenarios: economy?.length ?? 0,
  };
  const legalBasisPlace = resolveCitation(knowledge.sources, law.citation);
  const scopeCitations = cite(scope.citations);
  const draft: Omit<Draft, 'sources'> = {
    format: 'insatsplan-draft',
    formatVersion: 1,
    title: `Insatser utan individuell behovsprövning – ${district.name}`,
    district: districtOf(district),
    legalBasis: {
      id: law.id,
      title: law.title,
      shortTitle: law.shortTitle,
      summary: law.summary,
      citation: legalBasisPlace.label,
      source: legalBasisPlace.key,
      appliesFrom: law.appliesFrom,
    },
    date,
    notices: [...(example === undefined ? [] : [exampleNotice]), ...notices],
    scope: {
      text: scope.text,
      insatser: new Set(scope.pairs.map(({ insats }) => insats.id)).size,
      pairs: scope.pairs.length,
      leftOut: scope.leftOut,
      ...scopeCitations,
    },
    inputs: {
      ruleset: knowledge.ruleset.hash,
      catalogue: knowledge.catalogueHash,
      currentStates: currentStates.size,
      ...(currentStateYear === undefined ? {} : { currentStateYear }),
    },
    summary: summaryOf(context, removed.length),
    commonConditions,
    openQuestions: shareOpenQuestions(lines),
    risk: riskPicture(
      lines.map(({ line }) => line),
      knowledge.ruleset.themes,
      cite,
    ),
    chapters: (lines.length === 0 ? [legalFrame, methodChapter] : allChapters).map((chapter) => chapter(context)),
    lines: lines.map(({ line }) => line),
    ...(removed.length === 0
      ? {}
      : {
          removed: removed.map((pair) => ({
            insats: pair.insats.id,
            name: pair.insats.name,
            targetGroup: pair.group.id,
            targetGroupName: pair.group.name,
            motive: shapingOf(pair)?.motive ?? '',
          })),
        }),
    ...(texts === undefined ? {} : { texts }),
    ...(outline === undefined ? {} : { outline }),
    ...(economy === undefined ? {} : { economy: economy.map((scenario) => draftOutcome(scenario, (line) => extents.get(line), cite)) }),
    ...(example === undefined ? {} : { example }),
  };
  return readDraft({ ...draft, sources: sourceList(knowledge.sources, citedKeys(draft)) });
}
