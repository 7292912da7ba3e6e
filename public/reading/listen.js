// Reads an article aloud, sentence by sentence, with the browser's voices.

import { element, icon, sheet } from './page.js';
import { blocksOf, interfaceOf, languageOf, placeIn, rangeOf, sentencesOf } from './text.js';

const icons = {
  play: 'M4.5 2.5v11l8.5-5.5z',
  pause: 'M5 2.5v11M11 2.5v11',
  previous: 'M11.5 3v10L5.5 8zM4 3v10',
  next: 'M4.5 3v10l6-5zM12 3v10',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
};
const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Voices that come over the net fall silent in what takes longer than some fifteen seconds. */
const mostCharacters = 200;

/** How long it may take until the browser tells its voices. */
const patienceMillis = 3_000;

/** What is said of the browser's errors. */
const failures = {
  network: 'listen_network',
  'not-allowed': 'listen_not_allowed',
  'audio-busy': 'listen_audio_busy',
  'voice-unavailable': 'listen_voice_unavailable',
  'language-unavailable': 'listen_language_unavailable',
};

const markers = 'sup:has(a[href^="#"]), a[role="doc-noteref"], a[role="doc-backlink"], .footnote-reference, .footnote-definition-label';
const unspoken = `pre, rt, rp, rtc, [hidden], ${markers}, ${interfaceOf}`;
const folded = 'details:not([open])';

/**
 * Opens the bar and begins to read: at `range`, or with the first sentence in view. `all()` promises the body with all its parts; `ended()` is called when the
 * person closes the bar. Returns `close()`, and nothing when the article has been left meanwhile.
 */
