import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { type Area, areas, type Insats } from '../catalogue/schema.ts';
import type { Database } from '../database/types.ts';
import type { District } from '../districts/districts.ts';
import type { Knowledge } from '../knowledge.ts';
import { count, url } from '../web/format.ts';
import { NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { answerMany, type BulkChoice, type BulkUndo, undoBulk, withoutRevision } from './bulk.ts';
import { districtInYear } from './district-year.ts';
import { applyAction, bodyOf, readAction, readRows } from './entry-form.ts';
import { type PostedRow, type RowOutcome, saveEntries } from './entry-save.ts';
import { rowView, summaryOf, unansweredIn } from './entry-view.ts';
import { historyOf } from './history.ts';
import { createNotices } from './notices.ts';
import { pageQuerySchema } from './page-query.ts';
import { areaProgress, groupsOf, progressOf } from './progress.ts';
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

/** A whole area's form with long comments is bigger than what other pages send. */
const bodyLimit = 4 * 1024 * 1024;
const page = { styles: ['current-state.css'], scripts: ['current-state.js'] };

/** What a district does today: an overview of the areas, and one area at a time to fill in. */
export default async function currentStateRoutes(app: FastifyInstance, { db, knowledge, insatserOf, today }: CurrentStateRoutesOptions): Promise<void> {
  const { insatser, insatsById } = { insatser: knowledge.catalogue.insatser, insatsById: knowledge.catalogue.insatsById };
  const repository = currentStateRepository(db);
  const notices = createNotices();

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

  async function overview(request: FastifyRequest<ById>, reply: FastifyReply, address: Address): Promise<string> {
    const { district, year, years, base, query } = address;
    const [state, history] = [await stateOf(address), await historyOf(db, knowledge.districts, district, year)];
    return renderPage(request, reply, {
      title: `Nuläge ${year} – ${district.name}`,
      template: 'current-state/overview',
      data: { ...page, ...state, district, year, years, base, notice: null, besked: notices.get(query.besked), beskedId: query.besked, history },
    });
  }

  async function areaPage(request: FastifyRequest<ById>, reply: FastifyReply, address: Address, area: Area, posted?: Posted): Promise<string> {
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
      summary: posted === undefined ? null : summaryOf(posted.outcomes.values()),
      besked: notices.get(query.besked),
      beskedId: query.besked,
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
    const groups = groupsOf(insatser, area);
    const action = readAction(body, groups);
    const history = action.takeEarlier === undefined ? [] : await historyOf(db, knowledge.districts, district, year);
    const ofArea = insatser.filter((insats) => insats.area === area);
    const rows = applyAction(readRows(body, ofArea), action, history);
    const replaced = action.takeEarlier && (await repository.get(district.id, year, action.takeEarlier.insats));
    const outcomes = await saveEntries(db, district.id, year, rows);
    const refused = [...outcomes].filter(([, { outcome }]) => outcome === 'fault' || outcome === 'conflict').map(([insats]) => insats);
    const said = [summaryOf(outcomes.values())];
    const bulk = action.bulk;
    const undo = bulk
      ? await answerMany(db, district.id, year, bulkChoice(bulk, refused))
      : takeoverUndo(district.id, year, replaced, outcomes.get(replaced?.insats ?? ''));
    if (bulk && undo) said.push(`${count(undo.changes.length, 'insats', 'insatser')} i ${bulk.group.name} fick svaret ${answers.given[bulk.given]}.`);
    const besked = notices.add({
      text: said.filter((text) => text !== null).join(' ') || 'Inget var ändrat.',
      ...(undo && undo.changes.length > 0 ? { undo } : {}),
    });
    if (refused.length > 0) {
      reply.code([...outcomes.values()].some(({ outcome }) => outcome === 'conflict') ? 409 : 422);
      return areaPage(request, reply, { ...address, query: { ...query, besked: bulk ? besked : '' } }, area, { rows, outcomes });
    }
    const anchor = action.keepMine?.insats ?? action.takeStored ?? action.takeEarlier?.insats;
    const back = { ar: year, omrade: area, obesvarade: query.obesvarade ? '1' : '', besked };
    return reply.redirect(url(base, back, anchor !== undefined && insatsById.has(anchor) ? `rad-${anchor}` : (bulk?.group.id ?? '')), 303);
  });

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
    return reply.viewAsync('current-state/row-saved', {
      row: view,
      here: state.areas.find(({ id }) => id === insats.area),
      all: state.all,
      group: group && { id: group.id, unanswered: unansweredIn(group, state.answered), size: group.insatser.length },
    });
  });

  app.post<ById>('/stadsdelar/:id/nulage/angra', async (request, reply) => {
    const { district, year, base, query } = readAddress(request);
    const undo = notices.takeUndo(query.besked);
    const done = undo === undefined || undo.district !== district.id || undo.year !== year ? undefined : await undoBulk(db, undo);
    const besked = notices.add({
      text: undo === undefined || done === undefined ? 'Det finns inget att ångra. Svaren står som de är.' : undoneText(done, undo.changes.length),
    });
    return reply.redirect(url(base, { ar: year, omrade: query.omrade ?? '', besked }), 303);
  });
}

/** An answer that a predecessor's has replaced can be had back. */
function takeoverUndo(district: string, year: number, before: StoredState | undefined, outcome: RowOutcome | undefined): BulkUndo | undefined {
  if (before === undefined || outcome?.outcome !== 'saved') return undefined;
  return { district, year, changes: [{ insats: before.insats, before: withoutRevision(before), revision: outcome.stored.revision }] };
}

/** What was typed but could not be saved is nobody's to answer in bulk. */
const bulkChoice = (
  { group, given, overwrite }: { group: { insatser: { id: string }[] }; given: BulkChoice['given']; overwrite: boolean },
  refused: readonly string[],
): BulkChoice => ({
  insatser: group.insatser.map(({ id }) => id).filter((id) => !refused.includes(id)),
  given,
  overwrite,
});

function undoneText(done: number, of: number): string {
  const left = of - done;
  return `${count(done, 'svar är ångrat', 'svar är ångrade')}.${left > 0 ? ` ${count(left, 'svar', 'svar')} har ändrats sedan dess och står kvar.` : ''}`;
}
