// Taking an article along: the row of tools, links to it and to its words, Markdown, JSON.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { axe, launch, layoutShift, perFile, press, scrollsSideways, serve, visit, wholeBody } from './harness.mjs';
import { paragraphs, pictureOf } from './posts.mjs';

const english = {
  title: 'Ink: how it "dries" / and why?',
  link: 'https://press.example/ink',
  date: '2024-05-01 10:00:00',
  tags: ['ink', '小米'],
  body: `<p>The first drop falls on the page.</p>${paragraphs(30)}
<p>Ink is a behaviour, not a colour. It runs, it stands-still, and it dries &amp; cracks.</p>
<p>The river carries the boats, they said.</p><p>The mill carries the boats, they wrote.</p>
<p>A <em>well-known</em> printer wrote:</p><p>paper remembers.</p>${paragraphs(30)}`,
};
const chinese = {
  title: '墨的性格',
  link: 'https://press.example/mo',
  date: '2024-04-01 10:00:00',
  body: `<p>墨不是颜色，而是一种行为。</p>${'<p>工人说，机器开动的那一天，河上会有雾，雾里会有纸的气味。</p>'.repeat(30)}
<p>老师傅认为纸张会记住一切。</p><p>年轻人认为机器会忘记一切。</p>${'<p>纸厂在河边，河水很清。</p>'.repeat(30)}`,
};
const rich = {
  title: 'Everything at once',
  link: 'https://press.example/rich',
  date: '2024-03-01 10:00:00',
  body: `<h2>Forms</h2>
<p>A <strong>bold</strong>, <em>quiet</em> and <del>wrong</del> line with <code>code</code>, H<sub>2</sub>O and <a href="/about">a link</a>.</p>
<pre><code class="language-rust">fn main() {
    println!("\`\`\`");
}
</code></pre>
<table><thead><tr><th>Paper</th><th align="right">Weight</th></tr></thead><tbody><tr><td>Laid | wove</td><td align="right">90</td></tr><tr><td><ul><li>one</li><li>two</li></ul></td><td align="right">80</td></tr></tbody></table>
<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby> are read.</p>
<p><math><mi>x</mi><mo>=</mo><mn>1</mn></math> is so.</p>
<figure><img src="https://img.example/press.png" w="60" h="40" alt="A press"><figcaption>The press.</figcaption></figure>
<details><summary>More</summary><p>Within.</p></details>
<ul><li>first</li><li>second<ol><li>inner</li></ol></li></ul>
<blockquote><p>Quoted.</p></blockquote>`,
};
const noted = {
  title: 'With notes',
  link: 'https://press.example/notes',
  date: '2024-02-01 10:00:00',
  body: `<p>A claim.<sup class="footnote-reference"><a href="#fn-1">1</a></sup></p><div class="footnote-definition" id="fn-1"><sup class="footnote-definition-label">1</sup><p>Its ground.</p></div>`,
};
const long = { title: 'As long as a novel', link: 'https://press.example/long', date: '2024-01-01 10:00:00', body: `${paragraphs(1_500)}<p>The very last words stand here.</p>` };
const archive = press(perFile, [english, chinese, rich, noted, long]);

const row = (page) => page.locator('.article-tools');
const copy = (page) => page.getByRole('button', { name: /Copy link|复制链接/ });
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const isOpen = (page) => wholeBody(page).waitFor();

/** Visits an article, with the permission to use the clipboard. */
async function open(t, title, options = {}) {
  const { suffix = '', ...rest } = options;
  const visited = await visit(t, `${archive.address(title)}${suffix}`, { archive, answerOutside: pictureOf(60, 40), permissions: ['clipboard-read', 'clipboard-write'], ...rest });
  await isOpen(visited.page);
  return visited;
}

