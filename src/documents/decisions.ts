import { areas } from '../catalogue/schema.ts';
import { counted, insatsCount, inWords, listed, lowerFirst, number, rows } from '../drafts/chapters/writer.ts';
import { type Codes, codesOf } from '../drafts/codes.ts';
import type { Draft, Line, SectionId } from '../drafts/draft-schema.ts';
import { type DocumentationException, documentationExceptions, type TermSet, termSets } from '../drafts/terms.ts';
import { parseWrittenText } from '../drafts/written-text.ts';
import type { Text } from '../files/model.ts';
import { byNumber } from './document-parts.ts';

/** One numbered draft decision; `sources` are the places it rests on. */
export interface Decision {
  kind: 'common' | 'set' | 'exception' | 'documentation' | 'stage2' | 'stage3' | 'unclear' | 'keep' | 'own';
  text: string;
  points: readonly Text[];
  sources: readonly string[];
}

/** What the decisions rest on, by legal basis. */
const places = {
  'sol-2025-400': {
    theLaw: 'lagen',
    law: '11 kap. 5 § socialtjänstlagen',
    exceptionLaw: '14 kap. 5 § socialtjänstlagen',
    excepted: 'uppgifter som kan röja den enskildes identitet',
    open: ['sol-2025-400/11:5'],
    inform: ['sol-2025-400/11:6', 'sol-2025-400/11:1'],
    document: ['sol-2025-400/14:3', 'sol-2025-400/14:4'],
    except: ['sol-2025-400/14:5'],
    keep: ['sol-2025-400/11:5'],
  },
  'sou-2020-47': {
    theLaw: 'lagförslaget',
    law: 'lagförslaget i SOU 2020:47',
    exceptionLaw: 'lagförslaget i SOU 2020:47',
    excepted: 'uppgifter om enskildas personliga förhållanden',
    open: ['sou-2020-47/s.687-691', 'sou-2020-47/s.751'],
    inform: ['sou-2020-47/s.691-693'],
    document: ['sou-2020-47/s.729', 'sou-2020-47/s.730'],
    except: ['sou-2020-47/s.728', 'sou-2020-47/s.731', 'sou-2020-47/s.732'],
    keep: ['sou-2020-47/s.694'],
  },
} as const;
type Places = (typeof places)[keyof typeof places];
const isKnown = (basis: string): basis is keyof typeof places => Object.hasOwn(places, basis);
/** @throws where a legal basis has been added whose decisions nobody has worded. */
function decisionPlaces(basis: string): Places {
  if (!isKnown(basis)) throw new Error(`Förslag till beslut saknas för den rättsliga grunden ${basis}. Lägg till den i src/documents/decisions.ts.`);
  return places[basis];
}

/** "Stödprogram; Träffpunkter (Äldre, Socialpsykiatri)": an area tells insatser with the same name apart. */
function namesOf(lines: readonly Line[], shared: ReadonlySet<string>): string {
  const byName = new Map<string, Set<string>>();
  for (const line of lines) byName.set(line.name, (byName.get(line.name) ?? new Set()).add(areas[line.area]));
  return [...byName].map(([name, own]) => (shared.has(name) ? `${name} (${[...own].join(', ')})` : name)).join('; ');
}

/** Names that more than one insats of the draft has. */
function sharedNames(draft: Draft): ReadonlySet<string> {
  const insatser = new Map(draft.lines.map(({ insats, name }) => [insats, name]));
  const names = [...insatser.values()];
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

/** "För anhöriga: Stresshantering; Stödprogram": the insatser of a set, gathered by the target groups that they are for. */
function forWhom(lines: readonly Line[], shared: ReadonlySet<string>): Text[] {
  const groupsOf = new Map<string, string[]>();
  for (const line of lines) groupsOf.set(line.insats, [...(groupsOf.get(line.insats) ?? []), line.targetGroupName]);
  const byGroups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = listed((groupsOf.get(line.insats) ?? []).map(lowerFirst));
    byGroups.set(key, [...(byGroups.get(key) ?? []), line]);
  }
  return [...byGroups].map(([targetGroups, own]): Text => [{ text: `För ${targetGroups}: `, bold: true }, namesOf(own, shared)]);
}

function setDecision(set: TermSet, { law, open, inform }: Places, codes: Codes, shared: ReadonlySet<string>): Decision {
  const { lines, special, unanswered } = set;
  const count = insatsCount(lines);
  const villkor =
    special.length === 0
      ? ''
      : ` och ${special.length === 1 ? 'det särskilda villkoret' : 'de särskilda villkoren'} ${listed(special.map(({ text }) => codes.condition(text)).sort(byNumber))}`;
  const waiting: Text[] =
    unanswered.length === 0
      ? []
      : [[{ text: 'Utan svar: ', bold: true }, `${listed(unanswered.map((nr) => `G${nr}`))}. Det behövs svar innan nämnden beslutar.`]];
  return {
    kind: 'set',
    text: `Nämnden ger ${inWords(count)} ${count === 1 ? 'insats' : 'insatser'} utan individuell behovsprövning enligt ${law}, med de gemensamma villkoren${villkor}.`,
    points: [...forWhom(lines, shared), ...waiting],
    sources: [...open, ...inform],
  };
}

