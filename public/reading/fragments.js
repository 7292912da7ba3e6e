// Words in an address: `#:~:text=[prefix-,]start[,end][,-suffix]` (https://wicg.github.io/scroll-to-text-fragment/). Browsers look for them when the page
// has loaded, and an article comes later: so they are looked for here, too.

import { blocksOf, languageOf, placeIn, rangeOf, wordsOf } from './text.js';

/** What is longer than this is named by its first and its last words. */
const longest = 240;
const wordsAtEnds = 5;
/** How many words before and after may tell apart what occurs more than once. */
const mostContext = 12;

/** The fragment directive that names what is selected of a body; empty when none of its words are. */
export function directiveFor(range, body, article) {
  const text = textOf(body);
  const selected = text.blocks.flatMap((block) => {
    const place = range.intersectsNode(block.element) && placeIn(block, range);
    return place ? [{ block, words: wordsOf(block.text, languageOf(block.element, article)).filter(({ index, end }) => index < place[1] && end > place[0]) }] : [];
  }).filter(({ words }) => words.length > 0);
  if (selected.length === 0) return '';
  const [first, last] = [selected[0], selected.at(-1)];
  const from = first.block.base + first.words[0].index;
  const to = last.block.base + last.words.at(-1).end;

  const terms = { start: text.plain.slice(from, to) };
  if (first !== last || to - from > longest) {
    const [start, end] = [first.words.slice(0, wordsAtEnds), last.words.slice(-wordsAtEnds)];
    terms.start = text.plain.slice(from, first.block.base + start.at(-1).end);
    terms.end = text.plain.slice(last.block.base + end[0].index, to);
  }
  const isFound = (tried) => {
    const found = find(text, tried);
    return found?.[0] === from && found[1] === to;
  };
  let named = terms;
  if (!isFound(terms)) {
    const before = contextOf(text, from, -1, article);
    const after = contextOf(text, to, 1, article);
    for (let count = 1; count <= mostContext; count++) {
      named = { ...terms, prefix: before(count), suffix: after(count) };
      if (isFound(named)) break;
    }
  }
  const encoded = (term) => encodeURIComponent(term.replaceAll(/\s+/g, ' ')).replaceAll('-', '%2D');
  const parts = [named.prefix && `${encoded(named.prefix)}-`, encoded(named.start), named.end && encoded(named.end), named.suffix && `-${encoded(named.suffix)}`];
  return `:~:text=${parts.filter(Boolean).join(',')}`;
}

/** The ranges of a body that an address's fragment directive names, in the order of the directive. */
export function rangesOf(address, body) {
  const directives = (address.split(':~:')[1] ?? '').split('&').filter((directive) => directive.startsWith('text='));
  const terms = directives.map((directive) => parsed(directive.slice('text='.length))).filter(Boolean);
  if (terms.length === 0) return [];
  const text = textOf(body);
  return terms.flatMap((one) => {
    const found = find(text, one);
    if (!found) return [];
    const [first, last] = [blockAt(text, found[0]), blockAt(text, found[1] - 1)];
    return [rangeOf(first, found[0] - first.base, last, found[1] - last.base)];
  });
}

function parsed(directive) {
  const parts = directive.split(',');
  const terms = {};
  try {
    if (parts[0].endsWith('-')) terms.prefix = decodeURIComponent(parts.shift().slice(0, -1));
    if (parts.at(-1)?.startsWith('-')) terms.suffix = decodeURIComponent(parts.pop().slice(1));
    [terms.start, terms.end] = parts.map(decodeURIComponent);
  } catch {
    return undefined; // a per cent sign that stands for nothing
  }
  return terms.start && parts.length <= 2 ? terms : undefined;
}

/** A body's text as one: `blocks`, each with its `base` in `plain`, which has a form feed between them; and `folded`, in which is looked for. */
function textOf(body) {
  const blocks = blocksOf(body);
  let base = 0;
  for (const block of blocks) {
    block.base = base;
    base += block.text.length + 1;
  }
  const plain = blocks.map(({ text }) => text).join('\f');
  return { blocks, plain, folded: folded(plain) };
}

