// A list of ten thousand cards: what the document holds of it, how one comes back to a place in it, its keys, what is fetched ahead.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, pressLong, serve, taskTimes, visit, walk } from './harness.mjs';
import { entryTitle } from './posts.mjs';

const count = 10_000;
const archive = pressLong(count);
const feed = (page) => page.getByRole('feed');
const cards = (page) => feed(page).getByRole('article');
const card = (page, row) => page.locator(`.card[aria-posinset="${row}"]`);
const heading = (page) => page.getByRole('main').getByRole('heading', { level: 1 });
const title = (row) => entryTitle(count + 1 - row);
const cardPages = /^archive\/cards\/\d+-/;

/** The most cards that the document may hold at once. */
const mostCards = 200;

/** Where a card's top is, and whether it is the one that belongs into its row. */
async function topOf(page, row) {
  await card(page, row).waitFor();
  assert.equal(await card(page, row).getByRole('heading').textContent(), title(row));
  return card(page, row).evaluate((element) => element.getBoundingClientRect().top);
}

/** Waits until a card is at a height, give or take a pixel. */
async function isAt(page, row, top) {
  await card(page, row).waitFor();
  await page.waitForFunction(([wanted, height]) => {
    const element = document.querySelector(`.card[aria-posinset="${wanted}"]`);
    return element && Math.abs(element.getBoundingClientRect().top - height) <= 1;
  }, [row, top], { timeout: 10_000 }).catch(async () => assert.fail(`row ${row} is at ${await topOf(page, row)}, not at ${top}`));
}

/** Goes down to a row, and puts it `top` pixels below the view's top. */
async function goDownTo(page, row, top) {
  await cards(page).first().waitFor();
  await walk(page, { until: row });
  await card(page, row).evaluate(async (element, wanted) => {
    const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });
    for (let still = 0; still < 5; await frame()) {
      const distance = element.getBoundingClientRect().top - wanted;
      still = Math.abs(distance) < 1 ? still + 1 : 0;
      if (still === 0) scrollBy(0, distance);
    }
  }, top);
  return topOf(page, row);
}

const percentile = (values, share) => values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

for (const [screen, viewport] of [['a desktop', { width: 1200, height: 900 }], ['a phone', { width: 390, height: 800 }]]) {
  test(`on ${screen}, scrolling through ten thousand cards shows each once and in order, and the document holds few of them`, async (t) => {
    const { page, server, complaints } = await visit(t, '', { archive, viewport });
    await cards(page).first().waitFor();
    await page.evaluate(() => {
      globalThis.longTasks = [];
      // From here on: that the program starts, and makes the first list, is one task as well.
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    });
    const { rows, most, frames } = await walk(page);
    assert.equal(rows.length, count);
    rows.forEach(([row, text], place) => {
      assert.equal(row, place + 1);
      assert.equal(text, title(row));
    });
    assert.ok(most <= mostCards, `at most ${most} cards at once`);
    assert.equal(await layoutShift(page), 0);
    assert.equal(server.count(cardPages), new Set(server.requests.filter((path) => cardPages.test(path))).size, 'no page is asked for twice');
    const tasks = (await page.evaluate(() => longTasks)).sort((one, other) => one - other);
    frames.sort((one, other) => one - other);
    t.diagnostic(`at most ${most} cards at once; ${frames.length} frames: median ${percentile(frames, 0.5).toFixed(1)} ms, 99 % ${percentile(frames, 0.99).toFixed(1)} ms, longest ${frames.at(-1).toFixed(1)} ms`);
    t.diagnostic(`tasks over 50 ms while scrolling: ${tasks.length} (${tasks.map((task) => Math.round(task)).join(', ')})`);
    assert.deepEqual(complaints, []);
  });
}

