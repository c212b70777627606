import { responseInWords } from '../../documents/changes-chapter.ts';
import { standingInWords } from '../../drafts/shape-line.ts';
import type { FlagResponse } from '../../drafts/shaping.ts';
import { count, date, list, number, sourceHref } from '../../web/format.ts';
import { reviewerLabels } from '../../web/labels.ts';
import { compareVersions } from '../compare.ts';
import { compareParts } from '../compare-parts.ts';
import { chapterBlocks, type FactBlock, type FactSources } from './fact-blocks.ts';
import { type CurrentLine, openLines } from './fact-lines.ts';

/** What the proposal rests on: law, district, nuläge and scope. */
export function backgroundFacts({ version: { draft } }: FactSources): FactBlock[] {
  const { district, legalBasis, inputs, scope } = draft;
  const year = inputs.currentStateYear;
  const answered =
    inputs.currentStates === 0
      ? 'Inget är lämnat.'
      : `${year === undefined ? '' : `${year}: `}${count(inputs.currentStates, 'insats är besvarad', 'insatser är besvarade')} av ${number(scope.insatser)}.`;
  return [
    {
      type: 'facts',
      items: [
        { term: district.kind === 'district' ? 'Stadsdel' : 'Stadsövergripande enhet', text: district.name, href: `/stadsdelar/${district.id}` },
        { term: 'Rättslig grund', text: `${legalBasis.title} (${legalBasis.citation})`, href: sourceHref(legalBasis.source) },
        { term: 'Gäller från', text: date(legalBasis.appliesFrom) },
        { term: 'Lagen läst för', text: date(draft.date) },
        { term: 'Nuläge', text: answered, href: `/stadsdelar/${district.id}/nulage${year === undefined ? '' : `?ar=${year}`}` },
        { term: 'Omfattning', text: `${count(scope.insatser, 'insats', 'insatser')} i ${count(scope.pairs, 'rad', 'rader')}.` },
      ],
    },
    {
      type: 'passages',
      title: 'Omfattning',
      open: true,
      passages: [{ kind: 'paragraph', text: scope.text, citations: scope.citations, sources: scope.sources }],
    },
    ...chapterBlocks(draft.chapters, 'legal-frame', () => false),
  ];
}

const answers: readonly [FlagResponse['kind'], string][] = [
  ['investigate', 'Flaggor som ska utredas'],
  ['accepted', 'Flaggor där någon har accepterat risken'],
  ['disputed', 'Flaggor där bedömningen inte delas'],
];

/** Who has answered for what, who else the flags ask for, and what has changed on the way. */
export function preparationFacts(sources: FactSources, lines: readonly CurrentLine[]): FactBlock[] {
  const { version, state } = sources;
  const open = openLines(lines);
  const titles = new Map(lines.flatMap(({ line }) => line.flags.map((flag) => [flag.rule, flag.title] as const)));
  const reviewers = Object.entries(reviewerLabels).map(([reviewer, label]) => {
    const asked = open.filter(({ line }) => line.flags.some((flag) => flag.reviewer.some((one) => one === reviewer)));
    return [label, number(asked.length)];
  });
  const answered = lines.reduce((sum, { state: { shaping } }) => sum + Object.keys(shaping.responses).length, 0);
  return [
    {
      type: 'facts',
      items: [
        { term: 'Besvarade flaggor', text: number(answered) },
        { term: 'Versioner', text: number(version.version), href: `/forslag/${version.id}/versioner` },
        { term: 'Rader där något saknas', text: number(state.missing.length), href: `/forslag/${version.id}/saknas` },
      ],
    },
    { type: 'table', caption: 'Granskare som flaggorna pekar ut, rader i etapp 1–3', head: ['Granskare', 'Rader'], rows: reviewers },
    ...answers.map(([kind, title]): FactBlock => {
      const items = lines.flatMap(({ line, state: { shaping }, href }) =>
        Object.entries(shaping.responses).flatMap(([rule, response]) =>
          response.kind === kind
            ? [
                {
                  text: `${titles.get(rule) ?? rule}: ${line.name}, ${line.targetGroupName}`,
                  href: `${href}#svara-${rule}`,
                  more: responseInWords(response),
                },
              ]
            : [],
        ),
      );
      return { type: 'list', title, items };
    }),
    ...changeFacts(sources, lines),
  ];
}

/** What people have chosen otherwise than the rules, and what differs from the first version. */
export function changeFacts({ version, first, state, assessor }: FactSources, lines: readonly CurrentLine[]): FactBlock[] {
  const chosen = lines.filter((line) => line.state.standing.chosen);
  const compared = compareVersions(first, version, assessor);
  const { texts, outline, scenarios } = compareParts(first, version);
  const byPeople = compared.filter(({ causes }) => causes.includes('people')).length;
  const others = compared.length - byPeople;
  const told = [
    ...(byPeople > 0 ? [`${count(byPeople, 'rad', 'rader')} som människor har ändrat`] : []),
    ...(others > 0 ? [`${count(others, 'rad', 'rader')} som nya regler, nytt nuläge eller nytt datum har ändrat`] : []),
    ...(texts.length > 0 ? [count(texts.length, 'text', 'texter')] : []),
    ...(outline === null ? [] : ['rubrikerna']),
    ...(scenarios.length > 0 ? [count(scenarios.length, 'räkneexempel', 'räkneexempel')] : []),
  ];
  const since =
    version.version === 1
      ? [{ term: 'Sedan version 1', text: 'Ingen ny version är sparad.' }]
      : [
          {
            term: 'Skiljer sig från version 1',
            text: told.length === 0 ? 'Inget.' : `${list(told)}.`,
            href: `/forslag/${version.id}/jamfor?fran=1&till=${version.version}`,
          },
        ];
  return [
    { type: 'facts', items: [...since, { term: 'Ändrade och borttagna rader', text: number(state.changed) }] },
    {
      type: 'list',
      title: 'Rader där förvaltningen väljer något annat än regelverket föreslår',
      items: chosen.map(({ line, state: own, href }) => ({
        text: `${line.name}, ${line.targetGroupName}`,
        href,
        more: `${standingInWords(own.standing)}. ${own.shaping.motive || 'Inget motiv.'}`,
      })),
    },
    {
      type: 'list',
      title: 'Borttagna rader',
      items: state.removed.map(({ pair, shaping }) => ({
        text: `${pair.insats.name}, ${pair.group.name}`,
        href: `/forslag/${version.id}/rader/${pair.insats.id}/${pair.group.id}`,
        more: shaping.motive || 'Inget motiv.',
      })),
    },
  ];
}
