import { readFileSync } from 'node:fs';
import { type Area, areas, type Statistic, type Statistics } from '../../src/catalogue/schema.ts';

/** A row of the tables of SKR 2022, bilaga 3, in the terms of our data files. */
export interface SourceRow {
  area: Area;
  section: string;
  category: string;
  subcategory: string | null;
  name: string;
  statistics: Statistics;
}

/** Bilaga 3 numbers its areas from 2, in the order of our table of areas. */
function areaOf(section: string): Area {
  const area = (Object.keys(areas) as Area[])[Number(section[0]) - 2];
  if (area === undefined) throw new Error(`no area for section ${section}`);
  return area;
}

/** The source's footnote marks cling to some names: raised digits, or a plain digit right after the last letter. */
export const withoutFootnote = (name: string): string => name.replace(/\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]+$/u, '').replace(/(?<=\p{L})\d$/u, '');

/** "156 (65%)" or a dash. */
export function parseStatistic(cell: string): Statistic {
  if (cell === '-') return null;
  const match = /^(\d+) \((\d+)%\)$/.exec(cell);
  if (!match) throw new Error(`not a statistic: ${cell}`);
  return { count: Number(match[1]), share: Number(match[2]) };
}

/** Parses the tables: "## section category", "### subcategory", then one row a line with five cells parted by tabs. */
export function parseBilaga3(text: string): SourceRow[] {
  const rows: SourceRow[] = [];
  let place: Pick<SourceRow, 'area' | 'section' | 'category' | 'subcategory'> | undefined;
  for (const line of text.split('\n').filter((line) => line.trim() !== '')) {
    const heading = /^## (\d\.\d) (.+)$/.exec(line);
    if (heading) {
      const [, section = '', category = ''] = heading;
      place = { area: areaOf(section), section, category, subcategory: null };
    } else if (place && line.startsWith('### ')) {
      place = { ...place, subcategory: line.slice(4) };
    } else if (place) {
      rows.push({ ...place, ...parseRow(line) });
    } else throw new Error(`a row before the first heading: ${line}`);
  }
  return rows;
}

function parseRow(line: string): Pick<SourceRow, 'name' | 'statistics'> {
  const [name, given, digital, own, without, ...more] = line.split('\t');
  if (!name || !given || !digital || !own || !without || more.length > 0) throw new Error(`not a row of five cells: ${line}`);
  const statistics = { given: parseStatistic(given), digital: parseStatistic(digital), private: parseStatistic(own), withoutDecision: parseStatistic(without) };
  return { name: withoutFootnote(name), statistics };
}

/** The repository's own copy of the tables. */
export const readBilaga3 = (): SourceRow[] => parseBilaga3(readFileSync(new URL('skr-2022-bilaga-3-tabeller.txt', import.meta.url), 'utf8'));
