// Tables: what is too wide or far too high scrolls inside itself, with its header in sight; what only looks like a table becomes blocks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit, wholeBody } from './harness.mjs';
import { paragraphs } from './posts.mjs';

const post = (title, body) => ({ title, link: `https://press.example/${encodeURIComponent(title)}`, date: '2024-05-01 10:00:00', body });
const numbers = (count) => Array.from({ length: count }, (_, number) => number);
const head = (columns) => `<thead><tr>${numbers(columns).map((column) => `<th scope="col">Column ${column}</th>`).join('')}</tr></thead>`;
const rows = (count, columns, cell = (row, column) => `${row}.${column}`) => numbers(count)
  .map((row) => `<tr><th scope="row">Row ${row}</th>${numbers(columns - 1).map((column) => `<td>${cell(row, column)}</td>`).join('')}</tr>`).join('\n');

const small = post('A small table', `<p>Before.</p><table><caption>Paper</caption>${head(3)}<tbody>${rows(3, 3)}</tbody></table><p>After.</p>`);
const wide = post('A wide table', `<p>Before.</p><table><caption>Paper</caption>${head(9)}<tbody>${rows(4, 9)}</tbody></table><p>Between.</p>
<table><tr>${numbers(12).map((column) => `<th>Heading ${column}</th>`).join('')}</tr>${numbers(3).map((row) => `<tr>${'<td>value of a cell</td>'.repeat(12)}</tr>`).join('')}</table><p>After.</p>`);
const high = post('A high table', `<p>Before.</p><table>${head(4)}<tbody>${rows(60, 4, (row, column) => (column ? 'x' : `cell ${row}`))}</tbody></table><p>After.</p>${paragraphs(8)}`);
// All rows are as wide as each other: columns grow with what comes.
const names = numbers(900).map((row) => `Row ${100 + row}`);
const long = post('A table in pieces', `<p>Before.</p><table>${head(4)}<tbody>${names.map((name) => `<tr><th scope="row">${name}</th>${`<td>The cell of ${name}</td>`.repeat(3)}</tr>`).join('\n')}</tbody></table><p>After.</p>`);
const layout = post('Layouts', `<table><tr><td><p>The only cell.</p><p>It holds everything.</p></td></tr></table>
<table><tbody><tr><td><p>First.</p></td></tr><tr><td><p>Second.</p><table><thead><tr><th>Inner</th><th>Head</th></tr></thead><tr><td>a</td><td>b</td></tr></table></td></tr></tbody></table>
<table><tr><th>Outer</th><th>b</th></tr><tr><td><table><tr><td>in</td><td>it</td></tr></table></td><td>c</td></tr></table><p>After.</p>`);
const article = post('An article in one cell', `<table><tr><td>${paragraphs(60)}</td></tr></table><p>After.</p>`);
const chinese = post('中文表格', `<table><thead><tr>${numbers(7).map((n) => `<th>第${n}列的标题</th>`).join('')}</tr></thead><tr>${numbers(7).map(() => '<td>这是一个比较长的单元格，里面有好几句话，不应该一行只有一个字。</td>').join('')}</tr></table>`);
const archive = press(perFile, [small, wide, high, long, layout, article, chinese]);

const open = async (t, { title }, options = {}) => {
  const { page, complaints } = await visit(t, archive.address(title), { archive, ...options });
  await wholeBody(page).waitFor();
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
  return Object.assign(page, { complaints });
};
/** The columns of a table whose rows come piece by piece may find other widths as they come; by so much of a layout shift, and nothing else moves. */
const columnsMove = 0.005;
const phone = { viewport: { width: 320, height: 640 } };
const top = (locator) => locator.evaluate((one) => one.getBoundingClientRect().top);

for (const one of [small, wide, high, long, layout, article, chinese]) {
  test(`at 320 px the page doesn’t scroll sideways, nor move, for ${one.title}`, async (t) => {
    const page = await open(t, one, phone);
    assert.equal(await scrollsSideways(page), false);
    assert.ok(await layoutShift(page) <= (one === long ? columnsMove : 0));
    assert.deepEqual(page.complaints, []);
  });
}

test('a table that fits is a table and nothing else', async (t) => {
  const page = await open(t, small);
  await page.getByRole('table', { name: 'Paper' }).waitFor();
  assert.equal(await page.getByRole('region').count(), 0);
  assert.equal(await page.locator('.table').getAttribute('tabindex'), null);
});

test('a table that is too wide is a region with its caption’s name, which the keyboard scrolls; after a resize it is none', async (t) => {
  const page = await open(t, wide, phone);
  const region = page.getByRole('region', { name: 'Paper' });
  await page.getByRole('region', { name: 'Table 2' }).waitFor();
  await region.getByRole('table').waitFor();
  await region.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.table').scrollLeft > 0);
  await page.setViewportSize({ width: 2400, height: 900 });
  await page.locator('.prose').evaluate((prose) => { prose.style.maxWidth = 'none'; });
  await page.waitForFunction(() => !document.querySelector('.table').hasAttribute('role'));
  assert.equal(await page.locator('.table').first().getAttribute('tabindex'), null);
});

