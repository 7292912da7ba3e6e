// Notes: a reference opens its note beside it, by any means of input, and leads to it all the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit, wholeBody } from './harness.mjs';
import { paragraphs, pictureOf } from './posts.mjs';

const post = (title, body) => ({ title, link: `https://press.example/${encodeURIComponent(title)}`, date: '2024-05-01 10:00:00', body });
const reference = (id, text = id) => `<sup class="footnote-reference"><a href="#${id}">${text}</a></sup>`;
const definition = (id, body) => `<div class="footnote-definition" id="${id}"><sup class="footnote-definition-label">${id}</sup>${body}</div>`;

const pressed = post('As the press makes them', `<p>Ink spreads${reference(1)} where paper is willing, and again${reference(1)}.</p>${paragraphs(3)}<p>More at the end of a line, where there is hardly any room left for it at all${reference(2)}.</p><p>Code${reference(3)}.</p>${paragraphs(14)}
${definition(1, '<p>A note with a <a href="https://press.example/link">link</a> and <em id="inner">more</em>.</p><p>Its second paragraph.</p>')}
${definition(2, paragraphs(12))}${definition(3, '<p>See:</p><pre><code>first\nsecond\n</code></pre><p><img src="https://img.example/1.png" w="60" h="40" alt="A cut"></p>')}`);
const collected = post('As collected posts have them', `<p>Wikipedia<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup> and a blog<a id="fnref2" href="#fn2">[2]</a>, a sign<a href="#fn3">†</a>, 注释<a href="#fn4">〔三〕</a>.</p>
<p>Not notes: <a href="#chapter">1</a>, <a href="#fn2">the second note</a>, <a href="#nowhere">[9]</a>.</p><h2 id="chapter">Chapter</h2>${paragraphs(12)}
<ol><li id="cite_note-1"><span>^ <a href="#cite_ref-1">a</a></span> <span>The encyclopedia.</span></li></ol>
<p><a id="fn2" href="#fnref2">[2]</a> The blog. <a href="#fnref2">↩</a></p><aside id="fn3">† The sign.</aside><div id="fn4"><p>中文的注释。</p></div>`);
const arabic = post('ملاحظات', `<div dir="rtl"><p>نص طويل${reference(1)} هنا.</p>${paragraphs(2)}${definition(1, '<p>ملاحظة قصيرة.</p>')}</div>`);
const hostile = post('Names that meet', `<p id="app">One${reference('n')}.</p><p id="footnote">${'x '.repeat(9)}</p><div class="footnote-definition" id="n"><p id="content">The first n.</p></div>
<p>Two${reference('n')}, three${reference('announcement', 3)}, four${reference('%zz', 4)}.</p><div class="footnote-definition" id="n"><p id="content">The second n.</p></div><div id="announcement"><p>Said.</p></div><div id="%zz"><p>Zs.</p></div>`);
const archive = press(perFile, [pressed, collected, arabic, hostile]);

const open = async (t, { title }, options = {}) => {
  const { page, complaints } = await visit(t, archive.address(title), { archive, answerOutside: pictureOf(60, 40), ...options });
  await wholeBody(page).waitFor();
  return Object.assign(page, { complaints });
};
const references = (page) => page.locator('.article > .prose a[aria-haspopup]');
const note = (page) => page.getByRole('dialog');
const hasFocus = (locator) => locator.evaluate((one) => one === document.activeElement);
const inView = (page) => note(page).evaluate((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
});

test('a click on a reference shows its note beside it, and the page stays where it is', async (t) => {
  const page = await open(t, pressed);
  const first = references(page).first();
  await first.click();
  await note(page).getByText('Its second paragraph.').waitFor();
  assert.equal(await note(page).getAttribute('aria-label'), 'Note 1');
  assert.deepEqual([await first.getAttribute('aria-expanded'), new URL(page.url()).hash, await page.evaluate(() => scrollY)], ['true', '', 0]);
  assert.equal(await note(page).getByRole('link', { name: 'link' }).getAttribute('href'), 'https://press.example/link');
  assert.equal(await note(page).locator('[id], .footnote-definition-label, .footnote-back').count(), 0);
  const [box, its] = [await first.boundingBox(), await note(page).boundingBox()];
  assert.ok(its.y >= box.y + box.height && its.y < box.y + box.height + 40);
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual(page.complaints, []);
});

