// Pictures of an article, enlarged: which version is shown, how one moves in it and between pictures, what happens when one fails. And pictures that
// follow each other, in rows; and broken ones, asked for again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit } from './harness.mjs';
import { paragraphs, picture } from './posts.mjs';

const far = 'https://img.example';
const img = (name, alt = '', more = '') => `<img src="${far}/${name}.svg" alt="${alt}" ${more}>`;
const sized = (name, alt, width, height) => img(`${name}-${width}x${height}`, alt, `width="${width}" height="${height}"`);

const shelf = {
  title: 'A shelf of plates',
  link: 'https://press.example/plates',
  date: '2026-05-01 10:00:00',
  body: `<p>Before.</p>
<figure>${sized('sheet', 'A sheet on the stone', 600, 400)}<figcaption>The sheet, before it is pulled.</figcaption></figure>
${paragraphs(1)}<p>A leaf: ${sized('leaf', 'A leaf', 20, 20)} and words.</p>
<p><a href="${far}/large-1800x1200.svg"><img src="${far}/linked-300x200.svg" width="300" height="200" alt="A plate with its full picture"></a></p>
${paragraphs(1)}<p><a href="https://press.example/story"><img src="${far}/story-300x200.svg" width="300" height="200" alt="A picture that leads to a story"></a></p>
${paragraphs(1)}<p><img src="${far}/set-300x200.svg" srcset="${far}/set-300x200.svg 300w, ${far}/set-2400x1600.svg 2400w, ${far}/set-900x600.svg 900w" sizes="300px" width="300" height="200" alt="A plate in three sizes"></p>
${paragraphs(1)}<p><picture><source media="(min-width: 9000px)" srcset="${far}/wall-9000x6000.svg"><source srcset="${far}/pick-400x300.svg 1x, ${far}/pick-1600x1200.svg 3x"><img src="${far}/plain-400x300.svg" width="400" height="300" alt="A plate from a source"></picture></p>
${paragraphs(1)}<p><img src="${far}/silent-500x400.svg" width="500" height="400"></p>
${paragraphs(1)}<p><img src="${far}/last-640x480.svg" width="640" height="480" alt="The last plate"></p><p>After.</p>`,
};
const names = ['A sheet on the stone', 'A plate with its full picture', 'A plate in three sizes', 'A plate from a source', 'Picture', 'The last plate'];
const single = { title: 'One plate', link: 'https://press.example/one', date: '2026-04-01 10:00:00', body: `<p>Before.</p><p>${sized('one', 'The only plate', 2000, 1000)}</p>${paragraphs(30)}<p>After.</p>` };
const distant = {
  title: 'Plates far apart',
  link: 'https://press.example/distant',
  date: '2026-04-02 10:00:00',
  body: `<p>${sized('above', 'Above', 600, 400)}</p>${paragraphs(60)}<p>${sized('below', 'Below', 640, 480)}</p><p>After.</p>`,
};
const hebrew = {
  title: 'לוחות',
  link: 'https://press.example/hebrew',
  date: '2026-03-01 10:00:00',
  body: `<div dir="rtl" lang="he"><p>לפני.</p>${[1, 2, 3].map((number) => `<p>${sized(`he${number}`, `לוח ${number}`, 600, 400)}</p><p>מילים בין לוחות.</p>`).join('')}<p>After.</p></div>`,
};
const broken = {
  title: 'Plates that are gone',
  link: 'https://press.example/gone',
  date: '2026-02-01 10:00:00',
  body: `<p>Before.</p><p>${sized('gone', 'The compositor’s hands', 400, 300)}</p>
<p><a href="https://press.example/story">${sized('gone-linked', 'In a link', 400, 300)}</a></p><p>${sized('gone-silent', '', 400, 300)}</p><p>After.</p>${paragraphs(30)}
<p>${sized('gone-below', 'Far below', 400, 300)}</p>`,
};
const rows = {
  title: 'Plates in rows',
  link: 'https://press.example/rows',
  date: '2026-01-01 10:00:00',
  body: `<p>Two alike.</p><p>${sized('a1', 'a1', 900, 600)}</p>\n<p>${sized('a2', 'a2', 900, 600)}</p>
<p>A wide and a high one.</p><figure>${sized('b1', 'b1', 900, 600)}<figcaption>A caption of b1</figcaption></figure><figure>${sized('b2', 'b2', 600, 900)}</figure>
<p>Three squares in one paragraph.</p><p>${sized('c1', 'c1', 600, 600)}<br>${sized('c2', 'c2', 600, 600)}<br>${sized('c3', 'c3', 600, 600)}</p>
<p>Three wide ones.</p>${[1, 2, 3].map((number) => `<p>${sized(`d${number}`, `d${number}`, 900, 600)}</p>`).join('<p><br></p>')}
<p>With a link.</p><p><a href="https://press.example/story">${sized('e1', 'e1', 900, 600)}</a></p><p><a href="${far}/full-1800x1200.svg">${sized('e2', 'e2', 900, 600)}</a></p>
<p>Of unknown size.</p><p>${img('f1-500x500', 'f1')}</p><p>${img('f2-500x500', 'f2')}</p>
<p>Words between.</p><p>${sized('g1', 'g1', 900, 600)}</p><p>These words.</p><p>${sized('g2', 'g2', 900, 600)}</p>
<p>Words beside ${sized('h1', 'h1', 900, 600)}${sized('h2', 'h2', 900, 600)} them.</p>
<p>Small ones.</p><p>${sized('i1', 'i1', 120, 90)} ${sized('i2', 'i2', 120, 90)} ${sized('i3', 'i3', 120, 90)}</p>
<p>A panorama.</p><p>${sized('j1', 'j1', 1200, 300)}</p><p>${sized('j2', 'j2', 900, 600)}</p><p>After.</p>`,
};
const headed = { title: 'A plate above its text', link: 'https://press.example/headed', date: '2025-12-01 10:00:00', headimg: `${far}/banner-1200x500.svg`, body: single.body };
const archive = press(perFile, [shelf, single, distant, hebrew, broken, rows, headed]);

