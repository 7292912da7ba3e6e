// Pictures from other sites: whether they load, wait for a tap, or don't load; and that nobody else is asked for anything before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit } from './harness.mjs';
import { notePictures, notes, paragraphs, pictureOf, picture } from './posts.mjs';

const far = 'https://img.example';
const posts = [
  ...notes(30),
  {
    title: 'A shelf of pictures',
    link: 'https://press.example/shelf',
    date: '2026-07-01 10:00:00',
    headimg: `${far}/banner.svg`,
    thumbnail: `${far}/thumbnail.svg`,
    tags: ['ink'],
    body: `<p>Before.</p><p><img src="https://www.img.example/sized.svg" width="600" height="400" alt="A proof on the stone"></p>
<p><img src="${far}/unsized.svg" alt="A forme of unknown size"></p>
<p><a href="https://press.example/big.svg"><img src="${far}/linked.svg" width="300" height="200" alt="A linked picture"></a></p>
<figure><a href="https://press.example/story"><img src="${far}/story.svg" width="300" height="200" alt="A picture with words">The whole story</a></figure>
<figure><picture><source srcset="${far}/wide.webp 1x, ${far}/wide-2x.webp 2x" type="image/webp"><source srcset="${far}/wide.svg"><img src="own.svg" width="480" height="120" alt="One of several sources"></picture></figure>
<p><img srcset="own.svg 1x, https://cdn.example/twice.svg 2x" src="own.svg" width="120" height="80" alt="A set across sites"></p>
<p>A small one: <img src="${far}/dot.svg" width="20" height="20" alt="A dot"></p><p><img src="${far}/plain.svg" width="240" height="160" alt=""></p>
<p><img src="own.svg" width="300" height="200" alt="A picture of the archive"></p>${paragraphs(40)}<p><img src="${far}/last.svg" width="600" height="400" alt="The last one"></p><p>After.</p>`,
  },
  { title: 'A newer note', link: 'https://press.example/newer', date: '2026-07-02 10:00:00', headimg: 'https://thumbs.example/lead.svg', body: paragraphs(3) },
];
const archive = press(perFile, posts, { pictures: { ...notePictures, 'own.svg': picture(300, 200) } });
const address = archive.address('A shelf of pictures');

const choose = (choice) => (context) => context.addInitScript((word) => {
  if (location.protocol === 'http:') localStorage.setItem('offprint.pictures', word); // not in the empty page before
}, choice);
const open = (t, where, choice, options = {}) => visit(t, where, { archive, prepare: choose(choice), answerOutside: pictureOf(600, 400), ...options });
const prose = (page) => page.locator('.prose');
const whole = (page) => prose(page).getByText('After.', { exact: true }).waitFor();
const cards = (page) => page.getByRole('main').getByRole('article');
const button = (page, name) => prose(page).getByRole('button', { name });
const isLoaded = (image) => image.evaluate((element) => new Promise((done, failed) => {
  if (element.complete && element.naturalWidth > 0) done();
  element.addEventListener('load', done);
  element.addEventListener('error', failed);
}));
const box = async (locator) => {
  const { width, height } = await locator.evaluate((element) => element.getBoundingClientRect());
  return [Math.round(width), Math.round(height)];
};

/** Down to the page's end, a screen a frame: whatever is lazy has come near by then. */
const goThrough = (page) => page.evaluate(async () => {
  const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });
  for (let last = -1; last !== scrollY;) {
    last = scrollY;
    scrollBy(0, innerHeight);
    await frame();
    await frame();
  }
});

for (const choice of ['tap', 'never']) {
  test(`with “${choice}” a list and its articles ask no other site for anything`, async (t) => {
    const { page, outside, complaints } = await open(t, '', choice);
    await cards(page).first().waitFor();
    await goThrough(page);
    await page.evaluate(() => scrollTo(0, 0));
    const title = cards(page).getByRole('link', { name: 'A shelf of pictures' });
    await title.hover(); // what is fetched before it is asked for
    await title.click();
    await whole(page);
    await goThrough(page);
    await isLoaded(prose(page).getByRole('img', { name: 'A picture of the archive' }));
    assert.deepEqual(outside, []);
    assert.equal(await layoutShift(page), 0);
    assert.deepEqual(complaints, []);
  });

  test(`with “${choice}” an article that is opened cold asks no other site for anything`, async (t) => {
    const { page, outside } = await open(t, address, choice);
    await whole(page);
    await goThrough(page);
    assert.deepEqual(outside, []);
    assert.equal(await layoutShift(page), 0);
  });
}

