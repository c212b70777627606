import type { Fields } from '../../rule-changes/operation-form.ts';
import { operationFromForm } from '../../rule-changes/operation-form.ts';
import type { FormContext, FormField, KindForm } from './model.ts';
import { oneOf, ruleOf, tidy } from './model.ts';

/** What a rule says, by the form's fields. */
function said(context: FormContext): Record<string, string> {
  const found = ruleOf(context);
  const { params } = found.rule.event;
  const message = 'message' in params ? params.message : params.text;
  if (found.kind !== 'risk') return { title: params.title, message };
  const { reason, remedy = '', clearedBy } = found.rule.event.params;
  return { title: params.title, message, reason, remedy, ...Object.fromEntries(clearedBy.map(({ text }, at) => [`clearedBy.${at}`, text])) };
}

const labels: Readonly<Record<string, [label: string, help: string]>> = {
  title: ['Rubrik', '5–120 tecken. Står överst i flaggan eller grunden.'],
  message: ['Text', '10–700 tecken. Det som den som läser ett förslag får veta.'],
  reason: ['Skäl', '10–700 tecken. Varför regeln finns, och vad den vilar på.'],
  remedy: ['Att göra när ingen utformning hjälper', '5–300 tecken. Töm fältet för att ta bort rådet.'],
};

/** The texts of a rule: all of them shown, and those that are rewritten are the change. */
export const textsForm: KindForm = {
  initial(context, op) {
    const own = op?.type === 'set-texts' ? op : null;
    const given = own === null ? {} : { title: own.title, message: own.message, reason: own.reason, remedy: own.remedy === null ? '' : own.remedy };
    const ways = Object.fromEntries((own?.clearedBy ?? []).map(({ at, text }) => [`clearedBy.${at}`, text]));
    return { ...said(context), ...Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined)), ...ways };
  },
  parts(context, typed) {
    const fields = Object.keys(said(context)).map((name): FormField => {
      const [label, help] = labels[name] ?? [
        `Det här klarar flaggan, sätt ${Number(name.split('.')[1]) + 1}`,
        '5–300 tecken. Svaret som klarar flaggan ändras inte, bara orden.',
      ];
      return { name, label, help, control: name === 'title' ? 'text' : 'area', values: [oneOf(typed[name])] };
    });
    return [{ legend: '', help: 'Skriv om det som ska ändras och låt resten stå. Inga uppgifter om enskilda personer.', fields }];
  },
  read(context, typed) {
    const now = said(context);
    const changed: Record<string, string> = {};
    for (const [name, before] of Object.entries(now)) {
      const text = tidy(oneOf(typed[name]));
      if (typed[name] !== undefined && text !== before) changed[name] = text;
    }
    // Only advice can be taken away.
    const emptied = Object.keys(changed).filter((name) => changed[name] === '' && name !== 'remedy');
    const fields: Fields = { ...changed, type: 'set-texts', rule: ruleOf(context).rule.name };
    const ways = Object.keys(changed).filter((name) => name.startsWith('clearedBy.'));
    return {
      operation: operationFromForm(fields, context.rules),
      // The parser counts the ways that were changed, the rule all that it has.
      place: (field) => {
        const [, at, inner] = /^clearedBy\.(\d+)(\..*)?$/.exec(field) ?? [];
        return at === undefined ? field : inner === undefined ? `clearedBy.${at}` : (ways[Number(at)] ?? field);
      },
      faults: [
        ...emptied.map((field) => ({ field, message: 'Texten får inte vara tom. Skriv en text, eller skriv tillbaka den som stod här.' })),
        ...(Object.keys(changed).length === 0 ? [{ field: 'title', message: 'Ingen text är ändrad. Skriv om minst en av dem.' }] : []),
      ],
    };
  },
};