const sizeIn = (address) => (/(\d+)x(\d+)/.exec(address) ?? [0, 600, 400]).slice(1).map(Number);
/** Answers with a picture of the size that its address names. */
const answer = (route) => route.fulfill({ contentType: 'image/svg+xml', body: picture(...sizeIn(route.request().url())) });
/** Answers so, but for addresses that match. */
const answerBut = (pattern, otherwise) => (route) => (pattern.test(route.request().url()) ? otherwise(route) : answer(route));

const prose = (page) => page.locator('.prose');
const one = (page, name) => prose(page).getByRole('img', { name, exact: true });
const viewer = (page) => page.getByRole('dialog', { name: 'Picture viewer' });
const shown = (page) => viewer(page).getByRole('img');
const control = (page, name) => viewer(page).getByRole('button', { name });
const focused = (page) => page.evaluate(() => document.activeElement.alt ?? document.activeElement.querySelector('img')?.alt ?? document.activeElement.ariaLabel);
const source = (page) => shown(page).getAttribute('src');
const isAt = (page, place, count) => viewer(page).getByText(`${place} of ${count}`, { exact: true }).waitFor();
const remark = (page) => viewer(page).locator('.lightbox-note');
const hasSource = (page, address) => viewer(page).locator(`img[src="${address}"]`).waitFor();

async function open(t, post, options = {}) {
  const visited = await visit(t, archive.address(post.title), { archive, answerOutside: answer, ...options });
  await prose(visited.page).getByText('After.', { exact: true }).waitFor();
  return visited;
}

/** Opens the viewer on a picture, by a click. */
async function enlarge(page, name) {
  await one(page, name).click();
  await viewer(page).waitFor();
}

const boxOf = (locator) => locator.evaluate((element) => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  return { left, top, right, bottom, width, height };
});

/** Does something that makes the picture larger or smaller, and says by how much. */
async function factor(page, act) {
  const before = await boxOf(shown(page));
  await act();
  return (await boxOf(shown(page))).width / before.width;
}

// ---- The viewer

test('a click on a picture shows it over the page with its caption, and an address that stays as it is', async (t) => {
  const { page, complaints } = await open(t, shelf);
  const [address, length] = await page.evaluate(() => [location.href, history.length]);
  await enlarge(page, names[0]);
  await hasSource(page, `${far}/sheet-600x400.svg`);
  await viewer(page).getByText('The sheet, before it is pulled.', { exact: true }).waitFor();
  await isAt(page, 1, 6);
  const { width, height } = await boxOf(shown(page));
  assert.deepEqual([width, height], [600, 400], 'it is no larger than it is');
  assert.deepEqual(await page.evaluate(() => [location.href, history.length]), [address, length]);
  await page.mouse.wheel(0, 500);
  assert.equal(await page.evaluate(() => scrollY), 0, 'the page behind stays where it is');
  assert.deepEqual(complaints, []);
});

