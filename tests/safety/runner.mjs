// Runs hostile bodies through the built reader, one article after the other, and notes what runs and what is left of them in the page.
//
// Each of the layers can be taken away, so that the others are seen to hold by themselves; with all gone the detector is seen to fire. That takes no
// other build: the host gives the page without its policy, a worker in the sanitiser's place that gives everything back as it came, or a script
// that takes the browser's own sanitiser away before the reader starts.

import { keyOf, serve } from '../e2e/harness.mjs';
import { corpus } from './corpus.mjs';
import { engines } from './engines.mjs';
import { prepare } from './page.mjs';

/** All that is tried, with numbers. */
export const payloads = corpus().map((payload, number) => ({ ...payload, number }));

/** The layers that are left in place in each run. The reader's own sanitiser is `worker`, the browser's `setHtml`. */
export const runs = {
  all: { title: 'all layers', policy: true, worker: true, setHtml: true },
  policy: { title: 'the policy alone', policy: true },
  worker: { title: 'the sanitiser alone', worker: true },
  setHtml: { title: 'the browser’s setHTML alone', setHtml: true },
  none: { title: 'none' },
};

/** In the sanitiser's place: says that it is ready, and answers each body with itself, as `content::protocol` has it. */
const echo = `const reply = (id, html) => [id, 'html', '', '0 ' + html];
onmessage = ({ data: [id, , , html] }) => postMessage(reply(id, html));
postMessage(['ready', location.pathname.split('/').at(-2)]);`;

const idOf = (number) => `https://press.example/payload-${number}`;
const titleOf = (number) => `Payload ${number}`;
/** How many articles are opened in a page before it is loaded anew: WebKit lets a page change its address a hundred times in ten seconds. */
const chunk = 80;

/**
 * Opens an article for each of `some` payloads in browsers of `engine`, `lanes` at once, with the layers of one of `runs`. Returns the browser's
 * `version`; `executions`, the numbers of those that ran; `violations` of the policy; `forbidden`, what is left in the page that an article must not
 * have; `lost`, the numbers of those that broke the page, each in a fresh one; `setHtml`, whether the browser's own sanitiser is `absent`, `unused`
 * by the reader, or `used`.
 */
export async function run(t, some, engine, layers, lanes = 2) {
  const server = await serve(t);
  const noted = await host(server, some, layers);
  const articles = some.map(({ number }) => ({ number, key: keyOf(idOf(number)), title: titleOf(number) }));
  const lane = (one) => goThrough(t, articles.filter((_, place) => place % lanes === one), { engine, url: server.url, begun: noted.begun });
  const results = await Promise.all(Array.from({ length: lanes }, (_, one) => lane(one)));
  return {
    version: results[0].version,
    executions: [...noted.executions].sort((one, other) => one - other),
    violations: noted.violations,
    forbidden: noted.forbidden,
    lost: results.flatMap(({ lost }) => lost),
    setHtml: noted.setHtml,
  };
}

/** Opens articles in one browser, many in a page, unless it breaks. */
async function goThrough(t, articles, { engine, url, begun }) {
  let browser = await engines[engine].open();
  t.after(() => browser.close());
  const { version } = browser;
  const visit = async () => {
    try {
      await browser.goTo(url);
    } catch {
      await browser.close();
      browser = await engines[engine].open();
      await browser.goTo(url);
    }
  };
  const open = (some) => browser.run(`const [articles, done] = arguments;
    openArticles(articles).then(done, () => done(false));`, some).catch(() => false);

  const lost = [];
  for (let [at, isAlone] = [0, false]; at < articles.length;) {
    const next = articles.slice(at, at + (isAlone ? 1 : chunk));
    await visit();
    if (await open(next)) {
      [at, isAlone] = [at + next.length, false];
      continue;
    }
    // The last that was begun has broken the page, or one before it has done so late: that shows when it is alone.
    at += Math.max(0, next.findLastIndex(({ number }) => begun.has(number)));
    if (isAlone) lost.push(articles[at++].number);
    isAlone = !isAlone;
  }
  await browser.close();
  return { version, lost };
}

/** Has the host answer with the payloads as articles, without the layers that aren't wanted; returns what the page notes. */
async function host(server, some, { policy = false, worker = false, setHtml = false }) {
  const byKey = new Map(some.map((payload) => [keyOf(idOf(payload.number)), payload]));
  server.answer(/^archive\/articles\//, (path) => {
    const payload = byKey.get(path.match(/([a-z2-7]{16})\.json$/)?.[1]);
    return payload && JSON.stringify({ id: idOf(payload.number), title: titleOf(payload.number), content_html: payload.html });
  });
  if (!worker) server.replace(/sanitizer_loader\.js$/, echo);
  server.replace('prepare.js', `(${prepare})(${JSON.stringify({ hasSetHtml: setHtml })})`);
  server.answer(/^$/, (path, file) => {
    const page = file.replace('<head>', '<head><script src="./prepare.js"></script>');
    return policy ? page : page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  });

  const noted = { begun: new Set(), executions: new Set(), violations: [], forbidden: [], setHtml: 'absent' };
  const take = {
    begun: (number) => noted.begun.add(number),
    ran: (number) => noted.executions.add(number),
    violation: (number, text) => noted.violations.push(`${number}: ${text}`),
    forbidden: (number, text) => noted.forbidden.push(`${number}: ${text}`),
    sethtml: (number, text) => { if (noted.setHtml !== 'used') noted.setHtml = text; },
  };
  server.answer(/^noted\//, (path) => {
    const [, kind, number, text] = path.match(/^noted\/(\w+)\/(\d+)\/(.*)\/noted\.txt$/s);
    take[kind](Number(number), text);
    return '';
  });
  return noted;
}
