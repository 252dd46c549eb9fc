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

  // Live pages: <div data-live="/stream" data-live-events="changed refetch">. Each event of the stream becomes an event
  // live:NAME on the body, which htmx can wait for: hx-trigger="live:changed from:body".
  const mark = lost => { const note = document.getElementById('connection'); if (note) note.hidden = !lost; };
  const listen = element => {
    const stream = new EventSource(element.dataset.live);
    let lost;
    stream.onopen = () => { clearTimeout(lost); mark(false); };
    stream.onerror = () => {
      // A quiet mark while the connection is lost; not for a moment's interruption.
      clearTimeout(lost);
      lost = setTimeout(() => mark(true), 3000);
      // The browser comes back by itself, except after an answer that is no stream.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen(element), 5000 + Math.random() * 5000);
    };
    for (const name of element.dataset.liveEvents.split(' ')) {
      stream.addEventListener(name, event =>
        document.body.dispatchEvent(new CustomEvent('live:' + name, { detail: event.data })));
    }
  };
  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('[data-live]').forEach(listen));
})();
