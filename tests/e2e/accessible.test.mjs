// What goes across all views for those who listen, use a keyboard, enlarge, or see other colours than the page would have. Single views and parts have more
// in their own tests.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, perFile, press, serve, visit, wholeBody, wholeList } from './harness.mjs';
import { notePictures, notes, noteTitle, paragraphs, picture } from './posts.mjs';

const sections = ['Paper', 'Ink', 'Press', 'Proof'];
const rich = {
  title: 'Everything that is operable',
  link: 'https://press.example/rich',
  author: 'Ada Quill',
  categories: ['Magazine', 'Field notes'],
  tags: ['ink', 'sheet'],
  date: '2026-05-31 12:00:00',
  body: `<p>A note<sup><a href="#n1" id="r1">1</a></sup> and a <a href="https://press.example/">link</a> in a line.</p>
<p><img src="plate.svg" width="600" height="400" alt="A plate"></p><p><a href="https://press.example/plate"><img src="plate.svg" width="600" height="400" alt="A linked plate"></a></p>
<pre><code class="language-js">${'const aVeryLongLine = 1; '.repeat(12)}
second();</code></pre><table><tr>${'<th scope="col">A column with a heading</th>'.repeat(12)}</tr><tr>${'<td>value_of_a_cell</td>'.repeat(12)}</tr></table>
<iframe src="https://www.youtube.com/embed/aaaaaaaaaaa" title="A film"></iframe><details><summary>More</summary><p>Less.</p></details>
${sections.map((name) => `<h2>${name}</h2>${paragraphs(6)}`).join('\n')}<ol><li id="n1">The note. <a href="#r1">↩</a></li></ol>`,
};
const archive = press(perFile, [...notes(40), rich], { pictures: { ...notePictures, 'plate.svg': picture(600, 400) } });
const empty = press(perFile, []);
const richAddress = archive.address(rich.title);

/** By name: the address, what is there when the view is, and how the host answers. */
const views = {
  'the list': ['', wholeList],
  'a tag’s list': ['?q=%23小米', wholeList],
  'a filter of several terms': ['?q=%23小米%20-%23ink%20date%3A2026', wholeList],
  'an article': [richAddress, wholeBody],
  'a tag without articles': ['?q=%23nowhere', (page) => page.getByRole('heading', { level: 1 })],
  'an article that isn’t there': ['?read=aaaaaaaaaaaaaaaa', (page) => page.getByRole('heading', { level: 1 })],
  'a query that can’t be answered': ['?q=小米', (page) => page.locator('.query-note')],
  'a query that doesn’t parse': [`?q=${encodeURIComponent('#ink (')}`, (page) => page.locator('.query-note')],
  'an empty archive': ['', (page) => page.getByRole('heading', { level: 1 }), { archive: empty }],
  'a failure': ['', (page) => page.getByRole('alert'), {}, (server) => server.fail('archive/latest.json', 503)],
};
const phone = { width: 320, height: 640 };

async function open(t, [address, isThere, options = {}, prepare = () => {}], more = {}) {
  const server = await serve(t, { archive, ...options });
  prepare(server);
  const visited = await visit(t, address, { server, ...more });
  await isThere(visited.page).waitFor();
  return visited;
}

const choose = (page, theme) => page.evaluate((wanted) => { offprintLook.choose({ ...offprintLook.get(), theme: wanted }); }, theme);
const settings = (page) => page.locator('.settings-button');
const listLink = (page, title) => page.getByRole('main').getByRole('link', { name: title, exact: true });

async function openSettings(page) {
  await settings(page).click();
  await page.locator('.look fieldset').first().waitFor();
}

