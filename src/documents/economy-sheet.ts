import type { Draft } from '../drafts/draft-schema.ts';
import { linesOf } from '../drafts/economy-outcome.ts';
import { assumptions, type Span } from '../economy/scenario.ts';
import { assumptionRows, resultRows } from '../economy/words.ts';
import type { Sheet, SheetValue } from '../files/model.ts';
import { openInWords, scenarioLines } from './economy-chapter.ts';

/** The planners' scenarios as rows to filter: results, assumptions and what each moves; only where there are any. */
export function economySheet(draft: Draft): Sheet[] {
  const outcomes = draft.economy ?? [];
  if (outcomes.length === 0) return [];
  const known = linesOf(draft);
  const rows = outcomes.flatMap((outcome): SheetValue[][] => {
    const { scenario, influence, experience } = outcome;
    const row = (kind: string, label: string, span: Span | null, unit: string | null, text: string | null): SheetValue[] => [
      scenario.name,
      kind,
      label,
      span?.low ?? null,
      span?.high ?? null,
      unit,
      text,
    ];
    return [
      ...resultRows(outcome).map(({ label, help, span }) => row('Resultat', label, span, 'kronor per år', help)),
      ...assumptionRows(scenario).map(({ label, unit, span, from }) => row('Antagande', label, span, unit, from)),
      ...influence.map(({ assumption, span }) =>
        row('Påverkan', assumptions[assumption].label, span, 'kronor per år', 'Skillnadens ändring när talet går från lägst till högst.'),
      ),
      row('Rader', 'Rader', null, null, scenarioLines(known, scenario.lines).join('\n')),
      ...(experience === null
        ? []
        : [row('Varning', 'Uppsala', null, null, `${openInWords(outcome)} ${experience.text} (${experience.citations.join('; ')})`)]),
    ];
  });
  return [
    {
      name: 'Räkneexempel',
      columns: [
        { header: 'Räkneexempel', width: 34, type: 'text' },
        { header: 'Slag', width: 14, type: 'text' },
        { header: 'Uppgift', width: 30, type: 'text' },
        { header: 'Lägst', width: 16, type: 'number' },
        { header: 'Högst', width: 16, type: 'number' },
        { header: 'Enhet', width: 30, type: 'text' },
        { header: 'Förklaring eller källa', width: 70, type: 'text' },
      ],
      rows,
    },
  ];
}
