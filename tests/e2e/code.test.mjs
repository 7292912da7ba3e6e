// Code: its frame, the button that copies it, its colours, and what is fetched for them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit, wholeBody } from './harness.mjs';
import { paragraphs } from './posts.mjs';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const rust = `fn main() {\n    // 测试 & <done>\n    let name = "café \\n";\n\tprintln!("{name}: {}", 1 << 4);\n}\n`;
const script = `import { readFile } from 'node:fs/promises';\n\nconst text = await readFile(process.argv[2], 'utf8'); // ${'a long line '.repeat(20)}\n`;
const post = (title, body) => ({ title, link: `https://press.example/${encodeURIComponent(title)}`, date: '2024-05-01 10:00:00', body });
const block = (language, text) => `<pre><code class="language-${language}">${escaped(text)}</code></pre>`;

const declared = post('Declared', `<p>Before.</p>${block('rs', rust)}<p>Between.</p>${block('js', script)}<p>A line:</p>${block('sh', 'npm ci\n')}<p>After.</p>`);
const aliases = ['ts', 'py', 'c++', 'c#', 'yml', 'html', 'toml', 'golang', 'kt', 'objc'];
const many = post('Many languages', aliases.map((name) => block(name, `class a { return "${name}" }\n# b\nif (1) {}\n<p class="c"></p>\n`)).join('<p>and</p>'));
const plain = post('Undeclared', `<p>Before.</p><pre><code>${escaped(rust)}</code></pre>${block('text', rust)}${block('no-such-language', rust)}<p>After.</p>`);
const far = post('Far below', `${paragraphs(30)}${block('rust', rust)}<p>After.</p>`);
const odd = post('Oddities', `<p>Before.</p>
<pre class="language-js"><span>const</span> a = <span>1</span>;<br>let b;<br><br>b = a;</pre>
<pre><code class="language-js">const <a href="https://press.example/x">x</a> = <strong>1</strong>;\nx;\nx;</code></pre>
<pre><code class="language-constructor">a = 1;\nb = 2;</code></pre>
<pre><code class="language-json">${escaped(JSON.stringify({ long: 'x'.repeat(120_000) }))}</code></pre>
<pre></pre><p>After.</p>`);
const archive = press(perFile, [declared, many, plain, far, odd]);

const isHighlighter = /^reading-[^/]+\/(?:highlight)(?:\/|\.js|\.css)/;
const fetched = (server) => server.requests.filter((path) => isHighlighter.test(path)).map((path) => path.replace(/^reading-[^/]+\//, '')).sort();
const pre = (page, number = 0) => page.locator('.prose pre').nth(number);
const coloured = (page, number = 0) => pre(page, number).locator('[class^=hljs-]').first();
const isWhole = (page) => wholeBody(page).waitFor();

test('code in a declared language has colours, and says exactly what it said', async (t) => {
  const { page, complaints } = await visit(t, archive.address(declared.title), { archive });
  await coloured(page, 0).waitFor();
  await coloured(page, 1).waitFor();
  assert.deepEqual(await page.locator('.prose pre').evaluateAll((all) => all.map((one) => one.textContent)), [rust, script, 'npm ci\n']);
  const colours = await pre(page).locator('[class^=hljs-]').evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).color))]);
  assert.ok(colours.length >= 3, colours.join());
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual(complaints, []);
});

test('only the grammars of the languages in the article are fetched, by whatever name', async (t) => {
  const { page, server } = await visit(t, archive.address(declared.title), { archive });
  for (const number of [0, 1]) await coloured(page, number).waitFor();
  await server.requested(/highlight\/bash/);
  assert.deepEqual(fetched(server), ['highlight.css', 'highlight.js', ...['bash', 'core', 'javascript'].map((name) => `highlight/${name}.min.js`), 'highlight/names.js', 'highlight/rust.min.js']);

  const { page: other, server: itsServer } = await visit(t, archive.address(many.title), { archive, viewport: { width: 1200, height: 3000 } });
  for (const number of aliases.keys()) await coloured(other, number).waitFor();
  assert.deepEqual(fetched(itsServer).filter((path) => path.includes('/')), ['core', 'cpp', 'csharp', 'go', 'ini', 'kotlin', 'objectivec', 'python', 'typescript', 'xml', 'yaml'].map((name) => `highlight/${name}.min.js`).concat('highlight/names.js').sort());
});

test('nothing is fetched for code that declares no language, and no grammar for one that isn’t known', async (t) => {
  const { page, server, complaints } = await visit(t, archive.address(plain.title), { archive });
  await server.requested(/highlight\/names\.js/); // for the one that declares what nobody knows
  await isWhole(page);
  assert.deepEqual(fetched(server).filter((path) => /core|min/.test(path)), []);
  assert.equal(await page.locator('.prose [class^=hljs-]').count(), 0);
  assert.deepEqual(complaints, []);
});

test('colours are fetched when code comes near the view', async (t) => {
  const { page, server } = await visit(t, archive.address(far.title), { archive });
  await isWhole(page);
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
  assert.deepEqual(fetched(server), []);
  await pre(page).scrollIntoViewIfNeeded();
  await coloured(page).waitFor();
  assert.equal(await pre(page).textContent(), rust);
});

for (const [what, pattern] of [['highlighter', /highlight\/core/], ['grammar', /highlight\/rust/], ['list of languages', /highlight\/names/]]) {
  test(`without its ${what} code stays plain, and the article whole`, async (t) => {
    const { page, server } = await visit(t, archive.address(far.title), { archive });
    await isWhole(page);
    server.fail(pattern);
    await pre(page).scrollIntoViewIfNeeded();
    await server.requested(pattern);
    await page.getByText('After.', { exact: true }).waitFor();
    assert.equal(await pre(page).textContent(), rust);
    assert.equal(await coloured(page).count(), 0);
    await page.getByRole('button', { name: 'Copy code' }).waitFor();
  });
}

