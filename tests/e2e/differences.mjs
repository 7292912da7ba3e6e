// Every difference that there may be between a body as it was collected and as it is shown, each with its reason.
//
// A difference is what the reader does, written anew: applied to the body as it was collected it must give what is shown, to the last word. What isn't here
// isn't allowed.
//
// `inSource` changes a body's HTML; `inTree` changes the rendered tree and returns how often it had to; `isNoPicture` says that pictures which go with it
// show nothing.

/** Removes what `isMeant` says, and returns how many there were. */
function remove(root, selector, isMeant = () => true) {
  const found = [...root.querySelectorAll(selector)].filter((element) => element.isConnected && isMeant(element));
  for (const element of found) element.remove();
  return found.length;
}

/** Puts text, or what it holds, in the place of each element that `selector` finds. */
function replace(root, selector, replacement) {
  const found = [...root.querySelectorAll(selector)];
  for (const element of found) element.replaceWith(...[replacement(element)].flat());
  return found.length;
}

/** What the reader puts in a player's place: a link, or a button that loads it. On the side before, `inTree` marks it so. */
export const standsForPlayer = '.player, a.embed, [data-player]';

/** The first address on the web of a player or of its sources. */
function playersAddress(player) {
  const sources = [player, ...player.querySelectorAll('source')];
  const addresses = sources.flatMap((one) => ['src', 'data-src', 'data-original'].map((name) => one.getAttribute(name)?.trim()));
  return addresses.find((address) => /^(https?:)?\/\/[^/]/i.test(address ?? ''));
}

/** Names that browsers know in formulas and drawings only, or that HTML had once. */
const otherNames = new Set(('annotation maction math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace '
  + 'msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics circle defs ellipse g line path polygon polyline rect svg text use '
  + 'bgsound blink image isindex keygen menuitem rb rtc').split(' '));

const isElement = (name) => /[-:]/.test(name) || otherNames.has(name) || !(document.createElement(name) instanceof HTMLUnknownElement);

/**
 * Whether a picture before this one, in no `noscript`, names its address. One that comes after it ought to count as well: until repair sees that, such a
 * picture is shown twice.
 */
function isElsewhere(root, picture) {
  const isBefore = (other) => other.compareDocumentPosition(picture) & Node.DOCUMENT_POSITION_FOLLOWING;
  const others = [...root.querySelectorAll('img')].filter((other) => !other.closest('noscript') && isBefore(other));
  return others.some((other) => [...other.attributes].some(({ value }) => value === picture.getAttribute('src')));
}

const side = (picture, names) => names.map((name) => parseFloat(picture.getAttribute(name))).find((value) => !Number.isNaN(value));

export const differences = [
  {
    name: 'a name in angle brackets that is no element’s',
    reason: 'Nobody escaped it: it is text that a browser would swallow, such as <MODULE_NAME> or Vec<String>.',
    inSource: (html) => html.replace(/<(\/?[a-z][^\s/><]*)/gi, (tag, name) => {
      const plain = name.replace(/^\/|["']+$/g, '').toLowerCase();
      return isElement(plain) ? tag : `&lt;${name}`;
    }),
  },
  {
    name: 'an element with a quote in its name',
    reason: 'It was meant as the element that it begins like: <h2">.',
    inSource: (html) => html.replace(/<(\/?[a-z][a-z0-9]*)["']+(?=[\s/>])/gi, '<$1'),
  },
  {
    name: 'hidden by a style of its own',
    isNoPicture: true,
    reason: 'Without its style it would turn visible; nobody was to see it.',
    inTree: (root) => remove(root, '[style], [hidden]', (element) => element.style.display === 'none' || element.hidden),
  },
  {
    name: 'what stands in for a script',
    reason: 'A browser that runs scripts doesn’t show it. Pictures in it stay, unless they are there already.',
    isNoPicture: true,
    inTree: (root) => replace(root, 'noscript', (element) => {
      const pictures = [...element.querySelectorAll('img')];
      return pictures.filter((picture) => !isElsewhere(root, picture));
    }),
  },
  {
    name: 'a tracking pixel',
    isNoPicture: true,
    reason: 'It shows nothing, and tells somebody who reads.',
    inTree: (root) => remove(root, 'img', (picture) => {
      const sides = [['width', 'w', 'data-w'], ['height', 'h', 'data-h']].map((names) => side(picture, names));
      return sides.every((length) => length <= 1);
    }),
  },
  {
    name: 'a player or a frame',
    reason: 'The page loads nothing of other hosts but pictures: a link or a button stands for it.',
    inTree: (root) => replace(root, 'iframe, embed, video, audio', (player) => {
      if (!playersAddress(player)) return [];
      const stand = document.createElement('span');
      stand.dataset.player = '';
      return stand;
    }),
  },
  {
    name: 'a check box',
    reason: 'It becomes a character, which can’t be clicked.',
    inTree: (root) => replace(root, 'input[type=checkbox]', (box) => (box.hasAttribute('checked') ? '☑ ' : '☐ ')),
  },
  {
    name: 'a form control',
    reason: 'It does nothing where no script runs.',
    inTree: (root) => remove(root, 'button, select, datalist, textarea, input, dialog'),
  },
  {
    name: 'a drawing in the markup',
    reason: 'SVG can run scripts; it isn’t kept.',
    inTree: (root) => remove(root, 'svg, canvas'),
  },
  {
    name: 'a plug-in',
    reason: 'Browsers have none any more.',
    inTree: (root) => remove(root, 'object, applet'),
  },
  {
    name: 'a script, a style sheet or a template',
    reason: 'It is no text; a style sheet must not reach the page around the article.',
    inTree: (root) => remove(root, 'script, style, template, title, xmp, noembed, noframes'),
  },
];
