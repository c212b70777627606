import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../../accounts/authenticate.ts';
import { may } from '../../accounts/permissions.ts';
import type { Actor } from '../../accounts/roles.ts';
import type { Assessor } from '../../assessment/assess.ts';
import type { Database, Db } from '../../database/types.ts';
import { candidateHash, runCandidateCases } from '../../questions/candidate-cases.ts';
import { type Question, questionParams, readQuestion } from '../../questions/question.ts';
import { AppError } from '../../web/errors.ts';
import { url } from '../../web/format.ts';
import { type InputFault, NotFoundError, pageNumber } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { parseForm } from '../../web/well-formed.ts';
import { caseFormView, conflictWith, emptyCaseForm, expectedOf, motiveFaults, readCaseForm, type TypedCase } from './case-form.ts';
import { caseRepository, type StoredCase } from './case-repository.ts';
import { casesPath, caseView, runCase } from './case-view.ts';

export interface CaseRoutesOptions {
  db: Kysely<Database>;
  assessor: Assessor;
  /** Today's date (ISO). */
  today: () => string;
  /** What else a new case brings with it, in the same transaction: it may end a report about a rule. */
  afterSave?: (trx: Db, saved: { id: string; report: string; actor: Actor }) => Promise<void>;
}

const pageSize = 50;
const shows = { aktiva: 'Aktiva', avviker: 'Där reglerna säger något annat', tillbakadragna: 'Tillbakadragna' } as const;
const listQuery = z.object({
  visa: z.enum(['aktiva', 'avviker', 'tillbakadragna']).catch('aktiva'),
  sida: pageNumber.catch(1),
  /** A case to show, wherever in the list it stands. */
  fall: z.string().max(40).catch(''),
  sparat: z.string().max(40).catch(''),
  borta: z.string().max(40).catch(''),
});
const withdrawSchema = z.object({ revision: z.coerce.number().int().min(1).catch(0), motiv: z.string().catch('') });
const styles = ['ask.css'];

