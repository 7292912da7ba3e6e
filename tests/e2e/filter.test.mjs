// The filter: its box by keyboard, mouse and input method, its chips, and clicks on terms.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, perFile, press, scrollsSideways, visit, walk } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(120), { pictures: notePictures });
const cards = (page) => page.getByRole('main').getByRole('article');
const titles = (page) => cards(page).getByRole('heading', { level: 2 }).allTextContents();
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
const box = (page) => page.getByRole('combobox', { name: 'Filter' });
const options = (page) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
const chip = (page, text) => page.getByRole('main').locator('.chip').filter({ hasText: text });
const query = (page) => new URL(page.url()).searchParams.get('q');
const queryBecomes = (page, text) => page.waitForFunction((text) => new URL(location.href).searchParams.get('q') === text, text);
const isInBox = (page) => page.waitForFunction(() => document.activeElement.id === 'filter');
const encoded = encodeURIComponent;

async function open(t, address = '', more = {}) {
  const visited = await visit(t, address, { archive, ...more });
  await cards(visited.page).first().waitFor();
  return visited;
}

test('a filter is built by keyboard alone, and its address shows the same list after a reload and in another browser', async (t) => {
  const { page, complaints, server } = await open(t);
  await page.keyboard.press('/');
  await isInBox(page);
  await page.keyboard.type('in');
  await options(page).filter({ hasText: '#ink' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await queryBecomes(page, '#ink');
  assert.equal(await box(page).inputValue(), '#ink ');
  await page.keyboard.type('-author:"Ada Quill"');
  await page.keyboard.press('Enter');
  await queryBecomes(page, '#ink -author:"Ada Quill"');
  await cards(page).first().waitFor();
  const wholeList = async (page) => (await walk(page)).rows.map(([, title]) => title);
  const [list, address] = [await wholeList(page), page.url()];
  assert.deepEqual(list, Array.from({ length: 60 }, (_, place) => noteTitle(120 - 2 * place)));
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => history.state?.startsWith('0 ')); // the place that a reload returns to is the first row
  await page.reload();
  await cards(page).first().waitFor();
  assert.deepEqual(await wholeList(page), list);
  assert.equal(await box(page).inputValue(), '#ink -author:"Ada Quill"');
  const { page: other } = await visit(t, address.slice(server.url.length), { server });
  await cards(other).first().waitFor();
  assert.deepEqual(await wholeList(other), list);
  assert.deepEqual(complaints, []);
});

test('the empty box offers the most frequent tags with their counts', async (t) => {
  const { page } = await open(t);
  await box(page).click();
  await options(page).first().waitFor();
  assert.deepEqual(await options(page).allInnerTexts().then((all) => all.map((one) => one.split('\n'))),
    [['#"Field notes"', '120'], ['#Magazine', '120'], ['#ink', '60'], ['#小米', '40'], ['#Solo', '1']]);
});

test('suggestions are for the term at the caret: those that begin with it, then those that hold it, none twice', async (t) => {
  const { page } = await open(t);
  await box(page).fill('#in');
  await options(page).first().waitFor();
  assert.deepEqual(await options(page).locator('.suggestion-name').allTextContents(), ['#ink', '#Magazine']);
  await box(page).fill('#o');
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 2);
  assert.deepEqual(await options(page).locator('.suggestion-name').allTextContents(), ['#"Field notes"', '#Solo']);
  await box(page).fill('#Solo #s');
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1);
  assert.deepEqual(await options(page).locator('.suggestion-name').allTextContents(), ['#"Field notes"']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await queryBecomes(page, '#Solo #"Field notes"');
});

test('the arrows go round the suggestions, Escape closes them and then takes back what was typed, Tab goes on with the one chosen', async (t) => {
  const { page } = await open(t, '?q=%23Solo');
  const active = () => box(page).getAttribute('aria-activedescendant');
  await box(page).fill('#o');
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 2);
  assert.equal(await active(), null);
  for (const [key, option] of [['ArrowDown', 'suggestion-0'], ['ArrowDown', 'suggestion-1'], ['ArrowDown', null], ['ArrowUp', 'suggestion-1']]) {
    await page.keyboard.press(key);
    assert.equal(await active(), option, key);
  }
  assert.equal(await page.locator('#suggestion-1').getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
  await box(page).fill('#o');
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await queryBecomes(page, '#"Field notes"');
  await page.waitForFunction(() => document.activeElement.id !== 'filter');
});

