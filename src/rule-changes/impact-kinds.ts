import type { Change } from './answers.ts';

/** Ways in which an answer changes, gravest first, in the words of tables and pictures. */
export const changeKindLabels = {
  verdict: 'Lagens svar',
  pathway: 'Väg eller etapp',
  flag_appears: 'Ny flagga',
  flag_vanishes: 'Flagga försvinner',
  severity: 'Annan allvarsgrad',
  ground: 'Annan grund',
  signal: 'Annat stöd',
  texts: 'Andra texter',
} as const;
export type ChangeKind = keyof typeof changeKindLabels;
export const changeKinds = Object.keys(changeKindLabels) as ChangeKind[];

/** The ways in which one answer changes; several at once as a rule. */
export function kindsOf({ before, after, effects }: Change): ChangeKind[] {
  const has = (kind: 'law' | 'risk' | 'signal', ...changes: string[]) => effects.some((e) => e.kind === kind && changes.includes(e.change));
  const is: Record<ChangeKind, boolean> = {
    verdict: before.verdict !== after.verdict,
    pathway: before.pathway !== after.pathway || before.stage !== after.stage || before.section !== after.section,
    flag_appears: has('risk', 'appears'),
    flag_vanishes: has('risk', 'vanishes'),
    severity: has('risk', 'severity'),
    ground: has('law', 'appears', 'vanishes', 'verdict'),
    signal: has('signal', 'appears', 'vanishes'),
    texts: effects.some((e) => e.change === 'texts'),
  };
  return changeKinds.filter((kind) => is[kind]);
}
