// Taking an article along: its address, its text as a file, a print.

import { directiveFor } from './fragments.js';
import { element } from './page.js';

/** A failure that the row of tools tells by the message of this name. */
export class Failure extends Error {
  constructor(said, options) {
    super(said, options);
    this.said = said;
  }
}

/** The address of an article; of the selected words, if there are any of its body. */
export function linkTo(address, range, body, article) {
  const directive = range && body ? directiveFor(range, body, article) : '';
  return directive ? `${address}#${directive}` : address;
}

/** Whether a text could be put on the clipboard. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed, or no such thing where the page isn't served securely
  }
}

/** Saves the body as Markdown. */
export async function saveMarkdown(body, article, page) {
  const { markdownOf } = await import('./markdown.js');
  const text = await markdownOf(body, article, page);
  download(text, 'text/markdown', `${fileName(article.title)}.md`);
}

/** Saves the article as the archive has it. */
export async function saveJson({ file, id, title }) {
  let item;
  try {
    const response = await fetch(file);
    if (!response.ok) throw new Error(`${response.status} ${file}`);
    const content = await response.json();
    item = content.items ? content.items.find((one) => one.id === id) : content; // a file may hold a group of articles
    if (!item) throw new Error(`no ${id} in ${file}`);
  } catch (error) {
    throw new Failure('tools_unsaved', { cause: error });
  }
  download(`${JSON.stringify(item, null, 2)}\n`, 'application/json', `${fileName(title)}.json`);
}

/** How long a print waits for pictures. */
const patienceMillis = 5_000;

/** Prints the page, with the pictures that hadn't been needed yet. */
export async function print(body) {
  const pictures = [...body.querySelectorAll('img:not([hidden])')];
  for (const picture of pictures) picture.loading = 'eager';
  const loaded = Promise.allSettled(pictures.map((picture) => picture.decode()));
  await Promise.race([loaded, new Promise((done) => { setTimeout(done, patienceMillis); })]);
  globalThis.print();
}

function download(text, type, name) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = element('a', { href: address, download: name });
  link.click();
  // Some browsers begin to read it later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const mostCharacters = 80;
const mostBytes = 180; // 255 are what a file system takes; some is left for an end, and for ` (1)`

/** A title as the name of a file that any system takes. */
export function fileName(title) {
  const clean = title.normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, ' ') // also what turns the direction of writing, but not what joins letters
    .replace(/[<>:"/\\|?*]/g, ' ')
    .replace(/\s+/g, ' ');
  const trimmed = (text) => text.replace(/^[\s.]+|[\s.]+$/g, '');
  const bytes = (text) => new TextEncoder().encode(text).length;
  let name = trimmed(clean);
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) name = `_${name}`; // devices of Windows
  let short = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name)) {
    if (short.length + segment.length > mostCharacters || bytes(short + segment) > mostBytes) break;
    short += segment;
  }
  return trimmed(short) || 'article';
}
