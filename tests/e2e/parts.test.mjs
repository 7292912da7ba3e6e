// The parts of the program, modules of their own: the first list stands without them, an article without the rest, and what needs one waits for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutShift, perFile, press, serve, visit, walk, wholeBody, wholeList, wholeProgram } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(60), { pictures: notePictures });
const parts = /reader_(?!bg\.)\w+\.wasm$/;
const articlePart = /reader_article\.wasm$/;
const rest = /reader_rest\.wasm$/;
const cards = (page) => page.getByRole('main').getByRole('article');
const box = (page) => page.getByRole('combobox', { name: 'Filter' });
const failure = (page) => page.getByRole('alert').getByRole('heading', { name: 'A part of the reader did not load' });
const queryBecomes = (page, text) => page.waitForFunction((text) => new URL(location.href).searchParams.get('q') === text, text);
const chart = (page) => page.waitForFunction(() => document.querySelector('[role=slider]')?.getAttribute('aria-valuetext'));

async function open(t, address, options) {
  const server = await serve(t, { archive });
  const letPartsArrive = server.hold(parts);
  const visited = await visit(t, address, { server, ...options });
  return { ...visited, server, letPartsArrive };
}

test('the first list stands without them, they are asked for then, once each, and nothing moves when they come', async (t) => {
  const server = await serve(t, { archive });
  const letArchiveArrive = server.hold('archive/latest.json');
  const letPartsArrive = server.hold(parts);
  const { page, complaints } = await visit(t, '', { server });
  await page.getByRole('banner').waitFor(); // the program runs
  assert.equal(server.count(parts), 0);
  letArchiveArrive();
  await wholeList(page).waitFor();
  await Promise.all([server.requested(articlePart), server.requested(rest)]);
  assert.equal(await cards(page).first().getByRole('heading').textContent(), noteTitle(60));
  letPartsArrive();
  await chart(page);
  await wholeProgram(page);
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual([server.count(articlePart), server.count(rest)], [1, 1]);
  assert.deepEqual(complaints, []);
});

for (const [address, [needed, other]] of [['?q=%23ink', [rest, articlePart]], [archive.address(noteTitle(7)), [articlePart, rest]]]) {
  test(`an address that needs one asks for it beside the program’s first module, and for the other later: ${address}`, async (t) => {
    const server = await serve(t, { archive });
    const letProgramArrive = server.hold(/reader_bg\.wasm$/);
    const { page } = await visit(t, address, { server });
    await server.requested(needed);
    assert.equal(server.count(other), 0);
    letProgramArrive();
    await page.getByRole('main').getByRole('article').first().waitFor();
    await wholeProgram(page);
    assert.deepEqual([server.count(needed), server.count(other)], [1, 1]);
  });
}

test('the rest leaves the connection to an article until its text is drawn', async (t) => {
  const server = await serve(t, { archive });
  const letModulesArrive = server.hold(/reading-\w+\/article\.js$/);
  const { page } = await visit(t, archive.address(noteTitle(7)), { server, prepare: (context) => context.addInitScript(() => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (act, delay, ...values) => setTimeout(act, delay === 3_000 ? 2 ** 31 - 1 : delay, ...values); // the article waits for its modules
  }) });
  await page.locator('.prose').waitFor({ state: 'attached' }); // it has been sanitised
  await page.evaluate(async () => { for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame); });
  assert.equal(server.count(rest), 0);
  letModulesArrive();
  await wholeBody(page).waitFor();
  await wholeProgram(page);
});

test('what an article’s page is made of is asked for at once, not import by import', async (t) => {
  const server = await serve(t, { archive });
  const letModulesArrive = server.hold(/reading-\w+\/(article|code|pictures|tools)\.js$/);
  const { page, complaints } = await visit(t, archive.address(noteTitle(7)), { server });
  await Promise.all(['article', 'pictures', 'galleries', 'sources', 'paper'].map((name) => server.requested(new RegExp(`reading-\\w+/${name}\\.js$`))));
  letModulesArrive();
  await wholeBody(page).waitFor();
  for (const name of ['article', 'galleries']) assert.equal(server.count(new RegExp(`reading-\\w+/${name}\\.js$`)), 1);
  assert.deepEqual(complaints, []);
});

test('an article stands without the rest, and has its neighbours when that comes', async (t) => {
  const server = await serve(t, { archive });
  const letRestArrive = server.hold(rest);
  const { page, complaints } = await visit(t, archive.address(noteTitle(7)), { server });
  await wholeBody(page).waitFor();
  await server.requested(rest);
  const neighbours = page.getByRole('navigation', { name: 'Neighbouring articles' });
  assert.equal(await neighbours.count(), 0);
  letRestArrive();
  await neighbours.getByRole('link', { name: noteTitle(8) }).waitFor();
  await neighbours.getByRole('link', { name: noteTitle(6) }).waitFor();
  assert.deepEqual(complaints, []);
});

