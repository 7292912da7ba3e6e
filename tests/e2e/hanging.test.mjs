// Articles that hang the sanitiser, make it run wild or the page busy: each is shown, formatted or as text, and no other article pays for it.
//
// What comes of an article doesn't depend on how fast the machine is: the worker's time is over when a test says so. `./dev bench shapes` measures times.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, perFile, press, serve, visit } from './harness.mjs';
import { bodyOf, outcomes } from './shapes.mjs';

const honest = { title: 'An honest article', link: 'https://press.example/honest', date: '2024-05-03 10:00:00', body: '<p>Nothing but text.</p>' };
const archive = press(perFile, [honest]);
const prose = (page) => page.locator('.prose');
const asText = (page) => page.getByRole('status').getByText(/here is its text/);

/** How long the worker has for an article, in milliseconds. */
const deadline = 2_000;

/** Runs in the page before all else: keeps deadlines back in `deadlines`, by their handles. */
function keepDeadlines(deadline) {
  globalThis.deadlines = new Map();
  const [set, clear] = [setTimeout, clearTimeout];
  globalThis.setTimeout = (act, delay, ...values) => {
    if (delay !== deadline) return set(act, delay, ...values);
    const handle = set(() => {}, 2 ** 31 - 1);
    deadlines.set(handle, act);
    return handle;
  };
  globalThis.clearTimeout = (handle) => {
    deadlines.delete(handle);
    clear(handle);
  };
}

/** Opens the reader on an article with this body; `change` makes another worker's script of the sanitiser's. */
async function opened(t, title, body, change) {
  const id = `https://press.example/${encodeURIComponent(title)}`;
  const server = await serve(t, { archive });
  server.replace(`archive/articles/${keyOf(id)}.json`, { id, title, content_html: body });
  if (change) server.answer(/sanitizer_loader\.js$/, change);
  const { page } = await visit(t, `?read=${keyOf(id)}`, { server, prepare: (context) => context.addInitScript(keepDeadlines, deadline) });
  return page;
}

/** The worker’s time for the article is over, once it has been asked. */
async function passDeadline(page) {
  await page.waitForFunction(() => deadlines.size > 0);
  await page.evaluate(() => {
    const acts = [...deadlines.values()];
    deadlines.clear();
    for (const act of acts) act();
  });
}

/** Goes to the honest article in the same page. */
async function opensAsEver(page) {
  await page.evaluate((key) => {
    history.pushState(null, '', `?read=${key}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, keyOf(honest.link));
  await prose(page).getByText('Nothing but text.').waitFor();
  assert.equal(await asText(page).count(), 0);
  assert.equal(await page.getByRole('alert').count(), 0);
}

// ---- Shapes, in the sanitiser itself

const endings = {
  formatted: 'is shown with its markup',
  refused: 'is too much, and shown as text',
};

for (const [name, outcome] of Object.entries(outcomes)) {
  test(`an article of ${name} ${endings[outcome]}, and the next one opens as ever`, async (t) => {
    const page = await opened(t, name, bodyOf(name));
    await prose(page).getByText('The first words.').waitFor();
    assert.equal(await asText(page).count(), outcome === 'formatted' ? 0 : 1);
    await opensAsEver(page);
  });
}

// ---- A worker that hangs or falls

/** Makes the sanitiser do `trouble` over a body with that word in it, and over its text too where that is asked. */
const troubled = (trouble, { textToo = false } = {}) => (path, loader) => `addEventListener('message', (event) => {
  const [, wanted, , html] = event.data;
  if (!html.includes('trouble') || (wanted !== 'html' && !${textToo})) return;
  event.stopImmediatePropagation();
  ${trouble}
});
${loader}`;
const hang = 'for (;;);';
const body = '<p>The words of trouble.</p>';

test('an article that hangs the worker is shown as text when its time is over, and the next one opens as ever', async (t) => {
  const page = await opened(t, 'Hanging', body, troubled(hang));
  await passDeadline(page);
  await prose(page).getByText('The words of trouble.').waitFor();
  await asText(page).waitFor();
  await opensAsEver(page);
});

test('an article that makes the worker fall is shown as text at once, and the next one opens as ever', async (t) => {
  const page = await opened(t, 'Falling', body, troubled('throw new RangeError("out of memory");'));
  await prose(page).getByText('The words of trouble.').waitFor();
  await asText(page).waitFor();
  await opensAsEver(page);
});

test('whoever leaves an article that hangs the worker doesn’t wait for it', async (t) => {
  const page = await opened(t, 'Hanging', body, troubled(hang));
  await page.waitForFunction(() => deadlines.size > 0); // the worker is at it
  await opensAsEver(page);
});

test('an article whose text hangs the worker as well says that it can’t be shown, and the next one opens as ever', async (t) => {
  const page = await opened(t, 'Hanging twice', body, troubled(hang, { textToo: true }));
  await passDeadline(page);
  await passDeadline(page);
  await page.getByRole('alert').waitFor();
  await opensAsEver(page);
});
