// Nothing legitimate is lost: what a person sees of an article as it was collected is what they see of it in the reader, but for the differences that are
// listed, each with its reason.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { difference, length, words } from './diff.mjs';
import { differences, standsForPlayer } from './differences.mjs';
import { barePage } from './door.mjs';
import { launch, press, visit, wholeBody } from './harness.mjs';
import { pictureOf } from './posts.mjs';

const files = Object.fromEntries(['rendered.mjs', 'differences.mjs'].map((name) => [name, readFileSync(fileURLToPath(new URL(name, import.meta.url)))]));
const javascript = 'text/javascript; charset=utf-8';

const realPosts = process.env.OFFPRINT_REAL_POSTS && resolve(process.env.OFFPRINT_REAL_POSTS);
const skip = realPosts ? false : 'OFFPRINT_REAL_POSTS names no folder of real posts';

/** The least share of text that has to survive. */
const leastText = 0.995;

/** For each article of an archive what is seen of its body before the door and after it. */
async function compared(t, archive) {
  const { page, server } = await barePage(t, await launch(), { archive });
  for (const [name, content] of Object.entries(files)) server.replace(name, content, javascript);
  const bodies = archive.articles().map(({ title = '', content_html: html }) => ({ title, html }));
  const sides = await page.evaluate(async (all) => {
    const { compare } = await import('./rendered.mjs');
    const worker = await door.start(await door.address());
    const results = [];
    for (const { html } of all) {
      const { isText, fragment } = door.read(await worker.ask(html));
      results.push({ isText, ...compare(html, fragment) });
    }
    return results;
  }, bodies);
  return sides.map((side, place) => ({ ...bodies[place], ...side }));
}

/** What is different and isn't listed, a line each. */
function unlisted({ title, isText, expected, after }) {
  if (isText) return [`${title}: it is shown as text`];
  const { lost, added } = difference(words(expected.text), words(after.text));
  const lines = [...lost.map((text) => `lost: ${text}`), ...added.map((text) => `added: ${text}`)];
  for (const [what, n] of Object.entries(expected.counts)) {
    if (after.counts[what] !== n) lines.push(`${what}: ${n} before, ${after.counts[what]} after`);
  }
  lines.push(...pictureTroubles(expected.pictures, after.pictures));
  expected.code.forEach((text, place) => {
    if (after.code[place] !== text) lines.push(`a code block: ${JSON.stringify(text)} is ${JSON.stringify(after.code[place])}`);
  });
  return lines.map((line) => `${title}: ${line}`);
}

/** Pictures come in the same order, each from an address that it had before. */
function pictureTroubles(expected, after) {
  const troubles = [];
  if (expected.length !== after.length) troubles.push(`pictures: ${expected.length} before, ${after.length} after`);
  expected.forEach((addresses, place) => {
    if (!after[place]?.some((address) => addresses.includes(address))) troubles.push(`a picture: ${addresses[0]} is ${after[place]?.[0]}`);
  });
  return troubles;
}

/** Prints what there was on both sides, and each listed difference with how often it was met and what it cost. */
function printTotals(t, sides) {
  const total = (of) => sides.reduce((sum, side) => sum + of(side), 0);
  for (const what of Object.keys(sides[0].before.counts)) {
    t.diagnostic(`${what}: ${total(({ before }) => before.counts[what])} before, ${total(({ after }) => after.counts[what])} after`);
  }
  t.diagnostic(`picture: ${total(({ before }) => before.pictures.length)} before, ${total(({ after }) => after.pictures.length)} after`);
  t.diagnostic(`code block: ${total(({ before }) => before.code.length)} before, ${total(({ after }) => after.code.length)} after`);
  for (const { name, reason } of differences) {
    const met = sides.flatMap(({ listed }) => listed).filter((one) => one.name === name);
    if (met.length > 0) t.diagnostic(`listed: ${name} (${reason}): in ${met.length} articles; ${effect(met)}`);
  }
}

