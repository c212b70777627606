import { z } from 'zod';
import { areaSchema, slug, statisticsSchema } from '../catalogue/schema.ts';
import { outcomeSchema } from '../economy/outcome.ts';
import { pathways, reviewers, sections, severities, verdicts } from '../rules/format.ts';
import { outlineSchema, textsSchema } from './outline.ts';

/**
 * A district's draft: everything that the document, the workbook and the page show, and nothing that a clock has touched.
 * The order of the fields here is the order in the JSON file.
 */

/** A place in a source: readable ("SoL 11:5 p. 5"), and the register's key. */
const citations = z.array(z.string()).describe('Hänvisningar som de läses, till exempel SoL 11:5.');
const sources = z.array(z.string()).describe('Samma hänvisningar som nycklar i källregistret, i samma ordning.');
const verdict = z.enum(verdicts);
const severity = z.enum(severities);
/** The rules' sections, and one for what a person keeps although the rules would open it. */
const draftSections = [...sections, 'keep_choice'] as const;
export const sectionSchema = z.enum(draftSections);
const known = z.enum(['yes', 'no', 'unknown']);
export const currentStateSchema = z.strictObject({ givenToday: known, withoutDecisionToday: known, privateToday: known, wishesOpen: known });

export const groundSchema = z.strictObject({
  rule: slug,
  verdict,
  title: z.string(),
  text: z.string(),
  citation: z.string(),
  source: z.string(),
  readings: z.array(z.strictObject({ verdict, text: z.string() })).describe('Tolkningarna mellan vilka någon måste avgöra; tom när svaret är klart.'),
  decides: z.string().nullable(),
});

export const draftFlagSchema = z.strictObject({
  rule: slug,
  theme: slug,
  severity,
  title: z.string(),
  message: z.string(),
  citations,
  clearedBy: z
    .array(z.strictObject({ text: z.string(), set: z.record(z.string(), z.unknown()) }))
    .describe('Vad som klarar flaggan: en ändring av utformningen, i ord och som värden.'),
  remedy: z.string().nullable().describe('Vad som behöver göras när ingen utformning klarar flaggan.'),
  reviewer: z.array(z.enum(reviewers)),
});

export const draftSignalSchema = z.strictObject({ rule: slug, title: z.string(), message: z.string(), citations, sources });

export const draftConditionSchema = z.strictObject({
  field: z.string().describe('Frågan i utformningen.'),
  text: z.string(),
  assumed: z.boolean().describe('Villkoret är Insatsplans antagande. Ingen har beslutat det.'),
  why: z.string().optional().describe('Varför Insatsplan antar villkoret.'),
});
export type DraftCondition = z.infer<typeof draftConditionSchema>;

const stage = z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable();
const responseKind = z.enum(['accepted', 'disputed', 'investigate']);

/** What people have changed of a line, beside what the rules say. */
export const shapedSchema = z.strictObject({
  chosen: z.boolean().describe('Vägen eller etappen är förvaltningens val och inte regelverkets förslag.'),
  recommended: z
    .strictObject({ pathway: z.enum(pathways).nullable(), stage, section: z.enum(sections) })
    .describe('Regelverkets förslag med den ändrade utformningen.'),
  motive: z.string(),
  design: z
    .array(z.strictObject({ field: z.string(), question: z.string(), from: z.string(), to: z.string() }))
    .describe('Ändrade svar i utformningen; from är det som antogs.'),
  cleared: z.array(z.strictObject({ rule: slug, title: z.string() })).describe('Flaggor som den ändrade utformningen klarar.'),
  raised: z.array(z.strictObject({ rule: slug, title: z.string() })).describe('Flaggor som den ändrade utformningen väcker.'),
  responses: z
    .array(z.strictObject({ rule: slug, title: z.string(), severity, kind: responseKind, motive: z.string(), who: z.string(), due: z.iso.date().nullable() }))
    .describe('Svar på flaggor som finns kvar.'),
  added: z.literal(true).exactOptional().describe('Raden är tillagd av förvaltningen; saknas där den inte är det.'),
});
export type Shaped = z.infer<typeof shapedSchema>;

