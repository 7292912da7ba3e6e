// What stands there while something loads, and when it doesn't come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutShift, perFile, press, serve, visit, walk, wholeBody, wholeList, wholeProgram } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(60), { pictures: notePictures });
const empty = press(perFile, []);
const latest = 'archive/latest.json';
const cards = (page) => page.getByRole('main').getByRole('article');
const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const prose = (page) => page.locator('.prose');
const skeleton = (page) => page.locator('#skeleton');
const tryAgain = (page) => page.getByRole('button', { name: 'Try again' });
const articleFile = /^archive\/articles\//;
const sanitiserModule = /sanitizer[^/]*_bg\.wasm$/;

test('the page’s shape is painted before the program arrives, and goes when the list stands', async (t) => {
  const server = await serve(t, { archive });
  const letProgramArrive = server.hold(/reader_bg\.wasm$/);
  const { page } = await visit(t, '', { server });
  await skeleton(page).locator('.sk-card').first().waitFor();
  await page.evaluate(() => new Promise((painted) => { new PerformanceObserver(painted).observe({ type: 'paint', buffered: true }); }));
  letProgramArrive();
  await cards(page).first().waitFor();
  await skeleton(page).waitFor({ state: 'detached' });
  assert.equal(await layoutShift(page), 0);
});

test('the skeleton stands until the archive comes', async (t) => {
  const server = await serve(t, { archive });
  const letArchiveArrive = server.hold(latest);
  const { page } = await visit(t, '', { server });
  await page.getByRole('banner').waitFor(); // the program runs
  await skeleton(page).locator('.sk-card').first().waitFor();
  letArchiveArrive();
  await cards(page).first().waitFor();
  assert.equal(await skeleton(page).count(), 0);
});

test('in a tab that nobody looks at, where nothing is drawn, a list and an article come whole', async (t) => {
  const long = { title: 'A long one', date: '2026-05-01 10:00:00', body: Array.from({ length: 400 }, (_, place) => `<p>Paragraph ${place}: ${'words to read '.repeat(12)}</p>`).join('') };
  const unseen = press(t, [...notes(60), long], { pictures: notePictures });
  const hide = (context) => context.addInitScript(() => {
    Object.defineProperty(Document.prototype, 'hidden', { get: () => true });
    Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden' });
    globalThis.requestAnimationFrame = () => 0;
  });
  const list = await visit(t, '', { archive: unseen, prepare: hide });
  await wholeList(list.page).waitFor();
  assert.ok(await cards(list.page).count() >= 12);
  const article = await visit(t, unseen.address(long.title), { archive: unseen, prepare: hide });
  await wholeBody(article.page).waitFor();
  await prose(article.page).getByText('Paragraph 399:').waitFor();
});

test('the list doesn’t wait for the sanitiser, and an article says that it does', async (t) => {
  const server = await serve(t, { archive });
  const letSanitiserArrive = server.hold(sanitiserModule);
  const { page, complaints } = await visit(t, '', { server });
  await cards(page).getByRole('link', { name: noteTitle(60) }).click();
  await heading(page, noteTitle(60)).waitFor();
  await page.getByRole('status').getByText('Preparing the article…').waitFor();
  assert.equal(await prose(page).count(), 0);
  letSanitiserArrive();
  await prose(page).getByText(/noted on day 60/).first().waitFor();
  assert.deepEqual(complaints, []);
});

test('a slow archive is said to be slow, and can be asked for again', async (t) => {
  const server = await serve(t, { archive });
  const letArchiveArrive = server.hold(latest);
  const { page } = await visit(t, '', { server, byHand: true });
  await page.getByRole('banner').waitFor();
  assert.equal(await page.getByText('Still loading').count(), 0);
  await page.clock.runFor(5_000);
  await page.getByRole('status').getByText('Still loading. The connection seems slow.').waitFor();
  assert.equal(server.count(latest), 1);
  await tryAgain(page).click();
  await server.requested(latest);
  letArchiveArrive();
  await cards(page).first().waitFor();
});

