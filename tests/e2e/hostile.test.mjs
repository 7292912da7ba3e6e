// Hostile archives: what the page says of each file, that nothing large is taken in, and that a hostile field costs itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, sealed, serve, visit } from './harness.mjs';

const posts = ['One', 'Two', 'Three'].map((title, place) => ({
  title, date: `2026-05-0${place + 1}`, author: `Author of ${title}`, tags: ['ink', `only ${title}`], body: `<p>Text of ${title}.</p>`,
}));
const archive = press(perFile, posts);
const latest = 'archive/latest.json';
const articleFile = /^archive\/articles\//;
const fiftyMegabytes = 800 * 65_536;
const cards = (page) => page.getByRole('main').getByRole('article');
const heading = (page, name) => page.getByRole('heading', { name, exact: true });

const sound = archive.file('latest.json');
const text = JSON.stringify(sound);
const extra = (changed) => sealed({ ...sound, _offprint: { ...sound._offprint, ...changed } });
const notUtf8 = Buffer.concat([Buffer.from(text.slice(0, 20)), Buffer.from([0xc3, 0x28]), Buffer.from(text.slice(20))]);
const files = [
  ['empty', '', 'It is empty.', '文件是空的。'],
  ['a web page', '<!DOCTYPE html><title>Home</title>', 'A web page came instead of it.', '返回的是网页，而不是该文件。'],
  ['no UTF-8', notUtf8, 'It isn’t text in UTF-8: byte 21 can’t be read.', '它不是 UTF-8 文本：第 21 个字节无法解读。'],
  ['cut off', text.slice(0, -1), 'It is cut off: the end is missing.', '文件不完整，缺少结尾部分。'],
  ['no JSON', 'Not found', 'It isn’t JSON: expected value at line 1 column 1.', '它不是有效的 JSON：expected value at line 1 column 1。'],
  ['lists in each other', '['.repeat(1_000_000), 'It is a file of another kind, without fields.', '这是另一种文件，缺少 fields。'],
  ['another file', JSON.stringify(archive.articles()[0]), 'It is a file of another kind, without version.', '这是另一种文件，缺少 version。'],
  ['of wrong types', extra({ tables: [1] }), 'Its field “tables” can’t be used: [1]', '字段“tables”无法使用：[1]'],
  ['with a field twice', text.replace('"items":', '"items":[],"items":'), 'Its field “items” stands twice.', '字段“items”重复出现。'],
  ['edited', text.replace('Two', 'Twa'), 'Its bytes are not those that were published.', '文件内容与发布时不一致。'],
  ['of another version', extra({ contract: 99 }), 'It has version 99 of the format, and this reader reads another.', '它的格式版本是 99，与此阅读器不符。'],
];

for (const [what, content, english, chinese] of files) {
  test(`a manifest that is ${what}: the page says so in the reader’s language, and where it came from`, async (t) => {
    const server = await serve(t, { archive });
    server.replace(latest, content);
    for (const [locale, message, asked] of [['en-US', english, 'Asked for: '], ['zh-CN', chinese, '请求的地址：']]) {
      const { page } = await visit(t, '', { server, locale });
      const notice = page.getByRole('alert');
      await notice.getByText(message, { exact: true }).waitFor();
      await notice.getByText(`${asked}${server.url}${latest}`, { exact: true }).waitFor();
    }
  });
}

for (const [how, isAnnounced] of [['announces', true], ['doesn’t announce', false]]) {
  test(`of a manifest of 50 MB that ${how} its length the page takes no more than it must, and says so`, async (t) => {
    const server = await serve(t, { archive });
    const poured = server.pour(latest, fiftyMegabytes, isAnnounced);
    const { page } = await visit(t, '', { server });
    await page.getByRole('alert').getByText('It is larger than 4 MB, which no such file is, so it wasn’t read.').waitFor();
    await poured.ended;
    // Some is always under way.
    assert.ok(poured.bytes < fiftyMegabytes / 2, `${poured.bytes} bytes were taken`);
  });

  test(`of an article of 50 MB that ${how} its length the page takes no more than it must, and the next one opens`, async (t) => {
    const server = await serve(t, { archive });
    const poured = server.pour(`archive/articles/${archive.articles().find(({ title }) => title === 'Two').key}.json`, fiftyMegabytes, isAnnounced);
    const { page } = await visit(t, archive.address('Two'), { server, locale: 'zh-CN' });
    await page.getByRole('alert').getByText('文件超过 24 MB，远大于此类文件应有的大小，因此未读取。').waitFor();
    await poured.ended;
    assert.ok(poured.bytes < fiftyMegabytes, `${poured.bytes} bytes were taken`);
    await page.goto(new URL(archive.address('One'), server.url).href);
    await page.locator('.prose').getByText('Text of One.').waitFor();
  });
}

