/** One fault in the catalogue's files: where it is, what is wrong and what to do. */
export interface CatalogueFault {
  file: string;
  /** The id of the insats or target group; null where the whole file is meant. */
  id: string | null;
  problem: string;
  remedy: string;
}

/** Thrown at start-up when the catalogue cannot be trusted; lists every fault at once. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly faults: readonly CatalogueFault[];

  constructor(faults: readonly CatalogueFault[]) {
    const lines = faults.map((f) => `- ${f.file}${f.id === null ? '' : `, ${f.id}`}: ${f.problem} ${f.remedy}`);
    super(`Katalogen har ${faults.length} fel:\n${lines.join('\n')}`);
    this.faults = faults;
  }
}
