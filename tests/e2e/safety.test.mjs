// Hostile articles: nothing in them runs, and nothing that could run is left in the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, sealed, serve, visit } from './harness.mjs';

const attack = 'globalThis.wasHit = true';
const hostile = {
  title: 'Proofs <img src=x onerror="globalThis.wasHit=true">',
  link: 'https://press.example/hostile',
  author: '<script>globalThis.wasHit=true</script>',
  tags: ['<b onmouseover="globalThis.wasHit=true">tag</b>'],
  date: '2024-05-01 10:00:00',
  body: `<p id="safe">The honest paragraph.</p>
<script>${attack}</script><script src="https://evil.example/x.js"></script><scr<script>ipt>${attack}</scr</script>ipt>
<img src="https://evil.example/x.png" onerror="${attack}" onload="${attack}" style="position:fixed" alt="A picture">
<svg onload="${attack}"><script>${attack}</script><use href="data:image/svg+xml,x"></use><animate onbegin="${attack}" attributeName="x"></animate></svg>
<math><mtext><table><mglyph><style><img src=x onerror="${attack}"></style></mglyph></table></mtext><maction actiontype="statusline#x" xlink:href="javascript:${attack}">m</maction></math>
<a href="javascript:${attack}">one</a><a href="JaVaScRiPt:${attack}">two</a><a href="&#106;avascript:${attack}">three</a><a href="java\tscript:${attack}">four</a>
<a href="data:text/html,<script>${attack}</script>">five</a><a href="vbscript:x">six</a><a href="https://ok.example/" onclick="${attack}" target="_top" style="color:red">seven</a>
<iframe src="javascript:${attack}"></iframe><iframe srcdoc="<script>${attack}</script>"></iframe><object data="x"></object><embed src="x"><applet></applet>
<form action="https://evil.example/" id="createElement"><input name="body" autofocus onfocus="${attack}"><button formaction="javascript:${attack}">Send</button></form>
<style>* { display: none !important }</style><link rel="stylesheet" href="https://evil.example/x.css"><meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/">
<div id="app" class="masthead picture-failed" onmouseover="${attack}" style="position:fixed;inset:0">Cover</div>
<details open ontoggle="${attack}"><summary onclick="${attack}">More</summary>x</details>
<video src=x onerror="${attack}"><source onerror="${attack}"></video><audio src=x onerror="${attack}"></audio>
<noscript><p title="</noscript><img src=x onerror='${attack}'>"></noscript><template><script>${attack}</script></template>
<textarea></textarea><img src=x onerror="${attack}"><title></title><xmp><img src=x onerror="${attack}"></xmp>
<p>The last paragraph.</p>`,
};
const archive = press(perFile, [hostile]);

/** What is left in an element that could run, load, cover the page, or send something. (A failed picture's note and the article's tools are the reader's own; no article can
 * say that it is: such attributes don't pass, and classes neither.) */
const leftovers = (element) => element.evaluate((root) => [...root.querySelectorAll('*')].filter((one) => !one.closest('.picture-failed, .article-tools, [data-interface]')).flatMap((one) => [
  ...(/^(script|style|link|meta|base|iframe|object|embed|applet|form|input|button|textarea|select|svg|use|video|audio|template)$/i.test(one.localName) ? [one.localName] : []),
  ...[...one.attributes].filter(({ name, value }) => /^on|^style$|^srcdoc$|^formaction$|^target$|^name$/i.test(name) || /^\W*(javascript|vbscript|data:text)/i.test(value)).map(({ name, value }) => `${one.localName} ${name}=${value}`),
]));

test('nothing in a hostile article runs, and nothing that could run is left', async (t) => {
  const { page, complaints, outside } = await visit(t, archive.address(hostile.title), { archive });
  const prose = page.locator('.prose');
  await prose.getByText('The last paragraph.').waitFor();
  await prose.getByText('The honest paragraph.').waitFor();
  assert.deepEqual(await leftovers(prose), []);
  for (const link of await prose.locator('a:not([href^="http"])').all()) await link.click({ force: true });
  await prose.getByText('Cover').hover();
  await prose.locator('.picture-failed').first().waitFor(); // pictures had their chance to fail
  assert.equal(await page.evaluate(() => globalThis.wasHit), undefined);
  assert.deepEqual(outside.filter((url) => !/\/x(\.png)?$/.test(url)), []); // the pictures
  const own = complaints.filter((complaint) => !/Failed to load resource/.test(complaint)); // a picture named x, which isn't there
  assert.deepEqual(own, []);
});

test('no id in an article can be taken for one of the page’s own', async (t) => {
  const { page } = await visit(t, archive.address(hostile.title), { archive });
  const prose = page.locator('.prose');
  await prose.getByText('The last paragraph.').waitFor();
  const ids = await prose.locator('[id]').evaluateAll((all) => all.map((one) => one.id));
  assert.ok(ids.length > 0 && ids.every((id) => id.startsWith('a-')), ids.join(' '));
});

test('names are text: title, author and tags of a hostile article show as they are written', async (t) => {
  const { page, complaints } = await visit(t, '', { archive });
  await page.getByRole('link', { name: hostile.title }).waitFor();
  await page.getByText(hostile.author).waitFor();
  await page.getByRole('link', { name: hostile.tags[0], exact: true }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.wasHit), undefined);
  assert.deepEqual(complaints, []);
});

test('addresses outside the body are web addresses or nothing', async (t) => {
  const server = await serve(t, { archive });
  const [article] = archive.articles();
  const { key, ...item } = article;
  const bad = { external_url: `javascript:${attack}`, image: `javascript:${attack}`, banner_image: 'data:text/html,x' };
  const latest = archive.file('latest.json');
  server.replace('archive/latest.json', sealed({ ...latest, items: [{ ...latest.items[0], ...bad }] }));
  server.replace(`archive/articles/${key}.json`, { ...item, ...bad });
  const { page } = await visit(t, '', { server });
  const card = page.getByRole('article');
  await card.getByRole('heading').waitFor();
  assert.deepEqual(await leftovers(card), []);
  assert.deepEqual(await leftovers(page.getByRole('navigation', { name: 'Tags' })), []);
  await card.getByRole('link').first().click();
  await page.locator('.prose').getByText('The last paragraph.').waitFor();
  assert.deepEqual(await leftovers(page.locator('main')), []);
  assert.equal(await page.getByRole('link', { name: /^Original/ }).count(), 0);
  assert.equal(await page.evaluate(() => globalThis.wasHit), undefined);
});
