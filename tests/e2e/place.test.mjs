// Back leads to the same place: the same card at the same height, however deep the list had grown.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, visit, walk } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(150), { pictures: notePictures });
const cards = (page) => page.getByRole('main').getByRole('article');
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
const link = (page, title) => cards(page).getByRole('link', { name: title });

/** Scrolls as a person does, growing the list, until the card is about `top` pixels below the view's top; returns where it is. */
async function scrollTo(page, title, top) {
  await cards(page).first().waitFor();
  await walk(page, { until: title });
  // What comes after the card may still be on its way, so it is where it was put only after some rounds.
  return cardOf(page, title).evaluate(async (card, wanted) => {
    const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });
    for (let still = 0; still < 5; await frame()) {
      const distance = card.getBoundingClientRect().top - wanted;
      still = Math.abs(distance) < 1 ? still + 1 : 0;
      if (still === 0) scrollBy(0, distance);
    }
    return card.getBoundingClientRect().top;
  }, top);
}

const cardOf = (page, title) => cards(page).filter({ has: page.getByRole('link', { name: title }) });
const height = (page, title) => cardOf(page, title).evaluate((card) => card.getBoundingClientRect().top);

/** Waits until a card is where it was, give or take what the eye doesn't see. */
async function isAt(page, title, top) {
  await link(page, title).waitFor();
  await page.waitForFunction(([text, wanted]) => {
    const card = [...document.querySelectorAll('main article')].find((one) => one.querySelector('h2').textContent === text);
    return Math.abs(card.getBoundingClientRect().top - wanted) < 4;
  }, [title, top], { timeout: 5_000 }).catch(async () => {
    assert.fail(`${title} is at ${await height(page, title)}, not at ${top}`);
  });
}

const waysBack = [
  ['Back', (page) => page.goBack()],
  ['Back after a reload of the article', async (page) => {
    await page.reload();
    await heading(page, noteTitle(60)).waitFor();
    await page.goBack();
  }],
  ['Back over a neighbour', async (page) => {
    await page.getByRole('navigation', { name: 'Neighbouring articles' }).getByRole('link', { name: /^Older/ }).click();
    await heading(page, noteTitle(59)).waitFor();
    await page.goBack();
    await heading(page, noteTitle(60)).waitFor();
    await page.goBack();
  }],
];
for (const [way, goBack] of waysBack) {
  test(`${way} leads to the same card at the same height, deep in a list that has grown`, async (t) => {
    const { page, complaints } = await visit(t, '', { archive });
    const top = await scrollTo(page, noteTitle(60), 137);
    await link(page, noteTitle(60)).click();
    await heading(page, noteTitle(60)).waitFor();
    await goBack(page);
    await isAt(page, noteTitle(60), top);
    assert.deepEqual(complaints, []);
  });
}

test('a reload of the list stays at the same card, deep in a list that has grown', async (t) => {
  const { page } = await visit(t, '', { archive });
  const top = await scrollTo(page, noteTitle(75), 211);
  await page.waitForFunction(() => { // the place is kept once scrolling has come to rest
    const first = [...document.querySelectorAll('.card')].find((card) => card.getBoundingClientRect().bottom > 0);
    return history.state?.includes(first.id);
  });
  await page.reload();
  await isAt(page, noteTitle(75), top);
});

test('on a phone, Back leads to the same card at the same height', async (t) => {
  const { page } = await visit(t, '', { archive, viewport: { width: 360, height: 640 } });
  const top = await scrollTo(page, noteTitle(80), 90);
  await link(page, noteTitle(80)).click();
  await heading(page, noteTitle(80)).waitFor();
  await page.goBack();
  await isAt(page, noteTitle(80), top);
});

test('Back leads to the same place in a tag’s list', async (t) => {
  const { page } = await visit(t, '?q=%23小米', { archive });
  const top = await scrollTo(page, noteTitle(9), 300);
  await link(page, noteTitle(9)).click();
  await heading(page, noteTitle(9)).waitFor();
  await page.goBack();
  await isAt(page, noteTitle(9), top);
});

test('Forward leads to the same place in the article', async (t) => {
  const { page } = await visit(t, '', { archive, viewport: { width: 700, height: 400 } });
  await link(page, noteTitle(150)).click();
  const paragraph = page.locator('.prose p').nth(8);
  await paragraph.waitFor();
  await paragraph.evaluate((element) => scrollBy(0, element.getBoundingClientRect().top - 50));
  await page.waitForFunction(() => history.state !== null); // the place is kept once scrolling has come to rest
  await page.goBack();
  await cards(page).first().waitFor();
  await page.goForward();
  await paragraph.waitFor();
  await page.waitForFunction((element) => Math.abs(element.getBoundingClientRect().top - 50) < 2, await paragraph.elementHandle());
});

test('a link to a list begins at its top, whatever place was kept for it before', async (t) => {
  const { page } = await visit(t, '', { archive });
  await scrollTo(page, noteTitle(90), 100);
  await link(page, noteTitle(90)).click();
  await heading(page, noteTitle(90)).waitFor();
  await page.getByRole('link', { name: 'Offprint' }).click();
  await heading(page, 'Newest articles').waitFor();
  await page.waitForFunction(() => scrollY === 0);
});