test('a slow article is said to be slow, and comes all the same', async (t) => {
  const server = await serve(t, { archive });
  const letArticleArrive = server.hold(articleFile);
  const { page } = await visit(t, archive.address(noteTitle(30)), { server, byHand: true });
  await server.requested(articleFile);
  await page.clock.runFor(5_000);
  await page.getByRole('status').getByText('Still loading. The connection seems slow.').waitFor();
  letArticleArrive();
  await heading(page, noteTitle(30)).waitFor();
});

test('an empty archive says so, and what to do', async (t) => {
  const { page, complaints } = await visit(t, '', { archive: empty });
  await heading(page, 'No articles yet').waitFor();
  await page.getByText(/run the press/).waitFor();
  assert.equal(await skeleton(page).count(), 0);
  assert.deepEqual(complaints, []);
});

const sound = archive.file('latest.json');
for (const [what, break_, title, cause, advice] of [
  ['missing', (server) => server.fail(latest, 404), 'A file of the archive is missing', /isn’t there/, /upload the whole archive folder/],
  ['refused', (server) => server.fail(latest, 503), 'The host refused a file of the archive', /It answered 503/, /try again in a moment/],
  ['answered by a web page', (server) => server.replace(latest, '<!DOCTYPE html><title>Home</title>', 'text/html'), 'A file of the archive can’t be read', /A web page came instead of it/, /run the press/],
  ['cut off', (server) => server.replace(latest, JSON.stringify(sound).slice(0, 1000)), 'A file of the archive can’t be read', /cut off: the end is missing/, /run the press/],
  ['another file', (server) => server.replace(latest, { version: 'https://example.org/2', title: 'x', items: [], _offprint: sound._offprint }), 'A file of the archive can’t be read', /file of another kind/, /run the press/],
  ['of another version', (server) => server.replace(latest, { ...sound, _offprint: { ...sound._offprint, contract: 99 } }), 'A file of the archive can’t be read', /version 99/, /the press that came with this reader/],
]) {
  test(`an archive that is ${what}: the page says what was asked for, what came, what to do, and tries again`, async (t) => {
    const server = await serve(t, { archive });
    const heal = break_(server);
    const { page } = await visit(t, '', { server });
    const notice = page.getByRole('alert');
    await notice.getByRole('heading', { name: title }).waitFor();
    await notice.getByText(cause).waitFor();
    await notice.getByText(`Asked for: ${server.url}archive/latest.json`).waitFor();
    await notice.getByText(advice).waitFor();
    assert.equal(await skeleton(page).count(), 0);
    heal();
    await tryAgain(page).click();
    await cards(page).first().waitFor();
  });
}

test('an article that the host refuses can be asked for again', async (t) => {
  const server = await serve(t, { archive });
  const heal = server.fail(articleFile, 500);
  const { page } = await visit(t, '', { server });
  await cards(page).getByRole('link', { name: noteTitle(59) }).click();
  await page.getByRole('alert').getByText('It answered 500.').waitFor();
  await page.getByRole('alert').getByText(/archive\/articles\/[a-z2-7]{16}\.json/).waitFor();
  heal();
  await tryAgain(page).click();
  await heading(page, noteTitle(59)).waitFor();
  await prose(page).getByText(/noted on day 59/).first().waitFor();
});

test('an article that is asked for offline comes when the connection is back', async (t) => {
  const { page } = await visit(t, '', { archive });
  await cards(page).first().waitFor();
  await wholeProgram(page);
  await page.context().setOffline(true);
  await cards(page).getByRole('link', { name: noteTitle(58) }).click();
  await page.getByRole('alert').getByRole('heading', { name: 'The archive can’t be reached' }).waitFor();
  await page.context().setOffline(false);
  await tryAgain(page).click();
  await heading(page, noteTitle(58)).waitFor();
});

