/** Forms of one or two fields: severity, reviewer, validity, and the switch. */
import { operationFromForm } from '../../rule-changes/operation-form.ts';
import { date } from '../../web/format.ts';
import { reviewerLabels, severityLabels } from '../../web/labels.ts';
import { asOptions, itself, type KindForm, manyOf, oneOf, type ReadForm, ruleOf, tidy } from './model.ts';

/** Fields that say what the rule says already are left out, so that they are no change. */
const sent = (context: Parameters<KindForm['read']>[0], type: string, typed: Parameters<KindForm['read']>[1]): ReadForm => ({
  operation: operationFromForm({ ...typed, type, rule: ruleOf(context).rule.name }, context.rules),
  place: itself,
  faults: [],
});

export const severityForm: KindForm = {
  initial(context, op) {
    const found = ruleOf(context);
    return { severity: op?.type === 'set-severity' ? op.severity : found.kind === 'risk' ? found.rule.event.params.severity : '' };
  },
  parts(context, typed) {
    const found = ruleOf(context);
    const now = found.kind === 'risk' ? found.rule.event.params.severity : undefined;
    const help = {
      blocking: 'Så länge flaggan finns föreslås att behovsprövningen behålls.',
      high: 'Så länge flaggan finns föreslås etapp 3, eller förenklad prövning om ingen utformning klarar den.',
      medium: 'Så länge flaggan finns föreslås villkor och etapp 2.',
      low: 'Flaggan visas men flyttar ingen insats.',
      info: 'Räknas inte som risk och flyttar ingen insats.',
    } as const;
    return [
      {
        legend: '',
        fields: [
          {
            name: 'severity',
            label: 'Allvarsgrad',
            control: 'radios',
            values: [oneOf(typed.severity)],
            options: Object.entries(severityLabels).map(([value, label]) => ({
              value,
              label: `${label}${value === now ? ' (så är det nu)' : ''}. ${Object.entries(help).find(([id]) => id === value)?.[1] ?? ''}`,
            })),
            help: 'Graden styr vilken väg och etapp som Insatsplan föreslår där lagen tillåter att insatsen öppnas.',
          },
        ],
      },
    ];
  },
  read: (context, typed) => sent(context, 'set-severity', typed),
};

export const reviewerForm: KindForm = {
  initial(context, op) {
    const found = ruleOf(context);
    return { reviewer: op?.type === 'set-reviewer' ? op.reviewer : found.kind === 'risk' ? found.rule.event.params.reviewer : [] };
  },
  parts: (_, typed) => [
    {
      legend: '',
      fields: [
        {
          name: 'reviewer',
          label: 'Vem ska granska flaggan?',
          control: 'checks',
          values: manyOf(typed.reviewer),
          options: asOptions(reviewerLabels),
          help: 'Minst en. Flaggan visas för dem när ett förslag granskas.',
        },
      ],
    },
  ],
  read: (context, typed) => sent(context, 'set-reviewer', typed),
};

export const validityForm: KindForm = {
  initial(context, op) {
    const { rule } = ruleOf(context);
    const own = op?.type === 'set-validity' ? op : null;
    const day = (name: 'validFrom' | 'validTo') => (own?.[name] === undefined ? (rule[name] ?? '') : (own[name] ?? ''));
    return { validFrom: day('validFrom'), validTo: day('validTo'), motive: own?.motive ?? '' };
  },
  parts(context, typed) {
    const { rule } = ruleOf(context);
    const said = (day: string | undefined) => (day === undefined ? 'ingen gräns' : date(day));
    return [
      {
        legend: '',
        help: 'Dagarna gäller regeln. När själva ändringen börjar gälla skriver du på ändringens egen sida.',
        fields: [
          {
            name: 'validFrom',
            label: 'Regeln gäller från och med',
            control: 'date',
            values: [oneOf(typed.validFrom)],
            now: said(rule.validFrom),
            help: 'Tomt betyder ingen gräns.',
          },
          {
            name: 'validTo',
            label: 'Regeln gäller till och med',
            control: 'date',
            values: [oneOf(typed.validTo)],
            now: said(rule.validTo),
            help: 'Tomt betyder tills vidare.',
          },
          {
            name: 'motive',
            label: 'Varför ska regeln gälla kortare tid?',
            control: 'area',
            values: [oneOf(typed.motive)],
            help: 'Behövs när regeln ska sluta gälla tidigare, eller börja gälla senare, än nu. Minst 10 tecken.',
          },
        ],
      },
    ];
  },
  read(context, typed) {
    const { rule } = ruleOf(context);
    const same = (field: 'validFrom' | 'validTo') => oneOf(typed[field]) === (rule[field] ?? '');
    const changed = Object.fromEntries(Object.entries(typed).filter(([name]) => (name !== 'validFrom' && name !== 'validTo') || !same(name)));
    return {
      ...sent(context, 'set-validity', { ...changed, motive: tidy(oneOf(typed.motive)) }),
      faults: same('validFrom') && same('validTo') ? [{ field: 'validFrom', message: 'Dagarna är redan så. Skriv en annan dag.' }] : [],
    };
  },
};

export const switchOffForm: KindForm = {
  initial: (_, op) => ({ motive: op?.type === 'switch-off' ? op.motive : '' }),
  parts: (_, typed) => [
    {
      legend: '',
      fields: [
        {
          name: 'motive',
          label: 'Varför ska regeln stängas av?',
          control: 'area',
          values: [oneOf(typed.motive)],
          help: 'Minst 10 tecken. Motivet står på regelns sida. Regeln finns kvar med sina fall och kan slås på igen.',
        },
      ],
    },
  ],
  read: (context, typed) => sent(context, 'switch-off', { ...typed, motive: tidy(oneOf(typed.motive)) }),
};

export const switchOnForm: KindForm = {
  initial: () => ({}),
  parts: () => [],
  read: (context, typed) => sent(context, 'switch-on', typed),
};
