import t from 'tap';
import { designFieldNames } from '../../src/candidate/design.ts';
import { designFields } from '../../src/candidate/design-fields.ts';
import { residentAnnex } from '../../src/documents/resident-annex.ts';
import { residentPages, residentWords } from '../../src/documents/resident-page.ts';
import { conditionTexts } from '../../src/drafts/condition-texts.ts';
import type { Decided } from '../../src/drafts/decided.ts';
import { residentTerm } from '../../src/drafts/resident-terms.ts';
import { residentTexts, residentTopics } from '../../src/drafts/resident-texts.ts';
import { residentGroups, residentKinds } from '../../src/drafts/resident-words.ts';
import { termsOf } from '../../src/drafts/terms.ts';
import { toMarkdown } from '../../src/files/markdown.ts';
import { bases, draftOf, knowledge } from '../drafts/fixture.ts';

/** Words of the trade. A resident should not need to know them. */
const jargon =
  /insats|målgrupp|utförare|bistånd|handlägg|dokument|genomförande|indikator|egen regi|upphandl|individavtal|orosanmäl|etapp|evidens|manual|samverkan|delegation|verkställ|villkor|skadligt bruk|behovspröv/i;
const abbreviations = /\b(LOV|LOU|SIP|HVB|SoL)\b/;

t.test('every answer that can be a villkor has a resident’s words, and every such word an answer', async (t) => {
  t.same(Object.keys(residentTexts).sort(), [...designFieldNames].sort());
  for (const field of designFieldNames) {
    const answers = Object.keys(conditionTexts[field]).sort();
    t.same(Object.keys(residentTexts[field].texts).sort(), answers, field);
  }
  t.same(
    Object.keys(residentTopics).filter((topic) => !Object.values(residentTexts).some((one) => one.topic === topic)),
    [],
    'no topic without villkor',
  );
});

t.test('every target group of the catalogue has a resident’s words, and no other', async (t) => {
  t.same(Object.keys(residentGroups).sort(), knowledge.catalogue.groups.map(({ id }) => id).sort());
});

t.test('no word of the trade in what residents read', async (t) => {
  const texts = Object.values(residentTexts).flatMap(({ texts: answers }) =>
    Object.values(answers).map((text) => (typeof text === 'string' ? text : text.length === 0 ? '' : String(text('7' as never)))),
  );
  const all = [...texts, ...Object.values(residentKinds), ...Object.values(residentGroups), ...Object.values(residentTopics), residentWords.draft];
  t.same(
    all.filter((text) => jargon.test(text) || abbreviations.test(text)),
    [],
  );
});

t.test('each number and each way to get in touch comes through', async (t) => {
  for (const field of designFieldNames) {
    const design = designFields[field];
    const texts = conditionTexts[field];
    if (design.type !== 'integer' || !('number' in texts)) continue;
    const text = texts.number(design.max);
    t.match(residentTerm({ field, text })?.text, String(field === 'ageMax' ? design.max + 1 : design.max), field);
  }
  t.match(residentTerm({ field: 'contactWays', text: 'Man kan ta kontakt genom telefon eller besök.' })?.text, 'telefon eller besök');
  t.match(residentTerm({ field: 'ceilingKind', text: 'Insatsen omfattar högst 6 tillfällen.' })?.text, '6');
  t.equal(residentTerm({ field: 'contactWays', text: 'Helt andra ord.' }), undefined);
});

t.test('a page for each insats that opens, with every villkor of its target groups, and no telephone number that nobody has given', async (t) => {
  for (const { id } of knowledge.districts.all.filter(({ validTo }) => validTo === undefined)) {
    const draft = draftOf(id);
    const opened = draft.lines.filter(({ section }) => section === 'stage1');
    const pages = residentPages(draft);
    t.same(
      pages.map(({ insats }) => insats),
      [...new Set(opened.map(({ insats }) => insats))],
      id,
    );
    for (const line of opened) {
      const page = pages.find(({ insats }) => insats === line.insats);
      const told = page?.rules.find(({ who }) => who.includes(residentGroups[line.targetGroup] ?? ''))?.sections.flatMap(({ items }) => items);
      const missing = termsOf(draft, line).filter((term) => !told?.includes(residentTerm(term)?.text ?? '?'));
      if (missing.length > 0) t.same(missing, [], line.insats);
    }
  }
  const draft = draftOf('farsta');
  const known = new Set(draft.sources.flatMap(({ places }) => places.map(({ key }) => key)));
  const cited = residentPages(draft).flatMap(({ rules }) => rules.flatMap(({ sections }) => sections.flatMap(({ sources }) => sources)));
  t.same(
    cited.filter((key) => !known.has(key)),
    [],
  );
  const markdown = toMarkdown(residentAnnex(draft));
  t.equal(markdown.split('\n## ').length - 2, residentPages(draft).length, 'one chapter each, and one for what is common');
  t.notMatch(markdown.replaceAll(/regelverk \w+/g, ''), /\d{2,4}[- ]\d{2,3} \d{2}/);
});

t.test('residents are told whether the nämnd has decided, and no two pages are called the same', async (t) => {
  const draft = draftOf('farsta');
  const told = (decided: Decided | null) => toMarkdown(residentAnnex(draft, 3, decided));
  const decided = { number: 'Dnr 1.1/2-2026', date: '2026-11-30', superseded: false };
  t.match(told(null), residentWords.draft);
  t.notMatch(told(decided), residentWords.draft);
  t.match(told(decided), decided.number);
  t.notMatch(told({ ...decided, superseded: true }), residentWords.draft);
  t.match(told({ ...decided, superseded: true }), residentWords.replaced);
  const titles = residentPages(draft).map(({ title }) => title);
  t.equal(new Set(titles).size, titles.length);
});

t.test('under a proposal for a law there is nothing to tell residents', async (t) => {
  for (const basis of bases.filter((one) => one !== 'sol-2025-400')) {
    t.same(residentPages(draftOf('farsta', basis)), []);
    t.match(toMarkdown(residentAnnex(draftOf('farsta', basis))), residentWords.noAnnexProposal);
  }
});
