// What an article may not bring: players wait for a press, links lose their tracking, and the page tells what it left out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, visit, wholeBody } from './harness.mjs';
import { paragraphs } from './posts.mjs';

const film = {
  title: 'A film', link: 'https://press.example/film', date: '2024-05-01 10:00:00',
  body: `<p>Before.</p><iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" title="How type is cast"></iframe>
<iframe src="https://unknown.example/frame"></iframe><video src="https://upload.wikimedia.org/press.webm"></video><p>After.</p>`,
};
const tracked = {
  title: 'Tracked', link: 'https://press.example/tracked', date: '2024-05-02 10:00:00',
  body: `<p>Read <a href="https://link.zhihu.com/?target=https%3A%2F%2Fpress.example%2Fa%3Futm_source%3Dx">this</a>.</p>
<img src="https://evil.example/pixel.gif" width="1" height="1"><script>1</script><p onclick="x()" style="color:red">Styled</p>${paragraphs(2)}`,
};
const plain = { title: 'Plain', link: 'https://press.example/plain', date: '2024-05-03 10:00:00', body: '<p>Nothing but text.</p>' };
const archive = press(perFile, [film, tracked, plain]);
const prose = (page) => page.locator('.prose');

test('a player of a known site asks nobody for anything until its button is pressed, and then its no-cookie host', async (t) => {
  const answerOutside = (route) => route.fulfill({ contentType: 'text/html', body: '<p>Playing</p>' });
  const { page, complaints, outside } = await visit(t, archive.address(film.title), { archive, answerOutside });
  await prose(page).getByText('After.').waitFor();
  const button = page.getByRole('button', { name: 'Play: How type is cast' });
  await button.waitFor();
  await page.getByText('Until you press it, nothing is asked of www.youtube-nocookie.com.').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Open at YouTube' }).getAttribute('href'), 'https://www.youtube.com/embed/dQw4w9WgXcQ');
  assert.equal(await page.getByRole('link', { name: 'unknown.example' }).count(), 1);
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual([outside, await axe(page)], [[], []]);
  await button.focus();
  await page.keyboard.press('Enter');
  await page.frameLocator('iframe').getByText('Playing').waitFor();
  assert.deepEqual(outside, ['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1']);
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'iframe');
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual(complaints, []);
});

test('a film of a known host plays in the page, and nothing is asked for before', async (t) => {
  const { page, outside } = await visit(t, archive.address(film.title), { archive });
  await page.getByRole('button', { name: 'Play: Wikimedia Commons' }).click();
  await prose(page).locator('video').waitFor();
  await page.waitForFunction(() => document.querySelector('video').error); // the request fails here
  assert.deepEqual(outside, ['https://upload.wikimedia.org/press.webm']);
});

test('the page tells what it left out, and links lead where they led without telling who came', async (t) => {
  const { page } = await visit(t, archive.address(tracked.title), { archive });
  assert.equal(await page.getByRole('link', { name: 'this' }).getAttribute('href'), 'https://press.example/a');
  const note = page.locator('.removed');
  await note.getByText('Left out of this article: 5').click();
  assert.deepEqual(await note.getByRole('listitem').allTextContents(), [
    'Scripts and what starts them: 2', 'Pictures of one pixel that report reading: 1', 'Tracking in links (the links still lead where they led): 1', 'Styles of its own: 1',
  ]);
  assert.deepEqual(await axe(page), []);
});

test('the page says nothing of an article that lost nothing', async (t) => {
  const { page } = await visit(t, archive.address(plain.title), { archive });
  await prose(page).getByText('Nothing but text.').waitFor();
  await page.getByRole('contentinfo').or(page.locator('.article-foot')).first().waitFor();
  assert.equal(await page.locator('.removed').count(), 0);
});

test('with the browser’s own sanitiser and without, an article is the same', async (t) => {
  const bodies = [];
  for (const prepare of [() => {}, (context) => context.addInitScript(() => { delete Element.prototype.setHTML; })]) {
    const { page, complaints } = await visit(t, archive.address(tracked.title), { archive, prepare });
    await wholeBody(page).waitFor();
    bodies.push(await prose(page).innerHTML());
    assert.deepEqual(complaints, []);
  }
  assert.equal(bodies[0], bodies[1]);
});
