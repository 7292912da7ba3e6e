// When the program itself breaks, from whatever state: a readable page with a way to load it again. What others break in the page is their business.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, perFile, press, serve, visit } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(60), { pictures: notePictures });
const cards = (page) => page.getByRole('main').getByRole('article');
const filter = (page) => page.getByRole('combobox', { name: 'Filter' });
const message = (page) => page.getByRole('alert').getByRole('heading', { name: 'Something broke' });

/** Waits for a list that makes no more nodes by itself: its end stands below it. */
const isWhole = (page) => page.getByRole('link', { name: 'Older articles' }).waitFor();

/** The next node that the reader makes is refused, once: it takes for granted that none is, and panics. (The message is made of nodes as well.) */
const breakNodes = (page) => page.evaluate(() => {
  const makers = ['createElement', 'createElementNS', 'importNode', 'createTextNode', 'createComment'];
  for (const name of makers) {
    document[name] = () => {
      for (const own of makers) delete document[own];
      throw new Error('out of nodes');
    };
  }
});

const states = {
  'a list, as an article is opened': ['', async (page) => {
    await isWhole(page);
    await breakNodes(page);
    await cards(page).getByRole('link', { name: noteTitle(60) }).click();
  }],
  'an article, as one goes back': [archive.address(noteTitle(30)), async (page) => {
    await page.locator('.prose p').last().waitFor();
    await page.getByRole('link', { name: noteTitle(31) }).waitFor();
    await breakNodes(page);
    await page.getByRole('link', { name: 'Back to the list' }).click();
  }],
  'an open filter, as one types': ['', async (page) => {
    await isWhole(page);
    await filter(page).click();
    await page.getByRole('option').first().waitFor();
    await breakNodes(page);
    await filter(page).pressSequentially('#i');
  }],
  'a list that is loading': ['', async (page, server, letGo) => {
    await page.getByRole('banner').waitFor();
    await breakNodes(page);
    letGo();
  }, 'archive/latest.json'],
  'an article that is loading': [archive.address(noteTitle(30)), async (page, server, letGo) => {
    await server.requested(/^archive\/articles\//);
    await server.requested(/reading-\w+\/article\.css$/); // the modules have made their nodes: it is the reader's that is refused
    await breakNodes(page);
    letGo();
  }, /^archive\/articles\//],
  'an article whose body is being made safe': [archive.address(noteTitle(30)), async (page, server, letGo) => {
    await page.getByRole('heading', { name: noteTitle(30) }).waitFor();
    await page.getByText('Preparing the article…').waitFor({ state: 'attached' });
    await page.locator('.neighbour').first().waitFor({ state: 'attached' }); // nothing else is on its way
    await breakNodes(page);
    letGo();
  }, /sanitizer[^/]*_bg\.wasm$/],
  'open settings': ['', async (page) => {
    await isWhole(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('group', { name: 'Theme' }).waitFor();
    await breakNodes(page);
    await page.keyboard.press('Escape');
    await cards(page).getByRole('link', { name: noteTitle(59) }).click();
  }],
};

for (const [state, [address, break_, held]] of Object.entries(states)) {
  test(`a panic in ${state} leads to a page that says so, with the way back to the view`, async (t) => {
    const server = await serve(t, { archive });
    const letGo = held ? server.hold(held) : undefined;
    const { page } = await visit(t, address, { server });
    await break_(page, server, letGo);
    await message(page).waitFor();
    const there = page.url();
    assert.equal(await page.locator('.masthead, .article, .card, #skeleton').count(), 0);
    await page.getByRole('link', { name: 'Load the page again' }).click();
    await page.getByRole('banner').waitFor();
    assert.equal(page.url(), there);
  });
}

/** Takes hold of the program's instance, the first one: its rest is another. */
const holdProgram = (context) => context.addInitScript(() => {
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...parameters) => {
    const result = await instantiateStreaming(...parameters);
    globalThis.programExports ??= result.instance.exports;
    return result;
  };
});

/**
 * Makes a function that ends the program without a panic: one of its own, which is sent far out of its memory. How it is called is the test's choice.
 */
const findTrap = (page) => page.evaluate(() => {
  const own = Object.values(globalThis.programExports).filter((value) => typeof value === 'function' && value.length >= 3);
  for (const each of own) {
    const call = () => each(...Array.from({ length: each.length }, () => -16));
    try {
      call();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) {
        globalThis.trap = call;
        return;
      }
    }
  }
  throw new Error('no function of the program traps');
});

for (const [where, spring] of Object.entries({
  'a message’s handler': () => { const { port1, port2 } = new MessageChannel(); port1.onmessage = globalThis.trap; port2.postMessage(''); },
  'an event’s handler': () => { document.addEventListener('click', globalThis.trap, { once: true }); document.body.click(); },
  'a promise': () => { Promise.resolve().then(globalThis.trap); },
  'an async function': () => { (async () => { await null; globalThis.trap(); })(); },
})) {
  test(`a trap that is no panic, in ${where}, leads to the same page`, async (t) => {
    const { page } = await visit(t, '', { archive, prepare: holdProgram });
    await cards(page).first().waitFor();
    await findTrap(page);
    await page.evaluate(spring);
    await message(page).waitFor();
    await page.getByRole('alert').getByText(/RuntimeError/).waitFor();
    await page.getByRole('link', { name: 'Load the page again' }).click();
    await cards(page).first().waitFor();
  });
}

test('a stack that is used up in the program leads to the same page', async (t) => {
  const { page } = await visit(t, '', { archive, prepare: holdProgram });
  await cards(page).first().waitFor();
  // The browser throws it on the program's behalf, with the frames of the program on top; there is no path in it that recurses without a bound.
  await page.evaluate(() => {
    const program = document.getElementById('boot').dataset.wasm;
    const error = new RangeError('Maximum call stack size exceeded');
    error.stack = `${error}\n    at ${new URL(program, location.href)}:wasm-function[12]:0x3d\n    at f (chrome-extension://abc/content.js:1:1)`;
    Promise.reject(error);
  });
  await message(page).waitFor();
});

/** Scripts that aren't the page's, as extensions bring them along. */
const extension = (context) => context.addInitScript({ content: `
  globalThis.extension = {
    fail() { throw new TypeError('the extension broke'); },
    trap() {
      const code = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11);
      new WebAssembly.Instance(new WebAssembly.Module(code)).exports.t();
    },
    overflow() { extension.overflow(); },
    mention() { throw new Error('could not load ' + new URL(document.getElementById('boot').dataset.js, location.href)); },
    inject() { document.createElement('div').innerHTML = '<iframe src="https://evil.example/"></iframe>'; },
  };
//# sourceURL=chrome-extension://abcdefgh/content.js` });

for (const how of ['fail', 'trap', 'overflow', 'mention', 'inject']) {
  test(`what an extension’s script breaks leaves the page as it is: ${how}`, async (t) => {
    const { page, complaints } = await visit(t, '', { archive, prepare: extension });
    await cards(page).first().waitFor();
    const failures = [];
    page.on('pageerror', (error) => failures.push(error));
    await page.evaluate((name) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.extension[name]();
      port2.postMessage('');
      Promise.resolve().then(() => globalThis.extension[name]());
      addEventListener('focusin', () => globalThis.extension[name](), { once: true }); // from within a call of the reader's
    }, how);
    await cards(page).getByRole('link', { name: noteTitle(60) }).click();
    await page.locator('.prose').getByText(/noted on day 60/).first().waitFor();
    assert.ok(complaints.length >= 3, `it did fail: ${complaints}`);
    assert.equal(await page.locator('.failure').count(), 0);
  });
}

test('an extension’s error while the page starts doesn’t stop it', async (t) => {
  const { page } = await visit(t, '', { archive, prepare: async (context) => {
    await extension(context);
    await context.addInitScript(() => { addEventListener('DOMContentLoaded', () => globalThis.extension.fail()); Promise.resolve().then(() => globalThis.extension.fail()); });
  } });
  await cards(page).first().waitFor();
  assert.equal(await page.locator('.failure').count(), 0);
});

for (const theme of ['light', 'dark']) {
  test(`the page after a panic breaks no accessibility rule in the ${theme} theme`, async (t) => {
    const { page } = await visit(t, '', { archive, theme });
    await isWhole(page);
    await breakNodes(page);
    await cards(page).getByRole('link', { name: noteTitle(60) }).click();
    await message(page).waitFor();
    assert.deepEqual(await axe(page), []);
  });
}
