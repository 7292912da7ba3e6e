// Pictures: when they load, what stands in their place, and that nothing jumps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutShift, perFile, press, visit } from './harness.mjs';
import { notePictures, notes, paragraphs, pictureOf, seedLike } from './posts.mjs';

const unsized = {
  title: 'A square of unknown size',
  link: 'https://press.example/unsized',
  date: '2024-05-01 10:00:00',
  body: `<p>Before.</p><p><img src="https://img.example/square.svg" alt="A square"></p>${paragraphs(12)}<p id="after">After.</p>${paragraphs(12)}`,
};
const long = {
  title: 'A long strip',
  link: 'https://press.example/long',
  date: '2024-04-01 10:00:00',
  body: `<p><img src="https://img.example/first.svg" w="600" h="400" alt="The first"></p>
${paragraphs(4)}<p><img src="https://img.example/near.svg" w="600" h="400" alt="The near one"></p>
${paragraphs(60)}<p><img src="https://img.example/far.svg" w="600" h="400" alt="The far one"></p>`,
};
const broken = {
  title: 'A picture that is gone',
  link: 'https://press.example/broken',
  date: '2024-03-01 10:00:00',
  headimg: 'https://www.img.example/banner.svg',
  body: `<p>Before.</p><p><img src="https://cdn.img.example/gone.svg?a=1" w="400" h="300" alt="The compositor’s hands"></p><p>Between.</p>
<p><a href="https://press.example/big"><img src="https://img.example/linked.svg" w="400" h="300" alt="Linked"></a></p><p>After.</p>`,
};
const archive = press(perFile, [...notes(60), seedLike, unsized, long, broken], { pictures: notePictures });
const framed = press(perFile, [{ ...unsized, title: 'A card of unknown size', headimg: 'https://img.example/head.svg' }, seedLike]);

/** Answers with pictures once they are let go. */
function heldPictures(width, height) {
  let letGo;
  const gone = new Promise((done) => { letGo = done; });
  return { answerOutside: async (route) => { await gone; await pictureOf(width, height)(route); }, letGo };
}

const isLoaded = (image) => image.evaluate((element) => new Promise((done, failed) => {
  if (element.complete && element.naturalWidth > 0) done();
  element.addEventListener('load', done);
  element.addEventListener('error', failed);
}));
const ratio = (image) => image.evaluate((element) => element.clientWidth / element.clientHeight);
const prose = (page) => page.locator('.prose');

for (const [view, address] of [['a list', ''], ['an article', archive.address(long.title)], ['an article with a banner', archive.address(broken.title)]]) {
  test(`each picture of ${view} waits its turn and tells its host nothing; the first doesn’t wait`, async (t) => {
    const { page } = await visit(t, address, { archive, answerOutside: pictureOf(600, 400) });
    await page.locator('main img').nth(2).waitFor();
    const images = await page.locator('main img').evaluateAll((all) => all.map((image) => ({
      decoding: image.getAttribute('decoding'), referrer: image.getAttribute('referrerpolicy'), loading: image.loading, priority: image.fetchPriority,
    })));
    assert.deepEqual(images.shift(), { decoding: 'async', referrer: 'no-referrer', loading: 'eager', priority: 'high' });
    for (const image of images) assert.deepEqual(image, { decoding: 'async', referrer: 'no-referrer', loading: 'lazy', priority: 'auto' });
  });
}

test('a picture’s host learns no address of ours', async (t) => {
  const referrers = [];
  const { page } = await visit(t, archive.address(long.title), {
    archive,
    answerOutside: (route) => { referrers.push(route.request().headers().referer); return pictureOf(600, 400)(route); },
  });
  await isLoaded(prose(page).getByRole('img', { name: 'The near one' }));
  assert.deepEqual([...new Set(referrers)], [undefined]);
});

test('a picture more than 5,000 px below the view is not requested until one scrolls to it', async (t) => {
  const { page, outside } = await visit(t, archive.address(long.title), { archive, answerOutside: pictureOf(600, 400) });
  const far = prose(page).getByRole('img', { name: 'The far one' });
  await isLoaded(prose(page).getByRole('img', { name: 'The near one' })); // lazy as well, and here: the far one had its chance
  await far.waitFor();
  assert.ok(await far.evaluate((image) => image.getBoundingClientRect().top - innerHeight) > 5_000);
  assert.ok(!outside.includes('https://img.example/far.svg'));
  await far.scrollIntoViewIfNeeded();
  await isLoaded(far);
  assert.equal(outside.filter((url) => url === 'https://img.example/far.svg').length, 1);
});

test('a picture of unknown size has a box of 3:2, and takes its true shape out of view only', async (t) => {
  const { page } = await visit(t, archive.address(unsized.title), { archive, answerOutside: pictureOf(400, 400) });
  const square = prose(page).getByRole('img', { name: 'A square' });
  await isLoaded(square);
  assert.ok(Math.abs(await ratio(square) - 1.5) < 0.01, 'in view it keeps its box');
  const after = prose(page).getByText('After.', { exact: true });
  await after.evaluate((element) => scrollBy(0, element.getBoundingClientRect().top - 200));
  await page.waitForFunction((image) => Math.abs(image.clientWidth / image.clientHeight - 1) < 0.01, await square.elementHandle());
  assert.ok(Math.abs(await after.evaluate((element) => element.getBoundingClientRect().top) - 200) < 2, 'what is in view stays where it is');
  assert.equal(await layoutShift(page), 0);
});

