import type { Design } from '../candidate/design.ts';
import { UNKNOWN } from '../candidate/design-fields.ts';

type Extent = Pick<Design, 'ceilingKind' | 'ceilingAmount' | 'timeLimitMonths'>;

/**
 * What leaves open how much one person can get in all, in words; empty where the design sets a limit. A number of sessions is a limit by
 * itself. Hours a month need a time limit too. Where the insats goes on round the clock the time limit is enough.
 */
export function openEnded({ ceilingKind, ceilingAmount, timeLimitMonths }: Extent, roundTheClock: boolean): string[] {
  const timed = typeof timeLimitMonths === 'number';
  const counted = (ceilingKind === 'sessions' || ceilingKind === 'hours') && typeof ceilingAmount === 'number';
  if (counted && (ceilingKind === 'sessions' || timed)) return [];
  if (roundTheClock && timed) return [];
  return [
    ...(roundTheClock || counted
      ? []
      : [ceilingKind === 'none' ? 'inget tak för omfattningen' : ceilingKind === UNKNOWN ? 'ingen har svarat på om det finns ett tak' : 'taket har inget tal']),
    ...(timed ? [] : [timeLimitMonths === UNKNOWN ? 'ingen har svarat på om det finns en tidsgräns' : 'ingen tidsgräns']),
  ];
}

/** What Uppsala met where the extent was open, and where it is told. */
export const uppsala = {
  text: 'I Uppsala fick den som fyllt 65 år insatser utan att behovet prövades. Antalet deltagare ökade snabbare än befolkningsutvecklingen motiverade, och timmarna kunde växa inom breda ramar utan att kommunen bedömde behovet. Kommunen fann att kostnaderna drevs upp kraftigt och avbröt försöket.',
  sources: ['stockholm-2022/uppsala', 'sou-2020-47/s.682-683'],
} as const;
