import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../../accounts/authenticate.ts';
import type { Database } from '../../database/types.ts';
import { describe } from '../../rule-changes/describe.ts';
import type { Fault } from '../../rule-changes/faults.ts';
import type { Fields } from '../../rule-changes/operation-form.ts';
import type { Operation } from '../../rule-changes/operations.ts';
import { findPlaced } from '../../rule-changes/places.ts';
import { AppError } from '../../web/errors.ts';
import { url } from '../../web/format.ts';
import { NotFoundError } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { draftId, draftName, draftPath, draftsPath, effectDate, isAuthor, mayEdit, settleHref } from '../draft.ts';
import type { DraftImpacts } from '../impact/draft-impact.ts';
import { keyOf, rawForm, titleFaults } from '../note-form.ts';
import { ruleDraftRepository, type Saved } from '../repository.ts';
import type { RuleDrafts, Side } from '../rule-drafts.ts';
import { isOpen } from '../states.ts';
import { chosenRule, kindChoices, lacks, ruleChoices } from './choose.ts';
import { lineOfFault } from './conditions.ts';
import { formContext, rulesAfter, stepOf, stepParams, stepSchema } from './context.ts';
import { formPage, head, type Outcome, type Place, ruleHead, styles, usualTitle } from './form-page.ts';
import { already, isKind, kinds } from './kinds.ts';
import { type FormContext, oneOf } from './model.ts';
import { onlyCasesInTheWay, type Placing, previewOf, ruleNameOf } from './preview.ts';
import { placed, readForm, typedFields } from './read.ts';
import { asIfSettled, contradictedCases, rulesOf } from './settle.ts';

export interface FormRoutesOptions {
  db: Kysely<Database>;
  drafts: RuleDrafts;
  impacts: DraftImpacts;
  /** Today's date (ISO). */
  today: () => string;
}

/** Cases that say otherwise, as one fault where the first of them stands. */
const summed = (first: Fault, cases: number): Fault =>
  cases === 1
    ? first
    : {
        ...first,
        problem: `${cases} fall säger något annat än regeln med ändringen.`,
        remedy: 'De står här nedanför. Spara och gå igenom dem, eller ändra här.',
      };

/** A change that is not there until its first form is saved. */
const newDraft = 'ny';
type AtOperation = { Params: { id: string; n: string } };
type Address = { Params: { id: string; n: string; slag: string } };

