/** A new rule from a template: the template is chosen first, then its own typed fields. */
import { factText } from '../../assessment/words.ts';
import { designFieldNames } from '../../candidate/design.ts';
import { designFields } from '../../candidate/design-fields.ts';
import { type FactInfo, factTable } from '../../candidate/facts.ts';
import { kinds } from '../../catalogue/kinds.ts';
import { type Fields, operationFromForm } from '../../rule-changes/operation-form.ts';
import { figureFacts, type TemplateId, templateLabels } from '../../rule-changes/templates.ts';
import { leafSentence } from '../../rulebook/rules/sentences.ts';
import { operatorLabels, reviewerLabels, severityLabels, verdictLabels } from '../../web/labels.ts';
import { citationFault, citationKey, labelOf } from './citations.ts';
import { asOptions, type FormContext, type FormField, type FormPart, type KindForm, manyOf, type Option, oneOf, tidy } from './model.ts';

const named = (name: string): string => `template.${name}`;
const label = (fact: string): string => factTable[fact]?.label ?? fact;
const choices = (fact: string): Option[] => (factTable[fact]?.values ?? []).map((value) => ({ value, label: factText(fact, value) }));
/** Empty fields for citations. */
const citationFields = 3;

/** The design questions that a rule can be made about. */
export const designQuestions: readonly Option[] = designFieldNames
  .filter((name) => factTable[`design.${name}`]?.type === 'choice')
  .map((value) => ({ value, label: designFields[value].label }));

const isTemplate = (id: string): id is TemplateId => Object.hasOwn(templateLabels, id);

/** Traits of a target group that a rule can be limited to: "group.homeless=true". */
const traits = (): { info: FactInfo; fact: string; options: Option[] }[] =>
  Object.entries(factTable)
    .filter(([, { origin, type }]) => origin === 'group' && (type === 'choice' || type === 'boolean'))
    .map(([fact, info]) => {
      const values = info.type === 'boolean' ? [true] : (info.values ?? []);
      return { fact, info, options: values.map((value) => ({ value: `${fact}=${value}`, label: leafSentence({ fact, operator: 'equal', value }) })) };
    });

const text = (name: string, title: string, help: string, typed: Fields, control: FormField['control'] = 'area'): FormField => ({
  ...{ name: named(name), label: title, help, control },
  values: [oneOf(typed[named(name)])],
});
const choice = (name: string, title: string, control: 'select' | 'radios' | 'checks', options: readonly Option[], typed: Fields, help?: string): FormField => ({
  ...{ name: named(name), label: title, control, values: manyOf(typed[named(name)]) },
  options: control === 'select' ? [{ value: '', label: 'Välj' }, ...options] : options,
  ...(help === undefined ? {} : { help }),
});

const kindOptions: readonly Option[] = Object.entries(kinds).map(([value, kind]) => ({ value, label: kind.label }));
const kindsPart = (typed: Fields, required: boolean): FormPart => ({
  legend: required ? 'Insatsernas slag' : 'Bara insatser av vissa slag',
  folded: !required,
  fields: [
    choice(
      'kinds',
      'Slag',
      'checks',
      kindOptions,
      typed,
      required ? 'Regeln gäller insatser av de slag som du kryssar i.' : 'Inget ikryssat: regeln gäller insatser av alla slag.',
    ),
  ],
});

const audiencePart = (typed: Fields): FormPart => ({
  legend: 'Bara vissa målgrupper',
  folded: true,
  help: 'Inget ikryssat: regeln gäller alla målgrupper. Kryssa i egenskaper under en rubrik, inte flera.',
  fields: traits().map(
    ({ info, options }, at): FormField => ({ name: 'egenskap', at, label: info.label, control: 'checks', values: manyOf(typed.egenskap), options }),
  ),
});

const limitFields = (typed: Fields): FormField[] => [
  choice(
    'fact',
    'Siffra',
    'select',
    figureFacts.map((value) => ({ value, label: label(value) })),
    typed,
  ),
  choice(
    'operator',
    'Regeln slår till när siffran',
    'select',
    (['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'] as const).map((value) => ({ value, label: operatorLabels[value] })),
    typed,
  ),
  text('limit', 'Gräns', 'Ett tal.', typed, 'number'),
];