export const lineSchema = z.strictObject({
  insats: slug,
  name: z.string(),
  area: areaSchema,
  category: z.string(),
  subcategory: z.string().nullable(),
  kind: z.string(),
  targetGroup: slug,
  targetGroupName: z.string(),
  verdict,
  pathway: z.enum(pathways).nullable(),
  stage: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  section: sectionSchema,
  pathwayRule: slug,
  reasons: z.array(z.string()).min(1).describe('Skälen till väg och etapp i ord.'),
  grounds: z.array(groundSchema).min(1).describe('Lagens grunder för svaret.'),
  conditions: z
    .array(draftConditionSchema)
    .describe('Villkor som bara gäller vissa rader. I etapp 1–3 gäller också varje gemensamt villkor, utom de frågor som besvaras här eller står i exempt.'),
  exempt: z.array(z.string()).describe('Frågor där ett gemensamt villkor inte gäller den här raden.'),
  openQuestions: z.array(z.string()).describe('Frågor i utformningen som ingen har svarat på.'),
  flags: z.array(draftFlagSchema).describe('Riskflaggor med den antagna utformningen; tom när lagen eller en annan lag redan avgör.'),
  signals: z.array(draftSignalSchema),
  statistics: statisticsSchema.describe('Hela landet, SKR 2022, bilaga 3. Aldrig en siffra för stadsdelen.'),
  statisticsSource: z.string(),
  smallBase: z.boolean().describe('Färre än 20 kommuner ger insatsen: läs andelarna med försiktighet.'),
  currentState: currentStateSchema.nullable().describe('Det stadsdelen själv har lämnat om insatsen; null när inget är lämnat.'),
  shaped: shapedSchema.optional().describe('Det som människor har ändrat; saknas där raden är som regelverket föreslår.'),
});
export type Line = z.infer<typeof lineSchema>;

const sectionCount = z.strictObject({ section: sectionSchema, heading: z.string(), lines: z.int(), insatser: z.int() });

/** A passage of the draft's own argument, with the places it rests on. */
export const passageSchema = z.strictObject({ kind: z.enum(['lead', 'paragraph', 'bullet', 'note', 'subheading']), text: z.string(), citations, sources });
export type Passage = z.infer<typeof passageSchema>;

/** A scenario's outcome beside the lines that it is for. */
const draftOutcomeSchema = outcomeSchema.extend({
  openEnded: z
    .array(z.strictObject({ line: z.string(), why: z.array(z.string()).min(1) }))
    .describe('Rader vars utformning lämnar öppet hur mycket en person kan få.'),
  experience: passageSchema.nullable().describe('Uppsalas erfarenhet; null där ingen rad lämnar omfattningen öppen.'),
});
export type DraftOutcome = z.infer<typeof draftOutcomeSchema>;

export const chapterIds = ['legal-frame', 'child', 'equality', 'economy', 'follow-up', 'method'] as const;
export const chapterSchema = z.strictObject({ id: z.enum(chapterIds), heading: z.string(), passages: z.array(passageSchema) });
export type Chapter = z.infer<typeof chapterSchema>;

