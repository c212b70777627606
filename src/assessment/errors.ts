/** A candidate that cannot be assessed: which field, what is wrong and what to do, in Swedish. */
export class CandidateError extends Error {
  readonly field: 'insats' | 'targetGroup' | 'legalBasis' | 'date' | 'design' | 'district';

  constructor(field: CandidateError['field'], message: string) {
    super(message);
    this.name = 'CandidateError';
    this.field = field;
  }
}
