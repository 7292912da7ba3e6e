// What one view costs a visitor who has nothing yet: requests, round trips, bytes.

import { waves } from './waves.mjs';
import { selectors } from './views.mjs';

/** In milliseconds; far longer than the program computes between two requests, so that waves of requests can't be confused. */
export const measured = { latency: 200, restAfter: 600 };
/** Only to see what is asked for. */
export const rehearsed = { latency: 0, restAfter: 300 };
/** How long a page may take to come to rest. */
const patience = 30_000;

/**
 * Opens a view in a fresh profile, on a network on which every answer takes `latency` longer, and waits until nothing was asked for during
 * `restAfter`. Returns what it saw:
 * `requests` of the archive, `{ path, start, end, bytes, bodyBytes, encoding, status, wave }` with times in milliseconds; `program`, the
 * same for all other requests; `rests`, whether the page came to rest; `stood`, when the view stood, or undefined if it never did;
 * `isFull`, whether the first screen is filled; `nCards`, `count`, `unanswered` and `alert` as the page says them.
 *
 * A view of cards stands with the card that fills the screen, or else with the last card that came; nothing matching, it stands when
 * the page rests. Suggestions stand when they change no more.
 */
export async function visit(browser, origin, view, { latency, restAfter }) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: 'en-US', timezoneId: 'UTC' });
  try {
    const page = await context.newPage();
    const traffic = await listen(await context.newCDPSession(page), latency);
    await page.addInitScript(watch, selectors);
    await page.goto(`${origin}/${view.address}`);
    await page.waitForFunction((skeleton) => document.readyState !== 'loading' && !document.querySelector(skeleton), selectors.skeleton);
    let since = 0;
    if (view.type) {
      await traffic.rest(restAfter);
      const box = page.locator(selectors.filterBox).first();
      if (await box.count() === 0) return { requests: [], program: [], missing: 'no filter box' };
      since = Date.now();
      await box.pressSequentially(view.type);
    }
    // Those that wait for the program have no traffic to tell by. One that never stands has its own verdict.
    if (view.until !== 'screen') await page.waitForFunction((what) => globalThis.seen.now()[what], view.until, { timeout: patience }).catch(() => {});
    const rests = await traffic.rest(restAfter);

    const seen = await page.evaluate(() => globalThis.seen.now());
    const all = traffic.requests().filter(({ start }) => start >= since);
    const requests = all.filter(({ path, end, isCached }) => isOfArchive(path) && end && !isCached);
    const latest = traffic.requests().find(({ path }) => path === 'archive/latest.json');
    const later = requests.filter(({ start }) => start >= latest?.end);
    const numbers = waves(later);
    for (const request of requests) request.wave = numbers[later.indexOf(request)] ?? 0;
    return { ...seen, rests, stood: stoodAt(view, seen), requests, program: all.filter(({ path }) => !isOfArchive(path)) };
  } finally {
    await context.close();
  }
}

function isOfArchive(path) {
  return path.startsWith('archive/');
}

function stoodAt(view, seen) {
  if (view.until === 'screen') return seen.screen ?? seen.lastCard ?? seen.now;
  return seen[view.until];
}

/** Collects the traffic of a page. */
async function listen(session, latency) {
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
    request.isCached = response.fromDiskCache;
    request.bodyBytes = Number(response.headers['content-length'] ?? 0);
    request.encoding = response.headers['content-encoding'] ?? '';
  });
  on('loadingFinished', ({ timestamp, encodedDataLength }, request) => {
    if (request) Object.assign(request, { end: request.clock(timestamp), bytes: encodedDataLength });
  });
  // How much of a cancelled answer came isn't told: it counts as a whole.
  on('loadingFailed', ({ timestamp, errorText, canceled }, request) => {
    if (request) Object.assign(request, { end: request.clock(timestamp), bytes: request.bodyBytes, failed: canceled ? undefined : errorText });
  });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 });

  const requests = () => [...byId.values()];
  // The end of a worker's script is told to the worker, not to the page.
  const open = () => requests().filter(({ path, end }) => isOfArchive(path) && !end);
  return {
    requests,
    /** Resolves when all is answered and nothing more was asked for, with true; with false when that takes too long. */
    async rest(restAfter) {
      const end = Date.now() + patience;
      lastChange = Date.now();
      while (open().length > 0 || Date.now() - lastChange <= restAfter) {
        if (Date.now() > end) return false;
        await new Promise((later) => { setTimeout(later, 50); });
      }
      return true;
    },
  };
}

/** Runs in the page: notes when what is looked for came. */
function watch({ card, count, unanswered, alert, body, neighbours, suggestions }) {
  const clock = () => performance.timeOrigin + performance.now();
  const seen = { nCards: 0, suggested: '' };
  const note = (what, isThere) => { if (!seen[what] && isThere) seen[what] = clock(); };
  const look = () => {
    const cards = document.querySelectorAll(card);
    if (cards.length > seen.nCards) seen.lastCard = clock();
    seen.nCards = cards.length;
    note('screen', cards.length > 0 && cards[cards.length - 1].getBoundingClientRect().bottom >= innerHeight);
    note('body', document.querySelector(body)?.textContent);
    note('neighbours', document.querySelector(neighbours));
    const suggested = document.querySelector(suggestions)?.textContent ?? '';
    if (suggested !== seen.suggested) Object.assign(seen, { suggested, suggestions: clock() });
  };
  new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
  const text = (selector) => document.querySelector(selector)?.textContent.trim();
  globalThis.seen = {
    now: () => ({ ...seen, now: clock(), isFull: seen.screen !== undefined, count: text(count), unanswered: text(unanswered), alert: text(alert) }),
  };
}
