import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/types.ts';
import { standingInWords } from '../../drafts/shape-line.ts';
import { count, url } from '../../web/format.ts';
import { type InputFault, NotFoundError, parseInput } from '../../web/input.ts';
import { renderPage, wantsFragment } from '../../web/render.ts';
import type { Proposals } from '../proposals.ts';
import type { StoredVersion } from '../repository.ts';
import type { LineState, WorkingCopies, WorkingState } from '../working-copy.ts';
import { createBulkChanges } from './bulk-changes.ts';
import { type BulkChange, changeInWords, changeValues, linesInWords, readChange, sentFields } from './change.ts';
import { bulkForm, choiceOptions } from './form-view.ts';
import { fingerprint, type LinePlan, planLines } from './plan.ts';
import { previewView } from './preview-view.ts';
import { bulkIdPattern } from './repository.ts';
import { caught, maxLeftOut, type Selection, selectionSchema } from './selection.ts';
import { filterLists } from './selection-view.ts';

export interface BulkRoutesOptions {
  db: Kysely<Database>;
  proposals: Proposals;
  workingCopies: WorkingCopies;
}
type Params = { Params: { id: string } };
const styles = ['proposal.css'];
const doneSchema = z.object({ gjord: z.string().max(36).default(''), angrad: z.string().max(36).default('') });
const nothingSent: ReadonlyMap<string, readonly string[]> = new Map();

/** What a person has sent of the page. */
interface Sent {
  fields: ReadonlyMap<string, readonly string[]>;
  selection: Selection;
  ticked: ReadonlySet<string>;
}

