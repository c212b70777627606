// The form works without this file. It keeps two saves of one row from meeting, and says beside the row when one could not be sent.
// Enter saves the row and keeps the place on the page.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !event.target.matches?.('.entry input')) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event('change', { bubbles: true }));
});

document.addEventListener('htmx:before:request', (event) => {
  const { ctx } = event.detail;
  const row = ctx.sourceElement.closest?.('.entry');
  const base = row?.querySelector('input[type="hidden"]');
  // A save that has waited for another builds on what that one left.
  if (base && ctx.request.body instanceof URLSearchParams) ctx.request.body.set(base.name, base.value);
});

function notSaved(row) {
  const status = row?.querySelector?.('.status');
  if (status) status.textContent = 'Inte sparat. Det du skrev står kvar. Försök igen med knappen Spara.';
}

document.addEventListener('htmx:error', (event) => notSaved(event.detail?.ctx?.sourceElement));

// An error page must not take the place of a form that somebody has written in.
document.addEventListener('htmx:before:response', (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status < 400 || !ctx.sourceElement.matches?.('.entry')) return;
  event.preventDefault();
  notSaved(ctx.sourceElement);
  const live = document.getElementById('live');
  if (live) live.textContent = 'Svaret är inte sparat. Det du skrev står kvar. Försök igen med knappen Spara.';
});
