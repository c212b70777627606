import type { Feature, Image, SheetData } from 'write-excel-file/node';
import { getCellAddress } from 'write-excel-file/utility';

const escapeName = (name: string) => name.replaceAll("'", "''").replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** "A1:F825" of a sheet with its header, or with `$` before letters and numbers. */
function rangeOf(data: SheetData, absolute: boolean): string {
  const corner = getCellAddress(data.length - 1, (data[0]?.length ?? 1) - 1);
  return absolute ? `$A$1:${corner.replace(/([A-Z]+)(\d+)/, '$$$1$$$2')}` : `A1:${corner}`;
}

/**
 * A filter button on every column of every sheet; write-excel-file has none of its own. The schema wants `autoFilter` right after the
 * cells. Excel also keeps the range as a hidden name and repairs a file that lacks it when the sheet is sorted.
 */
export function autoFilter(sheets: readonly { sheet: string; data: SheetData }[]): Feature<Image['content']> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _options, { sheetIndex }) => {
            const data = sheets[sheetIndex]?.data ?? [];
            return xml.replace('</sheetData>', () => `</sheetData><autoFilter ref="${rangeOf(data, false)}"/>`);
          },
        },
        'xl/workbook.xml': {
          transform: (xml) => {
            const names = sheets.map(
              ({ sheet, data }, index) =>
                `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">'${escapeName(sheet)}'!${rangeOf(data, true)}</definedName>`,
            );
            return xml.replace(/<definedNames\s*\/>/, () => `<definedNames>${names.join('')}</definedNames>`);
          },
        },
      },
    },
  };
}
