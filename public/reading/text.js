// An article's text as it is read: block by block, with white space as it shows, and where in the page each character stands.

const inline = new Set(('a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q rb rp rt rtc ruby s samp small span strike strong sub sup time tt u var wbr '
  + 'math mi mn mo mtext mrow msup msub msubsup mfrac msqrt mroot mstyle munder mover munderover mtable mtr mtd semantics').split(' '));

/** What the interface has put into an article: buttons, notes, what stands for pictures. */
export const interfaceOf = '[data-interface], button, .held-note, .picture-failed, .player-note, .player-screen';

/**
 * The blocks of text in `root`, in order: `{ element, text, runs }`, `runs` saying which stretch of `text` lies in which text node. White space is one space, a
 * `br` is a line feed. Elements that `skips(element)` are left out. What `alternative(element)` gives for an element is a block of its own, without runs.
 */
export function blocksOf(root, { skips = (element) => element.matches(interfaceOf), alternative = () => '' } = {}) {
  const blocks = [];
  let block;
  const end = () => {
    if (block?.text.trim()) blocks.push(block);
    block = undefined;
  };
  const read = (node, element) => {
    block ??= { element, text: '', runs: [] };
    for (const { 0: piece, index } of node.data.matchAll(/\s+|\S+/g)) {
      const isSpace = /^\s/.test(piece);
      if (isSpace && /^$|\s$/.test(block.text)) continue;
      const last = block.runs.at(-1);
      const length = isSpace ? 1 : piece.length;
      if (last?.node === node && last.offset + last.length === index && last.start + last.length === block.text.length) last.length += length;
      else block.runs.push({ node, offset: index, start: block.text.length, length });
      block.text += isSpace ? ' ' : piece;
    }
  };
  const visit = (node, element) => {
    if (node.nodeType === Node.TEXT_NODE) return read(node, element);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const other = alternative(node);
    if (other) {
      end();
      blocks.push({ element: node, text: other, runs: [] });
      return;
    }
    if (skips(node)) return;
    if (node.localName === 'br') {
      if (block) block.text = `${block.text.trimEnd()}\n`;
      return;
    }
    const isBlock = !inline.has(node.localName);
    if (isBlock) end();
    for (const child of node.childNodes) visit(child, isBlock ? node : element);
    if (isBlock) end();
  };
  for (const child of root.childNodes) visit(child, root);
  end();
  return blocks;
}

/** The range from a place in one block's text to a place in another's, which may be the same. */
export function rangeOf(first, from, last, to) {
  const range = document.createRange();
  const [start, end] = [runAt(first, from), runAt(last, to - 1)];
  if (!start || !end) range.selectNode(first.element);
  else {
    range.setStart(start.node, start.offset + from - start.start);
    range.setEnd(end.node, end.offset + to - end.start);
  }
  return range;
}

function runAt({ runs }, place) {
  return runs.find(({ start, length }) => start <= place && place < start + length);
}

/** Where in a block's text a range lies, as `[from, to]`; `undefined` when it holds none of it. */
export function placeIn({ runs }, range) {
  let [from, to] = [Infinity, -1];
  for (const { node, offset, start, length } of runs) {
    // A text node in which the range neither begins nor ends lies before it, in it, or after it.
    const side = range.comparePoint(node, 0);
    const first = node === range.startContainer ? range.startOffset - offset : side < 0 ? length : 0;
    const last = node === range.endContainer ? range.endOffset - offset : side > 0 || (side < 0 && node !== range.startContainer) ? 0 : length;
    const [begin, end] = [Math.max(0, first), Math.min(length, last)];
    if (begin < end) {
      from = Math.min(from, start + begin);
      to = Math.max(to, start + end);
    }
  }
  return from < to ? [from, to] : undefined;
}

/** The words of a text as `{ index, end }`, in the manner of its language: Chinese has words without spaces between them. */
export function wordsOf(text, language) {
  return segments(text, language, 'word').filter(({ isWordLike }) => isWordLike).map(({ index, segment }) => ({ index, end: index + segment.length }));
}

/** The sentences of a text as `{ index, end }`, without the space around them. */
export function sentencesOf(text, language) {
  return segments(text, language, 'sentence').flatMap(({ index, segment }) => {
    const begin = index + segment.length - segment.trimStart().length;
    const end = index + segment.trimEnd().length;
    return begin < end ? [{ index: begin, end }] : [];
  });
}

function segments(text, language, granularity) {
  let segmenter;
  try {
    segmenter = new Intl.Segmenter(language || undefined, { granularity });
  } catch {
    segmenter = new Intl.Segmenter(undefined, { granularity }); // what the body calls a language isn't one
  }
  return [...segmenter.segment(text)];
}

/** The language of an element: that of the nearest element in the article that has one, else the article's. */
export function languageOf(element, article) {
  return element.closest('.article > .prose [lang]')?.lang || article.language || article.locale;
}
