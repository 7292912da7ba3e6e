// The table of contents of an article that has enough headings: beside it where there is room, else behind a button in the row of tools. The section in view is marked.

import { element, icon } from './page.js';

/** Fewer headings need no table. */
const fewest = 3;
/** A heading this far below the view's top, of its height, is the one that one reads under. */
const readingLine = 0.3;
/** What it takes beside the text, in CSS pixels. */
const [narrowest, widest, gap, edge] = [160, 260, 40, 24];

export function contents({ say, page }) {
  let headings = [];
  let links = [];
  let side;
  let made = [];
  let isWaiting = false;

  const onScroll = () => {
    if (isWaiting || headings.length === 0) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  };
  addEventListener('scroll', onScroll, { passive: true });

  function mark() {
    const height = innerHeight * readingLine;
    // The last heading above the line; at the page's very end the last of all.
    const isAtEnd = Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight;
    const next = headings.findIndex((heading) => heading.getBoundingClientRect().top > height);
    const at = isAtEnd || next < 0 ? headings.length - 1 : next - 1;
    for (const [place, link] of links) {
      if (place === at) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    const current = links.find(([place]) => place === at)?.[1];
    if (!current || !side) return;
    const [box, frame] = [current.getBoundingClientRect(), side.getBoundingClientRect()];
    if (box.top < frame.top) side.scrollTop -= frame.top - box.top;
    if (box.bottom > frame.bottom) side.scrollTop += box.bottom - frame.bottom;
  }

  /** A list of links to the headings, as deep as they are. */
  function list(onFollow = () => {}) {
    const top = Math.min(...headings.map(level));
    const entries = headings.map((heading, place) => {
      const link = element('a', { href: `#${encodeURIComponent(heading.id)}`, onclick: onFollow }, heading.textContent.trim());
      links.push([place, link]);
      return element('li', { class: `contents-${Math.min(3, level(heading) - top + 1)}` }, link);
    });
    return element('ol', {}, ...entries);
  }

  /** It stands beside the text where there is room for it. */
  function arrange() {
    const body = page.querySelector('.prose');
    if (!body || !side) return;
    const [outer, inner] = [page, body].map((one) => one.getBoundingClientRect().width);
    const room = (document.documentElement.clientWidth - inner) / 2 - gap - edge;
    page.classList.toggle('with-contents-beside', room >= narrowest);
    side.style.width = `${Math.min(widest, room)}px`;
    side.style.insetInlineStart = `${(outer + inner) / 2 + gap}px`;
  }

  function make(body) {
    const found = [...body.querySelectorAll('h2, h3, h4, h5, h6')].filter((heading) => heading.textContent.trim() && !heading.closest('[data-interface], table, details:not([open])'));
    if (found.length < fewest || found.length === headings.length) return;
    made.forEach((part) => part.remove());
    [headings, links] = [found, []];
    headings.forEach((heading, place) => { heading.id ||= `section-${place + 1}`; });
    const language = body.lang || null;
    side = element('div', { class: 'contents-list' }, list());
    const beside = element('nav', { class: 'contents', 'aria-label': say('contents_of'), lang: language, 'data-interface': '' }, side);
    body.before(beside);
    made = [beside];
    const place = page.querySelector('[data-place="contents"]');
    if (place) {
      const panel = element('nav', { class: 'contents-panel', popover: 'auto', 'aria-label': say('contents_of'), lang: language, id: 'contents-panel' });
      const close = element('button', { type: 'button', popovertarget: 'contents-panel', popovertargetaction: 'hide', 'aria-label': say('contents_close'), lang: document.documentElement.lang }, icon('M3.5 3.5l9 9M12.5 3.5l-9 9'));
      panel.append(element('p', { class: 'contents-head' }, element('span', { lang: document.documentElement.lang }, say('contents')), close), list(() => panel.hidePopover()));
      const button = element('button', { type: 'button', class: 'tool', popovertarget: 'contents-panel' }, icon('M2.5 4h1M6 4h7.5M2.5 8h1M6 8h7.5M2.5 12h1M6 12h7.5'), element('span', {}, say('contents')));
      button.title = say('contents');
      button.setAttribute('aria-label', say('contents'));
      place.append(button, panel);
      made.push(button, panel);
    }
    // Once it is laid out and before it is drawn: measured here all of the article would be laid out for it.
    resizes.disconnect();
    resizes.observe(page);
    onScroll();
  }
  const resizes = new ResizeObserver(arrange);

  return {
    whole: make,
    close() {
      removeEventListener('scroll', onScroll);
      resizes.disconnect();
      made.forEach((part) => part.remove());
    },
  };
}

function level(heading) {
  return Number(heading.localName[1]);
}
