import { crc32, deflateRawSync } from 'node:zlib';
import { z } from 'zod';

/** A file as it lies in an archive. Packing is the slow part and is done where the file is drawn up. */
export const packedFileSchema = z.strictObject({
  path: z.string(),
  /** Of the file itself, before it was packed. */
  size: z.int(),
  crc: z.int(),
  packed: z.boolean(),
  bytes: z.instanceof(Uint8Array),
});
export type PackedFile = z.infer<typeof packedFileSchema>;

/** Text is packed; Word and Excel files are already. */
export function packedFile(path: string, content: string | Uint8Array): PackedFile {
  const packed = typeof content === 'string';
  const raw = packed ? Buffer.from(content) : content;
  return { path, size: raw.length, crc: crc32(raw), packed, bytes: Uint8Array.from(packed ? deflateRawSync(raw) : raw) };
}