/** What has the focus: `where` it is for an assertion's message, and whether it can be seen. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const { width, height, top, bottom } = element.getBoundingClientRect();
  return {
    where: element.outerHTML.slice(0, 80),
    isLost: element === document.body || element === document.documentElement,
    isSeen: element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 0 && height > 0 && bottom > 0 && top < innerHeight,
  };
});

async function focusIsKept(page, after) {
  const { where, isLost, isSeen } = await focused(page);
  assert.ok(!isLost && isSeen, `after ${after} the focus is on ${where}`);
}

// ---- Rules

// Light and dark in English, light in Chinese are in layout.test.mjs.
for (const [name, view] of Object.entries(views)) {
  for (const [locale, themes] of [['en-US', ['sepia']], ['zh-CN', ['dark', 'sepia']]]) {
    test(`${name} breaks no accessibility rule in ${themes.join(' and ')}, and none under the open settings in any theme, in ${locale}`, async (t) => {
      const { page } = await open(t, view, { locale });
      const broken = [];
      const judge = async (theme, state) => {
        await choose(page, theme);
        broken.push(...(await axe(page)).map((rule) => `${theme}, ${state}: ${rule}`));
      };
      for (const theme of themes) await judge(theme, 'closed');
      await openSettings(page);
      for (const theme of ['light', 'dark', 'sepia']) await judge(theme, 'open');
      assert.deepEqual(broken, []);
    });
  }
}

for (const [name, view] of Object.entries(views)) {
  test(`${name} has one main heading, a banner and a main part, and each region of a kind has a name of its own`, async (t) => {
    const { page } = await open(t, view);
    const found = await page.evaluate(() => {
      const shows = (element) => element.checkVisibility({ visibilityProperty: true });
      const all = (selector) => [...document.querySelectorAll(selector)].filter(shows);
      const name = (element) => element.ariaLabel ?? document.getElementById(element.getAttribute('aria-labelledby'))?.textContent ?? '';
      return {
        headings: all('h1').length, banners: all('body > #app > header, #app header.masthead').length, mains: all('main').length,
        navigations: all('nav:not([aria-hidden])').map(name), language: document.documentElement.lang,
        beforeHeading: all('h2, h3').filter((one) => one.compareDocumentPosition(document.querySelector('h1')) & Node.DOCUMENT_POSITION_FOLLOWING).length,
      };
    });
    assert.deepEqual({ ...found, navigations: [] }, { headings: 1, banners: 1, mains: 1, navigations: [], language: 'en', beforeHeading: 0 });
    assert.equal(new Set(found.navigations).size, found.navigations.length, found.navigations.join());
  });
}

// ---- Title, address, history

test('title, address and history tell each state, and Back takes each step back', async (t) => {
  const { page, server } = await open(t, views['the list']);
  const steps = [];
  const at = async (title, address) => {
    await page.waitForFunction((wanted) => document.title === wanted, title);
    assert.equal(page.url(), server.url + address);
    return page.evaluate(() => history.length);
  };
  const forward = async (act, title, address) => {
    await act();
    const length = await at(title, address);
    steps.push({ title, address, length });
  };
  await forward(() => {}, 'Offprint', '');
  await forward(() => page.locator('.tag-bar').getByRole('link', { name: 'ink' }).click(), '#ink · Offprint', '?q=%23ink');
  await forward(() => listLink(page, rich.title).click(), `${rich.title} · Offprint`, `${richAddress}&q=%23ink`);
  await wholeBody(page).waitFor();

  // What lies over the page is no place.
  await openSettings(page);
  assert.equal(await at(`${rich.title} · Offprint`, `${richAddress}&q=%23ink`), steps.at(-1).length);
  await page.keyboard.press('Escape');
  await page.getByRole('img', { name: 'A plate', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(await at(`${rich.title} · Offprint`, `${richAddress}&q=%23ink`), steps.at(-1).length);

  await forward(() => page.getByRole('navigation', { name: 'Neighbouring articles' }).getByRole('link', { name: /^Older/ }).click(), `${noteTitle(38)} · Offprint`, `${archive.address(noteTitle(38))}&q=%23ink`);
  await forward(() => page.getByRole('link', { name: 'Back to the list' }).click(), '#ink · Offprint', '?q=%23ink');
  await forward(() => page.getByRole('link', { name: 'Offprint', exact: true }).click(), 'Offprint', '');
  assert.deepEqual(steps.map(({ length }) => length - steps[0].length), [0, 1, 2, 3, 4, 5]);
  for (const { title, address } of steps.toReversed().slice(1)) {
    await page.goBack();
    await at(title, address);
  }
});

test('title and address tell what isn’t there', async (t) => {
  for (const [name, title] of [['an article that isn’t there', 'Article not found'], ['a tag without articles', '#nowhere · Offprint'], ['a query that can’t be answered', /Offprint$/]]) {
    const { page, server } = await open(t, views[name]);
    assert.match(await page.title(), title instanceof RegExp ? title : new RegExp(`^${title}$`));
    assert.equal(decodeURIComponent(page.url()), decodeURIComponent(server.url + views[name][0]));
  }
});

// ---- Focus

test('the focus is never lost on the way through the main tasks', async (t) => {
  const { page } = await open(t, views['the list'], { viewport: phone });
  const active = () => page.evaluate(() => document.activeElement.localName);

  await listLink(page, rich.title).focus();
  await page.keyboard.press('Enter');
  await wholeBody(page).waitFor();
  await page.waitForFunction(() => document.activeElement.localName === 'h1');
  await focusIsKept(page, 'following a card');

  await settings(page).focus();
  await page.keyboard.press('Enter');
  await page.locator('.look fieldset').first().waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await focusIsKept(page, 'closing the settings');
  assert.ok(await settings(page).evaluate((button) => button === document.activeElement));

  const contents = page.getByRole('button', { name: 'Contents' });
  await contents.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Contents of this article' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await focusIsKept(page, 'closing the contents');
  await page.keyboard.press('Enter');
  for (const stop of ['button', 'a', 'a']) { // what closes it, the first section, the second
    await page.keyboard.press('Tab');
    assert.equal(await active(), stop);
  }
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => scrollY > 500);
  // The browser goes on from the heading at the next Tab, and some keep the focus on what led there.
  await page.keyboard.press('Tab');
  await focusIsKept(page, 'going to a section');

  const plate = page.getByRole('img', { name: 'A plate', exact: true });
  await plate.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await focusIsKept(page, 'closing the viewer');
  assert.ok(await plate.evaluate((image) => image === document.activeElement));

  await page.getByRole('link', { name: 'Back to the list' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Newest articles' }).waitFor();
  await page.waitForFunction(() => document.activeElement.localName === 'h1');
  await focusIsKept(page, 'going back to the list');

  for (const hash of ['#section-2', '']) {
    await page.goBack();
    await wholeBody(page).waitFor();
    await page.waitForFunction((wanted) => location.hash === wanted, hash);
  }
  await page.goBack();
  await page.getByRole('heading', { name: 'Newest articles' }).waitFor();
  await page.waitForFunction(() => document.activeElement.closest('.card'));
  await focusIsKept(page, 'Back');
  assert.equal(await active(), 'a');
});

test('from the note on the place one comes back to, the focus goes to the heading', async (t) => {
  const { page, server } = await open(t, views['an article'], { viewport: phone });
  await page.getByRole('heading', { name: 'Press' }).evaluate((heading) => heading.scrollIntoView());
  await page.waitForFunction(() => localStorage.getItem('offprint.places'));
  await page.goto(server.url);
  await listLink(page, rich.title).click();
  await page.getByRole('button', { name: 'Go to the beginning' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.localName === 'h1');
  await focusIsKept(page, 'going to the beginning');
});

/** Goes through the page with Tab from its start to its end, and says of each stop what is wrong with it. */
async function tabThrough(page) {
  const wrong = [];
  let stops = 0;
  for (; stops < 400; stops += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(async () => {
      await new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); });
      const element = document.activeElement;
      if (element === document.body) return { isEnd: true };
      const where = `${element.localName}.${element.className} “${(element.ariaLabel ?? element.textContent ?? '').trim().slice(0, 30)}”`;
      const troubles = [];
      const frames = [element, element.closest('label'), element.querySelector('img')].filter(Boolean);
      const hasOutline = (one) => { const { outlineStyle, outlineWidth } = getComputedStyle(one); return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1; };
      if (!frames.some(hasOutline)) troubles.push('shows no focus');
      const boxes = frames.flatMap((one) => [...one.getClientRects()]).filter(({ width, height }) => width > 1 && height > 1);
      const inView = boxes.filter(({ top, bottom, left, right }) => bottom > 0 && top < innerHeight && right > 0 && left < innerWidth);
      if (inView.length === 0) troubles.push('lies outside the view');
      // Something of it shows: no bar or note lies on all of it.
      const isMine = (at) => at && frames.some((one) => one.contains(at) || at.contains(one) && getComputedStyle(at).position !== 'fixed');
      const shows = ({ left, right, top, bottom }) => [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => isMine(document.elementFromPoint(left + (right - left) * x, Math.min(innerHeight - 1, Math.max(0, top + (bottom - top) * y))))));
      if (inView.length > 0 && !inView.some(shows)) troubles.push('is covered');
      return { where, troubles };
    });
    if (found.isEnd) break;
    wrong.push(...found.troubles.map((trouble) => `${found.where} ${trouble}`));
  }
  return { wrong, stops };
}

