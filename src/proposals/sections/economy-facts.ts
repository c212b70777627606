import { outcomeOf } from '../../economy/outcome.ts';
import type { Span } from '../../economy/scenario.ts';
import { number } from '../../web/format.ts';
import { chapterBlocks, type FactBlock, type FactSources } from './fact-blocks.ts';

const span = ({ low, high }: Span): string => (low === high ? number(low) : `${number(low)} till ${number(high)}`);

/** The planner's own scenarios and what they come to, and what the sources say of costs. */
export function economyFacts({ version: { draft }, scenarios }: FactSources): FactBlock[] {
  const results: FactBlock[] =
    scenarios.length === 0
      ? [{ type: 'note', text: 'Inga räkneexempel är sparade. Därför finns inga kostnader här.' }]
      : [
          {
            type: 'table',
            caption: 'Räkneexempel med era egna tal, kronor per år. De påverkar inte vad regelverket föreslår.',
            head: ['Räkneexempel', 'I dag', 'Utan behovsprövning', 'Skillnad'],
            rows: scenarios.map(outcomeOf).map(({ scenario, today, after, difference }) => [scenario.name, span(today), span(after), span(difference)]),
          },
        ];
  return [...results, ...chapterBlocks(draft.chapters, 'economy', (title) => title === null || title.startsWith('Frågor'))];
}
