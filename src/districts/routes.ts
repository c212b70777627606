import type { FastifyInstance } from 'fastify';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import type { District, Districts } from './districts.ts';

/** A proposal as a district's page shows it. */
export interface DistrictProposal {
  id: string;
  legalBasis: string;
  /** ISO date of the law. */
  date: string;
  version: number;
  createdAt: Date;
  /** What has moved since the version was made, in words. */
  moved: readonly string[];
  /** How far it has come. */
  tags: readonly { text: string; color: string }[];
}

export interface DistrictRoutesOptions {
  /** The part of the knowledge that a district's page shows. */
  knowledge: {
    districts: Districts;
    ruleset: { laws: readonly { id: string; shortTitle: string }[] };
    cite(key: string): string;
  };
  /** Today's date (ISO). */
  today: () => string;
  /** The district's proposals, newest first. Districts lie below the proposals and cannot ask for them. */
  proposalsOf: (district: string) => Promise<readonly DistrictProposal[]>;
  /** The newest year, up to a date, for which the district has said what it does today, and how many of its insatser it has answered. */
  enteredAt: (district: District, date: string) => Promise<{ year: number; answered: number; of: number } | null>;
  /** How many of its insatser each district has answered for a year. */
  enteredIn: (year: number) => Promise<ReadonlyMap<string, { answered: number; of: number }>>;
}

/** Districts and stadsövergripande units: what each is, what it was before and became, and its proposals. */
export default async function districtRoutes(
  app: FastifyInstance,
  { knowledge, today, proposalsOf, enteredAt, enteredIn }: DistrictRoutesOptions,
): Promise<void> {
  const { districts } = knowledge;
  const exists = ({ validFrom, validTo }: District, date: string) => (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo);
  const named = (ids: readonly string[]) => districts.all.filter((district) => ids.includes(district.id));
  const predecessorsOf = (id: string) => districts.all.filter((district) => district.successors.includes(id));

  app.get('/stadsdelar', async (request, reply) => {
    const date = today();
    const current = districts.all.filter((district) => exists(district, date));
    const year = Number(date.slice(0, 4));
    return renderPage(request, reply, {
      title: 'Stadsdelar och enheter',
      template: 'districts/index',
      data: {
        year,
        entered: new Map([...(await enteredIn(year))].filter(([district]) => may(actorOf(request), 'current_state.read', district))),
        districts: current.filter((district) => district.kind === 'district').map((district) => ({ ...district, predecessors: predecessorsOf(district.id) })),
        units: current.filter((district) => district.kind === 'city_unit'),
        former: districts.all.filter((district) => !current.includes(district)).map((district) => ({ ...district, became: named(district.successors) })),
      },
    });
  });

  app.get<{ Params: { id: string } }>('/stadsdelar/:id', async (request, reply) => {
    const district = districts.all.find((one) => one.id === request.params.id);
    if (district === undefined) throw new NotFoundError('Det finns ingen stadsdel eller enhet på den adressen. Välj en i listan på /stadsdelar.');
    const date = today();
    const current = exists(district, date);
    const actor = actorOf(request);
    const [seesProposals, seesState] = [may(actor, 'proposal.read', district.id), may(actor, 'current_state.read', district.id)];
    const proposals = seesProposals ? await proposalsOf(district.id) : [];
    const { laws } = knowledge.ruleset;
    const basisNames = new Map(laws.map(({ id, shortTitle }) => [id, shortTitle]));
    return renderPage(request, reply, {
      title: district.name,
      template: 'districts/district',
      data: {
        district,
        current,
        became: named(district.successors),
        predecessors: predecessorsOf(district.id),
        cited: district.citations.map((key) => ({ key, text: knowledge.cite(key) })),
        proposals: proposals.map((proposal) => ({ ...proposal, basisName: basisNames.get(proposal.legalBasis) ?? proposal.legalBasis })),
        legalBases: laws,
        date: current ? date : (district.validTo ?? date),
        entered: seesState ? await enteredAt(district, date) : null,
      },
    });
  });
}