test('a picture that fails shows its text, its host and a link, in its place', async (t) => {
  const { page } = await visit(t, archive.address(broken.title), { archive, viewport: { width: 1200, height: 2000 } });
  const note = prose(page).locator('.picture-failed').first();
  await note.getByText('The compositor’s hands').waitFor();
  const link = note.getByRole('link', { name: 'cdn.img.example' });
  assert.equal(await link.getAttribute('href'), 'https://cdn.img.example/gone.svg?a=1');
  const box = await note.boundingBox();
  assert.deepEqual([box.width, box.height], [400, 300]);
  assert.equal(await layoutShift(page), 0);
});

test('a picture inside a link that fails leaves the link as it is', async (t) => {
  const { page } = await visit(t, archive.address(broken.title), { archive, viewport: { width: 1200, height: 2000 } });
  const link = prose(page).getByRole('link', { name: /Linked/ });
  await link.getByText('img.example').waitFor();
  assert.equal(await link.getAttribute('href'), 'https://press.example/big');
  assert.equal(await link.locator('a').count(), 0);
});

test('a banner that fails shows the article’s title and the picture’s host, as a link', async (t) => {
  const { page } = await visit(t, archive.address(broken.title), { archive });
  const link = page.locator('.banner').getByRole('link', { name: 'img.example' });
  await link.waitFor();
  assert.equal(await link.getAttribute('href'), 'https://www.img.example/banner.svg');
  await page.locator('.banner').getByText(broken.title).waitFor();
});

test('a banner that fails when the article stands already moves nothing', async (t) => {
  let fail;
  const failing = new Promise((done) => { fail = done; });
  const { page } = await visit(t, archive.address(broken.title), { archive, answerOutside: async (route) => { await failing; await route.abort(); } });
  await prose(page).getByText('After.').waitFor();
  const top = () => prose(page).evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  fail();
  await page.locator('.banner').getByRole('link', { name: 'img.example' }).waitFor();
  assert.equal(await top(), before);
  assert.equal(await layoutShift(page), 0);
});

test('a banner that failed is asked for again by its button, stays broken or comes, and keeps its place and the focus', async (t) => {
  let fails = true;
  const { page, outside } = await visit(t, archive.address(broken.title), {
    archive, answerOutside: (route) => (fails ? route.abort() : pictureOf(600, 400)(route)),
  });
  const asked = () => outside.filter((address) => address.endsWith('/banner.svg')).length;
  const banner = page.locator('.banner');
  const again = banner.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  await prose(page).getByText('After.').waitFor();
  const isInBanner = () => page.evaluate(() => document.activeElement.closest('.banner') !== null);
  const top = () => prose(page).evaluate((element) => element.getBoundingClientRect().top);
  const [before, n] = [await top(), asked()];
  await again.focus();
  await Promise.all([page.waitForRequest(/banner\.svg$/), page.keyboard.press('Enter')]);
  await again.waitFor();
  assert.deepEqual([asked(), await isInBanner(), await top()], [n + 1, true, before]);
  fails = false;
  await again.focus();
  await page.keyboard.press('Enter');
  await banner.getByRole('img', { name: broken.title }).evaluate((image) => image.decode());
  assert.deepEqual([await isInBanner(), await top()], [true, before]);
  assert.equal(await layoutShift(page), 0);
});

test('a card’s picture that fails leaves a note in its place', async (t) => {
  const { page } = await visit(t, '', { archive: framed });
  await page.locator('.card .picture-failed').getByText('Picture not available').first().waitFor();
  await page.locator('.card .picture-failed').getByText('img.example').first().waitFor();
  assert.equal(await layoutShift(page), 0);
});

for (const viewport of [{ width: 1200, height: 900 }, { width: 360, height: 640 }]) {
  test(`nothing moves in an article like the seed while its pictures arrive, ${viewport.width} px wide`, async (t) => {
    const { answerOutside, letGo } = heldPictures(600, 416);
    const { page, complaints } = await visit(t, archive.address(seedLike.title), { archive, viewport, answerOutside });
    const images = prose(page).locator('img');
    await prose(page).getByText('- 完 -').waitFor();
    assert.deepEqual(await images.evaluateAll((all) => all.map((image) => [image.getAttribute('width'), image.getAttribute('height')])), [['600', '416'], ['600', '398'], ['600', '450']]);
    letGo();
    for (const image of await images.all()) {
      await image.scrollIntoViewIfNeeded();
      await isLoaded(image);
    }
    assert.equal(await layoutShift(page), 0);
    assert.deepEqual(complaints, []);
  });

  test(`nothing moves in a list while its pictures arrive and it grows, ${viewport.width} px wide`, async (t) => {
    const { answerOutside, letGo } = heldPictures(600, 400);
    const { page } = await visit(t, '', { archive, viewport, answerOutside });
    await page.getByRole('article').first().waitFor();
    letGo();
    await isLoaded(page.locator('.card img').first());
    while (await page.getByText('That is everything.').isHidden()) {
      await page.mouse.wheel(0, 700);
      await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(drawn); }));
    }
    assert.equal(await layoutShift(page), 0);
  });
}

test('a card’s picture of unknown size moves nothing either', async (t) => {
  const { answerOutside, letGo } = heldPictures(300, 900);
  const { page } = await visit(t, '', { archive: framed, answerOutside });
  await page.getByRole('article').first().waitFor();
  letGo();
  for (const image of await page.locator('.card img').all()) await isLoaded(image);
  assert.equal(await layoutShift(page), 0);
});
