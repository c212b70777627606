import { AppError } from '../web/errors.ts';

/** A cell whose content a spreadsheet has calculated; we do not read such cells. */
export const formula = Symbol('formula');

export type Cell = string | number | boolean | Date | typeof formula | null;

/** The cells of a file from its first row and column, before we know what they mean. */
export interface Table {
  /** The sheet that was read; null for CSV. */
  sheet: string | null;
  rows: readonly (readonly Cell[])[];
}

export const limits = {
  bytes: 5 * 1024 * 1024,
  unpackedBytes: 50 * 1024 * 1024,
  rows: 20_000,
  columns: 100,
} as const;

export function tooManyRows(): AppError {
  return new AppError('too_large', 'Filen har fler än 20 000 rader. Dela upp den i flera filer.');
}

/** 0 → "A", 27 → "AB". */
export function columnLetter(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
