// An article on paper: itself, black on white, and all of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, visit, wholeBody } from './harness.mjs';
import { paragraphs, pictureOf } from './posts.mjs';

const article = {
  title: 'A sheet of paper',
  link: 'https://press.example/sheet',
  date: '2024-05-01 10:00:00',
  tags: ['ink'],
  body: `<h2>On paper</h2><p>Read <a href="https://www.mill.example/history/">its history</a>, again <a href="https://www.mill.example/history/">its history</a>, or
<a href="https://www.mill.example/">www.mill.example</a>, or <a href="https://mill.example/${'very/'.repeat(30)}long">what is long</a>, or <a href="#end">the end</a>.</p>
<pre><code class="language-rust">let line = "${'goes on '.repeat(60)}";</code></pre>
<details><summary>More</summary><p>Folded away.</p></details>
<table><thead><tr><th>Paper</th></tr></thead><tbody>${'<tr><td>Laid</td></tr>'.repeat(80)}</tbody></table>
<figure><img src="https://img.example/tall.svg" w="400" h="3000" alt="A tall one"><figcaption>Tall.</figcaption></figure><p id="end">The end.</p>`,
};
const long = { title: 'As long as a novel', link: 'https://press.example/long', date: '2024-01-01 10:00:00', body: `${paragraphs(1_500)}<p>The very last words.</p>` };
const archive = press(perFile, [article, long]);

async function open(t, title, options = {}) {
  const visited = await visit(t, archive.address(title), { archive, answerOutside: pictureOf(400, 3000), ...options });
  await wholeBody(visited.page).waitFor();
  return visited;
}

/** As the page is when it is printed. */
async function onPaper(page) {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}

const style = (locator, property) => locator.evaluate((element, property) => getComputedStyle(element)[property], property);

/** What stands behind an element, written by the style sheet. */
const after = (locator) => locator.evaluate((element) => getComputedStyle(element, '::after').content);

for (const theme of ['light', 'dark']) {
  test(`printed from the ${theme} theme, an article is black on white, with its head, and without the interface`, async (t) => {
    const { page, complaints } = await open(t, article.title, { theme });
    await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, theme); // as one that was chosen
    await page.getByRole('button', { name: 'Save' }).waitFor();
    await onPaper(page);
    const text = await page.locator('body').innerText();
    assert.ok(text.includes('A sheet of paper') && text.includes('May 1, 2024') && text.includes('The end.'), text);
    for (const word of ['Listen', 'Copy link', 'Save', 'Back to the list', 'Settings']) assert.ok(!text.includes(word), word);
    assert.equal(await page.getByRole('button').count(), 0);
    assert.equal(await style(page.locator('.prose'), 'color'), 'rgb(0, 0, 0)');
    for (const part of ['html', 'body', '.prose', '.prose pre']) {
      assert.match(await style(page.locator(part), 'backgroundColor'), /^rgba\(0, 0, 0, 0\)$|^rgb\(255, 255, 255\)$/, part);
    }
    assert.equal(await style(page.locator('html'), 'colorScheme'), 'light');
    assert.equal(await after(page.locator('.original')), '" · https://press.example/sheet"');
    assert.deepEqual(complaints, []);
  });
}

test('links tell their address where their text doesn’t, once, and shortly', async (t) => {
  const { page } = await open(t, article.title);
  await onPaper(page);
  assert.deepEqual(await page.locator('.prose a').evaluateAll((links) => links.map((link) => [link.textContent, link.dataset.printed])), [
    ['its history', 'mill.example/history'], ['its history', undefined], ['www.mill.example', undefined], ['what is long', 'mill.example/…'], ['the end', undefined],
  ]);
  assert.equal(await after(page.locator('.prose a').first()), '" (mill.example/history)"');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('[data-printed]').count(), 0);
});

test('folded parts are opened for the print, and folded afterwards', async (t) => {
  const { page } = await open(t, article.title);
  await page.evaluate(() => {
    globalThis.seen = [];
    addEventListener('beforeprint', () => seen.push(document.querySelector('.prose details').open));
  });
  await page.pdf();
  assert.deepEqual(await page.evaluate(() => seen), [true]);
  await page.waitForFunction(() => !document.querySelector('.prose details').open);
});

test('code wraps, tables repeat their heads, pictures fit a page, and nothing is cut', async (t) => {
  const { page } = await open(t, article.title, { viewport: { width: 640, height: 900 } });
  await onPaper(page);
  assert.equal(await page.locator('.prose pre').evaluate((pre) => pre.scrollWidth <= pre.clientWidth), true);
  assert.equal(await style(page.locator('.prose thead'), 'display'), 'table-header-group');
  assert.equal(await style(page.locator('.prose table'), 'display'), 'table');
  assert.ok((await page.locator('.prose img').boundingBox()).height <= 22 / 2.54 * 96 + 1);
  assert.equal(await style(page.locator('.prose h2'), 'breakAfter'), 'avoid');
});

test('“Print or PDF” prints, a long article with all its parts', async (t) => {
  const { page } = await open(t, long.title);
  await page.evaluate(() => {
    globalThis.printed = [];
    globalThis.print = () => printed.push(document.querySelector('.prose').textContent.includes('The very last words.'));
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Print or PDF' }).click();
  await page.waitForFunction(() => globalThis.printed.length > 0);
  assert.deepEqual(await page.evaluate(() => globalThis.printed), [true]);
  await onPaper(page);
  assert.equal(await page.locator('.print-note').count(), 0);
});

test('when the browser prints a long article of which a part shows, the paper says so', async (t) => {
  const { page } = await open(t, long.title);
  await onPaper(page);
  assert.ok(await page.getByText('what wasn’t shown isn’t printed').isVisible());
  assert.equal(await page.locator('.prose > button').isVisible(), false);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('.print-note').count(), 0);
});
