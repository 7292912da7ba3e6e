// What one view costs a visitor who has nothing yet: requests, round trips, bytes.

import { waves } from './waves.mjs';
import { selectors } from './views.mjs';

/** Far longer than the program computes between two requests, so that waves of requests can't be confused. */
const latency = 200;
/** A page on which nothing was asked for so long has come to rest. */
const restAfter = 3 * latency;
const patience = 60_000;

/**
 * Opens a view in a fresh profile and waits until it rests. Returns what it saw:
 * `requests` of the archive, `{ path, start, end, bytes, bodyBytes, encoding, status, wave }` with times in milliseconds; `program`, the
 * same for all other requests; `stood`, when the view stood, or undefined if it never did; `isFull`, whether the first screen is filled;
 * `nCards`, `count` and `unanswered` as the page says them.
 *
 * A view of cards stands with the card that fills the screen, or else with the last card that came; nothing matching, it stands when
 * the page rests.
 */
export async function visit(browser, origin, view) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: 'en-US', timezoneId: 'UTC' });
  try {
    const page = await context.newPage();
    const traffic = await listen(await context.newCDPSession(page));
    await page.addInitScript(watch, selectors);
    await page.goto(`${origin}/${view.address}`);
    let since = 0;
    if (view.type) {
      await traffic.rest();
      const box = page.locator(selectors.filterBox).first();
      if (await box.count() === 0) return { requests: [], program: [], missing: 'no filter box' };
      since = Date.now();
      await box.pressSequentially(view.type);
    }
    await traffic.rest();

    const seen = await page.evaluate(() => globalThis.seen.now());
    const all = traffic.requests().filter(({ start }) => start >= since);
    const isOfArchive = ({ path }) => path.startsWith('archive/');
    const requests = all.filter(isOfArchive);
    const latest = traffic.requests().find(({ path }) => path === 'archive/latest.json');
    const later = requests.filter(({ start }) => start >= latest?.end);
    const numbers = waves(later);
    for (const request of requests) request.wave = numbers[later.indexOf(request)] ?? 0;
    return { ...seen, stood: stoodAt(view, seen), requests, program: all.filter((request) => !isOfArchive(request)) };
  } finally {
    await context.close();
  }
}

function stoodAt(view, seen) {
  if (view.until === 'screen') return seen.screen ?? seen.lastCard ?? seen.now;
  return seen[view.until];
}

/** Collects the traffic of a page that every answer takes `latency` to reach. */
async function listen(session) {
  const byId = new Map();
  let lastChange = Date.now();
  const on = (event, take) => session.on(`Network.${event}`, (message) => {
    lastChange = Date.now();
    take(message, byId.get(message.requestId));
  });
  on('requestWillBeSent', ({ requestId, request, timestamp, wallTime }) => {
    // The browser's clock counts from anywhere; this request tells both times of one moment.
    const clock = (seconds) => (wallTime + seconds - timestamp) * 1000;
    const { pathname } = new URL(request.url);
    byId.set(requestId, { path: decodeURIComponent(pathname.slice(1)), start: clock(timestamp), bodyBytes: 0, clock });
  });
  on('responseReceived', ({ response }, request) => {
    request.status = response.status;
    request.protocol = response.protocol;
    request.encoding = response.headers['content-encoding'] ?? '';
  });
  on('dataReceived', ({ encodedDataLength }, request) => { if (request) request.bodyBytes += encodedDataLength; });
  on('loadingFinished', ({ timestamp, encodedDataLength }, request) => {
    if (request) Object.assign(request, { end: request.clock(timestamp), bytes: encodedDataLength });
  });
  on('loadingFailed', ({ timestamp, errorText }, request) => {
    if (request) Object.assign(request, { end: request.clock(timestamp), bytes: request.bodyBytes, failed: errorText });
  });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 });

  const requests = () => [...byId.values()];
  return {
    requests,
    /** Resolves when all is answered and nothing more was asked for. */
    async rest() {
      const end = Date.now() + patience;
      lastChange = Date.now();
      while (Date.now() < end) {
        if (requests().every((request) => request.end) && Date.now() - lastChange > restAfter) return;
        await new Promise((later) => { setTimeout(later, 50); });
      }
      throw new Error(`the page asks for more and more: ${requests().slice(-3).map(({ path }) => path).join(', ')}`);
    },
  };
}

/** Runs in the page: notes when what is looked for came. */
function watch({ card, count, unanswered, body, neighbours, suggestion }) {
  const clock = () => performance.timeOrigin + performance.now();
  const seen = { nCards: 0 };
  const note = (what, isThere) => { if (!seen[what] && isThere) seen[what] = clock(); };
  const look = () => {
    const cards = document.querySelectorAll(card);
    if (cards.length > seen.nCards) seen.lastCard = clock();
    seen.nCards = cards.length;
    note('screen', cards.length > 0 && cards[cards.length - 1].getBoundingClientRect().bottom >= innerHeight);
    note('body', document.querySelector(body)?.textContent);
    note('neighbours', document.querySelector(neighbours));
    note('suggestions', document.querySelector(suggestion));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  const text = (selector) => document.querySelector(selector)?.textContent.trim();
  globalThis.seen = {
    now: () => ({ ...seen, now: clock(), isFull: seen.screen !== undefined, count: text(count), unanswered: text(unanswered) }),
  };
}
