import t, { type Test } from 'tap';
import { readTrail } from '../../../src/audit/trail.ts';
import { ruleDraftRepository } from '../../../src/rule-drafts/repository.ts';
import { addAccount, browserOf } from '../../helpers/accounts.ts';
import { buildTestApp } from '../../helpers/app.ts';

type Sent = [string, string][];
const plain = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const attribute = (tag: string, name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

/** What a browser would send of the form as it stands on the page. */
function fieldsOf(html: string): Sent {
  const form = /<form class="stack draft-form"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const tags = form.matchAll(/<input[^>]*>|<select[^>]*>[\s\S]*?<\/select>|<textarea[^>]*>[\s\S]*?<\/textarea>/g);
  return [...tags].flatMap(([tag]): Sent => {
    const name = attribute(tag, 'name');
    if (tag.startsWith('<textarea')) return [[name, plain(/>\n?([\s\S]*)<\/textarea>/.exec(tag)?.[1] ?? '')]];
    if (tag.startsWith('<select')) {
      const options = [...tag.matchAll(/<option value="([^"]*)"( selected)?/g)];
      return [[name, plain((options.find(([, , selected]) => selected !== undefined) ?? options[0])?.[1] ?? '')]];
    }
    if (/type="(radio|checkbox)"/.test(tag) && !tag.includes(' checked')) return [];
    return [[name, attribute(tag, 'value')]];
  });
}
/** The fields with some written over; a list stands for several of the same name. */
function changed(fields: Sent, over: Readonly<Record<string, string | readonly string[]>>): Sent {
  return [
    ...fields.filter(([name]) => over[name] === undefined),
    ...Object.entries(over).flatMap(([name, value]): Sent => [value].flat().map((one): [string, string] => [name, one])),
  ];
}
const invalid = (html: string) => [...html.matchAll(/<(?:input|select|textarea)[^>]*aria-invalid="true"[^>]*>/g)].map(([tag]) => attribute(tag, 'name'));

const rule = 'fee-upkeep-only';

t.test('a change of the rules is written in forms', async (t) => {
  const { app, database } = await buildTestApp(t);
  for (const name of ['jurist', 'annan']) await addAccount(database, `${name}@stockholm.se`, { role: 'legal', district: '*' });
  await addAccount(database, 'planerare@stockholm.se', { role: 'planner', district: '*' });
  const jurist = await browserOf(app, 'jurist@stockholm.se');
  const drafts = ruleDraftRepository(database.db);
  const operations = async (id = 1) => (await drafts.find(id))?.operations ?? [];
  const at = '/metod/andringar/1/andring/ny';

  await t.test('from the rule’s page to a new change', async (t) => {
    t.match((await jurist.get(`/metod/regler/${rule}`)).body, `/metod/andringar/foresla?regel=${rule}`);
    t.match((await jurist.get(`/metod/andringar/foresla?regel=${rule}`)).body, `/metod/andringar/ny/andring/ny?regel=${rule}`);
    const form = `/metod/andringar/ny/andring/ny/set-severity?regel=${rule}`;
    const fields = changed(fieldsOf((await jurist.get(form)).body), { severity: 'high', titel: 'Avgiften' });
    const tried = await jurist.post(form, [...fields, ['gora', 'prova']]);
    t.equal(tried.statusCode, 200);
    t.match(tried.body, 'id="foljder"', 'what it does is shown');
    t.equal(await drafts.find(1), undefined, 'and nothing is saved');
    t.equal((await jurist.post(form, [...changed(fields, { titel: '' }), ['gora', 'spara']])).statusCode, 422);
    const twice = await Promise.all([1, 2].map(() => jurist.post(form, [...fields, ['gora', 'spara']])));
    t.same(
      twice.map(({ statusCode }) => statusCode),
      [303, 303],
    );
    t.equal((await drafts.list()).length, 1, 'two presses are one change');
    t.same(await operations(), [{ type: 'set-severity', rule, severity: 'high' }]);
  });

  /** Fills in a form, tries it and saves it, and then opens it again: it must be the same operation. */
  async function round(t: Test, address: string, over: Readonly<Record<string, string | readonly string[]>>, expected: object, before = fieldsOf) {
    const fields = changed(before((await jurist.get(`${at}/${address}`)).body), over);
    const count = (await operations()).length;
    const tried = await jurist.post(`${at}/${address}`, [...fields, ['gora', 'prova']]);
    t.equal(tried.statusCode, 200, `${address}: ${/role="alert"[\s\S]*?<\/div>/.exec(tried.body)?.[0]}`);
    const saved = await jurist.post(`${at}/${address}`, [...fields, ['gora', 'spara']]);
    t.equal(saved.headers.location, `/metod/andringar/1#andring-${count + 1}`);
    t.same((await operations()).at(-1), expected, address);
    await jurist.post(`${at}/${address}`, [...fields, ['gora', 'spara']]);
    t.equal((await operations()).length, count + 1, 'a second press adds nothing');
    const again = String((await jurist.get(`/metod/andringar/1/andring/${count + 1}`)).headers.location);
    const shown = fieldsOf((await jurist.get(again)).body);
    t.equal(
      (await jurist.post(again, [...changed(shown, { revision: '0' }), ['gora', 'spara']])).statusCode,
      address.startsWith('switch-on') ? 303 : 409,
      'an old page does not save',
    );
    t.equal((await jurist.post(again, [...shown, ['gora', 'spara']])).statusCode, 303);
    t.same((await operations())[count], expected, `${address}, opened and saved again`);
  }

  await t.test('each kind of change, there and back', async (t) => {
    const title = 'Bara uppehället får kosta något';
    await round(t, `set-texts?regel=${rule}`, { title }, { type: 'set-texts', rule, title });
    await round(
      t,
      `set-citations?regel=${rule}`,
      { add: ['SoL 11:5', '', ''] },
      { type: 'set-citations', rule, add: ['sol-2025-400/11:5'], remove: [], replace: [] },
    );
    await round(t, `set-reviewer?regel=${rule}`, { reviewer: ['legal', 'planner'] }, { type: 'set-reviewer', rule, reviewer: ['legal', 'planner'] });
    const motive = 'Avgiften utreds på nytt.';
    await round(t, `set-validity?regel=${rule}`, { validTo: '2030-12-31', motive }, { type: 'set-validity', rule, validTo: '2030-12-31', motive });
    const path = 'all.2.all.0';
    const value = ['hvb', 'familjehem', 'jourhem'];
    t.match((await jurist.get(`${at}/set-leaf?regel=${rule}`)).body, `villkor=${path}`, 'the condition is chosen first');
    await round(t, `set-leaf?regel=${rule}&villkor=${path}`, { value }, { type: 'set-leaf', rule, path, operator: 'in', value });
  });

  await t.test('a rule switched off, its conditions and its cases', async (t) => {
    const other = 'equality-no-guideline';
    const motive = 'Frågan prövas på nytt av en jurist.';
    await round(t, `switch-off?regel=${other}`, { motive }, { type: 'switch-off', rule: other, motive });
    t.match((await jurist.get(`${at}?regel=${other}`)).body, 'switch-on');
    const given = { 'design.fee': 'none' };
    await round(
      t,
      `add-case?regel=${rule}`,
      { name: 'Ingen avgift tas ut', fires: 'false', 'given.design.fee': 'none' },
      { type: 'add-case', rule, name: 'Ingen avgift tas ut', given, fires: false },
    );
  });

  await t.test('a new rule from a template', async (t) => {
    t.match((await jurist.get(`${at}/add-rule`)).body, 'mall=insats-kind');
    t.match((await jurist.get(`${at}/add-rule?mall=design-question`)).body, 'om=fee');
    const says = {
      title: 'En ny rubrik för avgiften',
      message: 'En ny text om avgiften.',
      theme: 'fee',
      severity: 'low',
      reason: 'Ett skäl för den nya regeln.',
      remedy: 'Ta inte ut någon avgift.',
    };
    const template = { id: 'design-question', question: 'fee', answers: ['charged'], ...says, reviewer: ['legal'], citations: ['sol-2025-400/32:2'] };
    await round(
      t,
      'add-rule?mall=design-question&om=fee',
      {
        ...Object.fromEntries(Object.entries(says).map(([name, text]) => [`template.${name}`, text])),
        ...{ 'template.answers': 'charged', 'template.reviewer': 'legal', 'template.citations': ['', 'SoL 32:2', ''], egenskap: 'group.homeless=true' },
      },
      { type: 'add-rule', name: 'en-ny-rubrik-for-avgiften', template: { ...template, audience: { fact: 'group.homeless', values: [true] } } },
    );
  });

  await t.test('a new rule’s change is called by the rule, unless somebody has given it a name', async (t) => {
    const form = '/metod/andringar/ny/andring/ny/add-rule?mall=insats-kind';
    const fields = fieldsOf((await jurist.get(form)).body);
    t.same(
      fields.find(([name]) => name === 'titel'),
      ['titel', ''],
    );
    const says = {
      'template.title': 'Jourhem behöver en egen rutin',
      'template.message': 'En text om jourhem.',
      'template.theme': 'fee',
      'template.severity': 'low',
      'template.reason': 'Ett skäl för den nya regeln.',
      'template.remedy': 'Skriv en rutin för jourhem.',
      'template.reviewer': 'legal',
      'template.kinds': 'jourhem',
      'template.citations': ['SoL 32:2', '', ''],
    };
    const saved = await jurist.post(form, [...changed(fields, says), ['gora', 'spara']]);
    t.equal(saved.statusCode, 303);
    t.equal((await drafts.find(2))?.title, 'Ny regel: Jourhem behöver en egen rutin');
  });

  await t.test('bad input is refused at its field, and the change is kept', async (t) => {
    const before = JSON.stringify(await operations());
    const isLaw = 'sol-huvudregel';
    const outline = (text: string) => ({ conditions: text });
    const rows: [what: string, address: string, over: Record<string, string | string[]>, field: string, remedy?: string][] = [
      ['an unknown fact', `replace-conditions?regel=documentation-none`, outline('allt detta gäller:\n  Månens fas är full'), 'conditions', 'Rad 2'],
      ['an unknown operator', `replace-conditions?regel=documentation-none`, outline('allt detta gäller:\n  Hemlöshet kanske ja'), 'conditions', 'Rad 2'],
      [
        'an operator that does not fit',
        `replace-conditions?regel=documentation-none`,
        outline('allt detta gäller:\n  Hemlöshet är mindre än ja'),
        'conditions',
        'Rad 2',
      ],
      [
        'a value of another type',
        `replace-conditions?regel=documentation-none`,
        outline('allt detta gäller:\n  Målgruppens lägsta ålder är minst gammal'),
        'conditions',
        'ett tal',
      ],
      ['a circle', `replace-conditions?regel=documentation-none`, outline('allt detta gäller:\n  Antal höga flaggor är minst 1'), 'conditions'],
      ['never', `replace-conditions?regel=documentation-none`, outline('allt detta gäller:\n  Hemlöshet är ja\n  Hemlöshet är nej'), 'conditions'],
      ['always', `replace-conditions?regel=documentation-none`, outline('minst ett av detta gäller:\n  Hemlöshet är ja\n  Hemlöshet är nej'), 'conditions'],
      ['no citation left', `set-citations?regel=${isLaw}`, { 'citat.0': '' }, 'citat.0'],
      ['a citation outside the register', `set-citations?regel=${isLaw}`, { 'citat.0': 'Månen 4' }, 'citat.0', 'källregistret'],
      ['a severity outside the list', `set-severity?regel=documentation-none`, { severity: 'katastrof' }, 'severity'],
      ['an unknown fact in a case', `add-case?regel=${isLaw}`, { name: 'Ett nytt fall', fires: 'true', 'given.moon.phase': 'full' }, ''],
      ['a case that contradicts another', `add-case?regel=${rule}`, { name: 'Tvärtom mot det andra', fires: 'true', 'given.design.fee': 'none' }, 'fires'],
      ['a personal number', `switch-off?regel=documentation-none`, { motive: 'Gäller 19121212-1212 och ingen annan.' }, 'motive', 'personnummer'],
      ['a motive that is too short', `switch-off?regel=documentation-none`, { motive: 'Nej' }, 'motive'],
      ['nothing changed', `set-texts?regel=documentation-none`, {}, 'title'],
      ['the same severity', `set-severity?regel=documentation-none`, {}, 'severity'],
      ['days in the wrong order', `set-validity?regel=documentation-none`, { validFrom: '2030-01-01', validTo: '2029-01-01' }, 'validTo'],
      ['a validity that ends, without a motive', `set-validity?regel=documentation-none`, { validTo: '2030-01-01' }, 'motive', 'varför'],
      ['a validity that begins later, without a motive', `set-validity?regel=documentation-none`, { validFrom: '2027-01-01' }, 'motive'],
      [
        'a rule that ends before there was a law',
        `set-validity?regel=documentation-none`,
        { validTo: '1900-01-01', motive: 'Ett bra skäl.' },
        'validTo',
        '2020',
      ],
      ['a rule that ends before its own law', `set-validity?regel=${isLaw}`, { validTo: '2025-06-30', motive: 'Ett bra skäl.' }, 'validTo', '2025'],
      ['a rule that begins in a far future', `set-validity?regel=documentation-none`, { validFrom: '9999-01-01', motive: 'Ett bra skäl.' }, 'validFrom'],
      ['a template left empty', 'add-rule?mall=figure', {}, 'template.title'],
    ];
    for (const [what, address, over, field, remedy] of rows) {
      const shown = await jurist.get(`${at}/${address}`);
      t.equal(shown.statusCode, 200, what);
      const refused = await jurist.post(`${at}/${address}`, [...changed(fieldsOf(shown.body), over), ['gora', 'spara']]);
      t.equal(refused.statusCode, 422, what);
      if (field !== '') t.ok(invalid(refused.body).includes(field), `${what}: ${invalid(refused.body).join()}`);
      t.match(refused.body, 'role="alert"', what);
      if (remedy !== undefined) t.match(refused.body, remedy, what);
      for (const [name, typed] of Object.entries(over))
        if (typeof typed === 'string' && typed !== '' && field !== '' && name !== 'severity')
          t.ok(
            fieldsOf(refused.body).some(([own, text]) => own === name && text === typed),
            `${what}: ${name} is kept`,
          );
    }
    t.equal(JSON.stringify(await operations()), before);
    t.equal((await jurist.get(`${at}/borta?regel=${rule}`)).statusCode, 404);
    t.equal((await jurist.get('/metod/andringar/1/andring/99')).statusCode, 404);
    t.equal((await jurist.get('/metod/andringar/99/andring/ny')).statusCode, 404);
    t.notMatch(JSON.stringify(await readTrail(database.db, { objectType: 'rule_draft' })), 'Bara uppehället', 'the trail holds no free text');
  });

  await t.test('a limit is moved, and the cases that it contradicts are answered together', async (t) => {
    const own = 'follow-up-weak-area';
    const address = `set-leaf?regel=${own}&villkor=all.0`;
    const before = (await operations()).length;
    const fields = changed(fieldsOf((await jurist.get(`${at}/${address}`)).body), { value: '10' });
    const refused = await jurist.post(`${at}/${address}`, [...fields, ['gora', 'prova']]);
    t.equal(refused.statusCode, 422);
    t.match(refused.body, 'id="foljder"', 'what it does to the city is seen all the same');
    const kept = await jurist.post(`${at}/${address}`, [...fields, ['gora', 'spara-anda']]);
    const form = `/metod/andringar/1/fall?regel=${own}`;
    t.equal(kept.headers.location, form);
    t.match((await jurist.get('/metod/andringar/1')).body, `href="${form}"`, 'the change leads there');

    const shown = fieldsOf((await jurist.get(form)).body);
    const cases = shown.filter(([name]) => name.startsWith('fall.')).map(([, text]) => text);
    t.equal(cases.length, 11, 'eight that say otherwise, and three that stood by the limit');
    t.ok(shown.some(([, text]) => text === 'Starkare område'));
    t.same(
      shown.filter(([name]) => name.startsWith('svar.')),
      [],
      'nothing is chosen beforehand',
    );
    const empty = await jurist.post(form, changed(shown, { 'namn.0': 'Ett eget namn', gora: 'spara' }));
    t.equal(empty.statusCode, 422);
    t.equal(new Set(invalid(empty.body).filter((name) => name.startsWith('svar.'))).size, 11);
    t.ok(fieldsOf(empty.body).some(([name, text]) => name === 'namn.0' && text === 'Ett eget namn'));

    const some = changed(shown, { 'svar.0': 'answer', 'namn.0': 'Ett eget namn', 'svar.1': 'remove', 'svar.2': 'keep', gora: 'alla-move' });
    const rest = await jurist.post(form, some);
    t.equal(rest.statusCode, 200);
    t.equal((await operations()).length, before + 1, 'filling in the rest saves nothing');
    const chosen = fieldsOf(rest.body);
    const answers = chosen.filter(([name]) => name.startsWith('svar.')).map(([, text]) => text);
    t.same(answers, ['answer', 'remove', 'keep', ...Array.from({ length: 8 }, () => 'move')]);
    const mute = await jurist.post(form, [...chosen, ['gora', 'spara']]);
    t.same([mute.statusCode, invalid(mute.body)], [422, ['skal']], 'there has to be a reason');
    const personal = await jurist.post(form, changed(chosen, { skal: 'Gäller 19121212-1212.', gora: 'spara' }));
    t.same([personal.statusCode, invalid(personal.body)], [422, ['skal']]);

    const skal = 'Gränsen sänks till tio procent.';
    const sent = changed(chosen, { skal, gora: 'spara' });
    const twice = await Promise.all([1, 2].map(() => jurist.post(form, sent)));
    const third = await jurist.post(form, sent);
    t.same(
      [...twice, third].map(({ statusCode }) => statusCode),
      [303, 303, 303],
    );
    const saved = (await operations()).slice(before + 1);
    t.equal(saved.length, 10);
    t.same(saved[0], {
      ...{ type: 'replace-case', rule: own, name: cases[0], newName: 'Ett eget namn', fires: false, reason: skal },
      given: { 'city.followUpShare': 15, 'design.followUpIndicators': 'no', 'design.followUpResponsible': 'yes', 'design.followUpIntervalMonths': 12 },
    });
    t.same(saved[1], { type: 'remove-case', rule: own, name: cases[1], reason: skal });
    t.match(saved[2], { type: 'replace-case', name: cases[3], fires: true, given: { 'city.followUpShare': 9 } }, 'the case has followed the limit');

    const left = fieldsOf((await jurist.get(form)).body);
    t.same(
      left.filter(([name]) => name.startsWith('fall.')).map(([, text]) => text),
      [cases[2]],
      'the case that was right stands in the way',
    );
    const stale = await jurist.post(form, changed(left, { revision: '1', 'svar.0': 'answer', skal, gora: 'spara' }));
    t.equal(stale.statusCode, 409, 'an old page does not save');
    t.ok(fieldsOf(stale.body).some(([name, text]) => name === 'skal' && text === skal));
    const last = changed(fieldsOf(stale.body), { 'svar.0': 'answer', gora: 'spara' });
    t.equal((await jurist.post(form, last)).statusCode, 303);
    t.equal((await jurist.post(form, last)).statusCode, 303, 'a second press finds nothing left');
    t.notMatch((await jurist.get('/metod/andringar/1')).body, `href="${form}"`);
    t.match((await jurist.get('/metod/andringar/1')).body, skal, 'whoever checks it reads the reason');
    t.equal((await jurist.get('/metod/andringar/1/fall?regel=sol-familjehem')).statusCode, 404);
    const { revision = 0 } = (await drafts.find(1)) ?? {};
    const rule = (await operations()).slice(0, before);
    await database.db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(1, revision, rule));
  });

  await t.test('a change that has been saved meanwhile: both are shown', async (t) => {
    const address = `set-severity?regel=documentation-none`;
    const fields = changed(fieldsOf((await jurist.get(`${at}/${address}`)).body), { severity: 'info', revision: '1' });
    const refused = await jurist.post(`${at}/${address}`, [...fields, ['gora', 'spara']]);
    t.equal(refused.statusCode, 409);
    t.match(refused.body, 'Bara uppehället får kosta', 'what stands there now');
    t.ok(
      fieldsOf(refused.body).some(([name, text]) => name === 'severity' && text === 'info'),
      'and what was chosen',
    );
    t.equal((await jurist.post(`${at}/${address}`, [...fieldsOf(refused.body), ['gora', 'spara']])).statusCode, 303, 'knowing that, it can be saved');
  });

  await t.test('only the one who writes it, and only who may', async (t) => {
    const annan = await browserOf(app, 'annan@stockholm.se');
    t.equal((await annan.get(`${at}?regel=${rule}`)).statusCode, 403);
    t.equal((await annan.post(`${at}/set-severity?regel=${rule}`, { severity: 'low', revision: '1', gora: 'spara' })).statusCode, 403);
    t.equal((await annan.get('/metod/andringar/1/effekt')).statusCode, 200, 'whoever checks it sees what it does');
    const planerare = await browserOf(app, 'planerare@stockholm.se');
    t.equal((await planerare.get('/metod/andringar/foresla')).statusCode, 403);
    t.notMatch((await planerare.get(`/metod/regler/${rule}`)).body, 'andringar/foresla');
  });

  await t.test('a case comes filled in from a question', async (t) => {
    const asked = await jurist.get('/metod/fraga/regel/fee-upkeep-only?insats=barn-och-unga-familjehem&datum=2026-11-22');
    const href = plain(/\/metod\/andringar\/foresla\?[^"]*/.exec(asked.body)?.[0] ?? '');
    const next = plain(/\/metod\/andringar\/1\/andring\/ny\/add-case[^"]*/.exec((await jurist.get(href)).body)?.[0] ?? '');
    const fields = fieldsOf((await jurist.get(next)).body);
    t.same(
      fields.find(([name]) => name === 'given.insats.kind'),
      ['given.insats.kind', 'familjehem'],
    );
  });
});