test('by keyboard alone: a picture is reached, opened, left, and has the focus again', async (t) => {
  const { page } = await open(t, shelf);
  for (const key of ['Enter', 'Space']) {
    await one(page, names[0]).focus();
    await page.keyboard.press(key);
    await viewer(page).waitFor();
    assert.equal(await focused(page), 'Close');
    await page.keyboard.press('Escape');
    await viewer(page).waitFor({ state: 'detached' });
    assert.equal(await focused(page), names[0]);
  }
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), names[1], 'the next stop is the next picture: what is tiny is none');
  assert.equal(await one(page, names[0]).evaluate((image) => document.getElementById(image.getAttribute('aria-describedby')).textContent), 'Press Enter to enlarge.');
});

test('the picture above an article’s text is the first of its pictures, by pointer and keyboard', async (t) => {
  const { page, complaints } = await open(t, headed);
  const banner = page.getByRole('img', { name: headed.title });
  await page.locator('.banner img.enlarges').click();
  await hasSource(page, `${far}/banner-1200x500.svg`);
  await isAt(page, 1, 2);
  await page.keyboard.press('ArrowRight');
  await hasSource(page, `${far}/one-2000x1000.svg`);
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  await viewer(page).waitFor({ state: 'detached' });
  assert.ok(await banner.evaluate((image) => image === document.activeElement), 'the focus is where it was');
  await page.keyboard.press('Enter');
  await isAt(page, 1, 2);
  assert.deepEqual(complaints, []);
});

test('the focus stays in the viewer, and each control has a name and room for a finger', async (t) => {
  const { page } = await open(t, shelf);
  await enlarge(page, names[2]);
  for (const [key, count] of [['Tab', 9], ['Shift+Tab', 9]]) {
    for (let press = 0; press < count; press++) {
      await page.keyboard.press(key);
      assert.ok(await viewer(page).evaluate((dialog) => dialog.contains(document.activeElement)), `${key} ${press}`);
    }
  }
  const controls = await viewer(page).locator('button, a').evaluateAll((all) => all.map((control) => ({ name: control.ariaLabel ?? control.textContent, box: control.getBoundingClientRect() })));
  assert.deepEqual(controls.map(({ name }) => name).sort(), ['Close', 'Next picture', 'Open original', 'Previous picture', 'Zoom in', 'Zoom out']);
  for (const { name, box } of controls) assert.ok(box.width >= 44 && box.height >= 44, name);
});

test('the viewer closes by its button, by Escape, and by a click beside the picture, not on it', async (t) => {
  const { page } = await open(t, shelf);
  for (const close of [() => control(page, 'Close').click(), () => page.keyboard.press('Escape'), () => page.mouse.click(200, 450)]) {
    await enlarge(page, names[0]);
    await shown(page).click();
    assert.ok(await viewer(page).isVisible());
    await close();
    await viewer(page).waitFor({ state: 'detached' });
    assert.equal(await focused(page), names[0]);
  }
});

for (const [way, name, address] of [['its link leads to', names[1], 'large-1800x1200'], ['its set has', names[2], 'set-2400x1600'], ['the source has from which it was taken', names[3], 'pick-1600x1200'], ['it has', names[5], 'last-640x480']]) {
  test(`the largest version is shown that ${way}, asked for without telling where from`, async (t) => {
    const headers = {};
    const { page } = await open(t, shelf, { answerOutside: (route) => { headers[route.request().url()] = route.request().headers(); return answer(route); } });
    await enlarge(page, name);
    await hasSource(page, `${far}/${address}.svg`);
    assert.equal(headers[`${far}/${address}.svg`].referer, undefined);
    assert.equal(await shown(page).evaluate((image) => image.referrerPolicy), 'no-referrer');
    const original = viewer(page).getByRole('link', { name: 'Open original' });
    assert.deepEqual(await original.evaluate((link) => [link.href, link.rel, link.referrerPolicy]), [`${far}/${address}.svg`, 'noopener noreferrer', 'no-referrer']);
  });
}

test('the small version is there until the large one has come', async (t) => {
  let letGo;
  const gone = new Promise((done) => { letGo = done; });
  const { page } = await open(t, shelf, { answerOutside: answerBut(/set-2400/, async (route) => { await gone; await answer(route); }) });
  await enlarge(page, names[2]);
  await hasSource(page, `${far}/set-300x200.svg`);
  await remark(page).getByText('Loading the large picture…').waitFor();
  const before = await boxOf(shown(page));
  assert.ok(before.width > 800, 'it fills the room that the large one will have');
  letGo();
  await hasSource(page, `${far}/set-2400x1600.svg`);
  const after = await boxOf(shown(page));
  for (const side of ['left', 'top', 'width', 'height']) assert.ok(Math.abs(before[side] - after[side]) < 1, side);
});

