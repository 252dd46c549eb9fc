// What the pages need beyond htmx. Everything works without it; this makes it quicker.
(() => {
  // The theme follows the system. Set before the first paint: Tabler reads it from the root element.
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = () => document.documentElement.setAttribute('data-bs-theme', dark.matches ? 'dark' : 'light');
  theme();
  dark.addEventListener('change', theme);

  // Copy buttons: <button data-copy="#element">.
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    navigator.clipboard.writeText(source.textContent.trim()).then(() => {
      const label = button.textContent;
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  });

  // One-key actions: <button data-key="a">, unless somebody is typing.
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });

  // A quiet mark while the live connection is lost.
  const mark = lost => { const note = document.getElementById('connection'); if (note) note.hidden = !lost; };
  document.addEventListener('htmx:sseError', () => mark(true));
  document.addEventListener('htmx:sseOpen', () => mark(false));
})();