test('while two thousand cards are scrolled through, no task takes many times as long as the others', async (t) => {
  const { page } = await visit(t, '', { archive });
  await cards(page).first().waitFor();
  await walk(page, { until: 200 });
  const tasks = await taskTimes(page, () => walk(page, { until: 2_200 }));
  const long = tasks.filter((time) => time > 1);
  t.diagnostic(`${tasks.length} tasks, ${long.length} over 1 ms; of these: median ${percentile(long, 0.5).toFixed(1)} ms, 90 % ${percentile(long, 0.9).toFixed(1)} ms, 99 % ${percentile(long, 0.99).toFixed(1)} ms, longest ${long.at(-1).toFixed(1)} ms`);
  assert.ok(long.length > 100);
  // How long a task takes depends on the machine; that none stands out doesn't.
  assert.ok(long.at(-1) <= 15 * percentile(long, 0.5), `the longest takes ${long.at(-1)} ms`);
});

const waysBack = [
  ['Back', (page) => page.goBack()],
  ['Back after a reload of the article', async (page) => {
    await page.reload();
    await page.locator('.article h1').waitFor();
    await page.goBack();
  }],
];
test('Back leads to row 5,000 at the same height, with the focus on its title, also after a reload, without what lies above it', async (t) => {
  const { page, server, complaints } = await visit(t, '', { archive });
  for (const [way, goBack] of waysBack) {
    const top = way === 'Back' ? await goDownTo(page, 5_000, 213) : await topOf(page, 5_000);
    await card(page, 5_000).getByRole('link', { name: title(5_000) }).click();
    await page.locator('.article h1').waitFor();
    const before = server.count(cardPages);
    await goBack(page);
    await isAt(page, 5_000, top);
    await page.waitForFunction((text) => document.activeElement.textContent === text, title(5_000));
    assert.ok(server.count(cardPages) - before <= 8, `${way} asks for ${server.count(cardPages) - before} pages`);
  }
  const top = await topOf(page, 5_000);
  await page.waitForFunction(() => history.state !== null);
  const before = server.count(cardPages);
  await page.reload();
  await isAt(page, 5_000, top);
  assert.ok(server.count(cardPages) - before <= 8, 'a reload of the list asks for few pages');

  // What lies above comes as one scrolls up, and nothing that is seen moves.
  const up = await walk(page, { until: 4_800, direction: -1 });
  const known = up.rows.map(([row]) => row);
  assert.deepEqual(known, Array.from({ length: known.length }, (_, place) => known[0] + place));
  assert.ok(known[0] <= 4_800 && known.at(-1) >= 5_000);
  assert.equal(up.jumps, 0, 'what is in view moves by as much as was scrolled');
  assert.equal(await layoutShift(page), 0);

  // The beginning is one key away.
  await page.keyboard.press('Control+Home'); // the focus isn't in the list any more after the walk
  await page.evaluate(() => scrollTo(0, 0));
  await card(page, 1).waitFor();
  await heading(page).waitFor();
  assert.deepEqual(complaints, []);
});

test('in another width the first card in view stays in view, and the heights of what isn’t there follow', async (t) => {
  const { page } = await visit(t, '', { archive, viewport: { width: 1200, height: 900 } });
  await goDownTo(page, 242, 0); // the first of its line
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
  await page.setViewportSize({ width: 500, height: 900 });
  await isAt(page, 242, 0);
  const up = await walk(page, { until: 1, direction: -1 });
  assert.equal(up.rows[0][0], 1);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => scrollY === 0 && document.querySelector('.card').ariaPosInSet === '1');
  const gap = await page.evaluate(() => document.querySelector('[role=feed]').firstElementChild.getBoundingClientRect().top - document.querySelector('[role=feed]').getBoundingClientRect().top);
  assert.equal(gap, 0);
});

