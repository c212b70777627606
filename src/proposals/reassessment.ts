import type { Assessor } from '../assessment/assess.ts';
import { type SectionId, sectionHeadings, sectionOrder } from '../drafts/draft-schema.ts';
import { assessShaped } from '../drafts/shape-line.ts';
import { lineKey, type Missing, missingOf, untouched } from '../drafts/shaping.ts';
import { type ComparedLine, compareVersions } from './compare.ts';
import type { Difference } from './line-content.ts';
import { nextInputs, type ProposalInputs, proposalId, type Renewal, type WorkingParts } from './proposal-inputs.ts';
import type { Proposals } from './proposals.ts';
import type { StoredVersion } from './repository.ts';
import type { WorkingCopies } from './working-copy.ts';

/** What a person asks a proposal to be assessed anew with. */
export interface Choice {
  date: string;
  /** The answers that the version has, or those that the district gives now. */
  state: 'kept' | 'now';
}

/** Lines that go from one outcome to another; null is a line that is not there. */
export interface Movement {
  from: string;
  to: string;
  lines: number;
}

/** Something that people must look at again, with the lines where it is so. */
export interface Attention {
  text: string;
  lines: { insats: string; targetGroup: string; name: string; anchor: string }[];
}

/** Lines that would change alike, for the same reason. */
export interface LikeLines {
  differences: Difference[];
  causes: ComparedLine['causes'];
  certain: boolean;
  lines: ComparedLine[];
}

/** What a version would become; nothing of it is stored. */
export interface Reassessment {
  renewal: Renewal;
  inputs: ProposalInputs;
  /** The same whenever the same thing would be saved. */
  fingerprint: string;
  /** There is nothing to save: the version is made from just this already. */
  same: boolean;
  changed: ComparedLine[];
  alike: LikeLines[];
  movements: Movement[];
  outcomes: { heading: string; before: number; after: number }[];
  /** Answers of people that no longer meet a flag, and flags that now wait for an answer. */
  attention: Attention[];
}

const outside = 'Ingen rad';

/** Assesses the working copy of a version anew, by the rules in force, without storing anything. */
export async function reassess(
  {
    assessor,
    proposals,
    workingCopies,
  }: { assessor: Assessor; proposals: Pick<Proposals, 'build'>; workingCopies: Pick<WorkingCopies, 'pairsOf' | 'candidateOf'> },
  version: StoredVersion,
  parts: WorkingParts,
  renewal: Renewal,
): Promise<Reassessment> {
  const inputs = nextInputs(version.inputs, parts, assessor.knowledge, renewal);
  const same = JSON.stringify(inputs) === JSON.stringify(version.inputs);
  const draft = same ? version.draft : await proposals.build(inputs);
  const changed = compareVersions(version, { inputs, draft }, assessor);
  return {
    renewal,
    inputs,
    fingerprint: proposalId(inputs),
    same,
    changed,
    alike: alikeOf(changed),
    movements: movementsOf(version, draft.lines),
    outcomes: outcomesOf(version, draft.lines),
    attention: attentionOf(assessor, workingCopies, version, inputs, changed),
  };
}

/** Lines with the same differences as one, those that change pathway or stage first, then the largest. */
function alikeOf(changed: readonly ComparedLine[]): LikeLines[] {
  const groups = Map.groupBy(changed, ({ differences, causes, certain }) => JSON.stringify([differences, causes, certain]));
  const weight = ({ differences }: LikeLines) => (differences.some(({ what }) => what === 'standing' || what === 'added' || what === 'removed') ? 0 : 1);
  return [...groups.values()]
    .flatMap((lines): LikeLines[] => {
      const [first] = lines;
      return first === undefined ? [] : [{ differences: first.differences, causes: first.causes, certain: first.certain, lines }];
    })
    .sort((a, b) => weight(a) - weight(b) || b.lines.length - a.lines.length);
}

type Lines = StoredVersion['draft']['lines'];
const sectionsOf = (lines: Lines) => new Map(lines.map((line) => [lineKey(line.insats, line.targetGroup), line.section]));

function movementsOf({ draft }: StoredVersion, lines: Lines): Movement[] {
  const [before, after] = [sectionsOf(draft.lines), sectionsOf(lines)];
  const counts = new Map<string, { from: SectionId | undefined; to: SectionId | undefined; lines: number }>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [from, to] = [before.get(key), after.get(key)];
    if (from === to) continue;
    const name = `${from} ${to}`;
    counts.set(name, { from, to, lines: (counts.get(name)?.lines ?? 0) + 1 });
  }
  const heading = (section: SectionId | undefined) => (section === undefined ? outside : sectionHeadings[section]);
  return [...counts.values()].sort((a, b) => b.lines - a.lines).map(({ from, to, lines: n }) => ({ from: heading(from), to: heading(to), lines: n }));
}

function outcomesOf({ draft }: StoredVersion, lines: Lines): Reassessment['outcomes'] {
  const of = (all: Lines, section: SectionId) => all.filter((line) => line.section === section).length;
  return sectionOrder
    .map((section) => ({ heading: sectionHeadings[section], before: of(draft.lines, section), after: of(lines, section) }))
    .filter(({ before, after }) => before + after > 0);
}

function attentionOf(
  assessor: Assessor,
  workingCopies: Pick<WorkingCopies, 'pairsOf' | 'candidateOf'>,
  version: StoredVersion,
  inputs: ProposalInputs,
  changed: readonly ComparedLine[],
): Attention[] {
  const pairs = workingCopies.pairsOf(version);
  const lines = new Map(version.draft.lines.map((line) => [lineKey(line.insats, line.targetGroup), line]));
  const found = new Map<string, Attention['lines']>();
  for (const { insats, targetGroup, name, targetGroupName } of changed) {
    const key = lineKey(insats, targetGroup);
    const [pair, line] = [pairs.get(key), lines.get(key)];
    const shaping = inputs.shaping?.[key] ?? untouched;
    if (pair === undefined || shaping.removed) continue;
    const { assessment, standing } = assessShaped(assessor, workingCopies.candidateOf({ inputs }, pair), shaping);
    const before: Missing[] =
      line === undefined
        ? []
        : missingOf(
            { section: line.section, chosen: line.shaped?.chosen === true, refused: null },
            line.flags,
            line.verdict,
            version.inputs.shaping?.[key] ?? untouched,
          );
    const known = new Set(before.map(({ kind, anchor }) => `${kind} ${anchor}`));
    const now = missingOf(standing, assessment.flags, assessment.law.verdict, shaping).filter(({ kind, anchor }) => !known.has(`${kind} ${anchor}`));
    const fired = new Set(assessment.flags.map(({ rule }) => rule));
    const unmet = (line?.flags ?? []).filter(({ rule }) => shaping.responses[rule] !== undefined && !fired.has(rule));
    for (const { text, anchor } of [
      ...now,
      ...unmet.map(({ title }) => ({
        text: `Ert svar på flaggan ”${title}” möter ingen flagga längre. Svaret sparas ifall flaggan kommer tillbaka.`,
        anchor: 'flaggor',
      })),
    ]) {
      const own = found.get(text) ?? [];
      own.push({ insats, targetGroup, name: `${name}, ${targetGroupName}`, anchor });
      found.set(text, own);
    }
  }
  return [...found].map(([text, own]) => ({ text, lines: own })).sort((a, b) => b.lines.length - a.lines.length);
}
