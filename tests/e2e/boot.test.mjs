// From the request for the page to the reader's first view, and what stands there when a part of the program doesn't come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve, visit } from './harness.mjs';

const hasBooted = (page) => page.locator('#skeleton').waitFor({ state: 'detached' });
const failure = (page) => page.getByRole('alert');

test('the page boots without a complaint', async (t) => {
  const { page, complaints } = await visit(t);
  await hasBooted(page);
  assert.deepEqual(complaints, []);
});

test('the page boots from any folder of a plain host', async (t) => {
  const { page, complaints, server } = await visit(t, '', { under: '/some/folder/' });
  await hasBooted(page);
  assert.deepEqual(complaints, []);
  assert.equal(server.count('archive/latest.json'), 1);
});

test('the manifest is requested beside the program, once', async (t) => {
  const server = await serve(t);
  const letProgramArrive = server.hold(/reader_bg\.wasm$/);
  const { page } = await visit(t, '', { server });
  await server.requested('archive/latest.json');
  letProgramArrive();
  await hasBooted(page);
  assert.equal(server.count('archive/latest.json'), 1);
});

test('each part of the program is requested once', async (t) => {
  const { page, server } = await visit(t);
  await hasBooted(page);
  for (const part of [/reader\.js$/, /reader_bg\.wasm$/, /boot-\w+\.js$/]) assert.equal(server.count(part), 1, String(part));
});

for (const part of [/reader_bg\.wasm$/, /reader\.js$/]) {
  test(`a missing ${part} leaves a readable message`, async (t) => {
    const server = await serve(t);
    server.fail(part);
    const { page } = await visit(t, '', { server });
    await failure(page).getByRole('heading', { name: 'Offprint couldn’t be loaded' }).waitFor();
    assert.equal(await page.locator('#skeleton').count(), 0);
  });
}

for (const part of [/reader_bg\.wasm$/, /reader\.js$/]) {
  test(`a ${part} of other bytes than were built isn’t run`, async (t) => {
    const server = await serve(t);
    server.answer(part, (path, file, bytes) => Buffer.concat([bytes, Buffer.from(part.source.includes('wasm') ? [0, 1, 0] : ' ')])); // an empty section of one's own
    const { page } = await visit(t, '', { server });
    await failure(page).getByRole('heading', { name: 'Offprint couldn’t be loaded' }).waitFor();
  });
}

test('a host that answers everything with its own page is found out', async (t) => {
  const server = await serve(t);
  server.replace(/reader_bg\.wasm$/, '<h1>Welcome</h1>', 'text/html');
  const { page } = await visit(t, '', { server });
  await failure(page).getByRole('heading', { name: 'Offprint couldn’t be loaded' }).waitFor();
});

test('the message speaks the reader’s language, and its link loads the page again', async (t) => {
  const server = await serve(t);
  server.fail(/reader_bg\.wasm$/);
  const { page } = await visit(t, '#fragment', { server, locale: 'zh-CN' });
  await failure(page).getByRole('heading', { name: 'Offprint 未能加载' }).waitFor();
  const reloaded = page.waitForEvent('load');
  await page.getByRole('link', { name: '重新加载本页' }).click();
  await reloaded;
});

test('a panic replaces the page by a readable message', async (t) => {
  const { page } = await visit(t);
  await hasBooted(page);
  await page.evaluate(() => globalThis.offprint.fail('panic', 'at the disco <b>'));
  await failure(page).getByRole('heading', { name: 'Something broke' }).waitFor();
  await failure(page).getByText('at the disco <b>').waitFor();
});

test('without JavaScript the page says what it needs', async (t) => {
  const { page } = await visit(t, '', { javaScriptEnabled: false });
  assert.match(await page.locator('noscript').textContent(), /please allow JavaScript/);
});

test('only templates like the reader’s own become HTML', async (t) => {
  const { page } = await visit(t);
  await hasBooted(page);
  const accepts = (html) => page.evaluate((text) => {
    try {
      document.createElement('template').innerHTML = text;
      return true;
    } catch {
      return false;
    }
  }, html);
  const templates = ['', '<p class="a">text &amp; more<!></p>', '<svg viewBox="0 0 8 8"><path d="M0 0L8 8"/></svg>', '<a href="?q=%23ink">ink</a>',
    '<a href="https://example.org/a:b" rel="noopener">a</a>', '<button type="button" disabled>b</button><!--c-->'];
  const attacks = ['<img src="./a.png" onerror="alert(1)">', '<script>alert(1)</script>', '<iframe src="./"></iframe>', '<p style="color: red">', '<a href="javascript:alert(1)">',
    '<a href="java&#115;cript:alert(1)">', '<a href="JAVASCRIPT:alert(1)">', '<a\nhref="javascript:alert(1)">', '<svg><use href="./a"/></svg>', '<a href=javascript:alert(1)>',
    '<form action="./"></form>', '<p><', '<!--><script>alert(1)</script>-->', '<p title=">" onclick="alert(1)">', '<base href="./">', '<p/onclick="alert(1)">'];
  for (const html of templates) assert.equal(await accepts(html), true, html);
  for (const html of attacks) assert.equal(await accepts(html), false, html);
});

test('only the sanitiser may become a worker, and no text a script', async (t) => {
  const { page } = await visit(t);
  await hasBooted(page);
  const startsWorker = (url) => page.evaluate((address) => {
    try {
      new Worker(address, { type: 'module' }).terminate();
      return true;
    } catch {
      return false;
    }
  }, url);
  assert.equal(await startsWorker(await page.evaluate(() => globalThis.offprint.sanitizer.url)), true);
  assert.equal(await startsWorker('./reader.js'), false);
  assert.equal(await startsWorker('data:text/javascript,'), false);
  await assert.rejects(page.evaluate(() => { document.createElement('script').text = 'alert(1)'; }), /refused to use this text as a script/);
});
