// Answering a queue from the keyboard. The keys work only while a group has focus, so that nobody presses them by mistake. Everything works without this file.
const isTyping = (element) => element.matches('textarea, select, input:not([type="radio"], [type="checkbox"])');

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  const group = target.closest?.('[data-queue] > article, [data-answer]');
  if (!group || event.altKey || event.metaKey) return;
  const form = group.querySelector('form');
  if (event.ctrlKey) {
    if (key !== 'Enter' || !form) return;
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (isTyping(target)) return;
  // Arrows belong to the choice between answers while that has focus.
  const steps = target === group ? { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 } : { j: 1, k: -1 };
  const step = steps[key];
  if (step !== undefined) {
    event.preventDefault();
    (step > 0 ? group.nextElementSibling : group.previousElementSibling)?.focus();
    return;
  }
  const choice = form?.querySelector(`input[data-key="${CSS.escape(key)}"]`);
  if (!choice) return;
  event.preventDefault();
  for (let folded = choice.closest('details:not([open])'); folded; folded = folded.parentElement.closest('details:not([open])')) folded.open = true;
  choice.checked = true;
  choice.dispatchEvent(new Event('change', { bubbles: true }));
  // The first answer needs no words; the others do.
  const next = key === '1' ? 'button[type="submit"]' : key === '3' ? 'select, textarea' : 'textarea';
  form.querySelector(next).focus();
});