test('typing is one step of the history, and each meant filter another', async (t) => {
  const { page } = await open(t);
  const length = () => page.evaluate(() => history.length);
  const before = await length();
  await box(page).click();
  for (const [key, text] of [['#', null], ['q', '#q'], ['q', '#qq'], ['Backspace', '#q'], ['Backspace', '#q'], ['i', '#q'], ['n', '#q'], ['k', '#ink']]) {
    await page.keyboard.press(key);
    await queryBecomes(page, text);
  }
  await page.keyboard.press('Enter');
  await heading(page, '#ink').waitFor();
  assert.equal(await length(), before + 1);
  await page.keyboard.type(' #小米');
  await queryBecomes(page, '#ink #小米');
  assert.equal(await length(), before + 2);
  await page.goBack();
  await heading(page, '#ink').waitFor();
  assert.equal(await box(page).inputValue(), '#ink');
  await page.goBack();
  await heading(page, 'Newest articles').waitFor();
  assert.equal(await box(page).inputValue(), '');
});

test('the beginning of a name leaves the list as it is, until it is whole or meant', async (t) => {
  const { page, server } = await open(t);
  const pause = () => page.evaluate(() => new Promise((done) => setTimeout(done, 150))); // the box’s own began earlier, and is shorter
  await box(page).click();
  for (const text of ['#i', '#in', '-#i', 'Fie', 'author:"Ada', '#小']) {
    await box(page).fill(text);
    await options(page).first().waitFor();
    await pause();
    assert.equal(query(page), null, text);
  }
  await heading(page, 'Newest articles').waitFor();
  assert.deepEqual(server.requests.filter((path) => path.startsWith('/archive/tags/')), [], 'no tag’s document was asked for');
  for (const text of ['#ink', '#INK', '#in #小米', 'author:"Ada Quill"', '#none']) {
    await box(page).fill(text);
    await queryBecomes(page, text);
  }
  await box(page).fill('#in');
  await options(page).first().waitFor();
  await page.keyboard.press('Enter');
  await queryBecomes(page, '#in');
  await box(page).fill('#Maga');
  await options(page).first().waitFor();
  await pause();
  assert.equal(query(page), '#in');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.equal(await box(page).inputValue(), '#in', 'what wasn’t meant is taken back');
});

test('typing keeps the focus in the box while lists come and go', async (t) => {
  const { page } = await open(t);
  await box(page).click();
  for (const letter of '#ink') await page.keyboard.type(letter);
  await heading(page, '#ink').waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))); // when a list takes the focus
  await isInBox(page);
});

test('a text that is no query says where and why, and the list stays', async (t) => {
  const { page, complaints } = await open(t, '?q=%23ink');
  await box(page).fill('#ink date:2021-13 #b');
  const said = page.getByRole('search').getByRole('status');
  await said.getByText('At character 11: there is no such date.').waitFor();
  assert.equal(await said.locator('mark').textContent(), '2021-13');
  assert.equal(await box(page).getAttribute('aria-invalid'), 'true');
  await page.keyboard.press('Enter');
  assert.equal(await box(page).evaluate((input) => input.selectionStart), 10);
  await page.keyboard.press('Tab');
  await said.getByText('At character 11').waitFor(); // also where it has been left
  assert.equal(query(page), '#ink');
  await heading(page, '#ink').waitFor();
  assert.deepEqual(complaints, []);
});

test('an address that is no query shows it in the box with what is wrong', async (t) => {
  const { page } = await open(t, `?q=${encoded('#ink (')}`);
  assert.equal(await box(page).inputValue(), '#ink (');
  await page.getByRole('search').getByText('At character 7: a term or a group is missing here.').waitFor();
});

test('what an input method composes counts when it is done, and its Enter is no order', async (t) => {
  const { page } = await open(t);
  const session = await page.context().newCDPSession(page);
  await box(page).click();
  await page.keyboard.type('#');
  const compose = (text) => session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  for (const text of ['x', 'xi', 'xiao mi']) await compose(text);
  await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
  await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })));
  assert.equal(await box(page).inputValue(), '#xiao mi');
  assert.equal(query(page), null);
  await session.send('Input.insertText', { text: '小米' });
  await options(page).filter({ hasText: '#小米' }).waitFor();
  await queryBecomes(page, '#小米');
  assert.equal(await box(page).inputValue(), '#小米');
});

