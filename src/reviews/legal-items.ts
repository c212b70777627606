import { designFieldNames } from '../candidate/design.ts';
import { type DesignGroup, designFields } from '../candidate/design-fields.ts';
import { conditionTexts } from '../drafts/condition-texts.ts';
import { type Draft, type Line, opens } from '../drafts/draft-schema.ts';
import { lineKey } from '../drafts/shaping.ts';
import { documentationExceptions, type Term, termsOf } from '../drafts/terms.ts';
import type { PlannerResponse } from './risk-items.ts';

/** What a lawyer checks, in the order of the queue. */
export const legalSubjects = ['verdict', 'documentation', 'provider', 'flag', 'conditions'] as const;
export type LegalSubject = (typeof legalSubjects)[number];

/** A risk that a manager has sent on to a lawyer. */
export interface Referral {
  insats: string;
  targetGroup: string;
  rule: string;
  motive: string;
}

/** One thing of one line that a lawyer checks. */
export interface LegalItem {
  /** Unique within the version. */
  key: string;
  subject: LegalSubject;
  /** The flag's rule; empty where the subject is no flag. */
  rule: string;
  line: Line;
  /** The villkor that the check is about, in words; all of the line's where the villkor themselves are checked. */
  terms: readonly Term[];
  flag: Line['flags'][number] | null;
  /** Why the flag is here: the planner disputes it, or the manager refers it. */
  disputed: PlannerResponse | null;
  referred: Referral | null;
  /** Rules that a lawyer may find wrongly applied here. */
  rules: readonly { rule: string; title: string }[];
  /** The same for items that rest on the same and can be checked at once. */
  sameAs: string;
}

export const legalKey = (subject: LegalSubject, insats: string, targetGroup: string, rule: string): string =>
  `${subject}/${lineKey(insats, targetGroup)}/${rule}`;

/** The questions of the design that belong to a group of it. */
const fieldsOf = (group: DesignGroup): readonly string[] => designFieldNames.filter((field) => designFields[field].group === group);
const providerFields = fieldsOf('provider');
const documentationFields = fieldsOf('documentation');

/** Everything of a version that a lawyer checks, gathered by subject, each in the order of the lines. Pure. */
export function legalItems(draft: Draft, { referred }: { referred: readonly Referral[] }): LegalItem[] {
  const excepted = new Set(documentationExceptions(draft).flatMap(({ lines }) => lines.map((line) => lineKey(line.insats, line.targetGroup))));
  const referrals = new Map(referred.map((one) => [`${lineKey(one.insats, one.targetGroup)}/${one.rule}`, one]));
  const items = draft.lines.flatMap((line) => {
    const opening = opens(line.section);
    if (!opening && line.verdict !== 'unclear') return [];
    const found = [verdictItem(line)];
    if (!opening) return found;
    const terms = termsOf(draft, line);
    found.push(conditionsItem(line, terms));
    if (excepted.has(lineKey(line.insats, line.targetGroup))) found.push(termsItem('documentation', line, terms, documentationFields));
    if (mayBePrivate(line, terms)) found.push(termsItem('provider', line, terms, providerFields));
    return [...found, ...flagItems(line, terms, referrals)];
  });
  return legalSubjects.flatMap((subject) => items.filter((item) => item.subject === subject));
}

/** Whether somebody else than the kommun performs the insats, or may come to. */
const mayBePrivate = (line: Line, terms: readonly Term[]): boolean =>
  line.openQuestions.includes('provider') || terms.some(({ field, text }) => field === 'provider' && text !== conditionTexts.provider.own);

const lawRules = (line: Line) => line.grounds.map(({ rule, title }) => ({ rule, title }));
const riskRules = (line: Line) => line.flags.map(({ rule, title }) => ({ rule, title }));

function item(subject: LegalSubject, line: Line, rest: Omit<LegalItem, 'key' | 'subject' | 'rule' | 'line' | 'flag' | 'disputed' | 'referred'>): LegalItem {
  return { key: legalKey(subject, line.insats, line.targetGroup, ''), subject, rule: '', line, flag: null, disputed: null, referred: null, ...rest };
}

/** An unclear verdict that somebody means to open is another question than one that stays. */
function verdictItem(line: Line): LegalItem {
  const opening = opens(line.section);
  const motive = line.verdict === 'unclear' && opening ? (line.shaped?.motive ?? '') : '';
  return item('verdict', line, {
    terms: [],
    rules: lawRules(line),
    sameAs: JSON.stringify([line.verdict, opening, line.grounds.map(({ rule }) => rule), motive]),
  });
}

const wording = (terms: readonly Term[]) => terms.map(({ text, common }) => [common, text]);

function conditionsItem(line: Line, terms: readonly Term[]): LegalItem {
  return item('conditions', line, {
    terms,
    rules: [...lawRules(line), ...riskRules(line)],
    sameAs: JSON.stringify([wording(terms), [...line.openQuestions].sort()]),
  });
}

function termsItem(subject: 'documentation' | 'provider', line: Line, terms: readonly Term[], fields: readonly string[]): LegalItem {
  const own = terms.filter(({ field }) => fields.includes(field));
  const open = line.openQuestions.filter((field) => fields.includes(field));
  return item(subject, line, { terms: own, rules: [...lawRules(line), ...riskRules(line)], sameAs: JSON.stringify([wording(own), [...open].sort()]) });
}

function flagItems(line: Line, terms: readonly Term[], referrals: ReadonlyMap<string, Referral>): LegalItem[] {
  return line.flags.flatMap((flag): LegalItem[] => {
    const disputed = line.shaped?.responses.find(({ rule, kind }) => rule === flag.rule && kind === 'disputed') ?? null;
    const referred = referrals.get(`${lineKey(line.insats, line.targetGroup)}/${flag.rule}`) ?? null;
    if (disputed === null && referred === null) return [];
    return [
      {
        key: legalKey('flag', line.insats, line.targetGroup, flag.rule),
        subject: 'flag',
        rule: flag.rule,
        line,
        terms,
        flag,
        disputed,
        referred,
        rules: [{ rule: flag.rule, title: flag.title }],
        sameAs: JSON.stringify([flag.rule, disputed?.motive ?? null, referred?.motive ?? null]),
      },
    ];
  });
}
