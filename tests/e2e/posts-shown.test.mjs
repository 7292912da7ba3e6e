// Every post shows well: each sample article and each real post, where there are some, at the width of a phone and of a desktop, in every theme. Nothing scrolls
// sideways, no hole gapes in the text, and all of it can be read.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { perFile, press, serve, visit } from './harness.mjs';
import { pictureOf } from './posts.mjs';

const realPosts = process.env.OFFPRINT_REAL_POSTS && resolve(process.env.OFFPRINT_REAL_POSTS);
const skip = realPosts ? false : 'OFFPRINT_REAL_POSTS names no folder of real posts';
const views = [{ width: 320, height: 640 }, { width: 1440, height: 900 }];
const themes = ['light', 'dark', 'sepia'];

/** Runs before the page's own scripts: the theme that the person has chosen. */
const chooseTheme = (theme) => {
  try {
    localStorage.setItem('offprint.look', JSON.stringify({ theme }));
  } catch {
    // a frame that has no store
  }
};

const addStyle = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
};

/** Runs in the page: shows an article, whole, and says what is wrong with it. It goes there as Forward does, so that the page stays. */
const openAndJudge = async (key) => {
  const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });
  const until = async (isSo) => {
    for (let frames = 0; !isSo(); await frame()) if (++frames > 1_200) return false;
    return true;
  };
  history.pushState(null, '', `?read=${key}`);
  dispatchEvent(new PopStateEvent('popstate'));
  const before = document.querySelector('.article');
  if (!await until(() => document.querySelector('.article') !== before || !before)) return ['the view doesn’t change'];
  const body = () => document.querySelector('.prose:not([aria-busy])');
  if (!await until(() => body() || document.querySelector('.article .quiet'))) return ['the text doesn’t come'];
  if (!body()) return [];
  const more = () => body().querySelector(':scope > button:last-child:not([class])');
  for (let button = more(); button; button = more()) {
    button.click();
    await until(() => more() !== button);
  }
  const pictures = [...body().querySelectorAll('img')];
  for (const picture of pictures) picture.loading = 'eager';
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => {}))); // one that can't be had has a note in its place
  await frame();
  await frame();
  return [...sideways(), ...holes(body()), ...textTroubles()];

  function sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide`] : [];
  }

  function* texts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (data.trim() === '' || !parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (isForListeners(parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5);
      if (boxes.length > 0) yield { text: data.trim().slice(0, 24), element: parentElement, boxes };
    }
  }

  /** Whether an element is told to people who listen to the page, and not shown. */
  function isForListeners(element) {
    for (let around = element; around; around = around.parentElement) if (getComputedStyle(around).clipPath === 'inset(50%)') return true;
    return false;
  }

  /** What of the text column is empty for more than half of a view's height. */
  function holes(root) {
    const filled = [...texts(root)].flatMap(({ boxes }) => boxes);
    for (const element of root.querySelectorAll('img, video, audio, iframe, math, hr, pre, button, .embed, .picture-failed')) filled.push(...element.getClientRects());
    const { top, bottom } = root.getBoundingClientRect();
    const found = [];
    let end = top;
    for (const box of [...filled, { top: bottom, bottom }].sort((one, other) => one.top - other.top)) {
      if (box.top - end > innerHeight / 2) found.push(`a hole of ${Math.round(box.top - end)} px, ${Math.round(end - top)} px below the text’s beginning`);
      end = Math.max(end, box.bottom);
    }
    return found;
  }

  function textTroubles() {
    const found = new Set();
    for (const { text, element, boxes } of texts(document.querySelector('.article'))) {
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      // A formula's indices are sized by the browser, from the formula.
      if (size < 11 && !element.closest('math')) found.add(`${size.toFixed(1)} px: “${text}”`);
      const contrast = contrastOf(element);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      if (contrast < least - 0.005) found.add(`contrast ${contrast.toFixed(2)}: “${text}” in ${element.localName}.${element.className}`);
      if (boxes.some((box) => isCut(box, element))) found.add(`cut off: “${text}” in ${element.localName}.${element.className}`);
    }
    return [...found];
  }

  /** Whether a line of text ends beyond what shows of the frames around it, and nobody can scroll to it. */
  function isCut(box, element) {
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const { overflowX, position } = getComputedStyle(around);
      if (/auto|scroll/.test(overflowX)) return false;
      if (position === 'fixed') break;
      if (overflowX === 'visible') continue;
      const frame = around.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1) return true;
    }
    return box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5;
  }

  /** By WCAG, of an element's text against what lies behind it. */
  function contrastOf(element) {
    let alpha = 1;
    const layers = [];
    for (let around = element; around; around = around.parentElement) {
      const { backgroundColor, opacity } = getComputedStyle(around);
      alpha *= Number(opacity);
      const colour = channels(backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    const over = ([r, g, b, a], below) => [r, g, b].map((channel, place) => channel * a + below[place] * (1 - a));
    const ground = layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255]);
    const [r, g, b, a] = channels(getComputedStyle(element).color);
    const [one, other] = [luminance(over([r, g, b, a * alpha], ground)), luminance(ground)].sort((x, y) => y - x);
    return (one + 0.05) / (other + 0.05);
  }

  function luminance(colour) {
    const [r, g, b] = colour.map((channel) => channel / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function channels(colour) {
    const known = globalThis.knownColours ??= new Map();
    if (!known.has(colour)) {
      const numbers = colour.match(/^rgba?\((.*)\)$/)?.[1].split(/[\s,/]+/).map(Number);
      if (!numbers) throw new Error(`a colour of another kind: ${colour}`);
      known.set(colour, [...numbers, 1].slice(0, 4));
    }
    return known.get(colour);
  }
};

/** What is wrong with each article of an archive. `style` is added to the page's own. */
async function judge(t, archive, theme, viewport, style) {
  const server = await serve(t, { archive });
  // Neither theme follows from the device: it is chosen in the settings.
  const { page, complaints } = await visit(t, '?read=aaaaaaaaaaaaaaaa', {
    server, viewport, theme: theme === 'dark' ? 'light' : 'dark', answerOutside: pictureOf(600, 400), prepare: (context) => context.addInitScript(chooseTheme, theme),
  });
  if (style) await page.evaluate(addStyle, style);
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await page.locator('html').getAttribute('data-theme'), theme);
  const wrong = [];
  complaints.length = 0; // the first article isn't there
  for (const { key, title = key } of archive.articles()) {
    wrong.push(...(await page.evaluate(openAndJudge, key)).map((trouble) => `${title}: ${trouble}`));
    wrong.push(...complaints.splice(0).map((complaint) => `${title}: ${complaint}`));
  }
  return wrong;
}

const samples = press(perFile, 'articles');
const real = realPosts && press(perFile, realPosts);
for (const viewport of views) {
  for (const theme of themes) {
    test(`each sample article shows whole and legibly at ${viewport.width} px in the ${theme} theme`, async (t) => {
      assert.deepEqual(await judge(t, samples, theme, viewport), []);
    });

    test(`each real post shows whole and legibly at ${viewport.width} px in the ${theme} theme`, { skip }, async (t) => {
      assert.deepEqual(await judge(t, real, theme, viewport), []);
    });
  }
}

// ---- That it is noticed

const plain = press(perFile, [{ title: 'Plain', date: '2026-05-01 10:00:00', body: '<h2>One</h2><p>First.</p><p>Second.</p><table><tr><td>A cell</td></tr></table><p>Third.</p>' }]);
for (const [what, style, expected] of [
  ['a pale word', '.prose p { color: #a09a90 }', /contrast 2\.\d\d: “First/],
  ['a pale word that is see-through', '.prose p { opacity: 0.4 }', /contrast 2\.\d\d: “First/],
  ['a word on a ground of its own colour', '.prose p { background: #1d2530 }', /contrast 1\.00: “First/],
  ['small print', '.prose p { font-size: 10px }', /10\.0 px: “First/],
  ['a hole in the text', '.prose p { margin-block-end: 60vh }', /a hole of 3\d\d px/],
  ['a text that begins late', '.prose { padding-block-start: 60vh }', /a hole of 3\d\d px, 0 px below/],
  ['a word that sticks out at the start', '.prose p { margin-inline-start: -40px }', /cut off: “First/],
  ['a word that a frame cuts off', '.prose p { overflow: hidden; text-indent: -20px }', /cut off: “First/],
  ['a page that scrolls sideways', '.prose p { width: 500px }', /the page is \d+ px wide/],
]) {
  test(`${what} is noticed`, async (t) => {
    assert.deepEqual((await judge(t, plain, 'light', views[0], style)).filter((one) => expected.test(one)).length > 0, true);
  });
}

test('nothing is found where nothing is wrong', async (t) => {
  assert.deepEqual(await judge(t, plain, 'light', views[0]), []);
});
