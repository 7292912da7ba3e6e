// Tables: each scrolls inside itself when it is too wide or far too high, with its header and its first column in sight. What is a table only
// to look at, one cell or one column of them, becomes blocks.

import { element } from './page.js';

/** A table is shown through a window of its own when it is so many times as high as the view. */
const farTooHigh = 1.5;

/** Up to how many letters (Chinese ones count twice) a cell has one line, and from where on it is made no narrower than some words. */
const [shortText, longText] = [8, 40];

/** A header or a first column stays in sight unless it would take more of the table's window than this. */
const mostInSight = 0.4;

export function tables({ say }) {
  // Long tables come in pieces: their rows follow, and count on the table being where it was put (components/body.rs).
  const incomplete = new Set();
  const labels = new Set();
  let count = 0;

  // It is called before anything is drawn, so that nothing moves, and whenever sizes change.
  const sizes = new ResizeObserver((entries) => {
    const windows = new Set(entries.map(({ target }) => target.closest('.table')).filter((one) => one?.firstElementChild));
    for (const [one, states] of [...windows].map((one) => [one, measure(one)])) apply(one, states);
  });

  function measure(window) {
    const table = window.firstElementChild;
    const { offsetHeight: height, offsetWidth: width } = table;
    const head = table.tHead ?? table.querySelector(':scope > tbody > .head');
    const isTall = window.classList.contains('cut') || height > (window.classList.contains('tall') ? 1 : farTooHigh) * innerHeight;
    const isWide = width > window.clientWidth + 1;
    const column = window.dataset.column && table.tBodies[0]?.rows[table.querySelector(':scope > tbody > .head') ? 1 : 0]?.cells[0];
    return {
      tall: isTall,
      wide: isWide,
      fits: !isTall && !isWide,
      headed: Boolean(head) && head.offsetHeight < mostInSight * innerHeight,
      pinned: Boolean(column) && isWide && column.offsetWidth < mostInSight * window.clientWidth,
    };
  }

  function apply(window, states) {
    for (const [state, holds] of Object.entries(states)) window.classList.toggle(state, holds);
    if (states.fits) {
      for (const name of ['role', 'tabindex', 'aria-label']) window.removeAttribute(name);
    } else if (!window.hasAttribute('role')) {
      window.setAttribute('role', 'region');
      window.setAttribute('aria-label', window.dataset.label);
      window.tabIndex = 0;
    }
  }

  function treat(table) {
    if (isLayout(table)) collapse(table);
    else wrap(table);
  }

  function wrap(table) {
    const rows = [...table.rows];
    const [first, second] = rows;
    const isHead = !table.tHead && second && first.cells.length > 1 && [...first.cells].every(({ localName }) => localName === 'th');
    if (isHead) first.classList.add('head');
    const body = rows.filter((row) => row !== first || !isHead).filter(({ parentElement }) => parentElement.localName !== 'thead');
    const hasColumn = body.length > 0 && body.every(({ cells: [cell] }) => cell?.localName === 'th');
    count += 1;
    const window = element('div', { class: 'table', 'data-label': label(table), 'data-column': hasColumn ? 'heads' : null });
    if (table.classList.contains('cut')) window.classList.add('cut', 'tall');
    table.classList.remove('cut');
    table.removeAttribute('tabindex');
    table.replaceWith(window);
    window.append(table);
    sizes.observe(window);
    sizes.observe(table);
  }

  /** Regions are told apart by their names. */
  function label(table) {
    const caption = table.caption?.textContent.trim().replace(/\s+/g, ' ').slice(0, 100);
    const text = caption && !labels.has(caption) ? caption : say('tables_table', { number: count });
    labels.add(text);
    return text;
  }

  return {
    prepare(part) {
      for (const table of part.querySelectorAll('table')) {
        if (table.rows.length === 0) {
          incomplete.add(table);
          table.classList.add('cut');
        } else if (!isNested(table)) treat(table);
      }
      for (const cell of part.querySelectorAll('td, th')) {
        if (cell.colSpan > 1) continue;
        const text = cell.textContent.trim();
        const length = text.length > longText ? text.length : text.replace(/[^\u0000-\u2e7f]/g, '**').length;
        if (length <= shortText) cell.classList.add('short');
        else if (/\s|[^\u0000-\u2e7f]/.test(text)) cell.classList.add(length > longText ? 'wordy' : 'roomy');
      }
      // The part is in the page then, and not drawn yet.
      if (incomplete.size > 0) queueMicrotask(() => {
        for (const table of incomplete) {
          if (table.rows.length === 0) continue;
          table.classList.toggle('layout', isLayout(table));
          table.classList.toggle('cut', !table.classList.contains('layout'));
        }
      });
    },

    whole(body) {
      // The button that asks for more comes after this, and before anything is drawn.
      queueMicrotask(() => {
        const growing = placesOfMore(body);
        for (const table of incomplete) {
          if (growing.has(table)) {
            table.tabIndex = 0; // it scrolls already
            continue;
          }
          incomplete.delete(table);
          if (table.isConnected && table.rows.length > 0) treat(table);
        }
      });
    },

    close: () => sizes.disconnect(),
  };
}

/** Where what isn't shown yet will go: a button that asks for it stands at the end. */
function placesOfMore(body) {
  const places = new Set();
  const button = body.lastElementChild;
  if (button?.localName !== 'button') return places;
  for (let place = button.previousElementSibling; place; place = place.lastElementChild) places.add(place);
  return places;
}

/** Whether a table stands in a cell of a table with columns. The table of a part's rows may be in the page already. */
function isNested(table) {
  const outer = table.parentElement?.closest('table, tr');
  if (!outer) return false;
  const row = outer.localName === 'tr' ? outer : null;
  const around = row?.closest('table');
  return around ? !around.classList.contains('layout') : row?.cells.length > 1;
}

function isLayout(table) {
  if (table.caption || table.tHead) return false;
  return [...table.rows].every(({ cells }) => cells.length === 0 || (cells.length === 1 && cells[0].localName === 'td'));
}

function collapse(table) {
  table.classList.remove('cut');
  table.classList.add('layout');
  table.setAttribute('role', 'presentation');
}
