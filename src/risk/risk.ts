import { join } from 'node:path';
import { checkRules } from '../rules/check.ts';
import { type RuleFault, RuleFilesError } from '../rules/errors.ts';
import { type RiskRule, riskFileSchema, type SignalRule, signalFileSchema } from '../rules/format.ts';
import { loadRuleFiles, rulesFolder } from '../rules/load.ts';

/** A risk theme with its rules; one file each. */
export interface RiskTheme {
  id: string;
  title: string;
  summary: string;
  rules: RiskRule[];
}

export interface RiskKnowledge {
  themes: RiskTheme[];
  signals: SignalRule[];
}

/** A flag must say what clears it, or what to do where no design does. */
export function clearingFaults(file: string, rule: RiskRule): RuleFault[] {
  const { clearedBy, remedy } = rule.event.params;
  const faults: RuleFault[] = [];
  if (clearedBy.length === 0 && remedy === undefined) {
    faults.push({
      file,
      place: rule.name,
      problem: 'Regeln säger inte vad som klarar flaggan.',
      remedy: 'Ange clearedBy, eller remedy där ingen utformning hjälper.',
    });
  }
  return faults;
}

/** What a theme of the right form says that cannot be. */
export function themeFaults(file: string, { rules }: RiskTheme): RuleFault[] {
  return [...checkRules(file, rules), ...rules.flatMap((rule) => clearingFaults(file, rule))];
}

/** Reads rules/risk: one file per theme and the signals; throws `RuleFilesError` with every fault of form. */
export function loadRisk(folder = join(rulesFolder, 'risk')): RiskKnowledge {
  const themes = loadRuleFiles(folder, riskFileSchema, (name) => name !== 'signals.json');
  const signals = loadRuleFiles(folder, signalFileSchema, (name) => name === 'signals.json');
  const faults = [
    ...themes.flatMap(({ file, content }) => themeFaults(file, content)),
    ...signals.flatMap(({ file, content }) => checkRules(file, content.rules)),
  ];
  if (faults.length > 0) throw new RuleFilesError(faults);
  return { themes: themes.map((t) => t.content), signals: signals.flatMap((s) => s.content.rules) };
}
