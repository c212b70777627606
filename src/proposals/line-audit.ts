import { type AuditEntry, type AuditValues, changedValues, textPrint } from '../audit/trail.ts';
import { type LineShaping, lineKey } from '../drafts/shaping.ts';
import type { LineId } from './shaping-repository.ts';

/** What people have chosen for a line, as the trail tells it: choices as they are, texts and names by their fingerprint. */
function valuesOf({ removed, pathway, stage, design, motive, responses, added }: LineShaping): AuditValues {
  const answers = Object.entries(design).map(([field, answer]) => [`design.${field}`, Array.isArray(answer) ? answer.join(' ').slice(0, 200) : answer]);
  const flags = Object.entries(responses).flatMap(([rule, { kind, motive: why, who, due }]) => [
    [`flag.${rule}`, kind],
    [`flag.${rule}.text`, textPrint(`${why}${who}`)],
    [`flag.${rule}.due`, due],
  ]);
  return { removed, added: added === true, pathway, stage, motive: textPrint(motive), ...Object.fromEntries([...answers, ...flags]) };
}

/** What a save of a line was: taken in, taken away, put back, or changed. */
function actionOf(before: LineShaping, after: LineShaping): AuditEntry['action'] {
  if (after.added === true && !after.removed && (before.added !== true || before.removed)) return 'line.add';
  if (before.removed !== after.removed) return after.removed ? 'line.remove' : 'line.restore';
  return 'line.save';
}

/** The row of the trail for a line that was saved. */
export function lineEntry({ proposal, insats, targetGroup }: LineId, district: string, before: LineShaping, after: LineShaping, revision: number): AuditEntry {
  const changed = changedValues({ ...valuesOf(before), revision: revision - 1 }, { ...valuesOf(after), revision });
  return { action: actionOf(before, after), object: { type: 'line', id: `${proposal}/${lineKey(insats, targetGroup)}` }, district, ...changed };
}
