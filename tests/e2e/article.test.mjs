// The article: what its page says, its neighbours in the list, and how one moves about it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, serve, visit, wholeBody } from './harness.mjs';
import { notePictures, notes, noteTitle, paragraphs, picture } from './posts.mjs';

const full = {
  title: "The printer's “devil” & the proof",
  link: 'https://www.press.example/proofs/12?a=1&b=2',
  author: 'Quiet Press',
  categories: ['Magazine', 'Proof & Press', 'Workshop'],
  tags: ['proofs', '校样'],
  headimg: 'banner.svg',
  date: 'Fri, 21 Feb 2020 09:12:44 +0100',
  body: `<h2 id="first">First, the galley</h2>\n${paragraphs(30)}\n<h2 id="second">Then the page</h2>\n<p>See <a href="#first">the galley</a>.</p>\n${paragraphs(3)}`,
};
const untitled = { link: 'https://press.example/untitled', date: '2019-03-01 10:00:00', body: '<p>Somebody forgot the headline, and nobody missed it until the page was locked up and inked.</p>' };
const silent = { title: 'Nothing in it', link: 'https://press.example/silent', date: '2019-02-01 10:00:00', body: '' };
const archive = press(perFile, [...notes(120), full, untitled, silent], { pictures: { ...notePictures, 'banner.svg': picture(1200, 500) } });
const site = archive.file('latest.json').title;

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
const neighbours = (page) => page.getByRole('navigation', { name: 'Neighbouring articles' }).getByRole('link');
const prose = (page) => page.locator('.prose');

test('an article’s address opened cold shows head, banner, body and tags', async (t) => {
  const { page, complaints } = await visit(t, archive.address(full.title), { archive });
  await heading(page, full.title).waitFor();
  assert.equal(await page.title(), `${full.title} · ${site}`);
  const head = page.getByRole('article').locator('header').first();
  await head.getByText('Quiet Press').waitFor();
  assert.equal(await head.getByRole('time').getAttribute('datetime'), '2020-02-21T08:12:44Z');
  assert.equal(await head.getByRole('time').textContent(), 'February 21, 2020');
  assert.deepEqual(await head.getByRole('listitem').allTextContents(), ['Magazine', 'Proof & Press', 'Workshop']);
  await head.getByText(/^\d+ min$/).waitFor();
  const original = head.getByRole('link', { name: 'Original · press.example' });
  assert.equal(await original.getAttribute('href'), full.link);
  assert.match(await original.getAttribute('rel'), /noopener/);

  const banner = page.getByRole('img', { name: full.title });
  assert.deepEqual([await banner.getAttribute('width'), await banner.getAttribute('height')], ['1200', '500']);
  assert.equal(await prose(page).count(), 1);
  await prose(page).getByRole('heading', { level: 2, name: 'Then the page' }).waitFor();
  await wholeBody(page).waitFor();
  const tags = await page.locator('footer').getByRole('list', { name: 'Tags' }).getByRole('link').allTextContents();
  for (const tag of ['proofs', '校样', 'Magazine', 'Workshop']) assert.ok(tags.includes(tag), tag);
  assert.deepEqual(complaints, []);
});

test('each level of the category path leads to its list', async (t) => {
  const { page } = await visit(t, archive.address(full.title), { archive });
  await page.getByRole('article').locator('header').getByRole('link', { name: 'Workshop' }).click();
  await page.waitForURL(/\?q=in:Magazine.*Workshop$/);
  await page.getByRole('link', { name: full.title }).waitFor();
});

test('an article opened from a list begins at its top, with the focus on its heading', async (t) => {
  const { page, complaints } = await visit(t, '', { archive });
  const link = page.getByRole('link', { name: noteTitle(110) });
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await heading(page, noteTitle(110)).waitFor();
  await page.waitForFunction((title) => document.activeElement.textContent === title && scrollY === 0, noteTitle(110));
  await prose(page).getByText(/noted on day 110/).first().waitFor();
  assert.deepEqual(complaints, []);
});

for (const [where, query, newer, older] of [['all articles', '', 61, 59], ['a tag', '&q=%23小米', 63, 57]]) {
  test(`the neighbours of an article opened cold are those within ${where}`, async (t) => {
    const { page } = await visit(t, archive.address(noteTitle(60)) + query, { archive });
    await neighbours(page).first().waitFor();
    assert.deepEqual(await neighbours(page).allTextContents(), [`Newer${noteTitle(newer)}`, `Older${noteTitle(older)}`]);
    await neighbours(page).last().click();
    await heading(page, noteTitle(older)).waitFor();
    await neighbours(page).first().click();
    await heading(page, noteTitle(60)).waitFor();
    await neighbours(page).first().click();
    await heading(page, noteTitle(newer)).waitFor();
  });
}

