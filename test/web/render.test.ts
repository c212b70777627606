import Fastify from 'fastify';
import t from 'tap';
import { rendering, renderPage } from '../../src/web/render.ts';

async function site() {
  const app = Fastify();
  await app.register(rendering, { notice: async () => ({ text: 'Exempeldata', links: [{ href: '/bort', label: 'Bort' }] }) });
  app.get('/sida', (request, reply) =>
    renderPage(request, reply, {
      title: 'Prov <b>',
      template: 'layout',
      fragment: 'partials/severity',
      announce: '2 & 3',
      data: { body: '<h1>Hej</h1>', severity: 'high' },
    }),
  );
  app.get('/hel', (request, reply) => renderPage(request, reply, { title: 'Hel', template: 'layout', data: { body: '' } }));
  return app;
}
const part = { 'hx-request': 'true', 'hx-request-type': 'partial' };

t.test('a browser gets the whole page, with title, language, notice and one live region', async (t) => {
  const app = await site();
  const { body, headers } = await app.inject('/sida');
  t.match(headers['content-type'], /text\/html; charset=utf-8/);
  t.match(body, /<html lang="sv"/);
  t.match(body, /<title>Prov &lt;b&gt; – Insatsplan<\/title>/);
  t.match(body, 'Exempeldata');
  t.equal(body.match(/id="live"/g)?.length, 1);
});

t.test('htmx gets the fragment and what to announce, and caches are told that the two differ', async (t) => {
  const app = await site();
  const { body, headers } = await app.inject({ url: '/sida', headers: part });
  t.notMatch(body, '<html');
  t.match(body, /<hx-partial hx-target="#live"[^>]*>2 &amp; 3<\/hx-partial>/);
  t.equal(headers.vary, 'HX-Request, HX-Request-Type');
  t.equal((await app.inject('/sida')).headers.vary, headers.vary);
});

t.test('a page without a fragment, and a request for the whole page, get the whole page', async (t) => {
  const app = await site();
  t.match((await app.inject({ url: '/hel', headers: part })).body, '<html');
  t.match((await app.inject({ url: '/sida', headers: { 'hx-request': 'true', 'hx-request-type': 'full' } })).body, '<html');
});

t.test('nothing stands inline: no style, no script, no handler', async (t) => {
  const { body } = await (await site()).inject('/sida');
  t.notMatch(body, /<style|style="|\son[a-z]+="|<script(?![^>]*\ssrc=)/);
  t.match(body, /includeIndicatorCSS":false/);
});