export const draftSchema = z.strictObject({
  format: z.literal('insatsplan-draft'),
  formatVersion: z.literal(1),
  title: z.string(),
  district: z.strictObject({ id: slug, name: z.string(), kind: z.enum(['district', 'city_unit']), description: z.string().nullable() }),
  legalBasis: z.strictObject({
    id: slug,
    title: z.string(),
    shortTitle: z.string(),
    summary: z.string(),
    citation: z.string(),
    source: z.string(),
    appliesFrom: z.iso.date(),
  }),
  date: z.iso.date(),
  notices: z.array(z.string()).describe('Vad läsaren måste veta om lagens datum.'),
  scope: z.strictObject({ text: z.string(), insatser: z.int(), pairs: z.int(), leftOut: z.int(), citations, sources }),
  inputs: z.strictObject({
    ruleset: z.string().describe('Kontrollsumma för alla regelfiler.'),
    catalogue: z.string().describe('Kontrollsumma för katalog, målgrupper, stöd, stadsdelar och källor.'),
    currentStates: z.int().describe('Antal insatser där stadsdelen har lämnat nuläge.'),
    currentStateYear: z.int().optional().describe('Året som nuläget gäller.'),
  }),
  summary: z.strictObject({
    passages: z.array(passageSchema),
    lines: z.int(),
    insatser: z.int(),
    sections: z.array(sectionCount),
    areas: z.array(
      z.strictObject({ area: areaSchema, name: z.string(), lines: z.int(), sections: z.array(z.strictObject({ section: sectionSchema, lines: z.int() })) }),
    ),
  }),
  commonConditions: z.array(draftConditionSchema.extend({ lines: z.int().describe('Antal rader i etapp 1–3 där villkoret gäller.') })),
  openQuestions: z
    .array(
      z.strictObject({
        field: z.string(),
        question: z.string(),
        why: z.string().nullable(),
        lines: z.int(),
        common: z.boolean().describe('Frågan saknar svar för mer än hälften av raderna.'),
      }),
    )
    .describe('Frågor som saknar svar i någon rad i etapp 1–3, och varför Insatsplan lämnar dem öppna.'),
  risk: z.strictObject({
    lines: z.int().describe('Rader som riskreglerna räknas på.'),
    themes: z.array(
      z.strictObject({ theme: slug, title: z.string(), counts: z.record(severity, z.int()).describe('Rader med minst en flagga av den allvarsgraden.') }),
    ),
    rules: z.array(
      z.strictObject({
        rule: slug,
        theme: slug,
        severity,
        title: z.string(),
        message: z.string(),
        reason: z.string(),
        citations,
        sources,
        clearedBy: z.array(z.string()),
        remedy: z.string().nullable(),
        reviewer: z.array(z.enum(reviewers)),
        lines: z.int(),
      }),
    ),
  }),
  chapters: z.array(chapterSchema),
  lines: z.array(lineSchema).describe('Raderna: en insats för en målgrupp.'),
  removed: z
    .array(z.strictObject({ insats: slug, name: z.string(), targetGroup: slug, targetGroupName: z.string(), motive: z.string() }))
    .optional()
    .describe('Rader som har tagits bort ur förslaget; saknas där ingen är borttagen.'),
  texts: textsSchema.optional().describe('Det som människor har skrivit till tjänsteutlåtandet, per avsnitt.'),
  outline: outlineSchema.optional().describe('Tjänsteutlåtandets rubriker, där de är andra än de vanliga.'),
  economy: z.array(draftOutcomeSchema).optional().describe('Räkneexempel med planerarens egna tal. De påverkar inte förslaget.'),
  example: z.literal(true).optional().describe('Påhittade uppgifter.'),
  sources: z.array(
    z.strictObject({
      source: slug,
      title: z.string(),
      publisher: z.string(),
      date: z.string(),
      url: z.string().nullable(),
      note: z.string(),
      places: z.array(z.strictObject({ key: z.string(), citation: z.string(), heading: z.string() })),
    }),
  ),
});
export type Draft = z.infer<typeof draftSchema>;

/** Swedish headings of the sections, in the order in which they are read. */
export const sectionHeadings = {
  stage1: 'Etapp 1 – redo nu',
  stage2: 'Etapp 2 – på villkor',
  stage3: 'Etapp 3 – utreds först',
  keep_law: 'Behåller behovsprövning enligt lagen',
  keep_city: 'Behåller behovsprövning enligt stadens råd',
  keep_risk: 'Behåller behovsprövning på grund av risk',
  keep_choice: 'Behåller behovsprövning efter eget val',
  unclear: 'Oklart – en jurist avgör',
  other_law: 'Regleras i annan lag',
} as const satisfies Record<(typeof draftSections)[number], string>;
export type SectionId = keyof typeof sectionHeadings;
export const sectionOrder = Object.keys(sectionHeadings) as SectionId[];

/** The same, short enough for a column. */
export const shortHeadings: Readonly<Record<SectionId, string>> = {
  stage1: 'Etapp 1',
  stage2: 'Etapp 2',
  stage3: 'Etapp 3',
  keep_law: 'Kvar: lagen',
  keep_city: 'Kvar: staden',
  keep_risk: 'Kvar: risk',
  keep_choice: 'Kvar: eget val',
  unclear: 'Oklart',
  other_law: 'Annan lag',
};

/** Whether the section proposes to open; only then villkor are proposed. */
export const opens = (section: SectionId): boolean => section === 'stage1' || section === 'stage2' || section === 'stage3';
/** Whether the law already settles the line, so that no design has been weighed. */
export const settledByLaw = (section: SectionId): boolean => section === 'keep_law' || section === 'other_law';
