import type { Catalogue } from '../catalogue/load.ts';
import { type Area, areas, type Insats } from '../catalogue/schema.ts';
import { list } from '../web/format.ts';
import { cut, normal } from './import-normal.ts';

/** What a row says of which insats it is about; empty where the file does not say. */
export interface InsatsWords {
  id: string;
  area: string;
  category: string;
  subcategory: string;
  name: string;
}
export type Found = { insats: Insats } | { at: keyof InsatsWords; problem: string; remedy: string };

/** Recognises insatser by id, or by name with as much of area, category and subcategory as is needed. */
export function insatsFinder({ insatser, insatsById }: Catalogue): (words: InsatsWords) => Found {
  const byName = Map.groupBy(insatser, ({ name }) => normal(name));
  const grams = insatser.map((insats) => ({ insats, pairs: pairsOf(normal(insats.name)) }));
  const known = new Map<string, Found>();

  function byWords(words: InsatsWords): Found {
    const area = areaOf(words.area);
    if (words.area !== '' && area === undefined) {
      return { at: 'area', problem: `Okänt verksamhetsområde: ”${cut(words.area)}”.`, remedy: `Välj ett av: ${Object.values(areas).join(', ')}.` };
    }
    const named = byName.get(normal(words.name)) ?? [];
    const inArea = area === undefined ? named : named.filter((insats) => insats.area === area);
    const left = narrow(
      narrow(inArea, words.category, (insats) => insats.category),
      words.subcategory,
      (insats) => insats.subcategory ?? '',
    );
    const [only] = left;
    if (only !== undefined && left.length === 1) return { insats: only };
    if (left.length > 1) {
      return {
        at: 'name',
        problem: `Flera insatser heter ”${cut(words.name)}”.`,
        remedy: `Skriv ett av de här id:na i kolumnen Id: ${left.map(place).join('; ')}.`,
      };
    }
    const where = area === undefined ? '' : ` inom ${areas[area]}`;
    if (named.length > 0) {
      const others = [...new Set(named.map((insats) => areas[insats.area]))];
      return {
        at: 'area',
        problem: `”${cut(words.name)}” finns inte${where}.`,
        remedy: `Insatsen finns inom ${list(others)}. Rätta verksamhetsområdet om det är den som menas.`,
      };
    }
    return { at: 'name', problem: `Det finns ingen insats som heter ”${cut(words.name)}”${where}.`, remedy: suggestion(nearest(words.name, area)) };
  }

  function byId(words: InsatsWords): Found {
    const id = words.id.trim().toLowerCase();
    const insats = insatsById.get(id);
    if (insats === undefined) {
      const names = words.name === '' ? [] : nearest(words.name, areaOf(words.area));
      return { at: 'id', problem: `Det finns ingen insats med id ”${cut(words.id)}”.`, remedy: suggestion(names) };
    }
    if (words.name === '' || normal(words.name) === normal(insats.name)) return { insats };
    return {
      at: 'name',
      problem: `Id gäller ”${insats.name}”, men namnet är ”${cut(words.name)}”.`,
      remedy: 'Rätta det som är fel. Kontrollera att raderna inte har förskjutits när filen sorterades.',
    };
  }

  function nearest(name: string, area: Area | undefined): Insats[] {
    const wanted = pairsOf(normal(name));
    return grams
      .filter(({ insats }) => area === undefined || insats.area === area)
      .map(({ insats, pairs }) => ({ insats, likeness: likeness(wanted, pairs) }))
      .filter((one) => one.likeness > 0.35)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, 3)
      .map(({ insats }) => insats);
  }

  return (words) => {
    const key = JSON.stringify([words.id, words.area, words.category, words.subcategory, words.name]);
    const found = known.get(key) ?? (words.id === '' ? byWords(words) : byId(words));
    known.set(key, found);
    return found;
  };
}

/** Category and subcategory only choose between insatser of the same name; where they fit none of them they are not what is wrong. */
function narrow(found: readonly Insats[], text: string, of: (insats: Insats) => string): readonly Insats[] {
  if (text === '' || found.length < 2) return found;
  const fitting = found.filter((insats) => normal(of(insats)) === normal(text));
  return fitting.length === 0 ? found : fitting;
}

function areaOf(text: string): Area | undefined {
  const wanted = normal(text);
  return (Object.keys(areas) as Area[]).find((id) => normal(id) === wanted || normal(areas[id]) === wanted);
}

const place = (insats: Insats): string => `${insats.id} (${[areas[insats.area], insats.subcategory ?? insats.category].join(', ')})`;

function suggestion(near: readonly Insats[]): string {
  if (near.length === 0) return 'Kontrollera namnet i katalogen, eller hämta mallen där alla insatser står med id.';
  return `Menar du ${near.map((insats) => `”${insats.name}” (${insats.id})`).join(' eller ')}?`;
}

/** Pairs of letters that follow each other: two names are alike when they share many of them. */
function pairsOf(text: string): Set<string> {
  const letters = ` ${text} `;
  return new Set(Array.from({ length: letters.length - 1 }, (_, at) => letters.slice(at, at + 2)));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return (2 * common) / (a.size + b.size);
}
