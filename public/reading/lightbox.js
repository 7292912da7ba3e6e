// The viewer of an article's pictures: one at a time over the page, as large as it can be had.

import { element, icon } from './page.js';
import { choice, largest } from './sources.js';
import { zoomable } from './zoom.js';

const icons = {
  previous: 'M10 3L5 8l5 5',
  next: 'M6 3l5 5-5 5',
  smaller: 'M3 8h10',
  larger: 'M3 8h10M8 3v10',
  close: 'M4 4l8 8M12 4l-8 8',
};

/** How much larger a press on a button or key makes a picture, and how far an arrow key moves one, in pixels. */
const [step, stride] = [1.5, 60];

/**
 * Opens the viewer on `picture`, one of `all`. `say` speaks, `language` is the article's, and `signal` ends all when the article is left.
 */
export function lightbox({ all, picture: first, say, language, signal }) {
  let pictures = all;
  let shown = first;
  let turn = 0; // what was asked for an earlier one comes too late

  const button = (name, path, onclick) => element('button', { type: 'button', class: `lightbox-${name}`, 'aria-label': say(`pictures_${name}`), title: say(`pictures_${name}`), onclick }, icon(path));
  const isMirrored = getComputedStyle(first).direction === 'rtl' || isRightToLeft(language);
  const [back, forth] = isMirrored ? [icons.next, icons.previous] : [icons.previous, icons.next];
  const previous = button('previous', back, () => go(-1));
  const next = button('next', forth, () => go(1));
  const smaller = button('zoom_out', icons.smaller, () => stage.zoomBy(1 / step));
  const larger = button('zoom_in', icons.larger, () => stage.zoomBy(step));
  const close = button('close', icons.close, () => leave());
  const count = element('p', { class: 'lightbox-count', dir: 'auto' });
  const caption = element('p', { class: 'lightbox-caption', id: 'lightbox-caption' });
  const original = element('a', { class: 'lightbox-original', target: '_blank', rel: 'noopener noreferrer', referrerpolicy: 'no-referrer', dir: 'auto' }, say('pictures_original'));
  const note = element('div', { class: 'lightbox-note', dir: 'auto' });
  const field = element('div', { class: 'lightbox-stage' }, note);
  const news = element('p', { class: 'unseen', role: 'status' });
  const dialog = element('dialog', { class: 'lightbox', 'aria-label': say('pictures_viewer'), 'aria-describedby': caption.id, dir: isMirrored ? 'rtl' : 'ltr' },
    element('div', { class: 'lightbox-bar' }, count, smaller, larger, close),
    previous, field, next,
    element('div', { class: 'lightbox-foot' }, caption, original),
    news);

  const stage = zoomable(field, {
    swipe: (way) => go(isMirrored ? -way : way),
    outside: () => leave(),
    change: () => {
      smaller.setAttribute('aria-disabled', String(!stage.isZoomed));
      larger.setAttribute('aria-disabled', String(stage.isMost));
      if (stage.isZoomed) news.textContent = say('pictures_zoom', { percent: stage.percent });
    },
  });

  const isThere = (one) => one.isConnected && !one.closest('[hidden], [data-held]');

  /** Goes on by so many pictures, or to the first or last one. */
  function go(by) {
    pictures = pictures.filter((one) => one === shown || isThere(one));
    const place = Math.max(0, Math.min(pictures.length - 1, pictures.indexOf(shown) + by));
    if (pictures[place] !== shown) show(pictures[place]);
  }

  function show(picture) {
    shown = picture;
    const place = pictures.indexOf(picture);
    const text = captionOf(picture);
    count.textContent = pictures.length > 1 ? say('pictures_count', { place: place + 1, total: pictures.length }) : '';
    for (const [one, isEnd] of [[previous, place === 0], [next, place === pictures.length - 1]]) {
      one.hidden = pictures.length === 1;
      one.setAttribute('aria-disabled', String(isEnd));
    }
    caption.textContent = text;
    caption.lang = picture.closest('[lang]')?.lang ?? language;
    caption.dir = 'auto';
    caption.scrollTop = 0;
    original.href = largest(picture);
    load(picture);
    news.textContent = [count.textContent, text].filter(Boolean).join(' ');
    // What has to be scrolled is reached by keyboard.
    if (caption.scrollHeight > caption.clientHeight) caption.tabIndex = 0;
    else caption.removeAttribute('tabindex');
  }

  /** Shows the version that the article has, and the largest one when it has come. With `isAskedFor` that may come from a site that nobody has heard of yet. */
  async function load(picture, { isAskedFor = false } = {}) {
    const mine = ++turn;
    const isOver = () => mine !== turn;
    const [present, wanted] = [picture.currentSrc || picture.src, largest(picture)];
    const site = isAskedFor || wanted === present ? undefined : strangeSite(wanted, present);
    const isAwaited = wanted !== present && !site;
    const small = image(present, picture.alt);
    const smallLoads = settled(small);
    stage.show(small, sizeOf(small, picture), { fillsStage: isAwaited });
    remark();
    if (isAwaited) {
      field.setAttribute('aria-busy', 'true');
      remark(say('pictures_loading'), undefined, 'lightbox-later');
      const large = image(wanted, picture.alt);
      const hasLarge = await settled(large);
      if (isOver()) return;
      field.removeAttribute('aria-busy');
      remark();
      if (hasLarge) {
        stage.show(large, sizeOf(large, picture), { keeps: true });
        return;
      }
    }
    const hasSmall = await smallLoads;
    if (isOver()) return;
    const again = element('button', { type: 'button', onclick: () => { load(picture, { isAskedFor }); close.focus(); } }, say('pictures_try_again'));
    if (!hasSmall) {
      stage.clear();
      remark(say('pictures_failed'), again, 'lightbox-instead');
      news.textContent = say('pictures_failed');
      return;
    }
    stage.show(small, sizeOf(small, picture), { keeps: true });
    if (isAwaited) {
      remark(say('pictures_large_failed'), again);
      news.textContent = say('pictures_large_failed');
    } else if (site && choice() === 'tap') {
      const { host } = new URL(wanted);
      remark(undefined, element('button', { type: 'button', onclick: () => { load(picture, { isAskedFor: true }); close.focus(); } }, say('pictures_load_from', { host })));
    }
  }

  /** What is to be said of the picture, beside it or in its place. */
  function remark(text, action, kind = '') {
    note.className = `lightbox-note ${kind}`;
    note.replaceChildren(...(text ? [element('span', {}, text)] : []), ...(action ? [action] : []));
  }

  dialog.addEventListener('keydown', (event) => {
    event.stopPropagation(); // the page's own keys rest
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Tab') {
      stay(event);
      return;
    }
    const way = isMirrored ? -1 : 1;
    const keys = {
      Escape: leave,
      ArrowLeft: () => (stage.isZoomed ? stage.pan(stride, 0) : go(-way)),
      ArrowRight: () => (stage.isZoomed ? stage.pan(-stride, 0) : go(way)),
      ArrowUp: () => stage.pan(0, stride),
      ArrowDown: () => stage.pan(0, -stride),
      Home: () => go(-Infinity),
      End: () => go(Infinity),
      '+': () => stage.zoomBy(step),
      '=': () => stage.zoomBy(step),
      '-': () => stage.zoomBy(1 / step),
      _: () => stage.zoomBy(1 / step),
      0: () => stage.fit(),
    };
    const isScrolling = event.target === caption && !stage.isZoomed && /^(Arrow(Up|Down)|Home|End)$/.test(event.key);
    if (!Object.hasOwn(keys, event.key) || isScrolling) return;
    event.preventDefault();
    keys[event.key]();
  });

  // Beside the stage, as on it.
  dialog.addEventListener('click', (event) => { if (event.target === dialog) leave(); });

  /** The focus goes round in the viewer. */
  function stay(event) {
    const stops = [...dialog.querySelectorAll('button, a[href], [tabindex="0"]')].filter((stop) => !stop.hidden);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (document.activeElement !== from && stops.includes(document.activeElement)) return;
    event.preventDefault();
    to.focus();
  }

  /**
   * Gives the page back, and the focus to the picture that was shown last. The dialog isn't closed but taken away: closing would first focus the
   * picture that was opened, and be heard of a task later.
   */
  function leave() {
    if (!dialog.isConnected) return;
    turn++;
    stage.close();
    dialog.remove();
    signal.removeEventListener('abort', leave);
    if (signal.aborted) return;
    (shown.closest('a[href]') ?? shown).focus({ preventScroll: true });
    // The one that was opened is where it was.
    if (shown !== first) shown.scrollIntoView({ block: 'nearest' });
  }
  dialog.addEventListener('close', leave); // by the system's own way back
  signal.addEventListener('abort', leave);

  document.body.append(dialog);
  dialog.showModal();
  close.focus();
  show(first);
}

