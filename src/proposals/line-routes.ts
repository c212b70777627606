import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import type { Assessor } from '../assessment/assess.ts';
import { responseInWords } from '../documents/changes-chapter.ts';
import { isListed, type Pair } from '../drafts/scope.ts';
import { assessShaped, designChanges, standingInWords } from '../drafts/shape-line.ts';
import { excludedPathways, isOpen, type LineShaping, lineKey, untouched } from '../drafts/shaping.ts';
import { askUrl } from '../questions/question.ts';
import { count } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage, wantsFragment } from '../web/render.ts';
import type { LineComments } from './line-comments.ts';
import { type LineValues, readLine, valuesOf } from './line-form.ts';
import { lineView, responseLabels } from './line-view.ts';
import type { NameHint } from './name-hint.ts';
import type { Proposals } from './proposals.ts';
import type { StoredVersion } from './repository.ts';
import type { WorkingLine } from './shaping-repository.ts';
import type { Standings } from './standing.ts';
import type { WorkingCopies } from './working-copy.ts';

export interface LineRoutesOptions {
  assessor: Assessor;
  proposals: Proposals;
  workingCopies: WorkingCopies;
  nameHint: NameHint;
  standings: Pick<Standings, 'returned'>;
  comments: Pick<LineComments, 'thread'>;
}
type Params = { Params: { id: string; insats: string; group: string } };
const styles = ['proposal.css', 'reviews.css'];
const removedSchema = z.object({ borttagen: z.literal('1') });
const savedSchema = z.object({ sparad: z.literal('1') });
const address = '/forslag/:id/rader/:insats/:group';

