// Articles over time, above the list: what it says, and how it sets the filter's dates.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit, wholeProgram } from './harness.mjs';
import { notePictures, notes } from './posts.mjs';

const undated = { title: 'Undated', link: 'https://www.field-notes.example/undated', body: '<p>Some day.</p>' };
const archive = press(perFile, [...notes(120), undated], { pictures: notePictures });
const tenYears = press(perFile, Array.from({ length: 120 }, (_, month) => ({
  title: `Month ${month}`,
  link: `https://www.field-notes.example/month/${month}`,
  tags: [month % 2 ? 'odd' : 'even'],
  date: `${2016 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15 12:00:00`,
  body: '<p>One a month.</p>',
})));

const slider = (page) => page.getByRole('slider', { name: 'Articles over time' });
const says = (page, text) => page.waitForFunction((text) => document.querySelector('[role=slider]')?.getAttribute('aria-valuetext') === text, text);
const queryBecomes = (page, text) => page.waitForFunction((text) => new URL(location.href).searchParams.get('q') === text, text);
const pitch = 24; // of few bars
const bar = async (page, number) => {
  const { x, y, height } = await slider(page).boundingBox();
  return [x + number * pitch + pitch / 2, y + height / 2];
};

async function open(t, address = '', more = {}) {
  const visited = await visit(t, address, { archive, ...more });
  await visited.page.getByRole('main').getByRole('article').first().waitFor();
  await wholeProgram(visited.page); // it draws the chart
  return visited;
}

test('the timeline counts the dated articles of each month', async (t) => {
  const { page, complaints } = await open(t);
  await says(page, 'February 2026 to June 2026, 120 articles');
  await slider(page).focus();
  for (const [key, text] of [
    ['ArrowRight', 'June 2026, 1 article'], ['ArrowLeft', 'May 2026, 31 articles'], ['Home', 'February 2026, 27 articles'],
    ['ArrowRight', 'March 2026, 31 articles'], ['End', 'June 2026, 1 article'], ['PageDown', 'February 2026, 27 articles'],
    ['Escape', 'February 2026 to June 2026, 120 articles'],
  ]) {
    await page.keyboard.press(key);
    await says(page, text);
  }
  assert.deepEqual(complaints, []);
});

test('by keyboard a month and a range of months become the filter’s dates, and are taken away, with the focus kept', async (t) => {
  const { page } = await open(t, '?q=%23ink');
  await slider(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await queryBecomes(page, '#ink date:2026-05');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Enter');
  await queryBecomes(page, '#ink date:2026-04..2026-05');
  assert.equal(await slider(page).evaluate((slider) => slider === document.activeElement), true);
  await page.locator('.timeline-chosen[d]').waitFor();
  await page.keyboard.press('Delete');
  await queryBecomes(page, '#ink');
  await page.goBack();
  await queryBecomes(page, '#ink date:2026-04..2026-05');
  await page.goBack();
  await queryBecomes(page, '#ink date:2026-05');
});

test('a click on a bar sets the dates, a drag a range, and a click on what is set takes it away', async (t) => {
  const { page } = await open(t);
  await page.mouse.move(...await bar(page, 3));
  await says(page, 'May 2026, 31 articles');
  await page.mouse.down();
  await page.mouse.up();
  await queryBecomes(page, 'date:2026-05');
  await page.mouse.move(...await bar(page, 3));
  await page.mouse.down();
  await page.mouse.move(...await bar(page, 1));
  await page.mouse.up();
  await queryBecomes(page, 'date:2026-03..2026-05');
  await page.mouse.move(...await bar(page, 2));
  await page.mouse.down();
  await page.mouse.up();
  await queryBecomes(page, 'date:2026-04');
  await page.mouse.down();
  await page.mouse.up();
  await queryBecomes(page, null);
});

test('many months share bars where there isn’t room for each', async (t) => {
  for (const [width, nBars, first] of [[1200, 120, 'January 2016, 1 article'], [320, 40, 'January 2016 to March 2016, 3 articles']]) {
    const { page } = await visit(t, '', { archive: tenYears, viewport: { width, height: 640 } });
    await says(page, '2016 to 2025, 120 articles');
    assert.equal(await slider(page).getAttribute('aria-valuemax'), String(nBars - 1));
    await slider(page).focus();
    await page.keyboard.press('Home');
    await says(page, first);
    const { width: room, height } = await slider(page).boundingBox();
    assert.ok(room / nBars >= 5 && height >= 44);
    assert.equal(await scrollsSideways(page), false);
  }
});

test('years of a range are written as years', async (t) => {
  const { page } = await open(t, '', { archive: tenYears });
  await slider(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+PageUp');
  await page.keyboard.press('Shift+ArrowLeft');
  await says(page, '2016, 12 articles');
  await page.keyboard.press('Enter');
  await queryBecomes(page, 'date:2016');
});

test('articles of one month have no timeline', async (t) => {
  const { page } = await open(t, '', { archive: press(t, notes(1), { pictures: notePictures }) });
  assert.equal(await slider(page).count(), 0);
});

test('the timeline moves nothing when it appears, nor when it is pointed at', async (t) => {
  const { page } = await open(t);
  await says(page, 'February 2026 to June 2026, 120 articles');
  await page.mouse.move(...await bar(page, 2));
  await says(page, 'April 2026, 30 articles');
  assert.equal(await layoutShift(page), 0);
});

for (const [locale, text] of [['en-US', 'April 2026, 30 articles'], ['zh-CN', '2026年4月，30 篇文章']]) {
  for (const theme of ['light', 'dark']) {
    test(`the timeline breaks no accessibility rule: ${locale}, ${theme}`, async (t) => {
      const { page } = await open(t, '?q=date:2026-04', { locale, theme });
      await says(page, text);
      assert.deepEqual(await axe(page), []);
    });
  }
}
