import { deflateRawSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import writeExcelFile, { type Cell } from 'write-excel-file/node';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { loadDistricts } from '../../src/districts/districts.ts';

export const catalogue = loadCatalogue();
export const districts = loadDistricts();
export const district = { id: 'farsta', name: 'Farsta' };
export const importPath = '/stadsdelar/farsta/nulage/import?ar=2026';

/** A form with one file, as a browser sends it. */
export function formWith(bytes: Uint8Array | string, fileName: string) {
  const boundary = 'x7d1c05e2';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="fil"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

export function upload(app: FastifyInstance, bytes: Uint8Array | string, fileName = 'nulage.csv', url = importPath) {
  return app.inject({ method: 'POST', url, ...formWith(bytes, fileName) });
}

export async function xlsx(rows: readonly (readonly (string | number | boolean | Date | { formula: string } | null)[])[], sheet = 'Blad1'): Promise<Buffer> {
  const cell = (value: (typeof rows)[number][number]): Cell => {
    if (value === null) return null;
    if (typeof value === 'object' && 'formula' in value) return { type: 'Formula', value: value.formula };
    if (value instanceof Date) return { type: Date, value, format: 'yyyy-mm-dd' };
    return { value };
  };
  return writeExcelFile(
    rows.map((row) => row.map(cell)),
    { sheet },
  ).toBuffer();
}

export interface ZipPart {
  name: string;
  content: Buffer | string;
  /** What the directory says, where it lies. */
  declared?: number;
  encrypted?: boolean;
}

/** A zip archive as we want it, also a dishonest one. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declared, encrypted } of parts) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declared ?? raw.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, list, Buffer.from('PK\x05\x06'), end]);
}

/** The smallest workbook with this sheet. */
export function workbook(sheetXml: string): ZipPart[] {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return [
    { name: '[Content_Types].xml', content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>' },
    { name: 'xl/workbook.xml', content: `<workbook ${main} xmlns:r="${type}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>` },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships ${relations}><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet ${main}><sheetData>${sheetXml}</sheetData></worksheet>` },
  ];
}