for (const [name, view, least] of [['an article', views['an article'], 20], ['the list', views['the list'], 30]]) {
  for (const viewport of [{ width: 1200, height: 900 }, phone]) {
    test(`Tab leads through ${name} at ${viewport.width} px, and each stop shows the focus, in view and uncovered`, async (t) => {
      const { page } = await open(t, view, { viewport });
      if (name === 'an article') await page.getByRole('navigation', { name: 'Neighbouring articles' }).getByRole('link').first().waitFor();
      const { wrong, stops } = await tabThrough(page);
      assert.deepEqual(wrong, []);
      assert.ok(stops >= least && stops < 400, `${stops} stops`);
    });
  }
}

// ---- Targets

const controls = 'a[href], button, input, select, summary, [tabindex="0"]';

/** Whether what is found is large enough: 24 px, or in a line of text; `main` controls have 44 px in the direction of lines at least. */
const tooSmall = (page) => page.evaluate((selector) => {
  const found = [];
  for (const control of document.querySelectorAll(selector)) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.closest('.skip, .unseen')) continue;
    const target = control.matches('input[type="radio"]') ? control.closest('label') : control;
    const { width, height } = target.getBoundingClientRect();
    const isInText = control.closest('.prose :is(p, li, td, th, dd, figcaption)') && getComputedStyle(target).display === 'inline';
    const where = `${control.localName}.${control.className} “${(control.ariaLabel ?? control.textContent).trim().slice(0, 30)}” ${Math.round(width)} × ${Math.round(height)}`;
    if (!isInText && (width < 23.5 || height < 23.5)) found.push(where);
    const isMain = control.matches('button, .button, .masthead-title, #filter, .choice input, .theme input, .neighbour, .older a, .article-back a, .clear, .tag-bar .tag') && !control.closest('.prose .code-head');
    if (isMain && height < 43.5) found.push(`main: ${where}`);
  }
  return found;
}, controls);

