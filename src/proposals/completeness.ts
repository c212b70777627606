import { count } from '../web/format.ts';
import type { StoredVersion } from './repository.ts';
import { documentHref } from './sections/parts.ts';
import type { WorkingState } from './working-copy.ts';

/** Something that stands between a version and being complete, with where it is put right. */
export interface Lack {
  text: string;
  href: string;
}

/** What keeps the newest version from being complete, the first to do first; empty where nothing does. */
export function lacksOf(
  version: Pick<StoredVersion, 'id'>,
  { pending, missing, unwritten }: Pick<WorkingState, 'pending' | 'missing' | 'unwritten'>,
  /** The rules that the version was assessed by are still here, with the same catalogue. */
  rulesAreHere: boolean,
): Lack[] {
  const base = `/forslag/${version.id}`;
  const lacks: Lack[] = [];
  if (!rulesAreHere)
    lacks.push({
      text: 'Regler eller katalog har ändrats sedan versionen sparades. Spara en ny version med dagens regler först.',
      href: `${base}/omprovning`,
    });
  if (pending > 0) lacks.push({ text: 'Det finns ändringar som inte är sparade i en version. Spara dem som ny version först.', href: `${base}#arbetskopia` });
  for (const { part, title } of unwritten) lacks.push({ text: `Avsnittet ”${title}” är inte skrivet.`, href: documentHref(version.id, part) });
  if (missing.length > 0) lacks.push({ text: `Något saknas i ${count(missing.length, 'rad', 'rader')}.`, href: `${base}/saknas` });
  return lacks;
}