function exceptionDecision({ name, lines, terms }: DocumentationException, { exceptionLaw, excepted, except }: Places): Decision {
  const whom = listed(lines.map((line) => lowerFirst(line.targetGroupName)));
  const now = lines[0]?.section === 'stage1';
  return {
    kind: 'exception',
    text: now
      ? `Nämnden beslutar enligt ${exceptionLaw} att ${excepted} inte ska dokumenteras i insatsen ${name} för ${whom}, av särskilda skäl.`
      : `Förvaltningen får i uppdrag att lägga fram ett eget beslut om undantag från dokumentationen enligt ${exceptionLaw} för insatsen ${name} (${whom}) innan den öppnas.`,
    points: terms.length === 0 ? ['Det särskilda skälet är inte angivet. Utan det kan nämnden inte besluta.'] : terms,
    sources: except,
  };
}

/** A decision must say what it is about: lines that it only counts are named there. */
const inAttachment = 'Insatserna och målgrupperna står i bilaga 1.';

const sectionLines = (draft: Draft, section: SectionId): Line[] => draft.lines.filter((line) => line.section === section);
const amount = (lines: readonly Line[]): string => `${rows(lines.length)} (${counted(insatsCount(lines), 'insats', 'insatser')})`;

function keepDecision(draft: Draft, { keep, theLaw }: Places): Decision[] {
  const reasons = [
    ['keep_law', `enligt ${theLaw}`],
    ['keep_city', 'enligt stadens råd'],
    ['keep_risk', 'på grund av risk'],
    ['keep_choice', 'efter förvaltningens val'],
  ] as const;
  const kept = reasons.flatMap(([section]) => sectionLines(draft, section));
  if (kept.length === 0) return [];
  const parts = reasons.flatMap(([section, why]) => {
    const count = sectionLines(draft, section).length;
    return count === 0 ? [] : [`${number(count)} ${why}`];
  });
  return [
    { kind: 'keep', text: `Nämnden behåller individuell behovsprövning för ${amount(kept)}: ${listed(parts)}. ${inAttachment}`, points: [], sources: keep },
  ];
}

/** A decision of its own about a section that has lines, or none. */
function sectionDecision(draft: Draft, section: 'stage2' | 'stage3' | 'unclear', textOf: (amount: string) => string): Decision[] {
  const lines = sectionLines(draft, section);
  return lines.length === 0 ? [] : [{ kind: section, text: textOf(amount(lines)), points: [], sources: [] }];
}

/** What people have written as items of a list among the decisions are decisions too. */
const ownDecisions = (draft: Draft): Decision[] =>
  parseWrittenText(draft.texts?.decisions ?? '').flatMap((block) =>
    block.type === 'list' ? block.items.map((text): Decision => ({ kind: 'own', text, points: [], sources: [] })) : [],
  );

/** The draft decisions in the order in which they are numbered; everything in them follows from the draft. */
export function decisionsOf(draft: Draft): Decision[] {
  const known = decisionPlaces(draft.legalBasis.id);
  const sets = termSets(draft, 'stage1');
  const exceptions = documentationExceptions(draft);
  const [codes, shared] = [codesOf(draft), sharedNames(draft)];
  const common: Decision[] =
    sets.length === 0 || draft.commonConditions.length === 0
      ? []
      : [
          {
            kind: 'common',
            text: `Nämnden fastställer de gemensamma villkoren G1–G${draft.commonConditions.length} för de insatser som öppnas i etapp 1.`,
            points: [],
            sources: known.open,
          },
        ];
  const documentation: Decision = {
    kind: 'documentation',
    text: 'Genomförandet dokumenteras i alla insatser i etapp 1. Nämnden beslutar inte om något undantag.',
    points: [],
    sources: known.document,
  };
  return [
    ...common,
    ...sets.map((set) => setDecision(set, known, codes, shared)),
    ...exceptions.map((exception) => exceptionDecision(exception, known)),
    ...(exceptions.length === 0 && sets.length > 0 ? [documentation] : []),
    ...sectionDecision(
      draft,
      'stage2',
      (of) => `Förvaltningen får i uppdrag att förbereda villkoren och klara riskerna för ${of} i etapp 2, och att återkomma till nämnden. ${inAttachment}`,
    ),
    ...sectionDecision(
      draft,
      'stage3',
      (of) => `Förvaltningen får i uppdrag att utreda de höga riskerna för ${of} i etapp 3, och att återkomma till nämnden. ${inAttachment}`,
    ),
    ...sectionDecision(
      draft,
      'unclear',
      (of) =>
        `Nämnden behåller behovsprövningen för ${of} där ${known.theLaw}s svar är oklart. Förvaltningen får i uppdrag att låta en jurist avgöra frågorna. ${inAttachment}`,
    ),
    ...keepDecision(draft, known),
    ...ownDecisions(draft),
  ];
}