for (const [name, view] of Object.entries(views)) {
  test(`in ${name} every control is large enough for a finger`, async (t) => {
    const { page } = await open(t, view, { viewport: phone, hasTouch: true, isMobile: true });
    const found = await tooSmall(page);
    await openSettings(page);
    found.push(...await tooSmall(page));
    assert.deepEqual([...new Set(found)], []);
  });
}

// ---- Other colours, no motion, 400 %

for (const [name, view] of [['the list', views['the list']], ['an article', views['an article']], ['a failure', views['a failure']]]) {
  test(`in forced colours the controls of ${name} and of the settings have borders or lines, and show the focus`, async (t) => {
    const { page } = await open(t, view, { forcedColors: 'active' });
    await openSettings(page);
    const wrong = await page.evaluate(() => {
      const found = [];
      for (const control of document.querySelectorAll('button, .button, input:not([type="radio"]), select, .theme, .segments')) {
        if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const style = getComputedStyle(control);
        const sides = ['Top', 'Right', 'Bottom', 'Left'];
        const hasBorder = sides.every((side) => style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) >= 1 && !/^rgba.*, 0\)$/.test(style[`border${side}Color`]) && style[`border${side}Color`] !== style.backgroundColor);
        // Within a frame that has one, a picture or a word in the colour of buttons is enough.
        if (!hasBorder && !control.closest('.code-head')) found.push(`${control.localName}.${control.className} has no border`);
      }
      return found;
    });
    assert.deepEqual(wrong, []);
    await page.keyboard.press('Escape');
    await page.evaluate(() => { document.activeElement.blur(); });
    assert.deepEqual((await tabThrough(page)).wrong, []);
  });
}

