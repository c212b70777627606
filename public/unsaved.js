// What somebody has written and not saved: asked about before the page is left, and kept in this tab until it is saved or the tab is closed.
// Nothing of it leaves the browser, and it is offered to nobody but the one who wrote it. Passwords and files are never kept; `data-not-kept` on a form or field leaves it out.
const prefix = 'insatsplan.osparat ';
/** Who is logged in; undefined where nobody is, as on the login page that stands between a login that has ended and the next. */
const account = document.body.dataset.account;
const mine = `${prefix}${account ?? ''} `;
const posts = () =>
  [...document.forms].filter(
    (form) => form.getAttribute('method')?.toLowerCase() === 'post' && !form.matches('[data-not-kept]') && !form.querySelector('[type="password"]'),
  );
const keyOf = (form) => mine + (form.getAttribute('action') ?? location.pathname);
const left = new Set(['hidden', 'submit', 'button', 'reset', 'image', 'file', 'password', 'fieldset', 'output']);
const fieldsOf = (form) => [...form.elements].filter((one) => one.name && !left.has(one.type) && !one.matches('[data-not-kept]'));

/** The values of fields by name; as the page was sent where `asSent`. */
function valuesOf(fields, asSent = false) {
  const values = {};
  for (const one of fields) {
    values[one.name] ??= [];
    if (one.type === 'checkbox' || one.type === 'radio') {
      if (asSent ? one.defaultChecked : one.checked) values[one.name].push(one.value);
    } else if (one instanceof HTMLSelectElement) {
      const chosen = [...one.options].filter((option) => (asSent ? option.defaultSelected : option.selected));
      if (chosen.length === 0 && !one.multiple && one.options.length > 0) chosen.push(one.options[0]);
      values[one.name].push(...chosen.map((option) => option.value));
    } else values[one.name].push(asSent ? one.defaultValue : one.value);
  }
  return values;
}
const same = (a, b) => (a ?? ['']).join('\n') === (b ?? ['']).join('\n');

/** What is saved of each form, by key; it stands when the server sends the form again with faults. */
const saved = new Map();
/** What is on its way to be saved. */
const sending = new Map();

/** The fields that differ from what is saved and from what is being saved. */
function unsavedOf(form) {
  const [base, flying] = [saved.get(keyOf(form)) ?? {}, sending.get(keyOf(form)) ?? {}];
  const now = valuesOf(fieldsOf(form));
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => !same(value, base[name]) && !(name in flying && same(value, flying[name]))));
}
const isUnsaved = (form) => form.hasAttribute('data-unsaved') || Object.keys(unsavedOf(form)).length > 0;

// --- keeping

/** What a save builds on goes with the text, so that a newer save is never written over unseen. */
const isBase = (one, changed) => one.type === 'hidden' && (one.name === 'revision' || (one.name.endsWith('.bas') && changed.has(one.name.slice(0, -4))));

function keep(form) {
  const values = unsavedOf(form);
  const names = Object.keys(values);
  if (names.length === 0) return drop(form);
  const rows = new Set(names.map((name) => name.split('.')[0]));
  const bases = Object.fromEntries([...form.elements].filter((one) => isBase(one, rows)).map((one) => [one.name, one.value]));
  write(keyOf(form), { values, bases, page: location.href.split('#')[0], sent: false });
}

function write(key, draft) {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or closed storage: then the question before leaving is what there is.
  }
}
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
const keptKeys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
function drop(form) {
  sessionStorage.removeItem(keyOf(form));
  noteOf(form)?.remove();
  form.dispatchEvent(new CustomEvent('insatsplan:nothing-unsaved', { bubbles: true }));
}
const noteOf = (form) => document.querySelector(`[data-kept="${CSS.escape(keyOf(form))}"]`);

const waiting = new Map();
function keepSoon(event) {
  const form = event.target?.form;
  if (!form || !posts().includes(form)) return;
  clearTimeout(waiting.get(form));
  waiting.set(
    form,
    setTimeout(() => keep(form), 300),
  );
}
document.addEventListener('input', keepSoon);
document.addEventListener('change', keepSoon);
window.addEventListener('pagehide', () => {
  for (const [form, timer] of waiting) {
    clearTimeout(timer);
    if (form.isConnected && !read(keyOf(form))?.sent) keep(form);
  }
});

// --- saved, or on its way

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  if (ctx.request.method === 'GET' || !source.matches('form, [data-saves]')) return;
  const form = source instanceof HTMLFormElement ? source : source.querySelector('[form]')?.form;
  if (!form) return;
  ctx.saving = { form, values: valuesOf(source instanceof HTMLFormElement ? fieldsOf(source) : fieldsOf(form).filter((one) => source.contains(one))) };
  sending.set(keyOf(form), { ...sending.get(keyOf(form)), ...ctx.saving.values });
});
// Before htmx acts on the answer: it may be to go to another page.
document.addEventListener('htmx:after:request', ({ detail: { ctx } }) => {
  if (!ctx.saving || ctx.response.status >= 400) return;
  const { form, values } = ctx.saving;
  saved.set(keyOf(form), { ...saved.get(keyOf(form)), ...values });
  form.removeAttribute('data-unsaved');
  keep(form);
});
document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  if (!ctx.saving) return;
  const { form, values } = ctx.saving;
  const still = Object.entries(sending.get(keyOf(form)) ?? {}).filter(([name, value]) => !(name in values && same(value, values[name])));
  sending.set(keyOf(form), Object.fromEntries(still));
});

