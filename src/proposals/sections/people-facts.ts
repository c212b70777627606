import type { TargetGroup } from '../../catalogue/schema.ts';
import { reachesChildren, reachesParents } from '../../drafts/chapters/child.ts';
import { type Draft, opens } from '../../drafts/draft-schema.ts';
import { count, number } from '../../web/format.ts';
import { chapterBlocks, type FactBlock } from './fact-blocks.ts';
import { byInsats, type CurrentLine, flagCounts, openLines } from './fact-lines.ts';

const insatserIn = (lines: readonly CurrentLine[]): number => new Set(lines.map(({ line }) => line.insats)).size;
const sized = (lines: readonly CurrentLine[]): string => `${count(lines.length, 'rad', 'rader')}, ${count(insatserIn(lines), 'insats', 'insatser')}`;
const isQuestion = (title: string | null): boolean => title?.startsWith('Frågor') === true;

/** Every line that opens and reaches children, themselves or through adults, with its flags; and what the nämnd must answer. */
export function childFacts(draft: Draft, lines: readonly CurrentLine[]): FactBlock[] {
  const open = openLines(lines);
  const children = open.filter(reachesChildren);
  const parents = open.filter(reachesParents);
  const chapter = chapterBlocks(draft.chapters, 'child', isQuestion);
  const asks = chapter.filter((block) => block.type === 'passages' && block.open);
  return [
    {
      type: 'facts',
      items: [
        { term: 'Rader i etapp 1–3', text: number(open.length) },
        { term: 'Barn tar själva del', text: sized(children) },
        { term: 'Vuxna som har, eller kan ha, barn hemma', text: sized(parents) },
        { term: 'Rader som når barn och där något saknas', text: number([...children, ...parents].filter(({ state }) => state.missing.length > 0).length) },
      ],
    },
    ...asks,
    { type: 'flags', title: 'Flaggor i raderna som når barn', flags: flagCounts([...children, ...parents]) },
    { type: 'lines', title: `Barn tar själva del: ${sized(children)}`, insatser: byInsats(children) },
    { type: 'lines', title: `Vuxna som har, eller kan ha, barn hemma: ${sized(parents)}`, insatser: byInsats(parents) },
    ...chapter.filter((block) => !asks.includes(block)),
  ];
}

/** The lines by target group, and what the draft knows of differences between women and men. */
export function equalityFacts(draft: Draft, lines: readonly CurrentLine[]): FactBlock[] {
  const groups = new Map<string, { group: TargetGroup; lines: CurrentLine[] }>();
  for (const line of lines) {
    const found = groups.get(line.group.id) ?? { group: line.group, lines: [] };
    found.lines.push(line);
    groups.set(line.group.id, found);
  }
  const rows = [...groups.values()].map(({ group, lines: own }) => {
    const at = (stage: 1 | 2 | 3) => number(own.filter(({ state }) => state.standing.stage === stage).length);
    return [group.name, at(1), at(2), at(3), number(own.filter(({ section }) => !opens(section)).length)];
  });
  return [
    { type: 'note', text: 'Insatsplan vet inte hur många kvinnor, män, flickor och pojkar som får insatserna i dag. Det behöver ni hämta ur verksamheten.' },
    ...chapterBlocks(draft.chapters, 'equality', (title) => title?.startsWith('Mellan kvinnor') === true).reverse(),
    { type: 'table', caption: 'Rader efter målgrupp', head: ['Målgrupp', 'Etapp 1', 'Etapp 2', 'Etapp 3', 'Öppnas inte'], rows },
    { type: 'flags', title: 'Flaggor om likställighet i etapp 1–3', flags: flagCounts(openLines(lines).map(onlyTheme('equality'))) },
  ];
}

const onlyTheme =
  (theme: string) =>
  (current: CurrentLine): CurrentLine => ({
    ...current,
    line: { ...current.line, flags: current.line.flags.filter((flag) => flag.theme === theme) },
  });
