import { rename } from 'node:fs/promises';
import { createAssessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { DistrictError, districtsAt } from '../districts/districts.ts';
import { choicesSchema, exportFormatIds } from '../exports/choices.ts';
import { type ExportItem, runExport } from '../exports/run-export.ts';
import { loadKnowledge } from '../knowledge.ts';
import { inputsOf } from '../proposals/proposal-inputs.ts';
import { type Command, readDate, readFlags, UsageError } from './command.ts';

const flags = {
  'legal-basis': { type: 'string' },
  date: { type: 'string' },
  format: { type: 'string', multiple: true },
  separator: { type: 'string' },
  units: { type: 'boolean' },
  out: { type: 'string' },
} as const;

export const exportCityCommand: Command = {
  name: 'export-city',
  usage:
    'export-city --legal-basis ID --out FIL.zip [--date ÅÅÅÅ-MM-DD] [--format tjansteutlatande|docx|xlsx|csv|json|md]… [--separator semikolon|komma] [--units]',
  summary: 'Skriver alla stadsdelars utkast och en arbetsbok för hela staden i en ZIP-fil. Utan --format blir det tjänsteutlåtanden och Excel.',
  details:
    'Utkasten görs efter regelfilerna, utan nuläge och utan det som människor har ändrat. --units tar med de stadsövergripande enheterna. Ctrl+C avbryter utan att lämna en fil.',
  async run(args, { stderr }) {
    const { values } = readFlags('export-city', args, flags);
    const { out, 'legal-basis': legalBasis } = values;
    if (out === undefined || out === '') throw new UsageError('export-city: --out saknas. Ange ZIP-filen som ska skrivas.');
    if (legalBasis === undefined) throw new UsageError('export-city: --legal-basis saknas. Kommandot legal-bases listar dem.');
    const date = readDate('export-city', values.date);
    const choices = choicesSchema.safeParse({
      formats: values.format ?? ['tjansteutlatande', 'xlsx'],
      dialect: values.separator ?? 'semikolon',
      together: true,
    });
    if (!choices.success)
      throw new UsageError(`export-city: okänt format eller skiljetecken. Format: ${exportFormatIds.join(', ')}. Skiljetecken: semikolon, komma.`);
    const items = itemsOf(legalBasis, date, values.units ?? false);
    const controller = new AbortController();
    const stop = () => controller.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    let told = -1;
    const unfinished = `${out}.${process.pid}.del`;
    try {
      await runExport({
        choices: choices.data,
        items,
        file: unfinished,
        signal: controller.signal,
        onProgress: ({ done, name }) => {
          if (done === told && name !== null) return;
          told = done;
          stderr.write(`${done}/${items.length} ${name ?? 'hela staden'}\n`);
        },
      });
      await rename(unfinished, out);
      return 0;
    } catch (error) {
      if (controller.signal.aborted) {
        stderr.write('export-city: avbruten. Ingen fil är skriven.\n');
        return 130;
      }
      const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null;
      if (code !== null) throw new Error(`export-city: det går inte att skriva ${out} (${code}). Kontrollera mappen och rättigheterna.`, { cause: error });
      throw error;
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  },
};

function itemsOf(legalBasis: string, date: string, units: boolean): ExportItem[] {
  const knowledge = loadKnowledge();
  try {
    createAssessor(knowledge).rulesAt(legalBasis, date);
    return districtsAt(knowledge.districts, date)
      .filter(({ kind }) => units || kind === 'district')
      .map(({ id, name }) => ({
        name,
        text: async (build) => ({ draft: await build(inputsOf({ district: id, legalBasis, date }, knowledge), knowledge.ruleset), version: null }),
      }));
  } catch (error) {
    if (error instanceof CandidateError || error instanceof DistrictError) throw new UsageError(`export-city: ${error.message}`);
    throw error;
  }
}
