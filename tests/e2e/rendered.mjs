// Runs in a bare page: renders a body without scripts and without a network, and says what a person would see of it.

import { differences, standsForPlayer } from './differences.mjs';

/**
 * A frame that renders bodies: sandboxed, so that nothing in them runs, and under the policy of the page around it, so that nothing loads.
 * What is hidden by `visibility` is shown on both sides: WeChat's articles hide their whole body that way until a script of theirs shows it, so a person
 * sees it. Capitals stay as they are written: which of them a style makes isn't text.
 */
const frame = document.createElement('iframe');
frame.setAttribute('sandbox', 'allow-same-origin');
document.body.append(frame);
frame.style.cssText = 'width: 800px; height: 600px';
const style = '*, ::before, ::after { visibility: visible !important; text-transform: none !important }';

/** Elements that show nothing, but would lead the frame elsewhere. */
const leading = 'meta, base, link';

/** Renders nodes in place of those before, and returns the element that they are in. */
function render(nodes) {
  const rendered = frame.contentDocument;
  rendered.head.innerHTML = `<style>${style}</style>`;
  const root = rendered.createElement('div');
  root.append(nodes);
  for (const element of root.querySelectorAll(leading)) element.remove();
  rendered.body.replaceChildren(root);
  return root;
}

/** A body as the browser parses it, inert. */
function parsed(html) {
  const inert = document.implementation.createHTMLDocument('');
  inert.body.innerHTML = html;
  const nodes = inert.createDocumentFragment();
  nodes.append(...inert.body.childNodes);
  return nodes;
}

/** Addresses at which a picture may be had, of one element: those of lazy loading as well. */
function addressesOf(picture) {
  const sets = [picture, ...(picture.closest('picture')?.querySelectorAll('source') ?? [])]
    .flatMap((element) => [element.getAttribute('srcset'), element.getAttribute('data-srcset')])
    .flatMap((set) => (set ?? '').split(/,\s+|\s+/));
  const single = [...picture.attributes].filter(({ name }) => /^(src|_src|data-.*)$/.test(name) && name !== 'data-srcset').map(({ value }) => value);
  return [...new Set([...single, ...sets].map(absolute).filter(Boolean))];
}

/** An address that a reader could load a picture from, or nothing. */
function absolute(address) {
  const trimmed = address.trim().replace(/^\/\//, 'https://');
  if (/^data:image\/(png|jpeg|gif|webp|avif);base64,/i.test(trimmed)) return trimmed;
  if (/^pictures\/[\w.-]+$/.test(trimmed)) return new URL(`archive/${trimmed}`, location.href).href;
  if (!/^https?:\/\/[^/]/i.test(trimmed)) return undefined;
  return URL.canParse(trimmed) ? new URL(trimmed).href : undefined;
}

/** What a person sees of a rendered body, and what it consists of. What stands for a player is counted, and isn't text. */
function measure(root) {
  const seen = root.cloneNode(true);
  root.replaceWith(seen);
  const players = [...seen.querySelectorAll(standsForPlayer)];
  for (const player of players) player.remove();
  for (const details of seen.querySelectorAll('details')) details.open = true; // what it holds is a click away
  const all = (selector) => [...seen.querySelectorAll(selector)];
  const count = (selector) => all(selector).length;
  const targets = new Set(all('[id], a[name]').flatMap((element) => [element.id, element.getAttribute('name')]));
  const result = {
    text: seen.innerText,
    pictures: all('img').map(addressesOf).filter((addresses) => addresses.length > 0),
    code: all('pre').map((pre) => pre.innerText.replace(/^\n+|\s+$/g, '')),
    counts: {
      table: count('table'),
      cell: count('td, th'),
      list: count('ul, ol, dl, menu'),
      item: count('li, dt, dd'),
      ruby: count('ruby'),
      figure: count('figure'),
      footnote: all('a[href^="#"]').filter(({ hash }) => targets.has(decodeURIComponent(hash.slice(1)))).length,
      formula: count('math'),
      quotation: count('blockquote, q'),
      heading: count('h1, h2, h3, h4, h5, h6'),
      player: players.length,
    },
  };
  seen.replaceWith(root);
  return result;
}

/**
 * Compares a body with what is shown of it: a fragment of what the worker made. `before` is what a person sees of it; `listed` the differences that
 * it has, each with what a person saw before it and sees after it; `expected` what is seen after them all; `after` what a person sees of the worker's HTML.
 */
export function compare(html, shown) {
  const [before, listed] = [measure(render(parsed(html))), []];
  const note = ({ name }, was, is) => listed.push({ name, was, is });
  let [source, expected] = [html, before];
  for (const difference of differences.filter(({ inSource }) => inSource)) {
    const changed = difference.inSource(source);
    if (changed === source) continue;
    const is = measure(render(parsed(changed)));
    note(difference, expected, is);
    [source, expected] = [changed, is];
  }
  const root = render(parsed(source));
  for (const difference of differences.filter(({ inTree }) => inTree)) {
    if (difference.inTree(root) === 0) continue;
    const is = measure(root);
    note(difference, expected, is);
    expected = is;
  }
  return { before, listed, expected, after: measure(render(shown)) };
}
