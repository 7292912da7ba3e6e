// Hearing an article: which words, in which order, marked where, and what the bar does. A browser without a screen has no voices: a stand-in notes what it
// is to say, and tells that it has said it when the test wants so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, layoutShift, perFile, press, scrollsSideways, visit, wholeBody } from './harness.mjs';
import { paragraphs, picture } from './posts.mjs';

const english = {
  title: 'The mill by the river',
  link: 'https://press.example/mill',
  date: '2024-05-01 10:00:00',
  body: `<h2>The mill</h2><p>The mill is old. Is it <code>still</code> running?<br>Yes!</p>
<pre><code class="language-rust">fn main() {}</code></pre>
<p>It was sold.<sup class="footnote-reference"><a href="#fn-1">1</a></sup> Then <ruby>漢<rt>kan</rt></ruby> came.</p>
<figure><img src="wheel.svg" alt="A wheel"><figcaption>The wheel.</figcaption></figure>
<table><tr><td>Water</td><td>Stone</td></tr></table>
<p lang="zh">河水很清。</p>
<details><summary>More</summary><p>Folded away.</p></details>
<p>The last one.</p>`,
};
const tall = { title: 'A tall one', link: 'https://press.example/tall', date: '2024-04-01 10:00:00', body: `<p>The first of all.</p>${paragraphs(20)}<p id="low">Down here. And on.</p>${paragraphs(20)}` };
const sentence = `This sentence goes on, ${'and on, and further on, '.repeat(15)}until it ends.`;
const winding = { title: 'A winding one', link: 'https://press.example/winding', date: '2024-03-01 10:00:00', body: `<p>${sentence}</p><p>${'河水流过纸厂，'.repeat(50)}</p>` };
const chinese = { title: '纸厂', link: 'https://press.example/zhi', date: '2024-02-01 10:00:00', body: '<p>老师傅认为纸张会记住一切。年轻人认为机器会忘记一切！河水很清。</p>' };
const archive = press(perFile, [english, tall, winding, chinese], { pictures: { 'wheel.svg': picture(60, 40) } });

const voices = [
  { voiceURI: 'ann', name: 'Ann', lang: 'en-GB' }, { voiceURI: 'bob', name: 'Bob', lang: 'en-US', default: true }, { voiceURI: 'mei', name: '美佳', lang: 'zh_CN' }, { voiceURI: 'uli', name: 'Uli', lang: 'de-DE' },
];

/** In the place of the browser's speech: `speech.said` lists texts, `speech.end()` and `speech.fail(why)` tell what became of the last. */
function standIn(voices) {
  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }
  const speech = Object.assign(new EventTarget(), {
    said: [], present: undefined, voices,
    getVoices: () => speech.voices,
    speak(utterance) {
      speech.present = utterance;
      speech.said.push(utterance);
    },
    cancel() {
      const { present } = speech;
      speech.present = undefined;
      queueMicrotask(() => present?.onerror?.({ error: 'interrupted' }));
    },
    end: () => speech.present.onend({}),
    fail: (error) => speech.present.onerror({ error }),
  });
  Object.defineProperties(globalThis, {
    speechSynthesis: { value: speech, configurable: true }, SpeechSynthesisUtterance: { value: Utterance, configurable: true }, speech: { value: speech },
  });
}

async function open(t, title, { has = voices, prepare = () => {}, ...options } = {}) {
  const visited = await visit(t, archive.address(title), { archive, ...options, prepare: async (context) => {
    await context.addInitScript(standIn, has);
    await prepare(context);
  } });
  await wholeBody(visited.page).waitFor();
  return visited;
}

