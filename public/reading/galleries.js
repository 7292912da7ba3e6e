// Pictures that follow each other stand side by side, in rows of two or three that are of one height. Nothing is cropped. On a phone alike ones stand
// in pairs, others below each other. Sizes follow from what is known before a picture loads, so that nothing moves.
//
// Paragraphs and figures get classes and no element around them: the next part of a body finds its place by counting levels.

import { element } from './page.js';

/** What is no wider than this, in pixels, keeps its size. */
const small = 200;

/** What is wider than this for its height has a row of its own: beside others it would be a strip. */
const panorama = 2.3;

/** A row is full when its ratios (width to height) come to this much, or when it has three pictures. */
const full = 2.4;

const blocks = 'address, article, aside, blockquote, center, dd, details, div, dl, dt, fieldset, figcaption, figure, footer, h1, h2, h3, h4, h5, h6, header, hr, li, main, menu, nav, ol, p, pre, section, table, ul';
const frames = 'center, div, figure, p, section';
const waiting = '.held, .held-note'; // what stands for a picture that waits

/** Puts neighbours among the `pictures` of a part side by side. */
export function arrange(pictures) {
  for (const run of runs(pictures)) {
    run.forEach((one) => { one.box = wrapped(one.box); });
    run.slice(1).forEach(({ box }, place) => { empty(run[place].box, box); });
    const areSmall = run.every(({ width }) => width <= small);
    const rows = areSmall ? [run] : rowsOf(run);
    rows.forEach((row, number) => {
      const total = row.reduce((sum, { ratio }) => sum + ratio, 0);
      row.forEach(({ box, ratio }, place) => {
        if (row.length > 1) box.classList.add('gallery', areSmall ? 'gallery-small' : share(row.length, ratio / total));
        box.classList.toggle('gallery-on', place < row.length - 1);
        box.classList.toggle('gallery-down', number < rows.length - 1);
      });
    });
    if (!areSmall && areAlike(run)) {
      const pairs = run.slice(run.length % 2);
      pairs.forEach(({ box }, place) => { box.classList.add('gallery-pair', ...(place % 2 === 0 ? ['gallery-pair-on'] : [])); });
    }
  }
}

/** Two and more neighbours: `{ box, ratio, width }` of each, its box being the outermost element that holds nothing but the picture and its caption. */
function runs(pictures) {
  const found = [[]];
  for (const picture of pictures) {
    const [width, height] = ['width', 'height'].map((side) => Number(picture.getAttribute(side)));
    const ratio = width > 0 && height > 0 ? width / height : 3 / 2;
    const one = { box: boxOf(picture), ratio, width: width || Infinity };
    const last = found.at(-1).at(-1);
    const goesOn = last && last.width <= small === one.width <= small && isGap(last.box, one.box);
    if (ratio > panorama) found.push([]);
    else if (goesOn) found.at(-1).push(one);
    else found.push([one]);
  }
  return found.filter((run) => run.length > 1 && standsAlone(run));
}

function boxOf(picture) {
  let box = picture;
  for (let around = box.parentElement; around; around = around.parentElement) {
    const isPicture = around.localName === 'picture';
    const holdsIt = isPicture || around.matches(`${frames}, a, b, em, font, i, span, strong`) && around.querySelectorAll('img').length === 1 && [...around.childNodes].every((node) => node === box || isBlank(node) || isPart(node, around));
    if (!holdsIt) break;
    box = around;
  }
  return box;
}

/** What may stand beside a picture: what stands for it while it waits, and in a figure its caption. */
function isPart(node, around) {
  return node.nodeType === Node.ELEMENT_NODE && (node.matches(waiting) || (around.localName === 'figure' && node.localName === 'figcaption'));
}

/** White space, a line break, or an element that holds no more than that and isn't a link's target. */
function isBlank(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === '';
  if (node.nodeType !== Node.ELEMENT_NODE) return true;
  return node.localName === 'br' || (node.matches('p, div, section, span') && !node.id && [...node.childNodes].every(isBlank));
}

/** Whether nothing that shows lies between two boxes. */
function isGap(earlier, later) {
  if (earlier.parentNode !== later.parentNode) return false;
  for (let node = earlier.nextSibling; node !== later; node = node.nextSibling) {
    if (!isBlank(node) && !(node.nodeType === Node.ELEMENT_NODE && node.matches(waiting))) return false;
  }
  return true;
}

/** Whether the line before a run and the one after it are other ones: text that runs up to it would stand beside it. */
function standsAlone(run) {
  const ends = (from, way) => {
    let node = from[way];
    while (node && (node.nodeType === Node.TEXT_NODE ? node.data.trim() === '' : node.nodeType !== Node.ELEMENT_NODE || node.matches(waiting))) node = node[way];
    return !node || (node.nodeType === Node.ELEMENT_NODE && node.matches(`${blocks}, br`));
  };
  return ends(run[0].box, 'previousSibling') && ends(run.at(-1).box, 'nextSibling');
}

/** A box that is a block: itself, or one around it and what stands for it while it waits. */
function wrapped(box) {
  if (box.matches(frames)) return box;
  const before = box.previousElementSibling;
  const wrapper = element('span', {});
  box.before(wrapper);
  if (before?.matches(waiting)) wrapper.append(before);
  wrapper.append(box);
  return wrapper;
}

function empty(earlier, later) {
  while (earlier.nextSibling !== later) earlier.nextSibling.remove();
}

/** The rows of a run. Of an uneven number of wide pictures the first has a row of its own; else none is left alone. */
function rowsOf(run) {
  const rows = [];
  for (const one of run) {
    const row = rows.at(-1);
    if (row && row.length < 3 && row.reduce((sum, { ratio }) => sum + ratio, 0) < full) row.push(one);
    else rows.push([one]);
  }
  if (rows.length < 2 || rows.at(-1).length > 1) return rows;
  const [one] = rows.at(-1);
  if (run.length % 2 === 1 && rows.slice(0, -1).every((row) => row.length === 2) && run.every(({ ratio }) => ratio >= 1.2)) {
    return [[run[0]], ...Array.from({ length: (run.length - 1) / 2 }, (_, pair) => run.slice(1 + 2 * pair, 3 + 2 * pair))];
  }
  const before = rows.at(-2);
  if (before.length === 3) rows.at(-1).unshift(before.pop());
  else {
    before.push(one);
    rows.pop();
  }
  return rows;
}

/** Whether pictures are wide, and nearly of one shape: then two of them fit a phone. */
function areAlike(run) {
  const ratios = run.map(({ ratio }) => ratio);
  return Math.min(...ratios) >= 1.2 && Math.max(...ratios) <= 1.25 * Math.min(...ratios);
}

let sheet;
const shares = new Set();

/** The class of boxes that take this share of a row of so many. (The page's policy allows no styles of elements in the HTML, and articles have none.) */
function share(count, part) {
  const thousandths = Math.floor(1000 * part);
  const name = `gallery-${count}-${thousandths}`;
  if (!shares.has(name)) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }
    const width = `calc((100% - ${count - 1} * var(--space-2)) * ${thousandths / 1000})`;
    sheet.insertRule(`@layer prose { @media (width >= 40rem) { .prose .${name} { inline-size: ${width}; } } }`);
    shares.add(name);
  }
  return name;
}
