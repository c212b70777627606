import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { type Area, areas, type Insats } from '../catalogue/schema.ts';
import type { Database } from '../database/types.ts';
import type { District } from '../districts/districts.ts';
import type { Knowledge } from '../knowledge.ts';
import { url } from '../web/format.ts';
import { NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { answerMany, keepReplaced, undoBulk } from './bulk.ts';
import { bulkRepository, type StoredBulk } from './bulk-repository.ts';
import { districtInYear } from './district-year.ts';
import { applyAction, type BulkAction, bodyOf, readAction, readRows } from './entry-form.ts';
import { type PostedRow, type RowOutcome, saveEntries } from './entry-save.ts';
import { rowView, unansweredIn } from './entry-view.ts';
import { historyOf } from './history.ts';
import { countsInWords, countsOf, noticeOf } from './notices.ts';
import { pageQuerySchema } from './page-query.ts';
import { areaProgress, groupsOf, progressOf, wholeArea } from './progress.ts';
import { currentStateRepository } from './repository.ts';
import { answers, type StoredState } from './schema.ts';

export interface CurrentStateRoutesOptions {
  db: Kysely<Database>;
  knowledge: Knowledge;
  /** The insatser that a district or unit works with; progress is counted on them. */
  insatserOf: (district: District) => readonly Insats[];
  /** Today's date (ISO). */
  today: () => string;
}

type ById = { Params: { id: string } };
interface Posted {
  rows: readonly PostedRow[];
  outcomes: ReadonlyMap<string, RowOutcome>;
}
/** An undo that was refused: what somebody has answered since, and how many answers could still be taken back. */
interface RefusedUndo {
  id: string;
  names: readonly string[];
  left: number;
}

/** A whole area's form with long comments is bigger than what other pages send. */
const bodyLimit = 4 * 1024 * 1024;
const page = { styles: ['current-state.css'], scripts: ['current-state.js'] };

/** What a district does today: an overview of the areas, and one area at a time to fill in. */
export default async function currentStateRoutes(app: FastifyInstance, { db, knowledge, insatserOf, today }: CurrentStateRoutesOptions): Promise<void> {
  const { insatser, insatsById } = { insatser: knowledge.catalogue.insatser, insatsById: knowledge.catalogue.insatsById };
  const repository = currentStateRepository(db);

  function readAddress(request: FastifyRequest<ById>) {
    const query = parseInput(pageQuerySchema, request.query, { ar: 'År', omrade: 'Område' });
    const place = districtInYear(knowledge.districts, request.params.id, query.ar, today());
    const base = `/stadsdelar/${place.district.id}/nulage`;
    return { ...place, query, base };
  }
  type Address = ReturnType<typeof readAddress>;

  /** What every page of a district and year shows. */
  async function stateOf({ district, year }: Pick<Address, 'district' | 'year'>) {
    const stored = new Map((await repository.list(district.id, year)).map((state) => [state.insats, state]));
    const answered = new Set(stored.keys());
    const own = insatserOf(district);
    return { stored, answered, areas: areaProgress(own, answered), all: progressOf(own, answered) };
  }

  /** What the page says first: what was saved, and what can be undone. */
  async function saidOn({ district, query }: Address, refusedUndo: RefusedUndo | null) {
    const bulk = query.besked === '' ? undefined : await bulkRepository(db).find(query.besked, district.id);
    return { refusedUndo, besked: refusedUndo === null ? noticeOf(query, bulk) : null };
  }

  const bulkView = ({ id, said, createdAt }: StoredBulk) => ({ id, said, createdAt });

  async function overview(request: FastifyRequest<ById>, reply: FastifyReply, address: Address, refusedUndo: RefusedUndo | null = null): Promise<string> {
    const { district, year, years, base } = address;
    const [state, history] = [await stateOf(address), await historyOf(db, knowledge.districts, district, year)];
    const bulks = (await bulkRepository(db).undoable(district.id, year)).map(bulkView);
    reply.header('cache-control', 'no-store');
    return renderPage(request, reply, {
      title: `Nuläge ${year} – ${district.name}`,
      template: 'current-state/overview',
      data: { ...page, ...state, ...(await saidOn(address, refusedUndo)), district, year, years, base, notice: null, history, bulks },
    });
  }

  async function areaPage(
    request: FastifyRequest<ById>,
    reply: FastifyReply,
    address: Address,
    area: Area,
    { posted, refusedUndo = null }: { posted?: Posted; refusedUndo?: RefusedUndo | null } = {},
  ): Promise<string> {
    const { district, year, years, base, query } = address;
    const state = await stateOf(address);
    const history = await historyOf(db, knowledge.districts, district, year);
    const rows = new Map(posted?.rows.map((row) => [row.insats, row]));
    const groups = groupsOf(insatser, area).map((group) => ({
      ...group,
      unanswered: unansweredIn(group, state.answered),
      rows: group.insatser
        .map((insats) => {
          const row = rows.get(insats.id);
          const outcome = posted?.outcomes.get(insats.id);
          return rowView(insats, state.stored.get(insats.id), history, row && outcome ? { row, outcome } : undefined);
        })
        .filter((row) => !query.obesvarade || !row.answered || rows.has(row.insats)),
    }));
    const refused = groups.flatMap((group) => group.rows).filter((row) => row.conflict !== null || Object.keys(row.faults).length > 0);
    const data = {
      ...page,
      ...state,
      district,
      year,
      years,
      base,
      query,
      area: { id: area, name: areas[area] },
      here: state.areas.find(({ id }) => id === area),
      groups: groups.filter((group) => group.rows.length > 0),
      answerWords: answers,
      refused,
      summary: posted === undefined ? '' : countsInWords(countsOf(posted.outcomes.values())),
      ...(await saidOn(address, refusedUndo)),
      action: url(base, { ar: year, omrade: area, obesvarade: query.obesvarade ? '1' : '' }),
    };
    // The back button must not bring back a form that builds on an older answer.
    reply.header('cache-control', 'no-store');
    const title = `${areas[area]} – Nuläge ${year} – ${district.name}`;
    return renderPage(request, reply, { title: refused.length > 0 ? `Rätta uppgifterna – ${title}` : title, template: 'current-state/area', data });
  }

  app.get<ById>('/stadsdelar/:id/nulage', async (request, reply) => {
    const address = readAddress(request);
    const { omrade } = address.query;
    return omrade === undefined ? overview(request, reply, address) : areaPage(request, reply, address, omrade);
  });

  app.post<ById>('/stadsdelar/:id/nulage', { bodyLimit }, async (request, reply) => {
    const address = readAddress(request);
    const { district, year, base, query } = address;
    const area = query.omrade;
    if (area === undefined) throw new NotFoundError('Välj ett område först. Gå tillbaka till nuläget och välj ett där.');
    const body = bodyOf(request.body);
    const action = readAction(body, [wholeArea(insatser, area), ...groupsOf(insatser, area)]);
    const history = action.takeEarlier === undefined ? [] : await historyOf(db, knowledge.districts, district, year);
    const ofArea = insatser.filter((insats) => insats.area === area);
    const rows = applyAction(readRows(body, ofArea), action, history);
    const replaced = action.takeEarlier && (await repository.get(district.id, year, action.takeEarlier.insats));
    const outcomes = await saveEntries(db, district.id, year, rows);
    const refused = [...outcomes].filter(([, { outcome }]) => outcome === 'fault' || outcome === 'conflict').map(([insats]) => insats);
    const bulk = action.bulk;
    const besked = bulk ? await answerBulk(district.id, year, bulk, refused) : await replacedBy(district.id, year, replaced, outcomes);
    if (refused.length > 0) {
      reply.code([...outcomes.values()].some(({ outcome }) => outcome === 'conflict') ? 409 : 422);
      return areaPage(request, reply, { ...address, query: { ...query, besked, sparade: undefined } }, area, { posted: { rows, outcomes } });
    }
    const anchor = action.keepMine?.insats ?? action.takeStored ?? action.takeEarlier?.insats;
    const back = { ar: year, omrade: area, obesvarade: query.obesvarade ? '1' : '', besked, ...countsOf(outcomes.values()) };
    return reply.redirect(url(base, back, anchor !== undefined && insatsById.has(anchor) ? `rad-${anchor}` : (bulk?.group.id ?? '')), 303);
  });

  /** Answers in bulk; what was typed but could not be saved is nobody's to answer so. Returns what undoes it, or nothing. */
  async function answerBulk(district: string, year: number, { group, given, overwrite }: BulkAction, refused: readonly string[]): Promise<string> {
    const ids = group.insatser.map(({ id }) => id).filter((id) => !refused.includes(id));
    return (await answerMany(db, district, year, { insatser: ids, group: group.name, given, overwrite })).id ?? '';
  }

  /** An answer that a predecessor's has replaced can be had back. Returns what undoes it, or nothing. */
  async function replacedBy(district: string, year: number, before: StoredState | undefined, outcomes: ReadonlyMap<string, RowOutcome>): Promise<string> {
    const now = outcomes.get(before?.insats ?? '');
    if (before === undefined || now?.outcome !== 'saved' || now.stored.revision === before.revision) return '';
    const name = insatsById.get(before.insats)?.name ?? before.insats;
    return keepReplaced(db, district, year, before, now.stored, `Svaret för ${name} är ersatt med det tidigare.`);
  }

  app.post<{ Params: { id: string; insats: string } }>('/stadsdelar/:id/nulage/rad/:insats', async (request, reply) => {
    const { district, year } = readAddress(request);
    const insats = insatsById.get(request.params.insats);
    const [row] = insats === undefined ? [] : readRows(bodyOf(request.body), [insats]);
    if (insats === undefined || row === undefined) throw new NotFoundError('Det finns ingen sådan insats. Läs in sidan igen.');
    const outcome = (await saveEntries(db, district.id, year, [row])).get(insats.id);
    if (outcome === undefined) throw new Error('a saved row has an outcome');
    const state = await stateOf({ district, year });
    const view = rowView(insats, state.stored.get(insats.id), [], { row, outcome });
    const group = groupsOf(insatser, insats.area).find((one) => one.insatser.includes(insats));
    if (outcome.outcome === 'fault' || outcome.outcome === 'conflict') reply.code(outcome.outcome === 'fault' ? 422 : 409);
    return reply.viewAsync('current-state/row-saved', {
      row: view,
      here: state.areas.find(({ id }) => id === insats.area),
      all: state.all,
      group: group && { id: group.id, unanswered: unansweredIn(group, state.answered), size: group.insatser.length },
    });
  });

  app.post<ById>('/stadsdelar/:id/nulage/angra', async (request, reply) => {
    const address = readAddress(request);
    const { district, year, base, query } = address;
    const others = bodyOf(request.body).ovriga === 'ja';
    const undone = await undoBulk(db, query.besked, district.id, others);
    if (undone.outcome !== 'changed') return reply.redirect(url(base, { ar: year, omrade: query.omrade ?? '', besked: query.besked }), 303);
    reply.code(409);
    const refusedUndo = { id: query.besked, names: undone.insatser.map((id) => insatsById.get(id)?.name ?? id), left: undone.left };
    return query.omrade === undefined ? overview(request, reply, address, refusedUndo) : areaPage(request, reply, address, query.omrade, { refusedUndo });
  });
}
