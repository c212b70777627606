import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** A ZIP entry has no time before this one, and must have one. Local time, since that is what ZIP writes. */
const noTime = new Date(1980, 0, 1);

/**
 * The same Office file with nothing in it of when and in which process it was made, so that the same content is the same bytes: no time of
 * making, and ids that are counted in each file where the libraries draw them at random or count them through the whole process.
 */
export function steadyPackage(file: Uint8Array): Uint8Array {
  const parts = Object.entries(unzipSync(file));
  const texts = new Map(parts.flatMap(([name, bytes]) => (/\.(?:xml|rels)$/.test(name) ? [[name, strFromU8(bytes)] as const] : [])));
  const relations = relationNames([...texts].flatMap(([name, xml]) => (name.endsWith('.rels') ? [xml] : [])));
  const steady = ([name, bytes]: [string, Uint8Array]): [string, Uint8Array] => {
    // A chart carries its figures as a workbook.
    if (name.endsWith('.xlsx')) return [name, steadyPackage(bytes)];
    const xml = texts.get(name);
    if (xml === undefined) return [name, bytes];
    const after = steadyText(name, xml, relations);
    return [name, after === xml ? bytes : strToU8(after)];
  };
  return zipSync(Object.fromEntries(parts.map(steady)), { mtime: noTime });
}

/** The names that were drawn at random, each with the one it gets: "rIdbhfkthnr8l9cmvgmmf2pc" becomes "rIdx1". */
function relationNames(relations: readonly string[]): ReadonlyMap<string, string> {
  const drawn = relations.flatMap((xml) => [...xml.matchAll(/ Id="(rId[^"]*[^"\d][^"]*)"/g)].map(([, name = '']) => name));
  return new Map([...new Set(drawn)].map((name, index) => [name, `rIdx${index + 1}`]));
}

function steadyText(name: string, xml: string, relations: ReadonlyMap<string, string>): string {
  // Both properties may be left out of a file; a made-up time would be worse than none.
  if (name === 'docProps/core.xml') return xml.replaceAll(/<dcterms:(created|modified)[^>]*>[^<]*<\/dcterms:\1>/g, '');
  let text = xml;
  for (const [drawn, counted] of relations) text = text.replaceAll(`="${drawn}"`, `="${counted}"`);
  // A written "<" is escaped, so these can only be the tags.
  text = countedIds(text, /(<w:bookmark(?:Start|End)\b[^>]*? w:id=")(\d+)"/g);
  return countedIds(text, /(<wp:docPr\b[^>]*? id=")(\d+)"/g);
}

/** Ids 1, 2, 3 … in the order in which they are first met. */
function countedIds(xml: string, pattern: RegExp): string {
  const ids = new Map<string, number>();
  return xml.replaceAll(pattern, (_tag, start: string, id: string) => {
    const own = ids.get(id) ?? ids.size + 1;
    ids.set(id, own);
    return `${start}${own}"`;
  });
}
