// Moves focus on purpose after a swap. Everything works without this file.

// A swap may take away what had focus; the swapped part then says where to go on.
document.addEventListener('htmx:after:swap', (event) => {
  if (document.activeElement !== document.body) return;
  const target = event.detail?.ctx?.target;
  const root = (typeof target === 'string' ? document.querySelector(target) : document.getElementById(target?.id)) ?? document;
  root.querySelector('[data-focus]')?.focus();
});

// An address may lead into something folded. Chromium and Firefox unfold it themselves.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest('details:not([open])');
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}
window.addEventListener('hashchange', unfold);
unfold();
