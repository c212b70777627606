/** One fault in a rule file: where it is, what is wrong and what to do. */
export interface RuleFault {
  file: string;
  place: string;
  problem: string;
  remedy: string;
}

/** Thrown at start-up when rule files cannot be trusted; lists every fault at once. */
export class RuleFilesError extends Error {
  readonly faults: readonly RuleFault[];

  constructor(faults: readonly RuleFault[]) {
    super(`Regelfilerna har ${faults.length} fel:\n${faults.map((f) => `- ${f.file}, ${f.place}: ${f.problem} ${f.remedy}`).join('\n')}`);
    this.name = 'RuleFilesError';
    this.faults = faults;
  }
}
