// Times in the reader's zone, and a new page when something changes. The page is whole without this.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const show = root => {
    root.querySelectorAll('.zone').forEach(said => { said.textContent = '(your time, ' + zone + ')'; });
    root.querySelectorAll('time').forEach(time => {
    const at = new Date(time.dateTime);
    const today = at.toDateString() === new Date().toDateString();
    time.textContent = today
      ? at.toLocaleTimeString([], { timeStyle: 'short' })
      : at.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
    time.title = at.toLocaleString([], { dateStyle: 'medium', timeStyle: 'long', timeZone: document.body.dataset.zone })
      + ' (' + document.body.dataset.zone + ')';
    });
  };
  show(document);
  const refetch = async () => {
    const answer = await fetch(location.href, { cache: 'no-cache' });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    show(fresh);
    document.querySelector('main').replaceWith(fresh.querySelector('main'));
    document.querySelector('footer').replaceWith(fresh.querySelector('footer'));
    document.title = fresh.title;
  };
  const events = new EventSource('/events');
  events.addEventListener('update', event => {
    if (JSON.parse(event.data).page === document.body.dataset.page) refetch();
  });
  events.addEventListener('refetch', refetch);
})();
