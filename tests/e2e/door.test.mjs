// The HTML door in its worker, as it ships: what it writes is read by the browser as it was meant, and sanitising it again changes nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpus } from '../safety/corpus.mjs';
import { perFile, press, visit } from './harness.mjs';
import { notes } from './posts.mjs';

const archive = press(perFile, notes(1));
const payloads = corpus().map(({ html }) => html);

/** In the page: sends bodies to a sanitiser of its own and looks at what comes back. Returns those that don't hold, and how many were refused. */
async function look(bodies) {
  const url = globalThis.offprint.sanitizer.url;
  const worker = new Worker(url, { type: 'module' });
  const waiting = new Map();
  await new Promise((ready, failed) => {
    worker.onerror = failed;
    worker.onmessage = ({ data: [id, ...reply] }) => (id === 'ready' ? ready() : waiting.get(id)(reply));
  });
  let last = 0;
  const sanitise = (html) => new Promise((done) => {
    const id = String(++last);
    waiting.set(id, ([outcome, , ...runs]) => done(outcome === 'html' ? runs.map((run) => run.slice(run.indexOf(' ') + 1)) : undefined));
    worker.postMessage([id, 'html', globalThis.offprint.archive, html]);
  });
  const inert = document.implementation.createHTMLDocument('');
  const read = (html) => {
    const template = inert.createElement('template');
    template.setHTMLUnsafe(globalThis.policy.createHTML(html));
    return template.innerHTML;
  };
  const [wrong, n] = [[], { formatted: 0, refused: 0 }];
  for (const body of bodies) {
    const once = await sanitise(body);
    if (!once) {
      n.refused += 1;
      continue;
    }
    n.formatted += 1;
    const html = once.join('');
    const twice = (await sanitise(html))?.join('');
    const reread = once.map(read).join('');
    if (twice !== html || reread !== html) wrong.push({ body, html, twice, reread });
  }
  worker.terminate();
  return { wrong, ...n };
}

test('of each hostile body the browser reads what the worker wrote, and the worker leaves it as it is', { timeout: 300_000 }, async (t) => {
  const { page } = await visit(t, '', { archive, bypassCSP: true });
  await page.getByRole('main').getByRole('article').first().waitFor(); // the bootstrap has run
  await page.evaluate(() => { globalThis.policy = trustedTypes.createPolicy('test', { createHTML: (html) => html }); });
  const { wrong, formatted, refused } = await page.evaluate(look, payloads);
  t.diagnostic(`${formatted} were formatted, ${refused} are shown as text`);
  assert.deepEqual(wrong, []);
  assert.ok(formatted > 0.95 * payloads.length, `only ${formatted} of ${payloads.length} were formatted`);
});
