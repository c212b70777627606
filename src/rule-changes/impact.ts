/**
 * What a change of the rules does to the whole city and to proposals: every district × pair × basis, asking again only the rules that
 * differ, and in full only where one of them answers differently.
 */
import type { Assessor } from '../assessment/assess.ts';
import type { Ruleset } from '../assessment/ruleset.ts';
import type { Candidate } from '../assessment/types.ts';
import type { CurrentState } from '../candidate/build-facts.ts';
import type { Area } from '../catalogue/schema.ts';
import type { FactRow } from '../rules/compile.ts';
import { type Change, changeOf } from './answers.ts';
import { type ChangeKind, kindsOf } from './impact-kinds.ts';
import { type Pair, rowsOf } from './rows.ts';
import { type Differences, differencesAt } from './rule-differences.ts';

/** A line of a proposal, with its own design, at the proposal's own date. */
export interface ProposalLine {
  proposal: string;
  district: string;
  version: number;
  candidate: Candidate;
}

export interface ImpactInput {
  before: Ruleset;
  after: Ruleset;
  /** ISO date at which the city is asked. */
  date: string;
  legalBases: readonly string[];
  districts: readonly string[];
  /** What a district has told about an insats; undefined where nothing. Default designs follow it, as in a draft. */
  stateOf?: (district: string, insats: string) => CurrentState | undefined;
  /** Whether the pair is one that the district takes a stand on; without it every district takes a stand on the whole catalogue. */
  covers?: (district: string, pair: Pair) => boolean;
  lines?: readonly ProposalLine[];
}

/** One change that is the same in several districts. */
export interface ImpactRow extends Change {
  insats: string;
  targetGroup: string;
  area: Area;
  legalBasis: string;
  districts: string[];
  kinds: ChangeKind[];
}

export interface LineImpact extends Change {
  proposal: string;
  district: string;
  version: number;
  insats: string;
  targetGroup: string;
  legalBasis: string;
  kinds: ChangeKind[];
}

export interface Impact {
  date: string;
  /** Candidates in the city that were asked about, and proposal lines. */
  asked: number;
  askedLines: number;
  rows: ImpactRow[];
  lines: LineImpact[];
}

/** The impact of a change; rows in the catalogue's order, lines in theirs. @throws LegalBasisError for a basis that is not there at the date. */
export function impactOf(assessor: Assessor, input: ImpactInput): Impact {
  const at = new Map<string, Differences>();
  const differences = (legalBasis: string, date: string): Differences => {
    const key = `${legalBasis} ${date}`;
    const known = at.get(key) ?? differencesAt(input, legalBasis, date);
    at.set(key, known);
    return known;
  };
  const { pairs } = assessor.knowledge.catalogue;
  return {
    date: input.date,
    asked: candidatesOf(pairs, input) * input.legalBases.length,
    askedLines: input.lines?.length ?? 0,
    rows: input.legalBases.flatMap((legalBasis) => cityRows(assessor, input, legalBasis, differences(legalBasis, input.date))),
    lines: lineRows(assessor, input.lines ?? [], differences),
  };
}

const candidatesOf = (pairs: readonly Pair[], { districts, covers }: ImpactInput): number =>
  covers === undefined ? pairs.length * districts.length : districts.reduce((sum, id) => sum + pairs.filter((pair) => covers(id, pair)).length, 0);

const differs = ({ differing, pathway }: Differences): boolean => differing.length > 0 || pathway;
const stateKey = (state: CurrentState | undefined): string =>
  state === undefined ? '' : `${state.givenToday} ${state.withoutDecisionToday} ${state.privateToday} ${state.wishesOpen}`;

function cityRows(assessor: Assessor, { districts, stateOf, covers }: ImpactInput, legalBasis: string, differences: Differences): ImpactRow[] {
  if (!differs(differences)) return [];
  const rows = rowsOf(assessor);
  const found: ImpactRow[] = [];
  for (const pair of assessor.knowledge.catalogue.pairs) {
    const { insats, group } = pair;
    // Districts that have told the same get the same answer.
    const byState = new Map<string, ImpactRow | null>();
    for (const district of districts) {
      if (covers?.(district, pair) === false) continue;
      const state = stateOf?.(district, insats.id);
      const key = stateKey(state);
      let row = byState.get(key);
      if (row === undefined) {
        const change = changeOf(differences, rows.of(pair, legalBasis, state));
        row = change && { insats: insats.id, targetGroup: group.id, area: insats.area, legalBasis, districts: [], kinds: kindsOf(change), ...change };
        byState.set(key, row);
        if (row) found.push(row);
      }
      row?.districts.push(district);
    }
  }
  return found;
}

function lineRows(assessor: Assessor, lines: readonly ProposalLine[], differences: (legalBasis: string, date: string) => Differences): LineImpact[] {
  const rows = rowsOf(assessor);
  // Lines of several proposals that the rules cannot tell apart share their row, and so their answer.
  const known = new Map<FactRow, Map<string, Change | null>>();
  return lines.flatMap(({ proposal, district, version, candidate }) => {
    const { insats, targetGroup, legalBasis, date, currentState } = candidate;
    const at = differences(legalBasis, date);
    if (!differs(at)) return [];
    const row = rows.ofCandidate(candidate);
    const ofRow = known.get(row) ?? new Map<string, Change | null>();
    known.set(row, ofRow);
    const key = `${date} ${stateKey(currentState)}`;
    const answer = ofRow.get(key);
    const change = answer === undefined ? changeOf(at, row) : answer;
    ofRow.set(key, change);
    return change ? [{ proposal, district, version, insats, targetGroup, legalBasis, kinds: kindsOf(change), ...change }] : [];
  });
}
