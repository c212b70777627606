// Moves focus on purpose after a swap, and says so when an answer cannot be fetched. Everything works without this file.
const live = () => document.getElementById('live');

// A swap may take away what had focus; the swapped part then says where to go on.
document.addEventListener('htmx:after:swap', (event) => {
  if (document.activeElement !== document.body) return;
  const target = event.detail?.ctx?.target;
  const root = (typeof target === 'string' ? document.querySelector(target) : document.getElementById(target?.id)) ?? document;
  root.querySelector('[data-focus]')?.focus();
});

document.addEventListener('htmx:error', () => {
  const region = live();
  if (region) region.textContent = 'Svaret gick inte att hämta. Kontrollera att Insatsplan är i gång och försök igen.';
});
