import type { Operation } from './operations.ts';

/** What an operation changes, as keys; two operations of one change may not share one, since the later would hide the earlier. */
export function touches(op: Operation): { key: string; field: string }[] {
  const of = (part: string, field: string) => ({ key: `${op.type === 'add-rule' ? op.name : op.rule} ${part}`, field });
  switch (op.type) {
    case 'set-severity':
      return [of('severity', 'severity')];
    case 'set-leaf':
      return [of(`leaf ${op.path}`, 'value')];
    case 'set-texts':
      return [
        ...(['title', 'message', 'reason', 'remedy'] as const).flatMap((name) => (op[name] === undefined ? [] : [of(name, name)])),
        ...(op.clearedBy ?? []).map(({ at }, i) => of(`clearedBy ${at}`, `clearedBy.${i}`)),
      ];
    case 'set-citations':
      return [
        ...op.add.map((c, i) => of(`citation ${c}`, `add.${i}`)),
        ...op.remove.map((c, i) => of(`citation ${c}`, `remove.${i}`)),
        ...op.replace.map(({ from }, i) => of(`citation ${from}`, `replace.${i}`)),
      ];
    case 'set-reviewer':
      return [of('reviewer', 'reviewer')];
    case 'set-validity':
      return (['validFrom', 'validTo'] as const).flatMap((name) => (op[name] === undefined ? [] : [of(name, name)]));
    case 'switch-off':
      return [of('switch', 'motive')];
    case 'switch-on':
      return [of('switch', 'rule')];
    case 'replace-conditions':
      return [of('conditions', 'conditions')];
    case 'add-rule':
      return [of('rule', 'name')];
    case 'add-case':
    case 'remove-case':
    case 'replace-case':
      return [of(`case ${op.name}`, 'name')];
  }
}

/** Pairs of operations of which the later changes what the earlier has changed. */
export function findClashes(operations: readonly Operation[]): { earlier: number; later: number; field: string }[] {
  const first = new Map<string, number>();
  const leaves = new Map<string, number>();
  return operations.flatMap((op, later) => {
    const clashes = touches(op).flatMap(({ key, field }) => {
      const earlier =
        first.get(key) ?? (op.type === 'replace-conditions' ? leaves.get(op.rule) : op.type === 'set-leaf' ? first.get(`${op.rule} conditions`) : undefined);
      first.set(key, earlier ?? later);
      return earlier === undefined ? [] : [{ earlier, later, field }];
    });
    if (op.type === 'set-leaf') leaves.set(op.rule, later);
    return clashes;
  });
}
