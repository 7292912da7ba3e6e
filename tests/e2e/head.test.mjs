// What the page says of itself in its head: title, description, and where the feed of the present view is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, visit } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(20), { pictures: notePictures });
const feed = (page) => page.locator('link[rel="alternate"]');
const description = (page) => page.locator('meta[name="description"]').getAttribute('content');
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });

test('the whole list and a tag’s have a feed that is there, other views have none', async (t) => {
  const { page, server } = await visit(t, '', { archive });
  await heading(page, 'Newest articles').waitFor();
  const titleOf = async () => (await (await fetch(await feed(page).getAttribute('href'))).json()).title;
  assert.equal(await feed(page).getAttribute('type'), 'application/feed+json');
  assert.ok(await titleOf());
  await page.getByRole('navigation', { name: 'Tags' }).getByRole('link', { name: /^ink/ }).click();
  await heading(page, '#ink').waitFor();
  assert.equal(await feed(page).count(), 1);
  assert.match(await feed(page).getAttribute('href'), /\/archive\/tags\/\w+\.json$/);
  assert.match(await titleOf(), /ink/);
  await page.goto(`${server.url}?q=date:2026`);
  await page.getByRole('article').first().waitFor();
  assert.equal(await feed(page).count(), 0);
});

test('an article’s page has its title, its summary as description, and no feed; the list has its own again', async (t) => {
  const { page } = await visit(t, '', { archive });
  await heading(page, 'Newest articles').waitFor();
  const own = await description(page);
  await page.getByRole('link', { name: noteTitle(20) }).click();
  await heading(page, noteTitle(20)).waitFor();
  assert.match(await page.title(), new RegExp(`^${noteTitle(20)} · `));
  assert.match(await description(page), /^This is what was noted on day 20/);
  assert.equal(await feed(page).count(), 0);
  await page.goBack();
  await heading(page, 'Newest articles').waitFor();
  assert.equal(await description(page), own);
});