const listen = (page) => page.getByRole('button', { name: /^(Listen|朗读)$/ });
const bar = (page) => page.getByRole('region', { name: /Listening|朗读/ });
const control = (page, name) => bar(page).getByRole('button', { name });
const present = (page) => page.evaluate(() => ({ text: speech.present?.text, voice: speech.present?.voice?.voiceURI, lang: speech.present?.lang, rate: speech.present?.rate }));
const text = async (page) => (await present(page)).text;
const end = (page) => page.evaluate(() => speech.end());
const marked = (page) => page.evaluate(() => [...CSS.highlights.get('spoken') ?? []].map(String).join());

async function begin(page) {
  await listen(page).click();
  await control(page, 'Pause').waitFor();
}

test('an article is read sentence by sentence, without code, folded parts and markers, each marked', async (t) => {
  const { page, complaints } = await open(t, english.title);
  await begin(page);
  const read = [];
  for (let words; (words = await text(page)); await end(page)) {
    read.push(words);
    if (words !== 'A wheel') assert.equal((await marked(page)).replace(/kan|\s*1\s*$/g, '').replace(/\s+/g, ' '), words);
    if (words === 'The last one.') {
      await end(page);
      break;
    }
  }
  assert.deepEqual(read, ['The mill', 'The mill is old.', 'Is it still running?', 'Yes!', 'It was sold.', 'Then 漢 came.', 'A wheel', 'The wheel.', 'Water', 'Stone', '河水很清。', 'More', 'The last one.']);
  await bar(page).getByRole('status').getByText('That was the end.').waitFor();
  assert.equal(await marked(page), '');
  assert.equal(await layoutShift(page), 0);
  assert.deepEqual(complaints, []);
});

test('after its end it begins again with the first sentence, and leads there', async (t) => {
  const { page } = await open(t, english.title, { viewport: { width: 800, height: 400 } });
  await begin(page);
  while (await text(page)) await end(page);
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  const isAbove = () => page.getByRole('heading', { name: 'The mill', exact: true }).evaluate((heading) => heading.getBoundingClientRect().bottom < 0);
  assert.ok(await isAbove());
  await control(page, 'Play').click();
  assert.equal(await text(page), 'The mill');
  assert.equal(await marked(page), 'The mill');
  await page.waitForFunction(() => document.querySelector('.prose h2, .prose h3').getBoundingClientRect().top >= 0);
});

test('a part in another language has its own voice', async (t) => {
  const { page } = await open(t, english.title);
  await begin(page);
  assert.deepEqual(await present(page), { text: 'The mill', voice: 'bob', lang: 'en', rate: 1 });
  while (await text(page) !== '河水很清。') await end(page);
  assert.deepEqual(await present(page), { text: '河水很清。', voice: 'mei', lang: 'zh', rate: 1 });
});

test('Chinese is cut into its sentences, and read by a Chinese voice', async (t) => {
  const { page } = await open(t, chinese.title, { locale: 'zh-CN' });
  await listen(page).click();
  await control(page, '暂停').waitFor();
  assert.deepEqual([(await present(page)).text, (await present(page)).voice], ['老师傅认为纸张会记住一切。', 'mei']);
  await control(page, '下一句').click();
  assert.equal(await text(page), '年轻人认为机器会忘记一切！');
});

test('a long sentence is said in pieces of at most 200 characters, and marked as one', async (t) => {
  const { page } = await open(t, winding.title);
  await begin(page);
  const pieces = [];
  const whole = await marked(page);
  for (; await marked(page) === whole; await end(page)) pieces.push(await text(page));
  assert.equal(pieces.join(' '), sentence);
  assert.ok(pieces.every((piece) => piece.length <= 200 && /[,.]$/.test(piece)), pieces.join('\n'));
  assert.match(await text(page), /^(河水流过纸厂，){20,}$/);
});

