// What the pages need beyond htmx. Everything works without it; this makes it quicker.
(() => {
  // The theme follows the system, or what was chosen. Set before the first paint: Tabler reads it from the root element.
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const theme = () => {
    const chosen = root.dataset.themeChosen;
    root.setAttribute('data-theme', chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen);
    document.querySelectorAll('.theme button').forEach(one => one.setAttribute('aria-pressed', String(one.value === chosen)));
  };
  theme();
  dark.addEventListener('change', theme);
  document.addEventListener('submit', event => {
    if (!event.target.matches('form.theme')) return;
    event.preventDefault();
    root.dataset.themeChosen = event.submitter.value;
    theme();
    fetch(event.target.action, { method: 'POST', body: new URLSearchParams(new FormData(event.target, event.submitter)) });
  });

  // Copy buttons: <button data-copy="#element">.
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    const said = () => {
      const label = button.innerHTML;
      button.textContent = 'Copied';
      setTimeout(() => { button.innerHTML = label; }, 1500);
    };
    // Over plain HTTP browsers have no clipboard: select the text and copy that; it stays selected where even that fails.
    const select = () => {
      getSelection().selectAllChildren(source);
      if (document.execCommand('copy')) said();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(source.textContent.trim()).then(said, select);
    else select();
  });

  // One-key actions, <button data-key="a">, and "g" with a second key to go somewhere, unless somebody is typing.
  const places = { h: '/home', i: '/incidents', o: '/on-call', s: '/services' };
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

  // The palette: the links of this page's navigation, its own actions, and what the two search pages find.
  const palette = () => document.getElementById('palette');
  const openPalette = text => {
    const box = palette();
    if (!box || box.open) return;
    const field = box.querySelector('input');
    field.value = text;
    box.showModal();
    field.focus();
    lookUp();
  };
  const nav = () => [...document.querySelectorAll('.dock a[href], .rail a[href]')].map(link =>
    ({ group: 'Go to', name: link.textContent.trim(), href: link.getAttribute('href') }));
  const acts = () => [
    ...[...document.querySelectorAll('main button[data-key], main a[data-key]')].map(one => ({ group: 'Do', name: one.getAttribute('aria-label') || one.textContent.trim(), press: one })),
    { group: 'Do', name: 'New incident', href: '/incidents/new' }, { group: 'Do', name: 'Who is on call', href: '/on-call/board' },
  ].filter(one => one.press || document.querySelector(`.rail a[href="${one.href}"], .bar a[href="${one.href}"]`));
  const named = (list, text) => {
    const known = new Set();
    return list.filter(one => one.name.toLowerCase().includes(text.toLowerCase()) && !known.has(one.name + one.href) && known.add(one.name + one.href));
  };
  let looking = 0;
  const lookUp = async () => {
    const box = palette(), text = box.querySelector('input').value.trim(), turn = ++looking;
    const here = [...named(nav(), text), ...named(acts(), text)];
    list(here, text);
    if (!text) return;
    await new Promise(later => setTimeout(later, 120));
    if (turn !== looking) return;
    const pages = await Promise.all(['/search', '/on-call/search'].map(path =>
      fetch(`${path}?q=${encodeURIComponent(text)}`).then(answer => answer.ok ? answer.text() : '').catch(() => '')));
    if (turn !== looking) return;
    const hits = pages.flatMap(page => [...new DOMParser().parseFromString(page, 'text/html').querySelectorAll('[data-hit]')]
      .map(link => ({ group: link.dataset.hit, name: link.textContent.trim().replace(/\s+/g, ' '), href: link.getAttribute('href'), look: link })));
    list([...hits.filter(one => one.group === 'Incidents'), ...hits.filter(one => one.group !== 'Incidents'), ...here], text);
    if (pages.includes('')) box.querySelector('.hint').textContent = 'Part of the search did not answer. What is shown may not be all.';
  };
  const list = (found, text) => {
    const box = palette(), ul = box.querySelector('ul');
    ul.replaceChildren();
    let group = '';
    found.slice(0, 30).forEach((one, index) => {
      if (one.group !== group) {
        const head = document.createElement('li');
        head.setAttribute('role', 'presentation');
        head.className = 'group';
        head.textContent = group = one.group;
        ul.append(head);
      }
      const row = document.createElement('li');
      row.id = 'found-' + index;
      row.setAttribute('role', 'option');
      row.append(...(one.look ? [...one.look.childNodes].map(node => document.importNode(node, true)) : [one.name]));
      row.addEventListener('click', event => go(one, event.ctrlKey || event.metaKey));
      row.go = beside => go(one, beside);
      ul.append(row);
    });
    box.querySelector('.hint').textContent = found.length ? '' : `Nothing is named “${text}”.`;
    choose(0);
  };
  const options = () => [...palette().querySelectorAll('[role=option]')];
  const choose = at => {
    options().forEach((row, index) => row.setAttribute('aria-selected', String(index === at)));
    const row = options()[at];
    palette().querySelector('input').setAttribute('aria-activedescendant', row ? row.id : '');
    row?.scrollIntoView({ block: 'nearest' });
  };
  const go = (one, beside) => {
    palette().close();
    if (one.press) one.press.click();
    else if (beside) window.open(one.href, '_blank', 'noopener');
    else location.href = one.href;
  };
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'k') { event.preventDefault(); openPalette(''); return; }
    if (!palette()?.open) return;
    const at = options().findIndex(row => row.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(Math.max(0, Math.min(options().length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      options()[at]?.go(event.ctrlKey || event.metaKey);
    }
  });
  document.addEventListener('input', event => {
    if (event.target.matches('[data-palette]')) { const text = event.target.value; event.target.value = ''; openPalette(text); }
    else if (event.target.closest('#palette')) lookUp();
  });
  document.addEventListener('click', event => { if (event.target === palette()) palette().close(); });

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

  // What was written goes along to another tab of the same place.
  let carried = '';
  document.addEventListener('htmx:beforeSwap', event => {
    const written = event.target.matches?.('[data-carry]') && event.target.querySelector('textarea')?.value;
    carried = written || '';
  });
  document.addEventListener('htmx:afterSettle', () => {
    const field = carried && document.querySelector('[data-carry] textarea');
    if (field && !field.value) field.value = carried;
    carried = '';
  });

  // One box ticks all that are shown.
  document.addEventListener('change', event => {
    const all = event.target.closest('[data-all]');
    if (!all) return;
    const boxes = [...all.closest('form').querySelectorAll('.tick[type=checkbox]')];
    boxes.forEach(box => { box.checked = event.target.checked; });
    if (!event.target.checked) document.body.dispatchEvent(new CustomEvent('live:refetch'));
  });
  const reveal = () => document.querySelectorAll('[data-all]').forEach(one => { one.hidden = false; });
  document.addEventListener('DOMContentLoaded', reveal);
  document.addEventListener('htmx:afterSettle', reveal);

  // What needs this script is shown by it; a message of what was done goes after a while, unless it is being read.
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-keys]').forEach(one => { one.hidden = false; });
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
  // A part of a page could not be fetched since the session is over, or is another: what stands here stays.
  document.addEventListener('htmx:responseError', event => {
    const words = { 401: 'You are signed out. This page stays as it is: ', 412: 'You have signed in since this page was loaded. Save it to go on, or ' }[event.detail.xhr.status];
    if (!words || document.querySelector('.toast-note.warning')) return;
    const note = document.createElement('div'), link = document.createElement('a');
    note.className = 'toast-note warning';
    link.textContent = event.detail.xhr.status === 401 ? 'sign in in a new tab' : 'open it again';
    link.href = event.detail.xhr.status === 401 ? '/sign-in' : location.href;
    link.target = event.detail.xhr.status === 401 ? '_blank' : '';
    note.append(words, link, '.');
    document.getElementById('flash').replaceChildren(note);
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