const leaving = new WeakSet();
document.addEventListener('insatsplan:sent', ({ target: form }) => {
  // Who logs out leaves nothing to the next one at the same window.
  if (form.matches('[action*="logga-ut"]')) for (const key of keptKeys()) sessionStorage.removeItem(key);
  if (!posts().includes(form)) return;
  keep(form);
  const draft = read(keyOf(form));
  if (draft) write(keyOf(form), { ...draft, sent: true });
  leaving.add(form);
  setTimeout(() => leaving.delete(form), 15_000);
});
window.addEventListener('beforeunload', (event) => {
  if (posts().some((form) => !leaving.has(form) && isUnsaved(form))) event.preventDefault();
});

// --- coming back

function fill(form, { values, bases }) {
  for (const [name, value] of Object.entries(bases)) for (const one of form.elements) if (one.name === name && one.type === 'hidden') one.value = value;
  const rest = new Map(Object.entries(values).map(([name, all]) => [name, [...all]]));
  const changed = [];
  for (const one of fieldsOf(form)) {
    const wanted = rest.get(one.name);
    if (!wanted) continue;
    changed.push(one);
    if (one.type === 'checkbox' || one.type === 'radio') one.checked = wanted.includes(one.value);
    else if (one instanceof HTMLSelectElement && one.multiple) for (const option of one.options) option.selected = wanted.includes(option.value);
    else one.value = wanted.shift() ?? '';
  }
  for (const one of changed) if (one.type !== 'radio' || one.checked) one.dispatchEvent(new Event('change', { bubbles: true }));
}

function note(form, text, buttons) {
  const box = document.createElement('div');
  box.className = 'callout cluster';
  box.dataset.color = 'info';
  box.dataset.kept = keyOf(form);
  const words = document.createElement('p');
  words.textContent = text;
  box.append(words);
  for (const [label, act] of buttons) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ds-button';
    button.dataset.variant = 'secondary';
    button.dataset.size = 'sm';
    button.textContent = label;
    button.addEventListener('click', act);
    box.append(button);
  }
  form.before(box);
  const live = document.getElementById('live');
  if (live) live.textContent = text;
}

const firstField = (form, { values }) => fieldsOf(form).find((one) => one.name in values);

function offer(form, draft) {
  const remove = () => {
    sessionStorage.removeItem(keyOf(form));
    location.reload();
  };
  const refill = () => {
    const field = firstField(form, draft);
    noteOf(form)?.remove();
    fill(form, draft);
    field?.focus();
  };
  if (navigation() === 'navigate') {
    note(form, 'Här finns något som du skrev men som inte blev sparat.', [
      ['Återställ det du skrev', refill],
      ['Ta bort det', remove],
    ]);
  } else {
    fill(form, draft);
    note(form, 'Det du skrev står kvar, men det är inte sparat.', [['Ta bort det', remove]]);
  }
}

const navigation = () => performance.getEntriesByType('navigation')[0]?.type ?? 'navigate';

/** A form that was sent is taken as saved when it has led to a page of ours that is no error page and does not ask for corrections. */
function settle(key) {
  const draft = read(key);
  if (!draft?.sent) return;
  const arrived = navigation() === 'navigate' && document.referrer === draft.page;
  const refused = document.querySelector('.error-page, form[data-unsaved], form :is([aria-invalid="true"])') !== null;
  if (arrived && !refused) return sessionStorage.removeItem(key);
  write(key, { ...draft, sent: false });
  showWayBack(draft.page);
}

/** An error page after a save says where the text is. */
function showWayBack(page) {
  const place = document.querySelector('.error-page .lead');
  if (!place) return;
  const words = document.createElement('p');
  const link = document.createElement('a');
  link.href = page;
  link.textContent = 'Gå tillbaka till sidan';
  words.append('Det du skrev finns kvar. ', link, '.');
  place.after(words);
}

/** The form as the server sent it again, with what is wrong in it, is not saved. */
function markRefused(form) {
  if ([...form.elements].some((one) => one.getAttribute('aria-invalid') === 'true')) form.setAttribute('data-unsaved', '');
}

function begin() {
  // Another person at the same window: what the one before wrote is neither shown nor left behind.
  if (account !== undefined) for (const key of keptKeys()) if (!key.startsWith(mine)) sessionStorage.removeItem(key);
  for (const key of keptKeys()) settle(key);
  for (const form of posts()) {
    // A browser puts old text back into a fresh page, beside a newer revision. What was not saved comes back below, with its own revision.
    if (navigation() !== 'navigate') form.reset();
    saved.set(keyOf(form), valuesOf(fieldsOf(form), true));
    markRefused(form);
    const draft = read(keyOf(form));
    if (!draft) continue;
    const now = valuesOf(fieldsOf(form));
    const differs = Object.entries(draft.values).some(([name, value]) => !same(value, now[name]));
    if (differs) offer(form, draft);
    else if (!form.hasAttribute('data-unsaved')) sessionStorage.removeItem(keyOf(form));
  }
}

window.addEventListener('pageshow', ({ persisted }) => {
  // A moment later, so that htmx hears of what is filled in.
  if (!persisted) return setTimeout(begin);
  // A page from the browser's memory shows what was stored then. Only text that is not saved is worth keeping it for.
  const own = posts();
  if (own.length > 0 && !own.some((form) => !leaving.has(form) && isUnsaved(form))) location.reload();
});