test('the list is a feed: its articles say which they are, and Page Down and Page Up go from one to the next', async (t) => {
  const { page } = await visit(t, '', { archive });
  await cards(page).first().waitFor();
  assert.equal(await cards(page).nth(2).getAttribute('aria-posinset'), '3');
  assert.equal(await cards(page).nth(2).getAttribute('aria-setsize'), String(count));
  await page.locator('[role=feed][aria-busy=false]').waitFor();
  assert.equal(await feed(page).getAttribute('aria-label'), 'Newest articles');
  const focused = () => page.evaluate(() => document.activeElement.ariaPosInSet);
  const onRow = (row) => page.waitForFunction((wanted) => document.activeElement.ariaPosInSet === wanted, String(row));

  await card(page, 1).getByRole('link').first().focus();
  for (let row = 2; row <= 60; row++) {
    await page.keyboard.press('PageDown');
    await onRow(row);
  }
  const inView = await card(page, 60).evaluate((element) => element.getBoundingClientRect().top >= 0 && element.getBoundingClientRect().bottom <= innerHeight);
  assert.ok(inView, 'what has the focus is in view');
  await page.keyboard.press('PageUp');
  await onRow(59);
  assert.equal(await focused(), '59');

  // The focus is kept however far one scrolls away, and leads back.
  await walk(page, { until: 300 });
  assert.equal(await focused(), '59');
  assert.ok(await cards(page).count() <= mostCards);
  await page.keyboard.press('PageDown');
  await onRow(60);
  assert.deepEqual(await axe(page), []);

  await page.keyboard.press('Control+End');
  await page.waitForFunction(() => document.activeElement.matches('.older a'));
  await cards(page).last().focus();
  await page.keyboard.press('Control+Home');
  await page.waitForFunction(() => document.activeElement.compareDocumentPosition(document.querySelector('[role=feed]')) & Node.DOCUMENT_POSITION_FOLLOWING);
});

const articles = /^archive\/articles\//;

/** The file of a row's article. */
async function fileOf(page, row) {
  const href = await card(page, row).getByRole('link', { name: title(row) }).getAttribute('href');
  return `archive/articles/${new URLSearchParams(href).get('read')}.json`;
}

test('an article is fetched when its card is pointed at, and not again when it is opened', async (t) => {
  const server = await serve(t, { archive });
  const { page } = await visit(t, '', { server });
  await card(page, 3).waitFor();
  const asked = server.requested(articles);
  const letArrive = server.hold(articles);
  await card(page, 3).getByRole('link', { name: title(3) }).hover();
  await asked;
  await card(page, 3).getByRole('link', { name: title(3) }).click();
  letArrive();
  await page.locator('.article h1').waitFor();
  assert.equal(server.count(articles), 1);

  await page.goBack();
  await card(page, 4).getByRole('link', { name: title(4) }).focus();
  await server.requested(await fileOf(page, 4));
  await page.keyboard.press('Enter');
  await page.locator('.article h1').waitFor();
  assert.equal(server.count(articles), 2);
});

test('one article at a time is fetched ahead', async (t) => {
  const server = await serve(t, { archive });
  const { page } = await visit(t, '', { server });
  await card(page, 6).waitFor();
  const letArrive = server.hold(articles);
  await card(page, 2).getByRole('link', { name: title(2) }).hover();
  await server.requested(articles);
  await card(page, 3).getByRole('link', { name: title(3) }).dispatchEvent('pointerdown');
  await card(page, 4).getByRole('link', { name: title(4) }).dispatchEvent('pointerdown');
  await page.evaluate(() => new Promise((idle) => { requestIdleCallback(idle); }));
  assert.equal(server.count(articles), 1);
  letArrive();
  await server.requested(await fileOf(page, 4)); // the last one that was pointed at
  assert.equal(server.count(articles), 2);
});

test('nothing is fetched ahead for someone who saves data', async (t) => {
  const server = await serve(t, { archive });
  const { page } = await visit(t, '', { server, prepare: (context) => context.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  }) });
  await card(page, 6).waitFor();
  await card(page, 2).getByRole('link', { name: title(2) }).dispatchEvent('pointerdown');
  await page.evaluate(() => scrollTo(0, 1000));
  await page.evaluate(() => new Promise((idle) => { requestIdleCallback(idle); }));
  assert.equal(server.count(articles), 0);
  assert.equal(server.count(cardPages), 0);
  await page.getByRole('link', { name: 'Older articles' }).scrollIntoViewIfNeeded();
  await server.requested(cardPages);
});

test('older cards are fetched two screens before they are needed', async (t) => {
  const { page, server } = await visit(t, '', { archive });
  await card(page, 13).waitFor();
  const asked = server.requested(cardPages);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight - 3 * innerHeight + 10));
  await asked;
});
