import { writeFile } from 'node:fs/promises';
import { createAssessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { DistrictError } from '../districts/districts.ts';
import { type DraftFormat, draftFormatIds, draftFormats, renderDraft } from '../documents/render-draft.ts';
import { buildDraft } from '../drafts/build-draft.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { loadKnowledge } from '../knowledge.ts';
import { type Command, readDate, readFlags, type Terminal, UsageError, write } from './command.ts';
import { nulageOfDatabase, nulageOfFile } from './nulage.ts';

const flags = {
  district: { type: 'string' },
  'legal-basis': { type: 'string' },
  date: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  'current-state': { type: 'string' },
  database: { type: 'boolean' },
} as const;

function readFormat(value: string | undefined): DraftFormat {
  const format = draftFormatIds.find((known) => known === (value ?? 'md'));
  if (!format) throw new UsageError(`propose: okänt format "${value?.slice(0, 20)}". Välj ${draftFormatIds.join(', ')}.`);
  return format;
}

function required(name: string, value: string | undefined, hint: string): string {
  if (value === undefined || value === '') throw new UsageError(`propose: --${name} saknas. ${hint}`);
  return value;
}

interface Asked {
  district: string;
  legalBasis: string;
  date: string;
  /** A filled-in template with the district's nuläge. */
  file: string | undefined;
  /** Take the nuläge from the database. */
  database: boolean;
}

async function draft({ district, legalBasis, date, file, database }: Asked, { stderr, env }: Terminal): Promise<Draft> {
  const knowledge = loadKnowledge();
  try {
    const asked = { knowledge, district, date };
    const nulage = file !== undefined ? await nulageOfFile(file, asked) : database ? await nulageOfDatabase(asked, env) : null;
    if (nulage !== null) stderr.write(`${nulage.told}\n`);
    const feed = nulage?.feed ?? null;
    const states = feed === null ? {} : { currentStates: feed.states, currentStateYear: feed.year };
    const rules = nulage?.rules ?? knowledge;
    return buildDraft({ knowledge: rules, assessor: createAssessor(rules), district, legalBasis, date, ...states });
  } catch (error) {
    if (error instanceof CandidateError || error instanceof DistrictError) throw new UsageError(`propose: ${error.message}`);
    throw error;
  }
}

export const proposeCommand: Command = {
  name: 'propose',
  usage:
    'propose --district ID --legal-basis ID [--date ÅÅÅÅ-MM-DD] [--format json|md|docx|xlsx|tjansteutlatande|invanare|invanare-md] [--out FIL] [--current-state FIL | --database]',
  summary: 'Skriver en stadsdels utkast till övergångsförslag. Utan --format blir det md.',
  details: [
    'Samma stadsdel, rättsliga grund, datum, nuläge och regler ger samma fil, byte för byte, för json och md.',
    '--current-state FIL läser nuläget ur en ifylld mall (CSV eller Excel), --database ur databasen som servern använder, och då gäller också de',
    'regler som har publicerats där; annars gäller regelfilerna. Utan dem bygger utkastet inte på något nuläge. Vilket nuläge som användes skrivs till standard error. Den inbyggda databasen går inte att läsa medan servern är i gång.',
  ].join('\n'),
  async run(args, terminal) {
    const { values } = readFlags('propose', args, flags);
    const format = readFormat(values.format);
    const district = required('district', values.district, 'Kommandot districts listar dem.');
    const legalBasis = required('legal-basis', values['legal-basis'], 'Kommandot legal-bases listar dem.');
    const date = readDate('propose', values.date);
    const binary = ['docx', 'xlsx'].includes(draftFormats[format].extension);
    if (binary && values.out === undefined && terminal.stdout.isTTY)
      throw new UsageError(`propose: ange --out FIL för ${format}, som inte går att visa på skärmen.`);
    const { 'current-state': file, database = false } = values;
    if (file !== undefined && database) throw new UsageError('propose: välj antingen --current-state eller --database.');
    const content = await renderDraft(await draft({ district, legalBasis, date, file, database }, terminal), format);
    if (values.out === undefined) await write(terminal, content);
    else await save(values.out, content);
    return 0;
  },
};

async function save(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'okänt fel';
    throw new Error(`propose: det går inte att skriva ${file} (${code}). Kontrollera mappen och rättigheterna.`);
  }
}
