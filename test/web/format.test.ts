import t from 'tap';
import * as format from '../../src/web/format.ts';

t.test('numbers, dates and lists in Swedish', async (t) => {
  t.equal(format.percent(24), '24\u00a0%');
  t.equal(format.count(1, 'insats', 'insatser'), '1\u00a0insats');
  t.equal(format.date('2026-11-22'), '22 november 2026');
  t.equal(format.date('2022'), '2022');
  t.equal(format.list(['a', 'b', 'c']), 'a, b och c');
  t.equal(format.list([]), '');
});

t.test('an address holds only what was chosen, and nothing breaks out of it', async (t) => {
  t.equal(format.url('/katalog', { q: '', omrade: undefined }), '/katalog');
  t.equal(format.url('/katalog', { q: 'a&b=c #"', list: ['x', 'y'] }, 'resultat'), '/katalog?q=a%26b%3Dc+%23%22&list=x&list=y#resultat');
});

t.test('a citation leads to its place; a range to where it begins', async (t) => {
  t.equal(format.sourceHref('sol-2025-400/11:5-p5'), '/metod/kallor#kalla-sol-2025-400/11:5-p5');
  t.equal(format.sourceHref('sou-2020-47/s.728-732'), '/metod/kallor#kalla-sou-2020-47/s.728');
  t.equal(format.sourceHref('kommunallagen-2017-725/2:3'), '/metod/kallor#kalla-kommunallagen-2017-725/2:3');
});