/** The forms that write a change of the rules, one operation at a time. Nothing that is written here touches any answer before it is published. */
export default async function draftFormRoutes(app: FastifyInstance, { db, drafts, impacts, today }: FormRoutesOptions): Promise<void> {
  // Whoever opens a form will soon try a change: what does not depend on it is made ready meanwhile, once a server.
  let ready: Promise<void> | null = null;
  app.addHook('onResponse', async (request, reply) => {
    if (ready !== null || request.method !== 'GET' || reply.statusCode !== 200) return;
    ready = baseSide()
      .then(({ ruleset }) => impacts.prepare(ruleset, today()))
      .catch((error: unknown) => request.log.warn({ err: error }, 'the impact of changes was not prepared'));
  });
  // A server that stops lets it end, so that the database is not closed under it.
  app.addHook('onClose', async () => {
    await ready;
  });

  async function baseSide(): Promise<Side> {
    const { before, faults } = await drafts.evaluateOperations([]);
    if (before === null) throw new AppError('conflict', faults.map(({ problem, remedy }) => `${problem} ${remedy}`).join(' '));
    return before;
  }

  async function placeOf(request: FastifyRequest<AtOperation>): Promise<Place> {
    const { id, n } = request.params;
    const actor = actorOf(request);
    const number = draftId(id);
    const draft = id === newDraft ? null : number === null ? undefined : await ruleDraftRepository(db).find(number);
    if (draft === undefined) throw new NotFoundError('Ändringen finns inte. Gå till listan över ändringar.');
    if (draft !== null && !isAuthor(actor, draft))
      throw new AppError('forbidden', 'Bara den som skriver ändringen kan ändra den. Du kan kopiera den till en egen ändring.');
    if (draft !== null && !isOpen(draft.state))
      throw new AppError('conflict', 'Ändringen är lämnad för kontroll och kan inte skrivas om. Ta först tillbaka den.');
    const nr = n === 'ny' ? undefined : (draftId(n) ?? 0);
    if (nr !== undefined && draft?.operations[nr - 1] === undefined)
      throw new NotFoundError('Det finns ingen sådan rad i ändringen. Gå tillbaka till ändringen.');
    return { actor, draft, nr, base: await baseSide(), step: stepSchema.parse(request.query ?? {}), at: `${draftsPath}/${id}/andring/${n}` };
  }

  const operationsOf = ({ draft }: Place): readonly Operation[] => draft?.operations ?? [];
  const contextOf = (place: Place): FormContext => {
    const others = operationsOf(place).filter((_, i) => i + 1 !== place.nr);
    return formContext(place.base, others, place.step, today());
  };

  app.get(`${draftsPath}/foresla`, async (request, reply) => {
    const { slag, ...query } = z.looseObject({ slag: z.string().catch('') }).parse(request.query ?? {});
    const step = stepSchema.parse(query);
    const all = z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .catch({})
      .parse(query);
    const to = (id: number | string) => url(`${draftsPath}/${id}/andring/ny${isKind(slag) ? `/${slag}` : ''}`, all);
    const actor = actorOf(request);
    const own = (await ruleDraftRepository(db).list(['draft', 'returned'])).filter((draft) => mayEdit(actor, draft));
    const { ruleset } = await baseSide();
    return renderPage(request, reply, {
      title: 'Föreslå en ändring',
      template: 'rule-drafts/forms/choose',
      data: {
        styles,
        rule: ruleHead(findPlaced(ruleset, step.regel)?.rule),
        fresh: to(newDraft),
        drafts: own.map((draft) => ({
          name: draftName(draft),
          title: draft.title,
          updatedAt: draft.updatedAt,
          operations: draft.operations.length,
          href: to(draft.id),
        })),
      },
    });
  });

  app.get<AtOperation>(`${draftsPath}/:id/andring/:n`, async (request, reply) => {
    const place = await placeOf(request);
    const own = place.nr === undefined ? undefined : operationsOf(place)[place.nr - 1];
    if (own !== undefined) return reply.redirect(url(`${place.at}/${own.type}`, stepOf(own)), 303);
    const context = contextOf(place);
    const { sok } = z.object({ sok: z.string().max(300).catch('') }).parse(request.query ?? {});
    const found = sok === '' ? undefined : chosenRule(context.rules, sok);
    if (found !== undefined) return reply.redirect(url(place.at, { regel: found }), 303);
    const rule = context.placed?.rule;
    return renderPage(request, reply, {
      title: rule === undefined ? 'Vad vill du ändra?' : `Ändra ${rule.event.params.title}`,
      template: 'rule-drafts/forms/kinds',
      data: {
        ...head(place),
        rule: ruleHead(rule),
        groups: kindChoices(context, operationsOf(place), place.at, place.step),
        rules: ruleChoices(context.rules),
        sok,
        fault:
          sok === '' && place.step.regel === ''
            ? null
            : rule === undefined
              ? 'Ingen regel heter så. Skriv regelns nummer, till exempel R-042, eller välj i listan.'
              : null,
        newRuleHref: `${place.at}/add-rule`,
      },
    });
  });

  function kindOf(request: FastifyRequest<Address>): Operation['type'] {
    if (!isKind(request.params.slag)) throw new NotFoundError('Den sortens ändring finns inte. Välj en av dem som finns.');
    return request.params.slag;
  }

  app.get<Address>(`${draftsPath}/:id/andring/:n/:slag`, async (request, reply) => {
    const type = kindOf(request);
    const place = await placeOf(request);
    const context = contextOf(place);
    if (type !== 'add-rule' && context.placed === null) return reply.redirect(url(place.at, { regel: place.step.regel }), 303);
    // The same thing is changed once in a change: another time goes on with what is written.
    const same = place.nr === undefined ? already(operationsOf(place), type, place.step.regel, place.step.villkor) : undefined;
    if (same !== undefined) return reply.redirect(url(`${draftsPath}/${request.params.id}/andring/${same + 1}/${type}`, stepParams(place.step)), 303);
    const lacking = lacks(type, context, (more) => url(`${place.at}/${type}`, { ...z.record(z.string(), z.string()).catch({}).parse(request.query), ...more }));
    if (lacking !== null)
      return renderPage(request, reply, {
        title: `${kinds[type].title}: ${context.placed?.rule.event.params.title ?? 'ny regel'}`,
        template: 'rule-drafts/forms/pick',
        data: { ...head(place), kind: kinds[type], rule: ruleHead(context.placed?.rule), kindsHref: url(place.at, { regel: place.step.regel }), ...lacking },
      });
    const own = place.nr === undefined ? undefined : operationsOf(place)[place.nr - 1];
    return formPage(request, reply, place, type, context, kinds[type].form.initial(context, own?.type === type ? own : null));
  });

  async function tryOut(place: Place, operation: Operation, placing: Placing, toField: (field: string) => string, typed: Fields): Promise<Outcome> {
    const evaluation = await drafts.evaluateOperations(placing.operations);
    const said = (field: string) => (operation.type === 'replace-conditions' ? lineOfFault(oneOf(typed.conditions), field) : '');
    const here = evaluation.faults.filter(({ operation: of }) => of === placing.at || of === null);
    // The cases themselves stand below, once.
    const [against, ...more] = here.filter(({ contradicts }) => contradicts !== undefined);
    const told = against === undefined ? here : [...here.filter(({ contradicts }) => contradicts === undefined), summed(against, more.length + 1)];
    const faults = told.map(({ field, problem, remedy }) => ({ field: toField(field), message: `${said(field)}${problem} ${remedy}` }));
    const { rules } = rulesAfter(place.base, []);
    const elsewhere = evaluation.faults.flatMap(({ operation, problem, remedy }) => {
      const op = operation === null || operation === placing.at ? undefined : placing.operations[operation];
      return op === undefined || operation === null
        ? []
        : [
            {
              nr: operation + 1,
              text: `${describe(op, rules)}: ${problem} ${remedy}`,
              href: `${place.draft === null ? '' : draftPath(place.draft)}#andring-${operation + 1}`,
            },
          ];
    });
    const savable = faults.length > 0 && onlyCasesInTheWay(place.base, placing.operations, place.base.assessor.knowledge.sources);
    const cases = faults.length === 0 ? [] : contradictedCases(place.base, placing.operations, ruleNameOf(operation));
    // What it does to the city is seen before the cases are settled: as if each of them expected what the rule then says.
    const settled = savable && cases.length > 0 ? asIfSettled(place.base, placing.operations, rulesOf(placing.operations)) : null;
    const shown = settled === null ? evaluation : await drafts.evaluateOperations(settled);
    const parts = { drafts, impacts, date: effectDate(place.draft ?? { appliesFrom: null }, today()) };
    return {
      faults,
      elsewhere,
      savable,
      cases: cases.map(({ case: { name }, actual }) => ({ name, fires: actual })),
      preview: faults.length > 0 && settled === null ? null : await previewOf(place.base, placing, { ...shown, asIfSettled: settled !== null }, parts),
    };
  }

  /** Saves the operations in the draft, or in a new one. A press that is sent twice finds what the first has saved. */
  async function save(place: Place, { operations }: Placing, revision: number, title: string, key: string | undefined): Promise<Saved> {
    const { draft, actor, step } = place;
    const { base } = await drafts.evaluateOperations([]);
    return db.transaction().execute(async (trx) => {
      const repository = ruleDraftRepository(trx);
      if (draft !== null) return repository.saveOperations(draft.id, revision, operations);
      const rule = step.regel === '' ? null : step.regel;
      return {
        saved: await repository.create({ ...(key === undefined ? {} : { key }), title, author: actor.account?.id ?? null, basedOn: base, operations, rule }),
      };
    });
  }

  /** The last press may have saved this already: then nothing is added a second time. */
  const isSaved = ({ draft, nr }: Place, operation: Operation, revision: number): boolean =>
    draft !== null &&
    draft.revision === revision + 1 &&
    JSON.stringify(draft.operations[nr === undefined ? draft.operations.length - 1 : nr - 1]) === JSON.stringify(operation);

  app.post<Address>(`${draftsPath}/:id/andring/:n/:slag`, async (request, reply) => {
    const type = kindOf(request);
    const place = await placeOf(request);
    const context = contextOf(place);
    if (type !== 'add-rule' && context.placed === null) throw new NotFoundError('Det finns ingen sådan regel. Sök bland reglerna.');
    const typed = typedFields(request.body);
    const revision = z.coerce.number().int().min(0).catch(0).parse(oneOf(typed.revision));
    const doing = oneOf(typed.gora);
    const read = readForm(type, context, typed);
    const title = oneOf(typed.titel).trim() || (type === 'add-rule' ? usualTitle(type, context, typed) : '');
    // A new rule without a heading is told of at the heading: the change is called by it.
    const titleWrong = place.draft === null && !(type === 'add-rule' && title === '') ? titleFaults(title) : [];
    if ('faults' in read) return formPage(request, reply.code(422), place, type, context, typed, { faults: [...titleWrong, ...read.faults] });
    const { operation } = read;
    const { draft } = place;
    if (draft !== null && isSaved(place, operation, revision)) return reply.redirect(draftPath(draft), 303);
    const placing = placed({ operations: operationsOf(place) }, operation, place.nr);
    const outcome = await tryOut(place, operation, placing, read.place, typed);
    const faults = [...titleWrong, ...outcome.faults];
    const anyway = doing === 'spara-anda' && outcome.savable === true && titleWrong.length === 0;
    if (faults.length > 0 && !anyway) return formPage(request, reply.code(422), place, type, context, typed, { ...outcome, faults });
    if (doing !== 'spara' && doing !== 'spara-anda') return formPage(request, reply, place, type, context, typed, outcome);
    const saved = await save(place, placing, revision, title, keyOf(rawForm(request.body)));
    if ('saved' in saved)
      return reply.redirect(anyway ? settleHref(saved.saved, ruleNameOf(operation)) : `${draftPath(saved.saved)}#andring-${placing.at + 1}`, 303);
    const { rules } = rulesAfter(place.base, []);
    const { nr } = place;
    const ownNow = nr === undefined ? undefined : saved.conflict.operations[nr - 1];
    const conflict = { operations: saved.conflict.operations.map((op) => describe(op, rules)), own: ownNow === undefined ? null : describe(ownNow, rules) };
    return formPage(request, reply.code(409), { ...place, draft: saved.conflict }, type, context, typed, { ...outcome, conflict });
  });
}
