// The main tasks in each browser engine, as Debian ships it: find by tag, read, return. The other tests know Chromium only.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, lacking } from '../safety/engines.mjs';
import { perFile, press, serve } from './harness.mjs';
import { notePictures, notes, noteTitle, paragraphs, picture } from './posts.mjs';

const essay = {
  title: 'On damp paper',
  link: 'https://press.example/damp',
  author: 'Ada Quill',
  tags: ['paper'],
  date: '2026-05-20 10:00:00',
  body: `<h2>The sheet</h2><p>Paper is <strong>damped</strong> before it is <em>printed</em>, as <a href="https://press.example/">every press</a> knows.</p>
<p><img src="plate.svg" width="600" height="400" alt="A damp sheet"></p><ul><li>cotton</li><li>linen</li></ul><pre><code>press --damp</code></pre>
<table><tr><th>Paper</th><th>Weight</th></tr><tr><td>Wove</td><td>120</td></tr></table><h2>The pull</h2>
${Array.from({ length: 40 }, (_, place) => `<p id="p${place}">Pull ${place}. ${paragraphs(1).slice(3, -5)}</p>`).join('\n')}`,
};
const archive = press(perFile, [...notes(60), essay], { pictures: { ...notePictures, 'plate.svg': picture(600, 400) } });

/** By engine: one browser serves all tests of it. */
const opened = new Map();
perFile.after(() => Promise.all([...opened.values()].map((browser) => browser.close())));

/** Tests something in a browser of each engine; what can't be had is skipped and says why. */
function inEachEngine(what, act) {
  for (const [name, engine] of Object.entries(engines)) {
    test(`in ${engine.title}, ${what}`, async (t) => {
      const lacks = name === 'chromium' ? [] : lacking(engine);
      if (lacks.length > 0) {
        t.skip(`${engine.title} can’t be had here: ${lacks.join(', ')} missing`);
        return;
      }
      const server = await serve(t, { archive });
      for (let trials = 1; ; trials += 1) {
        if (!opened.has(name)) opened.set(name, await engine.open());
        const browser = opened.get(name);
        try {
          await act(browser, server.url);
          return;
        } catch (error) {
          // One browser in ten of WebKit's breaks with its first page, whatever that is.
          const isBroken = await value(browser, 'true').then(() => false, () => true);
          if (!isBroken || trials === 3) throw error;
          opened.delete(name);
          await browser.close();
        }
      }
    });
  }
}

/** Waits in the page until an expression holds, and returns what it is then. */
async function until(browser, expression) {
  const result = await browser.run(`const done = arguments[arguments.length - 1];
    const last = performance.now() + 20_000;
    (function look() {
      let found;
      try { found = (${expression}); } catch (error) { found = undefined; }
      if (found) done({ found: found === true ? true : String(found) });
      else if (performance.now() > last) done({ late: location.href + ': ' + document.title });
      else setTimeout(look, 20);
    })();`);
  if (result.late) assert.fail(`${expression} doesn’t come about at ${result.late}`);
  return result.found;
}

const value = (browser, expression) => browser.run(`arguments[arguments.length - 1]((${expression}));`);
const card = (title) => `[...document.querySelectorAll('.card')].find((card) => card.querySelector('h2').textContent === ${JSON.stringify(title)})`;
const heading = (text) => `document.querySelector('main h1')?.textContent.trim() === ${JSON.stringify(text)}`;
const isWholeList = `document.querySelector('[role=feed][aria-busy=false]')`;
const isWhole = `document.querySelector('.prose:not([aria-busy])')`;
const linkOf = (title) => `.card a[href*="${archive.address(title).slice(1)}"]`;

/** Waits until the view stands still: the place that Back leads to is measured then. */
const atRest = (browser) => browser.run(`const done = arguments[arguments.length - 1];
  let [still, last] = [0, undefined];
  (function look() {
    const now = [scrollY, document.documentElement.scrollHeight].join();
    still = now === last ? still + 1 : 0;
    last = now;
    if (still > 10) done(scrollY); else requestAnimationFrame(look);
  })();`);