/** What a listed difference changed, in all articles together. */
function effect(met) {
  const runs = met.map(({ was, is }) => difference(words(was.text), words(is.text)));
  const characters = (side) => runs.reduce((sum, run) => sum + length(words(run[side].join(' '))), 0);
  const kinds = Object.keys(met[0].was.counts).map((what) => [what, met.reduce((sum, { was, is }) => sum + is.counts[what] - was.counts[what], 0)]);
  const pictures = met.reduce((sum, { was, is }) => sum + is.pictures.length - was.pictures.length, 0);
  const changed = [...kinds, ['picture', pictures]].filter(([, n]) => n !== 0).map(([what, n]) => `${what} ${n > 0 ? '+' : ''}${n}`);
  return [`${characters('lost')} characters lost, ${characters('added')} added`, ...changed].join(', ');
}

/** The share of text, and of pictures that show something, that are there after the door. */
function survival(sides) {
  let [all, kept, pictures, keptPictures] = [0, 0, 0, 0];
  for (const { before, after, listed } of sides) {
    const list = words(before.text);
    all += length(list);
    kept += difference(list, words(after.text)).kept;
    const noPictures = listed.filter(({ name }) => differences.find((one) => one.name === name).isNoPicture);
    const meant = before.pictures.length + noPictures.reduce((sum, { was, is }) => sum + is.pictures.length - was.pictures.length, 0);
    pictures += meant;
    keptPictures += Math.min(meant, after.pictures.length);
  }
  return { text: kept / all, pictures: keptPictures / pictures, characters: all, nPictures: pictures };
}

async function nothingIsLost(t, archive) {
  const sides = await compared(t, archive);
  printTotals(t, sides);
  const { text, pictures, characters, nPictures } = survival(sides);
  const percent = (share) => `${(share * 100).toFixed(2)} %`;
  t.diagnostic(`${sides.length} articles: ${percent(text)} of ${characters} characters survive, ${percent(pictures)} of ${nPictures} pictures`);
  assert.deepEqual(sides.flatMap(unlisted), []);
  assert.ok(text >= leastText, `${text} of the text survives`);
  assert.equal(pictures, 1);
}

test('nothing of a sample article is lost on the way to the page but what is listed', async (t) => {
  await nothingIsLost(t, press(t, 'articles'));
});

test('nothing of a real post is lost on the way to the page but what is listed', { skip }, async (t) => {
  await nothingIsLost(t, press(t, realPosts));
});

// ---- That the comparison notices

/** An article in which each listed difference is met, and one of everything that is counted. */
const everything = {
  title: 'One of everything',
  link: 'https://press.example/everything',
  date: '2024-05-01 10:00:00',
  body: `<h1>One</h1><h2">Two</h2"><p id="top">Three <MODULE_NAME> four.</p>
<p style="display: none">hidden <img src="https://a.example/hidden.jpg"></p><section style="visibility: hidden"><p>Shown by a script.</p></section>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-original="https://a.example/lazy.jpg" w="600" h="400" alt=""><noscript><img src="https://a.example/lazy.jpg"></noscript>
<img src="https://a.example/pixel.gif" width="1" height="1"><noscript>Scripts, please. <img src="https://a.example/only.jpg"></noscript>
<table><tr><th>a</th><td>b</td></tr></table><pre><code>for (;;) {\n  wait();\n}</code></pre><ol><li>a</li></ol><dl><dt>a</dt><dd>b</dd></dl>
<ruby>漢<rt>kan</rt></ruby><figure><img src="//a.example/figure.jpg"><figcaption>c</figcaption></figure><p>See<sup><a href="#note">1</a></sup>.</p><p id="note">A note.</p>
<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math><blockquote>q</blockquote><iframe src="https://player.example/1"></iframe><video><source src="https://v.example/1.mp4"></video>
<p><input type="checkbox" checked>done</p><button>Share</button><select><option>o</option></select><svg><text>drawn</text></svg><object data="x">plug-in</object>
<style>p { color: red }</style><script>1</script><details><summary>More</summary>less</details>`,
};

