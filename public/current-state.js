// The form works without this file. It saves rows by keyboard, keeps two saves of one row from meeting, and marks the fields that have faults.
const answerKeys = { j: 'yes', l: 'local_variant', n: 'no', v: 'unknown', 0: '' };

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const { target } = event;
  // Enter saves the row and keeps the place on the page.
  if (event.key === 'Enter' && target.matches?.('.entry input')) {
    event.preventDefault();
    target.dispatchEvent(new Event('change', { bubbles: true }));
    return;
  }
  const answer = target.matches?.('.entry .given input') ? answerKeys[event.key.toLowerCase()] : undefined;
  if (answer === undefined) return;
  event.preventDefault();
  const row = target.closest('.entry');
  const chosen = row.querySelector(`.given input[value="${answer}"]`);
  chosen.focus();
  if (!chosen.checked) {
    chosen.checked = true;
    chosen.dispatchEvent(new Event('change', { bubbles: true }));
  }
  if (answer === 'no' || answer === 'unknown') nextRow(row)?.focus();
});

/** The answer of the row below; a radio group takes focus on what is chosen. */
function nextRow(row) {
  const rows = [...document.querySelectorAll('.entry')];
  return rows[rows.indexOf(row) + 1]?.querySelector('.given input:checked');
}

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const row = ctx.sourceElement.closest?.('.entry');
  if (!row) return;
  // A save that is under way when somebody goes to another page is still sent.
  ctx.request.keepalive = true;
  // What the page said of the save before no longer says how things are.
  document.querySelector('.save-bar > [data-color="success"]')?.remove();
  const base = row.querySelector('input[type="hidden"]');
  // A save that has waited for another builds on what that one left.
  if (base && ctx.request.body instanceof URLSearchParams) ctx.request.body.set(base.name, base.value);
});

// The faults come beside their fields; the fields themselves, where somebody may be writing, are left as they are but for the mark.
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const row = ctx.sourceElement.closest?.('.entry');
  for (const field of row?.querySelectorAll('[aria-describedby^="fel-"]') ?? []) {
    const fault = document.getElementById(field.getAttribute('aria-describedby'))?.textContent;
    if (fault) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }
});