test('a picture that waits has its picture’s size, says what it shows and where it comes from, and one tap loads it alone', async (t) => {
  const { page, outside } = await open(t, address, 'tap');
  await whole(page);
  for (const [name, alt, size] of [[/^A proof on the stone.*Load from img\.example$/, 'A proof on the stone', [600, 400]], [/^A forme of unknown size.*Load from img\.example$/, 'A forme of unknown size']]) {
    const waiting = button(page, name);
    const place = await box(waiting);
    if (size) assert.deepEqual(place, size);
    else assert.ok(Math.abs(place[0] / place[1] - 1.5) < 0.01);
    const n = outside.length;
    await waiting.click();
    const image = prose(page).getByRole('img', { name: alt });
    await isLoaded(image);
    assert.deepEqual(await box(image), place);
    assert.equal(outside.length, n + 1);
  }
  assert.equal(await layoutShift(page), 0);
});

test('a picture is asked for by keyboard, and the focus stays at it', async (t) => {
  const { page, outside } = await open(t, address, 'tap');
  await whole(page);
  await button(page, /A proof on the stone/).focus();
  await page.keyboard.press('Enter');
  await isLoaded(prose(page).getByRole('img', { name: 'A proof on the stone' }));
  assert.deepEqual(outside, ['https://www.img.example/sized.svg']);
  assert.equal(await page.evaluate(() => document.activeElement.alt), 'A proof on the stone');
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /A forme of unknown size/);
  await page.keyboard.press('Space');
  await isLoaded(prose(page).getByRole('img', { name: 'A forme of unknown size' }));
});

test('a linked picture waits beside its link, and the link comes with it', async (t) => {
  const { page, outside } = await open(t, address, 'tap');
  await whole(page);
  assert.equal(await page.locator('a button, a [tabindex], button a').count(), 0);
  const link = prose(page).getByRole('link', { name: 'A linked picture' });
  assert.equal(await link.count(), 0);
  await button(page, /A linked picture/).click();
  await isLoaded(link.getByRole('img'));
  assert.equal(await link.getAttribute('href'), 'https://press.example/big.svg');
  assert.equal(await page.evaluate(() => document.activeElement.href), 'https://press.example/big.svg');
  assert.deepEqual(outside, [`${far}/linked.svg`]);
  // A link that has words as well keeps them.
  await prose(page).getByRole('link', { name: 'The whole story' }).waitFor();
  await button(page, /A picture with words/).click();
  await isLoaded(prose(page).getByRole('link', { name: 'The whole story' }).getByRole('img'));
});

test('a picture waits if any of its sources is another site’s, and loads what the browser chooses of them', async (t) => {
  const { page, outside } = await open(t, address, 'tap');
  await whole(page);
  await button(page, /One of several sources/).click();
  await isLoaded(prose(page).getByRole('img', { name: 'One of several sources' }));
  assert.deepEqual(outside, [`${far}/wide.webp`]);
  await button(page, /A set across sites.*cdn\.example/).click();
  await isLoaded(prose(page).getByRole('img', { name: 'A set across sites' }));
});

test('the smallest placeholder is large enough for a finger, and stays so', async (t) => {
  const { page } = await open(t, address, 'tap', { viewport: { width: 320, height: 640 } });
  await whole(page);
  assert.deepEqual(await box(button(page, /A dot/)), [44, 44]);
  const small = await prose(page).getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 44 || height < 44));
  assert.deepEqual(small, []);
  const top = () => prose(page).getByRole('img', { name: 'A picture of the archive' }).evaluate((element) => element.getBoundingClientRect().top + scrollY);
  const before = await top();
  await button(page, /A dot/).click();
  await isLoaded(prose(page).getByRole('img', { name: 'A dot' }));
  assert.equal(await top(), before);
  assert.equal(await scrollsSideways(page), false);
});

test('a picture without a text is a picture from somewhere, and leaves the focus where it was', async (t) => {
  const { page } = await open(t, address, 'tap');
  await whole(page);
  const waiting = button(page, /^Picture.*Load from img\.example$/);
  await waiting.focus();
  await page.keyboard.press('Enter');
  await waiting.waitFor({ state: 'detached' });
  assert.ok(await page.evaluate(() => document.activeElement.querySelector(':scope > img[alt=""]') !== null));
});

