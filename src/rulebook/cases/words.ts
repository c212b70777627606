/** The analyses of the rules in plain Swedish. */

import type { DesignChange } from '../../assessment/types.ts';
import { changeText, factText } from '../../assessment/words.ts';
import type { FactValue } from '../../candidate/facts.ts';
import { leavesOf } from '../../rules/conditions.ts';
import { factInfo } from '../../rules/domains.ts';
import type { Condition } from '../../rules/format.ts';
import type { Survivor } from '../../rules/mutation.ts';
import { operatorLabels } from '../../web/labels.ts';
import type { ConflictKind } from './conflicts.ts';
import type { Reach } from './dead.ts';

/** "Insatsens slag: Stödboende". A fact that the table does not know, as in a faulty case, stands as it is. */
export function factsInWords(given: Readonly<Record<string, FactValue>>): { label: string; value: string }[] {
  return Object.entries(given).map(([fact, value]) => {
    try {
      return { label: factInfo(fact).label.replace(/\?$/, ''), value: factText(fact, value) };
    } catch {
      return { label: fact, value: String(value) };
    }
  });
}

function conditionText(condition: Condition): string {
  if ('fact' in condition) return `${factInfo(condition.fact).label} ${operatorLabels[condition.operator]} ${factText(condition.fact, condition.value)}`;
  const leaves = leavesOf(condition);
  const [first] = leaves;
  return first === undefined ? '' : leaves.length === 1 ? conditionText(first.leaf) : `${conditionText(first.leaf)} … (${leaves.length} villkor)`;
}

/** What the fault does to the rule: "”Målgruppens lägsta ålder är minst 69” blir ”… är minst 70”". */
export function faultText({ kind, before, after }: Pick<Survivor, 'kind' | 'before' | 'after'>): string {
  const text = conditionText(before);
  if (kind === 'drop' || after === null) return `”${text}” tas bort`;
  if (kind === 'negate') return `”${text}” vänds till sin motsats`;
  if (kind === 'group')
    return 'all' in before ? `”Allt detta gäller” blir ”Minst ett av detta gäller”: ${text}` : `”Minst ett av detta gäller” blir ”Allt detta gäller”: ${text}`;
  if (kind === 'list_value' && 'fact' in before && 'fact' in after && Array.isArray(before.value) && Array.isArray(after.value)) {
    const left = after.value;
    const gone = before.value.filter((value) => !left.includes(value));
    return `”${factText(before.fact, gone)}” saknas i listan för ”${factInfo(before.fact).label}”`;
  }
  return `”${text}” blir ”${conditionText(after)}”`;
}

/** What someone has to do about a fault that no case notices. */
export function caseToWrite({ witness }: Pick<Survivor, 'witness'>): { facts: { label: string; value: string }[]; fires: boolean } {
  return { facts: factsInWords(witness.given), fires: witness.original };
}

export const reachWords: Readonly<Record<Reach, { heading: string; meaning: string; todo: string }>> = {
  impossible: {
    heading: 'Kan aldrig slå till',
    meaning: 'Villkoren utesluter varandra. Inga uppgifter alls uppfyller dem.',
    todo: 'Rätta villkoren, eller ta bort regeln.',
  },
  unclear: {
    heading: 'Sökningen gav inget svar',
    meaning: 'Ingen av de utformningar som prövades får regeln att slå till, men alla gick inte att pröva.',
    todo: 'Läs regelns villkor och dess fall. Säger de något som kan hända är regeln som den ska.',
  },
  no_candidate: {
    heading: 'Ingen kandidat i katalogen',
    meaning: 'Villkoren går att uppfylla, men ingen insats och målgrupp i dagens katalog gör det, hur den än utformas.',
    todo: 'Ofta är det som det ska: regeln väntar på en insats eller målgrupp som kan komma. Kontrollera annars hur insatser och målgrupper är klassade.',
  },
  not_valid: {
    heading: 'Gäller inte i dag',
    meaning: 'Regeln har ett slutdatum som har passerat, eller börjar gälla senare.',
    todo: 'Inget behöver göras om datumen är rätt.',
  },
  current_state: {
    heading: 'Väntar på vad stadsdelen uppger',
    meaning: 'Regeln läser stadsdelens nuläge och slår till först när någon har fyllt i det.',
    todo: 'Inget behöver göras. Exemplet visar vad som får regeln att slå till.',
  },
  other_design: {
    heading: 'Väntar på en annan utformning',
    meaning: 'Ingen slår till med den utformning som ett första utkast antar, men varje regel slår till när någon väljer andra svar.',
    todo: 'Inget behöver göras. Exemplet visar ett svar som får regeln att slå till.',
  },
};

export const conflictWords: Readonly<Record<ConflictKind, { heading: string; meaning: string; todo: string }>> = {
  impossible: {
    heading: 'Går inte att förena',
    meaning: 'Ingen utformning klarar båda reglerna samtidigt, trots att var och en går att klara.',
    todo: 'Avgör vilken regel som ska gå före, och undanta det andra fallet i den andra regelns villkor.',
  },
  advice: {
    heading: 'Råden räcker inte',
    meaning: 'Det går att klara båda reglerna, men inte genom det som reglerna själva råder till.',
    todo: 'Ändra något av råden (Klaras av) så att det leder till den utformning som klarar båda.',
  },
  follow_up: {
    heading: 'Ett råd väcker en annan regel',
    meaning:
      'Den som följer den första regelns råd får en flagga från den andra. Båda klaras om man sedan följer den andras råd, eller ett annat av den förstas.',
    todo: 'Oftast är det som det ska: ett svar leder till en följdfråga. Skriv gärna båda svaren i rådet.',
  },
};

/** "”Finns ett tak?” ändras till ”Tak i timmar”, och nuläget säger ”Ges i stadsdelen i dag: ja”". Empty where nothing differs. */
export function changesInWords(set: DesignChange, district: Readonly<Record<string, FactValue>> = {}): string {
  const told = factsInWords(Object.fromEntries(Object.entries(district).filter(([, value]) => value !== 'unknown')));
  return [changeText(set), ...told.map(({ label, value }) => `nuläget säger ”${label}: ${value}”`)].filter((text) => text !== '').join(', och ');
}
