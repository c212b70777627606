import { z } from 'zod';
import type { Assessor } from '../../assessment/assess.ts';
import { CandidateError } from '../../assessment/errors.ts';
import { latestDate } from '../../assessment/parse-candidate.ts';
import type { RulesAt } from '../../assessment/ruleset.ts';
import { noticesAt } from '../../law/law.ts';
import { list } from '../../web/format.ts';
import type { InputFault } from '../../web/input.ts';
import type { RulesetVersion, RulesetVersions } from './versions.ts';

/** One side of a comparison: a legal basis as it reads at a date, under one version of the rules. */
export interface Side {
  legalBasis: string;
  /** ISO date. */
  date: string;
  version: RulesetVersion;
  /** Answers by that version only. */
  assessor: Assessor;
  rules: RulesAt;
  /** What must be told of the basis at the date, for example that the planner does not know the law that far. */
  notices: readonly string[];
}

/** A side as somebody has written it. `version` is a hash; empty means the rules in force. */
export interface WrittenSide {
  legalBasis: string;
  date: string;
  version: string;
}

/** The questions that every answer to one request is given by: stored versions do not change, but which one is in force may. */
export interface SideContext {
  /** One for each set of rules, the newest that has them; its title says which others do. */
  all: readonly RulesetVersion[];
  live: RulesetVersion;
  assessorFor(hash: string): Promise<Assessor | undefined>;
  today: string;
}

/** Which versions there are and which is in force now, asked once for each request. */
export async function sideContext(assessor: Assessor, versions: RulesetVersions, today: string): Promise<SideContext> {
  const { hash } = assessor.knowledge.ruleset;
  const all = await versions.versions();
  const same = all.filter((version) => version.hash === hash);
  const live = same.find(({ number }) => number === versions.live()) ?? same.at(-1);
  if (live === undefined) throw new Error(`The ruleset in force, ${hash}, is not among the stored versions.`);
  return { all: distinctRules(all, live), live, assessorFor: (wanted) => versions.assessorFor(wanted), today };
}

/** Versions that differ in their cases only say the same of every candidate: the one in force stands for them, or the newest. */
function distinctRules(all: readonly RulesetVersion[], live: RulesetVersion): RulesetVersion[] {
  return [...Map.groupBy(all, ({ hash }) => hash)].map(([hash, versions]) => {
    const [newest = live, ...others] = hash === live.hash ? [live, ...versions.filter((one) => one !== live)] : versions.toReversed();
    if (others.length === 0) return newest;
    const numbers = others.map(({ number }) => number).sort((a, b) => a - b);
    return { ...newest, title: `${newest.title} (samma regler som version ${list(numbers.map(String))})` };
  });
}

const isDate = (text: string): boolean => z.iso.date().safeParse(text).success;
const notADate = 'Det är inget datum. Skriv år, månad och dag, till exempel 2026-11-22.';

/**
 * Finds what a side says. Faults have the names `legalBasis`, `date` and `version`; one that has none gives a side.
 * A date before the basis existed is a fault; one beyond what the planner knows of the law is a notice.
 */
export async function readSide(written: WrittenSide, context: SideContext): Promise<{ side: Side | null; faults: InputFault[] }> {
  const fault = (field: keyof WrittenSide, message: string) => ({ side: null, faults: [{ field, message }] });
  const date = written.date === '' ? context.today : written.date;
  const version = written.version === '' ? context.live : context.all.find(({ hash }) => hash === written.version);
  if (version === undefined) return fault('version', 'Den versionen av reglerna finns inte. Välj en i listan.');
  const assessor = await context.assessorFor(version.hash);
  if (assessor === undefined) return fault('version', `Version ${version.number} av reglerna går inte att läsa in. Välj en annan.`);
  if (!isDate(date)) return fault('date', notADate);
  if (date > latestDate) return fault('date', `Datumet ligger för långt fram. Välj en dag till och med ${latestDate}.`);
  try {
    const rules = assessor.rulesAt(written.legalBasis, date);
    return { side: { legalBasis: written.legalBasis, date, version, assessor, rules, notices: noticesAt(rules.law, date) }, faults: [] };
  } catch (error) {
    if (error instanceof CandidateError) return fault(error.field === 'date' ? 'date' : 'legalBasis', error.message);
    throw error;
  }
}

/** What tells one side from another. */
export const sideKey = ({ legalBasis, date, version }: Side): string => `${legalBasis}@${date}#${version.hash}`;
