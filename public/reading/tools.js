// An article's tools: a row of buttons under its head. What they do is loaded when somebody comes near them.

import { announce, element, icon } from './page.js';
import { paper } from './paper.js';

const icons = {
  listen: 'M2.5 6v4h2.5l3.5 3V3L5 6H2.5zM11 5.5a3.5 3.5 0 0 1 0 5M12.75 3.5a6.25 6.25 0 0 1 0 9',
  link: 'M6.5 9.5l3-3M7 4.5l1.75-1.75a3.18 3.18 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.75 1.75a3.18 3.18 0 0 1-4.5-4.5L4.5 7',
  done: 'M2.5 8.5l3.5 3.5 7.5-8',
  share: 'M8 9.5v-8M5 4.5l3-3 3 3M4.5 7.5h-1v7h9v-7h-1',
  save: 'M8 1.5v8.5M4.5 7L8 10.5 11.5 7M2.5 11.5v3h11v-3',
};

/** How long a button says that it has done its work. */
const doneMillis = 4_000;

/** The address that the page was opened with, when it names words: the reader's own address doesn't tell. It is of use once. */
let shared = addressWithWords();

function addressWithWords() {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation?.type === 'navigate' && navigation.name.includes(':~:text=') ? navigation.name : '';
}

const withoutFragment = (address) => address.replace(/#.*/s, '');

export function tools({ article, say, page }) {
  const row = page.querySelector('.article-tools');
  const close = new AbortController();
  const body = () => page.querySelector(':scope > .prose');
  const timers = new Set();

  // ---- All of the article

  let isWhole = false;
  let waiting = [];
  const nextWhole = () => new Promise((done) => { waiting.push(done); });
  const more = () => body()?.querySelector(':scope > button:last-child:not([class])');

  /** The body, once all of it is there: a long article shows its parts when it is asked for them. */
  async function all() {
    if (!isWhole) await nextWhole();
    const { activeElement } = document;
    const [left, top] = [scrollX, scrollY];
    const isLong = more();
    for (let button = isLong; button; button = more()) {
      const there = nextWhole();
      button.click();
      await there;
    }
    if (isLong) {
      activeElement?.focus({ preventScroll: true });
      scrollTo({ left, top, behavior: 'instant' });
    }
    return body();
  }

  // ---- The row

  const button = (name, path, attributes = {}) => element('button', { type: 'button', class: 'tool', title: say(`tools_${name}`), ...attributes },
    icon(path), element('span', { class: 'tool-text' }, element('span', {}, say(`tools_${name}`))));

  /** A panel over the page, below a button, which closes as those of the browser do. */
  function panel(opener, attributes, ...children) {
    const made = element('div', { popover: 'auto', ...attributes }, ...children);
    made.addEventListener('beforetoggle', ({ newState }) => {
      if (newState !== 'open') return;
      const { left, right, bottom } = opener.getBoundingClientRect();
      const start = getComputedStyle(row).direction === 'rtl' ? document.documentElement.clientWidth - right : left;
      made.style.setProperty('--start', `${start}px`);
      made.style.setProperty('--below', `${bottom + scrollY}px`);
    });
    made.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget && relatedTarget !== opener && !made.contains(relatedTarget)) made.hidePopover();
    });
    return made;
  }

  /** What a button has to say besides its name; `field` is a text to be copied by hand. */
  function tell(opener, text, field) {
    row.querySelector('.tool-note')?.remove();
    const input = field && element('input', { class: 'tool-field', readonly: '', value: field, dir: 'ltr' });
    const note = panel(opener, { class: 'tool-panel tool-note' }, input ? element('label', {}, element('span', {}, text), input) : element('p', {}, text));
    opener.after(note);
    note.showPopover();
    if (input) {
      input.focus();
      input.select();
    } else announce(text);
  }

  /** Runs what a button does, loads it first, and says so when it can't be had. */
  async function run(opener, work) {
    if (opener.ariaBusy === 'true') return;
    opener.ariaBusy = 'true';
    try {
      await work(await import('./take.js'));
    } catch (error) {
      console.warn(error);
      tell(opener, say(error.said ?? 'tools_unavailable'));
    } finally {
      opener.ariaBusy = null;
    }
  }

  /** What was selected when the pointer went down: the click may clear it. */
  let selected;
  const selection = ({ detail }) => {
    const now = getSelection();
    const range = detail === 0 ? now.rangeCount > 0 && now.getRangeAt(0) : selected; // 0: by keyboard
    return range && !range.collapsed ? range.cloneRange() : undefined;
  };

  const copy = button('copy', icons.link, {
    onclick: (event) => {
      const range = selection(event);
      run(copy, async ({ linkTo, copyText }) => {
        const link = await linkTo(withoutFragment(location.href), range, body(), article);
        if (!await copyText(link)) return tell(copy, say('tools_copy_by_hand'), link);
        announce(say('tools_copied'));
        copy.classList.add('tool-done');
        const timer = setTimeout(() => {
          timers.delete(timer);
          copy.classList.remove('tool-done');
        }, doneMillis);
        timers.add(timer);
      });
    },
  });
  const done = icon(icons.done);
  done.classList.add('tool-tick');
  copy.firstChild.after(done);
  copy.lastChild.append(element('span', { class: 'tool-copied' }, say('tools_copied')));

  const share = button('share', icons.share, {
    onclick: async () => {
      try {
        await navigator.share({ title: article.title, url: withoutFragment(location.href) });
      } catch (error) {
        if (error.name !== 'AbortError') tell(share, say('tools_unshared')); // else it was the person's wish
      }
    },
  });

  const save = button('save', icons.save, { class: 'tool tool-opener' });
  const choice = (name, work) => element('button', {
    type: 'button',
    onclick: () => {
      menu.hidePopover();
      save.focus();
      run(save, work);
    },
  }, say(`tools_save_${name}`));
  const menu = panel(save, { class: 'tool-panel tool-menu' },
    choice('markdown', async ({ saveMarkdown }) => saveMarkdown(await all(), article, page)),
    choice('json', ({ saveJson }) => saveJson(article)),
    choice('print', async ({ print }) => print(await all())));
  save.popoverTargetElement = menu;

  let listening; // the promise of what is opened then
  const stop = () => {
    listening?.then((opened) => opened?.close());
    listening = undefined;
    hear.ariaPressed = 'false';
  };
  const hear = button('listen', icons.listen, {
    'aria-pressed': 'false',
    onclick: (event) => {
      if (listening) return stop();
      const ended = () => {
        stop();
        hear.focus({ preventScroll: true });
      };
      const range = selection(event);
      hear.ariaPressed = 'true';
      listening = import('./listen.js').then(({ listen }) => listen({ article, say, body: body(), range, all, ended, signal: close.signal })).catch((error) => {
        console.warn(error);
        stop();
        tell(hear, say('tools_unavailable'));
      });
    },
  });

  const near = () => import('./take.js').catch(() => {}); // whoever presses then is told
  row.replaceChildren(
    ...[globalThis.speechSynthesis && hear, copy, navigator.share && share, save, menu].filter(Boolean),
    // Last, since it is filled later: nothing before it moves.
    element('span', { 'data-place': 'contents' }),
  );
  row.addEventListener('pointerdown', ({ target }) => {
    const now = getSelection();
    selected = now.rangeCount > 0 ? now.getRangeAt(0).cloneRange() : undefined;
    near();
    // Some browsers let a page speak only right after a click.
    if (hear.contains(target)) import('./listen.js').catch(() => {});
  }, { signal: close.signal });
  row.addEventListener('focusin', near, { signal: close.signal, once: true });

  // ---- Paper, and words in the address

  const printed = paper({ say, page, isAll: () => isWhole && !more() });
  let words = shared && withoutFragment(shared) === withoutFragment(location.href) ? shared : '';
  shared = '';
  if (words) article.resume = false; // the address says where to
  let unmark;

  async function find(body) {
    const { showWords } = await import('./fragments.js');
    if (close.signal.aborted || !words) return;
    unmark = showWords(words, body);
    if (unmark || !more()) words = '';
    else more().click();
  }

  return {
    whole(body) {
      isWhole = true;
      for (const there of waiting.splice(0)) there();
      if (words) find(body).catch(console.warn); // then the article is shown from its beginning
    },
    close() {
      close.abort();
      waiting = [];
      for (const timer of timers) clearTimeout(timer);
      if (listening) stop();
      unmark?.();
      printed.close();
    },
  };
}
