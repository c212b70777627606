import { type DocumentPart, defaultOutline, documentPartIds, documentParts, type Outline, sameOutline } from '../drafts/outline.ts';
import { assumptionIds, assumptions, type Scenario, type Span } from '../economy/scenario.ts';
import { number } from '../web/format.ts';
import type { StoredVersion } from './repository.ts';

const only = (one: Iterable<string>, other: ReadonlySet<string>): string[] => [...one].filter((item) => !other.has(item));

/** What people have written beside the lines, where two versions differ. Rules and catalogue never change it. */
export interface ComparedParts {
  texts: { part: DocumentPart; title: string; from: string; to: string }[];
  /** The headings in their order; null where they are the same. */
  outline: { from: string[]; to: string[] } | null;
  scenarios: { id: string; name: string; from: string[]; to: string[] }[];
}

const spanInWords = ({ low, high }: Span): string => (low === high ? number(low) : `${number(low)} till ${number(high)}`);

/** A scenario as a list of what it says, so that two can be compared item by item. */
function scenarioInWords({ name, lines, ...assumed }: Scenario): string[] {
  const numbers = assumptionIds.flatMap((assumption) => {
    const value = assumed[assumption];
    const { label, unit } = assumptions[assumption];
    return value === null ? [] : [`${label}: ${spanInWords(value.span)} ${unit}${value.from === '' ? '' : ` (${value.from})`}`];
  });
  return [`Namn: ${name}`, `Antal rader: ${number(lines.length)}`, ...numbers];
}

/** Texts, headings and scenarios that differ between two versions. */
export function compareParts({ inputs: from }: Pick<StoredVersion, 'inputs'>, { inputs: to }: Pick<StoredVersion, 'inputs'>): ComparedParts {
  const outline = (one: Outline | undefined) => one ?? defaultOutline;
  const titleOf = (part: DocumentPart) => [...outline(to.outline), ...outline(from.outline)].find((one) => one.part === part)?.title ?? documentParts[part];
  const texts = documentPartIds.flatMap((part) => {
    const [before, after] = [from.texts?.[part] ?? '', to.texts?.[part] ?? ''];
    return before === after ? [] : [{ part, title: titleOf(part), from: before, to: after }];
  });
  const titles = (one: Outline | undefined) => outline(one).map(({ title }) => title);
  const [before, after] = [from, to].map(({ economy = [] }) => new Map(economy.map((scenario) => [scenario.id, scenario])));
  const ids = new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])]);
  const scenarios = [...ids].flatMap((id) => {
    const [old, current] = [before?.get(id), after?.get(id)];
    if (JSON.stringify(old) === JSON.stringify(current)) return [];
    const [was, is] = [old === undefined ? [] : scenarioInWords(old), current === undefined ? [] : scenarioInWords(current)];
    return [{ id, name: current?.name ?? old?.name ?? '', from: only(was, new Set(is)), to: only(is, new Set(was)) }];
  });
  return { texts, outline: sameOutline(outline(from.outline), outline(to.outline)) ? null : { from: titles(from.outline), to: titles(to.outline) }, scenarios };
}