/** The page where many lines are changed at once: choose lines, choose changes, see what they do, confirm, undo. */
export default async function bulkRoutes(app: FastifyInstance, { db, proposals, workingCopies }: BulkRoutesOptions): Promise<void> {
  const changes = createBulkChanges(db);

  const stored = proposals.existing;

  const nameOf = ({ pair }: LineState) => `${pair.insats.name}, ${pair.group.name}`;

  interface PageParts {
    version: StoredVersion;
    state: WorkingState;
    selection: Selection;
    /** The lines that a person has ticked; those that the filters catch where nobody has ticked any. */
    ticked?: ReadonlySet<string>;
    fields?: Sent['fields'];
    faults?: readonly InputFault[];
    problems?: ReturnType<typeof readChange>['problems'];
    preview?: { plans: readonly LinePlan[]; change: ReturnType<typeof readChange>['change'] };
    /** Why nothing was written, and on account of which lines. */
    refused?: { text: string; lines: readonly string[] };
    lost?: number;
    done?: z.infer<typeof doneSchema>;
  }

  async function page(request: FastifyRequest, reply: FastifyReply, parts: PageParts): Promise<string> {
    const { version, state, selection, fields = nothingSent, faults = [], problems = [], preview, refused, lost = 0, done } = parts;
    const home = `/forslag/${version.id}`;
    const found = new Map(caught(state.lines, selection));
    const left = new Set(selection.utan);
    const isTicked = (key: string) => parts.ticked?.has(key) ?? !left.has(key);
    // What is ticked stays in the list also where the filters no longer catch it.
    const listed = [...state.lines].filter(([key, line]) => !line.shaping.removed && (found.has(key) || parts.ticked?.has(key) === true));
    const untickedKeys = listed.flatMap(([key]) => (isTicked(key) ? [] : [key]));
    const kept: Selection = { ...selection, utan: untickedKeys.length <= maxLeftOut ? untickedKeys : [] };
    const address = url(`${home}/flera`, kept);
    const values = changeValues(fields);
    const history = await changes.list(version.id);
    const made = history.find(({ id }) => id === done?.gjord || id === done?.angrad);
    const view = preview === undefined ? null : previewView(home, preview.plans, values.overwrite);
    reply.header('hx-replace-url', address);
    const what = view === null ? '' : `${linesInWords(view.changing)} ändras av ${view.chosen} valda.`;
    return renderPage(request, reply, {
      title: `${faults.length > 0 ? 'Rätta' : view === null ? 'Ändra många rader' : 'Förhandsgranska'} – ${version.draft.title}`,
      template: 'proposals/bulk',
      fragment: request.method === 'GET' ? 'proposals/bulk-lines-update' : 'proposals/bulk-form',
      announce:
        faults.length > 0 ? `${count(faults.length, 'sak', 'saker')} att rätta.` : request.method === 'GET' ? `${linesInWords(listed.length)} valda.` : what,
      data: {
        styles,
        draft: version.draft,
        home,
        address,
        selection,
        filters: filterLists(state.lines, (await workingCopies.rulesOf(version)).knowledge.ruleset.themes),
        listed: listed.map(([key, line]) => ({
          key,
          name: nameOf(line),
          standing: standingInWords(line.standing),
          changed: line.changed,
          ticked: isTicked(key),
        })),
        ticked: listed.length - untickedKeys.length,
        tooMany: untickedKeys.length > maxLeftOut,
        values,
        choices: choiceOptions(values.choice),
        form: bulkForm(values, problems),
        faults,
        problems,
        refused: refused === undefined ? null : { text: refused.text, lines: refused.lines.flatMap((key) => state.lines.get(key) ?? []).map(nameOf) },
        lost,
        preview: view,
        confirm:
          preview === undefined || view === null || view.changing === 0 || faults.length > 0
            ? null
            : {
                id: randomUUID(),
                basis: fingerprint(preview.change, preview.plans),
                revisions: preview.plans.flatMap(({ key, revision }) => (revision === 0 ? [] : [`${key}:${revision}`])),
              },
        made: made === undefined ? null : { ...made, words: changeInWords(made.change), lines: linesInWords(made.lineCount) },
        history: history.map((one) => ({ ...one, words: changeInWords(one.change), lines: linesInWords(one.lineCount) })),
      },
    });
  }

  app.get<Params>('/forslag/:id/flera', async (request, reply) => {
    const selection = parseInput(selectionSchema, request.query);
    const version = await stored(request.params.id);
    const done = doneSchema.catch({ gjord: '', angrad: '' }).parse(request.query);
    return page(request, reply, { version, state: await workingCopies.state(version), selection, done });
  });

  const planAll = async (version: StoredVersion, state: WorkingState, ticked: ReadonlySet<string>, change: BulkChange): Promise<LinePlan[]> =>
    planLines(await workingCopies.rulesOf(version), workingCopies, version, state, (key) => ticked.has(key), change);

  function readSent(body: unknown): Sent {
    const fields = sentFields(body);
    const filters = Object.fromEntries([...fields].map(([name, all]) => [name, name === 'utan' ? [...all] : (all.at(-1) ?? '')]));
    const selection = selectionSchema.safeParse(filters);
    return { fields, selection: selection.success ? selection.data : selectionSchema.parse({}), ticked: new Set(fields.get('rad') ?? []) };
  }

  app.post<Params>('/forslag/:id/flera', async (request, reply) => {
    const version = await stored(request.params.id);
    const { fields, selection, ticked } = readSent(request.body);
    const sent = (name: string) => fields.get(name)?.at(-1) ?? '';
    const home = `/forslag/${version.id}`;
    const saves = sent('gor') === 'spara';
    const id = sent('andring');
    const finish = () => {
      const href = url(`${home}/flera`, { ...selection, utan: [], gjord: id });
      return wantsFragment(request) ? reply.header('hx-redirect', href).send('') : reply.redirect(href, 303);
    };
    // Asked first, since after the first of two presses the lines have moved on.
    if (saves && (await changes.find(version.id, id)) !== undefined) return finish();

    const state = await workingCopies.state(version);
    const { change, problems, faults: wrong } = readChange(changeValues(fields));
    const plans = wrong.length > 0 ? [] : await planAll(version, state, ticked, change);
    const faults = [...wrong];
    if (ticked.size === 0) faults.unshift({ field: 'valda', message: 'Ingen rad är vald. Välj minst en rad.' });
    const silent = plans.filter((line) => line.lacksMotive).length;
    if (silent > 0) faults.push({ field: 'motiv', message: `Skriv ett motiv. ${linesInWords(silent)} får en annan väg eller etapp än regelverkets förslag.` });
    const lost = [...ticked].filter((key) => state.lines.get(key)?.shaping.removed !== false).length;
    const parts = { version, state, selection, ticked, fields, faults, problems, lost, ...(wrong.length > 0 ? {} : { preview: { plans, change } }) };
    if (faults.length > 0) {
      reply.code(422);
      return page(request, reply, parts);
    }
    if (!saves) return page(request, reply, parts);

    const revisions = new Map(
      (fields.get('rev') ?? []).flatMap((text) => (/^\S+:\d{1,9}$/.test(text) ? [[text.split(':')[0] ?? '', Number(text.split(':')[1])]] : [])),
    );
    const moved = plans.filter(({ key, revision }) => (revisions.get(key) ?? 0) !== revision).map(({ key }) => key);
    const refuse = (fresh: PageParts, text: string, lines: readonly string[]) => {
      reply.code(409);
      return page(request, reply, { ...fresh, refused: { text, lines } });
    };
    const saved = 'Någon annan har sparat rader sedan du förhandsgranskade. Inget är sparat. Nedan står en ny förhandsgranskning med deras ändringar.';
    if (moved.length > 0) return refuse(parts, saved, moved);
    if (!bulkIdPattern.test(id) || sent('grund') !== fingerprint(change, plans))
      return refuse(
        parts,
        'Det du bekräftade är inte det som står i förhandsgranskningen. Inget är sparat. Läs den nya förhandsgranskningen och bekräfta den.',
        [],
      );
    const changing = plans.filter((line) => line.changes);
    const outcome = await changes.apply(version.id, id, change, changing);
    if (outcome.done) return finish();
    const fresh = await workingCopies.state(version);
    return refuse({ ...parts, state: fresh, preview: { plans: await planAll(version, fresh, ticked, change), change } }, saved, outcome.changedSince);
  });

  app.post<{ Params: { id: string; change: string } }>('/forslag/:id/flera/:change/angra', async (request, reply) => {
    const version = await stored(request.params.id);
    const outcome = await changes.undo(version.id, request.params.change);
    if (outcome === undefined) throw new NotFoundError('Det finns ingen sådan ändring av många rader. Gå tillbaka till förslaget.');
    if (outcome.done) return reply.redirect(url(`/forslag/${version.id}/flera`, { angrad: request.params.change }), 303);
    reply.code(409);
    const text = 'Ändringen går inte att ångra, för någon har sparat några av raderna sedan dess. Inget är ändrat. Ändra de raderna en och en.';
    const state = await workingCopies.state(version);
    return page(request, reply, { version, state, selection: selectionSchema.parse({}), refused: { text, lines: outcome.changedSince } });
  });
}
