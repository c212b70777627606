import Fastify from 'fastify';
import t, { type Test } from 'tap';
import { z } from 'zod';
import { bodies } from '../../src/web/bodies.ts';
import { errorHandling } from '../../src/web/error-handling.ts';
import { AppError, type ErrorCode, statusOf } from '../../src/web/errors.ts';
import { NotFoundError, parseInput } from '../../src/web/input.ts';
import { rendering } from '../../src/web/render.ts';
import { security } from '../../src/web/security.ts';
import { serverOptions } from '../../src/web/server-options.ts';

class FieldError extends Error {}

/** An application whose routes fail in every way. */
async function failingApp(t: Test) {
  const app = Fastify(serverOptions({ logLevel: 'silent', trustProxy: undefined }));
  await app.register(rendering);
  await app.register(errorHandling, { translate: (error) => (error instanceof FieldError ? new AppError('invalid', error.message) : undefined) });
  await app.register(security, { rateLimit: 100, publicUrl: undefined });
  await app.register(bodies);
  app.get<{ Params: { code: ErrorCode } }>('/fails/:code', async (request) => {
    throw new AppError(request.params.code, 'Det gick inte.', [{ field: 'ålder', message: 'Ange 0–120.' }]);
  });
  app.get('/bug', async () => {
    throw new TypeError('secret detail');
  });
  app.get('/field', async () => {
    throw new FieldError('Okänd stadsdel.');
  });
  app.get('/missing', async () => {
    throw new NotFoundError('Finns inte.');
  });
  app.get('/input', async (request) => parseInput(z.strictObject({ age: z.coerce.number('Ange ett tal.') }), request.query));
  app.post('/echo', async (request) => ({ body: request.body }));
  t.teardown(() => app.close());
  return app;
}

const asJson = { accept: 'application/json' };

t.test('every code has its status, for people and for programs', async (t) => {
  const app = await failingApp(t);
  for (const [code, status] of Object.entries(statusOf)) {
    const page = await app.inject({ url: `/fails/${code}`, headers: { accept: 'text/html,*/*' } });
    t.equal(page.statusCode, status);
    t.match(page.headers['content-type'], /^text\/html/);
    t.match(page.body, /<html lang="sv"[\s\S]*<h1/);
    t.match(page.body, 'Det gick inte.');
    t.match(page.body, 'Ange 0–120.');

    const problem = await app.inject({ url: `/fails/${code}`, headers: asJson });
    t.equal(problem.statusCode, status);
    t.match(problem.headers['content-type'], /^application\/problem\+json/);
    t.match(problem.json(), {
      type: `urn:insatsplan:problem:${code}`,
      status,
      title: String,
      detail: 'Det gick inte.',
      errors: [{ field: 'ålder', message: 'Ange 0–120.' }],
    });
  }
});

t.test('a fault of ours says nothing of the inside', async (t) => {
  const app = await failingApp(t);
  for (const headers of [{}, asJson]) {
    const answer = await app.inject({ url: '/bug', headers });
    t.equal(answer.statusCode, 500);
    t.notMatch(answer.body, /secret|TypeError|\.ts:|\n +at /);
    t.equal(answer.headers['cache-control'], 'no-store');
    t.ok(answer.headers['content-security-policy'], 'even this answer has its policy');
  }
});

t.test('errors of other layers', async (t) => {
  const app = await failingApp(t);
  const ask = async (url: string) => (await app.inject({ url, headers: asJson })).json();
  t.match(await ask('/field'), { status: 422, detail: 'Okänd stadsdel.' });
  t.match(await ask('/missing'), { status: 404, detail: 'Finns inte.' });
  t.match(await ask('/input?age=x'), { status: 400, errors: [{ field: 'age', message: 'Ange ett tal.' }] });
  t.match(await ask('/nowhere'), { status: 404 });
  t.match((await app.inject('/api/nowhere')).json(), { status: 404 }, 'under /api/ always JSON');
  t.match((await app.inject({ method: 'DELETE', url: '/bug', headers: asJson })).json(), { status: 404 });
});

t.test('bad addresses', async (t) => {
  const app = await failingApp(t);
  for (const url of ['/%', '/%zz', '/%E0%A4%A', '/%ff', '/bug?x=%ff', '/bug?x=%', '/a%00b', '/bug?x=%00']) {
    for (const headers of [{}, asJson]) t.equal((await app.inject({ url, headers })).statusCode, 400, url);
  }
  t.match((await app.inject('/%ff')).headers['content-type'], /^text\/html/);
  for (const url of [
    '//',
    '//evil.example/',
    `/${'a'.repeat(8000)}`,
    `/missing/${'%C3%A5'.repeat(1000)}`,
    '/felaktig-adress',
    '/..%2f..%2fetc/passwd',
    "/';drop table insats;--",
  ]) {
    const answer = await app.inject(url);
    t.equal(answer.statusCode, 404, url.slice(0, 40));
    t.match(answer.headers['content-type'], /^text\/html/);
  }
});

t.test('bad bodies', async (t) => {
  const app = await failingApp(t);
  const post = async (type: string, payload: string | Buffer) => {
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/echo', headers: { ...asJson, 'content-type': type }, payload });
    t.notMatch(body, /\n +at |\.ts:/);
    return statusCode;
  };
  const json = 'application/json';
  const form = 'application/x-www-form-urlencoded';
  t.equal(await post(json, '{'), 400);
  t.equal(await post(json, ''), 400);
  t.equal(await post(json, Buffer.from([0x22, 0xff, 0x22])), 400, 'broken UTF-8');
  t.equal(await post(json, '{"a":"\\u0000"}'), 400, 'the null character');
  t.equal(await post(json, '{"__proto__":{"a":1}}'), 400);
  t.equal(await post(json, '{"constructor":{"prototype":1}}'), 400);
  t.equal(await post(form, 'a=%'), 400);
  t.equal(await post(form, 'a=%ff'), 400);
  t.equal(await post(form, Buffer.from([0x61, 0x3d, 0xff])), 400);
  t.equal(await post('text/xml', '<a/>'), 415);
  t.equal(await post('text/plain', 'a'), 415);
  t.equal(await post(json, JSON.stringify('x'.repeat(300 * 1024))), 413);
  t.equal(await post(form, `a=${'x'.repeat(300 * 1024)}`), 413);
});

t.test('good bodies', async (t) => {
  const app = await failingApp(t);
  const post = async (type: string, payload: string) =>
    (await app.inject({ method: 'POST', url: '/echo', headers: { 'content-type': type }, payload })).json().body;
  t.same(await post('application/json', '{"å":"\\\\u0000"}'), { å: '\\u0000' }, 'a backslash before the escape is only text');
  t.same(await post('application/json; charset=utf-8', '{"a":[1]}'), { a: [1] });
  t.same(
    await post('application/x-www-form-urlencoded', 'a=1&a=2&b=%C3%A5+%26&c&=d&__proto__=x'),
    JSON.parse('{"a":["1","2"],"b":"å &","c":"","":"d","__proto__":"x"}'),
  );
  t.same(await post('application/x-www-form-urlencoded', ''), {});
});
