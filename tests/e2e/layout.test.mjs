// Small screens, and what assistive programs are told, in every view.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, perFile, press, scrollsSideways, serve, visit, wholeBody, wholeList } from './harness.mjs';
import { notePictures, notes, noteTitle, paragraphs, picture } from './posts.mjs';

const wide = {
  title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and other long words',
  link: 'https://a-host-with-a-rather-long-name.publications.press.example/wide',
  author: 'A-source-whose-name-has-no-space-anywhere-in-it-and-goes-on',
  categories: ['Magazine', 'AColumnWithoutASingleSpaceInItsVeryLongName'],
  tags: ['a-tag-without-a-single-space-in-its-very-long-name-at-all'],
  headimg: 'wide.svg',
  date: '2026-06-01 10:00:00',
  body: `<table><tr>${'<th scope="col">A column with a heading</th>'.repeat(12)}</tr><tr>${'<td>unbreakable_value_of_a_cell</td>'.repeat(12)}</tr></table>
<p>${'wort'.repeat(60)}</p><pre><code class="language-js">${'const aVeryLongLine = 1; '.repeat(20)}</code></pre><p>In a line: <code>${'x_'.repeat(90)}</code></p>
<p><img src="wide.svg" width="4000" height="300" alt="A panorama"></p><p><a href="https://press.example/">https://press.example/${'path/'.repeat(40)}</a></p>
<math display="block"><mrow>${'<mi>a</mi><mo>+</mo>'.repeat(80)}<mi>b</mi></mrow></math><ul><li><ul><li><ul><li><ul><li>${'deep'.repeat(40)}</li></ul></li></ul></li></ul></li></ul>
<blockquote><blockquote><p>${'quoted'.repeat(30)}</p></blockquote></blockquote>${paragraphs(2)}`,
};
const archive = press(perFile, [...notes(40), wide], { pictures: { ...notePictures, 'wide.svg': picture(4000, 300) } });
const empty = press(perFile, []);

const views = {
  'the list': ['', wholeList],
  'a tag’s list': ['?q=%23小米', wholeList],
  'an article': [archive.address(noteTitle(30)), wholeBody],
  'an article with everything wide': [archive.address(wide.title), wholeBody],
  'a tag without articles': ['?q=%23nowhere', (page) => page.getByRole('heading', { level: 1 })],
  'an article that isn’t there': ['?read=aaaaaaaaaaaaaaaa', (page) => page.getByRole('heading', { level: 1 })],
  'a filter of several terms': ['?q=%23小米%20-%23ink%20date%3A2026', wholeList],
  'a query that can’t be answered': ['?q=小米', (page) => page.locator('.query-note')],
  'a query that doesn’t parse': [`?q=${encodeURIComponent('#ink (')}${'x'.repeat(80)}`, (page) => page.locator('.query-note')],
  'an empty archive': ['', (page) => page.getByRole('heading', { level: 1 }), { archive: empty }],
  'a failure': ['', (page) => page.getByRole('alert'), {}, (server) => server.fail('archive/latest.json', 503)],
  'a program that can’t be loaded': ['', (page) => page.getByRole('alert'), {}, (server) => server.fail(/reader_bg\.wasm$/)],
};

async function open(t, [address, isThere, options = {}, prepare = () => {}], more) {
  const server = await serve(t, { archive, ...options });
  prepare(server);
  const { page } = await visit(t, address, { server, ...more });
  await isThere(page).waitFor();
  return page;
}

for (const [name, view] of Object.entries(views)) {
  test(`${name} needs no sideways scrolling at 320 px, nor at 400 % on a small screen`, async (t) => {
    for (const more of [{ viewport: { width: 320, height: 640 } }, { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }]) {
      assert.equal(await scrollsSideways(await open(t, view, more)), false);
    }
  });

  for (const theme of ['light', 'dark']) {
    test(`${name} breaks no accessibility rule in the ${theme} theme`, async (t) => {
      assert.deepEqual(await axe(await open(t, view, { theme })), []);
    });
  }
}

test('what is too wide for the page scrolls inside the article', async (t) => {
  const page = await open(t, views['an article with everything wide'], { viewport: { width: 320, height: 640 } });
  for (const selector of ['.prose .table', '.prose pre']) {
    assert.ok(await page.locator(selector).evaluate((element) => element.scrollWidth > element.clientWidth), selector);
  }
  const image = await page.getByRole('img', { name: 'A panorama' }).boundingBox();
  assert.ok(image.width <= 320 && Math.abs(image.width / image.height - 4000 / 300) < 0.2, 'a picture shrinks and keeps its shape');
});

const chinese = {
  'the list': ['最新文章', '41 篇文章'],
  'a tag’s list': ['#小米', '清除筛选'],
  'an article': [noteTitle(30), '返回列表'],
  'a tag without articles': ['没有文章带有此标签', '全部文章'],
  'an article that isn’t there': ['找不到文章', '返回列表'],
  'a query that can’t be answered': ['最新文章', '因此显示全部文章'],
  'an empty archive': ['还没有文章', '运行 press'],
  'a failure': ['服务器拒绝提供文章库文件', '重试'],
};
for (const [name, texts] of Object.entries(chinese)) {
  test(`in Chinese, ${name} says what it says in Chinese and breaks no accessibility rule`, async (t) => {
    const page = await open(t, views[name], { locale: 'zh-CN' });
    for (const text of texts) await page.getByText(text).first().waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
    assert.deepEqual(await axe(page), []);
  });
}

test('in a language that the interface doesn’t speak it speaks English', async (t) => {
  const page = await open(t, views['the list'], { locale: 'fr-FR' });
  await page.getByRole('heading', { name: 'Newest articles' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});

test('the columns of a formula are aligned as it says: for the table, or for a cell', async (t) => {
  const row = (side, word) => `<mtr><mtd><mi>a</mi></mtd><mtd${side}><mtext>${word}</mtext></mtd></mtr>`;
  const cases = `<math display="block"><mtable columnalign="left left">${row('', 'if the line is short')}${row('', 'else')}${row(' columnalign="right"', 'or')}</mtable></math>`;
  const formula = { title: 'Cases', link: 'https://press.example/cases', date: '2024-05-01 10:00:00', body: `<p>Before.</p>${cases}` };
  const withCases = press(t, [formula]);
  const page = await open(t, [withCases.address(formula.title), (page) => page.locator('mtext').last(), { archive: withCases }]);
  const places = await page.locator('mtext').evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().toJSON()));
  const [first, second, third] = places;
  assert.ok(Math.abs(second.left - first.left) < 1, `${second.left} is not ${first.left}`);
  assert.ok(Math.abs(third.right - first.right) < 1, `${third.right} is not ${first.right}`);
});