inEachEngine('a tag leads to the list of its articles, at an address that leads there again', async (browser, url) => {
  await browser.goTo(url);
  await until(browser, heading('Newest articles'));
  await browser.click('.tag-bar a[href*="q=%23ink"]');
  await until(browser, heading('#ink'));
  await until(browser, isWholeList);
  const list = `[...document.querySelectorAll('.card h2')].map((one) => one.textContent).join()`;
  const shown = await value(browser, list);
  assert.ok(shown.startsWith([60, 58, 56].map(noteTitle).join()), shown);
  const address = await value(browser, 'location.href');
  assert.equal(address, `${url}?q=%23ink`);
  assert.equal(await value(browser, 'document.title'), '#ink · Offprint');

  await browser.goTo('about:blank');
  await browser.goTo(address);
  await until(browser, heading('#ink'));
  await until(browser, isWholeList);
  assert.equal(await value(browser, list), shown);
});

inEachEngine('an article shows formatted and with its picture, and is read to its end by keyboard', async (browser, url) => {
  await browser.goTo(`${url}?q=%23paper`);
  await until(browser, card(essay.title));
  await browser.click(linkOf(essay.title));
  await until(browser, heading(essay.title));
  await until(browser, isWhole);
  assert.equal(await value(browser, 'location.href'), `${url}${archive.address(essay.title)}&q=%23paper`);
  await until(browser, `document.activeElement === document.querySelector('main h1')`);

  const kinds = ['h2', 'strong', 'em', 'a[href]', 'li', 'pre code', 'table td', 'img'];
  assert.equal(await value(browser, `${JSON.stringify(kinds)}.filter((kind) => !document.querySelector('.prose ' + kind)).join()`), '');
  const weight = await value(browser, `getComputedStyle(document.querySelector('.prose strong')).fontWeight`);
  assert.ok(Number(weight) >= 600, weight);
  assert.equal(await value(browser, `getComputedStyle(document.querySelector('.prose li')).display`), 'list-item');
  await until(browser, `document.querySelector('.prose img').complete && document.querySelector('.prose img').naturalWidth === 600`);
  await until(browser, `document.querySelector('.article-tools button')`);
  assert.equal(await value(browser, 'document.documentElement.scrollWidth > document.documentElement.clientWidth'), false);

  const pageDown = '\uE00F';
  await browser.press(pageDown);
  await until(browser, 'scrollY > 100');
  const end = '\uE010';
  await browser.press(end);
  await until(browser, `document.querySelector('.article-foot').getBoundingClientRect().top < innerHeight`);
});

inEachEngine('Back leads to the same card, and the article opens again at the paragraph where it was left', async (browser, url) => {
  await browser.goTo(url);
  await until(browser, heading('Newest articles'));
  await until(browser, card(essay.title));
  await value(browser, `void ${card(essay.title)}.scrollIntoView({ block: 'center', behavior: 'instant' })`);
  await atRest(browser);
  const top = await value(browser, `${card(essay.title)}.getBoundingClientRect().top`);
  await browser.click(linkOf(essay.title));
  await until(browser, heading(essay.title));
  await until(browser, isWhole);

  await value(browser, `void document.getElementById('a-p20').scrollIntoView({ block: 'start', behavior: 'instant' })`);
  const key = archive.address(essay.title).split('=')[1];
  await until(browser, `(localStorage.getItem('offprint.places') ?? '').includes(${JSON.stringify(key)})`);
  const left = await value(browser, `document.getElementById('a-p20').getBoundingClientRect().top`);

  await browser.back();
  await until(browser, heading('Newest articles'));
  await until(browser, card(essay.title));
  await until(browser, `Math.abs(${card(essay.title)}.getBoundingClientRect().top - ${top}) < 4`);
  await until(browser, `document.activeElement?.closest('.card') === ${card(essay.title)}`);

  await browser.goTo(url);
  await until(browser, card(essay.title));
  await browser.click(linkOf(essay.title));
  await until(browser, heading(essay.title));
  await until(browser, `document.querySelector('.resumed')`);
  await until(browser, `Math.abs(document.getElementById('a-p20').getBoundingClientRect().top - ${left}) < 4`);
});