/** Selects the text from `from` to `to` in the body, across elements. */
function select(page, from, to = from) {
  return page.evaluate(([from, to]) => {
    const walker = document.createTreeWalker(document.querySelector('.prose'), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let isStarted = false;
    while (walker.nextNode()) {
      const { currentNode } = walker;
      if (!isStarted && currentNode.data.includes(from)) {
        range.setStart(currentNode, currentNode.data.indexOf(from));
        isStarted = true;
      }
      const end = isStarted ? currentNode.data.indexOf(to, currentNode === range.startContainer ? range.startOffset : 0) : -1;
      if (end >= 0) {
        range.setEnd(currentNode, end + to.length);
        break;
      }
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    range.startContainer.parentElement.scrollIntoView({ block: 'center' });
  }, [from, to]);
}

/** Presses a button as a pointer does, wherever the page is scrolled to. */
async function copied(page) {
  const before = await page.evaluate(() => scrollY);
  await copy(page).dispatchEvent('pointerdown');
  await copy(page).dispatchEvent('click', { detail: 1 });
  await page.locator('.tool-done').waitFor();
  await page.evaluate((top) => scrollTo(0, top), before);
  return clipboard(page);
}

/** The words that are marked, and whether they are in view. */
const marked = (page) => page.waitForFunction(() => {
  const [range] = CSS.highlights.get('shared') ?? [];
  if (!range) return undefined;
  const { top, bottom } = range.getBoundingClientRect();
  return { text: range.toString(), isInView: top >= 0 && bottom <= innerHeight, all: CSS.highlights.get('shared').size };
}).then((handle) => handle.jsonValue());

/** Follows a link without the tests' clock, whose `performance` doesn't know with which address the page was opened. */
async function follow(t, link) {
  const context = await (await launch()).newContext({ viewport: { width: 1200, height: 900 } });
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  await page.goto(link);
  return { page, complaints };
}

async function download(page, name) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('the row of tools is there before the text, and nothing moves when it comes', async (t) => {
  const { page, complaints } = await open(t, english.title);
  assert.deepEqual(await row(page).getByRole('button').evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.innerText.trim())), ['Listen', 'Copy link', 'Save']);
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual(complaints, []);
});

for (const width of [320, 390]) {
  test(`at ${width} px the tools fit, are as large as a finger needs, and have names`, async (t) => {
    const { page } = await open(t, rich.title, { viewport: { width, height: 700 } });
    for (const name of ['Listen', 'Copy link', 'Save']) {
      const { width, height } = await row(page).getByRole('button', { name, exact: true }).boundingBox();
      assert.ok(width >= 44 && height >= 44, `${name}: ${width} × ${height}`);
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const box = await page.locator('.tool-menu').boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
    assert.equal(await scrollsSideways(page), false);
    assert.equal(await layoutShift(page), 0);
  });
}

for (const theme of ['light', 'dark']) {
  test(`tools and menu break no rule of accessibility in the ${theme} theme`, async (t) => {
    const { page } = await open(t, rich.title, { theme });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Markdown' }).waitFor();
    assert.deepEqual(await axe(page), []);
  });
}

test('by keyboard the menu opens, is walked through, and gives the focus back', async (t) => {
  const { page } = await open(t, rich.title);
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Markdown');
  await page.keyboard.press('Escape');
  await page.locator('.tool-menu').waitFor({ state: 'hidden' });
  assert.ok(await save.evaluate((button) => document.activeElement === button));
  await page.keyboard.press('Enter');
  for (let step = 0; step < 4; step++) await page.keyboard.press('Tab');
  await page.locator('.tool-menu').waitFor({ state: 'hidden' }); // it would hide what has the focus now
});

test('a link to the article is copied, and the page says so', async (t) => {
  const { page } = await open(t, english.title, { suffix: '#somewhere' });
  await copy(page).click();
  await page.getByRole('status').getByText('Link copied').waitFor();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  assert.equal(await clipboard(page), page.url().replace('#somewhere', ''));
});

test('without permission the link stands in a field, selected', async (t) => {
  const { page } = await open(t, english.title, { permissions: [], prepare: (context) => context.addInitScript(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
  }) });
  await copy(page).click();
  const field = page.getByRole('textbox', { name: /doesn’t allow/ });
  await field.waitFor();
  assert.equal(await field.inputValue(), page.url());
  assert.equal(await page.evaluate(() => document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)), page.url());
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'hidden' });
  assert.ok(await copy(page).evaluate((button) => document.activeElement === button));
});

