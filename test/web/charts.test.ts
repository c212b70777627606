import t from 'tap';
import { smallMultiples } from '../../src/web/charts.ts';

t.test('the picture shows every figure that the table has, and only draws', async (t) => {
  const svg = await smallMultiples(
    ['0–19', '80–100', 'saknas'],
    [
      { title: 'Ger insatsen', values: [17, 301, 5] },
      { title: 'Utan beslut', values: [42, 0, 23] },
    ],
    1,
  );
  for (const text of ['Ger insatsen', 'Utan beslut', '17', '301', '42', '23', 'saknas']) t.ok(svg.includes(`>${text}<`), text);
  t.notMatch(svg, /<script|href=|<image|<foreignObject/i);
  t.match(svg, /width="300" height="380"/);
});

t.test('no rows give a picture without bars rather than an error', async (t) => {
  t.match(await smallMultiples(['saknas'], [{ title: 'Tom', values: [0] }], 1), 'Tom');
});