test('pause and play, the next sentence and the one before', async (t) => {
  const { page } = await open(t, english.title);
  await begin(page);
  await end(page);
  await control(page, 'Pause').click();
  assert.equal(await text(page), undefined);
  assert.equal(await marked(page), 'The mill is old.', 'one sees where it goes on');
  await control(page, 'Next sentence').click();
  assert.equal(await text(page), undefined, 'it stays silent');
  assert.match(await marked(page), /^Is it still/);
  await control(page, 'Play').click();
  assert.equal(await text(page), 'Is it still running?');
  await control(page, 'Previous sentence').click();
  assert.equal(await text(page), 'The mill is old.');
  await control(page, 'Previous sentence').click();
  await control(page, 'Previous sentence').click();
  assert.equal(await text(page), 'The mill');
});

test('voice and rate are those of the article’s language, hold at once, and are kept', async (t) => {
  const { page } = await open(t, english.title);
  await begin(page);
  const names = await bar(page).getByLabel('Voice').locator('option').allTextContents();
  assert.deepEqual(names, ['Ann (United Kingdom)', 'Bob (United States)']);
  await bar(page).getByLabel('Voice').selectOption('ann');
  assert.deepEqual(await present(page), { text: 'The mill', voice: 'ann', lang: 'en', rate: 1 });
  await bar(page).getByLabel('Speed').selectOption('1.5');
  assert.equal((await present(page)).rate, 1.5);
  assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem('offprint.voice.en'))), { voice: 'ann', rate: 1.5 });
  await page.reload();
  await listen(page).click();
  await control(page, 'Pause').waitFor();
  assert.deepEqual([(await present(page)).voice, (await present(page)).rate], ['ann', 1.5]);
});

test('it works where nothing can be kept', async (t) => {
  const { page, complaints } = await open(t, english.title, { prepare: (context) => context.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  }) });
  await begin(page);
  await bar(page).getByLabel('Speed').selectOption('2');
  assert.equal((await present(page)).rate, 2);
  assert.deepEqual(complaints, []);
});

test('it begins at the selection, else with the first sentence in view', async (t) => {
  const { page } = await open(t, tall.title);
  await page.evaluate(() => {
    const node = [...document.querySelectorAll('.prose p')].find((one) => one.textContent.startsWith('Down here.')).firstChild;
    getSelection().setBaseAndExtent(node, 13, node, 15);
    node.parentElement.scrollIntoView();
  });
  await listen(page).dispatchEvent('pointerdown');
  await listen(page).dispatchEvent('click', { detail: 1 });
  await control(page, 'Pause').waitFor();
  assert.equal(await text(page), 'And on.');
  await control(page, 'Stop listening').click();
  await page.evaluate(() => {
    getSelection().removeAllRanges();
    [...document.querySelectorAll('.prose p')].find((one) => one.textContent.startsWith('Down here.')).scrollIntoView();
  });
  await listen(page).dispatchEvent('pointerdown');
  await listen(page).dispatchEvent('click', { detail: 1 });
  await control(page, 'Pause').waitFor();
  assert.equal(await text(page), 'Down here.');
});

test('what is read stays in view, unless the person has scrolled away', async (t) => {
  const { page } = await open(t, tall.title, { viewport: { width: 390, height: 500 }, reducedMotion: 'reduce' });
  const isInView = () => page.evaluate(() => {
    const { top, bottom } = [...CSS.highlights.get('spoken')][0].getBoundingClientRect();
    return top >= 0 && bottom <= document.querySelector('.listen-bar').getBoundingClientRect().top;
  });
  await begin(page);
  for (let count = 0; count < 12; count++) {
    await end(page);
    assert.ok(await isInView(), `sentence ${count}`);
  }
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  const top = await page.evaluate(() => scrollY);
  await end(page);
  await end(page);
  assert.equal(await page.evaluate(() => scrollY), top);
  await control(page, 'Next sentence').click();
  assert.ok(await isInView(), 'whoever asks for the next one is led there');
});

