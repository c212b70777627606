import type { Knowledge } from '../../knowledge.ts';
import { SourceError } from '../../sources/errors.ts';
import { resolveCitation } from '../../sources/resolve-citation.ts';
import type { Sources } from '../../sources/sources.ts';
import type { InputFault } from '../../web/input.ts';
import { type FormContext, type FormField, type KindForm, manyOf, type Option, ruleOf, tidy } from './model.ts';

/** Empty fields for new citations. */
const more = 3;

const indexes = new WeakMap<Sources, { options: readonly Option[]; keys: ReadonlyMap<string, string> }>();
function indexOf(sources: Sources): { options: readonly Option[]; keys: ReadonlyMap<string, string> } {
  const known = indexes.get(sources);
  if (known !== undefined) return known;
  const places = sources.all.flatMap((source) => source.places.map((place) => ({ source, place })));
  const index = {
    options: places.map(({ place }) => ({ value: place.label, label: place.heading })),
    keys: new Map(places.map(({ source, place }) => [place.label.toLocaleLowerCase('sv'), `${source.id}/${place.id}`])),
  };
  indexes.set(sources, index);
  return index;
}

/** Every place of the register, as a search field offers it. */
export const citationOptions = ({ sources }: Pick<Knowledge, 'sources'>): readonly Option[] => indexOf(sources).options;

/** "SoL 11:5" or the register's own key, as the key; what is neither stays as it was written. `known`: keys that are in use, ranges among them. */
export function citationKey({ sources }: Pick<Knowledge, 'sources'>, text: string, known: readonly string[] = []): string {
  const typed = tidy(text);
  const byLabel = indexOf(sources).keys.get(typed.toLocaleLowerCase('sv'));
  return byLabel ?? known.find((key) => labelOf(sources, key) === typed) ?? typed;
}

/** A key as people read it; what the register does not know as it is written. */
export function labelOf(sources: Sources, key: string): string {
  try {
    return resolveCitation(sources, key).label;
  } catch (error) {
    if (error instanceof SourceError) return key;
    throw error;
  }
}

/** Why a citation cannot be used; null for one that stands in the register. */
export function citationFault({ sources }: Pick<Knowledge, 'sources'>, key: string): string | null {
  try {
    resolveCitation(sources, key);
    return null;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return `”${key.slice(0, 80)}” finns inte i källregistret. Börja skriva, till exempel SoL 11:5, och välj i listan. Saknas stället måste det först läggas till i källregistret.`;
  }
}

function keysOf(context: FormContext): readonly string[] {
  const { params } = ruleOf(context).rule.event;
  return 'citations' in params ? params.citations : 'citation' in params ? [params.citation] : [];
}

/** A rule's citations as a list of fields: one that is rewritten is replaced, one that is emptied is taken away, an empty one that is filled in is new. */
export const citationsForm: KindForm = {
  initial(context, op) {
    const { sources } = context.knowledge;
    const label = (key: string) => labelOf(sources, key);
    const own = op?.type === 'set-citations' ? op : null;
    const now = keysOf(context).map((key) => (own?.remove.includes(key) ? '' : label(own?.replace.find(({ from }) => from === key)?.to ?? key)));
    return { ...Object.fromEntries(now.map((text, i) => [`citat.${i}`, text])), add: (own?.add ?? []).map(label) };
  },
  parts(context, typed) {
    const now = keysOf(context);
    const { sources } = context.knowledge;
    const isLaw = ruleOf(context).kind === 'law';
    const added = manyOf(typed.add);
    const fields: FormField[] = [
      ...now.map(
        (key, i): FormField => ({
          name: `citat.${i}`,
          label: isLaw ? 'Hänvisning' : `Hänvisning ${i + 1}`,
          control: 'citation',
          values: manyOf(typed[`citat.${i}`]),
          now: labelOf(sources, key),
          help: isLaw
            ? 'En lagregel har precis en hänvisning. Skriv en annan för att byta.'
            : 'Skriv en annan för att byta, eller töm fältet för att ta bort den.',
        }),
      ),
      ...(isLaw
        ? []
        : Array.from(
            { length: Math.max(more, added.length) },
            (_, at): FormField => ({ name: 'add', at, label: `Ny hänvisning ${at + 1}`, control: 'citation', values: [added[at] ?? ''] }),
          )),
    ];
    return [{ legend: '', help: 'Börja skriva, till exempel SoL 11:5 eller prop, och välj i listan. Bara ställen i källregistret kan användas.', fields }];
  },
  read(context, typed) {
    const now = keysOf(context);
    const { knowledge } = context;
    const places = new Map<string, string>();
    const faults: InputFault[] = [];
    const key = (text: string, field: string) => {
      const found = citationKey(knowledge, text, now);
      const fault = found === '' ? null : citationFault(knowledge, found);
      if (fault !== null) faults.push({ field, message: fault });
      return found;
    };
    const remove: string[] = [];
    const replace: { from: string; to: string }[] = [];
    for (const [i, from] of now.entries()) {
      const field = `citat.${i}`;
      const text = manyOf(typed[field])[0];
      const to = text === undefined ? from : key(text, field);
      if (to === from) continue;
      if (to === '') places.set(`remove.${remove.push(from) - 1}`, field);
      else places.set(`replace.${replace.push({ from, to }) - 1}`, field);
    }
    const add = manyOf(typed.add).flatMap((text, at) => (tidy(text) === '' ? [] : [{ key: key(text, `add.${at}`), at }]));
    for (const [i, { at }] of add.entries()) places.set(`add.${i}`, `add.${at}`);
    if (remove.length + replace.length + add.length === 0)
      faults.push({ field: 'citat.0', message: 'Ingen hänvisning är ändrad. Byt, töm eller lägg till en.' });
    return {
      operation: { type: 'set-citations', rule: ruleOf(context).rule.name, add: add.map((one) => one.key), remove, replace },
      place: (field) => {
        const own = /^(add|remove|replace)\.\d+/.exec(field)?.[0];
        return own === undefined ? (field === 'citations' || field === 'add' ? 'citat.0' : field) : (places.get(own) ?? field);
      },
      faults,
    };
  },
};
