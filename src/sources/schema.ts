import { z } from 'zod';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** A place in a source that a text may cite: a section, a page, a table or a headed passage. */
export const placeSchema = z.strictObject({
  /** "11:5", "11:5-p5", "s.694", "tabell-7" or the slug of a heading. */
  id: z.string().regex(/^\S+$/),
  /** As shown to the user: "SoL 11:5 p. 5". */
  label: z.string().min(3),
  heading: z.string().min(3),
  /** A few words of the statute, where the exact wording decides. */
  fragment: z.string().min(5).max(200).optional(),
  /** Other names that lead to the same place. */
  aliases: z.array(z.string().regex(/^\S+$/)).min(1).optional(),
  /** For a section that starts to apply later than its statute. */
  inForceFrom: z.iso.date().optional(),
});
export type Place = z.infer<typeof placeSchema>;

export const sourceKinds = ['statute', 'bill', 'report', 'survey'] as const;

/** A source with every place in it that the product may cite. One file per source in `data/sources`. */
export const sourceSchema = z.strictObject({
  id: slug,
  /** As cited: "SoL". */
  short: z.string().min(2),
  title: z.string().min(5),
  publisher: z.string().min(3),
  date: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
  kind: z.enum(sourceKinds),
  url: z.url().optional(),
  /** The day a statute ceased to apply. */
  repealed: z.iso.date().optional(),
  /** When the text was read for the register, where that is known: "2026-04". */
  read: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .optional(),
  /** Swedish: what the reader must know before trusting a figure or a wording. */
  note: z.string().min(10),
  places: z.array(placeSchema).min(1),
});
export type Source = z.infer<typeof sourceSchema>;
