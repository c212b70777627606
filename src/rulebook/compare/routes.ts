import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '../../accounts/authenticate.ts';
import type { Assessor } from '../../assessment/assess.ts';
import { toExcel } from '../../files/excel.ts';
import { csvDialectSchema } from '../../web/csv.ts';
import { count, url } from '../../web/format.ts';
import { InputError, type InputFault, NotFoundError, parseInput } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { ruleRefs } from '../themes.ts';
import { type ComparisonTerms, createComparisons } from './compare.ts';
import { comparisonCsv, comparisonWorkbook, fileName } from './export.ts';
import { type Flips, flipsOf } from './flips.ts';
import { pairView } from './pair.ts';
import { areaPicture, widths } from './picture.ts';
import { aspectOf, type CompareQuery, compareLabels, compareQuerySchema, filterFlips, paramOf, queryParams, sideParams } from './query.ts';
import { type CurrentStateOf, districtsOf, type ReadComparison, readComparison } from './read.ts';
import { rulesByName } from './reasons.ts';
import { path, type ShownComparison } from './shown.ts';
import { type SideContext, sideContext } from './sides.ts';
import type { RulesetVersions } from './versions.ts';
import { comparisonView } from './view.ts';

export interface CompareRoutesOptions {
  assessor: Assessor;
  versions: RulesetVersions;
  currentStateOf: CurrentStateOf;
  /** Today's date (ISO). */
  today: () => string;
}

const styles = ['proposal.css', 'compare.css'];
const csvQuerySchema = z.object({ tecken: csvDialectSchema.default('semikolon') });
const pictureQuerySchema = z.object({ smal: z.enum(['', '1']).catch('').default('') });
const fieldLabels: Readonly<Record<string, string>> = {
  fran: 'Från: rättslig grund',
  frandatum: 'Från: datum',
  franversion: 'Från: regler',
  till: 'Till: rättslig grund',
  tilldatum: 'Till: datum',
  tillversion: 'Till: regler',
  stadsdel: 'Stadsdel',
};

/** What differs between two legal bases, dates or versions of the rules, and why. */
export default async function compareRoutes(app: FastifyInstance, { assessor, versions, currentStateOf, today }: CompareRoutesOptions): Promise<void> {
  const { knowledge } = assessor;
  const { catalogue } = knowledge;
  const schema = compareQuerySchema(catalogue.insatser, catalogue.groups);
  const compare = createComparisons();

  const read = (request: FastifyRequest, query: CompareQuery, context: SideContext) =>
    readComparison(query, { context, knowledge, currentStateOf, compare, actor: actorOf(request) });

  /** The same where there is no form to put a fault beside. */
  async function readWhole(request: FastifyRequest): Promise<{ query: CompareQuery; context: SideContext; found: ReadComparison }> {
    const query = parseInput(schema, request.query, compareLabels);
    const context = await sideContext(assessor, versions, today());
    const found = await read(request, query, context);
    if ('faults' in found) throw new InputError(found.faults.map(({ field, message }) => ({ field: fieldLabels[field] ?? field, message })));
    return { query, context, found };
  }

  function shownOf({ comparison, district }: ReadComparison, query: CompareQuery): ShownComparison {
    const flips: Flips = flipsOf(comparison, aspectOf(query));
    const titles = new Map([...rulesByName(comparison.from.rules), ...rulesByName(comparison.to.rules)].map(([name, rule]) => [name, rule.event.params.title]));
    const titleOf = (name: string): string => titles.get(name) ?? name;
    const refOf = ruleRefs(knowledge.ruleset);
    return { comparison, district, flips, found: filterFlips(flips.flips, query, titleOf), query, titleOf, pageOf: (name) => refOf(name).href };
  }

  /** The form of the two sides, with what somebody has written. */
  function formView(request: FastifyRequest, query: CompareQuery, { all, live, today: now }: SideContext, faults: readonly InputFault[]) {
    return {
      styles,
      query,
      faults,
      today: now,
      legalBases: knowledge.ruleset.laws,
      versions: all,
      live,
      districts: districtsOf(knowledge, actorOf(request), now),
    };
  }

  app.get('/metod/jamfor', async (request, reply) => {
    const query = parseInput(schema, request.query, compareLabels);
    const context = await sideContext(assessor, versions, today());
    const found = await read(request, query, context);
    if ('faults' in found) {
      reply.code(400);
      return renderPage(request, reply, {
        title: 'Rätta uppgifterna – Jämför',
        template: 'rulebook/compare/index',
        data: { ...formView(request, query, context, found.faults), shown: null },
      });
    }
    const shown = shownOf(found, query);
    reply.header('hx-replace-url', url(path, queryParams(query)));
    return renderPage(request, reply, {
      title: 'Jämför',
      template: 'rulebook/compare/index',
      fragment: 'rulebook/compare/results',
      announce: shown.found.length === 0 ? 'Inga skillnader passar.' : `${count(shown.found.length, 'skillnad', 'skillnader')} av ${shown.flips.flips.length}.`,
      data: { ...formView(request, query, context, []), shown: comparisonView(shown) },
    });
  });

  app.get('/metod/jamfor/tabell.csv', async (request, reply) => {
    const { tecken } = parseInput(csvQuerySchema, request.query, { tecken: 'Skiljetecken' });
    const { query, found } = await readWhole(request);
    return sendFile(
      reply,
      `${fileName(found.comparison, paramOf(aspectOf(query)))}.csv`,
      'text/csv; charset=utf-8',
      comparisonCsv(shownOf(found, query), tecken),
    );
  });

  app.get('/metod/jamfor/tabell.xlsx', async (request, reply) => {
    const { query, found } = await readWhole(request);
    const file = await toExcel(comparisonWorkbook(shownOf(found, query)));
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return sendFile(reply, `${fileName(found.comparison, paramOf(aspectOf(query)))}.xlsx`, type, Buffer.from(file));
  });

  app.get('/metod/jamfor/bild.svg', async (request, reply) => {
    const narrow = parseInput(pictureQuerySchema, request.query).smal === '1';
    const { query, found } = await readWhole(request);
    // The picture is a document of its own: it may style itself, and may do nothing else.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").type('image/svg+xml');
    const aspect = aspectOf(query);
    return areaPicture(flipsOf(found.comparison, aspect).flips, aspect, narrow ? widths.narrow : widths.wide);
  });

  app.get<{ Params: { insats: string; group: string } }>('/metod/jamfor/:insats/:group', async (request, reply) => {
    const { query, found } = await readWhole(request);
    const insats = catalogue.insatsById.get(request.params.insats);
    const group = catalogue.groupById.get(request.params.group);
    if (insats === undefined || group === undefined) throw new NotFoundError('Katalogen har inte den insatsen eller målgruppen. Börja om från jämförelsen.');
    const { sides, comparison, district } = found;
    const terms: ComparisonTerms = { design: comparison.design, ...(district ? { stateOf: (id: string) => district.states.get(id) } : {}) };
    return renderPage(request, reply, {
      title: `Jämför ${insats.name}`,
      template: 'rulebook/compare/pair',
      data: { styles, ...pairView(insats, group, sides, terms, knowledge.ruleset), district, design: comparison.design, back: url(path, sideParams(query)) },
    });
  });
}

const sendFile = (reply: FastifyReply, name: string, type: string, content: string | Buffer) =>
  reply.header('content-disposition', `attachment; filename="${name}"`).type(type).send(content);
