import type { Reapply } from '../rulesets/types.ts';
import type { Sources } from '../sources/sources.ts';
import { applyChange } from './apply.ts';
import { parseOperations } from './operations.ts';

/** How published changes are applied anew when the rule files have changed. @param sources the register that citations must stand in. */
export function reapplyChanges(sources: Sources): Reapply {
  return (ruleset, operations, cases) => {
    const read = parseOperations({ operations });
    const result = 'faults' in read ? { ok: false as const, faults: read.faults } : applyChange({ ruleset, cases }, read.operations, sources);
    if (result.ok) return result.after;
    const place = (operation: number | null) => (operation === null ? 'ändringarna' : `ändring ${operation + 1}`);
    return {
      faults: result.faults.map(({ operation, field, problem, remedy }) => ({
        file: 'publicerad ändring',
        place: `${place(operation)}, ${field}`,
        problem,
        remedy,
      })),
    };
  };
}
