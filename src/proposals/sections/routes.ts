import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/types.ts';
import { draftFormatIds, draftFormats } from '../../documents/render-draft.ts';
import { type DocumentPart, defaultOutline, type Outline, textLimit } from '../../drafts/outline.ts';
import { NotFoundError } from '../../web/input.ts';
import { renderPage, wantsFragment } from '../../web/render.ts';
import type { NameHint } from '../name-hint.ts';
import type { Stored } from '../parts-repository.ts';
import type { Proposals } from '../proposals.ts';
import type { StoredVersion } from '../repository.ts';
import type { WorkingCopies } from '../working-copy.ts';
import { factsFor } from './facts.ts';
import { type ReadOutline, type ReadText, readOutline, readText } from './forms.ts';
import { documentHref, partOfSlug } from './parts.ts';
import { createSectionStore } from './store.ts';
import { headingsForm, overviewView, partView } from './view.ts';

export interface SectionRoutesOptions {
  db: Kysely<Database>;
  proposals: Proposals;
  workingCopies: WorkingCopies;
  nameHint: NameHint;
}
type ById = { Params: { id: string } };
type ByPart = { Params: { id: string; part: string } };
const styles = ['proposal.css'];
const savedSchema = z.object({ sparad: z.enum(['1', 'rubriker']) });
const actionSchema = z.object({ gor: z.string() });
const action = (body: unknown): string => actionSchema.safeParse(body).data?.gor ?? '';
/** A text at its limit, each character escaped, and room to say that a longer one is too long. */
const bodyLimit = 1024 * 1024;

