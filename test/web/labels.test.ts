import t from 'tap';
import { verdictIds } from '../../src/catalogue/query.ts';
import { operators, pathways, reviewers, severities, verdicts } from '../../src/rules/format.ts';
import * as labels from '../../src/web/labels.ts';

const sorted = (keys: readonly string[]): string[] => [...keys].sort();

t.test('every value of a closed list has its Swedish words, and no other value has', async (t) => {
  t.same(sorted(Object.keys(labels.verdictLabels)), sorted(verdicts));
  t.same(sorted(Object.keys(labels.verdictSigns)), sorted(verdicts));
  t.same(sorted(Object.keys(labels.verdictColors)), sorted(verdicts));
  t.same(sorted(verdictIds), sorted(verdicts));
  t.same(sorted(Object.keys(labels.severityLabels)), sorted(severities));
  t.same(sorted(Object.keys(labels.severityColors)), sorted(severities));
  t.same(sorted(Object.keys(labels.pathwayLabels)), sorted(pathways));
  t.same(sorted(Object.keys(labels.reviewerLabels)), sorted(reviewers));
  t.same(sorted(Object.keys(labels.operatorLabels)), sorted(operators));
});
