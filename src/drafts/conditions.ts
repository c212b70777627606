import type { Design } from '../candidate/design.ts';
import { designFieldNames } from '../candidate/design.ts';
import { type DesignFieldName, type DesignGroup, designFields, UNKNOWN } from '../candidate/design-fields.ts';
import { type AmountTexts, type AnswerTexts, type ConditionText, conditionTexts, type ListTexts } from './condition-texts.ts';

/** One villkor: an answered question of the design as a sentence. */
export interface Condition {
  field: DesignFieldName;
  group: DesignGroup;
  text: string;
  /** The answer is the planner's default, not something that a person has decided. */
  assumed: boolean;
  /** The question does not arise; told only where the common villkor say something else. */
  quiet: boolean;
}

const inSentence: Readonly<Record<string, string>> = {
  phone: 'telefon',
  visit: 'besök',
  web: 'webben',
  chat: 'chatt',
  video: 'video',
  sign_language: 'bildtelefoni på teckenspråk',
  referral: 'en annan verksamhet som hänvisar',
};

const wordsOf = (words: string | ConditionText): ConditionText => (typeof words === 'string' ? { text: words } : words);
const joined = (items: readonly string[]) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} eller ${items.at(-1)}`);

const isAmount = (texts: AnswerTexts): texts is AmountTexts => 'number' in texts && typeof texts.number === 'function';
const isList = (texts: AnswerTexts): texts is ListTexts => 'all' in texts && typeof texts.all === 'function';

function textOf(field: DesignFieldName, value: Design[DesignFieldName]): ConditionText | null {
  if (value === UNKNOWN) return null;
  const texts: AnswerTexts = conditionTexts[field];
  if (isAmount(texts)) return typeof value === 'number' ? { text: texts.number(value) } : wordsOf(texts.none);
  if (isList(texts)) {
    if (typeof value !== 'object' || value.length === 0) return wordsOf(texts.empty);
    return { text: texts.all(joined(value.map((item) => inSentence[item] ?? item))) };
  }
  const words = texts[String(value)];
  return words === undefined ? null : wordsOf(words);
}

/** Merges the kind of ceiling and its amount into one sentence, since neither says anything alone. */
function withCeiling(design: Design, conditions: Condition[]): Condition[] {
  const { ceilingKind, ceilingAmount } = design;
  if (typeof ceilingAmount !== 'number' || (ceilingKind !== 'sessions' && ceilingKind !== 'hours')) return conditions;
  const text =
    ceilingKind === 'sessions' ? `Insatsen omfattar högst ${ceilingAmount} tillfällen.` : `Insatsen omfattar högst ${ceilingAmount} timmar per månad.`;
  return conditions.filter((c) => c.field !== 'ceilingAmount').map((c) => (c.field === 'ceilingKind' ? { ...c, text } : c));
}

/** The design's answered questions as villkor, in the order of the design form. */
export function conditionsOf(design: Design, assumed: ReadonlySet<DesignFieldName>): Condition[] {
  const conditions = designFieldNames.flatMap((field): Condition[] => {
    const words = textOf(field, design[field]);
    return words === null ? [] : [{ field, group: designFields[field].group, text: words.text, assumed: assumed.has(field), quiet: words.quiet === true }];
  });
  return withCeiling(design, conditions);
}

/** Questions of the design that nobody has answered: neither yes nor no. */
export function openQuestionsOf(design: Design): DesignFieldName[] {
  return designFieldNames.filter((field) => design[field] === UNKNOWN);
}