const wrong = [5, null, true, { a: 1 }, [[]], 'javascript:alert(1)', '<img src=x onerror=alert(1)>'];
const fields = {
  url: 'url', external_url: 'external_url', image: 'image', banner_image: 'banner_image', attachments: 'attachments', authors: 'authors',
  tags: 'tags', date_published: 'date_published', date_modified: 'date_modified', language: 'language', content_text: 'content_text', _offprint: '_offprint',
};

test('hostile fields of an item cost themselves: the other cards are whole, and the console names what is lost', async (t) => {
  const server = await serve(t, { archive });
  for (const value of wrong) {
    const items = sound.items.map((item) => (item.title === 'Two' ? { ...item, ...Object.fromEntries(Object.keys(fields).map((name) => [name, value])) } : item));
    const heal = server.replace(latest, sealed({ ...sound, items, next_url: value, feed_url: value, home_page_url: value }));
    const { page, complaints } = await visit(t, '', { server });
    await cards(page).first().waitFor();
    assert.deepEqual(await cards(page).getByRole('heading').allInnerTexts(), ['Three', 'Two', 'One'], JSON.stringify(value));
    for (const whole of [0, 2]) {
      assert.equal(await cards(page).nth(whole).getByRole('link', { name: 'ink' }).count(), 1);
      await cards(page).nth(whole).getByText(/Author of (One|Three)/).first().waitFor();
    }
    assert.equal(complaints.every((line) => line.startsWith(`${server.url}${latest}: `) && line.includes('can\'t be used')), true, complaints.join('\n'));
    assert.equal(complaints.some((line) => line.includes('the field external_url can\'t be used')), value !== null, complaints.join('\n'));
    heal();
  }
});

test('hostile fields of an article cost themselves: its title and its text are there', async (t) => {
  const server = await serve(t, { archive });
  for (const value of wrong) {
    const heal = server.answer(articleFile, (path, article) => JSON.stringify({ ...JSON.parse(article), ...Object.fromEntries(Object.keys(fields).map((name) => [name, value])) }));
    const { page, complaints } = await visit(t, archive.address('Two'), { server });
    await heading(page, 'Two').waitFor();
    await page.locator('.prose').getByText('Text of Two.').waitFor();
    assert.equal(await page.locator('a[href^="javascript:"], img[src^="javascript:"]').count(), 0);
    assert.equal(complaints.every((line) => line.includes('can\'t be used')), true, complaints.join('\n'));
    heal();
  }
});

test('an item that is none keeps its place, so that the others keep theirs', async (t) => {
  const server = await serve(t, { archive });
  const items = sound.items.map((item) => (item.title === 'Two' ? 5 : item));
  server.replace(latest, sealed({ ...sound, items }));
  const { page, complaints } = await visit(t, '', { server });
  await cards(page).first().waitFor();
  assert.deepEqual(await cards(page).getByRole('heading').allInnerTexts(), ['Three', 'Untitled', 'One']);
  assert.deepEqual(complaints, [`${server.url}${latest}: the field items can't be used: 5`]);
});

test('markup in titles, names and the archive’s own title is text', async (t) => {
  const markup = '<img src=x onerror="document.title=`ran`"><b>bold</b>';
  const server = await serve(t, { archive });
  const change = (item) => ({ ...item, title: markup, tags: [markup], authors: [{ name: markup }], content_text: markup });
  server.replace(latest, sealed({ ...sound, title: markup, items: sound.items.map(change), _offprint: { ...sound._offprint, tags: [[markup, 3]] } }));
  server.answer(articleFile, (path, article) => JSON.stringify(change(JSON.parse(article))));
  const { page, complaints } = await visit(t, '', { server });
  await cards(page).first().getByRole('link', { name: markup }).first().waitFor();
  assert.equal(await page.locator('img, main b').count(), 0);
  await cards(page).first().getByRole('heading').getByRole('link').click();
  await heading(page, markup).waitFor();
  await page.locator('.prose').waitFor();
  assert.equal(await page.locator('main img, h1 b').count(), 0);
  assert.match(await page.title(), /onerror/);
  assert.deepEqual(complaints, []);
});

test('another article or another tag’s list than the one that was asked for is refused', async (t) => {
  const server = await serve(t, { archive });
  const other = archive.articles().find(({ title }) => title === 'One');
  server.answer(articleFile, () => JSON.stringify({ ...other, key: undefined }));
  const { page } = await visit(t, archive.address('Two'), { server });
  await page.getByRole('alert').getByText('It is a file of another kind, without this article.').waitFor();
});
