/** Swedish words for the closed lists that every page shows. Tests hold the keys equal to the lists of the rule format. */

export const verdictLabels = {
  allowed: 'Får öppnas',
  requires_assessment: 'Kräver behovsprövning',
  other_law: 'Styrs av annan lag',
  unclear: 'Oklart: jurist avgör',
} as const;

/** A sign beside the word, so that nothing is told by colour alone. */
export const verdictSigns = { allowed: '✓', requires_assessment: '✕', other_law: '§', unclear: '?' } as const;
export const verdictColors = { allowed: 'success', requires_assessment: 'danger', other_law: 'neutral', unclear: 'warning' } as const;

export const severityLabels = { blocking: 'Hindrar', high: 'Hög risk', medium: 'Medelhög risk', low: 'Låg risk', info: 'Upplysning' } as const;
export const severityColors = { blocking: 'danger', high: 'danger', medium: 'warning', low: 'info', info: 'neutral' } as const;

export const pathwayLabels = {
  open: 'Öppna utan behovsprövning',
  open_with_conditions: 'Öppna på villkor',
  simplified_assessment: 'Förenklad prövning',
  keep_assessment: 'Behåll behovsprövning',
} as const;

export const reviewerLabels = { legal: 'Jurist', district_manager: 'Stadsdelens chef', planner: 'Planerare' } as const;

export const operatorLabels = {
  equal: 'är',
  notEqual: 'är inte',
  in: 'är något av',
  notIn: 'är inget av',
  contains: 'innehåller',
  doesNotContain: 'innehåller inte',
  lessThan: 'är mindre än',
  lessThanInclusive: 'är högst',
  greaterThan: 'är större än',
  greaterThanInclusive: 'är minst',
} as const;

export const statisticLabels = {
  given: 'Ger insatsen',
  digital: 'Ger den digitalt',
  private: 'Har enskild utförare',
  withoutDecision: 'Ger den utan beslut',
} as const;