test('a large version that fails leaves the small one and says so; it can be asked for again', async (t) => {
  let fails = true;
  const { page } = await open(t, shelf, { answerOutside: answerBut(/large-1800/, (route) => (fails ? route.abort() : answer(route))) });
  await enlarge(page, names[1]);
  await remark(page).getByText('The large picture couldn’t be loaded.').waitFor();
  assert.equal(await source(page), `${far}/linked-300x200.svg`);
  assert.deepEqual(await shown(page).evaluate((image) => [image.clientWidth, image.clientHeight]), [300, 200]);
  fails = false;
  await control(page, 'Try again').click();
  await hasSource(page, `${far}/large-1800x1200.svg`);
  assert.equal(await remark(page).getByText('The large picture couldn’t be loaded.').count(), 0);
});

test('a picture that fails altogether says so in its place, and can be asked for again', async (t) => {
  let fails = true;
  // It is far below the view: the article hasn’t asked for it.
  const { page, outside } = await open(t, distant, { answerOutside: answerBut(/below/, (route) => (fails ? route.abort() : answer(route))) });
  await enlarge(page, 'Above');
  assert.ok(!outside.includes(`${far}/below-640x480.svg`));
  await page.keyboard.press('ArrowRight');
  await remark(page).getByText('Picture not available').waitFor();
  assert.equal(await shown(page).count(), 0);
  fails = false;
  await control(page, 'Try again').click();
  await hasSource(page, `${far}/below-640x480.svg`);
  assert.equal(await remark(page).getByText('Picture not available').count(), 0);
});

test('one goes on by buttons and keys as far as there are pictures, past those that lead elsewhere', async (t) => {
  const { page } = await open(t, shelf);
  await enlarge(page, names[0]);
  const seen = [];
  for (let place = 1; place <= names.length; place++) {
    await isAt(page, place, 6);
    seen.push(await shown(page).getAttribute('alt'));
    if (place % 2) await control(page, 'Next picture').click();
    else await page.keyboard.press('ArrowRight');
  }
  assert.deepEqual(seen, names);
  await isAt(page, 6, 6);
  assert.equal(await control(page, 'Next picture').getAttribute('aria-disabled'), 'true');
  await page.keyboard.press('ArrowLeft');
  await isAt(page, 5, 6);
  await control(page, 'Previous picture').click();
  await isAt(page, 4, 6);
  await page.keyboard.press('Home');
  await isAt(page, 1, 6);
});

test('after going on, the focus goes to the picture that was shown last and to no other, and that is in view', async (t) => {
  const { page } = await open(t, shelf);
  await enlarge(page, names[0]);
  await page.keyboard.press('End');
  await isAt(page, 6, 6);
  await page.evaluate(() => {
    window.focusedOnes = [];
    document.addEventListener('focusin', ({ target }) => window.focusedOnes.push(target.alt));
  });
  await page.keyboard.press('Escape');
  await viewer(page).waitFor({ state: 'detached' });
  assert.deepEqual(await page.evaluate(() => window.focusedOnes), ['The last plate']);
  assert.equal(await focused(page), 'The last plate');
  const { top, bottom } = await boxOf(one(page, 'The last plate'));
  assert.ok(top >= 0 && bottom <= 900, `${top} to ${bottom}`);
});

test('one picture alone has no counter and no neighbours', async (t) => {
  const { page } = await open(t, single);
  await enlarge(page, 'The only plate');
  await hasSource(page, `${far}/one-2000x1000.svg`);
  assert.equal(await control(page, /picture/).count(), 0);
  assert.equal(await viewer(page).getByText(/ of /).count(), 0);
});

test('keys and buttons zoom, and arrow keys then move the picture and not to another one', async (t) => {
  const { page } = await open(t, shelf);
  await enlarge(page, names[0]);
  assert.ok(await factor(page, () => page.keyboard.press('+')) > 1.4);
  assert.ok(await factor(page, () => control(page, 'Zoom in').click()) > 1.4);
  const before = await boxOf(shown(page));
  await page.keyboard.press('ArrowRight');
  assert.ok((await boxOf(shown(page))).left < before.left);
  await page.keyboard.press('ArrowLeft');
  assert.ok(Math.abs((await boxOf(shown(page))).left - before.left) < 1);
  await isAt(page, 1, 6);
  assert.ok(await factor(page, () => page.keyboard.press('-')) < 0.7);
  await page.keyboard.press('0');
  assert.equal((await boxOf(shown(page))).width, 600);
  assert.equal(await control(page, 'Zoom out').getAttribute('aria-disabled'), 'true');
});

