import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Source } from '../../sources/schema.ts';
import type { InputFault } from '../../web/input.ts';
import { findPersonalNumber } from '../../web/personal-number.ts';
import { type CheckResult, checkResults } from './repository.ts';

/** What the form of a check was filled in with. */
export interface TypedCheck {
  /** Follows the form from when it was shown: a second press is the same check. */
  id: string;
  place: string;
  version: string;
  result: string;
  note: string;
  /** The wording of the rule that was shown. */
  wording: string;
}

const line = z.preprocess((value) => [value].flat().at(-1), z.string().catch('')).transform((text) => text.replaceAll('\r\n', '\n').trim());
const formSchema = z
  .object({ id: line, stalle: line, lydelse: line, resultat: line, anteckning: line, ordalydelse: line })
  .catch({ id: '', stalle: '', lydelse: '', resultat: '', anteckning: '', ordalydelse: '' });

export const emptyCheck = (place = ''): TypedCheck => ({ id: randomUUID(), place, version: '', result: '', note: '', wording: '' });

/** Chosen on purpose for a check of the whole source: it is said of every place at once, so it is never what nobody chose. */
export const wholeSource = 'hela';

export function readCheck(body: unknown): TypedCheck {
  const { id, stalle, lydelse, resultat, anteckning, ordalydelse } = formSchema.parse(body ?? {});
  return { id: z.uuid().safeParse(id).success ? id : randomUUID(), place: stalle, version: lydelse, result: resultat, note: anteckning, wording: ordalydelse };
}

const longestNote = 2000;
const longestVersion = 200;

function textFaults(field: string, text: string, longest: number): InputFault[] {
  if (text.length > longest) return [{ field, message: `Texten är ${text.length} tecken. Skriv högst ${longest}.` }];
  const found = findPersonalNumber(text);
  return found === null ? [] : [{ field, message: `”${found}” ser ut som ett personnummer. Ta bort det: här får inga uppgifter om enskilda stå.` }];
}

const isResult = (text: string): text is CheckResult => checkResults.some((one) => one === text);

/** What the form of a source's check says, and what is wrong with it. */
export function sourceCheckOf(source: Source, { place, version, result, note }: TypedCheck): { result: CheckResult | null; faults: InputFault[] } {
  const known = isResult(result) ? result : null;
  const faults: InputFault[] = [];
  if (place === '') faults.push({ field: 'stalle', message: 'Välj vilket ställe du har läst, eller hela källan.' });
  else if (place !== wholeSource && !source.places.some(({ id }) => id === place))
    faults.push({ field: 'stalle', message: `Stället ”${place.slice(0, 40)}” finns inte i källan. Välj ett ställe i listan.` });
  if (source.kind === 'statute' && version === '')
    faults.push({ field: 'lydelse', message: 'Skriv vilken lydelse du läste, till exempel ”SFS 2025:400, i lydelse till och med SFS 2026:100”.' });
  faults.push(...textFaults('lydelse', version, longestVersion));
  if (known === null) faults.push({ field: 'resultat', message: 'Välj vad kontrollen visade: oförändrad, ändrad eller oklar.' });
  if (known !== null && known !== 'unchanged' && note === '')
    faults.push({ field: 'anteckning', message: 'Skriv vad som är ändrat eller oklart, så att den som ser över reglerna vet var.' });
  return { result: known, faults: [...faults, ...textFaults('anteckning', note, longestNote)] };
}

export const ruleCheckFaults = ({ note }: TypedCheck): InputFault[] => textFaults('anteckning', note, longestNote);