/** The page where a person shapes one line: pathway, stage, design, motive, and answers to flags. */
export default async function lineRoutes(
  app: FastifyInstance,
  { assessor, proposals, workingCopies, nameHint, standings, comments }: LineRoutesOptions,
): Promise<void> {
  async function found({ id, insats, group }: Params['Params']): Promise<{ version: StoredVersion; pair: Pair; row: WorkingLine | undefined; href: string }> {
    const version = await proposals.existing(id);
    const row = await workingCopies.line({ proposal: version.id, insats, targetGroup: group });
    const pair = workingCopies.pairsOf(version, row === undefined ? [] : [row]).get(lineKey(insats, group));
    if (pair === undefined) throw new NotFoundError('Förslaget har ingen sådan rad. Gå tillbaka till förslaget och välj en rad där.');
    return { version, pair, row, href: `/forslag/${version.id}/rader/${insats}/${group}` };
  }

  interface PageParts {
    version: StoredVersion;
    pair: Pair;
    row: WorkingLine | undefined;
    href: string;
    shaping: LineShaping;
    values: LineValues;
    read?: Pick<ReturnType<typeof readLine>, 'problems' | 'design'>;
    faults?: readonly InputFault[];
    conflict?: WorkingLine | undefined;
    tried?: boolean;
    /** Rules of the flags that the page shows already. */
    shown?: ReadonlySet<string>;
    shownVerdict?: string;
  }

  async function page(request: FastifyRequest, reply: FastifyReply, parts: PageParts): Promise<string> {
    const { version, pair, row, href, shaping, values, read, faults = [], conflict } = parts;
    const candidate = workingCopies.candidateOf(version, pair);
    const by = await workingCopies.rulesOf(version);
    const { assessment, before, design } = assessShaped(by, candidate, shaping);
    const view = lineView({
      assessor: by,
      version,
      pair,
      before,
      assessment,
      design: read?.design ?? design,
      values,
      shaping,
      problems: read?.problems ?? [],
      faults,
      nameHint,
    });
    const sameFlags = parts.shown !== undefined && view.flags.length === parts.shown.size && view.flags.every((flag) => parts.shown?.has(flag.rule));
    return renderPage(request, reply, {
      title: `${conflict === undefined ? (faults.length > 0 ? 'Rätta raden' : 'Ändra raden') : 'Raden har ändrats'}: ${pair.insats.name}`,
      template: 'proposals/line',
      fragment: parts.tried === true ? 'proposals/line-update' : 'proposals/line-body',
      announce: `${view.changed ?? 'Samma flaggor som förut.'} ${standingInWords(view.standing)}. ${count(view.flags.length, 'flagga', 'flaggor')}.${faults.length > 0 ? ` ${count(faults.length, 'sak', 'saker')} att rätta.` : ''}`,
      data: {
        styles,
        draft: version.draft,
        proposal: version,
        href,
        backHref: `/forslag/${version.id}`,
        row,
        note: await standings.returned(version.id, { insats: pair.insats.id, group: pair.group.id }),
        // The comments stand beside what a fragment replaces.
        comments: wantsFragment(request) ? null : await comments.thread(actorOf(request), version, { insats: pair.insats.id, group: pair.group.id }),
        removed: row?.shaping.removed === true,
        justRemoved: removedSchema.safeParse(request.query).success,
        added: row?.shaping.added === true,
        listed: isListed(pair),
        view,
        askHref: askUrl(assessor, { ...candidate, design: read?.design ?? design }),
        responseLabels,
        tried: parts.tried === true,
        saved: savedSchema.safeParse(request.query).success,
        sameFlags,
        sameVerdict: parts.shownVerdict === assessment.law.verdict,
        conflict: conflict === undefined ? null : conflictView(by, version, pair, conflict, shaping),
        outdated: (await assessor.under(version)) === undefined,
      },
    });
  }

  /** Both texts side by side: what is stored and what was about to be. */
  function conflictView(by: Assessor, version: StoredVersion, pair: Pair, stored: WorkingLine, own: LineShaping) {
    const candidate = workingCopies.candidateOf(version, pair);
    const side = (shaping: LineShaping) => {
      const line = assessShaped(by, candidate, shaping);
      return {
        standing: standingInWords(line.standing),
        removed: shaping.removed,
        motive: shaping.motive,
        design: designChanges(shaping.design, candidate.design),
        responses: Object.entries(shaping.responses).map(([rule, response]) => ({
          rule,
          title: line.assessment.flags.find((flag) => flag.rule === rule)?.title ?? rule,
          text: responseInWords(response),
        })),
      };
    };
    return { at: stored.updatedAt, by: stored.savedBy, stored: side(stored.shaping), own: side(own) };
  }

  app.get<Params>(address, async (request, reply) => {
    const line = await found(request.params);
    const shaping = line.row?.shaping ?? untouched;
    return page(request, reply, { ...line, shaping, values: valuesOf(shaping, line.row?.revision ?? 0) });
  });

  app.post<Params>(address, async (request, reply) => {
    const line = await found(request.params);
    const stored = line.row?.shaping ?? untouched;
    const { design: defaults } = workingCopies.candidateOf(line.version, line.pair);
    const read = readLine(request.body, defaults, stored);
    const { shaping, values } = read;
    const sent = new Map(Object.entries(typeof request.body === 'object' && request.body !== null ? request.body : {}));
    const { assessment } = assessShaped(await workingCopies.rulesOf(line.version), workingCopies.candidateOf(line.version, line.pair), shaping);
    const faults = [...read.faults];
    if (shaping.pathway !== null && excludedPathways(assessment.law.verdict).includes(shaping.pathway))
      faults.unshift({
        field: 'val',
        message: isOpen(shaping.pathway) ? 'Lagen kräver behovsprövning. Välj en väg med prövning.' : 'En annan lag styr. Ingen väg kan väljas här.',
      });
    const shown = new Set(
      String(sent.get('flaggor') ?? '')
        .split(' ')
        .filter(Boolean),
    );
    if (sent.get('gor') === 'prova') {
      const verdict = String(sent.get('lagsvar') ?? '');
      return page(request, reply, {
        ...line,
        shaping,
        values,
        read,
        tried: true,
        shown,
        shownVerdict: verdict,
        faults: faults.filter((fault) => fault.field === 'val'),
      });
    }
    if (faults.length > 0) {
      reply.code(422);
      return page(request, reply, { ...line, shaping, values, read, faults });
    }
    const outcome = await workingCopies.saveLine(line.version, line.pair, shaping, values.revision);
    if (outcome.saved)
      return wantsFragment(request) ? reply.header('hx-redirect', `${line.href}?sparad=1`).send('') : reply.redirect(`${line.href}?sparad=1`, 303);
    reply.code(409);
    const { stored: newer } = outcome;
    return page(request, reply, { ...line, row: newer, shaping, values: { ...values, revision: newer?.revision ?? 0 }, read, conflict: newer });
  });

  for (const [action, removed] of [
    ['ta-bort', true],
    ['lagg-till', false],
  ] as const) {
    app.post<Params>(`${address}/${action}`, async (request, reply) => {
      const { version, pair, row, href } = await found(request.params);
      const stored = row?.shaping ?? untouched;
      const outcome = await workingCopies.saveLine(version, pair, { ...stored, removed }, row?.revision ?? 0);
      if (!outcome.saved) {
        reply.code(409);
        const own = { ...stored, removed };
        return page(request, reply, {
          version,
          pair,
          row: outcome.stored,
          href,
          shaping: own,
          values: valuesOf(own, outcome.stored?.revision ?? 0),
          conflict: outcome.stored,
        });
      }
      return reply.redirect(removed ? `${href}?borttagen=1` : href, 303);
    });
  }
}
