import { dateInWords, listed } from '../drafts/chapters/writer.ts';
import type { Decided } from '../drafts/decided.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import type { ResidentTopic } from '../drafts/resident-texts.ts';
import { footerOf } from '../drafts/wording.ts';
import type { Block, DocumentModel } from '../files/model.ts';
import { headerOf } from './marks.ts';
import {
  noAnnexReason,
  type ResidentPage,
  type ResidentRules,
  type ResidentSection,
  residentPages,
  residentWords,
  sectionInWords,
  standsInWords,
} from './resident-page.ts';

const paragraph = (text: string): Block => ({ type: 'paragraph', text });
const gap = (text: string): Block => ({ type: 'paragraph', style: 'gap', text });

/** Topics whose rules are nearly the same for all help; what is quite the same stands once, last. */
const told: readonly ResidentTopic[] = ['behind', 'safety'];

/** The rules that every page has. */
function sharedRules(pages: readonly ResidentPage[]): ResidentSection[] {
  const all = pages.flatMap(({ rules }) => rules);
  const [first] = all;
  if (first === undefined || all.length < 2) return [];
  const everywhere = (topic: ResidentTopic, item: string) =>
    all.every(({ sections }) => sections.some((one) => one.topic === topic && one.items.includes(item)));
  return first.sections.flatMap((section) => {
    const items = told.includes(section.topic) ? section.items.filter((item) => everywhere(section.topic, item)) : [];
    return items.length === 0 ? [] : [{ ...section, items }];
  });
}

function sectionBlocks({ topic, heading, items, sources }: ResidentSection, id: string, level: 2 | 3): Block[] {
  return [
    { type: 'heading', level, id: `${id}-${topic}`, text: heading },
    { type: 'list', items },
    ...(sources.length === 0
      ? []
      : [{ type: 'paragraph' as const, style: 'note' as const, text: `Läs mer i socialtjänstlagen: ${listed(sources.map(sectionInWords))}.` }]),
  ];
}

function rulesBlocks({ sections }: ResidentRules, shared: readonly ResidentSection[], id: string, level: 2 | 3): Block[] {
  const once = new Set(shared.flatMap(({ items }) => items));
  return sections.flatMap((section) => {
    const items = section.items.filter((item) => !once.has(item));
    return items.length === 0 ? [] : sectionBlocks({ ...section, items }, id, level);
  });
}

function pageBlocks({ insats, title, more, name, rules }: ResidentPage, shared: readonly ResidentSection[], stands: string): Block[] {
  const [only, ...others] = rules;
  return [
    { type: 'heading', level: 1, id: insats, text: title, newPage: true },
    { type: 'paragraph', style: 'note', text: stands },
    ...(more === '' ? [] : [{ type: 'paragraph' as const, style: 'lead' as const, text: more }]),
    paragraph(residentWords.called(name)),
    paragraph(residentWords.direct),
    ...(only !== undefined && others.length === 0
      ? [paragraph('Hjälpen är för dig som:'), { type: 'list' as const, items: only.who }, ...rulesBlocks(only, shared, insats, 2)]
      : rules.flatMap((one, index): Block[] => [
          { type: 'heading', level: 2, id: `${insats}-${index}`, text: `För dig som ${one.who.join(', eller ')}` },
          ...rulesBlocks(one, shared, `${insats}-${index}`, 3),
        ])),
    { type: 'heading', level: 2, id: `${insats}-kontakt`, text: residentWords.contactHeading },
    gap(residentWords.contactGap),
    ...(shared.length === 0 ? [] : [paragraph(`Det finns också regler som gäller all hjälp. Läs dem under ”${sharedHeading}”.`)]),
  ];
}

const sharedHeading = 'Det här gäller all hjälp';

/** The information to residents about every insats that opens, one page each, ready to be filled in and published. */
export function residentAnnex(draft: Draft, version: number | null = null, decided: Decided | null = null): DocumentModel {
  const pages = residentPages(draft);
  const [shared, stands] = [sharedRules(pages), standsInWords(decided)];
  return {
    title: `Hjälp som du kan få direkt – ${draft.district.name}`,
    subtitle: `Information till invånare. ${decided === null ? 'Utkast, ' : ''}${dateInWords(draft.date)}`,
    language: 'sv-SE',
    header: headerOf('Till invånare', draft, version, decided),
    footer: footerOf(draft, version, decided),
    pageWord: 'Sida',
    ofWord: 'av',
    blocks:
      pages.length === 0
        ? [gap(noAnnexReason(draft))]
        : [
            { type: 'paragraph', style: 'note', text: stands },
            ...(pages.some(({ unanswered }) => unanswered.length > 0)
              ? [gap('[Innan bilagan publiceras: frågor om villkoren saknar svar. De står i tjänsteutlåtandet.]')]
              : []),
            { type: 'contents', title: 'Det här kan du få hjälp med' },
            ...pages.flatMap((page) => pageBlocks(page, shared, stands)),
            ...(shared.length === 0 ? [] : [{ type: 'heading' as const, level: 1 as const, id: 'all-hjalp', text: sharedHeading, newPage: true as const }]),
            ...shared.flatMap((section) => sectionBlocks(section, 'all-hjalp', 2)),
          ],
  };
}
