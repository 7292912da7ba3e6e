// Runs hostile bodies through the built reader, one article after the other, and notes what runs and what is left of them in the page.
//
// Each of the two layers can be taken away, so that the other one is seen to hold by itself; with both gone the detector is seen to fire. That takes no
// other build: the host gives the page without its policy, or a worker in the sanitiser's place that gives everything back as it came.

import { keyOf, serve, visit } from '../e2e/harness.mjs';

/** In the sanitiser's place: says that it is ready, and answers each body with itself. */
const echo = `onmessage = ({ data: [id, , , html] }) => postMessage([id, 'blocks', html]);
postMessage(['ready', location.pathname.split('/').at(-2)]);`;

const idOf = (number) => `https://press.example/payload-${number}`;
const titleOf = (number) => `Payload ${number}`;

/**
 * Opens an article for each payload, `{ number, html }`, in one page of `archive`'s reader. Returns `executions`, the numbers of those that ran;
 * `forbidden`, what is left in the page that an article must not have; `lost`, the numbers of those that broke the page, in whose place came another.
 */
export async function run(t, payloads, { archive, hasSanitiser = true, hasPolicy = true }) {
  const server = await serve(t, { archive });
  const byKey = new Map(payloads.map((payload) => [keyOf(idOf(payload.number)), payload]));
  server.answer(/^archive\/articles\//, (path) => {
    const payload = byKey.get(path.match(/([a-z2-7]{16})\.json$/)?.[1]);
    return payload && JSON.stringify({ id: idOf(payload.number), title: titleOf(payload.number), content_html: payload.html });
  });
  if (!hasSanitiser) server.replace(/sanitizer_loader\.js$/, echo);
  if (!hasPolicy) server.answer(/^$/, (path, file) => file.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));

  const executions = new Set();
  const visited = await visit(t, '', { server, prepare: (context) => context.exposeFunction('hit', (number) => { executions.add(number); }) });
  let { page } = visited;
  const [forbidden, lost] = [[], []];
  const chunk = 40;
  for (let at = 0; at < payloads.length; at += chunk) {
    let left = payloads.slice(at, at + chunk).map(({ number }) => ({ number, key: keyOf(idOf(number)), title: titleOf(number) }));
    while (left.length > 0) {
      // A body that breaks the page may take its execution context with it.
      const done = await page.evaluate(open, left).catch(() => ({ forbidden: [], n: 0, isBroken: true }));
      forbidden.push(...done.forbidden);
      if (done.isBroken) {
        lost.push(left[done.n].number);
        // In a page of its own: the broken one may be on its way elsewhere.
        const context = page.context();
        await page.close();
        page = await context.newPage();
        await page.goto(server.url);
      }
      left = left.slice(done.n + (done.isBroken ? 1 : 0));
    }
  }
  return { executions: [...executions].sort((one, other) => one - other), forbidden, lost };
}

/** Runs in the page: opens articles, touches all that is in them, and looks at what is left of them. */
async function open(articles) {
  const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });
  // What was asked for before has been answered by then, as a rule: the host answers in order.
  const barrier = () => fetch('build.json', { cache: 'no-store' }).catch(() => {});
  const stay = (event) => {
    const link = event.target.closest?.('a, area');
    if (link && /^https?:$/.test(link.protocol)) event.preventDefault();
  };
  addEventListener('click', stay, true);
  const isForbidden = (element) => {
    const elements = /^(script|style|link|meta|base|iframe|object|embed|applet|frame|frameset|form|input|button|textarea|select|svg|video|audio|template|noscript|marquee|map|area|xmp|plaintext|title|body)$/i;
    const attributes = [...element.attributes].filter(({ name, value }) => /^on|^(style|srcdoc|formaction|name|autofocus|contenteditable|target|usemap|background|xlink:href|action|data)$/i.test(name)
      || (/^(href|src|srcset|cite|poster)$/i.test(name) && !/^(https?:|mailto:|tel:|#|data:image\/(png|jpeg|gif|webp|avif);)/i.test(value))
      || (name === 'id' && !value.startsWith('a-')));
    return elements.test(element.localName) || attributes.length > 0;
  };
  const forbidden = [];
  for (const [n, { number, key, title }] of articles.entries()) {
    history.pushState(null, '', `?read=${key}`);
    dispatchEvent(new PopStateEvent('popstate'));
    const stands = () => document.querySelector('main h1')?.textContent === title && !document.querySelector('.article > .loading, .prose[aria-busy=true]')
      && document.querySelector('.prose, .article > .quiet, .query-note, [role=alert]');
    for (let frames = 0; !stands(); frames += 1) {
      if (frames > 200) return { forbidden, n, isBroken: true };
      await frame();
    }
    const prose = document.querySelector('.prose');
    for (const element of prose?.querySelectorAll('*') ?? []) {
      // The note for a failed picture is the reader's own, and its height is set by script.
      if (!element.matches('.picture-failed') && isForbidden(element)) forbidden.push(`${number}: ${element.outerHTML.slice(0, 200)}`);
      element.focus?.();
      for (const type of ['mouseover', 'pointerenter', 'click']) element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }
    await barrier();
    await frame();
  }
  removeEventListener('click', stay, true);
  return { forbidden, n: articles.length, isBroken: false };
}
