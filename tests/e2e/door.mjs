// The HTML door without the reader: a bare page of the site asks the sanitiser's worker, as the reader would.

import { serve } from './harness.mjs';

/** A page with nothing in it. It runs scripts of its own site and loads nothing else; bodies keep their styles. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'unsafe-inline'";
const bare = `<!DOCTYPE html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>bare</title>`;

/** Opens a bare page in a context of its own. `files` are served beside it, by name. Returns the page and its server. */
export async function barePage(t, browser, { files = {}, ...options } = {}) {
  const server = await serve(t, options);
  server.replace('bare.html', bare);
  for (const [name, content] of Object.entries(files)) server.replace(name, content);
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${server.url}bare.html`);
  await page.evaluate(install);
  return { page, server, context };
}

/**
 * Runs in the page: `door.start(await door.address())` gives a worker that is ready, as `ask(html)`, which resolves with the fields of its reply;
 * `door.read` tells what they say: `isText`, and a fragment with what is shown.
 */
function install() {
  /** Where the page says that the worker is. */
  const address = async () => {
    const page = await (await fetch('./')).text();
    return new URL(page.match(/data-sanitizer="([^"]+)"/)[1], location.href).href;
  };
  const start = (url) => new Promise((ready, fail) => {
    const worker = new Worker(url, { type: 'module' });
    const archive = new URL('archive/', location.href).href;
    const waiting = new Map();
    let lastId = 0;
    const ask = (html) => new Promise((done) => {
      lastId += 1;
      waiting.set(String(lastId), done);
      worker.postMessage([String(lastId), 'html', archive, html]);
    });
    worker.onerror = (event) => fail(new Error(event.message ?? 'the worker does not start'));
    worker.onmessage = ({ data }) => {
      if (data[0] === 'ready') return ready({ ask, end: () => worker.terminate() });
      waiting.get(data[0])(data);
      return waiting.delete(data[0]);
    };
  });
  /** `src/content/protocol.rs`: how it went, what was removed, then runs, each with how deep it goes at the end of what is there. */
  const read = ([id, outcome, removed, ...runs]) => {
    const all = document.createElement('template').content;
    for (const run of runs) {
      const [, depth, html] = run.match(/^(\d+) (.*)$/s);
      const part = document.createElement('template');
      part.innerHTML = html;
      let place = all;
      for (let level = Number(depth); level > 0; level -= 1) place = place.lastElementChild ?? place;
      place.append(part.content);
    }
    return { isText: outcome !== 'html', fragment: all };
  };
  globalThis.door = { address, start, read };
}