test('each listed difference is met, and none but these, in an article that has one of everything', async (t) => {
  const [side] = await compared(t, press(t, [everything]));
  assert.deepEqual(unlisted(side), []);
  assert.deepEqual(side.listed.map(({ name }) => name), differences.map(({ name }) => name));
  assert.deepEqual(Object.entries(side.after.counts).filter(([, n]) => n === 0), []);
  assert.deepEqual([side.after.pictures.length, side.after.code.length], [3, 1]);
});

test('whatever an article loses is noticed', async (t) => {
  const [side] = await compared(t, press(t, [everything]));
  const without = (change) => unlisted({ ...side, after: { ...side.after, ...change } });
  assert.match(without({ text: side.after.text.replace('Shown by a script.', '') }).join(), /lost: Shown by/);
  assert.match(without({ text: `${side.after.text} hidden` }).join(), /added: hidden/);
  assert.match(without({ pictures: side.after.pictures.slice(1) }).join(), /pictures: 3 before, 2 after/);
  assert.match(without({ pictures: side.after.pictures.toReversed() }).join(), /a picture: /);
  assert.match(without({ code: ['for (;;) { wait(); }'] }).join(), /a code block: /);
  for (const [what, n] of Object.entries(side.after.counts)) {
    assert.match(without({ counts: { ...side.after.counts, [what]: n - 1 } }).join(), new RegExp(`: ${what}: ${n} before, ${n - 1} after`));
  }
});

// ---- From the worker to the page

/** Runs in either page: the text of an element, and how many there are of each element in it, without what stands for players. */
const contents = (root, players) => {
  const elements = [...root.querySelectorAll('*')].filter((element) => !element.closest(players));
  const counts = {};
  for (const { localName } of elements) counts[localName] = (counts[localName] ?? 0) + 1;
  const isText = (node) => !node.parentElement?.closest(players);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (isText(walker.currentNode)) texts.push(walker.currentNode.data);
  return { text: texts.join('').replace(/\s+/g, ' ').trim(), counts };
};

/** What the worker gives for each article of an archive, by key. */
async function given(t, archive) {
  const { page } = await barePage(t, await launch(), { archive });
  const bodies = archive.articles().map(({ key, content_html: html }) => ({ key, html }));
  return new Map(await page.evaluate(`(async (bodies) => {
    const contents = ${contents};
    const worker = await door.start(await door.address());
    const results = [];
    for (const { key, html } of bodies) {
      const { isText, fragment } = door.read(await worker.ask(html));
      if (!isText) results.push([key, contents(fragment, ${JSON.stringify(standsForPlayer)})]);
    }
    return results;
  })(${JSON.stringify(bodies)})`));
}

/** Opens each article: all of its text and pictures are there, besides what belongs to the modules of the reading page. Returns how to see one again. */
async function allIsShown(t, archive) {
  const expected = await given(t, archive);
  assert.equal(expected.size, archive.articles().length);
  const { page, server } = await visit(t, '', { archive, answerOutside: pictureOf(600, 400) });
  const shown = async (key) => {
    await page.goto(`${server.url}?read=${key}`, { waitUntil: 'domcontentloaded' });
    await wholeBody(page).waitFor();
    await page.evaluate(() => { for (const theirs of document.querySelectorAll('.prose [data-interface]')) theirs.remove(); });
    return page.evaluate(`(${contents})(document.querySelector('.prose'), ${JSON.stringify(standsForPlayer)})`);
  };
  for (const { key, title } of archive.articles()) {
    const { text, counts } = await shown(key);
    assert.equal(text.replace(/\s/g, ''), expected.get(key).text.replace(/\s/g, ''), title);
    assert.equal(counts.img, expected.get(key).counts.img, title);
  }
  return { page, shown, expected };
}

test('the page shows all that the worker gave of a sample article', async (t) => {
  const archive = press(t, 'articles');
  const { page, shown, expected } = await allIsShown(t, archive);
  // Without these modules it is just what came.
  await page.route(/\/reading-[^/]+\/article\.js$/, (route) => route.abort());
  for (const { key, title } of archive.articles()) assert.deepEqual(await shown(key), expected.get(key), title);
});

test('the page shows all that the worker gave of a real post', { skip }, async (t) => {
  await allIsShown(t, press(t, realPosts));
});