test('by keyboard a note takes the focus, and gives it back to the reference', async (t) => {
  const page = await open(t, pressed);
  const first = references(page).first();
  await first.focus();
  await page.keyboard.press('Enter');
  await note(page).waitFor();
  assert.ok(await hasFocus(note(page)));
  await page.keyboard.press('Tab');
  assert.ok(await hasFocus(note(page).getByRole('link', { name: 'link' })));
  await page.keyboard.press('Escape');
  await note(page).waitFor({ state: 'detached' });
  assert.ok(await hasFocus(first));
  assert.equal(await first.getAttribute('aria-expanded'), 'false');

  await page.keyboard.press('Enter');
  for (let stop = 0; stop < 4; stop++) await page.keyboard.press('Tab');
  await note(page).waitFor({ state: 'detached' });
  assert.ok(await hasFocus(references(page).nth(1)), 'Tab goes on from the reference');
  await page.keyboard.press('Enter');
  await note(page).waitFor();
  await page.keyboard.press('Shift+Tab');
  await note(page).waitFor({ state: 'detached' });
  assert.ok(await hasFocus(references(page).nth(1)));
});

test('a note closes by a click elsewhere, on its reference, on its button, and when its reference is scrolled away', async (t) => {
  const page = await open(t, pressed);
  const first = references(page).first();
  for (const leave of [
    () => page.mouse.click(5, 5), () => first.click(), () => page.getByRole('button', { name: 'Close' }).click(), () => page.mouse.wheel(0, 2_000),
  ]) {
    await first.click();
    await note(page).waitFor();
    await leave();
    await note(page).waitFor({ state: 'detached' });
  }
});

test('opening another note closes the one that is open', async (t) => {
  const page = await open(t, pressed);
  await references(page).nth(0).click();
  await note(page).getByText('Its second paragraph.').waitFor();
  await references(page).nth(2).click();
  await note(page).and(page.getByLabel('Note 2')).waitFor();
  assert.equal(await note(page).count(), 1);
});

test('a long note scrolls inside itself, within the view', async (t) => {
  for (const viewport of [{ width: 320, height: 568 }, { width: 1440, height: 500 }]) {
    const page = await open(t, pressed, { viewport });
    await references(page).nth(2).click();
    await note(page).waitFor();
    await page.waitForFunction(() => getComputedStyle(document.querySelector('.footnote')).display === 'flex');
    assert.ok(await inView(page));
    assert.ok(await page.locator('.footnote-text').evaluate((one) => one.scrollHeight > one.clientHeight));
    assert.equal(await scrollsSideways(page), false);
  }
});

test('code and pictures show in a note, and code is copied from there', async (t) => {
  const page = await open(t, pressed, { permissions: ['clipboard-read', 'clipboard-write'] });
  await references(page).nth(3).click();
  await note(page).getByRole('img', { name: 'A cut' }).waitFor();
  await note(page).locator('pre').hover();
  await note(page).getByRole('button', { name: 'Copy code' }).click();
  await page.getByRole('status').getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'first\nsecond');
});

test('a picture that waits to be asked for waits in a note, too, and loads from there', async (t) => {
  const page = await open(t, pressed);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Load on tap' }).check();
  await page.keyboard.press('Escape');
  await references(page).nth(3).click();
  const held = note(page).getByRole('button', { name: /A cut/ });
  await held.waitFor();
  await held.click();
  await note(page).getByRole('img', { name: 'A cut' }).waitFor();
  assert.equal(await page.locator('.prose .held').count(), 0, 'it has loaded in the article');
  assert.ok(await note(page).isVisible());
});

