import type { Feature, Image, SheetData } from 'write-excel-file/node';
import { getCellAddress } from 'write-excel-file/utility';

/**
 * write-excel-file keeps its shared strings in a plain object, so the words that every object has ("toString", "constructor") get no
 * number and spoil the file. Such cells are written with their text in place, which the format allows. The words hold nothing that XML escapes.
 */
export function inlineStrings(sheets: readonly { data: SheetData }[]): Feature<Image['content']> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _options, { sheetIndex }) => {
            const words = inheritedWords(sheets[sheetIndex]?.data ?? []);
            if (words.size === 0) return xml;
            return xml.replace(/(<c r="([A-Z]+\d+)"[^>]*) t="s"><v>[^<]*<\/v>/g, (cell, start: string, address: string) => {
              const word = words.get(address);
              return word === undefined ? cell : `${start} t="inlineStr"><is><t>${word}</t></is>`;
            });
          },
        },
      },
    },
  };
}

const inherited: ReadonlySet<unknown> = new Set(Object.getOwnPropertyNames(Object.prototype));

function inheritedWords(data: SheetData): ReadonlyMap<string, string> {
  const words = data.flatMap((row, at) =>
    row.flatMap((cell, column): [string, string][] => {
      const value = typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell;
      return typeof value === 'string' && inherited.has(value) ? [[getCellAddress(at, column), value]] : [];
    }),
  );
  return new Map(words);
}
