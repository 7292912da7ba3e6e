// Where an article was left: kept by element and not by pixel, so that it holds at another width and in another type; and how far one has come.
//
// What is kept lies in `localStorage` under `offprint.places`, a line for each article, the one read last at the end:
//
//   <key> <per cent> <element> <per mille of it> <its beginning>
//
// Elements are counted as `blocks` finds them; where an edit has moved them, the beginning of their text leads to it. The list reads keys and per cents
// (src/reader/state/progress.rs).

import { announce, element } from './page.js';

const name = 'offprint.places';
/** How many articles are remembered. */
const most = 1_000;
/** How long the page must stand still before its place is kept, in milliseconds. */
const rest = 250;
/** How long notes stay that nobody has asked for, in milliseconds. */
const noteTime = 10_000;
/** Who has come this far, in per cent, has read it. */
const done = 97;
/** Below the view's top by so much of its height lies the line that one reads: what is above it has been read. */
const readingLine = 0.25;

export function place({ article, say, page }) {
  let body;
  let isResumed = !article.resume;
  let waiting;
  let ends = [];
  /** The block that one reads, and how much of it lies above the line, of 1. */
  let present;
  let width;
  const line = element('div', { class: 'progress', 'aria-hidden': 'true' });
  let left = element('p', { class: 'progress-left', 'aria-hidden': 'true' });
  document.body.append(line, left);

  const onScroll = () => {
    if (!body) return;
    show();
    clearTimeout(waiting);
    waiting = setTimeout(keep, rest);
  };
  const onHide = () => { if (document.visibilityState === 'hidden') keep(); };
  addEventListener('scroll', onScroll, { passive: true });
  document.addEventListener('visibilitychange', onHide);

  /** How much has been read, of 1: what is above the view's bottom, and all of what fits into one view. */
  function share() {
    const { top, height } = body.getBoundingClientRect();
    const range = Math.max(1, height - innerHeight);
    return height <= innerHeight ? Number(top + height <= innerHeight) : Math.min(1, Math.max(0, -top / range));
  }

  function show() {
    const read = share();
    line.style.setProperty('--read', String(read));
    const minutes = Math.ceil(article.minutes * (1 - read));
    const text = read >= done / 100 || minutes === 0 ? say('place_end') : say('place_left', { count: minutes });
    if (text !== left.textContent) {
      // A new one: of one that changed its width the browser would say that the page has shifted.
      const fresh = element('p', { class: left.className, 'aria-hidden': 'true' }, text);
      left.replaceWith(fresh);
      left = fresh;
    }
    left.classList.toggle('shown', scrollY > innerHeight / 2 && article.minutes > 1);
    ends.forEach(clearTimeout);
    ends = [setTimeout(() => left.classList.remove('shown'), 1_500)];
  }

  function keep() {
    clearTimeout(waiting);
    // Before one has begun there is nothing to come back to, and what was kept stays.
    if (!body?.isConnected || !isResumed || scrollY === 0) return;
    const percent = Math.round(share() * 100);
    const all = blocks(body);
    const height = innerHeight * readingLine;
    const at = all.findIndex((block) => block.getBoundingClientRect().bottom > height);
    if (at < 0) return;
    const { top, bottom } = all[at].getBoundingClientRect();
    const within = Math.min(1, Math.max(0, (height - top) / Math.max(1, bottom - top)));
    present = { block: all[at], within };
    write(article.key, `${percent >= done ? 100 : percent} ${at} ${Math.round(1000 * within)} ${beginning(all[at])}`);
  }

  /** Puts a part of a block on the line that one reads. */
  function go({ block, within }) {
    const { top, height } = block.getBoundingClientRect();
    scrollBy({ top: top + height * within - innerHeight * readingLine, behavior: 'instant' });
  }

  // At another width, as when a phone is turned, the same words stay before one's eyes.
  const widths = new ResizeObserver(([{ contentRect }]) => {
    const isOther = width !== undefined && width !== contentRect.width;
    width = contentRect.width;
    if (isOther && present?.block.isConnected) go(present);
  });

  function resume() {
    const kept = read().get(article.key)?.match(/^(\d+) (\d+) (\d+) (.*)$/);
    const [percent, at, within] = kept?.slice(1, 4).map(Number) ?? [];
    if (!kept || percent < 2 || percent >= 100) return;
    const all = blocks(body);
    const isIt = (block) => block && beginning(block) === kept[4];
    const block = isIt(all[at]) ? all[at] : all.find((one) => kept[4] && isIt(one)) ?? all[at];
    if (!block) return;
    go({ block, within: within / 1000 });
    note();
  }

  function note() {
    const start = element('button', { type: 'button' }, say('place_start'));
    const shown = element('div', { class: 'resumed', 'data-interface': '' }, element('span', {}, say('place_resumed')), start);
    const end = () => shown.remove();
    start.addEventListener('click', () => {
      end();
      scrollTo({ top: 0, behavior: 'instant' });
      page.querySelector('h1')?.focus({ preventScroll: true });
    });
    document.body.append(shown);
    announce(say('place_resumed'));
    // Whoever is at it keeps it.
    const timer = setInterval(() => { if (!shown.matches(':hover, :focus-within')) { end(); clearInterval(timer); } }, noteTime);
    notes.push(() => { end(); clearInterval(timer); });
  }
  const notes = [];

  return {
    whole(shown) {
      body = shown;
      widths.observe(body);
      show();
      if (isResumed) return;
      // The reader takes a new view to its top in the next frame; this comes after it.
      requestAnimationFrame(() => setTimeout(() => {
        if (isResumed || !body?.isConnected) return;
        isResumed = true;
        if (scrollY <= 1) resume();
        else onScroll(); // who has begun to read before all was there
      }));
    },
    close() {
      if (waiting) keep();
      removeEventListener('scroll', onScroll);
      widths.disconnect();
      document.removeEventListener('visibilitychange', onHide);
      [waiting, ...ends].forEach(clearTimeout);
      notes.forEach((end) => end());
      line.remove();
      left.remove();
    },
  };
}

/** What a place can be in: the innermost blocks of text, and what stands for itself. */
function blocks(body) {
  return [...body.querySelectorAll('p, li, dt, dd, h2, h3, h4, h5, h6, pre, tr, summary, figcaption, blockquote, img, math[display="block"], div')]
    .filter((block) => !block.closest('[data-interface]') && (block.localName !== 'div' || !block.querySelector('p, div, ul, ol, pre, table, figure')) && block.getClientRects().length > 0);
}

/** How a block's text begins, without spaces: a word of the file. */
function beginning(block) {
  return block.textContent.replace(/\s+/g, '').slice(0, 16);
}

/** What is kept of each article, by its key, the last one read last. */
function read() {
  try {
    const lines = (localStorage.getItem(name) ?? '').split('\n').filter(Boolean);
    return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
  } catch {
    return new Map(); // the store is denied, which the settings tell
  }
}

function write(key, what) {
  const all = read();
  all.delete(key);
  all.set(key, what);
  const lines = [...all].slice(-most).map(([one, kept]) => `${one} ${kept}`);
  try {
    localStorage.setItem(name, `${lines.join('\n')}\n`);
  } catch {
    // Denied or full: the settings tell.
  }
}
