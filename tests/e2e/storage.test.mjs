// A browser that keeps nothing for the page: reading works, and the page says what won't be remembered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, perFile, press, visit } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(40), { pictures: notePictures });
const cards = (page) => page.getByRole('main').getByRole('article');
const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const prose = (page) => page.locator('.prose');

/** The store can't be had at all. */
const denied = (context) => context.addInitScript(() => {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(globalThis, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
  }
});
/** As some browsers do it. */
const absent = (context) => context.addInitScript(() => { Object.defineProperty(globalThis, 'localStorage', { value: null }); });
/** It can be read, and takes nothing. */
const full = (context) => context.addInitScript(() => {
  Storage.prototype.setItem = () => { throw new DOMException('The quota has been exceeded.', 'QuotaExceededError'); };
});
/** The history takes no more steps, as Safari's after a hundred in half a minute. */
const noSteps = (context) => context.addInitScript(() => {
  for (const name of ['pushState', 'replaceState']) History.prototype[name] = () => { throw new DOMException('Attempt to use history too often', 'SecurityError'); };
});

async function reads(page) {
  await cards(page).getByRole('link', { name: noteTitle(40) }).click();
  await heading(page, noteTitle(40)).waitFor();
  await prose(page).getByText(/noted on day 40/).first().waitFor();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await cards(page).first().getByRole('link', { name: 'ink', exact: true }).click();
  await heading(page, '#ink').waitFor();
}

const keepsNothing = 'This browser doesn’t let the page keep settings: what you choose holds until the page is closed.';
const hasNoRoom = 'The browser has no room left for settings: what you choose holds until the page is closed.';

for (const [what, prepare] of [['denied', denied], ['absent', absent]]) {
  test(`with its store ${what} one can read, and the settings say that they aren’t kept`, async (t) => {
    const { page, complaints } = await visit(t, '', { archive, prepare });
    await reads(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.locator('#settings').getByText(keepsNothing).waitFor();
    assert.deepEqual(complaints, []);
  });
}

test('with its store full one can read, and the settings say so once they aren’t kept', async (t) => {
  const { page, complaints } = await visit(t, '', { archive, prepare: full });
  await reads(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Load on tap' }).waitFor();
  assert.equal(await page.locator('#settings').getByText(hasNoRoom).count(), 0);
  await page.getByRole('radio', { name: 'Load on tap' }).check();
  await page.locator('#settings').getByRole('status').filter({ hasText: hasNoRoom }).waitFor();
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(complaints, []);
});

test('a choice that isn’t kept holds until the page is closed', async (t) => {
  const [post] = notes(1);
  const remote = press(t, [{ ...post, thumbnail: 'https://img.example/a.svg' }]);
  const { page, outside } = await visit(t, '', { archive: remote, prepare: denied });
  await page.locator('.picture-failed').waitFor(); // pictures load, and this one fails
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Don’t load' }).check();
  await page.keyboard.press('Escape');
  const n = outside.length;
  await page.getByRole('link', { name: noteTitle(1) }).click();
  await heading(page, noteTitle(1)).waitFor();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await cards(page).first().waitFor();
  assert.equal(await page.locator('.card-picture').count(), 0);
  assert.equal(outside.length, n);
});

test('where the history takes no steps, links and filters lead to their views all the same', async (t) => {
  const { page, complaints } = await visit(t, '', { archive, prepare: noSteps });
  await reads(page);
  await page.getByRole('combobox', { name: 'Filter' }).fill('#小米');
  await page.keyboard.press('Enter');
  await heading(page, '#小米').waitFor();
  await page.getByRole('link', { name: 'Offprint' }).click();
  await heading(page, 'Newest articles').waitFor();
  assert.deepEqual(complaints, []);
});
