import { z } from 'zod';
import { isWithin, type Reach } from '../accounts/reach.ts';
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { latestDate } from '../assessment/parse-candidate.ts';
import { DistrictError, districtsAt, findDistrict } from '../districts/districts.ts';
import type { InputFault } from '../web/input.ts';

/** What a person has written in the form that starts a draft, as it was written. */
export interface FormValues {
  district: string;
  legalBasis: string;
  date: string;
}

const field = (missing: string) => z.string(missing).trim().min(1, missing).max(120, 'Det är för långt. Välj i listan.');
const formSchema = z.object({
  district: field('Välj en stadsdel eller enhet.'),
  legalBasis: field('Välj en rättslig grund.'),
  date: field('Skriv ett datum.').pipe(z.iso.date('Det är inget datum. Skriv år, månad och dag, till exempel 2026-11-22.')),
});

const written = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 120) : '');

/** The values to show again when something has to be put right. */
export function formValues(body: unknown): FormValues {
  const sent: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  return { district: written(sent.district), legalBasis: written(sent.legalBasis), date: written(sent.date) };
}

/** Checks a form: its shape first, then that the legal basis and the district exist at the date. */
export function readForm(body: unknown, assessor: Assessor): { values: FormValues } | { faults: InputFault[] } {
  const result = formSchema.safeParse(body ?? {});
  if (!result.success) return { faults: result.error.issues.map((issue) => ({ field: String(issue.path[0] ?? 'district'), message: issue.message })) };
  const values = result.data;
  if (values.date > latestDate) return { faults: [{ field: 'date', message: `Datumet ligger för långt fram. Välj en dag till och med ${latestDate}.` }] };
  const faults: InputFault[] = [];
  try {
    assessor.rulesAt(values.legalBasis, values.date);
  } catch (error) {
    if (!(error instanceof CandidateError)) throw error;
    faults.push({ field: error.field, message: error.message });
  }
  try {
    findDistrict(assessor.knowledge.districts, values.district, values.date);
  } catch (error) {
    if (!(error instanceof DistrictError)) throw error;
    faults.push({ field: values.date < assessor.knowledge.districts.knownFrom ? 'date' : 'district', message: error.message });
  }
  return faults.length > 0 ? { faults } : { values };
}

/** What the form offers: districts and units that exist at a date, former ones with their last day, as far as one reaches, and the legal bases. */
export function formChoices({ knowledge }: Assessor, date: string, reach: Reach) {
  const { districts, ruleset } = knowledge;
  const own = districts.all.filter(({ id }) => isWithin(reach, id));
  const current = districtsAt(districts, date).filter(({ id }) => isWithin(reach, id));
  return {
    districts: current.filter((district) => district.kind === 'district'),
    units: current.filter((district) => district.kind === 'city_unit'),
    former: own.filter((district) => !current.includes(district)),
    legalBases: ruleset.laws,
  };
}
