import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { latestDate } from '../assessment/parse-candidate.ts';
import { type District, DistrictError, districtsAt } from '../districts/districts.ts';
import type { ProposalHead } from '../proposals/repository.ts';
import type { InputFault } from '../web/input.ts';
import { choicesSchema, type ExportChoices, exportFormatIds } from './choices.ts';

/** Which law and day, and what is proposed where a district has no proposal. */
export interface Occasion {
  legalBasis: string;
  date: string;
  create: boolean;
}

const word = z.string().trim().max(120).default('');
const occasionSchema = z.object({ legalBasis: word, date: word, saknar: z.enum(['', 'skapa']).catch('').default('') });

/** Reads the first half of the form; what is wrong is told, and what was written is shown again. */
export function readOccasion(sent: unknown, assessor: Assessor, today: string): { occasion: Occasion; faults: InputFault[] } {
  const parsed = occasionSchema.safeParse(sent ?? {});
  const written = parsed.success ? parsed.data : { legalBasis: '', date: '', saknar: '' };
  const occasion = { legalBasis: written.legalBasis || 'sol-2025-400', date: written.date || today, create: written.saknar === 'skapa' };
  const faults: InputFault[] = [];
  if (!z.iso.date().safeParse(occasion.date).success)
    return { occasion, faults: [{ field: 'date', message: 'Det är inget datum. Skriv år, månad och dag, till exempel 2026-11-22.' }] };
  if (occasion.date > latestDate)
    return { occasion, faults: [{ field: 'date', message: `Datumet ligger för långt fram. Välj en dag till och med ${latestDate}.` }] };
  try {
    assessor.rulesAt(occasion.legalBasis, occasion.date);
    districtsAt(assessor.knowledge.districts, occasion.date);
  } catch (error) {
    if (error instanceof CandidateError) faults.push({ field: error.field, message: error.message });
    else if (error instanceof DistrictError) faults.push({ field: 'date', message: error.message });
    else throw error;
  }
  return { occasion, faults };
}

/** What a district may be exported as: one of its proposals, a new one, or not at all. */
export interface CityRow {
  id: string;
  name: string;
  kind: 'district' | 'city_unit';
  proposals: readonly ProposalHead[];
  /** Whether a new one may be made for it. */
  creatable: boolean;
  /** The chosen proposal's id, `ny`, or empty. */
  chosen: string;
}

/** Districts and units with their proposals under the law, the newest first. */
export function cityRows(
  districts: readonly District[],
  { legalBasis, create }: Occasion,
  heads: readonly ProposalHead[],
  mayCreate: (district: string) => boolean,
): CityRow[] {
  return districts.map(({ id, name, kind }) => {
    const proposals = heads.filter((head) => head.district === id && head.legalBasis === legalBasis);
    const creatable = mayCreate(id);
    return { id, name, kind, proposals, creatable, chosen: proposals[0]?.id ?? (create && creatable && kind === 'district' ? 'ny' : '') };
  });
}

const formSchema = z.looseObject({
  format: z.union([z.string(), z.array(z.string())]).default([]),
  tecken: z.string().default('semikolon'),
  samlad: z.string().default(''),
});

export interface CityChoice {
  row: CityRow;
  /** An existing proposal, or null for a new one. */
  proposal: ProposalHead | null;
}

/** Reads what is to be exported. `rows` come back with what was chosen, to be shown again. */
export function readChoices(body: unknown, rows: readonly CityRow[]): { choices: ExportChoices; chosen: CityChoice[]; rows: CityRow[]; faults: InputFault[] } {
  const faults: InputFault[] = [];
  const form = formSchema.safeParse(body ?? {});
  const sent: Readonly<Record<string, unknown>> = form.success ? form.data : {};
  const formats = form.success ? [form.data.format].flat() : [];
  const parsed = choicesSchema.safeParse({ formats, dialect: sent.tecken ?? 'semikolon', together: sent.samlad === '1' });
  const choices = parsed.success
    ? parsed.data
    : { formats: exportFormatIds.filter((id) => formats.includes(id)), dialect: 'semikolon' as const, together: sent.samlad === '1' };
  if (!parsed.success) faults.push({ field: 'format', message: parsed.error.issues[0]?.message ?? 'Välj format i listan.' });
  else if (choices.formats.length === 0 && !choices.together)
    faults.push({ field: 'format', message: 'Välj minst ett format, eller arbetsboken för hela staden.' });
  const chosen: CityChoice[] = [];
  const again = rows.map((row) => {
    const value = sent[`d-${row.id}`];
    const proposal = row.proposals.find(({ id }) => id === value);
    if (value === 'ny' && !row.creatable) faults.push({ field: `d-${row.id}`, message: `${row.name}: din roll skapar inga utkast där. Välj ett i listan.` });
    else if (value === 'ny' || proposal !== undefined) chosen.push({ row, proposal: proposal ?? null });
    else if (value !== undefined && value !== '')
      faults.push({ field: `d-${row.id}`, message: `${row.name}: det valda utkastet finns inte längre. Välj ett i listan.` });
    return { ...row, chosen: value === 'ny' && row.creatable ? 'ny' : (proposal?.id ?? '') };
  });
  if (chosen.length === 0 && faults.every(({ field }) => field === 'format'))
    faults.push({ field: `d-${rows[0]?.id ?? ''}`, message: 'Välj minst en stadsdel eller enhet.' });
  return { choices, chosen, rows: again, faults };
}