test('a note leads to its place in the article, and each reference has a way back from there', async (t) => {
  const page = await open(t, pressed);
  await references(page).nth(1).click();
  await note(page).getByRole('link', { name: 'Go to the note' }).click();
  await page.waitForFunction(() => { const { top } = document.getElementById('a-1').getBoundingClientRect(); return top >= -1 && top < innerHeight; });
  assert.equal(new URL(page.url()).hash, '#a-1');
  assert.equal(await note(page).count(), 0);
  const back = page.getByRole('link', { name: 'Back to reference 1 (2)' });
  await back.click();
  const second = references(page).nth(1);
  await page.waitForFunction((one) => { const { top } = one.getBoundingClientRect(); return top >= -1 && top < innerHeight; }, await second.elementHandle());
  assert.equal(new URL(page.url()).hash, `#${await second.getAttribute('id')}`);
  await page.getByRole('heading', { level: 1, name: pressed.title }).waitFor();
});

test('references of other makers open their notes, without their ways back; other links lead where they lead', async (t) => {
  const page = await open(t, collected);
  const texts = ['The encyclopedia.', 'The blog.', '† The sign.', '中文的注释。'];
  assert.equal(await references(page).count(), texts.length);
  for (const [number, text] of texts.entries()) {
    await references(page).nth(number).click();
    await note(page).getByText(text).waitFor();
    assert.equal((await page.locator('.footnote-text').innerText()).trim(), text);
    assert.equal(await page.locator('.footnote-text a').count(), 0);
    await page.keyboard.press('Escape');
    await note(page).waitFor({ state: 'detached' });
  }
  assert.equal(await page.locator('#a-cite_note-1 .footnote-back, #a-fn2 ~ .footnote-back').count(), 0, 'a way back that is there is enough');
  assert.equal(await page.locator('.footnote-back').count(), 2);
  await page.getByRole('link', { name: '1', exact: true }).click();
  assert.equal(new URL(page.url()).hash, '#a-chapter');
  assert.equal(await note(page).count(), 0);
});

test('with Ctrl pressed a reference is the browser’s', async (t) => {
  const page = await open(t, pressed);
  const [other] = await Promise.all([page.context().waitForEvent('page'), references(page).first().click({ modifiers: ['ControlOrMeta'] })]);
  await other.close();
  assert.equal(await note(page).count(), 0);
});

test('a browser without popovers goes to the note', async (t) => {
  const page = await open(t, pressed, { prepare: (context) => context.addInitScript(() => { delete HTMLElement.prototype.showPopover; }) });
  await references(page).first().click();
  await page.waitForFunction(() => location.hash === '#a-1' && scrollY > 0);
});

test('names that meet others’ lead to the notes that follow their references', async (t) => {
  const page = await open(t, hostile);
  for (const [number, text] of ['The first n.', 'The second n.', 'Said.', 'Zs.'].entries()) {
    await references(page).nth(number).click();
    assert.equal((await page.locator('.footnote-text').innerText()).trim(), text);
    await page.keyboard.press('Escape');
    await note(page).waitFor({ state: 'detached' });
  }
  const ids = await page.locator('.article [id]').evaluateAll((all) => all.map(({ id }) => id).filter((id) => id.startsWith('reference-')));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(page.complaints, []);
});

test('from right to left a note is as its article is', async (t) => {
  const page = await open(t, arabic, { viewport: { width: 320, height: 640 } });
  await references(page).first().click();
  await note(page).getByText('ملاحظة قصيرة.').waitFor();
  assert.equal(await page.locator('.footnote-text').evaluate((one) => getComputedStyle(one).direction), 'rtl');
  assert.ok(await inView(page));
});

test('leaving the article takes an open note along', async (t) => {
  const page = await open(t, pressed, { locale: 'zh-CN' });
  await references(page).first().click();
  await note(page).getByRole('link', { name: '跳到注释' }).waitFor();
  await page.getByRole('link', { name: '返回列表' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('feed').waitFor();
  assert.equal(await page.locator('.footnote').count(), 0);
});

for (const theme of ['light', 'dark']) {
  test(`an open note breaks no accessibility rule in the ${theme} theme`, async (t) => {
    for (const one of [pressed, collected]) {
      const page = await open(t, one, { theme });
      await references(page).first().click();
      await note(page).waitFor();
      assert.deepEqual(await axe(page), []);
    }
  });
}
