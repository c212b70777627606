/** The difference between any two rulesets, as changes that a person can read. */

import { changeText } from '../assessment/words.ts';
import { leavesOf } from '../rules/conditions.ts';
import type { RuleCase, RuleKind } from '../rules/format.ts';
import { reviewerLabels, severityLabels, verdictLabels } from '../web/labels.ts';
import { conditionText, leafText } from './condition-text.ts';
import { type Placed, placedRules, type Rules } from './places.ts';

export interface FieldChange {
  /** "severity", "conditions.all.0", "clearedBy.1" … as the forms of a change name them. */
  field: string;
  label: string;
  /** In Swedish; null where there was, or is, nothing. */
  from: string | null;
  to: string | null;
}

export interface RuleChange {
  rule: string;
  kind: RuleKind | 'basis';
  /** The id of its legal basis or theme. */
  place: string;
  title: string;
  change: 'added' | 'removed' | 'changed';
  /** What differs; empty for a rule that was added or removed. */
  fields: FieldChange[];
}

type Described = ReadonlyMap<string, { label: string; text: string }>;

/** Every part of a rule in words, by field. Two rules with the same parts say and do the same. */
function partsOf(placed: Placed): Described {
  const { rule, kind } = placed;
  const parts = new Map<string, { label: string; text: string }>();
  const put = (field: string, label: string, text: string | undefined) => text !== undefined && parts.set(field, { label, text });
  const { params } = rule.event;
  put('title', 'Rubrik', params.title);
  put('message', 'Text', 'message' in params ? params.message : params.text);
  put('validFrom', 'Gäller från', rule.validFrom);
  put('validTo', 'Gäller till', rule.validTo);
  if ('switchedOff' in rule) put('motive', 'Avstängd', rule.switchedOff?.motive);
  if (kind === 'law') {
    const { verdict, citation, readings, decides } = placed.rule.event.params;
    put('verdict', 'Lagens svar', verdictLabels[verdict]);
    put('citations', 'Hänvisning', citation);
    for (const [i, reading] of (readings ?? []).entries()) put(`readings.${i}`, `Tolkning ${i + 1}`, `${verdictLabels[reading.verdict]}: ${reading.text}`);
    put('decides', 'Avgörs av', decides);
  } else if (kind === 'risk') {
    const p = placed.rule.event.params;
    put('severity', 'Allvarsgrad', severityLabels[p.severity]);
    put('reason', 'Skäl', p.reason);
    put('citations', 'Hänvisningar', p.citations.join(', '));
    put('remedy', 'Vad man gör i stället', p.remedy);
    put('reviewer', 'Granskas av', p.reviewer.map((r) => reviewerLabels[r]).join(', '));
    put('cityAdvice', 'Staden har avrått', p.cityAdvice ? 'ja' : undefined);
    for (const [i, way] of p.clearedBy.entries()) put(`clearedBy.${i}`, `Klarar flaggan, sätt ${i + 1}`, `${changeText(way.set)}: ${way.text}`);
  } else if (kind === 'signal') {
    put('citations', 'Hänvisningar', placed.rule.event.params.citations.join(', '));
    put('practice', 'Räknas som praxis', placed.rule.event.params.practice ? 'ja' : undefined);
  } else {
    const { pathway, stage, section } = placed.rule.event.params;
    put('pathway', 'Väg', [pathway, stage, section].join(' '));
  }
  return parts;
}

/** The leaves that differ where the trees have the same shape and facts; otherwise the whole. */
function conditionChanges(one: Placed, other: Placed): FieldChange[] {
  const [from, to] = [one.rule.conditions, other.rule.conditions];
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const [a, b] = [leavesOf(from), leavesOf(to)];
  const alike = a.length === b.length && a.every(({ path, leaf }, i) => path === b[i]?.path && leaf.fact === b[i]?.leaf.fact);
  if (!alike) return [{ field: 'conditions', label: 'Villkor', from: conditionText(from), to: conditionText(to) }];
  return a.flatMap(({ path, leaf }, i) => {
    const next = b[i]?.leaf;
    if (next === undefined || JSON.stringify(next) === JSON.stringify(leaf)) return [];
    return [{ field: `conditions.${path}`, label: 'Villkor', from: leafText(leaf), to: leafText(next) }];
  });
}