/** The parts of the tjänsteutlåtande: what stands in each, the texts that people write with the facts beside, and the headings. */
export default async function sectionRoutes(app: FastifyInstance, { db, proposals, workingCopies, nameHint }: SectionRoutesOptions): Promise<void> {
  const store = createSectionStore(db);

  const stored = proposals.existing;

  async function foundPart({ id, part: slug }: ByPart['Params']): Promise<{ version: StoredVersion; part: DocumentPart }> {
    const version = await stored(id);
    const part = partOfSlug(slug);
    if (part === undefined) throw new NotFoundError('Dokumentet har inget sådant avsnitt. Gå till dokumentets avsnitt och välj ett där.');
    return { version, part };
  }

  interface Headings {
    typed?: ReadOutline;
    conflict?: { newer: Stored<Outline> | undefined; own: Outline };
  }

  async function overview(request: FastifyRequest, reply: FastifyReply, version: StoredVersion, { typed, conflict }: Headings = {}): Promise<string> {
    const [state, texts, kept] = [await workingCopies.state(version), await store.parts.texts(version.id), await store.parts.outline(version.id)];
    const outline = kept?.value ?? defaultOutline;
    const saved = savedSchema.safeParse(request.query).data?.sparad;
    return renderPage(request, reply, {
      title: `${typed === undefined ? '' : 'Rätta rubrikerna – '}Dokumentets avsnitt – ${version.draft.title}`,
      template: 'proposals/document',
      data: {
        styles,
        draft: version.draft,
        proposal: version,
        backHref: `/forslag/${version.id}`,
        href: documentHref(version.id),
        view: overviewView(version.id, outline, texts, state),
        // Only after a conflict has been shown may the form write over what is stored now.
        headings: headingsForm(outline, typed === undefined || conflict !== undefined ? (kept?.revision ?? 0) : typed.revision, typed),
        headingsSaved: saved === 'rubriker',
        conflict:
          conflict === undefined
            ? null
            : { at: conflict.newer?.updatedAt ?? null, by: conflict.newer?.savedBy ?? null, newer: conflict.newer?.value ?? defaultOutline, own: conflict.own },
      },
    });
  }

  app.get<ById>('/forslag/:id/dokument', async (request, reply) => overview(request, reply, await stored(request.params.id)));

  app.post<ById>('/forslag/:id/dokument', async (request, reply) => {
    const version = await stored(request.params.id);
    const read = readOutline(request.body, (await store.parts.outline(version.id))?.value ?? defaultOutline);
    const restores = action(request.body) === 'aterstall';
    if (read.faults.length > 0 && !restores) {
      reply.code(422);
      return overview(request, reply, version, { typed: read });
    }
    const own = restores ? defaultOutline : read.outline;
    const outcome = await store.saveOutline(version.id, own, read.revision);
    if (outcome.saved) return reply.redirect(`${documentHref(version.id)}?sparad=rubriker#rubriker`, 303);
    reply.code(409);
    return overview(request, reply, version, { typed: read, conflict: { newer: outcome.newer, own } });
  });

  interface PartPage {
    typed?: ReadText;
    /** The newer text that the save would have written over. */
    newer?: Stored<string> | undefined;
    conflict?: boolean;
  }

  async function partPage(request: FastifyRequest, reply: FastifyReply, version: StoredVersion, part: DocumentPart, page: PartPage = {}): Promise<string> {
    const [state, first, texts] = [await workingCopies.state(version), await stored(version.id, 1), await store.parts.texts(version.id)];
    const { draft } = version;
    const outline = (await store.parts.outline(version.id))?.value ?? defaultOutline;
    const current = texts.get(part);
    const { typed, conflict = false } = page;
    const view = partView({
      id: version.id,
      part,
      outline,
      texts,
      typed: typed?.typed ?? current?.value ?? '',
      revision: typed === undefined || conflict ? ((conflict ? page.newer : current)?.revision ?? 0) : typed.revision,
      faults: typed?.faults ?? [],
      nameHint,
    });
    const base = `/forslag/${version.id}`;
    const files = draftFormatIds.map((format) => ({
      label: draftFormats[format].label,
      href: `${base}/${draftFormats[format].file}.${draftFormats[format].extension}`,
    }));
    const scenarios = (await store.parts.scenarios(version.id)).map(({ value }) => value);
    return renderPage(request, reply, {
      title: `${conflict ? 'Texten har ändrats: ' : view.faults.length > 0 ? 'Rätta texten: ' : ''}${view.title} – ${draft.district.name}`,
      template: 'proposals/document-part',
      fragment: 'proposals/document-part-body',
      announce: conflict ? 'Någon annan har sparat texten. Din text är inte sparad men står kvar.' : view.faults.map(({ message }) => message).join(' '),
      data: {
        styles,
        draft,
        proposal: version,
        backHref: base,
        documentHref: documentHref(version.id),
        view,
        limit: textLimit,
        facts: factsFor(part, { version, first, assessor: await workingCopies.rulesOf(version), state, scenarios, files }),
        saved: savedSchema.safeParse(request.query).success,
        next: state.unwritten.filter((one) => one.part !== part).map((one) => ({ title: one.title, href: documentHref(version.id, one.part) }))[0] ?? null,
        conflict: conflict
          ? { at: page.newer?.updatedAt ?? null, by: page.newer?.savedBy ?? null, newer: page.newer?.value ?? '', own: typed?.typed ?? '' }
          : null,
      },
    });
  }

  app.get<ByPart>('/forslag/:id/dokument/:part', async (request, reply) => {
    const { version, part } = await foundPart(request.params);
    return partPage(request, reply, version, part);
  });

  app.post<ByPart>('/forslag/:id/dokument/:part', { bodyLimit }, async (request, reply) => {
    const read = readText(request.body);
    if (action(request.body) === 'namn') {
      const hint = nameHint(read.typed);
      const template = 'proposals/document-hint';
      return renderPage(request, reply, { title: 'Namn i texten', template, fragment: template, data: { hint }, ...(hint === null ? {} : { announce: hint }) });
    }
    const { version, part } = await foundPart(request.params);
    if (read.faults.length > 0) {
      reply.code(422);
      return partPage(request, reply, version, part, { typed: read });
    }
    const outcome = await store.saveText(version.id, part, read.body, read.revision);
    if (outcome.saved) {
      const saved = `${documentHref(version.id, part)}?sparad=1`;
      return wantsFragment(request) ? reply.header('hx-redirect', saved).send('') : reply.redirect(saved, 303);
    }
    reply.code(409);
    return partPage(request, reply, version, part, { typed: read, newer: outcome.newer, conflict: true });
  });
}
