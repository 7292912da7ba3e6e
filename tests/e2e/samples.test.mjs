// The sample articles, and real posts where there are some: each opens, whole and without a complaint.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { perFile, press, scrollsSideways, serve, visit, wholeBody } from './harness.mjs';
import { pictureOf } from './posts.mjs';

const samples = press(perFile, 'articles');
const prose = (page) => page.locator('.prose');

/** Opens every article of an archive in turn, at 320 px, and says what is wrong with it. */
async function openEach(t, archive) {
  const server = await serve(t, { archive });
  const { page, complaints } = await visit(t, '?read=aaaaaaaaaaaaaaaa', { server, viewport: { width: 320, height: 640 } });
  const wrong = [];
  for (const { key, title = key } of archive.articles()) {
    await page.goto(`${server.url}?read=${key}`, { waitUntil: 'domcontentloaded' });
    await page.locator('.prose:not([aria-busy]), .quiet').first().waitFor().catch(() => wrong.push(`${title}: it doesn't come`));
    const traces = await prose(page).first().evaluate((body) => body.querySelectorAll('script, style, iframe, form, [style]:not(.picture-failed), [onclick], [onload], [onerror]').length).catch(() => 0);
    if (traces > 0) wrong.push(`${title}: scripts, styles or handlers are left`);
    if (await scrollsSideways(page)) wrong.push(`${title}: it scrolls sideways`);
    wrong.push(...complaints.splice(0).map((complaint) => `${title}: ${complaint}`));
  }
  return wrong;
}

test('each sample article opens without a complaint, and fits a small screen', async (t) => {
  assert.deepEqual(await openEach(t, samples), []);
});

test('whatever an article may be made of is there, somewhere among the samples', async (t) => {
  const server = await serve(t, { archive: samples });
  const { page } = await visit(t, '', { server });
  const found = new Set();
  const kinds = ['math mfrac', 'ruby rt', 'details summary', 'table th', 'pre code[class^="language-"]', 'figure figcaption', 'blockquote cite', 'kbd', 'sup', 'sub', 'dl dt', 'time[datetime]', 'ol', 'mark', 'abbr[title]', 'li[id^="a-"]', 'a[href^="#a-"]', '[lang]', 'del', 'picture source', 'img[width][height]'];
  for (const { key } of samples.articles()) {
    await page.goto(`${server.url}?read=${key}`, { waitUntil: 'domcontentloaded' });
    await wholeBody(page).waitFor();
    for (const kind of await page.evaluate((all) => all.filter((kind) => document.querySelector(`.prose ${kind}`)), kinds)) found.add(kind);
  }
  assert.deepEqual(kinds.filter((kind) => !found.has(kind)), []);
});

test('a footnote leads to its text, inside the article', async (t) => {
  const article = samples.articles().find(({ content_html: html }) => html.includes('class="footnotes"'));
  const { page } = await visit(t, `?read=${article.key}`, { archive: samples });
  const reference = prose(page).locator('sup a[href^="#"]').first();
  await reference.click();
  await page.getByRole('dialog').getByRole('link', { name: 'Go to the note' }).click();
  const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
  await page.waitForFunction((target) => {
    const top = document.getElementById(target)?.getBoundingClientRect().top;
    return top >= -1 && top < innerHeight;
  }, id);
  await page.getByRole('heading', { level: 1, name: article.title }).waitFor();
});

test('a task list shows what is done and what is not', async (t) => {
  const article = samples.articles().find(({ content_html: html }) => html.includes('☑'));
  const { page } = await visit(t, `?read=${article.key}`, { archive: samples });
  await prose(page).getByText('☑').first().waitFor();
  await prose(page).getByText('☐').first().waitFor();
});

// ---- Real posts

const realPosts = process.env.OFFPRINT_REAL_POSTS && resolve(process.env.OFFPRINT_REAL_POSTS);
const skip = realPosts ? false : 'OFFPRINT_REAL_POSTS names no folder of real posts';

test('each real post opens without a complaint, and fits a small screen', { skip }, async (t) => {
  assert.deepEqual(await openEach(t, press(t, realPosts)), []);
});

test('the seed post’s page shows every sentence of it, and no script, style or inline handler', { skip }, async (t) => {
  const seed = readdirSync(realPosts).find((name) => name.startsWith('000_'));
  const text = readFileSync(join(realPosts, seed), 'utf8');
  const body = text.slice(text.indexOf('---', text.indexOf('---') + 3) + 3);
  const paragraphs = [...body.matchAll(/<p[^>]*>(.*?)<\/p>/gs)].map(([, html]) => html.replace(/<[^>]*>/g, '').trim()).filter(Boolean);
  assert.ok(paragraphs.length > 5);

  const archive = press(t, join(realPosts, seed));
  const [{ key, title }] = archive.articles();
  const { page, complaints } = await visit(t, `?read=${key}`, { archive, answerOutside: pictureOf(600, 416) });
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await wholeBody(page).waitFor();
  const shown = await prose(page).innerText();
  for (const paragraph of paragraphs) assert.ok(shown.includes(paragraph), paragraph);
  assert.equal(await prose(page).locator('script, style, [style]').count(), 0);
  const handlers = await prose(page).evaluate((element) => [...element.querySelectorAll('*')].flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith('on'))));
  assert.deepEqual(handlers, []);
  const pictures = await prose(page).locator('img').evaluateAll((all) => all.map((image) => [image.getAttribute('width'), image.getAttribute('height'), image.referrerPolicy]));
  assert.deepEqual(pictures, [['600', '416', 'no-referrer'], ['600', '398', 'no-referrer'], ['600', '450', 'no-referrer']]);
  assert.deepEqual(complaints, []);
});