test('the wheel zooms about the pointer, and a picture that is larger than its room is dragged', async (t) => {
  const { page } = await open(t, single);
  await enlarge(page, 'The only plate');
  await hasSource(page, `${far}/one-2000x1000.svg`);
  const before = await boxOf(shown(page));
  const point = { x: before.left + before.width * 0.25, y: before.top + before.height * 0.5 };
  await page.mouse.move(point.x, point.y);
  const grown = await factor(page, () => page.mouse.wheel(0, -400).then(() => page.waitForFunction(() => document.querySelector('.lightbox-stage.zoomed'))));
  assert.ok(grown > 1.5, String(grown));
  const after = await boxOf(shown(page));
  assert.ok(Math.abs((point.x - after.left) / after.width - 0.25) < 0.01, 'what was under the pointer is there still');
  await page.mouse.down();
  await page.mouse.move(point.x + 40, point.y, { steps: 4 });
  await page.mouse.up();
  assert.ok(Math.abs((await boxOf(shown(page))).left - after.left - 40) < 1);
  assert.ok(await viewer(page).isVisible(), 'a drag closes nothing');
});

test('a double click shows a picture at its full size, and again as it fits; a small one twice as large', async (t) => {
  const { page } = await open(t, single);
  await enlarge(page, 'The only plate');
  await hasSource(page, `${far}/one-2000x1000.svg`);
  const fits = (await boxOf(shown(page))).width;
  assert.ok(fits < 1200);
  await shown(page).dblclick();
  assert.ok(Math.abs((await boxOf(shown(page))).width - 2000) < 1);
  await page.mouse.dblclick(600, 400);
  assert.ok(Math.abs((await boxOf(shown(page))).width - fits) < 1);
  const { page: other } = await open(t, shelf);
  await enlarge(other, names[0]);
  await shown(other).dblclick();
  assert.ok(Math.abs((await boxOf(shown(other))).width - 1200) < 1);
});

/** Fingers on the picture: `at` holds the places of each before and after; they move together. */
function touch(page, ...fingers) {
  return shown(page).evaluate((image, fingers) => {
    const fire = (type, [x, y], pointerId) => image.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId, pointerType: 'touch', isPrimary: pointerId === 1, button: type === 'pointermove' ? -1 : 0, clientX: x, clientY: y }));
    const stage = image.parentElement;
    stage.setPointerCapture = () => {}; // there is no such pointer
    fingers.forEach(([from], place) => fire('pointerdown', from, place + 1));
    fingers.forEach(([, to], place) => fire('pointermove', to, place + 1));
    fingers.forEach(([, to], place) => fire('pointerup', to, place + 1));
  }, fingers);
}

test('two fingers zoom, one swipes to the next picture, and moves a picture that is zoomed', async (t) => {
  const { page } = await open(t, shelf, { viewport: { width: 390, height: 800 }, hasTouch: true });
  await enlarge(page, names[0]);
  await isAt(page, 1, 6);
  await touch(page, [[300, 400], [100, 410]]);
  await isAt(page, 2, 6);
  await touch(page, [[100, 400], [300, 410]]);
  await isAt(page, 1, 6);
  const grown = await factor(page, () => touch(page, [[150, 400], [100, 400]], [[250, 400], [300, 400]]));
  assert.ok(Math.abs(grown - 2) < 0.05, String(grown));
  const { left } = await boxOf(shown(page));
  await touch(page, [[300, 400], [250, 400]]);
  assert.ok(Math.abs((await boxOf(shown(page))).left - left + 50) < 1);
  await isAt(page, 1, 6);
});

test('in an article from right to left the next picture is to the left', async (t) => {
  const { page } = await open(t, hebrew);
  await enlarge(page, 'לוח 1');
  await isAt(page, 1, 3);
  await page.keyboard.press('ArrowLeft');
  await isAt(page, 2, 3);
  await page.keyboard.press('ArrowRight');
  await isAt(page, 1, 3);
  const [next, previous] = [await boxOf(control(page, 'Next picture')), await boxOf(control(page, 'Previous picture'))];
  assert.ok(next.left < previous.left);
  await shown(page).evaluate((image) => { image.parentElement.setPointerCapture = () => {}; });
  await touch(page, [[400, 400], [700, 410]]);
  await isAt(page, 2, 3);
});

