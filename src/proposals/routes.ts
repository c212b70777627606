import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../accounts/authenticate.ts';
import { reachOf, visibleDistricts } from '../accounts/reach.ts';
import type { Assessor } from '../assessment/assess.ts';
import { traceView } from '../assessment/trace-view.ts';
import { areas } from '../catalogue/schema.ts';
import { changeRows } from '../documents/changes-chapter.ts';
import { fileName } from '../documents/marks.ts';
import { draftFormatIds, draftFormats, renderDraft } from '../documents/render-draft.ts';
import { riskChart } from '../documents/risk-chart.ts';
import { statusSentence } from '../drafts/decided.ts';
import { sectionHeadings, shortHeadings } from '../drafts/draft-schema.ts';
import { linesOf } from '../drafts/economy-outcome.ts';
import { lineKey } from '../drafts/shaping.ts';
import { currentStateInWords } from '../drafts/wording.ts';
import { count, url } from '../web/format.ts';
import { type InputFault, NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { economyView } from './economy-view.ts';
import { type FormValues, formChoices, formValues, readForm } from './form.ts';
import type { LineComments } from './line-comments.ts';
import { isFiltered, pageQuerySchema, sectionSlugs, versionQuerySchema } from './page-query.ts';
import { commonConditionsView, lineLists, linesView, riskView, statisticsCaveat, tilesView } from './page-view.ts';
import type { Proposals } from './proposals.ts';
import { documentHref } from './sections/parts.ts';
import { movedInWords, type StalenessOf, staleView } from './staleness.ts';
import type { Standings } from './standing.ts';
import { lineEntry } from './version-routes.ts';
import type { WorkingCopies } from './working-copy.ts';

export interface ProposalRoutesOptions {
  assessor: Assessor;
  proposals: Proposals;
  workingCopies: WorkingCopies;
  staleness: StalenessOf;
  standings: Standings;
  comments: Pick<LineComments, 'counts'>;
  /** Today's date (ISO). */
  today: () => string;
}

const styles = ['proposal.css', 'economy.css', 'reviews.css'];

/** Drafts: make one, read it on screen or paper, ask why, and take it along as a file. */
export default async function proposalRoutes(
  app: FastifyInstance,
  { assessor, proposals, workingCopies, staleness, standings, comments, today }: ProposalRoutesOptions,
): Promise<void> {
  const { knowledge } = assessor;
  const districtNames = new Map(knowledge.districts.all.map(({ id, name }) => [id, name]));

  const stored = proposals.existing;

  async function listPage(request: FastifyRequest, reply: FastifyReply, values: FormValues, faults: readonly InputFault[]): Promise<string> {
    const actor = actorOf(request);
    const all = await proposals.list(visibleDistricts(actor));
    const moved = await staleness.ofAll(all);
    const tags = await standings.tags(all);
    const basisNames = new Map(knowledge.ruleset.laws.map(({ id, shortTitle }) => [id, shortTitle]));
    return renderPage(request, reply, {
      title: faults.length > 0 ? 'Rätta uppgifterna – Förslag' : 'Förslag',
      template: 'proposals/index',
      data: {
        styles,
        values,
        faults,
        choices: formChoices(assessor, today(), reachOf(actor, 'proposal.create')),
        proposals: all.map((head) => ({
          ...head,
          districtName: districtNames.get(head.district) ?? head.district,
          basisName: basisNames.get(head.legalBasis) ?? head.legalBasis,
          moved: movedInWords(moved.get(head.id)),
          tags: tags.get(head.id) ?? [],
        })),
      },
    });
  }

  app.get('/forslag', (request, reply) => listPage(request, reply, { district: '', legalBasis: 'sol-2025-400', date: today() }, []));

  app.post('/forslag', async (request, reply) => {
    const read = readForm(request.body, assessor);
    if ('faults' in read) {
      reply.code(422);
      return listPage(request, reply, formValues(request.body), read.faults);
    }
    const id = await proposals.create(read.values);
    return reply.redirect(`/forslag/${id}`, 303);
  });

  app.get<{ Params: { id: string } }>('/forslag/:id', async (request, reply) => {
    const query = parseInput(pageQuerySchema, request.query);
    const newest = await stored(request.params.id);
    const proposal = query.version === undefined || query.version === newest.version ? newest : await stored(request.params.id, query.version);
    const { draft } = proposal;
    const base = `/forslag/${proposal.id}`;
    const isNewest = proposal.version === newest.version;
    const working = isNewest ? await workingCopies.state(proposal) : null;
    const view = linesView(draft, query, base, working?.lines);
    const ready = (await workingCopies.ready(proposal.id)).get(proposal.version) ?? null;
    reply.header('hx-replace-url', url(base, query));
    return renderPage(request, reply, {
      title: draft.title,
      template: 'proposals/proposal',
      fragment: 'proposals/lines',
      announce: view.found === 0 ? 'Inga rader passar.' : `${count(view.found, 'rad', 'rader')} av ${draft.lines.length}.`,
      data: {
        styles,
        proposal,
        draft,
        query,
        view,
        comments: await comments.counts(proposal.id),
        filtered: isFiltered(query),
        bulkHref: url(`${base}/flera`, { ...query, version: undefined, sortera: '', gruppera: '' }),
        base,
        newestVersion: newest.version,
        ready,
        card: await standings.card(actorOf(request), proposal, newest.version, working),
        status: statusSentence(null, await standings.decided(proposal.id, proposal.version)),
        working:
          working === null
            ? null
            : {
                ...working,
                removed: working.removed.map((line) => lineEntry(proposal.id, line)),
                added: working.added.map((line) => lineEntry(proposal.id, line)),
                missing: working.missing.map((line) => lineEntry(proposal.id, line)),
                unwritten: working.unwritten.map((one) => ({ ...one, href: documentHref(proposal.id, one.part) })),
              },
        currentState: currentStateInWords(draft),
        stale: staleView(proposal.inputs, await staleness.of(proposal.inputs), today()),
        changes: changeRows(draft),
        common: commonConditionsView(draft),
        risk: riskView(draft),
        chapters: new Map(draft.chapters.map((chapter) => [chapter.id, chapter])),
        economy: draft.economy === undefined ? null : economyView(draft.economy, linesOf(draft)),
        statisticsCaveat,
        shortHeadings,
        tiles: tilesView(draft).map((tile) => ({ ...tile, href: tile.href === null || view.groups.length === 0 ? tile.href : `${base}${tile.href}` })),
        lists: {
          sections: Object.entries(sectionSlugs).map(([slug, section]) => ({ id: slug, title: sectionHeadings[section] })),
          areas: Object.entries(areas).map(([id, title]) => ({ id, title })),
          ...lineLists(draft, knowledge.ruleset.themes),
        },
        formats: draftFormatIds
          .filter((id) => draftFormats[id].file !== 'invanare')
          .map((id) => ({
            id,
            label: draftFormats[id].label,
            href: url(`${base}/${draftFormats[id].file}.${draftFormats[id].extension}`, isNewest ? {} : { version: proposal.version }),
          })),
        residentsHref: url(`${base}/invanare`, isNewest ? {} : { version: proposal.version }),
      },
    });
  });

  app.get<{ Params: { id: string; insats: string; group: string } }>('/forslag/:id/rader/:insats/:group/varfor', async (request, reply) => {
    const proposal = await stored(request.params.id);
    const { draft, inputs } = proposal;
    const line = draft.lines.find((one) => one.insats === request.params.insats && one.targetGroup === request.params.group);
    if (line === undefined) throw new NotFoundError('Förslaget har ingen sådan rad. Gå tillbaka till förslaget och välj en rad där.');
    const currentState = inputs.currentStates[line.insats];
    const { design: defaults } = assessor.defaultDesign(line.insats, line.targetGroup, inputs.legalBasis, currentState);
    const design = { ...defaults, ...inputs.shaping?.[lineKey(line.insats, line.targetGroup)]?.design };
    const by = await assessor.under(inputs);
    const explained = await (by ?? assessor).explain({
      insats: line.insats,
      targetGroup: line.targetGroup,
      legalBasis: inputs.legalBasis,
      date: inputs.date,
      design,
      ...(currentState === undefined ? {} : { currentState }),
    });
    return renderPage(request, reply, {
      title: `Varför? ${line.name}`,
      template: 'proposals/why',
      fragment: 'proposals/trace',
      data: {
        styles,
        proposal,
        draft,
        line,
        outdated: by === undefined,
        trace: traceView(explained.trace),
        heading: sectionHeadings[line.section],
        backHref: `/forslag/${proposal.id}`,
      },
    });
  });

  app.get<{ Params: { id: string }; Querystring: { smal?: string } }>('/forslag/:id/riskbild.svg', async (request, reply) => {
    const { draft } = await stored(request.params.id);
    // The picture is a document of its own: it may style itself, and may do nothing else.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").type('image/svg+xml');
    return riskChart(draft.risk, request.query.smal === '1' ? 420 : 860);
  });

  for (const format of draftFormatIds) {
    const { file: name, extension, contentType } = draftFormats[format];
    app.get<{ Params: { id: string } }>(`/forslag/:id/${name}.${extension}`, async (request, reply) => {
      const { id, draft, version } = await stored(request.params.id, parseInput(versionQuerySchema, request.query).version);
      const file = fileName(draft, version, { ...(name === 'forslag' ? {} : { what: name }), extension });
      const content = await renderDraft(draft, format, version, await standings.decided(id, version));
      reply.header('content-disposition', `attachment; filename="${file}"`).type(contentType);
      return reply.send(typeof content === 'string' ? content : Buffer.from(content));
    });
  }
}
