import { catalogueList, districtList, legalBasisList, targetGroupList } from '../api/shapes.ts';
import { designJsonSchema } from '../candidate/design.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { DistrictError, loadDistricts } from '../districts/districts.ts';
import { draftJsonSchema } from '../drafts/draft-json-schema.ts';
import { loadLaws } from '../law/law.ts';
import { type Command, printJson, readDate, readFlags, type Terminal, UsageError, write } from './command.ts';

const jsonFlag = { json: { type: 'boolean' } } as const;

/** A command that prints a list: as JSON with --json, else one line per item. */
async function printList<R>(terminal: Terminal, rows: readonly R[], json: boolean | undefined, line: (row: R) => string): Promise<number> {
  if (json) await printJson(terminal, rows);
  else await write(terminal, rows.map((row) => `${line(row)}\n`).join(''));
  return 0;
}

export const catalogueCommand: Command = {
  name: 'catalogue',
  usage: 'catalogue [--json]',
  summary: 'De 409 insatserna i SKR:s kartläggning med slag, målgrupper och nationella tal.',
  run(args, terminal) {
    const { values } = readFlags('catalogue', args, jsonFlag);
    const rows = catalogueList(loadCatalogue());
    return printList(terminal, rows, values.json, (r) => `${r.id}\t${r.kind}\t${r.name}`);
  },
};

export const targetGroupsCommand: Command = {
  name: 'target-groups',
  usage: 'target-groups [--json]',
  summary: 'Målgrupperna med åldrar och roll.',
  run(args, terminal) {
    const { values } = readFlags('target-groups', args, jsonFlag);
    const rows = targetGroupList(loadCatalogue());
    return printList(terminal, rows, values.json, (r) => `${r.id}\t${r.ageMin}–${r.ageMax ?? ''}\t${r.name}`);
  },
};

export const districtsCommand: Command = {
  name: 'districts',
  usage: 'districts [--date ÅÅÅÅ-MM-DD] [--json]',
  summary: 'Stadsdelarna och de stadsövergripande enheterna en viss dag.',
  run(args, terminal) {
    const { values } = readFlags('districts', args, { ...jsonFlag, date: { type: 'string' } });
    const date = readDate('districts', values.date);
    try {
      const rows = districtList(loadDistricts(), date);
      return printList(terminal, rows, values.json, (r) => `${r.id}\t${r.name}`);
    } catch (error) {
      if (error instanceof DistrictError) throw new UsageError(error.message);
      throw error;
    }
  },
};

export const legalBasesCommand: Command = {
  name: 'legal-bases',
  usage: 'legal-bases [--json]',
  summary: 'De rättsliga grunderna och från vilken dag de gäller.',
  run(args, terminal) {
    const { values } = readFlags('legal-bases', args, jsonFlag);
    const rows = legalBasisList(loadLaws());
    return printList(terminal, rows, values.json, (r) => `${r.id}\t${r.appliesFrom}\t${r.title}`);
  },
};

export const designSchemaCommand: Command = {
  name: 'design-schema',
  usage: 'design-schema',
  summary: 'JSON Schema för en utformning: varje fråga och dess svar.',
  async run(args, terminal) {
    readFlags('design-schema', args, jsonFlag);
    await printJson(terminal, designJsonSchema());
    return 0;
  },
};

export const draftSchemaCommand: Command = {
  name: 'draft-schema',
  usage: 'draft-schema',
  summary: 'JSON Schema för ett utkast i JSON.',
  async run(args, terminal) {
    readFlags('draft-schema', args, jsonFlag);
    await printJson(terminal, draftJsonSchema());
    return 0;
  },
};
