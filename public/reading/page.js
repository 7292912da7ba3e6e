// What all modules in this folder stand on: elements, and style sheets that come with them.

/** An element of this name with these attributes and children (nodes or text). `null` attributes are left out; functions listen (`onclick`). */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(attribute.slice(2), value);
    else if (value !== null) made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made;
}

const namespace = 'http://www.w3.org/2000/svg';

/** A picture on a button: strokes on a field of 16 by 16, as in the rest of the interface. */
export function icon(path) {
  const [svg, line] = ['svg', 'path'].map((name) => document.createElementNS(namespace, name));
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

const sheets = new Map();

/** Loads a style sheet of this folder, once; settles when it holds. What lacks its style is usable all the same, so it never fails. */
export function sheet(name) {
  if (!sheets.has(name)) {
    sheets.set(name, new Promise((done) => {
      const link = element('link', { rel: 'stylesheet', href: new URL(name, import.meta.url).href, onload: done, onerror: done });
      document.head.append(link);
    }));
  }
  return sheets.get(name);
}

/** Tells people who listen to the page what has happened. */
export function announce(text) {
  let place = document.getElementById('announcement');
  if (!place) {
    place = element('p', { id: 'announcement', class: 'unseen', role: 'status' });
    document.body.append(place);
  }
  place.textContent = '';
  // The same words twice are news twice.
  requestAnimationFrame(() => { place.textContent = text; });
}
