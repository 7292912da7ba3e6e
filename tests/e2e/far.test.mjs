// A list whose matches all lie far back: the page says how far it has looked, can be stopped, and finds them.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, pressSynthetic, serve, visit, walk } from './harness.mjs';

const count = 140_000; // three blocks of 65,536, of which the heads of postings hold the last two
const archive = pressSynthetic(count);
const { far: [query, { older: titles }], both: [wideQuery, wide], deep: [deepQuery, deep] } = pairs();
const address = `?q=${encodeURIComponent(query)}`;
const postings = /^archive\/postings\/0-/;
const cards = (page) => page.getByRole('main').getByRole('article');
const reach = /^no match so far · searched back to \w+ \d{4}$/;
const status = (page) => page.locator('.list-count');

/**
 * Filters by two tags that are both frequent: `far`, of which all articles are in the first block, `both`, of which a few are newer, and `deep`, of
 * which many are older; each with the titles of its articles in the first block (`older`) and beyond (`newer`), newest first. That takes a look at every
 * card of the archive.
 */
function pairs() {
  const [found, frequency] = [new Map(), new Map()];
  const pages = readdirSync(join(archive.folder, 'cards')).map((name) => [Number(name.match(/^\d+(?=-)/)?.[0] ?? NaN), name]).filter(([page]) => page >= 0);
  for (const [page, name] of pages.sort(([one], [other]) => other - one)) {
    const block = page < 65_536 / 16 ? 'older' : 'newer';
    for (const { title, tags = [] } of JSON.parse(readFileSync(join(archive.folder, 'cards', name), 'utf8')).items) {
      if (block === 'older') tags.forEach((tag) => frequency.set(tag, (frequency.get(tag) ?? 0) + 1));
      for (const pair of tags.flatMap((one) => tags.filter((other) => one < other).map((other) => `#"${one}" #"${other}"`))) {
        if (!found.has(pair)) found.set(pair, { older: [], newer: [] });
        found.get(pair)[block].push(title);
      }
    }
  }
  const isFrequent = (pair) => pair.match(/"[^"]+"/g).every((tag) => frequency.get(tag.slice(1, -1)) > 100);
  const frequent = [...found].filter(([pair]) => isFrequent(pair)).sort(([one], [other]) => (one < other ? -1 : 1));
  const pick = (fits) => frequent.find(([, { older, newer }]) => fits(older.length, newer.length));
  return {
    far: pick((older, newer) => older > 1 && newer === 0),
    both: pick((older, newer) => older > 1 && newer > 0 && newer < 4),
    deep: pick((older, newer) => older > 40 && newer > 20 && newer < 60),
  };
}

const shown = async (page) => (await walk(page)).rows.map(([, title]) => title);

