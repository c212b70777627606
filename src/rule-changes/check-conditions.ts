/** Whether a rule's conditions mean something: known facts, fitting operators, no circle, and neither never nor always true. */
import { type FactInfo, factTable, outcomeFacts } from '../candidate/facts.ts';
import { checkLeaf } from '../rules/check.ts';
import { childrenOf, leavesOf } from '../rules/conditions.ts';
import type { Condition, Leaf, RuleKind } from '../rules/format.ts';
import { conditionText } from './condition-text.ts';
import { decideParts } from './decide.ts';
import type { Placed } from './places.ts';

/** A fault at a part of the conditions. */
export interface ConditionFault {
  /** As `leavesOf` writes it; '' for the whole. */
  path: string;
  part: 'fact' | 'operator' | 'value' | 'whole';
  problem: string;
  remedy: string;
}

/** The rules whose answers an outcome fact counts. */
const decidedBy: Readonly<Record<string, RuleKind>> = { law: 'law', flags: 'risk', signals: 'signal' };
const kindNames: Readonly<Record<RuleKind, string>> = { law: 'lagregler', risk: 'riskregler', signal: 'stödregler', pathway: 'regler för väg och etapp' };

/**
 * Law, risk and signal rules are asked first, all at once; what they answer is counted to the outcome facts, which only the pathway table
 * reads. A rule that reads what its own kind decides would have to know its own answer first: a circle. One that reads what another kind
 * decides would need an order that the rules do not have, and two such rules could wait for each other.
 */
function circle(kind: RuleKind, { fact }: Leaf): { problem: string; remedy: string } | null {
  const info = Object.hasOwn(outcomeFacts, fact) ? outcomeFacts[fact] : undefined;
  const decides = decidedBy[fact.split('.')[0] ?? ''];
  if (info === undefined || decides === undefined || kind === 'pathway') return null;
  const remedy =
    'Låt villkoret läsa insatsen, målgruppen, utformningen eller nuläget i stället. Vad som följer av svaren tillsammans står i tabellen för väg och etapp.';
  if (decides === kind)
    return { problem: `Cirkel: ”${info.label}” bestäms av ${kindNames[kind]}, och regeln är en av dem. Den skulle behöva veta sitt eget svar först.`, remedy };
  return {
    problem: `Cirkel: ”${info.label}” finns först när alla regler har svarat, även den här. Reglerna frågas på en gång och kan inte vänta på varandra.`,
    remedy,
  };
}

function leafFaults(kind: RuleKind, path: string, leaf: Leaf): ConditionFault[] {
  const round = circle(kind, leaf);
  if (round) return [{ path, part: 'fact', ...round }];
  const facts: Readonly<Record<string, FactInfo>> = factTable;
  return checkLeaf(leaf, facts).map((fault) => ({ path, ...fault, ...(fault.part === 'fact' ? { remedy: 'Välj ett faktum ur listan.' } : {}) }));
}

export interface ConditionReport {
  faults: ConditionFault[];
  /** Parts that could not be decided within the search's budget. */
  undecided: string[];
}

/** Groups and conditions of one rule; the largest in the repository has some twenty. More can neither be read by people nor decided in time. */
export const mostParts = 100;
const countParts = (condition: Condition): number => childrenOf(condition).reduce((sum, child) => sum + countParts(child), 1);
const tooMany = (parts: number): ConditionFault => ({
  path: '',
  part: 'whole',
  problem: `Villkoren har ${parts} delar. Fler än ${mostParts} går varken att läsa eller att pröva.`,
  remedy: 'Dela upp regeln i flera, eller skriv flera svar i ett villkor med ”är något av”.',
});

/** Checks the conditions of a law, risk or signal rule. */
export function checkConditions({ kind, rule }: Placed): ConditionReport {
  const parts = countParts(rule.conditions);
  if (parts > mostParts) return { faults: [tooMany(parts)], undecided: [] };
  const unsound = leavesOf(rule.conditions).flatMap(({ path, leaf }) => leafFaults(kind, path, leaf));
  if (unsound.length > 0) return { faults: unsound, undecided: [] };
  const decided = decideParts(rule.conditions);
  const textAt = (path: string) => {
    const leaf = leavesOf(rule.conditions).find((l) => l.path === path)?.leaf;
    return leaf === undefined ? `Delen ${path}` : `”${conditionText(leaf)}”`;
  };
  return {
    faults: decided.flatMap(({ path, is }): ConditionFault[] => {
      if (is === 'undecided') return [];
      const what = path === '' ? 'Regelns villkor' : textAt(path);
      const fulfilled = path === '' ? 'uppfyllda' : 'uppfyllt';
      const problem = `${what} ${is === 'never' ? 'kan aldrig vara' : 'är alltid'} ${fulfilled}, vilka uppgifter som än gäller.`;
      const remedy =
        is === 'never'
          ? 'Ändra ett av villkoren så att de kan gälla samtidigt, eller stäng av regeln.'
          : 'Ta bort villkoret, eller ändra det så att det skiljer fall från varandra.';
      return [{ path, part: path === '' ? 'whole' : 'value', problem, remedy }];
    }),
    undecided: decided.flatMap(({ path, is }) => (is === 'undecided' ? [path] : [])),
  };
}