test('a link that leads to a page leads there; one that leads to a picture opens it in the viewer on a plain click only', async (t) => {
  const { page } = await open(t, shelf);
  const [tab] = await Promise.all([page.context().waitForEvent('page'), one(page, names[1]).click({ modifiers: ['ControlOrMeta'] })]);
  await tab.close();
  assert.equal(await viewer(page).count(), 0);
  await Promise.all([page.waitForRequest('https://press.example/story'), one(page, 'A picture that leads to a story').click({ noWaitAfter: true })]);
  assert.equal(await viewer(page).count(), 0);
});

test('a tiny picture is none that can be enlarged', async (t) => {
  const { page } = await open(t, shelf);
  await one(page, 'A leaf').click();
  assert.equal(await one(page, 'A leaf').getAttribute('tabindex'), null);
  await enlarge(page, names[0]);
  await isAt(page, 1, 6);
});

test('the viewer that can’t be had says so, and is asked for again', async (t) => {
  const { page, server } = await open(t, shelf);
  const restore = server.fail(/lightbox\.js$/, 503);
  await one(page, names[0]).click();
  await page.locator('.pictures-notice').getByText('The picture couldn’t be enlarged.').waitFor();
  restore();
  await enlarge(page, names[0]);
  await hasSource(page, `${far}/sheet-600x400.svg`);
});

const choose = (word) => (context) => context.addInitScript((choice) => {
  if (location.protocol === 'http:') localStorage.setItem('offprint.pictures', choice);
}, word);

test('a picture that waits isn’t opened before it has been loaded, and is passed over', async (t) => {
  const { page, outside } = await open(t, shelf, { prepare: choose('tap') });
  const load = (name) => prose(page).getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await load(names[0]);
  await page.waitForFunction((name) => document.querySelector(`.prose img[alt="${name}"]`).tabIndex === 0, names[0]);
  assert.equal(await viewer(page).count(), 0);
  await load(names[5]);
  await page.waitForFunction((name) => document.querySelector(`.prose img[alt="${name}"]`).tabIndex === 0, names[5]);
  const n = outside.length;
  await enlarge(page, names[0]);
  await isAt(page, 1, 2);
  await page.keyboard.press('ArrowRight');
  assert.equal(await shown(page).getAttribute('alt'), 'The last plate');
  assert.equal(outside.length, n);
});

test('where pictures wait, a larger version of another site waits, too', async (t) => {
  const strange = { ...single, title: 'A plate from two sites', link: 'https://press.example/two', body: `<p><a href="https://elsewhere.example/big-1800x1200.png">${sized('here', 'A plate here', 300, 200)}</a></p><p>After.</p>` };
  const other = press(t, [strange]);
  const { page, outside } = await visit(t, other.address(strange.title), { archive: other, answerOutside: answer, prepare: choose('tap') });
  await prose(page).getByRole('button', { name: /^A plate here/ }).click();
  await prose(page).getByRole('link', { name: 'A plate here' }).click();
  await control(page, 'Load the large picture from elsewhere.example').waitFor();
  assert.equal(await source(page), `${far}/here-300x200.svg`);
  assert.equal(outside.filter((address) => address.startsWith('https://elsewhere')).length, 0);
  await control(page, 'Load the large picture from elsewhere.example').click();
  await hasSource(page, 'https://elsewhere.example/big-1800x1200.png');
});

for (const theme of ['light', 'dark']) {
  test(`pictures and their viewer break no accessibility rule in the ${theme} theme`, async (t) => {
    const { page } = await open(t, shelf, { theme });
    assert.deepEqual(await axe(page), []);
    await enlarge(page, names[0]);
    await hasSource(page, `${far}/sheet-600x400.svg`);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('+');
    assert.deepEqual(await axe(page), []);
  });
}

for (const viewport of [{ width: 320, height: 640 }, { width: 320, height: 256 }]) {
  test(`at ${viewport.width} by ${viewport.height} pixels all of the viewer is there`, async (t) => {
    const { page } = await open(t, shelf, { viewport });
    await enlarge(page, names[0]);
    await hasSource(page, `${far}/sheet-600x400.svg`);
    for (const locator of [...await viewer(page).locator('button:visible, a').all(), shown(page)]) {
      await locator.scrollIntoViewIfNeeded();
      const { left, right, top, bottom } = await boxOf(locator);
      assert.ok(left >= 0 && right <= viewport.width && top >= 0 && bottom <= viewport.height, JSON.stringify({ left, right, top, bottom }));
    }
    const { width } = await boxOf(shown(page));
    assert.ok(width > 100, `the picture is ${width} px wide`);
    assert.equal(await scrollsSideways(page), false);
  });
}

