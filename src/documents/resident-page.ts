import { isKind } from '../catalogue/kinds.ts';
import { areas } from '../catalogue/schema.ts';
import { questionOf } from '../drafts/blocks.ts';
import { dateInWords } from '../drafts/chapters/writer.ts';
import type { Decided } from '../drafts/decided.ts';
import type { Draft, Line } from '../drafts/draft-schema.ts';
import { byResidentOrder, residentTerm } from '../drafts/resident-terms.ts';
import { type ResidentTopic, residentTopics } from '../drafts/resident-texts.ts';
import { residentGroups, residentKinds } from '../drafts/resident-words.ts';
import { termsOf } from '../drafts/terms.ts';

/** A law in force has residents to inform; a proposal for one has not. */
const lawInForce = 'sol-2025-400';

/** What the law itself says to a resident under a heading, and the places that the heading rests on. */
const legal: Readonly<Partial<Record<ResidentTopic, { texts: readonly string[]; sources: readonly string[] }>>> = {
  cost: { texts: [], sources: ['32:1', '32:2'] },
  notes: { texts: [], sources: ['14:3', '14:4', '14:5'] },
  children: {
    texts: [
      'Den som arbetar med hjälpen måste anmäla till socialtjänsten om ett barn kan fara illa. I familjerådgivning gäller det bara när personalen vet att ett barn utnyttjas sexuellt eller misshandlas i hemmet.',
    ],
    sources: ['19:1', '19:2', '21:2'],
  },
  rights: {
    texts: [
      'Du kan alltid ansöka om hjälp hos socialtjänsten. Då ser socialtjänsten efter vad just du behöver, och du får ett beslut.',
      'För hjälpen på den här sidan får du inget beslut. Därför kan du inte överklaga. Ansöker du och får nej kan du överklaga.',
    ],
    sources: ['11:1', '11:6', '35:1'],
  },
};

export interface ResidentSection {
  topic: ResidentTopic;
  heading: string;
  items: readonly string[];
  /** Keys of the places in the source register. */
  sources: readonly string[];
}

/** The same rules for one or more target groups. */
export interface ResidentRules {
  /** "är vuxen och hjälper …": each finishes "Hjälpen är för dig som". */
  who: readonly string[];
  sections: readonly ResidentSection[];
}

/** One insats as a resident reads about it. */
export interface ResidentPage {
  insats: string;
  /** What the help is, in plain words; with the catalogue's name behind where two pages would be called the same, and the area where they still would. */
  title: string;
  /** What more there is to say of it; may be empty. */
  more: string;
  /** What SKR's catalogue calls it. */
  name: string;
  /** More than one where the rules differ between target groups. */
  rules: readonly ResidentRules[];
  /** Questions that nobody has answered: for whoever publishes, not for the resident. */
  unanswered: readonly string[];
}

/** Whether there is anything to tell residents: something opens now, under a law that is in force. */
export const hasAnnex = (draft: Draft): boolean => draft.legalBasis.id === lawInForce && draft.lines.some(({ section }) => section === 'stage1');

function sectionsOf(draft: Draft, line: Line): ResidentSection[] {
  // Words that nobody has put plainly are shown as they are: a rule is never left out.
  const terms = termsOf(draft, line)
    .sort(byResidentOrder)
    .map((term) => residentTerm(term) ?? { topic: 'behind' as const, text: term.text });
  return (Object.keys(residentTopics) as ResidentTopic[]).flatMap((topic): ResidentSection[] => {
    const { texts = [], sources = [] } = legal[topic] ?? {};
    const items = [...texts, ...terms.filter((term) => term.topic === topic).map(({ text }) => text)];
    return items.length === 0 ? [] : [{ topic, heading: residentTopics[topic], items, sources: sources.map((place) => `${lawInForce}/${place}`) }];
  });
}

/** "Någon att prata med" and what follows: the first sentence is what the page is called. */
function calledPlainly(what: string): { title: string; more: string } {
  const [title = '', ...rest] = what.replace(/\.$/, '').split('. ');
  return { title, more: rest.length === 0 ? '' : `${rest.join('. ')}.` };
}

