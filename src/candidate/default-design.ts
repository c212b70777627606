import { z } from 'zod';
import { type Insats, slug, type TargetGroup } from '../catalogue/schema.ts';
import { readJsonFile } from '../json-file.ts';
import { type CurrentState, catalogueFacts, districtFacts, factsOfField, groupFacts, nothingEntered } from './build-facts.ts';
import { type Design, designFieldNames, designSchema, emptyDesign } from './design.ts';
import { type DesignFieldName, UNKNOWN } from './design-fields.ts';
import { type Facts, factTable } from './facts.ts';

const conditionValue = z.union([z.string(), z.boolean(), z.number()]);
export const layerSchema = z.strictObject({
  id: slug,
  /** Facts and the values for which the layer applies; all must match. An empty object always matches. */
  when: z.record(z.string(), z.array(conditionValue).min(1)),
  /** Answers; "unknown" leaves the question open on purpose. */
  set: z.record(z.string(), z.unknown()),
  /** Swedish: why this answer is assumed, or why the question is left open. */
  reason: z.string().min(20).max(400),
});
export type Layer = z.infer<typeof layerSchema>;

const fileSchema = z.strictObject({ layers: z.array(layerSchema).min(1) });

/** A layer whose facts and answers are known to be valid. */
export interface CheckedLayer {
  id: string;
  when: Layer['when'];
  fields: readonly DesignFieldName[];
  /** Only the questions in `fields` are answered by this layer. */
  answers: Design;
  reason: string;
}

/** The layers in order; a later one overrides an earlier one. */
export interface DefaultDesigns {
  readonly layers: readonly CheckedLayer[];
}

export interface AssumedAnswer {
  field: DesignFieldName;
  reason: string;
}

/** A design that nobody has decided: what a first draft assumes and what it leaves to the district. */
export interface DefaultDesign {
  design: Design;
  /** The answers that are assumed, in the order of the design. */
  assumed: AssumedAnswer[];
  /** The questions that are left open on purpose, with the reason. */
  leftOpen: AssumedAnswer[];
}

/** A layer file that cannot be used; the message says which layer and what to do. */
export class DefaultDesignError extends Error {
  override readonly name = 'DefaultDesignError';
}

const file = new URL('../../data/default-designs.json', import.meta.url);

/** Reads and checks `data/default-designs.json`. */
export function loadDefaultDesigns(from: URL = file): DefaultDesigns {
  const parsed = fileSchema.safeParse(readJsonFile(from, 'data/default-designs.json'));
  if (!parsed.success) throw new DefaultDesignError(`data/default-designs.json har fel form: ${z.prettifyError(parsed.error)}`);
  return checkLayers(parsed.data.layers);
}

/** Refuses an unknown fact, value, question or answer, a double id, and a question that no unconditional layer mentions. */
export function checkLayers(layers: readonly Layer[]): DefaultDesigns {
  const ids = new Set<string>();
  const always = new Set<DesignFieldName>();
  const checked = layers.map((layer): CheckedLayer => {
    if (ids.has(layer.id)) throw new DefaultDesignError(`Lagret ${layer.id} finns två gånger i data/default-designs.json.`);
    ids.add(layer.id);
    checkWhen(layer);
    const answers = designSchema.safeParse(layer.set);
    if (!answers.success) throw new DefaultDesignError(`Lagret ${layer.id} har ett svar som inte går att använda: ${z.prettifyError(answers.error)}`);
    const fields = designFieldNames.filter((field) => field in layer.set);
    if (Object.keys(layer.when).length === 0) for (const field of fields) always.add(field);
    return { id: layer.id, when: layer.when, fields, answers: answers.data, reason: layer.reason };
  });
  const forgotten = designFieldNames.filter((field) => !always.has(field));
  if (forgotten.length > 0) {
    throw new DefaultDesignError(`Inget lager utan villkor nämner ${forgotten.join(', ')}. Ge ett svar, eller lämna frågan öppen med ett skäl.`);
  }
  return { layers: checked };
}