for (const [name, view] of [['the list', views['the list']], ['an article', views['an article']]]) {
  test(`with reduced motion nothing in ${name} moves by itself, whatever opens`, async (t) => {
    const { page } = await open(t, view, { reducedMotion: 'reduce', viewport: phone });
    const moving = () => page.evaluate(() => {
      const found = document.getAnimations().map(({ effect, animationName, transitionProperty }) => `${animationName ?? transitionProperty} of ${effect.target.className}`);
      for (const element of document.querySelectorAll('*')) {
        for (const part of [null, '::before', '::after', '::backdrop']) {
          const { animationName, transitionDuration, transitionProperty, scrollBehavior } = getComputedStyle(element, part);
          const isMoving = animationName !== 'none' || (transitionProperty !== 'none' && transitionDuration.split(',').some((time) => parseFloat(time) > 0)) || scrollBehavior === 'smooth';
          if (isMoving && element.checkVisibility()) found.push(`${element.localName}.${element.className}${part ?? ''}`);
        }
      }
      return found;
    });
    const found = await moving();
    await openSettings(page);
    found.push(...await moving());
    await page.keyboard.press('Escape');
    if (name === 'an article') {
      await page.getByRole('button', { name: 'Contents' }).click();
      found.push(...await moving());
      await page.keyboard.press('Escape');
      await page.getByRole('img', { name: 'A plate', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...await moving());
      await page.keyboard.press('Escape');
    }
    await page.evaluate(() => scrollTo(0, 800));
    found.push(...await moving());
    assert.deepEqual(found, []);
  });
}

/** How much of the view lies under what stays in its place while the page is scrolled. */
const covered = (page) => page.evaluate(() => {
  const names = [];
  let area = 0;
  for (const element of document.querySelectorAll('body *')) {
    if (!['fixed', 'sticky'].includes(getComputedStyle(element).position) || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.parentElement.closest('.counted')) continue;
    element.classList.add('counted');
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const size = Math.max(0, Math.min(innerWidth, right) - Math.max(0, left)) * Math.max(0, Math.min(innerHeight, bottom) - Math.max(0, top));
    if (size > 0) names.push(`${element.className} ${Math.round(right - left)} × ${Math.round(bottom - top)}`);
    area += size;
  }
  for (const element of document.querySelectorAll('.counted')) element.classList.remove('counted');
  return { share: area / (innerWidth * innerHeight), names: names.join(', ') };
});

test('at 400 % on a small screen what stays in its place leaves two thirds of the view to the text', async (t) => {
  const { page, server } = await open(t, views['an article'], { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  const isFree = async (state) => {
    const { share, names } = await covered(page);
    assert.ok(share < 1 / 3, `${state}: ${names} take ${Math.round(share * 100)} % of the view`);
  };
  await isFree('at first');
  await page.getByRole('heading', { name: 'Press' }).evaluate((heading) => heading.scrollIntoView());
  await page.locator('.progress-left.shown').waitFor();
  await isFree('while scrolling');
  await page.locator('.prose table').evaluate((table) => table.scrollIntoView());
  await isFree('in a table');
  await page.waitForFunction(() => localStorage.getItem('offprint.places'));
  await page.goto(server.url);
  await isFree('in the list');
  await page.evaluate(() => scrollTo(0, 1_000));
  await isFree('down the list');
  await listLink(page, rich.title).click();
  await page.getByRole('button', { name: 'Go to the beginning' }).waitFor();
  await isFree('with the note on the place one comes back to');
});