test('first cells that are headings stay in sight while a wide table scrolls sideways', async (t) => {
  const page = await open(t, wide, phone);
  const cell = page.getByRole('rowheader', { name: 'Row 1' });
  const left = () => cell.evaluate((one) => one.getBoundingClientRect().left);
  const before = await left();
  await page.locator('.table').first().evaluate((one) => { one.scrollLeft = 300; });
  assert.ok(Math.abs(await left() - before) < 1);
});

test('the header of a table far higher than the view stays in sight while it scrolls inside itself', async (t) => {
  const page = await open(t, high, phone);
  const window = page.locator('.table');
  assert.ok(await window.evaluate((one) => one.offsetHeight <= 0.8 * innerHeight + 1 && one.scrollHeight > one.clientHeight));
  await window.evaluate((one) => { one.scrollTop = 900; });
  assert.ok(Math.abs(await top(page.getByRole('columnheader').first()) - await top(window)) < 2);
  assert.equal(await layoutShift(page), 0);
});

test('the header of a table that fits stays at the top of the page while it is read', async (t) => {
  const page = await open(t, high, { viewport: { width: 1200, height: 1900 } });
  assert.equal(await page.getByRole('region').count(), 0);
  const table = page.getByRole('table');
  await page.setViewportSize({ width: 1200, height: 1700 });
  await table.evaluate((one) => scrollBy(0, one.getBoundingClientRect().top + 400));
  assert.ok(Math.abs(await top(page.getByRole('columnheader').first())) < 2);
});

test('a first row of headings is a header', async (t) => {
  const page = await open(t, wide, phone);
  assert.equal(await page.locator('.table tbody > .head').evaluate((one) => getComputedStyle(one).position), 'sticky');
});

test('a table that comes in pieces has all its rows, in order, in one table', async (t) => {
  const page = await open(t, long);
  assert.ok(await layoutShift(page) <= columnsMove);
  const more = page.getByRole('button', { name: 'Show more' });
  await more.click(); // in the middle of the table
  await more.waitFor({ state: 'detached' });
  await page.getByText('After.', { exact: true }).waitFor();
  assert.equal(await page.locator('.prose table').count(), 1);
  assert.deepEqual(await page.locator('.table > table tbody th').evaluateAll((all) => all.map((one) => one.textContent)), names);
  await page.getByRole('region', { name: 'Table 1' }).waitFor();
  assert.ok(await page.locator('.table').evaluate((one) => one.offsetHeight <= 0.8 * innerHeight + 1));
  const after = page.getByText('After.', { exact: true });
  assert.equal(await after.evaluate((one) => one.parentElement.className), 'prose');
});

test('tables of one cell or one column become blocks; a table in a cell of theirs is one, a table in a table’s cell isn’t framed', async (t) => {
  const page = await open(t, layout);
  assert.equal(await page.locator('table.layout[role=presentation]').count(), 2);
  assert.equal(await page.getByText('The only cell.').evaluate((one) => getComputedStyle(one.closest('table')).display + getComputedStyle(one.closest('td')).display), 'blockblock');
  assert.equal(await page.getByText('First.').evaluate((one) => getComputedStyle(one).fontFamily === getComputedStyle(one.closest('.prose')).fontFamily), true);
  assert.equal(await page.locator('.table').count(), 2);
  assert.equal(await page.getByRole('columnheader', { name: 'Inner' }).evaluate((one) => Boolean(one.closest('.table'))), true);
  assert.equal(await page.locator('.table .table').count(), 0);
});

test('an article that stands in one cell reads as an article', async (t) => {
  const page = await open(t, article);
  assert.equal(await page.locator('.table').count(), 0);
  const paragraph = page.locator('.prose table p').first();
  assert.equal(await paragraph.evaluate((one) => one.closest('table').scrollHeight > one.closest('table').clientHeight + 1), false);
  assert.equal(await layoutShift(page), 0);
});

test('Chinese cells hold several characters a line on a small screen', async (t) => {
  const page = await open(t, chinese, phone);
  const narrowest = await page.locator('.prose td').evaluateAll((all) => Math.min(...all.map((one) => (one.clientWidth - 2 * parseFloat(getComputedStyle(one).paddingLeft)) / parseFloat(getComputedStyle(one).fontSize))));
  assert.ok(narrowest >= 6, String(narrowest));
});

test('on paper nothing scrolls, and headers repeat', async (t) => {
  const page = await open(t, high, phone);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.table').evaluate((one) => one.scrollHeight > one.clientHeight + 1), false);
  assert.equal(await page.locator('.table thead').evaluate((one) => getComputedStyle(one).display), 'table-header-group');
});

for (const theme of ['light', 'dark']) {
  test(`tables that scroll break no accessibility rule in the ${theme} theme`, async (t) => {
    assert.deepEqual(await axe(await open(t, wide, { theme, ...phone })), []);
    assert.deepEqual(await axe(await open(t, layout, { theme, ...phone })), []);
  });
}
