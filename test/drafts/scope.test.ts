import t from 'tap';
import { draftFormatIds, renderDraft } from '../../src/documents/render-draft.ts';
import { scopeOf } from '../../src/drafts/scope.ts';
import { resolveCitation } from '../../src/sources/resolve-citation.ts';
import { draftOf, knowledge } from './fixture.ts';

const units = knowledge.districts.all.filter((district) => district.kind === 'city_unit');
const scopes = knowledge.unitScopes;
const pairs = knowledge.catalogue.pairs;

t.test('every stadsövergripande unit has a field of work, and no other has', async (t) => {
  t.same(scopes.map((scope) => scope.unit).sort(), units.map((unit) => unit.id).sort());
  for (const scope of scopes) for (const key of scope.citations) t.ok(resolveCitation(knowledge.sources, key));
});

t.test('a stadsdel takes the whole catalogue; a unit a part of it, and the rest is counted', async (t) => {
  t.equal(scopeOf({ id: 'jarva', kind: 'district' }, pairs, scopes).pairs.length, pairs.length);
  for (const unit of units) {
    const scope = scopeOf(unit, pairs, scopes);
    t.equal(scope.pairs.length + scope.leftOut, pairs.length, unit.id);
    t.ok(scope.pairs.length < pairs.length, unit.id);
  }
});

t.test('the criteria of an include must all hold', async (t) => {
  const { pairs: framtid } = scopeOf({ id: 'framtid-stockholm', kind: 'city_unit' }, pairs, scopes);
  t.ok(framtid.length > 0 && framtid.every(({ insats }) => insats.area === 'barn-och-unga' && insats.section !== '3.2'));
  const { pairs: origo } = scopeOf({ id: 'origo', kind: 'city_unit' }, pairs, scopes);
  t.ok(origo.length > 0 && origo.every(({ insats, group }) => insats.classification.honour || group.traits.honour));
});

t.test('a unit whose people are no target group of the catalogue gets an empty draft that says so, in every format', async (t) => {
  const draft = draftOf('kast');
  t.equal(draft.lines.length, 0);
  t.match(String(await renderDraft(draft, 'md')), draft.scope.text.slice(0, 40), 'with the reason');
  for (const format of draftFormatIds) t.ok((await renderDraft(draft, format)).length > 100, format);
});