test('a suggestion is chosen by mouse', async (t) => {
  const { page } = await open(t);
  await box(page).click();
  await options(page).filter({ hasText: '#小米' }).click();
  await heading(page, '#小米').waitFor();
  await isInBox(page);
  assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
});

for (const [what, modifiers, from, to] of [
  ['adds it', [], '#ink', '#ink #小米'],
  ['with Alt excludes it', ['Alt'], '#ink', '#ink -#小米'],
  ['with Alt excludes what was asked for', ['Alt'], '#ink #小米', '#ink -#小米'],
  ['with Shift leaves nothing else', ['Shift'], '#ink', '#小米'],
]) {
  test(`a click on a tag ${what}`, async (t) => {
    const { page } = await open(t, `?q=${encoded(from)}`);
    await cards(page).getByRole('link', { name: '小米', exact: true }).first().click({ modifiers });
    await queryBecomes(page, to);
    await page.goBack();
    await queryBecomes(page, from);
  });
}

test('a tag’s link is a real one: it opens in a new tab, and copied it is the filter with the tag', async (t) => {
  const { page } = await open(t, '?q=%23ink');
  const link = cards(page).getByRole('link', { name: '小米', exact: true }).first();
  assert.equal(await link.evaluate((link) => new URL(link.href).searchParams.get('q')), '#ink #小米');
  const tab = page.context().waitForEvent('page');
  await link.click({ modifiers: ['ControlOrMeta'] });
  await queryBecomes(await tab, '#ink #小米');
  assert.equal(query(page), '#ink');
});

test('the tag bar adds and marks tags', async (t) => {
  const { page } = await open(t, '?q=%23ink%20-%23Solo');
  const bar = page.getByRole('navigation', { name: 'Tags' });
  await bar.getByRole('link', { name: /^小米 / }).click();
  await queryBecomes(page, '#ink -#Solo #小米');
  await bar.locator('[aria-current=true]').nth(1).waitFor();
  assert.deepEqual(await bar.locator('[aria-current=true]').allInnerTexts(), ['ink\n60', '小米\n40']);
});

test('in an article, authors and levels of a category lead to what they name', async (t) => {
  const { page } = await visit(t, archive.address(noteTitle(30)), { archive });
  const head = page.getByRole('article').locator('header');
  const target = (name) => head.getByRole('link', { name, exact: true }).evaluate((link) => new URL(link.href).searchParams.get('q'));
  await heading(page, noteTitle(30)).waitFor();
  assert.equal(await target('Quiet Press'), 'author:"Quiet Press"');
  assert.equal(await target('Magazine'), 'in:Magazine');
  assert.equal(await target('Field notes'), 'in:Magazine/"Field notes"');
  await head.getByRole('link', { name: 'Magazine', exact: true }).click();
  await queryBecomes(page, 'in:Magazine');
});

test('chips show the conditions, a group as one, and each can be removed', async (t) => {
  const { page } = await open(t, `?q=${encoded('#ink -#Solo (#小米 OR author:"Ada Quill") date:2026')}`);
  const list = page.getByRole('list', { name: 'Tagged ink, not tagged Solo, either tagged 小米 or by “Ada Quill”, published in 2026' });
  assert.deepEqual(await list.locator('.chip-name').allTextContents(), ['#ink', '-#Solo', '#小米 OR author:"Ada Quill"', 'date:2026']);
  await page.getByRole('button', { name: 'Remove -#Solo' }).click();
  await queryBecomes(page, '#ink (#小米 OR author:"Ada Quill") date:2026');
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-label')?.startsWith('Remove #小米 OR'));
  for (let left = 2; left >= 0; left -= 1) {
    await page.keyboard.press('Enter');
    await page.waitForFunction((left) => document.querySelectorAll('.chip').length === left, left);
    await page.waitForFunction((left) => document.activeElement.matches(left > 0 ? '.chip-remove' : '#filter'), left);
  }
  await heading(page, 'Newest articles').waitFor();
});

