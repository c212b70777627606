import type { DocumentPart } from '../../drafts/outline.ts';
import { count, number } from '../../web/format.ts';
import { economyFacts } from './economy-facts.ts';
import { type FactBlock, type FactSources, sectionTable, underSubheadings } from './fact-blocks.ts';
import { currentLines } from './fact-lines.ts';
import { childFacts, equalityFacts } from './people-facts.ts';
import { backgroundFacts, changeFacts, preparationFacts } from './process-facts.ts';

/** The facts that bear on a part. Lines stand as in the working copy; flags and chapters are those of the newest version, and it is said. */
export function factsFor(part: DocumentPart, sources: FactSources): FactBlock[] {
  const { version, state, files } = sources;
  const { draft } = version;
  const lines = currentLines(version, state);
  const stale: FactBlock[] =
    state.pending === 0
      ? []
      : [
          {
            type: 'note',
            text: `${count(state.pending, 'ändring är', 'ändringar är')} inte med i version ${version.version}. Här är antalet rader i varje etapp som i arbetskopian. Flaggor och löpande text är från versionen.`,
          },
        ];
  const summary = underSubheadings(draft.summary.passages).map(({ title, passages }): FactBlock => ({ type: 'passages', title, open: true, passages }));
  const own: Readonly<Record<DocumentPart, () => FactBlock[]>> = {
    background: () => backgroundFacts(sources),
    preparation: () => preparationFacts(sources, lines),
    equality: () => equalityFacts(draft, lines),
    child: () => childFacts(draft, lines),
    economy: () => economyFacts(sources),
    decisions: () => [sectionTable(lines), ...summary.filter((block) => block.type === 'passages' && block.title !== null)],
    summary: () => [sectionTable(lines), ...summary],
    matter: () => [
      sectionTable(lines),
      { type: 'facts', items: [{ term: 'Gemensamma villkor', text: number(draft.commonConditions.length), href: `/forslag/${version.id}#villkor` }] },
      {
        type: 'list',
        title: 'Frågor om utformningen som ingen har svarat på',
        items: draft.openQuestions.map(({ question, lines: own }) => ({
          text: question,
          href: `/forslag/${version.id}#villkor`,
          more: count(own, 'rad', 'rader'),
        })),
      },
    ],
    position: () => [sectionTable(lines), ...changeFacts(sources, lines)],
    attachments: () => [
      { type: 'note', text: 'Förslaget går att hämta som filer. Välj de som ska följa med.' },
      { type: 'facts', items: files.map(({ label, href }) => ({ term: label, text: 'Hämta', href })) },
    ],
  };
  return [...stale, ...own[part]()].filter((block) => !isEmpty(block));
}

/** A list of nothing says nothing; where nothing is worth saying, a number says it. */
function isEmpty(block: FactBlock): boolean {
  if (block.type === 'list' || block.type === 'facts') return block.items.length === 0;
  if (block.type === 'table') return block.rows.length === 0;
  if (block.type === 'flags') return block.flags.length === 0;
  return block.type === 'lines' && block.insatser.length === 0;
}