test('leaving the article by its address takes the viewer along', async (t) => {
  const { page } = await visit(t, '', { archive, answerOutside: answer });
  await page.getByRole('main').getByRole('link', { name: shelf.title }).first().click();
  await prose(page).getByText('After.', { exact: true }).waitFor();
  await enlarge(page, names[0]);
  await page.goBack();
  await viewer(page).waitFor({ state: 'detached' });
  assert.equal(await page.locator('#pictures-hint').count(), 0);
});

test('in Chinese the viewer speaks Chinese', async (t) => {
  const { page } = await open(t, shelf, { locale: 'zh-CN' });
  await one(page, names[0]).click();
  const dialog = page.getByRole('dialog', { name: '图片查看器' });
  await dialog.getByText('第 1 张，共 6 张', { exact: true }).waitFor();
  for (const name of ['上一张', '下一张', '放大', '缩小', '关闭']) await dialog.getByRole('button', { name, exact: true }).waitFor();
  await dialog.getByRole('link', { name: '打开原图' }).waitFor();
});

// ---- Rows

const boxes = async (page, ...all) => Promise.all(all.map((name) => boxOf(one(page, name))));
const alike = (one, other) => Math.abs(one - other) < 1;
const sameRow = (...all) => all.every(({ top, height }) => alike(top, all[0].top) && alike(height, all[0].height)) && all.slice(1).every(({ left }, place) => left >= all[place].right + 4 && left <= all[place].right + 12);
const below = (upper, lower) => lower.top >= upper.bottom;

test('pictures that follow each other stand in rows of one height, whole, as wide as the text', async (t) => {
  const { page, complaints } = await open(t, rows);
  const column = await boxOf(prose(page));
  for (const name of ['a', 'b', 'c', 'e', 'f']) {
    const row = await boxes(page, ...[`${name}1`, `${name}2`, ...(name === 'c' ? ['c3'] : [])]);
    assert.ok(sameRow(...row), `${name}: ${JSON.stringify(row)}`);
    assert.ok(alike(row[0].left, column.left) && Math.abs(row.at(-1).right - column.right) < 2, `${name} fills its row`);
    if (name !== 'f') for (const [place, { width, height }] of row.entries()) assert.ok(Math.abs(width / height - { a: 1.5, b: [1.5, 2 / 3][place], c: 1, e: 1.5 }[name]) < 0.02 || name === 'b' && Math.abs(width / height - [1.5, 2 / 3][place]) < 0.02, `${name} isn’t cropped`);
  }
  const [d1, d2, d3] = await boxes(page, 'd1', 'd2', 'd3');
  assert.ok(below(d1, d2) && sameRow(d2, d3), 'of three wide ones the first is alone');
  const caption = await boxOf(prose(page).getByText('A caption of b1'));
  const [b1] = await boxes(page, 'b1');
  assert.ok(caption.top >= b1.bottom && caption.right <= b1.right + 1, 'a caption stays below its picture');
  const small = await boxes(page, 'i1', 'i2', 'i3');
  assert.ok(sameRow(...small) && small.every(({ width }) => width === 120), `small ones keep their size: ${JSON.stringify(small)}`);
  assert.deepEqual(complaints, []);
});

test('pictures that don’t follow each other, have words beside them or are far wider than high stay as they are', async (t) => {
  const { page } = await open(t, rows);
  for (const name of ['g', 'h', 'j']) {
    const [upper, lower] = await boxes(page, `${name}1`, `${name}2`);
    assert.ok(below(upper, lower), name);
  }
});

test('on a phone alike wide pictures stand in pairs, and others below each other', async (t) => {
  const { page } = await open(t, rows, { viewport: { width: 390, height: 800 } });
  assert.ok(sameRow(...await boxes(page, 'a1', 'a2')));
  const [b1, b2] = await boxes(page, 'b1', 'b2');
  assert.ok(below(b1, b2) && alike(b1.width, b2.width));
  const [c1, c2, c3] = await boxes(page, 'c1', 'c2', 'c3');
  assert.ok(below(c1, c2) && below(c2, c3));
  assert.equal(await scrollsSideways(page), false);
});

