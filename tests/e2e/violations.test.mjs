// What gets past both sanitisers is the policy's: it is blocked, the browser says so, and the page goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFile, press, serve, visit } from './harness.mjs';
import { notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(5).map(({ thumbnail, ...note }) => note));
const prose = (page) => page.locator('.prose');

/** In the sanitiser's place: gives each body back as it came. */
const echo = `onmessage = ({ data: [id, , , html] }) => postMessage([id, 'html', '', '0 ' + html]);
postMessage(['ready', location.pathname.split('/').at(-2)]);`;

const attack = 'globalThis.wasHit = true';
const body = `<p>The first paragraph.</p><img src="data:image/png;base64,x" onerror="${attack}"><p id="target" onclick="${attack}" style="position: fixed">Click me</p>
<iframe srcdoc="<script>parent.wasHit = true</script>"></iframe><iframe src="https://evil.example/"></iframe><object data="https://evil.example/x"></object><a href="javascript:${attack}">A link</a>
<video src="https://evil.example/x.mp4"></video><p>The last paragraph.</p>`;

test('an article that breaks the policy runs nothing, is reported in the console, and leaves the page working', async (t) => {
  const server = await serve(t, { archive });
  server.replace(/sanitizer_loader\.js$/, echo);
  const [article] = archive.articles().filter(({ title }) => title === noteTitle(3));
  const { key, ...item } = article;
  server.replace(`archive/articles/${key}.json`, { ...item, content_html: body });
  const { page, complaints, outside } = await visit(t, archive.address(noteTitle(3)), { server, prepare: (context) => context.addInitScript(() => {
    delete Element.prototype.setHTML; // the browser's own sanitiser would leave nothing to be blocked
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => globalThis.violations.push(effectiveDirective));
  }) });
  await prose(page).getByText('The last paragraph.').waitFor();
  await prose(page).getByText('Click me').click();
  await prose(page).getByRole('link', { name: 'A link' }).click();
  await page.waitForFunction(() => ['script-src-attr', 'style-src-attr', 'script-src-elem', 'frame-src', 'object-src', 'media-src'].every((name) => globalThis.violations.includes(name)));
  assert.equal(await page.evaluate(() => globalThis.wasHit), undefined);
  assert.deepEqual(outside, []);
  assert.ok(complaints.some((complaint) => /Content Security Policy/.test(complaint)), complaints.join('\n'));
  assert.equal(await page.locator('.failure').count(), 0);
  // The page goes on.
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('main').getByRole('link', { name: noteTitle(5) }).click();
  await prose(page).getByText(/noted on day 5/).first().waitFor();
});
