/** A fault of one operation, by its own field. */
export interface Refusal {
  field: string;
  problem: string;
  remedy: string;
}

export const refuse = (field: string, problem: string, remedy: string): Refusal => ({ field, problem, remedy });

export const isRefusal = (answer: unknown): answer is Refusal => typeof answer === 'object' && answer !== null && 'problem' in answer && 'remedy' in answer;

/** A change to what is so already is most often a slip. */
export const noEffect = (field: string, what: string): Refusal => refuse(field, `${what} är redan så.`, 'Ange något annat, eller ta bort ändringen.');
