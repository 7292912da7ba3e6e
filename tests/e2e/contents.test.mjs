// The table of contents: beside the text where there is room, else behind a button; the section in view is marked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit, wholeBody } from './harness.mjs';

const text = `<p>${'What is set in lead stays set until somebody melts it. '.repeat(30)}</p>`.repeat(3);
const sections = ['Paper', 'Ink', 'Press', 'Proof', 'Sheet'];
const long = { title: 'Five parts', date: '2024-05-03 10:00:00', body: `${text}${sections.map((name, place) => `<h2>${name}</h2>${text}${place === 1 ? `<h3>Black ink</h3>${text}` : ''}`).join('')}` };
const plain = { title: 'No parts', date: '2024-05-02 10:00:00', body: `<h2>Only one</h2>${text}` };
const archive = press(perFile, [long, plain]);
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 800 };
const contents = (page) => page.getByRole('navigation', { name: 'Contents of this article' });

async function open(t, viewport, title = long.title, options = {}) {
  const visited = await visit(t, archive.address(title), { archive, viewport, ...options });
  await wholeBody(visited.page).waitFor();
  return visited;
}

test('on a wide screen it stands beside the text, marks the section in view, and leads to each', async (t) => {
  const { page } = await open(t, wide);
  assert.deepEqual(await contents(page).getByRole('link').allTextContents(), ['Paper', 'Ink', 'Black ink', 'Press', 'Proof', 'Sheet']);
  const [list, body] = await Promise.all([page.locator('.contents-list').boundingBox(), page.locator('.prose').boundingBox()]);
  assert.ok(list.x > body.x + body.width);
  assert.equal(await contents(page).locator('[aria-current]').count(), 0);
  await contents(page).getByRole('link', { name: 'Press' }).click();
  await page.waitForFunction(() => Math.abs(document.querySelectorAll('.prose h2')[2].getBoundingClientRect().top) < 60);
  await contents(page).locator('[aria-current="true"]', { hasText: 'Press' }).waitFor();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await contents(page).locator('[aria-current="true"]', { hasText: 'Sheet' }).waitFor();
  assert.equal(await layoutShift(page), 0);
});

test('on a phone it is a panel behind a button, which closes when one goes to a section', async (t) => {
  const { page } = await open(t, narrow);
  await page.getByRole('button', { name: 'Contents' }).click();
  await contents(page).getByRole('link', { name: 'Black ink' }).click();
  await page.waitForFunction(() => Math.abs(document.querySelector('.prose h3').getBoundingClientRect().top) < 60);
  assert.equal(await contents(page).count(), 0);
  await page.goBack(); // a section is a step of the history
  await page.waitForFunction(() => scrollY < 50);
});

test('the panel is closed by Escape, and gives the focus back', async (t) => {
  const { page } = await open(t, narrow);
  const button = page.getByRole('button', { name: 'Contents' });
  await button.focus();
  await page.keyboard.press('Enter');
  await contents(page).waitFor();
  await page.keyboard.press('Escape');
  await contents(page).waitFor({ state: 'hidden' });
  assert.ok(await button.evaluate((element) => element === document.activeElement));
});

test('longer lines leave no room beside the text, and the button takes its place', async (t) => {
  const { page } = await open(t, { width: 1200, height: 900 });
  await contents(page).getByRole('link').first().waitFor();
  await page.evaluate(() => offprintLook.choose({ ...offprintLook.get(), latin: { size: 110, leading: 168, measure: 60, face: 'serif' } }));
  await page.getByRole('button', { name: 'Contents' }).waitFor();
  assert.equal(await contents(page).getByRole('link').first().isVisible(), false);
});

test('an article with fewer than three headings has none', async (t) => {
  const { page } = await open(t, wide, plain.title);
  assert.equal(await contents(page).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Contents' }).count(), 0);
});

for (const theme of ['light', 'dark']) {
  test(`beside the text and as a panel it breaks no accessibility rule, ${theme}`, async (t) => {
    const { page } = await open(t, wide, long.title, { theme });
    assert.deepEqual(await axe(page), []);
    await page.setViewportSize({ width: 320, height: 600 });
    await page.getByRole('button', { name: 'Contents' }).click();
    await contents(page).waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
  });
}
