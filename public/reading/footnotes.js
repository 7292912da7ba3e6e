// Notes open in place: a reference shows its note beside it, and leads to it from there. Which links are references is judged by what they say and where
// they lead, for collected posts mark them in many ways.

import { element, icon, sheet } from './page.js';

/** What references say, in brackets or raised: `[12]`, `（注3）`, `iv`, `a`; or by a sign of their own: `†`, `①`. */
const mark = /^(?:[[({〔（【［]\s*(?:(?:注释|注|註|note|fn)?\s*(?:\d{1,4}|\p{No}+|[一二三四五六七八九十]{1,3})|[ivxlc]{1,6}|[a-z]|[*†‡§¶#]{1,3})\s*[\])}〕）】］]|[*†‡§¶]{1,3}|\p{No}+|(?:注释|注|註)\s*\d{1,4})$/iu;

/** What links back to the text say besides that. */
const wayBack = /^[\s^↑↩↵⏎⤴↲⇧←\u{fe0e}\u{fe0f}]+$/u;

/** What a note may be. A link to a heading or a chapter is none. */
const noteBlocks = 'li, p, dd, dt, aside, blockquote, div, section, td, tr';

/** What is longer isn't read beside its reference. */
const longest = 12_000;

/** More ways back would be longer than the note. */
const mostWaysBack = 26;

/** Between the note and the sides of the view, in pixels. */
const margin = 12;

export function footnotes({ say, page }) {
  const waiting = new Map(); // references whose notes haven't come, by the ids of these
  const notes = new Map(); // the note of each reference
  let count = 0;
  let shown;

  page.addEventListener('click', clicked);
  page.addEventListener('pointerdown', pressed, true);
  let shownWhenPressed;

  function pressed() {
    shownWhenPressed = shown?.reference;
  }

  function clicked(event) {
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
    const reference = event.target.closest?.('a[href^="#"]');
    const note = notes.get(reference);
    if (!isPlain || !note) return;
    // The press has closed it already; from the keyboard there was no press.
    if (event.detail > 0 && shownWhenPressed === reference) return event.preventDefault();
    // What can't be shown is led to, as the link says.
    if (open(reference, note)) event.preventDefault();
  }

  function open(reference, note) {
    if (!HTMLElement.prototype.showPopover || !note.block.isConnected || note.block.textContent.length > longest) return false;
    close();
    const content = copyOf(note);
    if (!content.textContent.trim() && !content.querySelector('img')) return false;
    sheet('footnotes.css').then(() => shown?.reference === reference && place());

    const label = note.label;
    const { direction } = getComputedStyle(note.block);
    const text = element('div', { class: 'prose footnote-text', lang: note.block.closest('[lang]')?.lang || null, dir: direction }, content);
    const leave = element('a', { class: 'footnote-to', href: `#${encodeURIComponent(note.target.id)}`, onclick: lead }, say('footnotes_to'));
    const shut = element('button', { type: 'button', class: 'footnote-close', 'aria-label': say('footnotes_close'), title: say('footnotes_close'), onclick: () => close(true) }, icon('M3.5 3.5l9 9M12.5 3.5l-9 9'));
    const popover = element('div', { class: 'footnote', popover: 'auto', role: 'dialog', tabindex: '-1', 'aria-label': say('footnotes_note', { label }), 'data-interface': '' },
      text, element('div', { class: 'footnote-ways' }, leave, shut));
    popover.addEventListener('toggle', ({ newState }) => { if (newState === 'closed' && shown?.popover === popover) close(); });
    popover.addEventListener('keydown', keyed);
    popover.addEventListener('click', insideClicked);

    const away = new IntersectionObserver(([{ isIntersecting }]) => { if (!isIntersecting) close(); });
    away.observe(reference);
    document.addEventListener('scroll', scrolled, true);
    addEventListener('resize', place);
    shown = { reference, note, popover, text, away };
    page.append(popover);
    popover.showPopover();
    place();
    reference.setAttribute('aria-expanded', 'true');
    popover.focus({ preventScroll: true });
    return true;
  }

  /** The focus goes back to the reference if it was in the note, or is wanted there. */
  function close(isWanted = false) {
    if (!shown) return;
    const { reference, popover, away } = shown;
    shown = undefined;
    const hadFocus = popover.contains(document.activeElement);
    away.disconnect();
    document.removeEventListener('scroll', scrolled, true);
    removeEventListener('resize', place);
    popover.remove();
    reference.setAttribute('aria-expanded', 'false');
    if (isWanted || hadFocus) reference.focus({ preventScroll: true });
  }

  /** Below the reference, or above it where there is more room; it moves with the page. */
  function place() {
    if (!shown) return;
    const { reference, popover } = shown;
    const [box] = reference.getClientRects();
    if (!box) return close();
    const { clientWidth, clientHeight } = document.documentElement;
    const [below, above] = [clientHeight - box.bottom - margin, box.top - margin];
    popover.style.maxHeight = '';
    const isBelow = popover.offsetHeight + margin <= below || below >= above;
    popover.style.maxHeight = `${Math.max(160, Math.min(isBelow ? below : above, clientHeight * 0.7) - margin)}px`;
    const { offsetWidth: width, offsetHeight: height } = popover;
    // Where the text is wide enough, it keeps to it.
    const around = reference.closest('.prose').getBoundingClientRect();
    const [least, most] = width > around.width ? [margin, clientWidth - margin] : [Math.max(margin, around.left), Math.min(clientWidth - margin, around.right)];
    const left = Math.max(least, Math.min(box.left + box.width / 2 - width / 2, most - width));
    const top = isBelow ? box.bottom + 8 : box.top - height - 8;
    popover.style.left = `${left + scrollX}px`;
    popover.style.top = `${top + scrollY}px`;
  }

  /** It moves with the page; when something in the page is scrolled, it would stand beside something else. */
  function scrolled({ target }) {
    if (target !== document && !shown?.popover.contains(target) && target.contains?.(shown?.reference)) close();
  }

  /** Escape and Tab leave the note for where one came from. */
  function keyed(event) {
    if (event.key === 'Escape') close(true);
    if (event.key !== 'Tab') return;
    const { popover, reference } = shown;
    const stops = [...popover.querySelectorAll('a[href], button, [tabindex="0"]')].filter((one) => one.checkVisibility());
    const isLast = !event.shiftKey && document.activeElement === stops.at(-1);
    const isFirst = event.shiftKey && [popover, stops[0]].includes(document.activeElement);
    if (!isLast && !isFirst) return;
    if (isFirst) event.preventDefault(); // forwards the browser goes on from the reference
    reference.focus({ preventScroll: true });
    close();
  }

  /** Another place in the article shows when the note is gone; a picture that was asked for loads in the article, and then here. */
  function insideClicked(event) {
    const { note, text } = shown;
    const held = event.target.closest('button.held');
    if (held) {
      const [x, y] = [scrollX, scrollY];
      note.block.querySelector(`button.held[data-held="${CSS.escape(held.dataset.held)}"]`)?.click();
      text.replaceChildren(copyOf(note));
      shown.popover.focus({ preventScroll: true });
      scrollTo({ left: x, top: y, behavior: 'instant' });
    } else if (event.target.closest('a[href^="#"]') && !event.defaultPrevented) {
      close();
    }
  }

  /** Leads to the note, also where another element has its name. */
  function lead(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const { target } = shown.note;
    close();
    if (document.getElementById(target.id) === target) return; // the browser's way
    event.preventDefault();
    target.scrollIntoView();
  }

  function prepare(part) {
    for (const one of part.querySelectorAll('a[href^="#a-"], [id]')) {
      if (one.id && waiting.has(one.id)) found(one);
      const id = one.localName === 'a' && idIn(one);
      if (!id || !isMark(one)) continue;
      if (!waiting.has(id)) waiting.set(id, []);
      waiting.get(id).push(one);
    }
  }

  /** An id that references before it name. */
  function found(target) {
    const references = waiting.get(target.id);
    const block = blockOf(target);
    if (!block || references.some((one) => block.contains(one))) return;
    waiting.delete(target.id);
    sheet('footnotes.css');
    const known = [...new Set(references.flatMap((one) => namesAround(one)))];
    const back = (link) => isWayBack(link, known);
    const hasWayBack = [...block.querySelectorAll('a[href^="#"]'), ...(target.matches('a[href^="#"]') ? [target] : [])].some(back);
    for (const reference of references) {
      const label = reference.textContent.replace(/[[\](){}〔〕（）【】［］\s]/g, '') || reference.textContent.trim();
      notes.set(reference, { target, block, label, back });
      reference.setAttribute('aria-haspopup', 'dialog');
      reference.setAttribute('aria-label', say('footnotes_note', { label }));
      reference.setAttribute('aria-expanded', 'false');
    }
    if (!hasWayBack && block.textContent.trim()) lay(references, block);
  }

  /** Lays a way back to each reference. */
  function lay(references, block) {
    const ways = references.slice(0, mostWaysBack).map((reference, place) => {
      count += 1;
      reference.id ||= `reference-${count}`; // no id of an article's begins like this
      const label = `${notes.get(reference).label}${references.length > 1 ? ` (${place + 1})` : ''}`;
      return element('a', { class: 'footnote-back', href: `#${encodeURIComponent(reference.id)}`, 'data-interface': '', 'aria-label': say('footnotes_back', { label }) });
    });
    const last = block.lastElementChild;
    (last?.matches('p, div:not([class])') ? last : block).append(...ways);
  }

  return {
    prepare,
    close() {
      close();
      page.removeEventListener('click', clicked);
      page.removeEventListener('pointerdown', pressed, true);
    },
  };
}

/** The id that a link to a place in the article names. */
function idIn(link) {
  const name = link.getAttribute('href').slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function isMark(link) {
  const text = link.textContent.trim();
  if (!text || text.length > 12) return false;
  if (mark.test(text) || (text.length <= 6 && link.closest('sup'))) return true;
  // A number alone may be a page of something; within a text it is a reference.
  return /^\d{1,3}$/.test(text) && link.closest('p, li, dd, td, blockquote')?.textContent.trim().length > 20;
}

/** The element that holds the note which begins at this one. */
function blockOf(target) {
  const block = target.closest(`${noteBlocks}, h2, h3, h4, h5, h6, figure, table, ul, ol, pre, main, article`);
  if (!block?.matches(noteBlocks) || block.querySelector('h2, h3, h4, h5, h6')) return undefined;
  return block.localName === 'dt' && block.nextElementSibling?.localName === 'dd' ? block.nextElementSibling : block;
}

/** The ids by which a reference could be meant: its own, of what is close around it, and of anchors at its side. */
function namesAround(reference) {
  const around = [reference, reference.parentElement, reference.closest('sup'), reference.closest('p, li, dd, td, div')];
  const beside = [reference, reference.closest('sup')].flatMap((one) => [one?.previousElementSibling, one?.nextElementSibling]);
  const inside = [...reference.querySelectorAll('[id]')];
  return [...around, ...beside, ...inside].map((one) => one?.id).filter(Boolean);
}

function isWayBack(link, known) {
  return link.matches('.footnote-back') || known.includes(idIn(link)) || wayBack.test(link.textContent);
}

/** What a note says, without the names of its elements, which are in the page already, and without its ways back. */
function copyOf({ block, back }) {
  const copy = block.cloneNode(true);
  for (const link of copy.querySelectorAll('a[href^="#"]')) if (back(link)) link.remove();
  for (const one of copy.querySelectorAll('.footnote-definition-label')) one.remove();
  for (const one of copy.querySelectorAll('[id]')) one.removeAttribute('id');
  for (const picture of copy.querySelectorAll('img')) picture.loading = 'eager'; // it is in view, or nowhere
  const text = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const first = text.nextNode();
  if (first && /^\s*[\^↑]\s*$/.test(first.data)) first.data = '';
  const content = document.createDocumentFragment();
  content.append(...copy.childNodes);
  return content;
}