function fieldChanges(before: Described, after: Described): FieldChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [was, is] = [before.get(field), after.get(field)];
    return was?.text === is?.text ? [] : [{ field, label: was?.label ?? is?.label ?? field, from: was?.text ?? null, to: is?.text ?? null }];
  });
}

/** What a legal basis itself says, apart from its rules. */
function basisParts(law: Rules['laws'][number]): Described {
  const text = (label: string, value: string | null) => ({ label, text: value ?? 'inte angivet' });
  return new Map([
    ['title', text('Namn', law.title)],
    ['summary', text('Sammanfattning', law.summary)],
    ['citation', text('Hänvisning', law.citation)],
    ['appliesFrom', text('Gäller från', law.appliesFrom)],
    ['knownTo', text('Texten är känd till', law.knownTo)],
    ['notices', text('Upplysningar', law.notices.map((n) => `${n.from}: ${n.text}`).join(' '))],
  ]);
}

/** Every rule, and every legal basis, that the two rulesets differ in: in the order of the later, what was removed last. */
export function diffRulesets(before: Rules, after: Rules): RuleChange[] {
  const was = new Map(placedRules(before).map((placed) => [placed.rule.name, placed]));
  const is = placedRules(after);
  const names = new Set(is.map(({ rule }) => rule.name));
  const row = ({ rule, kind, place }: Placed, change: RuleChange['change'], fields: FieldChange[] = []): RuleChange => ({
    rule: rule.name,
    kind,
    place,
    title: rule.event.params.title,
    change,
    fields,
  });
  const bases = after.laws.flatMap((law): RuleChange[] => {
    const old = before.laws.find(({ id }) => id === law.id);
    const fields = old ? fieldChanges(basisParts(old), basisParts(law)) : [];
    return fields.length === 0 ? [] : [{ rule: law.id, kind: 'basis', place: law.id, title: law.title, change: 'changed', fields }];
  });
  const changed = is.flatMap((placed): RuleChange[] => {
    const old = was.get(placed.rule.name);
    if (old === undefined) return [row(placed, 'added')];
    if (old.rule === placed.rule) return [];
    const moved = old.place === placed.place ? [] : [{ field: 'theme', label: 'Står under', from: old.place, to: placed.place }];
    const fields = [...moved, ...fieldChanges(partsOf(old), partsOf(placed)), ...conditionChanges(old, placed)];
    return fields.length === 0 ? [] : [row(placed, 'changed', fields)];
  });
  return [...bases, ...changed, ...[...was.values()].filter(({ rule }) => !names.has(rule.name)).map((placed) => row(placed, 'removed'))];
}

export interface CaseChange {
  rule: string;
  name: string;
  change: 'added' | 'removed' | 'changed';
  from: string | null;
  to: string | null;
}

/** A case on one line: what is given, and what the rule does. */
function caseText({ given, fires }: RuleCase): string {
  const facts = Object.entries(given).map(([fact, value]) => leafText({ fact, operator: 'equal', value }));
  return `${facts.join(', ') || 'inget särskilt'}: regeln ${fires ? 'slår till' : 'slår inte till'}`;
}

/** The cases that differ, by rule and name. */
export function diffCases(before: readonly RuleCase[], after: readonly RuleCase[]): CaseChange[] {
  const key = ({ rule, name }: RuleCase) => JSON.stringify([rule, name]);
  const was = new Map(before.map((c) => [key(c), c]));
  const is = new Map(after.map((c) => [key(c), c]));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((id): CaseChange[] => {
    const [old, now] = [was.get(id), is.get(id)];
    if (old === now) return [];
    const from = old ? caseText(old) : null;
    const to = now ? caseText(now) : null;
    const { rule = '', name = '' } = now ?? old ?? {};
    return from === to ? [] : [{ rule, name, change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed', from, to }];
  });
}