test('without a voice for the language, or any voice, the bar says so; one that comes later is used', async (t) => {
  const { page } = await open(t, english.title, { has: [voices[3]], viewport: { width: 390, height: 700 } });
  await listen(page).click();
  await bar(page).getByText('This browser has no voice for English.').waitFor();
  assert.ok(await control(page, 'Next sentence').isDisabled());
  assert.ok(await control(page, 'Stop listening').evaluate((button) => document.activeElement === button));
  assert.deepEqual(await axe(page), []);
  await page.evaluate((all) => {
    speech.voices = all;
    speech.dispatchEvent(new Event('voiceschanged'));
  }, voices);
  await control(page, 'Pause').waitFor();
  assert.equal(await text(page), 'The mill');
  const none = await open(t, chinese.title, { has: [], locale: 'zh-CN' });
  await listen(none.page).click();
  await bar(none.page).getByText('此浏览器没有可用的朗读语音。').waitFor();
});

test('a browser that can’t speak has no such button', async (t) => {
  const { page } = await open(t, english.title, { prepare: (context) => context.addInitScript(() => Object.defineProperty(globalThis, 'speechSynthesis', { value: undefined })) });
  await page.getByRole('button', { name: 'Copy link' }).waitFor();
  assert.equal(await listen(page).count(), 0);
});

test('an error is told, and one can go on', async (t) => {
  const { page, complaints } = await open(t, english.title);
  await begin(page);
  await page.evaluate(() => speech.fail('network'));
  await bar(page).getByText('This voice needs a connection.').waitFor();
  await control(page, 'Play').click();
  assert.equal(await text(page), 'The mill');
  assert.equal(await bar(page).getByRole('status').textContent(), '');
  assert.deepEqual(complaints, []);
});

test('Escape closes the bar, and the focus returns; Space keeps its meaning', async (t) => {
  const { page } = await open(t, tall.title, { viewport: { width: 800, height: 500 } });
  await begin(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Space');
  await page.waitForFunction(() => scrollY > 0);
  assert.ok(await text(page), 'it reads on');
  await page.keyboard.press('Escape');
  await bar(page).waitFor({ state: 'detached' });
  assert.equal(await text(page), undefined);
  assert.equal(await marked(page), '');
  assert.ok(await listen(page).evaluate((button) => document.activeElement === button));
});

test('it falls silent when the article is left', async (t) => {
  const { page, complaints } = await open(t, english.title);
  await begin(page);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.locator('[role=feed]').waitFor();
  await bar(page).waitFor({ state: 'detached' });
  assert.equal(await text(page), undefined);
  assert.equal(await page.evaluate(() => CSS.highlights.has('spoken')), false);
  assert.deepEqual(complaints, []);
});

test('without highlights of the browser’s the block is marked, and left as it was', async (t) => {
  const { page } = await open(t, english.title, { prepare: (context) => context.addInitScript(() => { delete globalThis.Highlight; }) });
  await begin(page);
  await end(page);
  assert.equal(await page.locator('.prose .spoken').textContent(), 'The mill is old. Is it still running?Yes!');
  await control(page, 'Stop listening').click();
  assert.equal(await page.locator('.prose [class="spoken"], .prose p[class]').count(), 0);
});

for (const theme of ['light', 'dark']) {
  for (const width of [320, 1440]) {
    test(`the bar fits ${width} px in the ${theme} theme, for fingers and screen readers`, async (t) => {
      const { page } = await open(t, english.title, { theme, viewport: { width, height: 700 } });
      await begin(page);
      for (const button of await bar(page).getByRole('button').all()) {
        const { width, height } = await button.boundingBox();
        assert.ok(width >= 44 && height >= 44);
      }
      assert.deepEqual(await axe(page), []);
      assert.equal(await scrollsSideways(page), false);
      const [end, top] = await page.evaluate(() => {
        scrollTo(0, document.documentElement.scrollHeight);
        return [document.querySelector('.article-foot').getBoundingClientRect().bottom, document.querySelector('.listen-bar').getBoundingClientRect().top];
      });
      assert.ok(end <= top, 'the end of the page can be seen');
      assert.equal(await layoutShift(page), 0);
    });
  }
}
