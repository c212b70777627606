import { AppError } from '../web/errors.ts';
import { limits, type Table } from './import-table.ts';
import { readText } from './import-text.ts';
import { readXlsx } from './import-xlsx.ts';

const startsWith = (bytes: Buffer, ...signature: number[]) => signature.every((byte, at) => bytes[at] === byte);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/**
 * Reads what somebody uploaded, by its content and not by its name.
 * @throws AppError that says what is wrong and what to do, whatever the bytes are.
 */
export async function readFile(bytes: Buffer, fileName: string): Promise<Table> {
  if (bytes.length === 0) throw new AppError('bad_request', 'Filen är tom. Fyll i mallen och ladda upp den.');
  if (bytes.length > limits.bytes) throw new AppError('too_large', 'Filen är större än 5 MB. Dela upp den i flera filer.');
  if (/\.(xlsm|xltm|xlsb|xlam)$/i.test(fileName)) {
    throw new AppError(
      'unsupported_media_type',
      'Filen är sparad i ett format för makron. Spara den som vanlig Excel-arbetsbok (.xlsx) och ladda upp den igen.',
    );
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) throw oldOrEncrypted(bytes);
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0x50, 0x4b, 0x05, 0x06)) return readXlsx(bytes);
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46) || /^\s*(<!doctype html|<html|<\?xml|\{\\rtf)/i.test(bytes.toString('latin1', 0, 200))) {
    throw new AppError('unsupported_media_type', 'Filen är inte ett kalkylark. Ladda upp en CSV-fil eller en Excel-fil (.xlsx).');
  }
  return readText(bytes);
}

/** The container of Microsoft's older files; a workbook with a password is packed into one too. */
function oldOrEncrypted(bytes: Buffer): AppError {
  return bytes.includes(utf16('EncryptedPackage'))
    ? new AppError('invalid', 'Filen är skyddad med lösenord. Spara den utan lösenord och ladda upp den igen.')
    : new AppError('unsupported_media_type', 'Filen är sparad i ett äldre Excel-format. Spara den som .xlsx och ladda upp den igen.');
}