const selections = [
  ['whole words', english.title, ['behaviour, not', 'colour'], '#:~:text=behaviour%2C%20not%20a%20colour', 'behaviour, not a colour'],
  ['a part of a word, as the whole word', english.title, ['haviour', 'no'], '#:~:text=behaviour%2C%20not', 'behaviour, not'],
  ['signs that mean something in an address', english.title, ['stands-still', 'dries & cracks'], '#:~:text=stands%2Dstill%2C%20and%20it%20dries%20%26%20cracks', 'stands-still, and it dries & cracks'],
  ['words across elements, by the first and the last', english.title, ['well-known', 'remembers'], '#:~:text=well%2Dknown%20printer%20wrote,paper%20remembers', 'well-known printer wrote:paper remembers'],
  ['Chinese words', chinese.title, ['墨不是', '颜色'], `#:~:text=${encodeURIComponent('墨不是颜色')}`, '墨不是颜色'],
];
for (const [what, title, [from, to], directive, text] of selections) {
  test(`a link to selected words names ${what}; opened, it leads to them and marks them`, async (t) => {
    const { page } = await open(t, title);
    await select(page, from, to);
    const link = await copied(page);
    assert.equal(link, page.url() + directive);
    const other = await follow(t, link);
    assert.deepEqual(await marked(other.page), { text, isInView: true, all: 1 });
    assert.deepEqual(other.complaints, []);
    assert.equal(await layoutShift(other.page), 0);
    await other.page.locator('.prose').click();
    assert.equal(await other.page.evaluate(() => CSS.highlights.has('shared')), false, 'the next click ends it');
  });
}

test('words that occur more than once are told apart, in English and in Chinese', async (t) => {
  for (const [title, from, before] of [[english.title, 'carries the boats', 'mill '], [chinese.title, '认为', '年轻人']]) {
    const { page } = await open(t, title);
    await page.evaluate(([from, before]) => {
      const node = [...document.querySelectorAll('.prose p')].find((one) => one.textContent.includes(before + from)).firstChild;
      const start = node.data.indexOf(before + from) + before.length;
      getSelection().setBaseAndExtent(node, start, node, start + from.length);
    }, [from, before]);
    const link = await copied(page);
    assert.match(link, /text=[^,]+-,/);
    const other = await follow(t, link);
    await marked(other.page);
    assert.ok(await other.page.evaluate((before) => {
      const [range] = CSS.highlights.get('shared');
      return range.startContainer.data.slice(0, range.startOffset).endsWith(before);
    }, before), link);
  }
});

test('words of a long article’s later part are shown, too', async (t) => {
  const server = await serve(t, { archive });
  const { page } = await follow(t, new URL(`${archive.address(long.title)}#:~:text=very%20last%20words`, server.url).href);
  const { text, isInView } = await marked(page);
  assert.deepEqual([text, isInView], ['very last words', true]);
});

test('a damaged directive, and one for words that aren’t there, do nothing', async (t) => {
  const server = await serve(t, { archive });
  for (const directive of ['text=%E0%A4%A', 'text=', 'text=a,b,c,d,e', 'text=no%20such%20words', 'text=-,-']) {
    const { page, complaints } = await follow(t, new URL(`${archive.address(english.title)}#:~:${directive}`, server.url).href);
    await isOpen(page);
    await page.locator('.neighbours a').first().waitFor();
    assert.equal(await page.evaluate(() => CSS.highlights.has('shared')), false);
    assert.deepEqual(complaints, []);
  }
});

test('sharing hands title and address over; to think better of it is no failure', async (t) => {
  const { page, complaints } = await open(t, english.title, { prepare: (context) => context.addInitScript(() => {
    navigator.share = (data) => {
      (globalThis.shares ??= []).push(data);
      return Promise.reject(new DOMException('no', globalThis.shares.length > 1 ? 'DataError' : 'AbortError'));
    };
  }) });
  await page.getByRole('button', { name: 'Share' }).click();
  assert.deepEqual(await page.evaluate(() => globalThis.shares), [{ title: english.title, url: page.url() }]);
  assert.equal(await page.locator('.tool-note').count(), 0);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.locator('.tool-note').getByText('couldn’t share').waitFor();
  assert.deepEqual(complaints, []);
});