export async function listen({ article, say, body, range, all, ended, signal: left }) {
  await sheet('listen.css');
  if (left.aborted) return undefined;
  const speech = globalThis.speechSynthesis;
  const reader = new Intl.NumberFormat(article.locale, { maximumFractionDigits: 2 });
  const closed = new AbortController();
  const { signal } = closed;
  const language = primary(article.language || article.locale);
  const kept = readKept(language);

  let blocks = read(body, article);
  let place = startOf(blocks, range);
  let state = 'paused';
  let turn = 0; // what an older utterance tells is of no interest
  let utterance; // kept: Chromium forgets the events of one that nobody holds
  let piece = 0;
  let hasAll = false;
  let isTurning = false;
  let hasEnded = false;

  // ---- The bar

  const button = (name, path, onclick) => element('button', { type: 'button', 'aria-label': say(`listen_${name}`), title: say(`listen_${name}`), onclick }, icon(path));
  const play = button('pause', icons.pause, () => (state === 'playing' ? pause() : start()));
  const buttons = [button('previous', icons.previous, () => go(-1)), play, button('next', icons.next, () => go(1))];
  const rate = element('select', { onchange: () => { keep(); again(); } }, ...rates.map((value) => element('option', { value }, `${reader.format(value)}×`)));
  rate.value = rates.includes(kept.rate) ? kept.rate : 1;
  const voice = element('select', { class: 'listen-voices', onchange: () => { keep(); again(); } });
  const status = element('p', { class: 'listen-status', role: 'status' });
  const choices = element('div', { class: 'listen-choices' },
    element('label', {}, element('span', {}, say('listen_rate')), rate), element('label', { class: 'listen-voice' }, element('span', {}, say('listen_voice')), voice));
  const bar = element('section', { class: 'listen-bar', 'aria-label': say('listen_bar') },
    element('div', { class: 'listen-steps' }, ...buttons), choices, status, button('close', icons.close, () => ended()));

  const tell = (text) => { status.textContent = text; };

  function show(next) {
    state = next;
    const name = state === 'playing' ? 'pause' : 'play';
    play.ariaLabel = play.title = say(`listen_${name}`);
    play.replaceChildren(icon(icons[name]));
  }

  // ---- Voices

  let voices = [];

  /** Takes the voices that there are for the article's language; whether there are any. */
  function takeVoices() {
    const present = voice.value || kept.voice;
    voices = speech.getVoices().filter((one) => primary(one.lang) === language);
    voice.replaceChildren(...voices.map((one) => element('option', { value: one.voiceURI }, nameOf(one, article.locale))));
    const best = voices.find(({ voiceURI }) => voiceURI === present) ?? voices.find(({ lang }) => sameRegion(lang, article.language)) ?? voices.find((one) => one.default) ?? voices[0];
    if (best) voice.value = best.voiceURI;
    for (const control of [...buttons, rate, voice]) control.disabled = voices.length === 0;
    return voices.length > 0;
  }

  function tellNoVoice() {
    const name = new Intl.DisplayNames(article.locale, { type: 'language', fallback: 'code' }).of(language);
    tell(speech.getVoices().length > 0 ? say('listen_no_voice', { language: name }) : say('listen_no_voices'));
  }

  function keep() {
    try {
      localStorage.setItem(`offprint.voice.${language}`, JSON.stringify({ voice: voice.value, rate: Number(rate.value) }));
    } catch {
      // It holds until the bar is closed.
    }
  }

  // ---- Reading

  function speak() {
    const mine = ++turn;
    const sentence = place && sentenceAt(place);
    if (!sentence) return finish();
    mark(sentence);
    const { block, pieces } = sentence;
    utterance = new SpeechSynthesisUtterance(pieces[piece]);
    const spoken = languageOf(block.element, article);
    utterance.lang = spoken;
    utterance.voice = voiceFor(primary(spoken));
    utterance.rate = Number(rate.value);
    utterance.onend = () => {
      if (mine !== turn) return;
      piece += 1;
      if (piece < pieces.length) return speak();
      step();
    };
    utterance.onerror = ({ error }) => {
      if (mine !== turn) return;
      silence();
      if (['canceled', 'interrupted'].includes(error)) return; // by the system, or another page
      tell(say(failures[error] ?? 'listen_failed'));
    };
    speech.speak(utterance);
  }

  function voiceFor(spoken) {
    if (spoken === language) return voices.find(({ voiceURI }) => voiceURI === voice.value) ?? null;
    const { voice: wanted } = readKept(spoken);
    const able = speech.getVoices().filter((one) => primary(one.lang) === spoken);
    return able.find(({ voiceURI }) => voiceURI === wanted) ?? able.find((one) => one.default) ?? able[0] ?? null;
  }

  function start() {
    tell('');
    place ??= hasEnded ? { block: blocks[0], index: 0 } : startOf(blocks);
    hasEnded = false;
    show('playing');
    speech.cancel();
    speak();
  }

  function pause() {
    // Not by `pause()`, which not all browsers come back from: a sentence is begun again.
    silence();
  }

  function silence() {
    turn += 1;
    speech.cancel();
    show('paused');
  }

  /** Says the present sentence anew, with another voice or rate. */
  function again() {
    if (state !== 'playing') return;
    turn += 1;
    speech.cancel();
    speak();
  }

  /** The person goes to another sentence. */
  function go(way) {
    const next = neighbour(place, way);
    if (!next) return way > 0 ? step() : again();
    place = next;
    piece = 0;
    const sentence = sentenceAt(place);
    bringIntoView(sentence.range, true);
    if (state === 'playing') return again();
    mark(sentence);
  }

  /** On to the next sentence, when one has been said. */
  async function step() {
    const next = place && neighbour(place, 1);
    if (next) {
      place = next;
      piece = 0;
      return speak();
    }
    if (hasAll || isTurning) return finish();
    isTurning = true;
    const mine = ++turn;
    const whole = await all();
    isTurning = false;
    hasAll = true;
    if (signal.aborted) return;
    const number = place ? blocks.indexOf(place.block) : -1;
    blocks = read(whole, article);
    place = blocks[number] && { ...place, block: blocks[number] };
    if (mine === turn) step();
  }

  function finish() {
    silence();
    place = undefined;
    piece = 0;
    hasEnded = true;
    unmark();
    tell(say('listen_end'));
  }

  function sentenceAt({ block, index }) {
    block.sentences ??= sentencesIn(block, article);
    return block.sentences[index];
  }

  function neighbour(from, way) {
    if (!from) return undefined;
    let number = blocks.indexOf(from.block);
    let index = from.index + way;
    for (let block = blocks[number]; block; block = blocks[number]) {
      block.sentences ??= sentencesIn(block, article);
      if (index === -Infinity) index = block.sentences.length - 1;
      if (block.sentences[index]) return { block, index };
      number += way;
      index = way > 0 ? 0 : -Infinity;
    }
    return undefined;
  }

  // ---- The sentence that is read

  let marked;

  function mark({ block, range }) {
    // Whoever has scrolled away from what was read wants to be elsewhere.
    const follows = !marked || isInView(marked.range);
    unmark();
    marked = { range, element: block.element };
    if (globalThis.Highlight) CSS.highlights.set('spoken', new Highlight(range));
    else block.element.classList.add('spoken');
    if (follows) bringIntoView(range);
  }

  function unmark() {
    if (globalThis.Highlight) CSS.highlights.delete('spoken');
    marked?.element.classList.remove('spoken');
    if (marked?.element.className === '') marked.element.removeAttribute('class');
    marked = undefined;
  }

  function isInView(range) {
    const { top, bottom, height } = range.getBoundingClientRect();
    return height === 0 || (bottom > 0 && top < bar.getBoundingClientRect().top); // a picture that is held back is nowhere
  }

  function bringIntoView(range, always = false) {
    const { top, bottom, height } = range.getBoundingClientRect();
    const low = bar.getBoundingClientRect().top;
    if (height === 0) return;
    if (top >= 0 && (bottom <= low || (!always && top < low / 2))) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scrollBy({ top: top - low / 4, behavior: isStill ? 'instant' : 'smooth' });
  }

  // ---- Open

  document.body.append(bar);
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector(':popover-open, dialog[open]')) return;
    event.preventDefault();
    ended();
  }, { signal });
  addEventListener('pagehide', silence, { signal });
  speech.cancel(); // what another page has left

  const begin = () => {
    if (blocks.length === 0) return tell(say('listen_nothing'));
    start();
    play.focus({ preventScroll: true });
  };
  let patience;
  if (takeVoices()) begin();
  else {
    tell(say('listen_waiting'));
    bar.lastChild.focus({ preventScroll: true });
    patience = setTimeout(tellNoVoice, patienceMillis);
  }
  speech.addEventListener('voiceschanged', () => {
    const had = voices.length > 0;
    if (!takeVoices()) {
      if (speech.getVoices().length > 0) tellNoVoice();
      return;
    }
    clearTimeout(patience);
    if (!had) begin();
  }, { signal });

  return {
    close() {
      if (signal.aborted) return;
      closed.abort();
      clearTimeout(patience);
      silence();
      unmark();
      bar.remove();
    },
  };
}

