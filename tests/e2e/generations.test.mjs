// An archive that is published anew while a page is open.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, visit, walk } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const cards = (page) => page.getByRole('main').getByRole('article');
const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const latest = 'archive/latest.json';

/** Titles of a shelf of notes, the newest first. */
const titles = (count) => Array.from({ length: count }, (_, place) => noteTitle(count - place));
const shown = ({ rows }) => rows.map(([, title]) => title);
/** The second generation of 120 notes: 40 more, one a day, which moves all dates of the others. */
const more = notes(160);

test('without the earlier generation’s files the view is restarted once, and shows the new one only', async (t) => {
  const archive = press(t, notes(120), { pictures: notePictures, pressArguments: ['--keep', '0'] });
  const { page, server, complaints } = await visit(t, '', { archive });
  await page.getByRole('link', { name: 'Older articles' }).waitFor(); // the end of a list that is whole
  archive.again(more);
  // The way down needs a page that is gone: the list begins again, with the newest of the new ones.
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await cards(page).getByRole('link', { name: noteTitle(160) }).waitFor();
  assert.deepEqual(shown(await walk(page)), titles(160));
  assert.equal(server.count(latest), 3, 'at first, to see whether there is a new one, and to open it');
  assert.deepEqual(complaints.filter((complaint) => !complaint.includes('404')), []);
});

test('with the earlier generation’s files an open page goes on with what it began with', async (t) => {
  const archive = press(t, notes(120), { pictures: notePictures, pressArguments: ['--keep', '1'] });
  const { page, server, complaints } = await visit(t, '', { archive });
  await cards(page).first().waitFor();
  archive.again(more);
  assert.deepEqual(shown(await walk(page)), titles(120));
  assert.equal(server.count(latest), 1);
  const another = await page.context().newPage();
  await another.goto(server.url);
  await cards(another).getByRole('link', { name: noteTitle(160) }).waitFor();
  assert.deepEqual(complaints, []);
});

test('a filter whose postings are gone is answered by the new generation', async (t) => {
  const archive = press(t, notes(120), { pictures: notePictures, pressArguments: ['--keep', '0'] });
  const { page } = await visit(t, '', { archive });
  await cards(page).first().waitFor();
  archive.again(more);
  await page.getByRole('combobox').fill('#小米 #ink');
  await heading(page, 'With the tags 小米 and ink').or(page.getByRole('heading', { level: 1 })).first().waitFor();
  const expected = titles(160).filter((_, place) => (160 - place) % 6 === 0);
  await page.waitForFunction((count) => document.querySelector('.list-count')?.textContent.startsWith(`${count} `), expected.length);
  assert.deepEqual(shown(await walk(page)), expected);
});

test('an archive that is published anew again and again is said to be, instead of being restarted for ever', async (t) => {
  const archive = press(t, notes(120), { pictures: notePictures, pressArguments: ['--keep', '0'] });
  const { page, server } = await visit(t, '', { archive });
  await page.getByRole('link', { name: 'Older articles' }).waitFor(); // the end of a list that is whole
  server.fail(/^archive\/cards\//);
  archive.again(more);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await cards(page).getByRole('link', { name: noteTitle(160) }).waitFor();
  archive.again(notes(200));
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('alert').getByRole('heading').innerText(), 'The archive has just been published anew');
  assert.ok(server.count(latest) <= 4);
});
