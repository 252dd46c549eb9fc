// What the pages need beyond htmx. Everything works without it; this makes it quicker.
(() => {
  // The theme follows the system, or what was chosen. Set before the first paint: Tabler reads it from the root element.
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => localStorage.getItem('belfry-theme') || 'system';
  const theme = () => {
    const name = chosen() === 'system' ? (dark.matches ? 'dark' : 'light') : chosen();
    document.documentElement.setAttribute('data-bs-theme', name);
    document.querySelectorAll('[data-theme]').forEach(one => one.setAttribute('aria-pressed', String(one.dataset.theme === chosen())));
  };
  theme();
  dark.addEventListener('change', theme);
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-theme]');
    if (!button) return;
    localStorage.setItem('belfry-theme', button.dataset.theme);
    theme();
  });

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

  // One-key actions, <button data-key="a">, and "g" with a second key to go somewhere, unless somebody is typing.
  const places = { i: '/incidents', o: '/on-call', s: '/services' };
  let going = false;
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    if (document.querySelector('dialog[open]')) return;
    const place = going && places[event.key];
    going = event.key === 'g';
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (place) { event.preventDefault(); location.href = place; }
    else if (event.key === '?') { event.preventDefault(); help(); }
    else if (button) { event.preventDefault(); button.click(); }
  });
  const help = () => { const sheet = document.getElementById('keys'); if (sheet) sheet.showModal(); };

  // Lists of rows: j and k move, x ticks, Enter opens; "/" goes to the filter.
  const rows = () => [...document.querySelectorAll('[data-row]')];
  const move = step => {
    const all = rows();
    const at = all.findIndex(row => row.dataset.cursor);
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    if (!next) return;
    all.forEach(row => delete row.dataset.cursor);
    next.dataset.cursor = 'here';
    next.querySelector('a').focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=checkbox]), textarea, select, dialog')) return;
    const here = document.querySelector('[data-row][data-cursor]');
    const field = event.key === '/' && document.querySelector('[data-focus="/"]');
    if (field) { event.preventDefault(); field.focus(); }
    else if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'x' && here) here.querySelector('input.tick')?.click();
  });
  // While something is ticked, the list stays as it is; it catches up when nothing is.
  document.addEventListener('htmx:beforeRequest', event => {
    if (event.target.matches?.('[data-keep-ticks]') && event.target.querySelector('.tick:checked')) event.preventDefault();
  });
  document.addEventListener('change', event => {
    const list = event.target.matches('.tick') && event.target.closest('[data-keep-ticks]');
    if (list && !list.querySelector('.tick:checked')) document.body.dispatchEvent(new CustomEvent('live:refetch'));
  });

  // What needs this script is shown by it; a message of what was done goes after a while, unless it is being read.
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-themes], [data-keys]').forEach(one => { one.hidden = false; });
    document.querySelectorAll('[data-keys]').forEach(one => one.addEventListener('click', help));
    theme();
    const note = document.querySelector('.toast-note');
    const dismiss = note?.querySelector('[data-dismiss]');
    if (dismiss) {
      dismiss.hidden = false;
      dismiss.addEventListener('click', () => note.remove());
    } else if (note) {
      const leave = () => { if (note.matches(':hover, :focus-within')) setTimeout(leave, 2000); else note.remove(); };
      setTimeout(leave, 8000 + 60 * note.textContent.length);
    }
  });
  // One menu at a time, and none once the reader has gone on.
  document.addEventListener('click', event => document.querySelectorAll('details.me[open], details.more[open]').forEach(one => {
    if (!one.contains(event.target)) one.open = false;
  }));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    document.querySelectorAll('details.me[open], details.more[open]').forEach(one => { one.open = false; one.querySelector('summary').focus(); });
  });

  // Countdowns: <time data-due="2026-01-01T00:00:00Z">at 14:37</time>.
  const count = () => document.querySelectorAll('[data-due]').forEach(one => {
    const left = Math.round((new Date(one.dataset.due) - Date.now()) / 1000);
    const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
    one.textContent = left <= 0 ? 'now' : hours > 0 ? `in ${hours} h ${minutes} m` : `in ${minutes}:${String(left % 60).padStart(2, '0')}`;
  });
  setInterval(count, 1000);
  document.addEventListener('htmx:afterSwap', count);

  // Live pages: <div data-live="/stream" data-live-events="changed refetch">. Each event of the stream becomes an event
  // live:NAME on the body, which htmx can wait for: hx-trigger="live:changed from:body".
  let last = new Date();
  const mark = lost => document.querySelectorAll('[data-connection]').forEach(note => {
    // At the foot of the rail it always says how it stands; on a phone only that something is wrong.
    note.hidden = !lost && note.parentElement === document.body;
    note.classList.toggle('lost', lost);
    note.textContent = lost ? 'Reconnecting, last update ' + last.toLocaleTimeString() : 'Live';
  });
  const listen = element => {
    const stream = new EventSource(element.dataset.live);
    let lost;
    stream.onopen = () => { clearTimeout(lost); lost = undefined; mark(false); };
    stream.onerror = () => {
      // A quiet mark while the connection is lost; not for a moment's interruption.
      if (!lost) last = new Date();
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
