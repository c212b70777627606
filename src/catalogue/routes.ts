import type { FastifyInstance, FastifyRequest } from 'fastify';
import { smallMultiples } from '../web/charts.ts';
import { count, url } from '../web/format.ts';
import { parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { catalogueCsv } from './export.ts';
import { catalogueRows, filterCatalogue } from './filter.ts';
import type { OutcomesOf } from './outcomes.ts';
import { binLabels, shareDistribution } from './picture.ts';
import { catalogueLabels, catalogueQuerySchema, pictureQuerySchema, queryParams } from './query.ts';
import { type CatalogueLists, formLists, resultsView } from './view.ts';

export interface CatalogueRoutesOptions {
  /** What there is to choose among, asked at each request; the same object until something of it changes. */
  lists: () => CatalogueLists;
  /** The basis that the page shows when none is chosen. */
  defaultBasis: string;
  outcomesOf: OutcomesOf;
}

/** The catalogue: search, filter, sort, picture and CSV. */
export default async function catalogueRoutes(app: FastifyInstance, options: CatalogueRoutesOptions): Promise<void> {
  const { outcomesOf } = options;

  function made(of: CatalogueLists) {
    const schema = catalogueQuerySchema({
      groups: of.groups.map((group) => group.id),
      sections: [...new Set(of.insatser.map((insats) => insats.section))],
      themes: of.themes.map((theme) => theme.id),
      legalBases: of.legalBases.map((basis) => basis.id),
    });
    return { of, schema, form: formLists(of) };
  }
  let kept: ReturnType<typeof made> | undefined;

  async function find(request: FastifyRequest) {
    const of = options.lists();
    if (kept?.of !== of) kept = made(of);
    const { schema, form } = kept;
    const query = parseInput(schema, request.query, catalogueLabels);
    const basis = query.grund === '' ? options.defaultBasis : query.grund;
    const rows = catalogueRows(of.insatser, of.groups, await outcomesOf(basis));
    const basisTitle = of.legalBases.find((item) => item.id === basis)?.title ?? basis;
    return { of, form, query, basis, basisTitle, found: filterCatalogue(rows, query) };
  }

  app.get('/katalog', async (request, reply) => {
    const { of, form, query, basis, basisTitle, found } = await find(request);
    const params = queryParams(query, options.defaultBasis);
    const filters = { ...params, sortera: undefined, ordning: undefined, sida: undefined, visa: undefined };
    reply.header('hx-replace-url', url('/katalog', params));
    return renderPage(request, reply, {
      title: 'Katalog',
      template: 'catalogue/index',
      fragment: 'catalogue/results',
      announce: found.length === 0 ? 'Inga insatser passar.' : `${count(found.length, 'insats', 'insatser')} av ${of.insatser.length}.`,
      data: {
        query,
        basis,
        basisTitle,
        lists: form,
        results: resultsView(found, query, options.defaultBasis, of),
        picture: {
          bins: binLabels,
          series: shareDistribution(found.map((row) => row.insats)),
          wide: url('/katalog/bild.svg', filters),
          narrow: url('/katalog/bild.svg', { ...filters, smal: '1' }),
        },
        csvHref: url('/katalog.csv', { ...params, sida: undefined, visa: undefined }),
      },
    });
  });

  app.get('/katalog.csv', async (request, reply) => {
    const { query, basisTitle, found } = await find(request);
    reply.header('content-disposition', 'attachment; filename="insatskatalog.csv"').type('text/csv; charset=utf-8');
    return catalogueCsv(found, query, basisTitle);
  });

  app.get('/katalog/bild.svg', async (request, reply) => {
    const { found } = await find(request);
    const narrow = parseInput(pictureQuerySchema, request.query, { smal: 'Smal bild' }).smal === '1';
    // The picture is a document of its own: it may style itself, and may do nothing else.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").type('image/svg+xml');
    return smallMultiples(binLabels, shareDistribution(found.map((row) => row.insats)), narrow ? 1 : 4);
  });
}