/** Cases that lawyers have saved: a question and the answer that they expect, run against the rules of now each time somebody looks. */
export default async function caseRoutes(app: FastifyInstance, { db, assessor, today, afterSave }: CaseRoutesOptions): Promise<void> {
  function accountOf(request: FastifyRequest): string {
    const { account } = actorOf(request);
    if (account === null) throw new AppError('forbidden', 'Logga in som jurist för att spara fall.');
    return account.id;
  }

  function readAsked(raw: unknown): Question {
    const question = readQuestion(assessor, z.record(z.string(), z.unknown()).catch({}).parse(raw), today());
    if ('missing' in question)
      throw new NotFoundError(question.missing?.message ?? 'Ställ en fråga först, på sidan Fråga regelverket. Där finns ”Spara som fall”.');
    const [fault] = question.faults;
    if (fault !== undefined)
      throw new AppError('invalid', 'Frågan går inte att spara som den står i adressen. Rätta den på sidan Fråga regelverket.', [
        { ...fault, field: 'Frågan' },
      ]);
    return question;
  }

  function formPage(
    request: FastifyRequest,
    reply: FastifyReply,
    question: Question,
    typed: TypedCase,
    asked: string,
    wrong?: { faults: readonly InputFault[]; other?: StoredCase; same?: boolean },
  ) {
    const assessment = assessor.assess(question.candidate);
    const params = questionParams(assessor, question.candidate, question.district);
    return renderPage(request, reply, {
      title: wrong === undefined ? 'Nytt fall' : 'Fallet sparades inte',
      template: 'rulebook/ask/case-form',
      data: {
        styles,
        insats: question.insats,
        group: question.group,
        madeUp: question.madeUp,
        law: assessor.rulesAt(question.candidate.legalBasis, question.candidate.date).law,
        date: question.candidate.date,
        fraga: url('', params).slice(1),
        mal: asked,
        backHref: url('/metod/fraga', { ...params, mal: asked }),
        rapport: typed.rapport,
        form: caseFormView(assessor, question.candidate, assessment, typed, asked),
        faults: wrong?.faults ?? [],
        other: wrong?.other === undefined ? null : caseView(assessor, runCase(assessor, wrong.other)),
        mayEnd: wrong?.same === true && typed.rapport !== '',
      },
    });
  }

  async function listPage(request: FastifyRequest, reply: FastifyReply, wrong?: { id: string; motive: string; message: string }) {
    const query = listQuery.parse(request.query ?? {});
    const all = runCandidateCases(assessor, await caseRepository(db).list()).map((outcome) => caseView(assessor, outcome));
    const active = all.filter(({ withdrawn }) => withdrawn === null);
    const differ = active.filter(({ outcome }) => outcome !== 'agrees');
    const withdrawn = all.filter((one) => one.withdrawn !== null);
    const asked = wrong?.id ?? (query.fall || query.borta || query.sparat);
    const shown = query.fall !== '' && withdrawn.some(({ id }) => id === query.fall) ? 'tillbakadragna' : query.visa;
    const found = wrong !== undefined ? all.filter(({ id }) => id === wrong.id) : { aktiva: active, avviker: differ, tillbakadragna: withdrawn }[shown];
    const pages = Math.max(1, Math.ceil(found.length / pageSize));
    const at = asked === '' ? -1 : found.findIndex(({ id }) => id === asked);
    const page = at >= 0 ? Math.floor(at / pageSize) + 1 : Math.min(query.sida, pages);
    return renderPage(request, reply, {
      title: wrong === undefined ? 'Juristernas fall' : 'Fallet drogs inte tillbaka',
      template: 'rulebook/ask/cases',
      data: {
        styles,
        query: { ...query, visa: shown },
        shows: Object.entries(shows).map(([id, label]) => ({
          id,
          label,
          count: { aktiva: active, avviker: differ, tillbakadragna: withdrawn }[id]?.length ?? 0,
          href: url(casesPath, { visa: id === 'aktiva' ? '' : id }),
        })),
        cases: found.slice((page - 1) * pageSize, page * pageSize),
        page,
        pages,
        here: ({ sida }: { sida: number }) => url(casesPath, { visa: shown === 'aktiva' ? '' : shown, sida: sida === 1 ? '' : sida }),
        active: active.length,
        differ: differ.length,
        wrong: wrong ?? null,
        mayWithdraw: may(actorOf(request), 'rule.case', null),
      },
    });
  }

  app.get(casesPath, (request, reply) => listPage(request, reply));

  app.get(`${casesPath}/nytt`, async (request, reply) => {
    const { mal, rapport } = z.object({ mal: z.string().max(140).catch(''), rapport: z.uuid().catch('') }).parse(request.query ?? {});
    return formPage(request, reply, readAsked(request.query), { ...emptyCaseForm, rapport }, mal);
  });

  /** A second report about what a saved case already asks is ended by that case. Gives its id. */
  async function endByKnown(request: FastifyRequest, { candidate }: Question, { befintligt, rapport }: TypedCase): Promise<string> {
    return db.transaction().execute(async (trx) => {
      const repository = caseRepository(trx);
      await repository.hold();
      const known = (await repository.active()).find(({ id }) => id === befintligt);
      if (known?.candidate == null || candidateHash(known.candidate) !== candidateHash(candidate) || !z.uuid().safeParse(rapport).success)
        throw new AppError(
          'conflict',
          'Fallet gäller inte längre, eller handlar om en annan fråga. Rapporten är inte avslutad. Öppna den igen, och svara därifrån.',
        );
      await afterSave?.(trx, { id: known.id, report: rapport, actor: actorOf(request) });
      return known.id;
    });
  }

  app.post(casesPath, async (request, reply) => {
    const account = accountOf(request);
    const typed = readCaseForm(request.body);
    const question = readAsked(parseForm(typed.fraga));
    if (typed.befintligt !== '') {
      const id = await endByKnown(request, question, typed);
      return reply.redirect(url(casesPath, { fall: id }, `fall-${id}`), 303);
    }
    const read = expectedOf(assessor, question.candidate, typed);
    const faults = [...('faults' in read ? read.faults : []), ...motiveFaults('motiv', typed.motiv)];
    if ('faults' in read || faults.length > 0) return formPage(request, reply.code(422), question, typed, '', { faults });
    const saved = await db.transaction().execute(async (trx) => {
      const repository = caseRepository(trx);
      await repository.hold();
      const conflict = conflictWith(assessor, question.candidate, read.expected, await repository.active());
      if (conflict !== null) return conflict;
      const id = await repository.add({ candidate: question.candidate, expected: read.expected, motive: typed.motiv.trim(), account });
      if (z.uuid().safeParse(typed.rapport).success) await afterSave?.(trx, { id, report: typed.rapport, actor: actorOf(request) });
      return id;
    });
    if (typeof saved !== 'string') return formPage(request, reply.code(409), question, typed, '', { ...saved, faults: [saved.fault] });
    return reply.redirect(url(casesPath, { sparat: saved }, `fall-${saved}`), 303);
  });

  app.post<{ Params: { case: string } }>(`${casesPath}/:case/dra-tillbaka`, async (request, reply) => {
    const account = accountOf(request);
    const id = z.uuid().safeParse(request.params.case).data;
    const known = id === undefined ? undefined : (await caseRepository(db).list()).find((one) => one.id === id);
    if (known === undefined) throw new NotFoundError('Fallet finns inte. Gå till listan över sparade fall.');
    const { revision, motiv } = withdrawSchema.parse(request.body ?? {});
    const [fault] = motiveFaults('motiv', motiv);
    if (fault !== undefined) return listPage(request, reply.code(422), { id: known.id, motive: motiv, message: fault.message });
    const done = await db.transaction().execute((trx) => caseRepository(trx).withdraw(known.id, revision, motiv.trim(), account));
    if (!done)
      return listPage(request, reply.code(409), {
        id: known.id,
        motive: motiv,
        message: 'Någon annan har redan dragit tillbaka fallet. Motivet står här nedanför.',
      });
    return reply.redirect(url(casesPath, { visa: 'tillbakadragna', borta: known.id }, `fall-${known.id}`), 303);
  });
}
