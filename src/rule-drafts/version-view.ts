import { defaultBasis } from '../questions/question.ts';
import { describe } from '../rule-changes/describe.ts';
import { diffCases, diffRulesets } from '../rule-changes/diff.ts';
import { parseOperations } from '../rule-changes/operations.ts';
import type { RulesetVersion } from '../rulesets/rulesets.ts';
import type { RulesetFault, VersionHead, VersionKind } from '../rulesets/types.ts';
import { url } from '../web/format.ts';
import { areaName } from './draft.ts';

const versionKindLabels: Readonly<Record<VersionKind, string>> = {
  base: 'Regelfiler',
  rebased: 'Omräknad på nya regelfiler',
  published: 'Publicerad ändring',
};
export const versionsPath = '/metod/versioner';
const versionPath = (number: number): string => `${versionsPath}/${number}`;

/** A version as the list shows it. `inForce` is the number of the version in force; `today` an ISO date. */
export function versionView(head: VersionHead, { inForce, kept, today, nameOf, drafts }: VersionNames) {
  const leftOut = head.kind === 'published' && !kept.has(head.number);
  const standing =
    head.number === inForce
      ? 'gäller nu'
      : head.appliesFrom > today
        ? 'väntar'
        : head.number > (inForce ?? 0)
          ? 'kan inte användas'
          : leftOut
            ? 'gäller inte längre'
            : 'ersatt';
  const colors = { 'gäller nu': 'success', väntar: 'info', 'kan inte användas': 'danger', 'gäller inte längre': 'warning', ersatt: 'neutral' } as const;
  return {
    ...head,
    href: versionPath(head.number),
    kindLabel: versionKindLabels[head.kind],
    standing,
    color: colors[standing],
    by: head.publishedBy === null ? null : nameOf(head.publishedBy),
    checkedByName: head.checkedBy === null ? null : nameOf(head.checkedBy),
    areaNames: head.note?.areas.map(areaName) ?? [],
    draft: drafts.get(head.number) ?? null,
  };
}

export interface VersionNames {
  inForce: number | null;
  /** The published versions whose changes are in the newest one. */
  kept: ReadonlySet<number>;
  today: string;
  /** An account's id to its name. */
  nameOf: (id: string) => string;
  /** The drafts that versions were published from. */
  drafts: ReadonlyMap<number, { name: string; href: string }>;
}

/** A fault of a stored version, and what to do about it. */
export function faultView({ version, kind, faults }: RulesetFault) {
  return {
    version,
    href: versionPath(version),
    title: kind === 'unreadable' ? `Version ${version} går inte att använda` : `Ändringen i version ${version} gäller inte längre`,
    text:
      kind === 'unreadable'
        ? 'Den har skadats i databasen. Den senaste versionen som går att läsa används i stället. Be den som sköter driften att läsa in en säkerhetskopia, eller publicera ändringen på nytt: en ny ändring läggs på den version som går att läsa.'
        : 'Den passar inte de regelfiler som har kommit med en senare Insatsplan och har därför lämnats utanför. Skriv en ny ändring om den fortfarande behövs. Tills någon har publicerat något nytt prövas den igen varje gång regelfilerna byts.',
    faults,
  };
}

/** What a version changes against the one before it; null where that one cannot be read. */
export function differences(version: RulesetVersion, previous: RulesetVersion | undefined) {
  if (previous === undefined) return null;
  return { rules: diffRulesets(previous.ruleset, version.ruleset), cases: diffCases(previous.cases, version.cases) };
}

/** The operations in words, as of the version that they were applied to. */
export function operationTexts({ operations, ruleset }: RulesetVersion, previous: RulesetVersion | undefined): string[] {
  const read = parseOperations({ operations });
  return 'operations' in read ? read.operations.map((operation) => describe(operation, previous?.ruleset ?? ruleset)) : [];
}

/** The comparison of two versions as the law reads on a day (ISO). */
export function compareHref(from: VersionHead, to: VersionHead, date: string): string {
  const at = { fran: defaultBasis, frandatum: date, till: defaultBasis, tilldatum: date };
  return url('/metod/jamfor', { ...at, franversion: from.hash, tillversion: to.hash });
}
