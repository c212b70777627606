// Says in good time that the login is about to end, and that nothing of what is written goes with it. Everything works without this file.
const box = document.getElementById('session');
const warnBefore = 3 * 60_000;
const words = box.querySelector('p');
const stay = box.querySelector('button');
const again = box.querySelector('a');

/** When the login ends if nothing more is asked of the server, and when it ends whatever happens; by this browser's own clock. */
let idleUntil = 0;
let endsAt = 0;
let state = 'calm';
/** Who was logged in when this page was made, and whether somebody else is now: tabs share the login. */
const { account } = document.body.dataset;
let other = false;
const lasts = (idle, absolute) => {
  idleUntil = Date.now() + idle;
  endsAt = Date.now() + absolute;
};
const idleTime = Number(box.dataset.idle);
lasts(idleTime, Number(box.dataset.absolute));

const clock = (at) => new Intl.DateTimeFormat('sv-SE', { hour: '2-digit', minute: '2-digit' }).format(at);
const kept = 'Det du har skrivit finns kvar i den här fliken.';
const texts = {
  calm: () => '',
  idle: () => `Du loggas ut kl. ${clock(idleUntil)} om du inte fortsätter. ${kept}`,
  absolute: () => `Du loggas ut kl. ${clock(endsAt)} och behöver då logga in igen. Spara gärna nu. ${kept}`,
  ended: () => `Du är utloggad. ${kept} Logga in i en ny flik, gå tillbaka hit och spara.`,
  other: () => 'Någon annan har loggat in i en annan flik. Det du sparar här skulle sparas i den personens namn. Läs in sidan igen innan du fortsätter.',
  unreachable: () => `Ingen kontakt med servern. Försök igen. ${kept}`,
};

function show(next) {
  if (next === state) return;
  state = next;
  box.hidden = state === 'calm';
  stay.hidden = state !== 'idle' && state !== 'unreachable';
  again.hidden = state !== 'ended';
  words.textContent = texts[state]();
  const live = document.getElementById('live');
  if (live && state !== 'calm') live.textContent = words.textContent;
}

function look() {
  const now = Date.now();
  if (other) show('other');
  else if (now >= Math.min(idleUntil, endsAt)) show('ended');
  else if (endsAt - now <= warnBefore) show('absolute');
  else if (idleUntil - now <= warnBefore) show(state === 'unreachable' ? state : 'idle');
  else show('calm');
}

// Another tab that is used keeps the login alive for this one too.
const tabs = new BroadcastChannel('insatsplan-session');
tabs.addEventListener('message', ({ data }) => {
  lasts(data.idle, data.absolute);
  other = data.account !== account;
  look();
});
function prolonged(idle, absolute) {
  lasts(idle, absolute);
  // What is answered to another's tab says nothing of who is logged in now.
  if (!other) tabs.postMessage({ idle, absolute, account });
  look();
}
prolonged(idleTime, Number(box.dataset.absolute));

document.addEventListener('htmx:before:response', ({ detail: { ctx } }) => {
  if (ctx.response.status === 401) idleUntil = 0;
  else return prolonged(idleTime, endsAt - Date.now());
  look();
});

stay.addEventListener('click', async () => {
  const hadFocus = document.activeElement === stay;
  try {
    const answer = await fetch('/session', { method: 'POST', signal: AbortSignal.timeout(8000) });
    if (answer.status === 401) idleUntil = 0;
    else if (answer.ok) {
      const { idle, absolute } = await answer.json();
      prolonged(idle, absolute);
      const live = document.getElementById('live');
      if (live) live.textContent = 'Du är fortfarande inloggad.';
    } else show('unreachable');
  } catch {
    show('unreachable');
  }
  look();
  if (hadFocus && stay.hidden) (again.hidden ? document.getElementById('innehall') : again)?.focus();
});

setInterval(look, 5000);
// A machine that has slept has not counted.
document.addEventListener('visibilitychange', look);