/** When the rule is to fire. */
function whenParts({ template, question }: FormContext, typed: Fields): FormPart[] {
  const when = 'När regeln slår till';
  if (template === 'design-question') {
    const fact = `design.${question}`;
    return [
      { legend: when, help: `Frågan: ”${label(fact)}”`, fields: [choice('answers', 'Regeln slår till när svaret är', 'checks', choices(fact), typed)] },
      audiencePart(typed),
    ];
  }
  if (template === 'insats-kind' || template === 'law-ground') return [kindsPart(typed, true), audiencePart(typed)];
  if (template === 'figure') return [{ legend: when, fields: limitFields(typed) }, audiencePart(typed)];
  if (template === 'signal-figure') return [{ legend: when, fields: limitFields(typed) }, kindsPart(typed, false)];
  const asked = Object.keys(factTable).filter((fact) => factTable[fact]?.origin === 'district');
  return [
    {
      legend: when,
      fields: [
        choice(
          'fact',
          'Fråga om nuläget',
          'select',
          asked.map((value) => ({ value, label: label(value) })),
          typed,
        ),
        choice('answers', 'Regeln slår till när svaret är', 'checks', choices(asked[0] ?? ''), typed),
      ],
    },
    kindsPart(typed, false),
  ];
}

function saysPart({ template, rules }: FormContext, typed: Fields): FormPart {
  const kind = isTemplate(template) ? templateLabels[template].kind : 'risk';
  const title = text('title', 'Rubrik', '5–120 tecken.', typed, 'text');
  const message = text('message', 'Text', '10–700 tecken. Det som den som läser ett förslag får veta.', typed);
  const law = [
    choice(
      'legalBasis',
      'Rättslig grund',
      'select',
      rules.laws.map(({ id, shortTitle }) => ({ value: id, label: shortTitle })),
      typed,
    ),
    choice(
      'verdict',
      'Lagens svar',
      'radios',
      asOptions(verdictLabels).filter(({ value }) => value !== 'unclear'),
      typed,
    ),
  ];
  const risk = [
    choice(
      'theme',
      'Riskområde',
      'select',
      rules.themes.map(({ id, title: theme }) => ({ value: id, label: theme })),
      typed,
    ),
    choice('severity', 'Allvarsgrad', 'radios', asOptions(severityLabels), typed),
    text('reason', 'Skäl', '10–700 tecken. Varför regeln behövs, och vad den vilar på.', typed),
    choice('reviewer', 'Granskas av', 'checks', asOptions(reviewerLabels), typed),
    text('remedy', 'Vad man gör åt det', '5–300 tecken. Behövs när inget svar klarar flaggan.', typed),
  ];
  return { legend: 'Vad regeln säger', fields: [...(kind === 'law' ? law : []), title, message, ...(kind === 'risk' ? risk : [])] };
}

const clearedPart = ({ question }: FormContext, typed: Fields): FormPart => ({
  legend: 'Vad som klarar flaggan',
  help: 'Lämna tomt om inget svar på frågan klarar den. Skriv då vad man gör åt det.',
  fields: [
    choice('clearedBy.answer', 'Svaret som klarar flaggan', 'select', choices(`design.${question}`), typed),
    text('clearedBy.text', 'Samma sak i ord', '5–300 tecken.', typed),
  ],
});

/** "Avgift för hemlösa" → "avgift-for-hemlosa": the name that files and links know the rule by. */
const ruleName = (title: string): string =>
  title
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

