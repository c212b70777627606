/** Start-up checks of the cases against the rules and the fact table, in both directions. */
import { type FactInfo, factTable, outcomeFacts } from '../candidate/facts.ts';
import { isFactValue } from './check.ts';
import type { RuleFault } from './errors.ts';
import type { AnyRule, RuleCase } from './format.ts';

const facts: Readonly<Record<string, FactInfo>> = { ...factTable, ...outcomeFacts };

/** A case's place in a fault: its rule and its name. */
const placeOf = ({ rule, name }: RuleCase): string => `${rule}: ”${name}”`;

/** What is given in a case that no rule could be asked of: facts that are not there, and values that they cannot have. */
export function unknownGiven(given: RuleCase['given']): { fact: string; info?: FactInfo; problem: string; remedy: string }[] {
  return Object.entries(given).flatMap(([fact, value]) => {
    const info = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
    if (info === undefined) return [{ fact, problem: `Okänt faktum "${fact}".`, remedy: 'Använd ett faktum ur src/candidate/facts.ts.' }];
    if (isFactValue(info, value)) return [];
    const own = info.type === 'number' ? ['ett tal'] : info.type === 'boolean' ? ['true', 'false'] : (info.values ?? []);
    const possible = [...own, ...(info.special ?? [])].join(', ');
    return [{ fact, info, problem: `${JSON.stringify(value)} är inget värde för "${fact}".`, remedy: `Möjliga värden: ${possible}.` }];
  });
}

/** Faults of the cases of files: rules, facts and values that are not there, names that stand twice, and rules that no case proves. */
export function checkCases(files: readonly { file: string; cases: readonly RuleCase[] }[], rules: readonly AnyRule[]): RuleFault[] {
  const known = new Set(rules.map(({ name }) => name));
  const seen = new Set<string>();
  const proved = new Set<string>();
  const inFiles = files.flatMap(({ file, cases }) =>
    cases.flatMap((one): RuleFault[] => {
      const place = placeOf(one);
      const twice = seen.size === seen.add(place).size;
      proved.add(one.rule);
      return [
        ...(known.has(one.rule)
          ? []
          : [{ file, place, problem: `Det finns ingen regel som heter "${one.rule}".`, remedy: 'Rätta regelns namn i fallet, eller ta bort fallet.' }]),
        ...(twice ? [{ file, place, problem: 'Regeln har två fall med det namnet.', remedy: 'Ge det ena ett annat namn, eller ta bort det.' }] : []),
        ...unknownGiven(one.given).map(({ problem, remedy }) => ({ file, place, problem, remedy })),
      ];
    }),
  );
  const unproved = rules.filter(({ name }) => !proved.has(name));
  const remedy = 'Lägg till fall där den slår till och fall där den inte gör det, i filen som heter som regelns egen.';
  return [...inFiles, ...unproved.map(({ name }) => ({ file: 'rules/cases', place: name, problem: 'Regeln har inget fall.', remedy }))];
}
