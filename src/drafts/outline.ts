import { z } from 'zod';

/** The parts of a tjänsteutlåtande, in the order and under the headings that Stockholm's nämnder are used to. */
export const documentParts = {
  decisions: 'Förslag till beslut',
  summary: 'Sammanfattning',
  background: 'Bakgrund',
  matter: 'Ärendet',
  preparation: 'Ärendets beredning',
  position: 'Förvaltningens synpunkter och förslag',
  equality: 'Jämställdhetsanalys',
  child: 'Barnkonsekvensanalys',
  economy: 'Ekonomiska konsekvenser',
  attachments: 'Bilagor',
} as const;
export type DocumentPart = keyof typeof documentParts;
export const documentPartSchema = z.enum(Object.keys(documentParts) as [DocumentPart, ...DocumentPart[]]);
export const documentPartIds: readonly DocumentPart[] = documentPartSchema.options;

/** The parts that only a person can write. Without them a proposal is not ready; the others may have a text of their own too. */
export const partsToWrite: readonly DocumentPart[] = ['background', 'preparation', 'equality', 'child', 'economy'];

/** In characters. */
export const textLimit = 40_000;

/** What people have written for the document, by part, in the order of the parts; an empty text is no text. */
export const textsSchema = z.partialRecord(documentPartSchema, z.string().min(1).max(textLimit));
export type Texts = z.infer<typeof textsSchema>;

/** The headings of the document in their order. A part that is left out is not printed. */
export const outlineSchema = z
  .array(z.strictObject({ part: documentPartSchema, title: z.string().trim().min(1).max(120) }))
  .min(1)
  .refine((parts) => new Set(parts.map(({ part }) => part)).size === parts.length, 'En rubrik finns två gånger.');
export type Outline = z.infer<typeof outlineSchema>;
export const defaultOutline: Outline = documentPartIds.map((part) => ({ part, title: documentParts[part] }));

export const sameOutline = (a: Outline, b: Outline): boolean => JSON.stringify(outlineSchema.parse(a)) === JSON.stringify(outlineSchema.parse(b));

/** The same texts in the order of the parts; undefined where nothing is written. */
export function canonicalTexts(texts: Texts): Texts | undefined {
  const written = documentPartIds.flatMap((part) => (texts[part] === undefined ? [] : [[part, texts[part]] as const]));
  return written.length === 0 ? undefined : textsSchema.parse(Object.fromEntries(written));
}