export const newRuleForm: KindForm = {
  initial({ knowledge, filled }, op) {
    if (op?.type !== 'add-rule') return filled;
    const { template } = op;
    const flat = Object.entries(template).flatMap(([name, value]): [string, string | string[]][] => {
      if (name === 'citations') return [[named(name), template.citations.map((key) => labelOf(knowledge.sources, key))]];
      if (typeof value === 'object' && !Array.isArray(value))
        return name === 'clearedBy' ? Object.entries(value).map(([part, words]) => [named(`clearedBy.${part}`), String(words)]) : [];
      return name === 'id' ? [] : [[named(name), Array.isArray(value) ? value.map(String) : String(value)]];
    });
    const audience = 'audience' in template ? template.audience : undefined;
    return { name: op.name, ...Object.fromEntries(flat), egenskap: audience === undefined ? [] : audience.values.map((value) => `${audience.fact}=${value}`) };
  },
  parts(context, typed) {
    const cited = manyOf(typed[named('citations')]);
    const isLaw = context.template === 'law-ground';
    const citations = Array.from(
      { length: isLaw ? 1 : Math.max(citationFields, cited.length) },
      (_, at): FormField => ({
        name: named('citations'),
        at,
        label: isLaw ? 'Hänvisning' : `Hänvisning ${at + 1}`,
        control: 'citation',
        values: [cited[at] ?? ''],
      }),
    );
    return [
      ...whenParts(context, typed),
      saysPart(context, typed),
      ...(context.template === 'design-question' ? [clearedPart(context, typed)] : []),
      { legend: 'Vad regeln vilar på', help: 'Minst ett ställe ur källregistret. Börja skriva, till exempel SoL 11:5, och välj i listan.', fields: citations },
      {
        legend: 'Namn och giltighet',
        folded: true,
        fields: [
          {
            name: 'name',
            label: 'Regelns id',
            control: 'text',
            values: [oneOf(typed.name)],
            help: 'Små bokstäver a–z, siffror och bindestreck. Lämna tomt, så görs det av rubriken.',
          },
          text('validFrom', 'Gäller från och med', 'Tomt: ingen gräns.', typed, 'date'),
          text('validTo', 'Gäller till och med', 'Tomt: tills vidare.', typed, 'date'),
        ],
      },
    ];
  },
  read({ template, question, knowledge, rules }, typed) {
    const cited = manyOf(typed[named('citations')]).flatMap((written, at) => (tidy(written) === '' ? [] : [{ key: citationKey(knowledge, written), at }]));
    const marked = manyOf(typed.egenskap).map((pair) => pair.split('='));
    const audience = [...new Set(marked.map(([fact = '']) => fact))];
    const title = tidy(oneOf(typed[named('title')]));
    const tidied = Object.fromEntries(Object.entries(typed).map(([name, field]) => [name, Array.isArray(field) ? field.map(tidy) : tidy(oneOf(field))]));
    const fields: Fields = {
      ...tidied,
      type: 'add-rule',
      // Without a title there is no name either; one fault is enough.
      name: oneOf(typed.name).trim() || ruleName(title) || 'ny-regel',
      [named('id')]: template,
      ...(template === 'design-question' ? { [named('question')]: question } : {}),
      [named('citations')]: cited.map(({ key }) => key),
      ...(audience.length === 0 ? {} : { [named('audience.fact')]: audience[0], [named('audience.values')]: marked.map(([, value = '']) => value) }),
    };
    return {
      operation: operationFromForm(fields, rules),
      place(field) {
        const [, at] = /^template\.citations\.(\d+)/.exec(field) ?? [];
        if (at !== undefined) return `template.citations.${cited[Number(at)]?.at ?? 0}`;
        if (field === 'template.citations') return 'template.citations.0';
        if (field.startsWith('template.audience')) return 'egenskap.0';
        if (field === 'template.clearedBy') return 'template.clearedBy.answer';
        return /^template\.(answers|kinds|reviewer)\.\d+$/.test(field) ? field.replace(/\.\d+$/, '') : field;
      },
      faults: [
        ...cited.flatMap(({ key, at }) => {
          const message = citationFault(knowledge, key);
          return message === null ? [] : [{ field: `template.citations.${at}`, message }];
        }),
        ...(audience.length > 1 ? [{ field: 'egenskap.0', message: 'Egenskaperna står under flera rubriker. Kryssa bara under en av dem.' }] : []),
        ...(cited.length === 0
          ? [{ field: 'template.citations.0', message: 'Regeln saknar hänvisning. Välj det ställe i källregistret som regeln vilar på.' }]
          : []),
      ],
    };
  },
};
