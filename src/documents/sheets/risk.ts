import type { Draft } from '../../drafts/draft-schema.ts';
import { severityLabels } from '../../drafts/wording.ts';
import type { Sheet } from '../../files/model.ts';
import { count, text } from './columns.ts';

/** How many lines have a risk of each kind, by theme and severity. */
export function riskSheet(draft: Draft): Sheet {
  const severities = ['blocking', 'high', 'medium', 'low', 'info'] as const;
  return {
    name: 'Riskbild',
    columns: [text('Riskområde', 34), ...severities.map((severity) => count(severityLabels[severity]))],
    rows: draft.risk.themes.map((theme) => [theme.title, ...severities.map((severity) => theme.counts[severity])]),
  };
}
