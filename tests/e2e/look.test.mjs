// The page's look: themes and type, chosen in the settings, kept on the device, and there before anything is drawn.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, perFile, press, visit } from './harness.mjs';

const english = { title: 'Set once', date: '2024-05-03 10:00:00', body: `<p>${'A page is set once and read a <code>thousand</code> times. '.repeat(20)}</p>`.repeat(12) };
const chinese = { title: '排一次读千遍', date: '2024-05-02 10:00:00', body: `<p>　　${'一页书排一次，读千遍。'.repeat(30)}</p>`.repeat(12) };
const archive = press(perFile, [english, chinese]);
const prose = (page) => page.locator('.prose');
const settings = (page) => page.getByRole('button', { name: 'Settings' });
const style = (page, selector, property) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], property);

/** Has this look kept before the page is opened; where nothing can be kept, nothing is. */
const kept = (look) => (context) => context.addInitScript((value) => {
  try { localStorage.setItem('offprint.look', value); } catch { /* a page that isn't the reader's */ }
}, typeof look === 'string' ? look : JSON.stringify(look));

async function open(t, options = {}, title = english.title) {
  const visited = await visit(t, archive.address(title), { archive, ...options });
  await prose(visited.page).locator('p').first().waitFor();
  return visited;
}

async function openSettings(page) {
  await settings(page).click();
  await page.getByRole('group', { name: 'Theme' }).waitFor();
}

const papers = { light: 'rgb(251, 249, 244)', sepia: 'rgb(245, 236, 217)', dark: 'rgb(23, 25, 27)' };

for (const [theme, paper] of Object.entries(papers)) {
  test(`the theme “${theme}” holds at once, on the next visit from the first frame on, and for the browser’s frame`, async (t) => {
    const { page } = await open(t, { theme: theme === 'dark' ? 'light' : 'dark' });
    await openSettings(page);
    await page.getByRole('radio', { name: new RegExp(theme, 'i') }).check();
    assert.equal(await style(page, 'html', 'backgroundColor'), paper);
    // From here on nothing of the program comes: what is drawn is drawn by style sheets and public/look.js alone.
    await page.route(/boot-|reader_bg|reader\.js/, (route) => route.abort());
    await page.reload();
    await page.waitForFunction((wanted) => getComputedStyle(document.documentElement).backgroundColor === wanted, paper);
    await page.waitForFunction((wanted) => [...document.querySelectorAll('meta[name="theme-color"]')].every((meta) => meta.content === wanted), paper);
  });
}

test('no other theme is drawn before the chosen one', async (t) => {
  const { page } = await visit(t, '', { archive, theme: 'light', prepare: async (context) => {
    await kept({ theme: 'dark' })(context);
    await context.addInitScript(() => {
      globalThis.papers = [];
      const look = () => { papers.push(document.documentElement && getComputedStyle(document.documentElement).backgroundColor); requestAnimationFrame(look); };
      requestAnimationFrame(look);
    });
  } });
  await page.getByRole('article').first().waitFor();
  const drawn = new Set((await page.evaluate(() => papers)).filter(Boolean));
  drawn.delete('rgba(0, 0, 0, 0)'); // before there is a style sheet nothing is drawn
  assert.deepEqual([...drawn], [papers.dark]);
});

test('by itself the page follows the system, also when that changes', async (t) => {
  const { page } = await open(t, { theme: 'light' });
  assert.equal(await style(page, 'html', 'backgroundColor'), papers.light);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await style(page, 'html', 'backgroundColor'), papers.dark);
});

test('size, line height, line length and face of the type change at once, and hold for the next visit', async (t) => {
  const { page } = await open(t);
  const read = () => prose(page).evaluate((element) => {
    const { fontSize, lineHeight, width, fontFamily } = getComputedStyle(element);
    return { size: parseFloat(fontSize), lines: parseFloat(lineHeight), width: parseFloat(width), face: fontFamily };
  });
  const before = await read();
  await openSettings(page);
  for (const name of ['Larger text', 'Larger text', 'Wider lines', 'Shorter lines']) await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('radio', { name: 'Sans serif' }).check();
  await page.getByText('110 %').waitFor();
  const after = await read();
  assert.ok(Math.abs(after.size / before.size - 1.1) < 0.01);
  assert.ok(Math.abs(after.lines / after.size - 1.73) < 0.01);
  assert.ok(Math.abs(after.width / after.size - 34) < 0.1);
  assert.notEqual(after.face, before.face);
  await page.reload();
  await prose(page).locator('p').first().waitFor();
  assert.deepEqual(await read(), after);
});

test('each family of languages has its own type, and the settings begin with that of the article', async (t) => {
  const { page } = await open(t, {}, chinese.title);
  const before = await style(page, '.prose', 'fontSize');
  await openSettings(page);
  assert.ok(await page.getByRole('radio', { name: 'Chinese, Japanese' }).isChecked());
  await page.getByRole('button', { name: 'Larger text', exact: true }).click();
  assert.notEqual(await style(page, '.prose', 'fontSize'), before);
  await page.goto(new URL(archive.address(english.title), page.url()).href);
  await prose(page).locator('p').first().waitFor();
  assert.equal(await style(page, '.prose', 'fontSize'), before);
});

