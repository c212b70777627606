import { join } from 'node:path';
import type { z } from 'zod';
import { checkRules } from '../rules/check.ts';
import { type RuleFault, RuleFilesError } from '../rules/errors.ts';
import { lawFileSchema } from '../rules/format.ts';
import { loadRuleFiles, rulesFolder } from '../rules/load.ts';

/** A legal basis: the rules that say what may be given without assessment, and the dates for which they are known. */
export type LegalBasis = z.infer<typeof lawFileSchema>;

/** Reads rules/law; throws `RuleFilesError` with every fault of form. */
export function loadLaws(folder = join(rulesFolder, 'law')): LegalBasis[] {
  const files = loadRuleFiles(folder, lawFileSchema);
  const faults = files.flatMap(({ file, content }) => lawFaults(file, content));
  if (faults.length > 0) throw new RuleFilesError(faults);
  return files.map((f) => f.content);
}

/** What a legal basis of the right form says that cannot be. */
export function lawFaults(file: string, { rules }: LegalBasis): RuleFault[] {
  return [
    ...checkRules(file, rules),
    ...rules
      .filter(({ event }) => (event.params.verdict === 'unclear') !== (event.params.readings !== undefined && event.params.decides !== undefined))
      .map((rule) => ({
        file,
        place: rule.name,
        problem: 'Ett oklart svar måste ange tolkningarna och vem som avgör, och bara ett oklart svar får göra det.',
        remedy: 'Lägg till eller ta bort readings och decides.',
      })),
  ];
}

/** Thrown when a legal basis is asked about a date for which it says nothing. */
export class LegalBasisError extends Error {
  readonly field: 'legalBasis' | 'date';

  constructor(field: 'legalBasis' | 'date', message: string) {
    super(message);
    this.name = 'LegalBasisError';
    this.field = field;
  }
}

const swedishDate = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'long', timeZone: 'UTC' });
const inWords = (date: string) => swedishDate.format(new Date(`${date}T00:00:00Z`));

/**
 * The basis with this id, checked against the date (ISO).
 * @throws LegalBasisError for an unknown basis or a date before the basis existed.
 */
export function legalBasisAt(laws: readonly LegalBasis[], id: string, date: string): LegalBasis {
  const law = laws.find((l) => l.id === id);
  if (!law) throw new LegalBasisError('legalBasis', `Okänd rättslig grund "${id}". Välj ${laws.map((l) => l.id).join(' eller ')}.`);
  if (date < law.appliesFrom) {
    throw new LegalBasisError(
      'date',
      `${law.title} finns först från den ${inWords(law.appliesFrom)}. Välj ett senare datum än ${date}, eller en annan rättslig grund.`,
    );
  }
  return law;
}

/** What the user must be told about this basis at this date, in Swedish. */
export function noticesAt(law: LegalBasis, date: string): string[] {
  const notices = law.notices.filter((n) => n.from <= date).map((n) => n.text);
  if (law.knownTo !== null && date > law.knownTo) {
    notices.unshift(
      `Insatsplan känner lagens text till och med den ${inWords(law.knownTo)}. Svaret för den ${inWords(date)} bygger på den texten. Kontrollera om lagen har ändrats.`,
    );
  }
  return notices;
}
