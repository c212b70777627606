import t from 'tap';
import { groupLines, type LineGrouping, type LineSort, lineGroupings, lineSorts, sortLines, worstOf } from '../../src/proposals/line-order.ts';
import { filterLines, pageQuerySchema } from '../../src/proposals/page-query.ts';
import { severities } from '../../src/rules/format.ts';
import { draftOf } from '../drafts/fixture.ts';

const { lines } = draftOf('origo');
const sorts = Object.keys(lineSorts) as LineSort[];
const groupings = Object.keys(lineGroupings).filter((id) => id !== '') as LineGrouping[];

t.test('every sort keeps every line, and orders it', async (t) => {
  const changed = lines.at(-1);
  const changedAt = (line: (typeof lines)[number]) => (line === changed ? new Date(5) : null);
  for (const sort of sorts) t.same(new Set(sortLines(lines, sort, changedAt)), new Set(lines), sort);
  const falls = (values: readonly number[]) => values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0));
  t.equal(sortLines(lines, '', changedAt), lines);
  t.ok(falls(sortLines(lines, 'flaggor', changedAt).map((line) => -line.flags.length)));
  const places = [...severities, null];
  t.ok(falls(sortLines(lines, 'allvar', changedAt).map((line) => places.indexOf(worstOf(line.flags)))));
  t.equal(sortLines(lines, 'andrad', changedAt)[0], changed);
  const names = sortLines(lines, 'namn', changedAt).map((line) => line.name);
  t.same(names, [...names].sort(new Intl.Collator('sv').compare));
});

t.test('every grouping holds every line once, in the order of the sort', async (t) => {
  for (const grouping of groupings) {
    const groups = groupLines(lines, grouping);
    t.equal(
      groups.reduce((sum, group) => sum + group.lines.length, 0),
      lines.length,
      grouping,
    );
    t.equal(new Set(groups.map(({ id }) => id)).size, groups.length);
    for (const group of groups)
      t.same(
        group.lines,
        lines.filter((line) => group.lines.includes(line)),
      );
  }
});

t.test('lines are filtered by their worst flag and by theme', async (t) => {
  const find = (query: Record<string, string>) => filterLines(lines, pageQuerySchema.parse(query), () => ({ changed: false, missing: false }));
  const medium = find({ allvar: 'medium' });
  t.ok(medium.length > 0);
  t.ok(medium.every((line) => worstOf(line.flags) === 'medium'));
  const theme = lines.flatMap(({ flags }) => flags)[0]?.theme ?? '';
  t.same(
    find({ tema: theme }),
    lines.filter(({ flags }) => flags.some((flag) => flag.theme === theme)),
  );
});
