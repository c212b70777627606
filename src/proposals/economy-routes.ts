import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { influenceChart } from '../documents/influence-chart.ts';
import { outcomeOf } from '../economy/outcome.ts';
import { writtenNumber } from '../economy/read-number.ts';
import type { Scenario } from '../economy/scenario.ts';
import { count } from '../web/format.ts';
import { type InputFault, NotFoundError, parseInput } from '../web/input.ts';
import { renderPage, wantsFragment } from '../web/render.ts';
import { emptyValues, type FormAction, type LineFilter, noFilter, readForm, type ScenarioValues, scenarioFrom, valuesOf } from './economy-form.ts';
import { type EconomyParts, economyReader } from './economy-reader.ts';
import { choiceView, economyView, faultList, fieldsView, knownLines, outcomeView, peopleInWords } from './economy-view.ts';
import { versionQuerySchema } from './page-query.ts';
import type { Stored } from './parts-repository.ts';
import type { StoredVersion } from './repository.ts';
import { createScenarios } from './scenarios.ts';

type Home = { Params: { id: string } };
type One = { Params: { id: string; scenario: string } };

const styles = ['proposal.css', 'economy.css'];
const doneSchema = z.object({ sparad: z.literal('1').optional(), borttaget: z.literal('1').optional() });
const removeSchema = z.object({ revision: z.coerce.number('Läs in sidan igen.').int().min(0).max(1_000_000_000) });