/** Without regard to case, and as long as before. */
function folded(text) {
  const lower = text.replaceAll('\n', ' ').toLowerCase();
  return lower.length === text.length ? lower : [...text].map((character) => (character.toLowerCase().length === character.length ? character.toLowerCase() : character)).join('').replaceAll('\n', ' ');
}

function blockAt({ blocks }, place) {
  return blocks.findLast(({ base }) => base <= place);
}

/** The first place `[from, to]` that fits the terms; one that begins or ends within a word only when there is no other. */
function find({ folded: text }, { prefix, start, end, suffix }) {
  const [before, first, last, after] = [prefix, start, end, suffix].map((term) => term && folded(term.replaceAll(/\s+/g, ' ').trim()));
  if (!first) return undefined;
  let second;
  for (let from = text.indexOf(first); from >= 0; from = text.indexOf(first, from + 1)) {
    if (before && !text.slice(0, from).trimEnd().endsWith(before)) continue;
    let to = from + first.length;
    if (last) {
      const begin = endOf(text, last, after, to);
      if (begin < 0) break; // nor does any follow a later start
      to = begin + last.length;
    } else if (after && !text.slice(to).trimStart().startsWith(after)) continue;
    if (isBetweenWords(text, from) && isBetweenWords(text, to)) return [from, to];
    second ??= [from, to];
  }
  return second;
}

/** Where the last words begin, which `after` follows. */
function endOf(text, last, after, from) {
  for (let begin = text.indexOf(last, from); begin >= 0; begin = text.indexOf(last, begin + 1)) {
    if (!after || text.slice(begin + last.length).trimStart().startsWith(after)) return begin;
  }
  return -1;
}

const joining = /[\p{L}\p{N}\p{M}]/u;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function isBetweenWords(text, place) {
  const [one, other] = [text[place - 1] ?? ' ', text[place] ?? ' '];
  return !(joining.test(one) && joining.test(other)) || unspaced.test(one) || unspaced.test(other);
}

/** Gives so many words right before (`way` -1) or after (1) a place, from one block. */
function contextOf(text, place, way, article) {
  const rest = way < 0 ? text.plain.slice(0, place).trimEnd() : text.plain.slice(place).trimStart();
  const near = way < 0 ? rest.length : text.plain.length - rest.length;
  const block = rest && blockAt(text, way < 0 ? near - 1 : near);
  if (!block) return () => '';
  const words = wordsOf(block.text, languageOf(block.element, article)).map(({ index, end }) => ({ index: index + block.base, end: end + block.base }));
  const side = words.filter(({ index, end }) => (way < 0 ? end <= near : index >= near));
  return (count) => {
    if (side.length === 0) return '';
    return way < 0 ? text.plain.slice(side.slice(-count)[0].index, near).trim() : text.plain.slice(near, side.slice(0, count).at(-1).end).trim();
  };
}

/** Shows the words that an address names: marks them until the next click, and brings the first into view. Returns what takes the marks away, or nothing. */
export function showWords(address, body) {
  const ranges = rangesOf(address, body);
  if (ranges.length === 0) return undefined;
  for (const range of ranges) {
    const start = range.startContainer.parentElement;
    for (let details = start.closest('details'); details; details = details.parentElement.closest('details')) details.open = true;
  }
  const [first] = ranges;
  // Also sideways, where the words lie in something that scrolls by itself.
  first.startContainer.parentElement.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const { top, height } = first.getBoundingClientRect();
  scrollBy({ top: top - Math.max((innerHeight - height) / 2, innerHeight / 8), behavior: 'instant' });
  // The next Tab goes on from here.
  getSelection().collapse(first.startContainer, first.startOffset);
  if (!globalThis.Highlight) return () => {};
  CSS.highlights.set('shared', new Highlight(...ranges));
  const clear = () => {
    CSS.highlights.delete('shared');
    removeEventListener('click', clear, true);
  };
  addEventListener('click', clear, true);
  return clear;
}