test('an address of no article has all parts come as well', async (t) => {
  const { page } = await visit(t, '?read=aaaaaaaaaaaaaaaa', { archive });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await wholeProgram(page);
});

test('settings that are opened before the rest comes fill when it does', async (t) => {
  const server = await serve(t, { archive });
  const letSanitizerArrive = server.hold(/sanitizer_bg\.wasm$/);
  const letRestArrive = server.hold(rest);
  const { page } = await visit(t, archive.address(noteTitle(7)), { server });
  await page.getByRole('button', { name: 'Settings' }).click();
  await server.requested(rest); // though the article doesn’t stand
  letRestArrive();
  await page.getByText('Pictures from other sites').waitFor();
  letSanitizerArrive();
});

test('what is typed before it comes counts', async (t) => {
  const { page, letPartsArrive } = await open(t);
  await wholeList(page).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('#ink');
  assert.equal(await box(page).inputValue(), '#ink');
  letPartsArrive();
  await queryBecomes(page, '#ink');
  await page.getByRole('heading', { level: 1, name: '#ink' }).waitFor();
  assert.equal(await box(page).inputValue(), '#ink');
  assert.equal(await box(page).evaluate((input) => document.activeElement === input), true);
});

test('a card that is opened before it comes, and a list that grows, wait for it', async (t) => {
  const opened = await open(t);
  await cards(opened.page).first().getByRole('link', { name: noteTitle(60) }).click();
  await opened.page.getByRole('status').filter({ hasText: 'Loading' }).waitFor();
  opened.letPartsArrive();
  await wholeBody(opened.page).waitFor();
  assert.equal(await opened.page.getByRole('heading', { level: 1 }).textContent(), noteTitle(60));

  const scrolled = await open(t);
  await wholeList(scrolled.page).waitFor();
  await scrolled.page.getByRole('link', { name: 'Older articles' }).click();
  await scrolled.page.locator('[role=feed][aria-busy=true]').waitFor();
  scrolled.letPartsArrive();
  assert.equal((await walk(scrolled.page)).rows.length, 60);
});

test('a tag that is clicked before it comes is the filter then', async (t) => {
  const { page, letPartsArrive } = await open(t);
  await wholeList(page).waitFor();
  await page.getByRole('navigation', { name: 'Tags' }).getByRole('link', { name: 'ink' }).click();
  await queryBecomes(page, '#ink');
  letPartsArrive();
  await page.getByRole('heading', { level: 1, name: '#ink' }).waitFor();
  assert.equal(await box(page).inputValue(), '#ink');
});

test('the box of a filtered list says so before it comes', async (t) => {
  const { page, letPartsArrive } = await open(t, '?q=%23ink');
  await box(page).waitFor();
  assert.equal(await box(page).inputValue(), '#ink');
  letPartsArrive();
  await page.getByRole('heading', { level: 1, name: '#ink' }).waitFor();
});

test('where it doesn’t come the page says so and offers another try', async (t) => {
  for (const [address, arrived] of [[archive.address(noteTitle(7)), wholeBody], ['?q=%23ink', wholeList]]) {
    const server = await serve(t, { archive });
    const stopFailing = server.fail(parts, 503);
    const { page } = await visit(t, address, { server });
    await failure(page).waitFor();
    await page.getByRole('alert').getByText(`${server.url}reader-`).waitFor();
    stopFailing();
    await page.getByRole('button', { name: 'Try again' }).click();
    await arrived(page).waitFor();
  }
});

test('where it didn’t come at first, the page asks again by itself, and the list stands meanwhile', async (t) => {
  const server = await serve(t, { archive });
  const stopFailing = server.fail(parts);
  const { page } = await visit(t, '', { server });
  await wholeList(page).waitFor();
  await server.requested(parts);
  stopFailing();
  await chart(page);
  await wholeProgram(page);
});

test('other bytes than were built aren’t run', async (t) => {
  const server = await serve(t, { archive });
  server.answer(parts, (path, file, bytes) => Buffer.concat([bytes, Buffer.from([0, 1, 0])])); // an empty section of one's own
  const { page } = await visit(t, archive.address(noteTitle(7)), { server });
  await failure(page).waitFor();
});

test('a host that calls it something else than WebAssembly serves it all the same', async (t) => {
  const server = await serve(t, { archive, headers: (path) => (parts.test(path) ? { 'content-type': 'application/octet-stream' } : {}) });
  const { page } = await visit(t, archive.address(noteTitle(7)), { server });
  await wholeBody(page).waitFor();
});