/** The blocks that are read: no code, no markers of footnotes; of pictures what they show, of ruby the base. */
function read(body, article) {
  const isFolded = (element) => element.parentElement.matches(folded) && element.localName !== 'summary';
  return blocksOf(body, {
    skips: (element) => element.matches(unspoken) || isFolded(element),
    alternative: (element) => (element.localName === 'img' && !isFolded(element) ? element.alt.trim() : ''),
  }).filter(({ text }) => /[\p{L}\p{N}]/u.test(text)).map((block) => ({ ...block, language: languageOf(block.element, article) }));
}

/** The sentences of a block, each with its range, and cut where it takes too long. */
function sentencesIn(block) {
  return sentencesOf(block.text, block.language).map(({ index, end }) => ({
    block, index, end, range: rangeOf(block, index, block, end), pieces: piecesOf(block.text.slice(index, end).replaceAll('\n', ' ')),
  })).filter(({ pieces }) => pieces.some((piece) => /[\p{L}\p{N}]/u.test(piece)));
}

/** A sentence in pieces that aren't too long, cut where one breathes. */
export function piecesOf(sentence) {
  const pieces = [];
  let rest = sentence;
  while (rest.length > mostCharacters) {
    const head = rest.slice(0, mostCharacters);
    const breath = [/^.*[,;:，；：、。—–)）](?=\s|[^\x00-\x7f])/su, /^.*\s/su].map((pattern) => pattern.exec(head)?.[0].length ?? 0).find((length) => length > mostCharacters / 4);
    const cut = breath ?? (/[\ud800-\udbff]$/.test(head) ? mostCharacters - 1 : mostCharacters);
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return [...pieces, rest].filter(Boolean);
}

/** Where to begin: at a range, else at the first sentence in view, else at the beginning. */
function startOf(blocks, range) {
  for (const block of blocks) {
    const within = range ? range.intersectsNode(block.element) : block.element.getBoundingClientRect().bottom > 0;
    if (!within) continue;
    block.sentences ??= sentencesIn(block);
    const selected = range && placeIn(block, range);
    if (range && !selected) continue;
    const index = block.sentences.findIndex((sentence) => (range ? sentence.end > selected[0] : sentence.range.getBoundingClientRect().top >= 0));
    if (index >= 0) return { block, index };
  }
  const [block] = blocks;
  return range ? startOf(blocks) : block && { block, index: 0 };
}

/** The language that a tag names, without script and region. Some systems tell the kinds of spoken Chinese apart. */
function primary(tag) {
  const [name] = tag.toLowerCase().split(/[-_]/);
  return ['cmn', 'yue'].includes(name) ? 'zh' : name;
}

function sameRegion(one, other) {
  const region = (tag) => {
    try {
      return new Intl.Locale(tag.replaceAll('_', '-')).maximize().region;
    } catch {
      return undefined;
    }
  };
  return region(one) !== undefined && region(one) === region(other);
}

/** A voice's name, with its region where its language has voices of several. */
function nameOf({ name, lang }, locale) {
  try {
    const { region } = new Intl.Locale(lang.replaceAll('_', '-'));
    return region && !/[(（]/.test(name) ? `${name} (${new Intl.DisplayNames(locale, { type: 'region' }).of(region)})` : name;
  } catch {
    return name;
  }
}

function readKept(language) {
  try {
    return JSON.parse(localStorage.getItem(`offprint.voice.${language}`)) ?? {};
  } catch {
    return {}; // the store is denied, or what lies in it is no JSON
  }
}
