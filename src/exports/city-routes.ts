import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import type { Assessor } from '../assessment/assess.ts';
import { type AuditEntry, record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { districtsAt } from '../districts/districts.ts';
import { draftSchema } from '../drafts/draft-schema.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { Standings } from '../proposals/standing.ts';
import { count } from '../web/format.ts';
import { type InputFault, NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { type ExportChoices, exportFormats } from './choices.ts';
import { type CityChoice, type CityRow, cityRows, type Occasion, readChoices, readOccasion } from './city-form.ts';
import { createJobs, type Job, keptMinutes } from './jobs.ts';
import type { ExportItem } from './run-export.ts';

export interface CityRoutesOptions {
  db: Kysely<Database>;
  assessor: Assessor;
  proposals: Proposals;
  standings: Pick<Standings, 'decided'>;
  /** Today's date (ISO). */
  today: () => string;
  /** Is given what tells of the exports under way. */
  watch?: (running: () => readonly Job[]) => void;
}

const styles = ['proposal.css'];
const usual: ExportChoices = { formats: ['tjansteutlatande', 'xlsx'], dialect: 'semikolon', together: true };

/** A city's worth of files: choose, follow the work, fetch the archive or stop it. */
export default async function cityRoutes(app: FastifyInstance, { db, assessor, proposals, standings, today, watch }: CityRoutesOptions): Promise<void> {
  const { knowledge } = assessor;
  const jobs = createJobs((error) => app.log.error({ err: error }, 'a city export failed'));
  watch?.(() => jobs.running());
  // Before the database closes, which a job may be reading.
  app.addHook('preClose', () => jobs.close());

  const ownerOf = (request: FastifyRequest): string | null => actorOf(request).account?.id ?? null;
  /** A job is its maker's alone, and only as long as that person may still export every district that is in it. */
  const isOwn = (request: FastifyRequest, { owner, districts }: Job): boolean =>
    owner === ownerOf(request) && districts.every((district) => may(actorOf(request), 'city.export', district));

  function formPage(request: FastifyRequest, reply: FastifyReply, form: { occasion: Occasion; rows: CityRow[]; choices: ExportChoices; faults: InputFault[] }) {
    return renderPage(request, reply, {
      title: form.faults.length > 0 ? 'Rätta uppgifterna – Filer för hela staden' : 'Filer för hela staden',
      template: 'exports/city',
      data: {
        styles,
        ...form,
        groups: [
          { title: 'Stadsdelar', rows: form.rows.filter(({ kind }) => kind === 'district') },
          { title: 'Stadsövergripande enheter', rows: form.rows.filter(({ kind }) => kind === 'city_unit') },
        ],
        legalBases: knowledge.ruleset.laws,
        formats: exportFormats,
        keptMinutes,
        running: jobs.running().filter((job) => isOwn(request, job)),
      },
    });
  }

  async function rowsOf(request: FastifyRequest, occasion: Occasion): Promise<CityRow[]> {
    const actor = actorOf(request);
    const own = districtsAt(knowledge.districts, occasion.date).filter(({ id }) => may(actor, 'city.export', id) && may(actor, 'proposal.read', id));
    const heads = await Promise.all(own.map(({ id }) => proposals.list(id)));
    return cityRows(own, occasion, heads.flat(), (district) => may(actor, 'proposal.create', district));
  }

  /** The draft's text: read, or made in the thread and stored first. */
  function itemOf({ row, proposal }: CityChoice, { legalBasis, date }: Occasion): ExportItem {
    return {
      name: row.name,
      async text(build) {
        if (proposal !== null)
          return { draft: await proposals.text(proposal), version: proposal.version, decided: await standings.decided(proposal.id, proposal.version) };
        const id = await proposals.create({ district: row.id, legalBasis, date }, async (inputs) => {
          const { knowledge: rules } = (await assessor.under(inputs)) ?? assessor;
          return draftSchema.parse(JSON.parse(await build(inputs, rules.ruleset)));
        });
        const [newest] = await proposals.versions(id);
        if (newest === undefined) throw new Error(`The proposal of ${row.id} was not stored.`);
        return { draft: await proposals.text(newest), version: newest.version, decided: null };
      },
    };
  }

  app.get('/stadsexport', async (request, reply) => {
    const { occasion, faults } = readOccasion(request.query, assessor, today());
    if (faults.length > 0) reply.code(400);
    return formPage(request, reply, { occasion, rows: faults.length > 0 ? [] : await rowsOf(request, occasion), choices: usual, faults });
  });

  app.post('/stadsexport', async (request, reply) => {
    const { occasion, faults: wrong } = readOccasion(request.body, assessor, today());
    const { choices, chosen, rows, faults } = readChoices(request.body, wrong.length > 0 ? [] : await rowsOf(request, occasion));
    const all = wrong.length > 0 ? wrong : faults;
    if (all.length > 0) {
      reply.code(422);
      return formPage(request, reply, { occasion, rows, choices, faults: all });
    }
    const what = chosen.map(({ row, proposal }) => [row.id, proposal?.id ?? 'ny', proposal?.version ?? 0]);
    const job = await jobs.start({
      owner: ownerOf(request),
      districts: chosen.map(({ row }) => row.id),
      key: JSON.stringify([occasion.legalBasis, occasion.date, choices, what]),
      fileName: `insatsplan-staden-${occasion.legalBasis}-${occasion.date}.zip`,
      choices,
      items: chosen.map((choice) => itemOf(choice, occasion)),
    });
    const which = chosen.map(({ row, proposal }) => [row.id, proposal === null ? 'new' : `${proposal.id} ${proposal.version}`]);
    await tell({ action: 'city.export', object: { type: 'city_export', id: job.id }, district: null, after: Object.fromEntries(which) });
    return reply.redirect(`/stadsexport/${job.id}`, 303);
  });

  /** Taking along a city's proposals is a view of each of them: the trail says which, and who fetched the file. */
  const tell = (entry: AuditEntry): Promise<void> => db.transaction().execute((trx) => record(trx, entry));

  function found(request: FastifyRequest<{ Params: { id: string } }>): Job {
    const job = jobs.find(request.params.id);
    if (job === undefined || !isOwn(request, job))
      throw new NotFoundError(`Filen finns inte kvar. Den sparas i ${keptMinutes} minuter och försvinner när servern startas om. Gör en ny på /stadsexport.`);
    return job;
  }

  const inWords = (job: Job): string => {
    if (job.state === 'done') return 'Filen är klar.';
    if (job.state === 'running') return `${job.done} av ${count(job.total, 'utkast är klart', 'utkast är klara')}.`;
    return job.state === 'cancelled' ? 'Exporten är avbruten.' : 'Exporten misslyckades.';
  };

  app.get<{ Params: { id: string } }>('/stadsexport/:id', async (request, reply) => {
    const job = found(request);
    reply.header('cache-control', 'no-store');
    const data = { styles, job, inWords: inWords(job), keptMinutes };
    // What is said aloud is only the end: a voice at every step would drown the rest.
    const announce = job.state === 'running' ? {} : { announce: inWords(job) };
    return renderPage(request, reply, {
      title: `${inWords(job)} Filer för hela staden`,
      template: 'exports/job',
      fragment: 'exports/progress',
      data,
      ...announce,
    });
  });

  app.post<{ Params: { id: string } }>('/stadsexport/:id/avbryt', async (request, reply) => {
    const job = found(request);
    await jobs.cancel(job.id);
    return reply.redirect(`/stadsexport/${job.id}`, 303);
  });

  app.get<{ Params: { id: string } }>('/stadsexport/:id/fil.zip', async (request, reply) => {
    const job = found(request);
    if (job.state !== 'done') throw new NotFoundError('Filen är inte klar. Gå tillbaka till exporten och vänta tills den är det.');
    await tell({ action: 'city.fetch', object: { type: 'city_export', id: job.id }, district: null });
    reply.header('content-disposition', `attachment; filename="${job.fileName}"`).header('content-length', job.bytes).type('application/zip');
    return reply.send(createReadStream(job.file));
  });
}