test('saved as Markdown, an article has front matter and its text, and nothing of the interface', async (t) => {
  const { page, complaints } = await open(t, rich.title);
  const { name, text } = await download(page, 'Markdown');
  assert.equal(name, 'Everything at once.md');
  assert.equal(text, `---
title: "Everything at once"
date: "2024-03-01T10:00:00Z"
link: "https://press.example/rich"
language: "en"
---

## Forms

A **bold**, *quiet* and ~~wrong~~ line with \`code\`, H<sub>2</sub>O and [a link](https://press.example/about).

\`\`\`\`rust
fn main() {
    println!("\`\`\`");
}
\`\`\`\`

| Paper | Weight |
| --- | ---: |
| Laid \\| wove | 90  |
| • one<br>• two | 80  |

漢(かん)字(じ) are read.

x=1 is so.

![A press](https://img.example/press.png)

The press.

**More**

Within.

-   first
-   second
    1.  inner

> Quoted.
`);
  assert.deepEqual(complaints, []);
});

test('pictures that were held back, footnotes, and quotes in titles come through', async (t) => {
  const { page } = await open(t, rich.title, { prepare: (context) => context.addInitScript(() => localStorage.setItem('offprint.pictures', 'never')) });
  assert.ok((await download(page, 'Markdown')).text.includes('![A press](https://img.example/press.png)'));
  const notes = await open(t, noted.title);
  assert.match((await download(notes.page, 'Markdown')).text, /A claim\.\\?\[1\\?\]\n[^]*\[1\\?\]\s+Its ground\.\n$/);
  const quotes = await open(t, english.title);
  const { name, text } = await download(quotes.page, 'Markdown');
  assert.equal(name, 'Ink how it dries and why.md');
  assert.ok(text.startsWith('---\ntitle: "Ink: how it \\"dries\\" / and why?"\n'), text.slice(0, 200));
  assert.ok(text.includes('tags:\n  - "ink"\n  - "小米"\n'), text.slice(0, 300));
});

test('a long article is saved with all its parts', async (t) => {
  const { page } = await open(t, long.title);
  const { text } = await download(page, 'Markdown');
  assert.ok(text.endsWith('The very last words stand here.\n'));
});

test('saved as JSON, an article is the item of the archive', async (t) => {
  const { page } = await open(t, chinese.title);
  const { name, text } = await download(page, 'JSON');
  assert.equal(name, '墨的性格.json');
  const { key, ...item } = archive.articles().find((one) => one.title === chinese.title);
  assert.deepEqual(JSON.parse(text), item);
  assert.ok(text.startsWith('{\n  "'));
});

test('what can’t be had says so, and the article stays', async (t) => {
  const { page } = await open(t, rich.title);
  const save = async (name) => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name, exact: true }).click();
  };
  await page.context().route(/turndown|articles\//, (route) => route.abort());
  await save('Markdown');
  await page.locator('.tool-note').getByText('isn’t available at the moment').waitFor();
  await page.keyboard.press('Escape');
  await save('JSON');
  await page.locator('.tool-note').getByText('couldn’t be fetched').waitFor();
  assert.ok(await page.locator('.prose').getByText('Forms').isVisible());
});

test('titles become names of files that any system takes', async (t) => {
  const { page } = await open(t, english.title);
  const names = await page.evaluate(async (titles) => {
    const { fileName } = await offprint.reading('take.js');
    return titles.map(fileName);
  }, ['a/b\\c:d*e?f"g<h>i|j', '  ..hidden. ', 'CON', 'aux.txt', 'safe\u202egpj.exe', '???', '墨的性格：纸', '字'.repeat(200), `${'e\u0301'.repeat(79)}👩‍👩‍👧‍👧`]);
  assert.deepEqual(names.slice(0, 7), ['a b c d e f g h i j', 'hidden', '_CON', '_aux.txt', 'safe gpj.exe', 'article', '墨的性格：纸']);
  assert.equal(names[7], '字'.repeat(60));
  assert.equal(names[8], 'é'.repeat(79), 'nothing is cut in two');
});
