// What style/print.css can't do for an article on paper: folded parts opened, links' addresses, and a note when a part isn't there. All of it goes when
// the print is done.

import { element } from './page.js';

/** A longer address is told by its host. */
const longest = 72;

export function paper({ say, page, isAll }) {
  let undo = [];

  const before = () => {
    after();
    const body = page.querySelector(':scope > .prose');
    if (!body) return;
    for (const details of body.querySelectorAll('details:not([open])')) {
      details.open = true;
      undo.push(() => { details.open = false; });
    }
    const told = new Set();
    for (const link of body.querySelectorAll('a[href]')) {
      const address = addressOf(link);
      if (!address || told.has(link.href)) continue;
      told.add(link.href);
      link.dataset.printed = address;
      undo.push(() => { delete link.dataset.printed; });
    }
    if (!isAll()) {
      const note = element('p', { class: 'print-note', 'data-interface': '' }, say('tools_print_part'));
      body.after(note);
      undo.push(() => note.remove());
    }
  };
  const after = () => {
    for (const step of undo.splice(0)) step();
  };

  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  return {
    close() {
      after();
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    },
  };
}

/** What to print of a link's address; nothing when its text tells it, or there is none to be read. */
function addressOf(link) {
  if (!/^https?:$/.test(link.protocol) || link.origin === location.origin || link.matches('.embed')) return '';
  const text = link.textContent.trim().toLowerCase();
  const shown = decoded(link.href).replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
  if (!text || text.includes(shown.toLowerCase()) || text.includes(link.href.toLowerCase())) return '';
  return shown.length <= longest ? shown : `${link.host.replace(/^www\./, '')}/…`;
}

function decoded(address) {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}