test('a chip that is removed leaves the focus to the next one in the same task', async (t) => {
  const { page } = await open(t, `?q=${encoded('#ink #小米 date:2026')}`);
  const remove = (name) => page.getByRole('button', { name: `Remove ${name}` }).evaluate(async (button) => {
    button.focus();
    const { port1, port2 } = new MessageChannel();
    const next = new Promise((done) => { port1.onmessage = done; });
    button.click();
    port2.postMessage(0);
    await next;
    return document.activeElement.getAttribute('aria-label');
  });
  assert.equal(await remove('#小米'), 'Remove date:2026');
  assert.equal(await remove('date:2026'), 'Remove #ink');
  assert.equal(await remove('#ink'), 'Filter');
});

test('a chip’s menu excludes its condition, takes that back, and leaves nothing else', async (t) => {
  const { page } = await open(t, `?q=${encoded('#ink #小米')}`);
  const name = chip(page, '小米').locator('.chip-name');
  await name.focus();
  await page.keyboard.press('Enter');
  assert.equal(await name.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await name.getAttribute('aria-expanded'), 'false');
  await page.keyboard.press('Enter');
  await chip(page, '小米').getByRole('button', { name: 'Exclude', exact: true }).click();
  await queryBecomes(page, '#ink -#小米');
  await page.waitForFunction(() => document.activeElement.matches('.chip-name') && document.activeElement.textContent === '-#小米');
  await chip(page, '小米').locator('.chip-name').click();
  await chip(page, '小米').getByRole('button', { name: 'Include', exact: true }).click();
  await queryBecomes(page, '#ink #小米');
  await chip(page, '小米').locator('.chip-name').click();
  await chip(page, '小米').getByRole('button', { name: 'Only this', exact: true }).click();
  await queryBecomes(page, '#小米');
});

test('a chip’s menu closes when something else is clicked or gets the focus', async (t) => {
  const { page } = await open(t, `?q=${encoded('#ink #小米')}`);
  const menu = page.locator('.chip-menu');
  await chip(page, 'ink').locator('.chip-name').click();
  await menu.waitFor();
  await page.getByRole('banner').click({ position: { x: 2, y: 2 } });
  await menu.waitFor({ state: 'detached' });
  await chip(page, 'ink').locator('.chip-name').click();
  await chip(page, '小米').locator('.chip-name').click();
  assert.equal(await menu.count(), 1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await box(page).focus();
  await menu.waitFor({ state: 'detached' });
});

test('the slash that is typed into the box stays there', async (t) => {
  const { page } = await open(t);
  await page.keyboard.press('/');
  await isInBox(page);
  await page.keyboard.type('in:Magazine/x');
  assert.equal(await box(page).inputValue(), 'in:Magazine/x');
});

for (const [locale, name] of [['en-US', 'Filter'], ['zh-CN', '筛选']]) {
  for (const theme of ['light', 'dark']) {
    test(`open suggestions, an error and an open menu break no accessibility rule: ${locale}, ${theme}`, async (t) => {
      const { page } = await open(t, `?q=${encoded('#ink -#Solo')}`, { locale, theme });
      const input = page.getByRole('combobox', { name });
      await input.click();
      await page.keyboard.type(' ');
      await page.keyboard.press('ArrowDown');
      await page.locator('[aria-selected=true]').waitFor();
      assert.deepEqual(await axe(page), []);
      await input.fill('#ink (');
      await page.locator('.wrong-text').waitFor();
      assert.deepEqual(await axe(page), []);
      await input.fill('#ink');
      await page.locator('.chip-name').first().click();
      await page.locator('.chip-menu').waitFor();
      assert.deepEqual(await axe(page), []);
    });
  }
}

test('on a phone the box, its suggestions and five chips fit, in targets for fingers', async (t) => {
  const many = '#ink -#Solo (#小米 OR #Magazine) date:2020..2026 in:Magazine/"Field notes"';
  const { page } = await open(t, `?q=${encoded(many)}`, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  assert.equal(await page.locator('.chip').count(), 5);
  assert.equal(await scrollsSideways(page), false);
  for (const button of await page.locator('.chip button').all()) assert.ok((await button.boundingBox()).height >= 44);
  await box(page).fill('#');
  await options(page).first().waitFor();
  assert.equal(await scrollsSideways(page), false);
  for (const option of await options(page).all()) assert.ok((await option.boundingBox()).height >= 44);
  assert.ok((await box(page).boundingBox()).height >= 44);
  assert.equal(await box(page).evaluate((input) => parseFloat(getComputedStyle(input).fontSize) >= 16), true);
});
