import type { Db } from '../database/types.ts';
import { namesOf } from '../reviews/people.ts';
import { describe } from '../rule-changes/describe.ts';
import { type Operation, parseOperations } from '../rule-changes/operations.ts';
import { baseHistory, type HistoryOf } from '../rulebook/rules/history.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { versionPath } from './version-view.ts';

const targetOf = (operation: Operation): string => (operation.type === 'add-rule' ? operation.name : operation.rule);

/** What published changes have done to a rule, as far as they are in force, beside what its file says. */
export function publishedHistory(db: Db, rulesets: Rulesets): HistoryOf {
  const base = baseHistory();
  /** Versions never change. */
  const known = new Map<number, readonly { rule: string; type: Operation['type']; text: string }[]>();

  async function operationsOf(number: number) {
    const found = known.get(number);
    if (found !== undefined) return found;
    const [version, previous] = [await rulesets.version(number), await rulesets.version(number - 1)];
    const read = parseOperations({ operations: version?.operations ?? [] });
    if (version === undefined || !('operations' in read)) return [];
    const rules = previous?.ruleset ?? version.ruleset;
    const made = read.operations.map((operation) => ({ rule: targetOf(operation), type: operation.type, text: describe(operation, rules) }));
    known.set(number, made);
    return made;
  }

  return async (rule) => {
    const first = await base(rule);
    const changes = rulesets.current().version?.changes ?? [];
    const own: { number: number; types: Operation['type'][]; texts: string[] }[] = [];
    for (const number of changes) {
      const found = (await operationsOf(number)).filter((operation) => operation.rule === rule.id);
      if (found.length > 0) own.push({ number, types: found.map(({ type }) => type), texts: found.map(({ text }) => text) });
    }
    if (own.length === 0) return first;
    const heads = rulesets.versions().filter(({ number }) => own.some((one) => one.number === number));
    const nameOf = await namesOf(
      db,
      heads.flatMap(({ publishedBy }) => (publishedBy === null ? [] : [publishedBy])),
    );
    const by = (number: number): string => nameOf(heads.find((head) => head.number === number)?.publishedBy ?? null);
    const graded = own.findLast(({ types }) => types.some((type) => type === 'set-severity' || type === 'add-rule'));
    const made = own.some(({ types }) => types.includes('add-rule'));
    return {
      severitySetBy: graded === undefined ? first.severitySetBy : `${by(graded.number)} (version ${graded.number})`,
      events: [
        ...own.toReversed().map(({ number, texts }) => ({
          at: heads.find((head) => head.number === number)?.appliesFrom ?? null,
          by: by(number),
          text: `${texts.join('. ')}.`,
          href: versionPath(number),
        })),
        ...(made ? [] : first.events.map((event) => ({ ...event, text: event.text.replace(' Ingen har ändrat den sedan dess.', '') }))),
      ],
    };
  };
}
