import t from 'tap';
import { z } from 'zod';
import { assessmentSchema, listSchemas, problemSchema } from '../../src/api/schemas.ts';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import { buildTestApp } from '../helpers/app.ts';

const good = { insats: 'barn-och-unga-hem-for-vard-eller-boende-hvb', targetGroup: 'unga-18-20', legalBasis: 'sol-2025-400', date: '2026-01-01' };

t.test('the API', async (t) => {
  const { app } = await buildTestApp(t);
  const assess = (payload: unknown, query = '') =>
    app.inject({ method: 'POST', url: `/api/v1/assess${query}`, headers: { 'content-type': 'application/json' }, payload: JSON.stringify(payload) });

  t.test('the lists have the shapes that OpenAPI promises', async (t) => {
    for (const [path, schema, least] of [
      ['catalogue', listSchemas.catalogue, 409],
      ['target-groups', listSchemas.targetGroups, 20],
      ['districts?date=2026-01-01', listSchemas.districts, 11],
      ['legal-bases', listSchemas.legalBases, 2],
      ['rules', listSchemas.rules, 45],
    ] as const) {
      const response = await app.inject(`/api/v1/${path}`);
      t.equal(response.statusCode, 200, path);
      t.ok(schema.parse(response.json()).length >= least, path);
    }
  });

  t.test('one candidate is assessed, with the trace on request', async (t) => {
    const response = await assess(good, '?explain=1');
    t.equal(response.statusCode, 200);
    const assessment = assessmentSchema.parse(response.json());
    t.equal(assessment.law.verdict, 'requires_assessment');
    t.ok(assessment.assumedDesign);
    t.ok((assessment.trace?.length ?? 0) > 100);
  });

  t.test('a bad candidate is answered with its field, 422 and no stack trace', async (t) => {
    for (const [bad, field] of [
      [{ ...good, insats: 'x' }, 'insats'],
      [{ ...good, targetGroup: 7 }, 'targetGroup'],
      [{ ...good, date: '2026-13-01' }, 'date'],
      [{ ...good, date: '2024-01-01' }, 'date'],
      [{ ...good, date: '2999-01-01' }, 'date'],
      [{ ...good, legalBasis: 'lss' }, 'legalBasis'],
      [{ ...good, district: 'rinkeby-kista' }, 'district'],
      [{ ...good, design: { ageMin: 300 } }, 'design'],
      [{ ...good, design: { provider: 'nobody' } }, 'design'],
      [{ ...good, design: { anonymity: 'allowed', residence: 'city' } }, 'design'],
      [{ ...good, design: [] }, 'design'],
    ] as const) {
      const response = await assess(bad);
      t.equal(response.statusCode, 422, JSON.stringify(bad));
      const problem = problemSchema.parse(response.json());
      t.equal(problem.errors[0]?.field, field);
      t.notMatch(response.body, /node_modules|at .*\.ts:/);
    }
    for (const payload of ['{', '\u0000', '"\\u0000"', '']) {
      const response = await app.inject({ method: 'POST', url: '/api/v1/assess', headers: { 'content-type': 'application/json' }, payload });
      t.equal(response.statusCode, 400, JSON.stringify(payload));
    }
    t.equal((await assess({ ...good, insats: 'x'.repeat(300_000) })).statusCode, 413);
  });

  t.test('lines are answered in order, the bad ones in their place', async (t) => {
    const lines = [JSON.stringify(good), 'oops', JSON.stringify({ ...good, insats: 'x' }), '', JSON.stringify(good)].join('\n');
    const response = await app.inject({ method: 'POST', url: '/api/v1/assess', headers: { 'content-type': 'application/x-ndjson' }, payload: lines });
    t.equal(response.statusCode, 200);
    const answers = response.body
      .trim()
      .split('\n')
      .map((line) => z.looseObject({ error: z.string().optional(), line: z.number().optional() }).parse(JSON.parse(line)));
    t.strictSame(
      answers.map((a) => a.line),
      [undefined, 2, 3, undefined],
    );
  });

  t.test('a draft can be asked for without being saved', async (t) => {
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/propose',
      payload: { district: 'farsta', legalBasis: 'sol-2025-400', date: '2026-01-01' },
    });
    t.equal(response.statusCode, 200);
    draftSchema.parse(response.json());
    t.equal((await app.inject({ method: 'POST', url: '/api/v1/propose', payload: { district: 'farsta' } })).statusCode, 422);
    t.equal(
      (await app.inject({ method: 'POST', url: '/api/v1/propose', payload: { district: 'norrmalm', legalBasis: 'sol-2025-400', date: '2026-01-01' } }))
        .statusCode,
      422,
    );
  });

  t.test('OpenAPI describes every call that there is', async (t) => {
    const document = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }).parse((await app.inject('/api/v1/openapi.json')).json());
    for (const path of ['/api/v1/assess', '/api/v1/catalogue', '/api/v1/districts', '/api/v1/propose', '/api/v1/rules', '/api/v1/rules/{rule}'])
      t.ok(path in document.paths, path);
    t.notOk(
      Object.keys(document.paths).some((path) => !path.startsWith('/api/v1/')),
      'and no pages',
    );
    const page = await app.inject({ url: '/api', headers: { accept: 'text/html' } });
    t.equal(page.statusCode, 200);
    for (const path of Object.keys(document.paths)) t.match(page.body, path);
  });
});