test('a banner waits in its place, and moves nothing when it comes', async (t) => {
  const { page, outside } = await open(t, address, 'tap');
  await whole(page);
  const top = () => prose(page).evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await page.locator('.banner').getByRole('button', { name: /Picture.*Load from img\.example/ }).click();
  await isLoaded(page.locator('.banner img'));
  assert.equal(await top(), before);
  assert.deepEqual(outside, [`${far}/banner.svg`]);
  assert.ok(await page.evaluate(() => document.activeElement.matches('.banner')));
});

test('a card’s picture waits beside its link; a tap on its place loads it, and it stays when its card comes back', async (t) => {
  const { page, outside } = await open(t, '', 'tap');
  const card = cards(page).filter({ hasText: 'A shelf of pictures' });
  const waiting = card.getByRole('button', { name: 'Load from img.example' });
  const place = await box(waiting);
  await waiting.focus();
  await page.keyboard.press('Enter');
  await isLoaded(card.locator('img'));
  assert.deepEqual(await box(card.locator('.card-picture')), place);
  assert.deepEqual(outside, [`${far}/thumbnail.svg`]);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'A shelf of pictures');
  await page.keyboard.press('Enter');
  await whole(page);
  await page.goBack();
  await isLoaded(card.locator('img'));
  assert.equal(await cards(page).filter({ hasText: 'A newer note' }).getByRole('button').count(), 1);
  assert.equal(await layoutShift(page), 0);
});

test('with “never” cards have no picture, and articles say where their pictures are', async (t) => {
  const { page, outside } = await open(t, '', 'never');
  const card = cards(page).filter({ hasText: 'A shelf of pictures' });
  await card.waitFor();
  assert.equal(await card.locator('.card-picture, button').count(), 0);
  await page.locator('.card-picture img').first().waitFor(); // the archive's own are there
  await card.getByRole('link', { name: 'A shelf of pictures' }).click();
  await whole(page);
  assert.equal(await prose(page).getByRole('button').count(), 0);
  const note = prose(page).locator('.held-note').filter({ hasText: 'A proof on the stone' });
  assert.equal(await note.getByRole('link', { name: 'img.example' }).getAttribute('href'), 'https://www.img.example/sized.svg');
  const link = prose(page).getByRole('link', { name: /A linked picture.*img\.example/ });
  assert.equal(await link.getAttribute('href'), 'https://press.example/big.svg');
  assert.equal(await page.locator('a a').count(), 0);
  await page.locator('.banner').getByRole('link', { name: 'img.example' }).waitFor();
  assert.deepEqual(outside, []);
});

const settings = (page) => page.getByRole('button', { name: 'Settings' });
const panel = (page) => page.locator('#settings');
const pick = (page, name) => page.getByRole('radio', { name }).check();

test('a choice holds at once for what is on the page, and for the next visit', async (t) => {
  const { page, outside } = await visit(t, address, { archive, answerOutside: pictureOf(600, 400) });
  await whole(page);
  await isLoaded(prose(page).getByRole('img', { name: 'A proof on the stone' }));
  await settings(page).click();
  await panel(page).getByRole('group', { name: 'Pictures from other sites' }).waitFor();
  assert.ok(await page.getByRole('radio', { name: 'Load as they come near' }).isChecked());
  await pick(page, 'Load on tap');
  await button(page, /The last one/).waitFor();
  assert.ok(!outside.includes(`${far}/last.svg`));
  await pick(page, 'Don’t load');
  await prose(page).locator('.held-note').first().waitFor();
  assert.equal(await prose(page).getByRole('button').count(), 0);
  const n = outside.length;
  await page.reload();
  await whole(page);
  await goThrough(page);
  assert.equal(outside.length, n);
  await page.evaluate(() => scrollTo(0, 0));
  await settings(page).click();
  assert.ok(await page.getByRole('radio', { name: 'Don’t load' }).isChecked());
  await pick(page, 'Load as they come near');
  for (const name of ['A proof on the stone', 'A linked picture', 'One of several sources', 'The last one']) {
    const image = prose(page).getByRole('img', { name });
    await image.scrollIntoViewIfNeeded();
    await isLoaded(image);
  }
  assert.equal(await page.locator('.held, .held-note, [data-held], .prose [hidden]').count(), 0);
  await isLoaded(page.locator('.banner img'));
});

