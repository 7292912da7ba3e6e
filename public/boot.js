// The bootstrap: asks for the newest articles, guards the page's HTML sinks, starts the reader, and says so when it can't.
//
// What it hands to the reader is `globalThis.offprint`:
//   archive    the archive's address, ending in a slash
//   latest     the promise of a Response: archive/latest.json, requested beside the program
//   sanitizer  { url, build }: the worker's script, and its build, which is the name of the folder that the script lies in
//   part(file) the promise of a Response: a module of the program beside the first; in a release each of the program's parts (src/reader/parts.rs) has some;
//              `partFailure` is which file did not come the last time, and why; the reader sets `isWhole` when all parts are at work
//   reading(name)   the promise of a module of public/reading/, which is loaded when it is needed
//   fail(kind, detail)   replaces the page by a readable message; kinds are the keys of `failures`

const attributes = document.getElementById('boot').dataset;
const address = (relative) => new URL(relative, document.baseURI).href;

const archive = address('archive/');
const latest = fetch(archive + 'latest.json', { cache: 'no-cache' });
latest.catch(() => {}); // the reader reports this one, when it gets to it
const program = address(attributes.js).replace(/[^/]*$/, ''); // its folder
const sanitizerUrl = address(attributes.sanitizer);
const sanitizer = { url: sanitizerUrl, build: sanitizerUrl.split('/').at(-2) };
const readingUrl = address(attributes.reading);
const readingOfArticle = JSON.parse(attributes.readingOfArticle ?? '[]'); // what article.js imports: else each round of imports would wait for the one before
const reading = (name) => {
  if (name === 'article.js') for (const file of readingOfArticle.splice(0)) preload(readingUrl + file);
  const module = import(readingUrl + name);
  module.catch(() => {}); // who waits for it knows what to do without
  return module;
};
// The parts that the address asks for come beside the program's first module.
const parts = JSON.parse(attributes.parts ?? '{}'); // of each part: its files, and their integrity
const asked = new URLSearchParams(location.search);
const isArticle = asked.has('read');
const isFiltered = asked.has('q') || (!isArticle && location.hash);
const early = new Map();
for (const name of [...(isArticle ? ['article'] : []), ...(isFiltered ? ['rest'] : [])]) {
  for (const file of Object.keys(parts[name] ?? {})) early.set(file, askForPart(file));
}
const part = (file) => {
  const answer = early.get(file) ?? askForPart(file);
  early.delete(file); // an answer serves once
  return answer;
};
globalThis.offprint = { archive, latest, sanitizer, reading, part, fail };

// ---- What to say when it fails

const messages = {}; // scripts/finish.mjs puts section "boot" of each messages/TAG.json here

/** Heading and explanation of each kind of failure. */
const failures = (words) => ({
  unsupported: [words.unsupported, words.unsupported_advice],
  load: [words.not_loaded, words.not_loaded_advice],
  panic: [words.broken, words.broken_advice],
});

/** The language of the messages that a tag (BCP 47) is nearest to, as in src/language.rs. */
function nearest(wanted) {
  const tags = Object.keys(messages).sort();
  const primary = (tag) => tag.split('-')[0];
  return tags.filter((tag) => `${wanted}-`.startsWith(`${tag}-`)).pop() ?? tags.find((tag) => primary(tag) === primary(wanted));
}

const language = navigator.languages.map(nearest).find(Boolean) ?? 'en';

let failed = false;