/** Scenarios of costs with the planners' own numbers: list, enter, read and remove. Nothing of it enters a recommendation. */
export default async function economyRoutes(app: FastifyInstance, parts: EconomyParts): Promise<void> {
  const scenarios = createScenarios(parts.db);
  const { stored, scenarioOf, outcomeIn, peopleFacts } = economyReader(parts, scenarios);

  app.get<Home>('/forslag/:id/ekonomi', async (request, reply) => {
    const version = await stored(request.params.id);
    const state = await parts.workingCopies.state(version);
    const known = knownLines(state.lines);
    const all = await scenarios.all(version.id);
    return renderPage(request, reply, {
      title: `Ekonomi – ${version.draft.title}`,
      template: 'proposals/economy',
      data: {
        styles,
        draft: version.draft,
        base: `/forslag/${version.id}`,
        removed: doneSchema.safeParse(request.query).data?.borttaget === '1',
        economy: economyView(
          all.map(({ value }) => outcomeIn(version, state, value)),
          known,
        ),
      },
    });
  });

  interface FormParts {
    version: StoredVersion;
    scenario: string;
    values: ScenarioValues;
    filter?: LineFilter;
    faults?: readonly InputFault[];
    action?: FormAction['kind'];
    isNew: boolean;
    /** Lines that were sent and are no longer in the proposal. */
    dropped?: number;
    conflict?: { stored: Stored<Scenario> | undefined; own: Scenario };
  }
  const fragments = {
    save: 'proposals/economy-form-body',
    fact: 'proposals/economy-form-body',
    lines: 'proposals/economy-lines-update',
    all: 'proposals/economy-lines-update',
    count: 'proposals/economy-chosen-update',
  } as const satisfies Record<FormAction['kind'], string>;

  async function formPage(request: FastifyRequest, reply: FastifyReply, form: FormParts): Promise<string> {
    const { version, scenario, values, filter = noFilter, faults = [], action = 'save', isNew, conflict } = form;
    const state = await parts.workingCopies.state(version);
    const known = knownLines(state.lines);
    const choice = choiceView(state.lines, values.lines, filter);
    const facts = await peopleFacts(version, values.lines);
    const side = (one: Scenario) => outcomeView(outcomeIn(version, state, one), known);
    const heading = isNew ? 'Nytt räkneexempel' : 'Ändra räkneexemplet';
    return renderPage(request, reply, {
      title: `${conflict === undefined ? (faults.length > 0 ? 'Rätta räkneexemplet' : heading) : 'Räkneexemplet har ändrats'} – ${version.draft.district.name}`,
      template: 'proposals/economy-form',
      fragment: fragments[action],
      announce:
        faults.length > 0
          ? `${count(faults.length, 'sak', 'saker')} att rätta.`
          : `${action === 'lines' ? `${count(choice.found, 'insats', 'insatser')} passar. ` : ''}${count(choice.count, 'rad är vald', 'rader är valda')}.`,
      data: {
        styles,
        draft: version.draft,
        base: `/forslag/${version.id}`,
        action: `/forslag/${version.id}/ekonomi/${scenario}`,
        heading,
        isNew,
        values,
        choice,
        dropped: form.dropped ?? 0,
        fields: fieldsView(values, faults),
        facts: facts.map((fact) => ({ ...fact, words: peopleInWords(fact) })),
        faults,
        faultList: faultList(faults),
        conflict:
          conflict === undefined
            ? null
            : {
                stored: conflict.stored === undefined ? null : side(conflict.stored.value),
                own: side(conflict.own),
                at: conflict.stored?.updatedAt ?? null,
                by: conflict.stored?.savedBy ?? null,
              },
      },
    });
  }

  app.get<Home>('/forslag/:id/ekonomi/ny', async (request, reply) =>
    formPage(request, reply, { version: await stored(request.params.id), scenario: randomUUID(), values: emptyValues(), isNew: true }),
  );

  app.get<One>('/forslag/:id/ekonomi/:scenario/andra', async (request, reply) => {
    const version = await stored(request.params.id);
    const { value, revision } = await scenarioOf(version.id, request.params.scenario);
    return formPage(request, reply, { version, scenario: value.id, values: valuesOf(value, revision), isNew: false });
  });

  async function resultPage(request: FastifyRequest, reply: FastifyReply, version: StoredVersion, found: Stored<Scenario>, changed: boolean): Promise<string> {
    const state = await parts.workingCopies.state(version);
    return renderPage(request, reply, {
      title: `${found.value.name} – ${version.draft.title}`,
      template: 'proposals/economy-result',
      data: {
        styles,
        draft: version.draft,
        base: `/forslag/${version.id}`,
        href: `/forslag/${version.id}/ekonomi/${found.value.id}`,
        stored: found,
        changed,
        saved: doneSchema.safeParse(request.query).data?.sparad === '1',
        economy: economyView([outcomeIn(version, state, found.value)], knownLines(state.lines)),
      },
    });
  }

  app.get<One>('/forslag/:id/ekonomi/:scenario', async (request, reply) => {
    const version = await stored(request.params.id);
    return resultPage(request, reply, version, await scenarioOf(version.id, request.params.scenario), false);
  });

  app.post<One>('/forslag/:id/ekonomi/:scenario', async (request, reply) => {
    const version = await stored(request.params.id);
    const id = z.uuid().safeParse(request.params.scenario).data?.toLowerCase();
    if (id === undefined) throw new NotFoundError('Det finns inget räkneexempel på den adressen. Gå tillbaka till listan över räkneexempel.');
    const before = (await scenarios.all(version.id)).find(({ value }) => value.id === id);
    const { values: sent, filter, action } = readForm(request.body);
    const pairs = parts.workingCopies.pairsOf(version);
    const lines = sent.lines.filter((key) => pairs.has(key) || before?.value.lines.includes(key));
    const page = (values: ScenarioValues, more: Partial<FormParts> = {}) =>
      formPage(request, reply, {
        version,
        scenario: id,
        values,
        filter,
        action: action.kind,
        isNew: values.revision === 0,
        dropped: sent.lines.length - lines.length,
        ...more,
      });
    const values = { ...sent, lines };

    if (action.kind === 'lines' || action.kind === 'count') return page(values);
    if (action.kind === 'all') {
      const state = await parts.workingCopies.state(version);
      const own = choiceView(state.lines, lines, filter).shown.find(({ insats }) => insats === action.insats);
      return page({ ...values, lines: [...new Set([...lines, ...(own?.lines.map(({ key }) => key) ?? [])])].sort() });
    }
    if (action.kind === 'fact') {
      const fact = (await peopleFacts(version, lines)).find(({ insats }) => insats === action.insats);
      if (fact === undefined) return page(values);
      const { people, year, name } = fact;
      const from = values.assumed.people.from.trim() === '' ? `Nuläget ${year}, ${version.draft.district.name}: ${name}.` : values.assumed.people.from;
      const taken = { low: writtenNumber(people.from), high: people.from === people.to ? '' : writtenNumber(people.to), from };
      return page({ ...values, assumed: { ...values.assumed, people: taken } });
    }
    const read = scenarioFrom(id, values);
    if ('faults' in read) {
      reply.code(422);
      return page(values, { faults: read.faults });
    }
    if (lines.length < sent.lines.length) {
      reply.code(422);
      return page(values, {
        faults: [{ field: 'rader', message: 'En rad som var vald finns inte i förslaget och är borttagen ur valet. Kontrollera raderna och spara igen.' }],
      });
    }
    const written = await scenarios.save(version.id, read.scenario, values.revision);
    if (!written.done) {
      reply.code(409);
      return page({ ...values, revision: written.stored?.revision ?? 0 }, { isNew: false, conflict: { stored: written.stored, own: read.scenario } });
    }
    const href = `/forslag/${version.id}/ekonomi/${id}?sparad=1`;
    return wantsFragment(request) ? reply.header('hx-redirect', href).send('') : reply.redirect(href, 303);
  });

  app.post<One>('/forslag/:id/ekonomi/:scenario/ta-bort', async (request, reply) => {
    const version = await stored(request.params.id);
    const { revision } = parseInput(removeSchema, request.body);
    const written = await scenarios.remove(version.id, request.params.scenario, revision);
    if (!written.done && written.stored !== undefined) {
      reply.code(409);
      return resultPage(request, reply, version, written.stored, true);
    }
    return reply.redirect(`/forslag/${version.id}/ekonomi?borttaget=1`, 303);
  });

  app.get<One & { Querystring: { smal?: string } }>('/forslag/:id/ekonomi/:scenario/paverkan.svg', async (request, reply) => {
    const { version: number } = parseInput(versionQuerySchema, request.query);
    const version = await stored(request.params.id, number);
    const { scenario } = request.params;
    const drawn =
      number === undefined ? outcomeOf((await scenarioOf(version.id, scenario)).value) : version.draft.economy?.find((one) => one.scenario.id === scenario);
    const svg = drawn === undefined ? null : await influenceChart(drawn, request.query.smal === '1' ? 420 : 860);
    if (svg === null)
      throw new NotFoundError(
        'Det finns ingen bild: räkneexemplet finns inte, eller så är alla antaganden exakta tal. Gå tillbaka till listan över räkneexempel.',
      );
    // The picture is a document of its own: it may style itself, and may do nothing else.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").type('image/svg+xml');
    return svg;
  });
}
