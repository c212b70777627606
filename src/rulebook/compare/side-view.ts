import { date } from '../../web/format.ts';
import type { Side } from './sides.ts';

/** A side in words, for headings, tables and files. */
export function sideView({ legalBasis, date: day, version, rules, notices }: Side) {
  return {
    legalBasis,
    title: rules.law.title,
    shortTitle: rules.law.shortTitle,
    date: day,
    version,
    versionText: `Version ${version.number}: ${version.title}`,
    notices:
      version.appliesFrom !== null && version.appliesFrom > day
        ? [...notices, `Version ${version.number} av reglerna är avsedd från den ${date(version.appliesFrom)}. Här prövas den ändå för den ${date(day)}.`]
        : notices,
  };
}
