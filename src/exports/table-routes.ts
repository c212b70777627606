import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type DraftTable, draftCsv, draftTableIds } from '../documents/draft-tables.ts';
import { fileName } from '../documents/marks.ts';
import { versionQuerySchema } from '../proposals/page-query.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { csvDialectSchema } from '../web/csv.ts';
import { parseInput } from '../web/input.ts';

const tableQuerySchema = versionQuerySchema.extend({
  tabell: z.enum<DraftTable[]>(draftTableIds, 'Välj rader, flaggor eller villkor.').default('rader'),
  tecken: csvDialectSchema.default('semikolon'),
});

/** A proposal's lines, flags or villkor as CSV. */
export default async function tableRoutes(app: FastifyInstance, { proposals }: { proposals: Pick<Proposals, 'existing'> }): Promise<void> {
  app.get<{ Params: { id: string } }>('/forslag/:id/tabell.csv', async (request, reply) => {
    const query = parseInput(tableQuerySchema, request.query, { tabell: 'Tabell', tecken: 'Skiljetecken' });
    const { draft, version } = await proposals.existing(request.params.id, query.version);
    const name = fileName(draft, version, { table: query.tabell, extension: 'csv' });
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type('text/csv; charset=utf-8')
      .send(draftCsv(draft, query.tabell, query.tecken));
  });
}
