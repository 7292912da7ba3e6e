// Pictures in an article: neighbours stand in rows, each can be enlarged, and broken ones are asked for again when the connection is back. The
// viewer is loaded when somebody wants to see one (lightbox.js).

import { arrange } from './galleries.js';
import { announce, element, sheet } from './page.js';
import { choice, leadsToPicture } from './sources.js';

/** The pictures of an article: above its text, and in it. */
const ofArticle = ':is(.banner, .prose) img';

/** What is smaller than this, in pixels, decorates its text. */
const smallest = 64;

/** How long a notice stays, in milliseconds. */
const patience = 8_000;

export function pictures({ article, say, page }) {
  const ended = new AbortController();
  const { signal } = ended;
  // Pictures that have no text of their own, and were given one.
  const named = new WeakSet();
  const hint = element('p', { id: 'pictures-hint', hidden: '' }, say('pictures_hint'));
  document.body.append(hint);

  let module;
  const load = () => module ??= Promise.all([import('./lightbox.js'), sheet('lightbox.css')]).then(([{ lightbox }]) => lightbox, (error) => {
    module = undefined;
    throw error;
  });
  const soon = () => { load().catch(() => {}); }; // who presses it again is told

  let isOpening = false;
  async function enlarge(picture) {
    if (isOpening) return;
    isOpening = true;
    try {
      const open = await load();
      if (signal.aborted) return;
      const all = [...page.querySelectorAll(ofArticle)].filter(canBeEnlarged);
      open({ all, picture, say, language: article.language, signal });
    } catch (error) {
      console.warn(error);
      tell(say('pictures_no_viewer'));
    } finally {
      isOpening = false;
    }
  }

  let notice;
  function tell(text) {
    notice?.();
    const note = element('p', { class: 'pictures-notice', 'aria-hidden': 'true' }, text);
    document.body.append(note);
    announce(text);
    const timer = setTimeout(() => notice?.(), patience);
    notice = () => {
      clearTimeout(timer);
      note.remove();
      notice = undefined;
    };
  }

  /** Lets the keyboard reach a picture that can be enlarged, and gives it a name. In a link it has both already, but perhaps no name. */
  function offer(picture) {
    const can = canBeEnlarged(picture);
    const control = picture.closest('a[href]') ?? picture;
    const wasOffered = picture.classList.contains('enlarges');
    if (!can && !wasOffered) return;
    picture.classList.toggle('enlarges', can);
    if (!can) {
      control.removeAttribute('aria-describedby');
      if (control === picture) picture.removeAttribute('tabindex');
      return;
    }
    if (control === picture) picture.tabIndex = 0;
    control.setAttribute('aria-describedby', hint.id);
    if (picture.alt !== '') return;
    const name = () => {
      named.add(picture);
      picture.alt = say('pictures_unnamed');
    };
    // One that waited without a text has left the focus beside it (held.rs): nothing there changes before the focus goes on.
    const around = picture.parentElement;
    if (around && around === document.activeElement) around.addEventListener('focusout', name, { once: true, signal });
    else name();
  }

  const listen = (target, type, handle, options) => target.addEventListener(type, handle, { signal, ...options });
  const pictureAt = ({ target }) => {
    const picture = target.closest(ofArticle) ?? target.closest('.prose a[href]')?.querySelector('img');
    return picture && canBeEnlarged(picture) ? picture : undefined;
  };
  const isPlain = (event) => !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  listen(page, 'click', (event) => {
    const picture = isPlain(event) && event.button === 0 && pictureAt(event);
    if (!picture) return;
    event.preventDefault();
    enlarge(picture);
  });
  listen(page, 'keydown', (event) => {
    if (!isPlain(event) || !event.target.matches(ofArticle) || !['Enter', ' '].includes(event.key) || !pictureAt(event)) return;
    event.preventDefault();
    if (!event.repeat) enlarge(event.target);
  });
  listen(page, 'pointerdown', (event) => { if (pictureAt(event)) soon(); });
  listen(page, 'load', ({ target }) => { if (target.matches(ofArticle)) offer(target); }, { capture: true });
  // The note in its place says what it showed, if anything.
  listen(page, 'error', ({ target }) => { if (named.delete(target)) target.alt = ''; }, { capture: true });
  listen(window, 'online', () => {
    for (const button of page.querySelectorAll('.retry')) {
      const { top, bottom } = button.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight && loadsByItself(button.dataset.picture ?? addressOf(button.offprintPicture))) button.click();
    }
  });

  // It may have come before these modules did.
  const banner = page.querySelector('.banner img');
  if (banner?.complete && banner.naturalWidth > 0) offer(banner);

  return {
    prepare: (part) => {
      const all = [...part.querySelectorAll('img')];
      arrange(all.filter((picture) => !isTiny(picture)));
      for (const picture of all) offer(picture);
    },
    close: () => {
      ended.abort();
      notice?.();
      hint.remove();
    },
  };
}

const addressOf = (picture) => picture.currentSrc || picture.src;

/** Whether the picture at an address is asked for without somebody's doing: it is one of this site, or others are as well. */
function loadsByItself(address) {
  return choice() === 'load' || new URL(address, document.baseURI).origin === location.origin;
}

/** Whether a picture is there, is more than decoration, and does nothing else when it is clicked. */
function canBeEnlarged(picture) {
  const link = picture.closest('a[href]');
  return !isTiny(picture) && !picture.closest('[hidden], [data-held], summary') && (!link || leadsToPicture(link, picture));
}

function isTiny(picture) {
  const side = (name) => Number(picture.getAttribute(name)) || picture[`natural${name[0].toUpperCase()}${name.slice(1)}`] || smallest;
  return side('width') < smallest || side('height') < smallest;
}
