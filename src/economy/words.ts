import { number } from '../web/format.ts';
import { type Outcome, reach } from './outcome.ts';
import { type Assumption, assumptionIds, assumptions, type Scenario, type Span } from './scenario.ts';

/** The words and figures of an outcome, the same on pages, in documents and in the workbook. */

/** "120 000 till 340 000", or one number. */
export const spanText = ({ low, high }: Span): string => (low === high ? number(low) : `${number(low)} till ${number(high)}`);

const higherOrLower = (amount: number): string =>
  amount === 0 ? 'oförändrad kostnad' : `${number(Math.abs(amount))}\u00a0kronor ${amount < 0 ? 'lägre' : 'högre'} kostnad`;

/** "Mellan 120 000 kronor lägre och 340 000 kronor högre kostnad per år". */
export function differenceInWords({ low, high }: Span): string {
  if (low === high) return low === 0 ? 'Oförändrad kostnad' : `${higherOrLower(low)} per år`;
  if (low < 0 && high > 0) return `Mellan ${number(-low)}\u00a0kronor lägre och ${number(high)}\u00a0kronor högre kostnad per år`;
  const [near, far] = high <= 0 ? [0 - high, 0 - low] : [low, high];
  return `Mellan ${number(near)} och ${number(far)}\u00a0kronor ${high <= 0 ? 'lägre' : 'högre'} kostnad per år`;
}

/** What a span on both sides of zero means; null where it lies on one side. */
export const crossesZero = ({ low, high }: Span): string | null =>
  low < 0 && high > 0 ? 'Spannet ligger på båda sidor om noll. Talen räcker inte för att säga om kostnaden blir lägre eller högre.' : null;

export interface FigureRow {
  label: string;
  help: string;
  span: Span;
}

/** Today, after and the difference, in kronor a year. */
export const resultRows = ({ today, after, difference }: Outcome): FigureRow[] => [
  { label: 'I dag', help: 'Behovsprövningen och insatsen.', span: today },
  { label: 'Utan behovsprövning', help: 'Insatsen, med ändrad efterfrågan och undvikna kostnader.', span: after },
  { label: 'Skillnad', help: 'Under noll är en lägre kostnad.', span: difference },
];

export interface AssumptionRow {
  id: Assumption;
  label: string;
  unit: string;
  span: Span;
  from: string;
}

export const noSource = 'Ingen har skrivit varifrån talet kommer.';

/** Every assumption that somebody has entered, with where it comes from. */
export const assumptionRows = (scenario: Scenario): AssumptionRow[] =>
  assumptionIds.flatMap((id) => {
    const assumed = scenario[id];
    if (assumed === null) return [];
    const { label, unit } = assumptions[id];
    return [{ id, label, unit, span: assumed.span, from: assumed.from === '' ? noSource : assumed.from }];
  });

/** How an outcome is reckoned, so that it can be reckoned again by hand. */
export const method =
  'Kostnaden i dag är personerna gånger behovsprövningen och insatsen. Utan behovsprövning är den personerna, ändrade med efterfrågan, gånger insatsen; för dem som kommer till dras undvikna kostnader av. Spannet går från den kombination av talen som ger minst till den som ger mest.';

/** What the picture shows, in words; also where there is nothing to show. */
export function influenceInWords({ influence }: Outcome): string {
  const [most] = influence;
  if (most === undefined) return 'Alla antaganden är exakta tal. Därför finns inget spann att visa.';
  if (reach(most.span) === 0) return 'Inget av spannen ändrar skillnaden.';
  return `${assumptions[most.assumption].label} flyttar skillnaden mest: ${shiftInWords(most.span)} när talet går från det lägsta till det högsta.`;
}

/** "mellan 100 och 200 kronor upp", the change when an assumption goes from its lower to its higher number. */
export function shiftInWords({ low, high }: Span): string {
  if (low === 0 && high === 0) return 'ingen ändring';
  if (low < 0 && high > 0) return `mellan ${number(-low)}\u00a0kronor ned och ${number(high)}\u00a0kronor upp`;
  const way = high <= 0 ? 'ned' : 'upp';
  if (low === high) return `${number(Math.abs(low))}\u00a0kronor ${way}`;
  // From 0, since −0 would be written with its sign.
  const [near, far] = high <= 0 ? [0 - high, 0 - low] : [low, high];
  return `mellan ${number(near)} och ${number(far)}\u00a0kronor ${way}`;
}
