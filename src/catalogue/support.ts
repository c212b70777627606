import { z } from 'zod';
import { areaSchema, slug } from './schema.ts';

/**
 * What the sources say in favour of, or about, giving an insats openly in Stockholm: figures for the whole city or the
 * county, never for one district (Stockholm 2022 gives the districts' answers as totals only).
 */
export const insatsSupportSchema = z.strictObject({
  insats: slug,
  /** Named in Stockholm 2022 as given without assessment today; an id of `openToday` in the same file. */
  openToday: slug.nullable(),
  /** Districts of 13 that in free text wished to give it without decision; null where none is reported. */
  wishDistricts: z.int().min(1).max(13).nullable(),
  /** Share of 13 districts (per cent) that wished to give insatser of this category without decision. */
  wishCategoryShare: z.int().min(0).max(100).nullable(),
  /** Evidence for an open offer; an id of `evidence` in the same file. */
  evidence: slug.nullable(),
  /** Swedish: what a reader must know of how the answers fit this insats. */
  note: z.string().min(5).optional(),
});

export const supportFileSchema = z.strictObject({
  openToday: z.array(z.strictObject({ id: slug, name: z.string(), text: z.string(), citations: z.array(z.string()).min(1) })),
  evidence: z.array(z.strictObject({ id: slug, text: z.string(), citations: z.array(z.string()).min(1) })),
  areas: z
    .array(
      z.strictObject({
        area: areaSchema,
        /** Stockholm's county, share of insatser in per cent: enskild regi, and both kommunal and enskild (SKR 2022). */
        countyPrivateShare: z.int(),
        countyBothShare: z.int(),
        countyWithoutDecisionShare: z.int(),
        /** Yes / don't know / no to giving one or several insatser without decision, per cent of 13; null where not asked (äldre). */
        wish: z.strictObject({ yes: z.int(), unknown: z.int(), no: z.int() }).nullable(),
        /** Share of kommuner that use systematic follow-up for development, per cent (Socialstyrelsen 2019, tabell 2); null where not reported. */
        followUpShare: z.int().nullable(),
        citations: z.array(z.string()).min(1),
        /** Swedish: what the figures do not cover. */
        note: z.string().min(5).optional(),
      }),
    )
    .length(6),
  insatser: z.array(insatsSupportSchema),
});
export type SupportFile = z.infer<typeof supportFileSchema>;
export type InsatsSupport = z.infer<typeof insatsSupportSchema>;
export type AreaSupport = SupportFile['areas'][number];