test('Chinese is set without justification and hyphens, with its indents, its line breaking, and English with hyphens', async (t) => {
  const { page } = await open(t, {}, chinese.title);
  assert.match(await page.locator('.prose').getAttribute('lang'), /^zh/);
  assert.ok((await prose(page).locator('p').first().textContent()).startsWith('　　'));
  assert.deepEqual(await Promise.all(['textAlign', 'hyphens', 'lineBreak', 'textSpacingTrim'].map((name) => style(page, '.prose', name))), ['start', 'manual', 'strict', 'space-first']);
  await page.goto(new URL(archive.address(english.title), page.url()).href);
  await prose(page).locator('p').first().waitFor();
  assert.deepEqual(await Promise.all(['hyphens', 'textWrapStyle'].map((name) => style(page, '.prose', name))), ['auto', 'pretty']);
});

test('apostrophes and quotes are as narrow as letters, but in Chinese as wide as characters, whatever the interface speaks', async (t) => {
  for (const locale of ['en-US', 'zh-CN']) {
    const { page } = await open(t, { locale });
    assert.equal(await style(page, '.prose p', 'fontVariantEastAsian'), 'proportional-width');
    assert.equal(await style(page, '.article-head h1', 'fontVariantEastAsian'), 'proportional-width');
    assert.equal(await style(page, '.prose code', 'fontVariantEastAsian'), 'normal', 'code is set in one width');
    const { page: other } = await open(t, { locale }, chinese.title);
    assert.equal(await style(other, '.prose p', 'fontVariantEastAsian'), 'normal');
    assert.equal(await style(other, 'header button', 'fontVariantEastAsian'), locale === 'zh-CN' ? 'normal' : 'proportional-width');
  }
});

test('the steps end where they end, and say so without losing the focus', async (t) => {
  const { page } = await open(t, { prepare: kept({ latin: { size: 195 } }) });
  await openSettings(page);
  const larger = page.getByRole('button', { name: 'Larger text', exact: true });
  await larger.focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Enter');
  await page.getByText('200 %').waitFor();
  assert.equal(await larger.getAttribute('aria-disabled'), 'true');
  assert.ok(await larger.evaluate((button) => button === document.activeElement));
  await page.getByRole('button', { name: 'As it was designed' }).click();
  await page.getByText('100 %').waitFor();
});

test('what public/look.js takes for the designed type is what the style sheets have', async (t) => {
  const { page } = await open(t);
  const { ours, theirs } = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const read = (family, part) => style.getPropertyValue(`--${family}-${part}`).trim();
    const each = (of) => Object.entries(offprintLook.defaults).flatMap(([family, parts]) => Object.keys(parts).map((part) => [family, part, of(family, part)]));
    const { measures, defaults } = offprintLook;
    return {
      // A face is resolved to the families that it stands for.
      ours: each((family, part) => (part === 'face' ? style.getPropertyValue(`--${defaults[family].face}`).trim() : measures[part].value(defaults[family][part]))),
      theirs: each(read),
    };
  });
  assert.deepEqual(ours, theirs);
});

for (const [what, value] of [['no JSON', '{{'], ['of another kind', '[1]'], ['without sense', { theme: 'javascript:', latin: { size: 1e9, leading: 'x', face: '<b>' } }]]) {
  test(`a kept look that is ${what} does no harm`, async (t) => {
    const { page, complaints } = await open(t, { prepare: kept(value) });
    assert.ok(parseFloat(await style(page, '.prose', 'fontSize')) <= 40);
    assert.equal(await page.locator('html').getAttribute('data-theme'), null);
    assert.deepEqual(complaints, []);
  });
}

test('a choice reaches other tabs', async (t) => {
  const { page } = await open(t);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await openSettings(page);
  await page.getByRole('radio', { name: 'Sepia' }).check();
  await other.waitForFunction((wanted) => getComputedStyle(document.documentElement).backgroundColor === wanted, papers.sepia);
  await page.getByRole('radio', { name: 'Load on tap' }).check();
  await other.getByRole('button', { name: 'Settings' }).click();
  await other.waitForFunction(() => document.querySelector('input[value="tap"]')?.checked);
});

test('settings that can’t be loaded say so, and are there when they are opened again', async (t) => {
  const { page } = await open(t);
  await page.route(/settings\.js/, (route) => route.abort());
  await settings(page).click();
  await page.getByText(/couldn’t be loaded/).waitFor();
  await page.keyboard.press('Escape');
  await page.unroute(/settings\.js/);
  await page.reload(); // a browser remembers that a module failed
  await openSettings(page);
});

for (const theme of Object.keys(papers)) {
  for (const locale of ['en-US', 'zh-CN']) {
    test(`the settings break no accessibility rule in ${theme}, ${locale}`, async (t) => {
      const { page } = await open(t, { locale, prepare: kept({ theme }) });
      await page.locator('.settings-button').click();
      await page.locator('.look fieldset').first().waitFor();
      assert.deepEqual(await axe(page), []);
    });
  }
}
