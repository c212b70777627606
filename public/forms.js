// Sending forms: one press is one save, and a lost connection takes nothing that somebody has written. Everything works without this file.
const announce = (text) => {
  const region = document.getElementById('live');
  if (region) region.textContent = text;
};
const isPost = (form) => form instanceof HTMLFormElement && form.getAttribute('method')?.toLowerCase() === 'post';
const buttonsOf = (form) => [...form.elements].filter((one) => one.type === 'submit' && !one.hidden);
const visible = (button) => (button?.hidden ? undefined : button);

/** What was not done stands beside the button that was pressed, with a way to try again. */
function tell(place, text, retry, { form, within = false } = {}) {
  const box = document.createElement('div');
  box.className = 'callout cluster not-sent';
  box.dataset.color = 'danger';
  const words = document.createElement('p');
  words.textContent = text;
  const again = document.createElement('button');
  again.type = 'button';
  again.className = 'ds-button';
  again.dataset.variant = 'secondary';
  again.dataset.size = 'sm';
  again.textContent = 'Försök igen';
  again.addEventListener('click', () => {
    box.remove();
    retry();
  });
  box.append(words, again);
  if (within || place.matches('.save-bar')) place.append(box);
  else place.after(box);
  if (form) noticesOf.set(form, box);
  announce(`${text} Försök igen.`);
}

const noticesOf = new WeakMap();
document.addEventListener('insatsplan:nothing-unsaved', ({ target: form }) => noticesOf.get(form)?.remove());

const noticeOf = (place) => [place.nextElementSibling, place.lastElementChild].find((one) => one?.matches('.not-sent'));

// --- one press is one save

const underWay = new WeakSet();
function busy(form, on) {
  if (on) underWay.add(form);
  else underWay.delete(form);
  // Not `disabled`: that would take the focus away, and the pressed button's name and value out of what is sent.
  for (const button of buttonsOf(form)) {
    if (on) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }
}

document.addEventListener(
  'submit',
  (event) => {
    if (!underWay.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

// --- forms that the browser sends itself: asked first whether there is a server, since the browser's own error page would take the form's place

const checked = new WeakSet();
const longestWait = 15_000;

async function isReachable() {
  try {
    await fetch('/health/live', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(8000) });
    return true;
  } catch {
    return false;
  }
}

document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !isPost(form)) return;
  if (checked.delete(form)) {
    // The form is on its way; a page that stays (a download, a refused question about leaving) gets its buttons back.
    setTimeout(() => busy(form, true));
    setTimeout(() => busy(form, false), longestWait);
    form.dispatchEvent(new CustomEvent('insatsplan:sent', { bubbles: true }));
    return;
  }
  event.preventDefault();
  const button = visible(submitter) ?? buttonsOf(form).at(-1) ?? form;
  const place = placeOf(button);
  noticeOf(place)?.remove();
  busy(form, true);
  const reachable = await isReachable();
  busy(form, false);
  const send = () => form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  if (reachable) {
    checked.add(form);
    send();
    // A form that its own rules have stopped is not on its way.
    checked.delete(form);
    return;
  }
  const again = () => {
    button.focus();
    send();
  };
  const typed = [...form.elements].some((one) => one.matches('input:not([type="hidden"]), select, textarea'));
  tell(place, `Ingen kontakt med servern. ${typed ? 'Inte sparat. Det du skrev står kvar.' : 'Inget har ändrats.'}`, again, { form });
});

const placeOf = (element) => element.closest('.cluster, .save-bar') ?? element;

window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) for (const form of document.forms) busy(form, false);
});

// --- requests that htmx sends

const isSave = ({ sourceElement }) => sourceElement.matches('form, [data-saves]');

/** Where the answer to a failed request is told, and whether inside it or after. */
function placeFor({ sourceElement, request }) {
  const status = sourceElement.querySelector?.('.row-status');
  if (status) return [status, true];
  const button = sourceElement instanceof HTMLFormElement ? (visible(request.submitter) ?? buttonsOf(sourceElement).at(-1)) : undefined;
  return [placeOf(button ?? sourceElement), false];
}

function failed(ctx, why) {
  const { sourceElement, sourceEvent, request } = ctx;
  if (!sourceElement.isConnected) return announce(why);
  const [place, within] = placeFor(ctx);
  noticeOf(place)?.remove();
  const what = isSave(ctx) && request.method !== 'GET' ? 'Inte sparat. Det du skrev står kvar.' : 'Svaret gick inte att hämta. Sidan visar det som var.';
  tell(
    place,
    `${why} ${what}`,
    () => {
      if (sourceElement instanceof HTMLFormElement) {
        (visible(request.submitter) ?? buttonsOf(sourceElement).at(-1))?.focus();
        sourceElement.requestSubmit(request.submitter?.isConnected ? request.submitter : undefined);
      } else if (sourceEvent?.type === 'click') sourceElement.click();
      else sourceElement.dispatchEvent(new Event(sourceEvent?.type ?? 'change', { bubbles: true }));
    },
    { within },
  );
}

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  noticeOf(placeFor(ctx)[0])?.remove();
  if (ctx.sourceElement instanceof HTMLFormElement && ctx.request.method !== 'GET') busy(ctx.sourceElement, true);
  const waiting = ctx.sourceElement.dataset.waiting;
  if (waiting) announce(waiting);
});
document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  if (ctx.sourceElement instanceof HTMLFormElement) busy(ctx.sourceElement, false);
});

document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  if (!ctx?.request?.signal) return announce('Svaret gick inte att hämta. Läs in sidan igen och försök på nytt.');
  failed(ctx, ctx.request.signal.reason === 'timeout' ? 'Servern svarade inte i tid.' : 'Ingen kontakt med servern.');
});

// An error page must not take the place of a form that somebody has written in: what it says is told beside the button.
document.addEventListener('htmx:before:response', (event) => {
  const { ctx } = event.detail;
  const { status, raw } = ctx.response;
  if (ctx.request.method === 'GET' || status < 400 || (status < 500 && ctx.hx?.retarget !== '#innehall')) return;
  event.preventDefault();
  raw.text().then(
    (html) => failed(ctx, new DOMParser().parseFromString(html, 'text/html').querySelector('.error-page .lead')?.textContent ?? 'Servern kunde inte svara.'),
    () => failed(ctx, 'Servern kunde inte svara.'),
  );
});