test('a tag’s list that doesn’t come can be asked for again', async (t) => {
  const server = await serve(t, { archive });
  const heal = server.fail(/^archive\/tags\//, 502);
  const { page } = await visit(t, '?q=%23ink', { server });
  await page.getByRole('alert').getByText('It answered 502.').waitFor();
  heal();
  await tryAgain(page).click();
  await heading(page, '#ink').waitFor();
});

test('an archive that was published anew meanwhile is opened anew, once', async (t) => {
  const [older, newer] = [press(t, notes(60), { pictures: notePictures }), press(t, notes(61), { pictures: notePictures })];
  const server = await serve(t, { archive: older });
  const { page } = await visit(t, '', { server });
  await cards(page).first().getByRole('link', { name: noteTitle(60) }).waitFor();
  server.publish(newer);
  await page.getByRole('link', { name: 'Older articles' }).focus();
  await cards(page).first().getByRole('link', { name: noteTitle(61) }).waitFor();
  await page.getByRole('status').getByText('61 articles').waitFor();
  const { rows } = await walk(page);
  assert.deepEqual(rows.map(([, title]) => title), Array.from({ length: 61 }, (_, place) => noteTitle(61 - place)));
  assert.equal(server.count(latest), 3); // at first, to see whether it is another, and to open that
});

test('a page of cards that is missing from the present archive is a failure, not a loop', async (t) => {
  const server = await serve(t, { archive });
  server.fail(/^archive\/cards\/\d/, 404);
  const { page } = await visit(t, '', { server });
  await page.getByRole('link', { name: 'Older articles' }).focus();
  await page.getByRole('alert').getByRole('heading', { name: 'A file of the archive is missing' }).waitFor();
  assert.equal(await cards(page).count(), 20);
  assert.equal(server.count(latest), 2);
});

test('without the sanitiser’s module an article says so, and comes when the module is back', async (t) => {
  const server = await serve(t, { archive });
  const heal = server.fail(sanitiserModule);
  const { page } = await visit(t, archive.address(noteTitle(57)), { server });
  await page.getByRole('alert').getByRole('heading', { name: 'The article can’t be made safe to show' }).waitFor();
  await heading(page, noteTitle(57)).waitFor();
  assert.equal(await prose(page).count(), 0);
  heal();
  await tryAgain(page).click();
  await prose(page).getByText(/noted on day 57/).first().waitFor();
});

test('a panic shows a readable page with a way to load it again', async (t) => {
  const server = await serve(t, { archive });
  const { page: sane } = await visit(t, '', { server });
  const broken = (await (await fetch(server.url)).text()).replace(/<div id=("?)app\1><\/div>/, '');
  await sane.close();
  const heal = server.replace('', broken, 'text/html; charset=utf-8'); // the reader expects a place for itself
  const { page } = await visit(t, '', { server });
  await page.getByRole('alert').getByRole('heading', { name: 'Something broke' }).waitFor();
  await page.getByRole('alert').getByText(/index\.html has a place for the reader/).waitFor();
  heal();
  await page.getByRole('link', { name: 'Load the page again' }).click();
  await cards(page).first().waitFor();
});

test('the site works in any folder of a plain host: list, tag, article, back', async (t) => {
  const { page, complaints, server } = await visit(t, '', { archive, under: '/some/folder/' });
  await cards(page).getByRole('link', { name: noteTitle(60) }).click();
  await heading(page, noteTitle(60)).waitFor();
  await prose(page).getByText(/noted on day 60/).first().waitFor();
  await page.reload();
  await prose(page).getByText(/noted on day 60/).first().waitFor();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await cards(page).first().getByRole('link', { name: '小米' }).click();
  await heading(page, '#小米').waitFor();
  assert.ok(page.url().startsWith(`${server.url}?q=`));
  await page.getByRole('link', { name: 'Offprint' }).click();
  await heading(page, 'Newest articles').waitFor();
  assert.deepEqual(complaints, []);
  assert.ok(server.requests.every((path) => path !== undefined));
});