test('the neighbours of an article opened from a tag’s list stay in it, and Back to the list leads there', async (t) => {
  const { page } = await visit(t, '?q=%23小米', { archive });
  await page.getByRole('link', { name: noteTitle(117) }).click();
  await heading(page, noteTitle(117)).waitFor();
  await neighbours(page).first().waitFor();
  assert.deepEqual(await neighbours(page).allTextContents(), [`Newer${noteTitle(120)}`, `Older${noteTitle(114)}`]);
  await neighbours(page).last().click();
  await heading(page, noteTitle(114)).waitFor();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await heading(page, '#小米').waitFor();
});

test('the newest article has no newer neighbour, the oldest no older one', async (t) => {
  const { page } = await visit(t, archive.address(noteTitle(120)), { archive });
  await neighbours(page).first().waitFor();
  assert.deepEqual(await neighbours(page).allTextContents(), [`Older${noteTitle(119)}`]);
  await page.goto(new URL(archive.address(silent.title), page.url()).href);
  await neighbours(page).first().waitFor();
  assert.equal(await neighbours(page).count(), 1);
  assert.match(await neighbours(page).textContent(), /^Newer/);
});

for (const [what, reference] of [['an unknown key', 'aaaaaaaaaaaaaaaa'], ['a key that was cut off', 'aaaa'], ['no key at all', '../../etc/passwd']]) {
  test(`${what} is an article that isn’t there, with a way back`, async (t) => {
    const { page } = await visit(t, `?q=%23ink&read=${reference}`, { archive });
    await heading(page, 'Article not found').waitFor();
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await heading(page, '#ink').waitFor();
  });
}

test('an article without a title is called by its first words', async (t) => {
  const key = archive.articles().find((article) => article.external_url === untitled.link).key;
  const { page } = await visit(t, `?read=${key}`, { archive });
  await page.getByRole('heading', { level: 1, name: /^Somebody forgot the headline.*…$/ }).waitFor();
});

test('an article without text says so', async (t) => {
  const { page } = await visit(t, archive.address(silent.title), { archive });
  await page.getByText('This article has no text.').waitFor();
});

test('the skip link is the first stop, and leads past the header', async (t) => {
  const { page } = await visit(t, archive.address(full.title), { archive });
  await heading(page, full.title).waitFor();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  assert.ok(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().top >= 0), 'it has the focus and is seen');
  const before = page.url();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Back to the list');
  assert.equal(page.url(), before);
});

test('a link to a heading stays in the article, and an address with one opens there', async (t) => {
  const { page, server } = await visit(t, archive.address(full.title), { archive });
  const seen = (name) => page.waitForFunction((text) => {
    const target = [...document.querySelectorAll('.prose h2')].find((one) => one.textContent === text);
    const top = target?.getBoundingClientRect().top;
    return top > -1 && top < innerHeight / 2;
  }, name);
  await prose(page).getByRole('link', { name: 'the galley' }).click();
  await seen('First, the galley');
  await heading(page, full.title).waitFor();

  const address = new URL(`${archive.address(full.title)}#a-second`, server.url).href;
  await page.goto('about:blank');
  await page.goto(address);
  await seen('Then the page');
});

for (const [what, pattern] of [['the modules', /reading-[^/]+\/article\.js$/], ['their words', /reading-[^/]+\/messages\.en\.js$/], ['their style', /reading-[^/]+\/article\.css$/]]) {
  test(`an article doesn’t wait for ever for ${what} of the reading page`, async (t) => {
    const server = await serve(t, { archive });
    server.hold(pattern);
    const { page } = await visit(t, archive.address(noteTitle(120)), { server, byHand: true });
    await page.locator('.article-tools').waitFor({ state: 'attached' });
    for (let turn = 0; turn < 100 && !await prose(page).locator('p').count(); turn += 1) await page.clock.runFor(500);
    await prose(page).locator('p').first().waitFor();
  });
}

test('a very long article comes part by part as it is asked for, and the focus goes on with it', async (t) => {
  const long = { title: 'A very long one', link: 'https://press.example/long', date: '2024-05-01 10:00:00', body: `${paragraphs(30)}\n`.repeat(200) };
  const withLong = press(t, [long]);
  const whole = withLong.articles()[0].content_html.match(/<p\b/g).length;
  const { page } = await visit(t, withLong.address(long.title), { archive: withLong });
  const more = page.getByRole('button', { name: 'This article is very long. Show more of it' });
  await more.waitFor();
  const atFirst = await prose(page).locator('p').count();
  assert.ok(atFirst > 100 && atFirst < whole, `${atFirst} of ${whole} paragraphs`);
  await more.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('.prose *:not(button)'));
  assert.ok(await prose(page).locator('p').count() > atFirst);
});
