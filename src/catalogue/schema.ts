import { z } from 'zod';
import { type Kind, kindIds } from './kinds.ts';

/** The six verksamhetsområden of SKR 2022, bilaga 3, in the source's order. */
export const areas = {
  aldre: 'Äldre',
  'barn-och-unga': 'Barn och unga',
  funktionshinder: 'Funktionshinder',
  'missbruk-och-beroende': 'Missbruk och beroende',
  socialpsykiatri: 'Socialpsykiatri',
  'vald-i-nara-relationer': 'Våld i nära relationer',
} as const;
export type Area = keyof typeof areas;
export const areaSchema = z.enum(Object.keys(areas) as [Area, ...Area[]]);

/** Answers are kept under these names, in objects that themselves know one such word: what it says would seem answered before anybody did. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(120)
  .refine((name) => !(name in {}), 'Namnet ”constructor” är upptaget av programmet');

/** Number of answering kommuner, and their share in per cent as printed in the source; null where it prints a dash. */
export const statisticSchema = z.strictObject({ count: z.int().min(0).max(290), share: z.int().min(0).max(100) }).nullable();
export type Statistic = z.infer<typeof statisticSchema>;

export const statisticsSchema = z.strictObject({
  given: statisticSchema,
  digital: statisticSchema,
  private: statisticSchema,
  withoutDecision: statisticSchema,
});
export type Statistics = z.infer<typeof statisticsSchema>;

/** Laws other than socialtjänstlagen that regulate an insats; ids of `data/sources.json`. */
export const otherLaws = [
  'bostadsanpassning-2018-222',
  'trafikforordning-1998-1276',
  'befogenheter-2009-47',
  'medling-2002-445',
  'personligt-ombud-2013-522',
] as const;

/** What we have judged about an insats by hand; the law's verdicts and the risk rules rest on it. */
export const classificationSchema = z.strictObject({
  kind: z.enum(kindIds),
  otherLaw: z.enum(otherLaws).nullable(),
  /** Rådgivning in the sense of SoL 14:4: no personal circumstances are documented. */
  counselling: z.boolean(),
  /** Of behandlingskaraktär (SoL 32:2). */
  treatment: z.boolean(),
  format: z.enum(['individual', 'group', 'both', 'none']),
  manualBased: z.boolean(),
  roundTheClock: z.boolean(),
  /** Whether the insats is directed to children, or to adults through whom children are affected. */
  childReach: z.enum(['direct', 'through_adult', 'none']),
  violence: z.boolean(),
  honour: z.boolean(),
  digitalOnly: z.boolean(),
  /** Whether the region has a responsibility of its own for the same need. */
  regionShared: z.boolean(),
  targetGroups: z.array(slug).min(1),
  /** Swedish. Required where the kind decides a verdict. */
  reason: z.string().max(600).nullable(),
});
export type Classification = z.infer<typeof classificationSchema>;

export const insatsSchema = z.strictObject({
  id: slug,
  area: areaSchema,
  section: z.string().regex(/^\d\.\d$/),
  category: z.string().min(1),
  subcategory: z.string().min(1).nullable(),
  name: z.string().min(1),
  statistics: statisticsSchema,
  classification: classificationSchema,
});
export type Insats = z.infer<typeof insatsSchema>;

const share = z.enum(['all', 'some', 'none']);

/** A target group: ages in whole years, both ends included; null = no upper limit. */
export const targetGroupSchema = z.strictObject({
  id: slug,
  name: z.string().min(1),
  description: z.string().min(1),
  ageMin: z.int().min(0).max(120),
  ageMax: z.int().min(0).max(120).nullable(),
  role: z.enum(['self', 'guardian', 'family', 'relative', 'foster_home', 'perpetrator']),
  traits: z.strictObject({
    /** Children under 18 (SoL 3:1) among those who take part. */
    minors: share,
    under15: share,
    age15to17: share,
    /** Young people of 18–20 (SoL 11:5 p. 5). */
    age18to20: share,
    over65: share,
    childrenAtHome: z.enum(['yes', 'no', 'unknown']),
    accompanyingChild: z.boolean(),
    violence: z.enum(['exposed', 'perpetrator', 'none']),
    honour: z.boolean(),
    prostitution: z.boolean(),
    addiction: z.boolean(),
    disability: z.enum(['physical_or_intellectual', 'mental', 'none']),
    homeless: z.boolean(),
    placed: z.boolean(),
    /** Reduced ability to seek help on one's own: cognition, illness, language or fear. */
    reducedAbility: z.boolean(),
    hardToReach: z.boolean(),
    /** Composite needs: often both kommun and region, or several units. */
    compositeNeeds: z.boolean(),
  }),
});
export type TargetGroup = z.infer<typeof targetGroupSchema>;

/** Kinds whose classification decides a verdict and therefore must be reasoned. */
export const decisiveKinds: ReadonlySet<Kind> = new Set<Kind>([
  'kontaktperson',
  'kontaktfamilj',
  'sarskilt_kvalificerad_kontaktperson',
  'umgangeskontaktperson',
  'familjehem',
  'jourhem',
  'stodboende',
  'hvb',
  'sarskilt_ungdomshem',
  'lvm_hem',
  'hem_for_viss_annan_heldygnsvard',
  'sarskilt_boende_aldre',
  'bistandsbedomt_trygghetsboende',
  'bostad_med_sarskilt_stod',
  'skyddat_boende',
  'korttidsboende',
  'tillfalligt_boende',
  'traningsboende',
  'bostadsmodell',
  'bostadsfortur',
  'ekonomisk_hjalp',
  'kontant_ersattning',
  'annan_lag',
  'servicetjanst',
]);
