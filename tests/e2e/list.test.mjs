// The list: what a card says, and how older articles arrive.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, serve, visit, walk } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(120), { pictures: notePictures });
const cards = (page) => page.getByRole('main').getByRole('article');
const titles = (page) => cards(page).getByRole('heading', { level: 2 }).allTextContents();
const end = (page) => page.getByText('That is everything.');
const notesDown = (from, count) => Array.from({ length: count }, (_, place) => noteTitle(from - place));

test('the list begins with the newest article and goes back in time', async (t) => {
  const { page, complaints } = await visit(t, '', { archive });
  await cards(page).nth(11).waitFor();
  const shown = await titles(page);
  assert.deepEqual(shown, notesDown(120, shown.length));
  assert.deepEqual(complaints, []);
});

test('the list says how many articles there are, and what it is', async (t) => {
  const { page } = await visit(t, '', { archive });
  await page.getByRole('heading', { level: 1, name: 'Newest articles' }).waitFor();
  await page.getByRole('status').getByText('120 articles').waitFor();
  assert.equal(await page.title(), archive.file('latest.json').title);
});

test('a card shows picture, title, summary, source, date, reading time and tags', async (t) => {
  const { page } = await visit(t, '', { archive });
  const card = cards(page).filter({ hasText: 'Note 119' });
  const link = card.getByRole('link', { name: 'Note 119' });
  assert.match(await link.getAttribute('href'), /^\?read=[a-z2-7]{16}$/);
  const picture = card.locator('img');
  assert.match(await picture.getAttribute('src'), /\/archive\/pictures\/\w+\.svg$/);
  assert.equal(await picture.getAttribute('width'), '600');
  assert.equal(await picture.getAttribute('height'), '400');
  await card.getByText(/^This is what was noted on day 119/).waitFor();
  await card.getByText('Ada Quill').waitFor();
  await card.getByText(/^\d+ min$/).waitFor();
  assert.deepEqual(await card.getByRole('list', { name: 'Tags' }).getByRole('link').allTextContents(), ['Magazine', 'Field notes']);
});

test('a card without a picture leaves no hole for one', async (t) => {
  const { page } = await visit(t, '', { archive });
  const card = cards(page).filter({ hasText: 'Note 116' });
  await card.getByRole('link', { name: 'Note 116' }).waitFor();
  assert.equal(await card.locator('.card-picture').count(), 0);
});

test('a recent date is relative, an old one plain, and the exact one is on hover', async (t) => {
  const { page } = await visit(t, '', { archive, viewport: { width: 1200, height: 4_000 } });
  const date = (title) => cards(page).filter({ hasText: title }).locator('time');
  await date('Note 120').getByText('3 hours ago').waitFor();
  assert.equal(await date('Note 120').getAttribute('title'), 'June 1, 2026 at 09:00 AM UTC');
  assert.equal(await date('Note 120').getAttribute('datetime'), '2026-06-01T09:00:00Z');
  assert.equal(await date('Note 119').textContent(), 'yesterday');
  assert.equal(await date('Note 085').textContent(), 'April 27, 2026');
});

test('the tag bar shows the most frequent tags with their counts', async (t) => {
  const { page } = await visit(t, '', { archive });
  const bar = page.getByRole('navigation', { name: 'Tags' });
  await bar.getByRole('link', { name: '小米 40 articles' }).waitFor();
  await bar.getByRole('link', { name: 'ink 60 articles' }).waitFor();
  await bar.getByRole('link', { name: 'Solo 1 article', exact: true }).waitFor();
});

test('older articles arrive as one scrolls, each once, and the end is said', async (t) => {
  const { page, complaints } = await visit(t, '', { archive });
  await cards(page).first().waitFor();
  const { rows } = await walk(page);
  assert.deepEqual(rows, notesDown(120, 120).map((title, place) => [place + 1, title]));
  await end(page).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Older articles' }).count(), 0);
  assert.deepEqual(complaints, []);
});

test('the first list asks for no page of older articles', async (t) => {
  const { page, server } = await visit(t, '', { archive });
  await cards(page).first().waitFor();
  await page.evaluate(() => new Promise((idle) => { requestIdleCallback(idle); }));
  assert.equal(server.count(/^archive\/cards\//), 0);
});

test('the link to older articles works by keyboard alone, and goes on at the first of them', async (t) => {
  const server = await serve(t, { archive });
  const letCardsArrive = server.hold(/^archive\/cards\//);
  const { page } = await visit(t, '', { server });
  await page.getByRole('link', { name: 'Older articles' }).waitFor();
  await page.keyboard.press('Shift+Tab'); // from the page's beginning to its last link
  assert.match(await page.locator(':focus').textContent(), /^(Older articles|Loading…)$/); // coming into view, it may have begun already
  await page.keyboard.press('Enter');
  letCardsArrive();
  await cards(page).getByRole('link', { name: noteTitle(100) }).waitFor();
  await page.waitForFunction((title) => document.activeElement.textContent === title, noteTitle(100));
});

test('whoever has come to the link to older articles never loses the focus while the list grows', async (t) => {
  const { page } = await visit(t, '', { archive });
  const link = page.getByRole('link', { name: 'Older articles' });
  await link.focus();
  const lost = await page.evaluate(() => new Promise((done) => {
    // Between any two tasks a key may come.
    const { port1, port2 } = new MessageChannel();
    let count = 0;
    port1.onmessage = () => {
      if (document.activeElement === document.body) count++;
      if (document.activeElement?.matches('.end')) return done(count);
      if (document.activeElement?.matches('.older a')) scrollTo(0, document.documentElement.scrollHeight);
      port2.postMessage('');
    };
    port2.postMessage('');
  }));
  assert.equal(lost, 0);
});

test('older articles that don’t come are said to be missing, and can be asked for again', async (t) => {
  const server = await serve(t, { archive });
  const heal = server.fail(/^archive\/cards\//, 503);
  const { page } = await visit(t, '', { server });
  await page.getByRole('link', { name: 'Older articles' }).focus();
  const notice = page.getByRole('alert');
  await notice.getByText('It answered 503.').waitFor();
  await notice.getByText(/\/archive\/cards\/table-0-\w+\.json$/).waitFor();
  assert.equal(await cards(page).count(), 20);
  heal();
  await page.locator(':focus').getByText('Try again').waitFor(); // it stands where the link was that had the focus
  await page.keyboard.press('Enter');
  await cards(page).getByRole('link', { name: noteTitle(100) }).waitFor();
});
