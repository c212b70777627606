import { leavesOf } from '../rules/conditions.ts';
import { operatorLabels, reviewerLabels, severityLabels } from '../web/labels.ts';
import { conditionText, leafText } from './condition-text.ts';
import type { On, Operation } from './operations.ts';
import { findPlaced, type Rules } from './places.ts';
import { templateLabels } from './templates.ts';

const dayText = (day: string | null | undefined): string => day ?? 'ingen gräns';
const quoted = (text: string): string => `”${text}”`;
const textNames = { title: 'rubriken', message: 'texten', reason: 'skälet', remedy: 'rådet' } as const;

const because = ({ reason }: { reason?: string | undefined }): string => (reason === undefined ? '' : `. Skäl: ${reason}`);

/** What an operation does, on one line in Swedish, with what stood there before. `rules` are those that it is applied to. */
export function describe(op: Operation, rules: Rules): string {
  const found = findPlaced(rules, op.type === 'add-rule' ? op.name : op.rule);
  const rule = found?.rule;
  const name = quoted(rule?.event.params.title ?? (op.type === 'add-rule' ? op.template.title : op.rule));
  switch (op.type) {
    case 'set-severity': {
      const from = found?.kind === 'risk' ? `${severityLabels[found.rule.event.params.severity]} → ` : '';
      return `Allvarsgrad för ${name}: ${from}${severityLabels[op.severity]}`;
    }
    case 'set-leaf': {
      const leaf = rule && leavesOf(rule.conditions).find(({ path }) => path === op.path)?.leaf;
      const next = leaf && { ...leaf, operator: op.operator ?? leaf.operator, value: op.value ?? leaf.value };
      return leaf && next
        ? `Villkor i ${name}: ${leafText(leaf)} → ${leafText(next)}`
        : `Villkor i ${name}: ${op.operator ? operatorLabels[op.operator] : ''} ${String(op.value ?? '')}`;
    }
    case 'set-texts':
      return `Ny text i ${name}: ${textParts(op).join(', ')}`;
    case 'set-citations':
      return `Hänvisningar i ${name}: ${citationParts(op).join(', ')}`;
    case 'set-reviewer': {
      const from = found?.kind === 'risk' ? `${found.rule.event.params.reviewer.map((r) => reviewerLabels[r]).join(', ')} → ` : '';
      return `Granskas av, i ${name}: ${from}${op.reviewer.map((r) => reviewerLabels[r]).join(', ')}`;
    }
    case 'set-validity': {
      const from = op.validFrom === undefined ? [] : [`från ${dayText(rule?.validFrom)} → ${dayText(op.validFrom)}`];
      const to = op.validTo === undefined ? [] : [`till ${dayText(rule?.validTo)} → ${dayText(op.validTo)}`];
      return `Gäller, i ${name}: ${[...from, ...to].join(', ')}${because({ reason: op.motive })}`;
    }
    case 'switch-off':
      return `Stäng av ${name}: ${op.motive}`;
    case 'switch-on':
      return `Slå på ${name}`;
    case 'replace-conditions':
      return `Nya villkor i ${name}: ${conditionText(op.conditions)}`;
    case 'add-rule':
      return `Ny regel ${name} (${templateLabels[op.template.id].title.toLowerCase()})`;
    case 'add-case':
      return `Nytt fall för ${name}: ${quoted(op.name)}, regeln ${op.fires ? 'slår till' : 'slår inte till'}`;
    case 'remove-case':
      return `Ta bort ett fall för ${name}: ${quoted(op.name)}${because(op)}`;
    case 'replace-case':
      return `Ersätt ett fall för ${name}: ${quoted(op.newName ?? op.name)}, regeln ${op.fires ? 'slår till' : 'slår inte till'}${because(op)}`;
  }
}

function textParts(op: On<'set-texts'>): string[] {
  const own = (['title', 'message', 'reason', 'remedy'] as const).flatMap((part) => (op[part] === undefined ? [] : [textNames[part]]));
  return op.clearedBy === undefined ? own : [...own, 'vad som klarar flaggan'];
}

function citationParts(op: On<'set-citations'>): string[] {
  return [...op.add.map((c) => `+ ${c}`), ...op.remove.map((c) => `− ${c}`), ...op.replace.map(({ from, to }) => `${from} → ${to}`)];
}
