import type { FastifyInstance } from 'fastify';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import { isWithin, reachOf, visibleDistricts } from '../accounts/reach.ts';
import type { Actor } from '../accounts/roles.ts';
import { districtsAt } from '../districts/districts.ts';
import type { Examples } from '../example/examples.ts';
import type { GuideDistrict } from '../example/guide.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Home } from '../reviews/home.ts';
import { statusLabels } from '../reviews/transitions.ts';
import { renderPage } from '../web/render.ts';
import { steady } from '../web/steady.ts';

export interface StartRoutesOptions {
  knowledge: Knowledge;
  examples: Examples;
  home: Home;
  /** Today's date (ISO). */
  today: () => string;
}

/** The first page: what this is, the next step for each role, and the form that starts a draft. */
export default async function startRoutes(app: FastifyInstance, { knowledge, examples, home, today }: StartRoutesOptions): Promise<void> {
  const { catalogue, districts } = knowledge;

  const invitation = steady(() => examples.invitation(), { guide: null, offered: false });

  app.get('/', async (request, reply) => {
    const date = today();
    const { laws, themes } = knowledge.ruleset;
    const actor = actorOf(request);
    const reach = reachOf(actor, 'proposal.create');
    const current = districtsAt(districts, date).filter(({ id }) => isWithin(reach, id));
    const { guide, offered } = await invitation();
    return renderPage(request, reply, {
      title: 'Start',
      template: 'start/index',
      data: {
        date,
        home: await home.of(request.actor),
        statusLabels,
        styles: ['reviews.css'],
        example: { guide: openTo(actor, guide), offered: offered && may(actor, 'example.manage', null) },
        districts: current.filter((district) => district.kind === 'district'),
        units: current.filter((district) => district.kind === 'city_unit'),
        former: districts.all.filter((district) => district.kind === 'district' && isWithin(reach, district.id) && !current.includes(district)),
        legalBases: laws,
        counts: { insatser: catalogue.insatser.length, groups: catalogue.groups.length, rules: themes.reduce((sum, theme) => sum + theme.rules.length, 0) },
      },
    });
  });
}

/** What of the example somebody may open. */
function openTo(actor: Actor, guide: readonly GuideDistrict[] | null): GuideDistrict[] | null {
  if (guide === null) return null;
  const sees = visibleDistricts(actor);
  return guide
    .filter(({ id }) => isWithin(sees, id))
    .map((district) => ({ ...district, look: district.look.filter(({ asks }) => asks === undefined || may(actor, asks, district.id)) }));
}