test('lines and highlighters’ spans become text; what the author put into code stays; what is too large stays plain', async (t) => {
  const { page, complaints } = await visit(t, archive.address(odd.title), { archive, viewport: { width: 1200, height: 2000 } });
  await coloured(page, 0).waitFor();
  await wholeBody(page).waitFor();
  assert.equal(await pre(page, 0).textContent(), 'const a = 1;\nlet b;\n\nb = a;');
  assert.equal(await pre(page, 1).getByRole('link', { name: 'x' }).getAttribute('href'), 'https://press.example/x');
  assert.equal(await pre(page, 1).locator('strong').count(), 1);
  for (const number of [1, 2, 3]) assert.equal(await pre(page, number).locator('[class^=hljs-]').count(), 0);
  assert.equal(await page.locator('.code').count(), 4, 'an empty block has no frame');
  assert.deepEqual(complaints, []);
});

test('the button copies exactly what the code says, and says so', async (t) => {
  const { page } = await visit(t, archive.address(declared.title), { archive, permissions: ['clipboard-read', 'clipboard-write'] });
  await coloured(page).waitFor();
  await pre(page).hover();
  await page.getByRole('button', { name: 'Copy code' }).first().click();
  await page.getByRole('status').getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), rust.replace(/\n$/, ''));
  assert.match(await page.locator('.code-copy').first().evaluate((button) => getComputedStyle(button, '::after').content), /Copied/);
});

test('whoever can’t write to the clipboard has the code selected', async (t) => {
  const { page } = await visit(t, archive.address(declared.title), {
    archive, locale: 'zh-CN', prepare: (context) => context.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined })),
  });
  await isWhole(page);
  const button = page.getByRole('button', { name: '复制代码' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('已选中').waitFor();
  assert.equal((await page.evaluate(() => String(getSelection()))).trim(), rust.trim());
});

test('long lines scroll inside the code by keyboard, or wrap everywhere in the article when one asks for it', async (t) => {
  const { page } = await visit(t, archive.address(declared.title), { archive, viewport: { width: 320, height: 700 } });
  await isWhole(page);
  const isWide = (number) => pre(page, number).evaluate((one) => one.scrollWidth > one.clientWidth);
  assert.ok(await isWide(1));
  await pre(page, 1).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelectorAll('.prose pre')[1].scrollLeft > 0);
  const toggle = page.getByRole('button', { name: 'Wrap long lines' }).last();
  const { y } = await toggle.boundingBox();
  await toggle.click();
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  assert.deepEqual([await isWide(0), await isWide(1)], [false, false]);
  assert.ok(Math.abs((await toggle.boundingBox()).y - y) < 1, 'what was pressed stays where it is');
  await toggle.click();
  assert.ok(await isWide(1));
  assert.equal(await scrollsSideways(page), false);
});

test('the buttons are large enough for fingers, and always there for them', async (t) => {
  const { page } = await visit(t, archive.address(declared.title), { archive, viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await isWhole(page);
  for (const button of await page.getByRole('button', { name: 'Copy code' }).all()) {
    const { width, height } = await button.boundingBox();
    assert.ok(width >= 44 && height >= 44);
    assert.equal(await button.evaluate((one) => getComputedStyle(one).opacity), '1');
  }
});

test('without a mouse over it, code shows no buttons; the keyboard reaches them', async (t) => {
  const { page } = await visit(t, archive.address(declared.title), { archive });
  await isWhole(page);
  const button = page.getByRole('button', { name: 'Copy code' }).first();
  const opacity = () => button.evaluate((one) => getComputedStyle(one).opacity);
  assert.equal(await opacity(), '0');
  await button.focus();
  assert.equal(await opacity(), '1');
  const { width, height } = await button.boundingBox();
  assert.ok(width >= 24 && height >= 24);
});

test('the name of the language is shown, and is no part of the text', async (t) => {
  const { page } = await visit(t, archive.address(declared.title), { archive });
  await isWhole(page);
  const shown = await page.locator('.code-head').evaluateAll((all) => all.map((one) => getComputedStyle(one, '::before').content));
  assert.deepEqual(shown, ['"Rust"', '"JavaScript"', 'none']);
  assert.ok(!(await page.locator('.prose').innerText()).includes('Rust'));
});

for (const theme of ['light', 'dark']) {
  test(`coloured code breaks no accessibility rule in the ${theme} theme`, async (t) => {
    const { page } = await visit(t, archive.address(declared.title), { archive, theme });
    for (const number of [0, 1]) await coloured(page, number).waitFor();
    assert.deepEqual(await axe(page), []);
  });
}

test('each colour of code can be read on the darkest of the light grounds', async (t) => {
  const { page } = await visit(t, archive.address(declared.title), { archive });
  await coloured(page).waitFor();
  const least = await pre(page).evaluate((one) => {
    const luminance = (colour) => {
      const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const names = ['comment', 'keyword', 'string', 'number', 'name', 'type'];
    const probe = one.appendChild(document.createElement('span'));
    const contrasts = names.map((name) => {
      probe.style.color = `var(--code-${name})`;
      return (luminance('rgb(235, 223, 196)') + 0.05) / (luminance(getComputedStyle(probe).color) + 0.05);
    });
    probe.remove();
    return Math.min(...contrasts);
  });
  assert.ok(least >= 4.5, String(least));
});