function pageOf(draft: Draft, lines: readonly [Line, ...Line[]]): ResidentPage {
  const [first] = lines;
  const rules = new Map<string, { who: string[]; sections: ResidentSection[] }>();
  for (const line of lines) {
    const sections = sectionsOf(draft, line);
    const key = JSON.stringify(sections);
    const same = rules.get(key) ?? { who: [], sections };
    same.who.push(residentGroups[line.targetGroup] ?? `hör till gruppen ${line.targetGroupName.toLowerCase()}`);
    rules.set(key, same);
  }
  return {
    insats: first.insats,
    ...calledPlainly(isKind(first.kind) ? residentKinds[first.kind] : first.name),
    name: first.name,
    rules: [...rules.values()],
    unanswered: [...new Set(lines.flatMap(({ openQuestions }) => openQuestions))].map(questionOf),
  };
}

/** A page for each insats that opens in stage 1, in the order of the draft. */
export function residentPages(draft: Draft): ResidentPage[] {
  if (!hasAnnex(draft)) return [];
  const byInsats = new Map<string, [Line, ...Line[]]>();
  for (const line of draft.lines) {
    if (line.section !== 'stage1') continue;
    const lines = byInsats.get(line.insats);
    if (lines === undefined) byInsats.set(line.insats, [line]);
    else lines.push(line);
  }
  const pages = [...byInsats.values()].map((lines) => pageOf(draft, lines));
  return toldApart(
    toldApart(pages, ({ name }) => name),
    ({ insats }) => areaOf(draft, insats),
  );
}

/** The pages with something behind the title where several would be called the same. */
function toldApart(pages: readonly ResidentPage[], by: (page: ResidentPage) => string): ResidentPage[] {
  const alike = Map.groupBy(pages, ({ title }) => title);
  return pages.map((page) => (alike.get(page.title)?.length === 1 ? page : { ...page, title: `${page.title} (${by(page)})` }));
}

function areaOf(draft: Draft, insats: string): string {
  const line = draft.lines.find((one) => one.insats === insats);
  return line === undefined ? insats : areas[line.area];
}

/** "14 kap. 3 §": a place of the law as a resident would look it up. */
export function sectionInWords(source: string): string {
  const [chapter, section] = source.slice(source.indexOf('/') + 1).split(':');
  return `${chapter} kap. ${section} §`;
}

/** What stands on every page, in the same words on screen and on paper. */
export const residentWords = {
  draft: 'Det här är ett utkast. Politikerna i nämnden har inte bestämt något än. Reglerna kan ändras.',
  replaced: 'Det här är gamla regler. Politikerna i nämnden har bestämt nya.',
  decided: ({ date, number }: Decided) => `Politikerna i nämnden bestämde de här reglerna den ${dateInWords(date)}. Beslutet har nummer ${number}.`,
  direct: 'Du kan få hjälpen direkt, utan att socialtjänsten först utreder vad du behöver. Det heter att hjälpen ges ”utan individuell behovsprövning”.',
  called: (name: string) => `Kommunernas organisation SKR kallar hjälpen ”${name}”.`,
  directSources: [`${lawInForce}/11:5`],
  contactHeading: 'Hit vänder du dig',
  contactGap: '[Fyll i: vem man vänder sig till, telefonnummer, adress och öppettider]',
  noAnnexProposal: 'Utkastet bygger på ett lagförslag. Ingenting kan öppnas efter det, och därför finns inget att berätta för invånarna.',
  noAnnexEmpty: 'Ingenting öppnas i etapp 1 i den här versionen. Därför finns inget att berätta för invånarna.',
} as const;

/** Whether what is told holds: before a decision, after it, and when a later one has taken its place. */
export function standsInWords(decided: Decided | null): string {
  if (decided === null) return residentWords.draft;
  return decided.superseded ? residentWords.replaced : residentWords.decided(decided);
}

/** Why there are no pages. */
export const noAnnexReason = (draft: Draft): string => (draft.legalBasis.id === lawInForce ? residentWords.noAnnexEmpty : residentWords.noAnnexProposal);