test('while nothing was found yet the page says how far it has looked, then shows what it finds', async (t) => {
  const server = await serve(t, { archive });
  const letArrive = server.hold(postings);
  const { page, complaints } = await visit(t, address, { server });
  await status(page).getByText(reach).waitFor();
  assert.equal(await cards(page).count(), 0);
  assert.deepEqual(await axe(page), []);
  letArrive();
  await cards(page).first().waitFor();
  assert.deepEqual(await shown(page), titles);
  await status(page).getByText(`${titles.length} articles`, { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test('what was found is shown while the search goes on further back', async (t) => {
  const server = await serve(t, { archive });
  const letArrive = server.hold(postings);
  const { page, complaints } = await visit(t, `?q=${encodeURIComponent(wideQuery)}`, { server });
  await cards(page).nth(wide.newer.length - 1).waitFor();
  assert.deepEqual(await cards(page).getByRole('heading', { level: 2 }).allTextContents(), wide.newer);
  await status(page).getByText(/^at least .* · searched back to \w+ \d{4}$/).waitFor();
  letArrive();
  await status(page).getByText(`${wide.newer.length + wide.older.length} articles`, { exact: true }).waitFor();
  assert.deepEqual(await shown(page), [...wide.newer, ...wide.older]);
  assert.deepEqual(complaints, []);
});

test('the focus stays in the filter box when a search ends without a match', async (t) => {
  const server = await serve(t, { archive });
  const letArrive = server.hold(postings);
  const { page } = await visit(t, `?q=${encodeURIComponent(`${query} -${query.split(' #')[0]} OR ${query} author:nobody`)}`, { server });
  await page.getByRole('combobox').focus();
  letArrive();
  await page.getByRole('main').getByRole('heading', { name: 'No article matches' }).waitFor();
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'filter');
});

test('Back and a reload lead to a row whose neighbours lie in another block', async (t) => {
  const { page } = await visit(t, `?q=${encodeURIComponent(deepQuery)}`, { archive });
  await cards(page).first().waitFor();
  const row = deep.newer.length + 2; // the second of the first block's
  const card = page.locator(`.card[aria-posinset="${row}"]`);
  await walk(page, { until: row });
  await card.getByRole('link', { name: deep.older[1] }).first().click();
  await page.locator('.article h1').waitFor();
  for (const way of [() => page.goBack(), async () => { await page.reload(); }]) {
    await way();
    await card.waitFor();
    assert.equal(await card.getByRole('heading').textContent(), deep.older[1]);
    const rows = (await walk(page, { until: 1, direction: -1 })).rows.map(([, title]) => title);
    assert.deepEqual(rows.slice(0, row), [...deep.newer, ...deep.older].slice(0, row));
    await walk(page, { until: row });
    await card.scrollIntoViewIfNeeded();
    await page.waitForFunction((wanted) => Number(history.state?.split(' ')[0]) > wanted - 20, row);
  }
});

test('a search that is stopped goes on when it is asked to', async (t) => {
  const server = await serve(t, { archive });
  const letArrive = server.hold(postings);
  const { page } = await visit(t, address, { server });
  const cancelled = page.waitForEvent('requestfailed', (request) => postings.test(new URL(request.url()).pathname.slice(1)));
  await page.getByRole('button', { name: 'Stop' }).click();
  await cancelled;
  await page.getByRole('button', { name: 'Search further back' }).waitFor();
  await status(page).getByText(reach).waitFor();
  letArrive();
  await page.getByRole('button', { name: 'Search further back' }).click();
  await cards(page).first().waitFor();
  assert.deepEqual(await shown(page), titles);
});

test('another filter cancels what the one before it asked for', async (t) => {
  const server = await serve(t, { archive });
  const letArrive = server.hold(postings);
  const { page } = await visit(t, address, { server });
  await status(page).getByText(reach).waitFor();
  const cancelled = page.waitForEvent('requestfailed', (request) => postings.test(new URL(request.url()).pathname.slice(1)));
  await page.getByRole('link', { name: 'All articles' }).or(page.locator('.clear')).first().click();
  await cancelled;
  await cards(page).nth(10).waitFor();
  letArrive();
});

test('a search that finds nothing anywhere says so', async (t) => {
  const { page, complaints } = await visit(t, `?q=${encodeURIComponent(`${query} -${query.split(' #')[0]}`)}`, { archive });
  await page.getByRole('main').getByRole('heading', { name: 'No article matches' }).waitFor();
  assert.equal(await cards(page).count(), 0);
  assert.deepEqual(complaints, []);
});

for (const [how, damage] of [
  ['removed', (server) => server.fail(postings)],
  ['altered', (server) => server.replace(postings, 'OfPo')],
]) {
  test(`when postings far back are ${how}, the page names the file, and finds the articles when they are whole again`, async (t) => {
    const server = await serve(t, { archive });
    const heal = damage(server);
    const { page } = await visit(t, address, { server });
    const alert = page.getByRole('alert');
    await alert.getByText(/\/archive\/postings\/0-\d+-\w+\.bin/).waitFor();
    assert.equal(await cards(page).count(), 0);
    heal();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await cards(page).first().waitFor();
    assert.deepEqual(await shown(page), titles);
  });
}
