import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import { areas } from '../catalogue/schema.ts';
import { settledByLaw } from '../drafts/draft-schema.ts';
import { isListed, type Pair, pairOf } from '../drafts/scope.ts';
import { standingInWords } from '../drafts/shape-line.ts';
import { type LineShaping, lineKey, untouched } from '../drafts/shaping.ts';
import { severities } from '../rules/format.ts';
import { count, url } from '../web/format.ts';
import { type InputFault, NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { addQuerySchema, findAddable, hasOneAnswer, shownAtMost } from './add-line-search.ts';
import { limits, textFaults } from './line-form.ts';
import type { Proposals } from './proposals.ts';
import type { StoredVersion } from './repository.ts';
import type { WorkingLine } from './shaping-repository.ts';
import type { WorkingCopies } from './working-copy.ts';

export interface AddLineRoutesOptions {
  assessor: Assessor;
  proposals: Proposals;
  workingCopies: WorkingCopies;
}
type Params = { Params: { id: string; insats: string; group: string } };
const styles = ['proposal.css'];
const motiveSchema = z.object({ motiv: z.string().catch('') }).catch({ motiv: '' });
const byName = new Intl.Collator('sv').compare;

/** Lines that the proposal does not have: find one, read what law and rules say of it, and take it in. */
export default async function addLineRoutes(app: FastifyInstance, { assessor, proposals, workingCopies }: AddLineRoutesOptions): Promise<void> {
  const { catalogue } = assessor.knowledge;

  const stored = proposals.existing;

  /** What law and rules say of a pair with the design that is assumed. */
  function told(by: Assessor, version: StoredVersion, pair: Pair) {
    const assessment = by.assess(workingCopies.candidateOf(version, pair));
    const flags = settledByLaw(assessment.recommendation.section) ? [] : assessment.flags;
    return { assessment, flags, standing: standingInWords(assessment.recommendation), listed: isListed(pair) };
  }

  app.get<Params>('/forslag/:id/lagg-till', async (request, reply) => {
    const query = parseInput(addQuerySchema, request.query);
    const version = await stored(request.params.id);
    const { lines } = await workingCopies.state(version);
    const by = await workingCopies.rulesOf(version);
    const home = `/forslag/${version.id}`;
    // A line that was taken in and removed again can be taken in anew.
    const present = new Set([...lines].flatMap(([key, { shaping }]) => (shaping.added === true && shaping.removed ? [] : [key])));
    const found = findAddable(catalogue, present, query);
    reply.header('hx-replace-url', url(`${home}/lagg-till`, query));
    return renderPage(request, reply, {
      title: `Lägg till rader – ${version.draft.title}`,
      template: 'proposals/add',
      fragment: 'proposals/add-results',
      announce: `${count(found.length, 'rad', 'rader')} att lägga till.`,
      data: {
        styles,
        draft: version.draft,
        home,
        query,
        searched: Object.values(query).some((value) => value !== ''),
        areas: Object.entries(areas).map(([id, title]) => ({ id, title })),
        groups: [...catalogue.groups].sort((a, b) => byName(a.name, b.name)),
        found: found.length,
        rows: found.slice(0, shownAtMost).map((pair) => {
          const { assessment, flags, standing, listed } = told(by, version, pair);
          return {
            href: `${home}/lagg-till/${pair.insats.id}/${pair.group.id}`,
            name: pair.insats.name,
            group: pair.group.name,
            area: areas[pair.insats.area],
            listed,
            verdict: assessment.law.verdict,
            standing,
            flags: severities.flatMap((severity) => {
              const own = flags.filter((flag) => flag.severity === severity).length;
              return own === 0 ? [] : [{ severity, count: own }];
            }),
          };
        }),
      },
    });
  });

  interface Found {
    version: StoredVersion;
    pair: Pair;
    row: WorkingLine | undefined;
    /** The proposal has the line already, removed or not. */
    has: boolean;
    lineHref: string;
  }
  async function find({ id, insats, group }: Params['Params']): Promise<Found> {
    const version = await stored(id);
    const pair = pairOf(catalogue, insats, group);
    if (pair === undefined) throw new NotFoundError('Katalogen har ingen sådan insats eller målgrupp. Gå tillbaka och sök en annan rad.');
    if (!isListed(pair) && !hasOneAnswer(pair))
      throw new NotFoundError('Lagen behandlar målgruppens åldrar olika för den här insatsen. Välj en målgrupp på ena sidan av åldersgränsen.');
    const row = await workingCopies.line({ proposal: version.id, insats, targetGroup: group });
    const isAway = row?.shaping.added === true && row.shaping.removed;
    const has = !isAway && workingCopies.pairsOf(version, row === undefined ? [] : [row]).has(lineKey(insats, group));
    return { version, pair, row, has, lineHref: `/forslag/${version.id}/rader/${insats}/${group}` };
  }

  async function page(request: FastifyRequest, reply: FastifyReply, found: Found, motive: string, faults: readonly InputFault[]): Promise<string> {
    const { version, pair, lineHref } = found;
    return renderPage(request, reply, {
      title: `${faults.length > 0 ? 'Rätta' : 'Lägg till'}: ${pair.insats.name}`,
      template: 'proposals/add-line',
      data: {
        styles,
        draft: version.draft,
        home: `/forslag/${version.id}`,
        pair,
        area: areas[pair.insats.area],
        lineHref,
        motive,
        faults,
        ...told(await workingCopies.rulesOf(version), version, pair),
      },
    });
  }

  const address = '/forslag/:id/lagg-till/:insats/:group';
  app.get<Params>(address, async (request, reply) => {
    const found = await find(request.params);
    if (found.has) return reply.redirect(found.lineHref, 303);
    return page(request, reply, found, found.row?.shaping.motive ?? '', []);
  });

  app.post<Params>(address, async (request, reply) => {
    const found = await find(request.params);
    const { version, pair, row, lineHref } = found;
    const typed = motiveSchema.parse(request.body ?? {}).motiv.replaceAll('\r\n', '\n');
    const motive = typed.trim();
    // The line is there already: the same press twice, or somebody else. Only what was written here must not be lost.
    if (found.has && (motive === '' || row?.shaping.motive === motive)) return reply.redirect(lineHref, 303);
    const faults = [...textFaults('motiv', typed, limits.motive)];
    if (!isListed(pair) && motive === '')
      faults.push({
        field: 'motiv',
        message: 'Skriv ett motiv. Katalogen har inte insatsen för den här målgruppen, så läsaren behöver veta varför den tas med.',
      });
    if (faults.length > 0) {
      reply.code(422);
      return page(request, reply, found, typed, faults);
    }
    const shaping: LineShaping = { ...(row?.shaping ?? untouched), removed: false, added: true, motive };
    const outcome = found.has ? { saved: false } : await workingCopies.saveLine(version, pair, shaping, row?.revision ?? 0);
    if (outcome.saved) return reply.redirect(`${lineHref}?sparad=1`, 303);
    reply.code(409);
    return page(request, reply, found, typed, [
      { field: 'motiv', message: 'Raden finns redan i förslaget, med ett annat motiv. Ditt motiv är inte sparat. Öppna raden och skriv in det där.' },
    ]);
  });
}
