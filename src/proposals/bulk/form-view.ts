import { type FieldView, type GroupView, optionsOf } from '../../assessment/design-form.ts';
import { amountChoice, amountName } from '../../assessment/insats-query.ts';
import { designFieldNames, emptyDesign } from '../../candidate/design.ts';
import { type DesignFieldName, designFields, designGroups, UNKNOWN, UNKNOWN_LABEL } from '../../candidate/design-fields.ts';
import type { DesignProblem } from '../../candidate/parse-design.ts';
import { pathwayLabels } from '../../web/labels.ts';
import { choices } from '../line-form.ts';
import { type ChangeValues, followChoice } from './change.ts';

/** The ways that all chosen lines can go; the empty one leaves each as it is. */
export function choiceOptions(chosen: string): { value: string; label: string; chosen: boolean }[] {
  const ways = choices.map(({ value, pathway, stage }) => {
    if (pathway === null) return { value: followChoice, label: 'Följ regelverkets förslag' };
    return { value, label: stage === null ? pathwayLabels[pathway] : `${pathwayLabels[pathway]}, etapp ${stage}` };
  });
  return [{ value: '', label: 'Ändra inte' }, ...ways].map((way) => ({ ...way, chosen: way.value === chosen }));
}

function fieldView(name: DesignFieldName, { answers }: ChangeValues, problems: readonly DesignProblem[]): FieldView {
  const info = designFields[name];
  const sent = (answers.get(name) ?? []).filter((value) => value !== '');
  const options = optionsOf(name, emptyDesign[name]).map((option) => ({ ...option, chosen: sent.includes(option.value) }));
  const amount = answers.get(amountName(name))?.at(-1) ?? '';
  const leave = { value: '', label: 'Ändra inte', chosen: sent.length === 0 };
  return {
    name,
    label: info.label,
    help: info.type === 'list' ? `${info.help} Utan kryss ändras inget.`.trim() : info.help,
    type: info.type,
    options: info.type === 'list' ? [...options, { value: UNKNOWN, label: UNKNOWN_LABEL, chosen: sent.includes(UNKNOWN) }] : [leave, ...options],
    amount:
      info.type === 'integer'
        ? { name: amountName(name), value: sent.includes(amountChoice) && /^\d{1,6}$/.test(amount) ? Number(amount) : null, min: info.min, max: info.max }
        : null,
    note: {
      state: sent.length === 0 ? 'unset' : 'changed',
      text: '',
      problems: problems.filter((problem) => problem.fields.includes(name)).map((problem) => `${problem.message} ${problem.remedy}`),
    },
  };
}

/** The design's questions as a form where every question starts as "change nothing". */
export function bulkForm(values: ChangeValues, problems: readonly DesignProblem[]): Pick<GroupView, 'id' | 'title' | 'fields' | 'changed' | 'open'>[] {
  const fields = designFieldNames.map((name) => ({ group: designFields[name].group, view: fieldView(name, values, problems) }));
  return Object.entries(designGroups).map(([id, title]) => {
    const own = fields.filter(({ group }) => group === id).map(({ view }) => view);
    const changed = own.filter(({ note }) => note.state === 'changed').length;
    return { id, title, fields: own, changed, open: changed > 0 };
  });
}
