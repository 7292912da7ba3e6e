// Articles that hang the sanitiser or make it run wild: each is shown as text, and no other article pays for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, visit } from './harness.mjs';
import { paragraphs } from './posts.mjs';

const honest = { title: 'An honest article', link: 'https://press.example/honest', date: '2024-05-03 10:00:00', body: `<p>Nothing but text.</p>${paragraphs(3)}` };
/** Each start tag of a paragraph opens the formatting elements before it again, and the whole address with them. */
const amplifying = `<p>The first words.</p><p><a href="https://evil.example/${'x'.repeat(50_000)}">${'<p>a'.repeat(12_500)}`;
const hostile = [
  { title: 'One that grows', body: amplifying },
  // Each reference makes the parser's one text node a new one.
  { title: 'One that is slow', body: `<p>The first words.</p><p>${'&amp; '.repeat(600_000)}</p>` },
  { title: 'One that is deep', body: `<p>The first words.</p>${'<div>'.repeat(10_000)}` },
].map((post, place) => ({ ...post, link: `https://press.example/hostile-${place}`, date: `2024-05-0${place + 4} 10:00:00` }));
const archive = press(perFile, [honest, ...hostile]);

const prose = (page) => page.locator('.prose');
const asText = /here is its text/;

/** From the list that is open to one of its articles. */
const open = (page, title) => page.getByRole('article').getByRole('link', { name: title, exact: true }).click();

for (const { title } of hostile) {
  test(`${title.toLowerCase()} is shown as text, and the next article opens as ever`, async (t) => {
    const { page } = await visit(t, '', { archive });
    await open(page, title);
    await prose(page).getByText('The first words.').waitFor();
    await page.getByRole('status').getByText(asText).waitFor();
    await page.goBack();
    await open(page, honest.title);
    await prose(page).getByText('Nothing but text.').waitFor();
    assert.equal(await page.getByRole('status').getByText(asText).count(), 0);
    assert.equal(await page.getByRole('alert').count(), 0);
  });
}

test('whoever leaves an article that hangs doesn’t wait for it', async (t) => {
  const { page } = await visit(t, '', { archive });
  await open(page, hostile[1].title);
  await page.getByRole('status').getByText('Preparing').waitFor();
  await page.goBack();
  await open(page, honest.title);
  await prose(page).getByText('Nothing but text.').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
});