for (const width of [1200, 390, 320]) {
  test(`nothing moves while pictures in rows arrive, ${width} px wide`, async (t) => {
    let letGo;
    const gone = new Promise((done) => { letGo = done; });
    const { page } = await open(t, rows, { viewport: { width, height: 800 }, answerOutside: async (route) => { await gone; await answer(route); } });
    letGo();
    for (const image of await prose(page).locator('img').all()) {
      await image.scrollIntoViewIfNeeded();
      await image.evaluate((element) => element.decode());
    }
    assert.equal(await layoutShift(page), 0);
  });
}

test('what stands for pictures that wait stands in rows as well, and loads in its place', async (t) => {
  const { page } = await open(t, rows, { prepare: choose('tap') });
  for (const name of ['a', 'c', 'e']) {
    const waiting = [1, 2].map((number) => prose(page).getByRole('button', { name: new RegExp(`^${name}${number}`) }));
    const before = await Promise.all(waiting.map(boxOf));
    assert.ok(sameRow(...before), `${name}: ${JSON.stringify(before)}`);
    for (const one of waiting) await one.click();
    const after = await boxes(page, `${name}1`, `${name}2`);
    for (const [place, box] of after.entries()) for (const side of ['width', 'height', 'left']) assert.ok(Math.abs(box[side] - before[place][side]) < 1, `${name} ${side}`);
  }
});

// ---- Broken pictures

const again = (page, name) => prose(page).locator('p').filter({ hasText: name }).getByRole('button', { name: 'Try again' });

test('a broken picture is asked for again by its button, stays broken or comes, and keeps its place and the focus', async (t) => {
  let fails = true;
  const { page, outside } = await open(t, broken, { answerOutside: answerBut(/gone/, (route) => (fails ? route.abort() : answer(route))) });
  const note = prose(page).locator('.picture-failed').filter({ hasText: 'The compositor’s hands' });
  await note.waitFor();
  await prose(page).locator('.picture-failed').filter({ hasText: 'Picture not available' }).waitFor();
  const n = outside.length;
  await again(page, 'The compositor’s hands').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('button.retry'));
  assert.equal(outside.length, n + 1);
  const place = await boxOf(note);
  fails = false;
  await page.keyboard.press('Enter');
  await one(page, 'The compositor’s hands').waitFor();
  assert.equal(await focused(page), 'The compositor’s hands');
  await one(page, 'The compositor’s hands').evaluate((image) => image.decode());
  assert.deepEqual(await boxOf(one(page, 'The compositor’s hands')), place);
  await enlarge(page, 'The compositor’s hands');
  assert.equal(await layoutShift(page), 0);
});

test('a broken picture in a link has its button behind the link', async (t) => {
  let fails = true;
  const { page } = await open(t, broken, { answerOutside: answerBut(/gone/, (route) => (fails ? route.abort() : answer(route))) });
  const button = again(page, 'In a link');
  await button.waitFor();
  assert.equal(await page.locator('a button').count(), 0);
  fails = false;
  await button.click();
  await prose(page).getByRole('link', { name: 'In a link' }).getByRole('img').waitFor();
  assert.equal(await button.count(), 0);
  assert.equal(await layoutShift(page), 0);
});

test('when the connection is back, broken pictures in view come by themselves, each once', async (t) => {
  let fails = true;
  const { page, outside } = await open(t, broken, { answerOutside: answerBut(/gone/, (route) => (fails ? route.abort() : answer(route))) });
  await page.mouse.wheel(0, 9000);
  await again(page, 'Far below').waitFor();
  const n = outside.length;
  const back = () => page.evaluate(() => dispatchEvent(new Event('online')));
  await back();
  await again(page, 'Far below').waitFor();
  fails = false;
  await back();
  await one(page, 'Far below').evaluate((image) => image.decode());
  assert.deepEqual(outside.slice(n), Array(2).fill(`${far}/gone-below-400x300.svg`), 'what is out of view waits');
  await again(page, 'The compositor’s hands').waitFor();
  assert.equal(await layoutShift(page), 0);
});

test('where pictures from other sites don’t load by themselves, broken ones don’t either', async (t) => {
  const { page, outside } = await open(t, broken, { prepare: choose('tap'), answerOutside: (route) => route.abort() });
  await prose(page).getByRole('button', { name: /^The compositor’s hands/ }).click();
  await again(page, 'The compositor’s hands').waitFor();
  const n = outside.length;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  assert.equal(await again(page, 'The compositor’s hands').count(), 1);
  assert.equal(outside.length, n);
});
