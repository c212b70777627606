/** Why a change cannot be used: which operation (from 0; null where it is the whole list) and which of its form's fields, what is wrong, and what to do. */
export interface Fault {
  operation: number | null;
  field: string;
  problem: string;
  remedy: string;
  /** The case that says otherwise than the rule, by the rule and its own name, where that is what is wrong. */
  contradicts?: { rule: string; case: string };
}

/** What a person should know and may still go on with. */
export interface Warning {
  rule: string;
  problem: string;
  remedy: string;
}
