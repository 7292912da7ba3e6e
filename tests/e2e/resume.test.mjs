// Where one was in an article: by element, at any width and in any type; how far one has come, in the article and in the list.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutShift, perFile, press, visit, wholeBody } from './harness.mjs';

const count = 60;
const paragraph = (number) => `<p id="p${number}">Paragraph ${number}: ${'the hour spent on a margin is never wasted, and nobody sees it. '.repeat(6)}</p>`;
const long = { title: 'A long one', date: '2024-05-03 10:00:00', body: Array.from({ length: count }, (_, place) => paragraph(place + 1)).join('') };
const short = { title: 'A short one', date: '2024-05-02 10:00:00', body: '<p>It fits.</p>' };
const archive = press(perFile, [long, short]);
const address = archive.address(long.title);
const prose = (page) => page.locator('.prose');

async function open(t, options = {}, where = address) {
  const visited = await visit(t, where, { archive, ...options });
  await wholeBody(visited.page).waitFor();
  return visited;
}

/** The paragraph on the line that one reads: a quarter below the view's top. */
const present = (page) => page.evaluate(() => {
  const at = [...document.querySelectorAll('.prose p')].find((one) => one.getBoundingClientRect().bottom > innerHeight / 4);
  return at.textContent.split(':')[0];
});

/** Scrolls until a paragraph is where one reads, and waits until that is kept. */
async function readTo(page, number) {
  await page.locator(`#a-p${number}`).evaluate((element) => scrollBy(0, element.getBoundingClientRect().top + 10 - innerHeight / 4));
  await page.waitForFunction((wanted) => localStorage.getItem('offprint.places')?.includes(`Paragraph${wanted}:`), number);
}

/** Opens the article as by a link from elsewhere: without a place in the history. */
async function reopen(page, where = address) {
  await page.goto('about:blank');
  await page.goto(new URL(where, archiveUrl(page)).href);
  await prose(page).locator('p').first().waitFor();
}
let origin;
const archiveUrl = () => origin;

test('an article that is opened again is at the paragraph where it was left, also at another width and in larger type', async (t) => {
  const { page, server, complaints } = await open(t);
  origin = server.url;
  await readTo(page, 33);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.evaluate(() => localStorage.setItem('offprint.look', JSON.stringify({ latin: { size: 130 } })));
  await reopen(page);
  await page.getByText('You are where you stopped reading.').first().waitFor();
  assert.equal(await present(page), 'Paragraph 33');
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual(complaints, []);
});

test('the beginning is one press away, and the focus goes to the heading', async (t) => {
  const { page, server } = await open(t);
  origin = server.url;
  await readTo(page, 20);
  await reopen(page);
  await page.getByRole('button', { name: 'Go to the beginning' }).click();
  await page.waitForFunction(() => scrollY === 0);
  assert.ok(await page.evaluate(() => document.activeElement.matches('h1')));
  assert.equal(await page.getByRole('button', { name: 'Go to the beginning' }).count(), 0);
});

test('a link to a part of the article leads there and not to where it was left', async (t) => {
  const { page, server } = await open(t);
  origin = server.url;
  await readTo(page, 40);
  await reopen(page, `${address}#a-p5`);
  await page.waitForFunction(() => Math.abs(document.querySelector('#a-p5').getBoundingClientRect().top) < 40);
  assert.equal(await page.getByText('You are where you stopped reading.').count(), 0);
});

test('an article that has changed is found again by the paragraph’s words', async (t) => {
  const changing = press(t, [long]);
  const { page, server } = await visit(t, address, { archive: changing });
  origin = server.url;
  await wholeBody(page).waitFor();
  await readTo(page, 30);
  changing.again([{ ...long, body: `<p>One more before all.</p><p>And another.</p>${long.body}` }]);
  await reopen(page);
  await page.getByText('You are where you stopped reading.').first().waitFor();
  assert.equal(await present(page), 'Paragraph 30');
});

test('what was read to its end begins at its beginning again, and what fits into the view is not half read', async (t) => {
  const { page, server } = await open(t);
  origin = server.url;
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForFunction(() => / 100 /.test(localStorage.getItem('offprint.places')));
  await reopen(page);
  await page.waitForFunction(() => !document.querySelector('.prose[aria-busy]'));
  assert.equal(await page.evaluate(() => scrollY), 0);
  await reopen(page, archive.address(short.title));
  assert.equal(await page.getByText('You are where you stopped reading.').count(), 0);
});

test('the list tells how much of an article has been read', async (t) => {
  const { page, server } = await open(t);
  origin = server.url;
  await readTo(page, 30);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  const card = page.getByRole('article').filter({ hasText: long.title });
  const told = await card.locator('.card-read').textContent();
  assert.match(told, /^(4[5-9]|5[0-9])% read$/);
  assert.equal(await page.getByRole('article').filter({ hasText: short.title }).locator('.card-read').count(), 0);
  await card.getByRole('link', { name: long.title }).click();
  await prose(page).locator('p').first().waitFor();
  await page.getByText('You are where you stopped reading.').first().waitFor();
  assert.equal(await present(page), 'Paragraph 30');
});

test('a bar tells how far one has come, and a note how long it will take', async (t) => {
  const { page } = await open(t);
  const read = () => page.locator('.progress').evaluate((line) => Number(line.style.getPropertyValue('--read')));
  assert.equal(await read(), 0);
  await readTo(page, 30);
  assert.ok(Math.abs(await read() - 0.5) < 0.06);
  assert.match(await page.locator('.progress-left').textContent(), /^\d+ minutes left$/);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForFunction(() => document.querySelector('.progress').style.getPropertyValue('--read') === '1');
});

test('without a store one reads as ever', async (t) => {
  const denied = (context) => context.addInitScript(() => Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } }));
  const { page, complaints } = await open(t, { prepare: denied });
  await page.locator('#a-p30').scrollIntoViewIfNeeded();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('article').first().waitFor();
  assert.deepEqual(complaints, []);
});

test('when the article is left nothing of it stays on the page', async (t) => {
  const { page } = await open(t);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('article').first().waitFor();
  assert.equal(await page.locator('.progress, .progress-left, .resumed').count(), 0);
});
