import { inflateRawSync } from 'node:zlib';
import { AppError } from '../web/errors.ts';
import { limits } from './import-table.ts';

/** A file in a zip archive, as the archive's directory declares it. */
export interface ZipEntry {
  name: string;
  encrypted: boolean;
  /** 0: stored, 8: deflated. */
  method: number;
  packedSize: number;
  size: number;
  offset: number;
}

const damaged = () => new AppError('bad_request', 'Filen är skadad och går inte att öppna. Spara om den från kalkylprogrammet och ladda upp den igen.');
const tooLarge = () => new AppError('too_large', 'Filen blir större än 50 MB när den packas upp. Spara en ny fil med bara de rader som ska in.');

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

/** Reads the directory at the archive's end and refuses what it declares to be too large, before anything is unpacked. */
export function readDirectory(bytes: Buffer): ZipEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) throw damaged();
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      packedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (entries.length === 0) throw damaged();
  if (entries.reduce((sum, { size }) => sum + size, 0) > limits.unpackedBytes) throw tooLarge();
  return entries;
}

function findEnd(bytes: Buffer): number {
  const earliest = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= earliest; at -= 1) if (bytes.readUInt32LE(at) === endSignature) return at;
  throw damaged();
}

/** Unpacks one file; stops at once where it is larger than declared, since the directory may lie. */
export function unpack(bytes: Buffer, { offset, packedSize, size, method }: ZipEntry): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== localSignature) throw damaged();
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const packed = bytes.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw damaged();
  if (method === 0) return packed.length === size ? packed : fail(damaged());
  if (method !== 8) throw damaged();
  try {
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    return content.length === size ? content : fail(damaged());
  } catch (error) {
    throw error instanceof RangeError ? tooLarge() : damaged();
  }
}

function fail(error: AppError): never {
  throw error;
}
