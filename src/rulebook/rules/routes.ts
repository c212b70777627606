import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../../accounts/authenticate.ts';
import { may } from '../../accounts/permissions.ts';
import { AppError } from '../../web/errors.ts';
import { count, url } from '../../web/format.ts';
import { type InputFault, NotFoundError, parseInput } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { caseView, expectsOf } from '../ask/case-view.ts';
import { emptyCheck, readCheck, ruleCheckFaults, type TypedCheck } from '../checks/form.ts';
import { checksRepository } from '../checks/repository.ts';
import { restsOnPlaces } from '../checks/standing.ts';
import type { Rulebook } from '../rulebook.ts';
import { kindLabels } from '../themes.ts';
import { ruleQuerySchema } from './rule-filter.ts';
import { foundRules, listView } from './rule-list.ts';
import { casesView, citedView, lawFirst, touchedView, validityOf } from './rule-page.ts';
import { allRules, type RuleView } from './rule-view.ts';

type Params = { Params: { rule: string } };
const queryNames = {
  ...{ q: 'Sök', slag: 'Slag', tema: 'Lag eller riskområde', allvar: 'Allvarsgrad', granskas: 'Granskas av', kalla: 'Källa', stalle: 'Ställe' },
  ...{ insats: 'Insats', malgrupp: 'Målgrupp', kontroll: 'Kontroll' },
};

interface Unsaved {
  typed: TypedCheck;
  faults: readonly InputFault[];
  /** Why it was stopped, where no field is wrong. */
  stopped?: string;
}

/** The list of rules, a page for each, and the lawyer's note that a rule has been checked. */
export default async function ruleRoutes(app: FastifyInstance, { rulebook }: { rulebook: Rulebook }): Promise<void> {
  const { db, knowledge } = rulebook;

  app.get('/metod/regler', async (request, reply) => {
    const query = parseInput(ruleQuerySchema(knowledge), request.query, queryNames);
    const { rules, found, due } = await foundRules(rulebook, query, await checksRepository(db).sourceChecks());
    reply.header('hx-replace-url', url('/metod/regler', query));
    return renderPage(request, reply, {
      title: 'Regler',
      template: 'rulebook/rules/index',
      fragment: 'rulebook/rules/list',
      announce: found.length === 0 ? 'Inga regler passar.' : `${count(found.length, 'regel', 'regler')} av ${rules.length}.`,
      data: listView(rulebook, query, rules, found, due),
    });
  });

  function ruleOf(id: string): RuleView {
    const rule = allRules(knowledge).find((one) => one.id === id);
    if (rule === undefined) throw new NotFoundError('Det finns ingen regel med det id:t. Sök bland reglerna i stället.');
    return rule;
  }

  async function page(request: FastifyRequest, reply: FastifyReply, rule: RuleView, unsaved?: Unsaved): Promise<string> {
    const checks = checksRepository(db);
    const places = restsOnPlaces(knowledge, rule, await checks.sourceChecks(), rulebook.today()).sort(lawFirst);
    const own = await checks.ruleChecks(rule.id);
    const theme = allRules(knowledge).filter((one) => one.theme === rule.theme);
    const at = theme.indexOf(rule);
    const { event } = rule.rule;
    return renderPage(request, reply, {
      title: unsaved === undefined ? `${rule.number} ${rule.title}` : `Kontrollen är inte sparad: ${rule.title}`,
      template: 'rulebook/rules/rule',
      data: {
        rule,
        kindLabel: kindLabels[rule.kind],
        valid: validityOf(knowledge, rule),
        readings: event.type === 'ground' ? (event.params.readings ?? []) : [],
        decides: event.type === 'ground' ? (event.params.decides ?? null) : null,
        answer: event.type === 'pathway' ? event.params : null,
        cited: places.map((place) => citedView(knowledge, place)),
        touched: touchedView(rulebook.assessor, await rulebook.figures(), rule, actorOf(request)),
        cases: casesView(rule.rule, rulebook.cases()),
        lawyers: (await rulebook.lawyersCases()).filter((one) => expectsOf(rule.id, one)).map((one) => caseView(rulebook.assessor, one)),
        history: await rulebook.historyOf(rule),
        checks: own.map((check) => ({ ...check, same: check.ruleHash === rule.hash })),
        before: theme[at - 1] ?? null,
        after: theme[at + 1] ?? null,
        position: { at: at + 1, of: theme.length },
        hash: knowledge.ruleset.hash,
        mayCheck: may(actorOf(request), 'rule.check', null),
        typed: unsaved?.typed ?? emptyCheck(),
        faults: unsaved?.faults ?? [],
        stopped: unsaved?.stopped ?? null,
        unsaved: unsaved !== undefined,
      },
    });
  }

  app.get<Params>('/metod/regler/:rule', async (request, reply) => page(request, reply, ruleOf(request.params.rule)));

  app.post<Params>('/metod/regler/:rule/kontroll', async (request, reply) => {
    const rule = ruleOf(request.params.rule);
    const { account } = actorOf(request);
    if (account === null) throw new AppError('forbidden', 'Logga in för att spara en kontroll.');
    const typed = readCheck(request.body);
    const faults = ruleCheckFaults(typed);
    if (faults.length > 0) return page(request, reply.code(422), rule, { typed, faults });
    if (typed.wording !== rule.hash) {
      const stopped = 'Regeln har ändrats sedan du öppnade sidan. Läs regeln igen. Det du skrev står kvar i formuläret.';
      return page(request, reply.code(409), rule, { typed, faults, stopped });
    }
    const { id, note } = typed;
    await db
      .transaction()
      .execute((trx) =>
        checksRepository(trx).addRuleCheck({ id, account: account.id, rule: rule.id, ruleset: knowledge.ruleset.hash, ruleHash: rule.hash, note }),
      );
    return reply.redirect(`/metod/regler/${rule.id}#kontroll`, 303);
  });
}
