// What runs in the page, whichever browser it is in. It is served with the page, so that no driver has to put it there.

/**
 * Runs before anything else in the page. It notes at the host, by requests that are through when they return, so that a page may break or leave right
 * after: `ran` when a payload calls `hit(number)`, `violation`, `forbidden`, and `begun` at each article. `openArticles` is for the driver to call.
 */
export function prepare({ hasSetHtml }) {
  const site = new URL('.', document.currentScript.src).href;
  let current = 0;
  const note = (kind, number, text = '') => {
    const address = `${site}noted/${kind}/${number}/${encodeURIComponent([...text].slice(0, 200).join(''))}/noted.txt`;
    try {
      const request = new XMLHttpRequest();
      request.open('GET', address, false);
      request.send();
    } catch {
      navigator.sendBeacon(address); // a page that is being left may do nothing else
    }
  };
  Object.defineProperty(window, 'hit', { value: (number) => note('ran', number) });
  addEventListener('securitypolicyviolation', (event) => {
    note('violation', current, `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  }, true);

  const own = Element.prototype.setHTML;
  if (own && hasSetHtml) {
    let isUsed = false;
    note('sethtml', 0, 'unused');
    Element.prototype.setHTML = function setHTML(...parameters) {
      if (!isUsed) note('sethtml', 0, 'used');
      isUsed = true;
      return own.apply(this, parameters);
    };
  } else {
    for (const holder of [Element.prototype, ShadowRoot.prototype]) delete holder.setHTML;
    delete Document.parseHTML;
  }

  const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });
  const moment = (millis = 0) => new Promise((passed) => { setTimeout(passed, millis); });
  // A page's first article waits for the sanitiser's program, on a busy machine for long.
  let patience = 30_000;
  const until = async (isSo) => {
    for (const end = performance.now() + patience; !isSo(); await moment()) if (performance.now() > end) return false;
    return true;
  };
  // What was asked for before has been answered by then, as a rule: the host answers in order.
  const barrier = () => fetch(`${site}build.json`, { cache: 'no-store' }).catch(() => {});

  // What leads to a place on the web is left alone, whatever else may run: it would only lead away.
  const leadsToWeb = (address) => /^https?:$/.test(new URL(address ?? '', document.baseURI).protocol);
  const stay = (event, address) => { if (leadsToWeb(address)) event.preventDefault(); };
  const stayOnClick = (event) => {
    const link = event.target.closest?.('a, area');
    if (link) stay(event, link.getAttribute('href') ?? link.getAttribute('xlink:href'));
  };
  const stayOnSubmit = (event) => stay(event, event.submitter?.getAttribute('formaction') ?? event.target.getAttribute('action'));

  const elements = new Set(('script style link meta base iframe object embed applet frame frameset form input button textarea select svg video audio '
    + 'template noscript marquee map area xmp plaintext title body').split(' '));
  const names = /^on|^(style|srcdoc|formaction|name|autofocus|contenteditable|target|usemap|background|xlink:href|action|data|ping|imagesrcset)$/i;
  const isAddress = (text) => /^(https?:|mailto:|tel:|#|data:image\/(png|jpeg|gif|webp|avif);)/i.test(text);
  const candidates = (set) => [...set.matchAll(/[\s,]*(\S+)[^,]*/g)].map(([, address]) => address.replace(/,+$/, ''));
  const isForbidden = (element) => elements.has(element.localName.toLowerCase()) || element.getAttributeNames().some((name) => {
    const value = element.getAttribute(name);
    return names.test(name)
      || (/^(href|src|cite|poster)$/i.test(name) && !isAddress(value))
      || (name === 'srcset' && !candidates(value).every(isAddress))
      || (name === 'id' && !value.startsWith('a-'));
  });

  /** Does all to an element that a person could do, and all that its handlers wait for. */
  const touch = (element) => {
    element.focus?.();
    const handled = element.getAttributeNames().filter((name) => /^on/i.test(name)).map((name) => name.slice(2));
    for (const type of new Set(['focus', 'mouseover', 'pointerenter', 'click', ...handled])) {
      element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }
  };

  const open = async ({ number, key, title }) => {
    current = number;
    note('begun', number);
    history.pushState(null, '', `${site}?read=${key}`);
    dispatchEvent(new PopStateEvent('popstate'));
    const stands = () => document.querySelector('main h1')?.textContent === title
      && !document.querySelector('.article > .loading, .prose[aria-busy=true]')
      && document.querySelector('.prose, .article > .quiet, .query-note, [role=alert]');
    if (!await until(stands)) return false;
    patience = 8_000;
    for (const element of document.querySelectorAll('.prose *')) {
      // The note for a failed picture is the reader's own, and its height is set by script.
      if (!element.closest('.picture-failed, .player, [data-interface]') && isForbidden(element)) note('forbidden', number, element.outerHTML);
      touch(element);
    }
    await barrier();
    await frame();
    return true;
  };

  /** Opens articles, touches all that is in them, and looks at what is left of them. Returns whether the page is whole after that. */
  window.openArticles = async (articles) => {
    if (!await until(() => !document.getElementById('skeleton'))) return false;
    addEventListener('click', stayOnClick, true);
    addEventListener('submit', stayOnSubmit, true);
    for (const article of articles) if (!await open(article)) return false;
    // Timers that bodies have set go off before one that is set now and waits for longer.
    await moment(400);
    await barrier();
    return true;
  };
}
