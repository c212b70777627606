import { z } from 'zod';
import { type LegalBasis, lawFaults, legalBasisAt, loadLaws, noticesAt } from '../law/law.ts';
import { loadRisk, type RiskTheme, themeFaults } from '../risk/risk.ts';
import { checkFactsAreRead, checkRules } from '../rules/check.ts';
import { compile, type Test } from '../rules/compile.ts';
import { RuleFilesError } from '../rules/errors.ts';
import type { AnyRule, LawRule, PathwayRule, RiskRule, SignalRule } from '../rules/format.ts';
import { isSwitchedOff, lawFileSchema, pathwayFileSchema, pathwayRuleSchema, riskFileSchema, signalRuleSchema } from '../rules/format.ts';
import { contentHash, formFaults, loadRuleFiles, rulesFolder, swedish } from '../rules/load.ts';
import { checkPathwayTable } from './pathway-table.ts';

/** All rules that an assessment rests on. */
export interface Ruleset {
  laws: LegalBasis[];
  themes: RiskTheme[];
  signals: SignalRule[];
  pathway: PathwayRule[];
  /** The same hash means the same rules. */
  hash: string;
}

/** Every rule of a ruleset, in the order of the files; those that are switched off too. */
export function everyRule({ laws, themes, signals, pathway }: Omit<Ruleset, 'hash'>): AnyRule[] {
  return [...laws.flatMap((law) => law.rules), ...themes.flatMap((theme) => theme.rules), ...signals, ...pathway];
}

/** Reads and checks every rule file under the folder; throws `RuleFilesError` and so refuses to start. */
export function loadRuleset(folder = rulesFolder): Ruleset {
  const laws = loadLaws(`${folder}law`);
  const { themes, signals } = loadRisk(`${folder}risk`);
  const pathwayFiles = loadRuleFiles(`${folder}pathway`, pathwayFileSchema);
  const pathway = pathwayFiles.flatMap((f) => f.content.rules);
  const all = everyRule({ laws, themes, signals, pathway });
  const faults = [
    ...pathwayFiles.flatMap(({ file, content }) => checkRules(file, content.rules, { outcome: true })),
    ...checkFactsAreRead(all),
    ...repeatedNames(all),
  ];
  if (faults.length > 0) throw new RuleFilesError(faults);
  const gaps = checkPathwayTable(pathwayFiles.map(({ file }) => file).join(', '), pathway);
  if (gaps.length > 0) throw new RuleFilesError(gaps);
  return { laws, themes, signals, pathway, hash: rulesetHash({ laws, themes, signals, pathway }) };
}

/** The hash of a ruleset's rules, in their order. */
export function rulesetHash({ laws, themes, signals, pathway }: Omit<Ruleset, 'hash'>): string {
  return contentHash({ laws, themes, signals, pathway });
}

const contentSchema = z.strictObject({
  laws: z.array(lawFileSchema).min(1),
  themes: z.array(riskFileSchema),
  signals: z.array(signalRuleSchema),
  pathway: z.array(pathwayRuleSchema).min(1),
});

/**
 * Reads a whole ruleset that was kept as data, and checks it as the files are checked. That every fact is read is asked of the files alone:
 * a program that has learnt a new fact can still read rules from before it.
 * @throws RuleFilesError with every fault.
 */
export function parseRuleset(content: unknown): Ruleset {
  let result: z.ZodSafeParseResult<z.infer<typeof contentSchema>>;
  try {
    result = contentSchema.safeParse(content, swedish);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RuleFilesError([{ file: 'regelverket', place: 'hela', problem: 'Villkoren ligger för djupt i varandra.', remedy: 'Skriv färre nivåer.' }]);
  }
  if (!result.success) throw new RuleFilesError(formFaults('regelverket', result.error, content));
  const { laws, themes, signals, pathway } = result.data;
  const pathwayFile = 'rules/pathway/pathway.json';
  const faults = [
    ...laws.flatMap((law) => lawFaults(`rules/law/${law.id}.json`, law)),
    ...themes.flatMap((theme) => themeFaults(`rules/risk/${theme.id}.json`, theme)),
    ...checkRules('rules/risk/signals.json', signals),
    ...checkRules(pathwayFile, pathway, { outcome: true }),
    ...repeatedNames(everyRule(result.data)),
  ];
  if (faults.length > 0) throw new RuleFilesError(faults);
  const gaps = checkPathwayTable(pathwayFile, pathway);
  if (gaps.length > 0) throw new RuleFilesError(gaps);
  return { laws, themes, signals, pathway, hash: contentHash({ laws, themes, signals, pathway }) };
}

function repeatedNames(rules: readonly AnyRule[]) {
  const seen = new Set<string>();
  return rules
    .filter(({ name }) => seen.size === seen.add(name).size)
    .map(({ name }) => ({ file: 'rules/', place: name, problem: 'Två regler i olika filer har samma namn.', remedy: 'Ge reglerna olika namn.' }));
}

export interface Compiled<R extends AnyRule> {
  rule: R;
  test: Test;
}

/** The rules that apply under one legal basis at one date, compiled. */
export interface RulesAt {
  law: LegalBasis;
  /** What people must be told about the basis at the date. */
  notices: string[];
  lawRules: Compiled<LawRule>[];
  risks: (Compiled<RiskRule> & { theme: string })[];
  signals: Compiled<SignalRule>[];
  pathway: Compiled<PathwayRule>[];
}

/** Every rule that applies, whatever it is about. */
export function rulesIn({ lawRules, risks, signals, pathway }: RulesAt): AnyRule[] {
  return [...lawRules, ...risks, ...signals, ...pathway].map(({ rule }) => rule);
}

const coversDate = ({ validFrom, validTo }: AnyRule, date: string): boolean =>
  (validFrom === undefined || validFrom <= date) && (validTo === undefined || date <= validTo);

function validAt<R extends AnyRule>(rules: readonly R[], date: string): Compiled<R>[] {
  return rules.filter((rule) => !isSwitchedOff(rule) && coversDate(rule, date)).map((rule) => ({ rule, test: compile(rule.conditions) }));
}

/**
 * The rules that would apply at an ISO date under a legal basis if they were not switched off; a risk rule with its theme.
 * @throws LegalBasisError as `rulesAt`.
 */
export function switchedOffAt(ruleset: Ruleset, legalBasis: string, date: string): { rule: AnyRule; theme: string | null }[] {
  const law = legalBasisAt(ruleset.laws, legalBasis, date);
  const all: { rule: AnyRule; theme: string | null }[] = [
    ...law.rules.map((rule) => ({ rule, theme: null })),
    ...ruleset.themes.flatMap(({ id, rules }) => rules.map((rule) => ({ rule, theme: id }))),
    ...ruleset.signals.map((rule) => ({ rule, theme: null })),
  ];
  return all.filter(({ rule }) => isSwitchedOff(rule) && coversDate(rule, date));
}

/**
 * The rules valid at an ISO date under a legal basis.
 * @throws LegalBasisError for an unknown basis or a date before it existed.
 */
export function rulesAt(ruleset: Ruleset, legalBasis: string, date: string): RulesAt {
  const law = legalBasisAt(ruleset.laws, legalBasis, date);
  return {
    law,
    notices: noticesAt(law, date),
    lawRules: validAt(law.rules, date),
    risks: ruleset.themes.flatMap((theme) => validAt(theme.rules, date).map((r) => ({ ...r, theme: theme.id }))),
    signals: validAt(ruleset.signals, date),
    pathway: validAt(ruleset.pathway, date),
  };
}