test('a choice holds at once for the cards of a list', async (t) => {
  const { page, outside } = await visit(t, '', { archive, answerOutside: pictureOf(600, 400) });
  const card = cards(page).filter({ hasText: 'A shelf of pictures' });
  await isLoaded(card.locator('img'));
  await settings(page).click();
  await pick(page, 'Load on tap');
  await card.getByRole('button', { name: 'Load from img.example' }).waitFor();
  await pick(page, 'Don’t load');
  await card.locator('.card-picture').waitFor({ state: 'detached' });
  const n = outside.length;
  await pick(page, 'Load as they come near');
  await isLoaded(card.locator('img'));
  assert.ok(outside.length >= n);
  assert.equal(await page.locator('.held').count(), 0);
});

test('the settings open and close by keyboard, and give the focus back', async (t) => {
  const { page } = await visit(t, '', { archive, answerOutside: pictureOf(600, 400) });
  await cards(page).first().waitFor();
  await settings(page).focus();
  await page.keyboard.press('Enter');
  await panel(page).getByRole('group', { name: 'Theme' }).waitFor();
  await page.keyboard.press('Tab');
  assert.ok(await page.getByRole('radio', { name: 'System' }).evaluate((radio) => radio === document.activeElement));
  await page.getByRole('button', { name: 'As it was designed' }).focus();
  await page.keyboard.press('Tab');
  assert.ok(await page.getByRole('radio', { name: 'Load as they come near' }).evaluate((radio) => radio === document.activeElement));
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.getByRole('radio', { name: 'Load on tap' }).isChecked());
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'hidden' });
  assert.ok(await settings(page).evaluate((element) => element === document.activeElement));
  await page.keyboard.press('Space');
  await panel(page).waitFor();
  await panel(page).getByRole('link', { name: 'Guide to Offprint' }).focus();
  await page.keyboard.press('Tab'); // on to the page, which it would hide
  await panel(page).waitFor({ state: 'hidden' });
});

test('the settings close with a click elsewhere', async (t) => {
  const { page } = await visit(t, '', { archive, answerOutside: pictureOf(600, 400) });
  await settings(page).click();
  await panel(page).waitFor();
  await panel(page).getByText(/learns that someone/).click(); // in it they stay
  assert.ok(await panel(page).isVisible());
  await page.getByRole('heading', { level: 1 }).click();
  await panel(page).waitFor({ state: 'hidden' });
});

for (const direction of ['ltr', 'rtl']) {
  test(`at 320 px the settings are within the view, ${direction}`, async (t) => {
    const { page } = await visit(t, '', { archive, viewport: { width: 320, height: 480 }, answerOutside: pictureOf(600, 400) });
    await page.evaluate((dir) => { document.documentElement.dir = dir; }, direction);
    await settings(page).click();
    const [place, toggle] = [await panel(page).boundingBox(), await settings(page).boundingBox()];
    assert.ok(place.x >= 0 && place.x + place.width <= 320 && place.y + place.height <= 480, JSON.stringify(place));
    assert.ok(place.y >= toggle.y + toggle.height, 'it lies below its button');
    assert.ok(direction === 'rtl' ? Math.abs(place.x - toggle.x) < 1 : Math.abs(place.x + place.width - toggle.x - toggle.width) < 1, 'and ends where the button ends');
    assert.equal(await scrollsSideways(page), false);
  });
}

for (const theme of ['light', 'dark']) {
  for (const choice of ['tap', 'never']) {
    for (const [view, where, isThere] of [['a list', '', (page) => cards(page).first().waitFor()], ['an article', address, whole]]) {
      test(`with “${choice}”, ${view} and the settings break no accessibility rule in the ${theme} theme`, async (t) => {
        const { page } = await open(t, where, choice, { theme });
        await isThere(page);
        assert.deepEqual(await axe(page), []);
        await settings(page).click();
        await panel(page).waitFor();
        assert.deepEqual(await axe(page), []);
      });
    }
  }
}

test('in Chinese the choices and the placeholders are Chinese', async (t) => {
  const { page } = await open(t, address, 'tap', { locale: 'zh-CN' });
  await whole(page);
  await button(page, /从 img\.example 加载/).first().waitFor();
  await page.getByRole('button', { name: '设置' }).click();
  await page.getByRole('group', { name: '其他网站的图片' }).waitFor();
  for (const name of ['自动加载', '点按后加载', '不加载']) await page.getByRole('radio', { name, exact: true }).waitFor();
  assert.deepEqual(await axe(page), []);
});