/** Replaces the page by a message. Only the first failure is shown: later ones follow from it. */
function fail(kind, detail) {
  if (failed) return;
  failed = true;
  const words = messages[language];
  const [heading, explanation] = failures(words)[kind] ?? failures(words).panic;

  const page = element('main', 'failure');
  page.lang = language;
  const alert = page.appendChild(element('div', 'failure-alert')); // the role would take that of `main` away
  alert.setAttribute('role', 'alert');
  alert.append(element('h1', 'failure-heading', heading), element('p', 'failure-text', explanation));
  if (detail) alert.append(element('pre', 'failure-detail', String(detail)));

  const reload = element('a', 'failure-reload', words.reload);
  reload.href = location.href;
  reload.addEventListener('click', (event) => { // a link to this very page would only scroll when it has a fragment
    event.preventDefault();
    location.reload();
  });
  alert.append(reload);

  document.title = `${heading} · Offprint`;
  document.body.replaceChildren(page);
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

// The reader tells of its own panics (`fail`). What ends it otherwise, such as a stack or a memory that is used up, shows only here, and so does what goes
// wrong in this file.
addEventListener('error', (event) => { if (isOurs(event.error)) fail('panic', event.message); });
addEventListener('unhandledrejection', (event) => { if (isOurs(event.reason)) fail('panic', event.reason); });

/** Whether an error was thrown by the program, or by the browser on its behalf. Extensions' scripts fail in the same page, and that is their business. */
function isOurs(error) {
  if (typeof error?.stack !== 'string') return false;
  const frames = error.stack.replace(String(error), ''); // in Chromium it begins with the message, which may hold any address
  const known = ['wasm:', import.meta.url]; // a module that has no address, and what guards the sinks, on whoever's behalf
  const thrower = frames.match(/[\w-]+:\/\/[^\s()]+/g)?.find((url) => !known.some((start) => url.startsWith(start)));
  return thrower ? thrower.startsWith(program) : frames.includes('wasm') || frames.includes(import.meta.url);
}

// ---- What may become HTML, or a script's address

// Leptos writes its own static templates through `innerHTML`. They are made of these elements, without handlers, styles or
// script addresses; anything else that reaches a sink as a plain string is a mistake, and is refused.
const templateElements = new Set(('a abbr article aside b br button circle code dd defs details div dl dt ellipse em fieldset figcaption figure '
  + 'footer g h1 h2 h3 h4 h5 h6 header hr i img input kbd label legend li line main nav ol option p path picture polygon polyline pre '
  + 'rect section select small source span strong sub summary sup svg table tbody td tfoot th thead time title tr ul wbr').split(' '));
const templatePart = /<!(?:--[^<>]*--)?>|<\/?([a-z][a-z0-9]*)((?:\s+[a-zA-Z][\w:-]*(?:="[^"<>]*")?)*)\s*\/?>|[^<]+/y;
const forbiddenAttribute = /\s(?:on\w*|style|srcdoc)(?=[\s=]|$)|\s(?:xlink:)?(?:href|src|action|formaction)="(?!https?:)[^"/?#]*[:&]/i;

function isOwnTemplate(html) {
  templatePart.lastIndex = 0;
  while (templatePart.lastIndex < html.length) {
    const part = templatePart.exec(html);
    if (!part) return false;
    const [, name, attributes] = part;
    if (name && (!templateElements.has(name) || forbiddenAttribute.test(attributes))) return false;
  }
  return true;
}

function refuse(what, value) {
  const error = new TypeError(`Offprint refused to use this text as ${what}: ${value.slice(0, 200)}`);
  console.error(error);
  throw error;
}

globalThis.trustedTypes?.createPolicy('default', {
  createHTML: (html) => (isOwnTemplate(html) ? html : refuse('HTML', html)),
  createScriptURL: (url) => (address(url) === sanitizer.url ? url : refuse('a script’s address', url)),
  createScript: (code) => refuse('a script', code),
});

// ---- Start

function preload(url) {
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: url }));
}

function askForPart(file) {
  const url = program + file;
  const answer = load(url, Object.assign({}, ...Object.values(parts))[file])
    .then(({ body }) => new Response(body, { headers: { 'content-type': 'application/wasm' } })); // whatever the host calls it
  answer.catch((error) => { globalThis.offprint.partFailure = { url, reason: error.message }; }); // the reader reports it
  return answer;
}

/** Loads a file of the program, or throws with its address: neither a host's error page nor a file of other bytes must be taken for it. */
async function load(url, integrity) {
  const response = await fetch(url, { integrity });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText} ${url}`);
  return response;
}

async function start() {
  if (typeof WebAssembly !== 'object') return fail('unsupported');
  try {
    const module_or_path = load(address(attributes.wasm), attributes.integrity);
    module_or_path.catch(() => {}); // awaited below, after the import, which may fail first
    const { default: init } = await import(address(attributes.js));
    if (document.readyState === 'loading') await new Promise((parsed) => addEventListener('DOMContentLoaded', parsed));
    await init({ module_or_path });
  } catch (error) {
    fail(error instanceof WebAssembly.RuntimeError ? 'panic' : 'load', error);
  }
}

start();

// The first formatter of each kind takes a browser some hundredths of a second. That is how long the program is on its way in any case.
for (const kind of ['NumberFormat', 'PluralRules', 'DateTimeFormat']) setTimeout(() => new Intl[kind](language).resolvedOptions());