function checkWhen(layer: Layer): void {
  for (const [fact, values] of Object.entries(layer.when)) {
    const info = Object.hasOwn(factTable, fact) ? factTable[fact] : undefined;
    if (info === undefined || !['insats', 'group', 'basis', 'district'].includes(info.origin)) {
      throw new DefaultDesignError(`Lagret ${layer.id} frågar efter ${fact}. Använd ett faktum om insatsen, målgruppen, den rättsliga grunden eller nuläget.`);
    }
    const wrong = values.find((v) => (info.type === 'boolean' || info.type === 'number' ? typeof v !== info.type : info.values?.includes(String(v)) !== true));
    if (wrong !== undefined) throw new DefaultDesignError(`Lagret ${layer.id} har ett värde som ${fact} aldrig har: ${String(wrong)}.`);
  }
}

/** The facts about a district's nuläge that the layers read; what else it tells makes no other design. */
export function districtFactsRead({ layers }: DefaultDesigns): string[] {
  return [...new Set(layers.flatMap(({ when }) => Object.keys(when)))].filter((fact) => factTable[fact]?.origin === 'district');
}

/** The facts of the design that what a district tells may decide, where nobody has decided the design. */
export function designFactsFromDistrict({ layers }: DefaultDesigns): ReadonlySet<string> {
  const local = layers.filter(({ when }) => Object.keys(when).some((fact) => factTable[fact]?.origin === 'district'));
  return new Set(local.flatMap(({ fields }) => fields.flatMap(factsOfField)));
}

/** The default design of an insats for a target group under a legal basis, where the district does `state` today, with the reason for every answer. */
export function defaultDesign(designs: DefaultDesigns, insats: Insats, group: TargetGroup, basis: string, state: CurrentState = nothingEntered): DefaultDesign {
  return defaultDesignFor(designs, { ...catalogueFacts(insats), ...groupFacts(group), ...districtFacts(state), 'basis.id': basis });
}

/** Designs by the layers that they are made of: thousands of candidates share a few hundred. */
const made = new WeakMap<DefaultDesigns, Map<string, DefaultDesign>>();

/** The same for facts as they stand, of which the layers read those about insats, group, legal basis and district. */
export function defaultDesignFor(designs: DefaultDesigns, facts: Facts): DefaultDesign {
  const layers = designs.layers.filter((layer) => matches(layer, facts));
  const key = layers.map(({ id }) => id).join(' ');
  const byLayers = made.get(designs) ?? new Map<string, DefaultDesign>();
  made.set(designs, byLayers);
  const known = byLayers.get(key) ?? designOf(layers);
  // Facts may be made up by users: keep the cache small rather than for ever.
  if (byLayers.size > 2000) byLayers.clear();
  byLayers.set(key, known);
  return known;
}

function designOf(layers: readonly CheckedLayer[]): DefaultDesign {
  const design: Design = { ...emptyDesign };
  const reasons = new Map<DesignFieldName, string>();
  for (const layer of layers) {
    for (const field of layer.fields) {
      copyAnswer(design, layer.answers, field);
      reasons.set(field, layer.reason);
    }
  }
  const explained = designFieldNames.map((field) => ({ field, reason: reasons.get(field) ?? '' }));
  return {
    // Shared by all candidates with the same layers: whoever wants another design makes a copy.
    design: Object.freeze(design),
    assumed: explained.filter(({ field }) => design[field] !== UNKNOWN),
    leftOpen: explained.filter(({ field }) => design[field] === UNKNOWN),
  };
}

function copyAnswer<K extends DesignFieldName>(to: Pick<Design, K>, from: Pick<Design, K>, field: K): void {
  to[field] = from[field];
}

function matches(layer: CheckedLayer, facts: Facts): boolean {
  for (const fact in layer.when) if (layer.when[fact]?.some((value) => value === facts[fact]) !== true) return false;
  return true;
}
