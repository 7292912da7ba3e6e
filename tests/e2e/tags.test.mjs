// Lists by address: tags, and queries that can't be answered yet.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, visit, walk, wholeList } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(120), { pictures: notePictures });
const site = archive.file('latest.json').title;
const cards = (page) => page.getByRole('main').getByRole('article');
const titles = (page) => cards(page).getByRole('heading', { level: 2 }).allTextContents();
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
const count = (page, text) => page.getByRole('status').getByText(text, { exact: true });
const note = (page, text) => page.getByRole('status').filter({ hasText: text });
const eachThird = Array.from({ length: 40 }, (_, place) => noteTitle(120 - 3 * place));

test('a tag’s address opened cold shows its list, its count, its name in the tab, and how to clear it', async (t) => {
  const { page, complaints, server } = await visit(t, '?q=%23小米', { archive });
  await heading(page, '#小米').waitFor();
  await count(page, '40 articles').waitFor();
  assert.equal(await page.title(), `#小米 · ${site}`);
  // As many as there is room for: the rest comes with scrolling.
  await wholeList(page).waitFor();
  const shown = await titles(page);
  assert.ok(shown.length >= 12, `${shown.length} cards`);
  assert.deepEqual(shown, eachThird.slice(0, shown.length));
  assert.equal(server.count(/^archive\/tags\//), 1);

  await page.getByRole('link', { name: 'Clear filter' }).click();
  await heading(page, 'Newest articles').waitFor();
  assert.equal(page.url(), server.url);
  assert.equal(await cards(page).first().getByRole('heading').textContent(), noteTitle(120));
  assert.deepEqual(complaints, []);
});

test('a tag’s list goes on beyond its first page, with that tag only', async (t) => {
  const { page } = await visit(t, '?q=%23小米', { archive });
  await cards(page).first().waitFor();
  const { rows } = await walk(page);
  assert.deepEqual(rows.map(([, title]) => title), eachThird);
});

test('a click on a card’s tag leads to its list, at its top, with the focus on its heading', async (t) => {
  const { page } = await visit(t, '', { archive });
  const tag = cards(page).filter({ hasText: noteTitle(114) }).getByRole('link', { name: '小米' });
  await tag.scrollIntoViewIfNeeded();
  await tag.click();
  await heading(page, '#小米').waitFor();
  assert.equal(new URL(page.url()).search, '?q=%23%E5%B0%8F%E7%B1%B3');
  await page.waitForFunction(() => document.activeElement.matches('h1') && scrollY === 0);
});

test('the tag bar leads to a tag’s list and marks it', async (t) => {
  const { page } = await visit(t, '', { archive });
  const link = page.getByRole('navigation', { name: 'Tags' }).getByRole('link', { name: /^ink / });
  assert.equal(await link.getAttribute('aria-current'), null);
  await link.click();
  await heading(page, '#ink').waitFor();
  assert.equal(await link.getAttribute('aria-current'), 'true');
});

test('Back leads from a tag to the list before it', async (t) => {
  const { page } = await visit(t, '?q=%23ink', { archive });
  await page.getByRole('navigation', { name: 'Tags' }).getByRole('link', { name: /^小米 / }).click({ modifiers: ['Shift'] });
  await heading(page, '#小米').waitFor();
  await page.goBack();
  await heading(page, '#ink').waitFor();
  await count(page, '60 articles').waitFor();
});

test('a tag in other capitals is the same tag, in the archive’s spelling', async (t) => {
  const { page } = await visit(t, '?q=%23SOLO', { archive });
  await heading(page, '#Solo').waitFor();
  await count(page, '1 article').waitFor();
  assert.deepEqual(await titles(page), [noteTitle(7)]);
});

test('a level of a category path is a tag', async (t) => {
  const { page } = await visit(t, '?q=%23"Field notes"', { archive });
  await heading(page, '#Field notes').waitFor();
  await count(page, '120 articles').waitFor();
});

test('a tag that no article has says so, and leads to all articles', async (t) => {
  const { page } = await visit(t, '?q=%23nowhere', { archive });
  await heading(page, 'No article has this tag').waitFor();
  await page.getByRole('link', { name: 'All articles' }).click();
  await heading(page, 'Newest articles').waitFor();
});

test('a bare #tag in the address is that tag, cold and typed later', async (t) => {
  const { page } = await visit(t, '#小米', { archive });
  await heading(page, '#小米').waitFor();
  await count(page, '40 articles').waitFor();
  await page.evaluate(() => { location.hash = '#ink'; });
  await heading(page, '#ink').waitFor();
});

for (const [query, words, size, first] of [
  ['#小米 #ink', 'Tagged 小米, tagged ink', 20, 120],
  ['-#ink', 'Not tagged ink', 60, 119],
  ['author:"ada quill" in:Magazine', 'By “ada quill”, in Magazine', 60, 119],
  ['(#小米 OR #Solo) date:..2026-02', 'Either tagged 小米 or tagged Solo, published in February 2026 or earlier', 10, 27],
]) {
  test(`the list of ${query} is what it says, with its count`, async (t) => {
    const { page, complaints } = await visit(t, `?q=${encodeURIComponent(query)}`, { archive });
    await heading(page, words).waitFor();
    await count(page, `${size} articles`).waitFor();
    assert.equal((await titles(page))[0], noteTitle(first));
    assert.deepEqual(complaints, []);
  });
}

for (const [what, query, said, offered] of [
  ['text that a tag’s name holds', '米', /Text can’t be searched yet.*Tags that match/, ['小米']],
  ['text that no tag’s name holds', 'zebra', /Text can’t be searched yet.*No frequent tag matches/, []],
  ['a query that doesn’t parse', '#ink (', /At character \d+: /, []],
  ['a misspelt field', 'autor:Ada', /“autor:” is no field/, []],
  ['a query with markup', '<img src=x onerror=alert(1)>', /the list is unfiltered/, []],
]) {
  test(`${what}: the page says so, and shows the list unfiltered`, async (t) => {
    const { page, complaints } = await visit(t, `?q=${encodeURIComponent(query)}`, { archive });
    await note(page, said).waitFor();
    await count(page, '120 articles').waitFor();
    assert.deepEqual((await titles(page)).slice(0, 2), [noteTitle(120), noteTitle(119)]);
    assert.deepEqual(await note(page, said).getByRole('link').allTextContents(), offered);
    assert.deepEqual(complaints, []);
  });
}

test('parameters that the page doesn’t know survive navigation', async (t) => {
  const { page } = await visit(t, '?utm=x%20y', { archive });
  const parameters = () => Object.fromEntries(new URL(page.url()).searchParams);
  await cards(page).first().getByRole('link', { name: '小米' }).click();
  await heading(page, '#小米').waitFor();
  assert.deepEqual(parameters(), { utm: 'x y', q: '#小米' });
  await cards(page).getByRole('link', { name: noteTitle(120) }).click();
  await heading(page, noteTitle(120)).waitFor();
  assert.deepEqual(Object.keys(parameters()).sort(), ['q', 'read', 'utm']);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('link', { name: 'Clear filter' }).click();
  await heading(page, 'Newest articles').waitFor();
  assert.deepEqual(parameters(), { utm: 'x y' });
});