function image(address, alt) {
  const made = new Image();
  made.referrerPolicy = 'no-referrer';
  made.decoding = 'async';
  made.draggable = false;
  made.alt = alt;
  made.src = address;
  return made;
}

/** Whether a picture has come, when that is known. */
const settled = (picture) => picture.decode().then(() => true, () => false);

/** A picture's own size; while it isn't known, that which the article says it has. */
function sizeOf(one, picture) {
  const sizes = [[one.naturalWidth, one.naturalHeight], [picture.naturalWidth, picture.naturalHeight], [Number(picture.getAttribute('width')), Number(picture.getAttribute('height'))], [600, 400]];
  const [width, height] = sizes.find(([width, height]) => width > 0 && height > 0);
  return { width, height };
}

/** The words below a picture, else those that stand for it. */
function captionOf(picture) {
  const figures = [picture.closest('figure'), picture.closest('figure')?.parentElement?.closest('figure')];
  const text = figures.map((figure) => figure?.querySelector('figcaption')?.textContent.replace(/\s+/g, ' ').trim()).find(Boolean);
  return text ?? picture.alt;
}

/** Whether a larger version would be asked of another site than that of the picture which is there, though such pictures don't load by themselves. */
function strangeSite(wanted, present) {
  if (choice() === 'load') return false;
  const { origin, host } = new URL(wanted);
  return origin !== location.origin && host !== new URL(present).host;
}

function isRightToLeft(language) {
  try {
    const locale = new Intl.Locale(language);
    return (locale.getTextInfo?.() ?? locale.textInfo)?.direction === 'rtl';
  } catch {
    return false; // no language, or none that is known
  }
}
