import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Database } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import { AppError, statusOf } from '../web/errors.ts';
import { list as inList, url } from '../web/format.ts';
import { parseInput } from '../web/input.ts';
import { renderPage, wantsFragment } from '../web/render.ts';
import { districtInYear } from './district-year.ts';
import { fileFormatIds, fileFormats, fileNames } from './export.ts';
import { type ImportContent, plainState, type StoredImport } from './import-repository.ts';
import { multipartLimits, readUpload, uploadBodyLimit } from './import-upload.ts';
import { changesView, faultsView, type PreviewCounts, previewCounts } from './import-view.ts';
import { createImports, type Outcome, type Preview } from './imports.ts';
import { pageQuerySchema } from './page-query.ts';
import { currentStateRepository } from './repository.ts';

export interface ImportRoutesOptions {
  db: Kysely<Database>;
  knowledge: Knowledge;
  /** Today's date (ISO). */
  today: () => string;
}

type ById = { Params: { id: string } };
type ByImport = { Params: { id: string; import: string } };

const querySchema = pageQuerySchema.pick({ ar: true });
const styles = ['current-state.css'];

/** The current state as files: template, export, and reading a file in with preview, confirmation and undo. */
export default async function importRoutes(app: FastifyInstance, { db, knowledge, today }: ImportRoutesOptions): Promise<void> {
  await app.register(multipart, { limits: multipartLimits });
  const { catalogue, districts } = knowledge;
  const imports = createImports(db, catalogue, districts);

  function addressOf(request: FastifyRequest<ById>) {
    const query = parseInput(querySchema, request.query, { ar: 'År' });
    const place = districtInYear(districts, request.params.id, query.ar, today());
    return { ...place, ...pathsOf(place.district.id, place.year) };
  }
  type Address = ReturnType<typeof addressOf>;

  function pathsOf(district: string, year: number) {
    const base = `/stadsdelar/${district}/nulage`;
    return { base, here: url(`${base}/import`, { ar: year }), state: url(base, { ar: year }) };
  }

  /** An import has its own year, which the address need not repeat. */
  async function importOf(request: FastifyRequest<ByImport>) {
    const found = await imports.find(request.params.import, request.params.id);
    const place = districtInYear(districts, request.params.id, found.year, today());
    return { found, address: { ...place, ...pathsOf(place.district.id, place.year) } };
  }

  for (const [name, { rows, prefix }] of Object.entries(fileNames)) {
    for (const format of fileFormatIds) {
      app.get<ById>(`/stadsdelar/:id/nulage/${name}.${format}`, async (request, reply) => {
        const { district, year } = addressOf(request);
        const states = await currentStateRepository(db).list(district.id, year);
        const content = await fileFormats[format].write({ catalogue, district, year, states, rows });
        reply.header('content-disposition', `attachment; filename="${prefix}-${district.id}-${year}.${format}"`).type(fileFormats[format].contentType);
        return reply.send(typeof content === 'string' ? content : Buffer.from(content));
      });
    }
  }

  async function formPage(request: FastifyRequest, reply: FastifyReply, address: Address, problem: string | null, conflicts: string[] = []): Promise<string> {
    return renderPage(request, reply, {
      title: `${problem === null ? 'Läs in' : 'Filen lästes inte in'} – nuläge för ${address.district.name}`,
      template: 'current-state/import',
      fragment: 'current-state/import-form-page',
      announce: problem ?? '',
      data: { styles, ...address, problem, conflicts: namesOf(conflicts), imports: await imports.list(address.district.id) },
    });
  }

  const namesOf = (ids: readonly string[]) => ids.map((id) => catalogue.insatsById.get(id)?.name ?? id);

  function previewPage(request: FastifyRequest, reply: FastifyReply, address: Address, data: PreviewData): Promise<string> {
    const { counts } = data;
    return renderPage(request, reply, {
      title: `Granska filen – nuläge för ${address.district.name}`,
      template: 'current-state/import-preview',
      fragment: 'current-state/import-preview-body',
      announce: inList([`${counts.new} nya`, `${counts.changed} ändrade`, `${counts.unchanged} oförändrade`, `${counts.faults} fel`]),
      data: { styles, ...address, ...data },
    });
  }

  /** A preview that can be confirmed has an address of its own; one that cannot is only shown. */
  async function answerPreview(request: FastifyRequest, reply: FastifyReply, address: Address, preview: Preview, fileName: string) {
    if (preview.id !== null) return goTo(request, reply, `${address.base}/import/${preview.id}`);
    const counts = previewCounts(preview);
    if (counts.faults > 0) reply.code(statusOf.invalid);
    const { ignoredColumns } = preview.read;
    const changes = changesView(preview.plan.changes);
    return previewPage(request, reply, address, {
      id: null,
      fileName,
      counts,
      faults: faultsView(preview),
      changes,
      ignoredColumns,
      conflicts: [],
      stored: null,
    });
  }

  app.get<ById>('/stadsdelar/:id/nulage/import', (request, reply) => formPage(request, reply, addressOf(request), null));

  app.post<ById>('/stadsdelar/:id/nulage/import', { bodyLimit: uploadBodyLimit }, async (request, reply) => {
    const address = addressOf(request);
    try {
      const upload = await readUpload(request);
      const preview = await imports.preview(upload, address.district, address.year);
      return await answerPreview(request, reply, address, preview, upload.fileName);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reply.code(statusOf[error.code]);
      return formPage(request, reply, address, error.message);
    }
  });

  async function storedPage(request: FastifyRequest<ByImport>, reply: FastifyReply, conflicts: string[] = []): Promise<string> {
    const { found, address } = await importOf(request);
    const old = new Map(found.before.map((state) => [state.insats, state]));
    const changes = found.content.states.flatMap((state) => {
      const insats = catalogue.insatsById.get(state.insats);
      const before = old.get(state.insats);
      return insats === undefined
        ? []
        : [{ insats, before: before === undefined ? null : { ...before, updatedAt: found.createdAt }, after: plainState(state) }];
    });
    return previewPage(request, reply, address, {
      ...{ id: found.id, fileName: found.fileName, counts: storedCounts(found, found.content), faults: { shown: [], more: 0 } },
      ...{ changes: changesView(changes), ignoredColumns: found.content.ignoredColumns, conflicts: namesOf(conflicts), stored: found },
    });
  }

  app.get<ByImport>('/stadsdelar/:id/nulage/import/:import', (request, reply) => storedPage(request, reply));

  app.post<ByImport>('/stadsdelar/:id/nulage/import/:import/bekrafta', async (request, reply) =>
    afterwards(request, reply, await imports.confirm(request.params.import, request.params.id)),
  );

  app.post<ByImport>('/stadsdelar/:id/nulage/import/:import/angra', async (request, reply) =>
    afterwards(request, reply, await imports.undo(request.params.import, request.params.id)),
  );

  app.post<ByImport>('/stadsdelar/:id/nulage/import/:import/granska', async (request, reply) => {
    const { found, address } = await importOf(request);
    const preview = await imports.previewAgain(found.id, address.district.id);
    return answerPreview(request, reply, address, preview, found.fileName);
  });

  async function afterwards(request: FastifyRequest<ByImport>, reply: FastifyReply, outcome: Outcome) {
    const { params } = request;
    if (outcome.outcome !== 'conflicts') return goTo(request, reply, `/stadsdelar/${params.id}/nulage/import/${params.import}`);
    reply.code(statusOf.conflict);
    return storedPage(request, reply, outcome.insatser);
  }
}

interface PreviewData {
  id: string | null;
  fileName: string;
  counts: PreviewCounts;
  faults: ReturnType<typeof faultsView>;
  changes: ReturnType<typeof changesView>;
  ignoredColumns: readonly string[];
  /** Names of insatser that somebody has changed in the meantime. */
  conflicts: string[];
  stored: StoredImport | null;
}

function storedCounts({ rowsNew, rowsChanged }: StoredImport, { counts }: ImportContent): PreviewCounts {
  return { new: rowsNew, changed: rowsChanged, faults: 0, ...counts };
}

/** A new page for the browser, also where htmx asked: then title, focus and history are those of the page. */
function goTo(request: FastifyRequest, reply: FastifyReply, path: string) {
  return wantsFragment(request) ? reply.header('hx-redirect', path).code(200).send('') : reply.redirect(path, 303);
}
