import type { FastifyRequest } from 'fastify';
import { errorCode } from '../startup-error.ts';
import { AppError } from '../web/errors.ts';
import { cut } from './import-normal.ts';
import { limits } from './import-table.ts';
import type { Upload } from './imports.ts';

/** The form and its boundaries around a file of the largest size. */
export const uploadBodyLimit = limits.bytes + 256 * 1024;
export const multipartLimits = { fileSize: limits.bytes, files: 1, fields: 5, parts: 6, fieldSize: 1000, headerPairs: 50 } as const;

const known: Readonly<Record<string, () => AppError>> = {
  FST_REQ_FILE_TOO_LARGE: () => new AppError('too_large', 'Filen är större än 5 MB. Dela upp den i flera filer.'),
  FST_FILES_LIMIT: () => new AppError('bad_request', 'Ladda upp en fil i taget.'),
  FST_PARTS_LIMIT: () => new AppError('bad_request', 'Ladda upp en fil i taget.'),
};

/** The file that was sent with the form. */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new AppError('unsupported_media_type', 'Skicka filen med formuläret på sidan.');
  try {
    const part = await request.file();
    // A browser sends an empty file without a name when none was chosen.
    if (part === undefined) throw noFile();
    const bytes = await part.toBuffer();
    const fileName = nameOf(part.filename);
    if (bytes.length === 0 && part.filename === '') throw noFile();
    return { bytes, fileName };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw known[errorCode(error)]?.() ?? new AppError('bad_request', 'Filen kom inte fram hel. Försök igen.');
  }
}

const noFile = () => new AppError('bad_request', 'Välj en fil först.');

/** The last part of a path, without what nobody can see. */
function nameOf(name: string): string {
  return cut(name.split(/[\\/]/).at(-1)?.replace(/\p{C}/gu, '') ?? '', 120) || 'fil utan namn';
}
