import t from 'tap';
import { buildTestApp } from '../helpers/app.ts';

t.test('what residents are told', async (t) => {
  const { app } = await buildTestApp(t);
  const create = async (legalBasis = 'sol-2025-400') => {
    const made = await app.inject({ method: 'POST', url: '/forslag', payload: { district: 'farsta', legalBasis, date: '2026-11-22' } });
    return String(made.headers.location);
  };
  const proposal = await create();

  await t.test('the pages for residents, from the list to each insats, and the files', async (t) => {
    const page = await app.inject(proposal);
    t.match(page.body, `${proposal}/tjansteutlatande.docx`);
    t.match(page.body, `${proposal}/invanare"`);
    const list = await app.inject(`${proposal}/invanare`);
    t.equal(list.statusCode, 200);
    const links = [...list.body.matchAll(/href="(\/forslag\/[^"]+\/invanare\/[^"]+)"/g)].map(([, href = '']) => href);
    t.ok(links.length > 30);
    const [first = ''] = links;
    const one = await app.inject(first);
    t.equal(one.statusCode, 200);
    t.equal(one.body.match(/behovsprövning”/g)?.length, 1, 'the word is explained once');
    t.match(one.body, '/metod/kallor#kalla-sol-2025-400/11:1');
    for (const file of ['tjansteutlatande.docx', 'invanare.docx', 'invanare.md', 'forslag.docx']) {
      const answer = await app.inject(`${proposal}/${file}`);
      t.equal(answer.statusCode, 200, file);
      t.match(answer.headers['content-disposition'], /filename="(tjansteutlatande|invanare|insatsplan)-farsta/, file);
    }
  });

  await t.test('what has no page says why and what to do', async (t) => {
    for (const url of [`${proposal}/invanare/finns-inte`, `${proposal}/invanare/%00`, `${proposal}/invanare?version=99`, '/forslag/finns-inte/invanare']) {
      t.ok([400, 404].includes((await app.inject(url)).statusCode), url);
    }
    t.equal((await app.inject(`${proposal}/invanare?version=x`)).statusCode, 400);
    const compared = await app.inject(`${await create('sou-2020-47')}/invanare`);
    t.equal(compared.statusCode, 200);
    t.notMatch(compared.body, /invanare\/[a-z]/);
    t.match(compared.body, 'lagförslag');
  });
});
