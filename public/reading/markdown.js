// An article as Markdown: what shows of it, without what the interface has put into it, behind front matter.
//
// Turndown makes the Markdown; what it wouldn't know is put into its terms on a copy first.

import { element } from './page.js';
import { Failure } from './take.js';
import { interfaceOf } from './text.js';

/** The body as Markdown with front matter. */
export async function markdownOf(body, article, page) {
  const turndown = await converter();
  const text = turndown.turndown(copyOf(body)).trim();
  return `${frontMatter(article, page)}\n${text}\n`;
}

async function converter() {
  let libraries;
  try {
    libraries = await Promise.all([import('./turndown/turndown.js'), import('./turndown/gfm.js')]);
  } catch (error) {
    throw new Failure('tools_no_markdown', { cause: error }); // offline, or a build without them
  }
  const [Turndown, gfm] = libraries.map((library) => library.default);
  const turndown = new Turndown({ headingStyle: 'atx', hr: '---', bulletListMarker: '-', codeBlockStyle: 'fenced', emDelimiter: '*' });
  turndown.use(gfm);
  turndown.addRule('code', { filter: 'pre', replacement: (_, pre) => fenced(pre) });
  turndown.addRule('math', {
    filter: (node) => node.localName === 'math',
    replacement: (_, math) => formula(math),
  });
  turndown.addRule('strikethrough', { filter: ['del', 's', 'strike'], replacement: (content) => (content.trim() ? `~~${content}~~` : content) });
  // Markdown has no marks for these, and takes HTML's.
  turndown.addRule('html', { filter: ['sub', 'sup', 'kbd', 'mark', 'ins', 'u'], replacement: (content, { localName }) => (content.trim() ? `<${localName}>${content}</${localName}>` : content) });
  turndown.addRule('line', { filter: (node) => node.localName === 'br' && node.closest('td, th') !== null, replacement: () => '\n' }); // the cell makes `<br>` of it
  turndown.addRule('summary', { filter: 'summary', replacement: (content) => (content.trim() ? `\n\n**${content.trim()}**\n\n` : '') });
  turndown.addRule('term', { filter: 'dt', replacement: (content) => (content.trim() ? `\n\n**${content.trim()}**\n` : '') });
  return turndown;
}

function fenced(pre) {
  const code = pre.querySelector('code');
  const named = [code, pre].flatMap((one) => [...(one?.classList ?? [])]).find((name) => name.startsWith('language-'));
  const text = pre.textContent.replace(/^\n|\n$/g, '');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `\n\n${fence}${named?.slice('language-'.length) ?? ''}\n${text}\n${fence}\n\n`;
}

function formula(math) {
  const source = math.getAttribute('alttext')?.trim();
  if (!source) return math.textContent.replace(/\s+/g, ' ').trim();
  return math.getAttribute('display') === 'block' ? `\n\n$$\n${source}\n$$\n\n` : `$${source}$`;
}

/** A copy of the body in terms that Turndown knows. It never becomes a part of the page. */
function copyOf(body) {
  // Not of this document: nothing in it loads.
  const copy = document.implementation.createHTMLDocument('').importNode(body, true);
  const all = (selector) => [...copy.querySelectorAll(selector)];

  for (const failed of all('.picture-failed')) failed.replaceWith(pictureOfNote(failed));
  for (const interfacePart of all(interfaceOf)) interfacePart.remove();
  for (const picture of all('img')) {
    const source = addressOf(picture);
    if (!source) picture.replaceWith(picture.alt);
    else {
      for (const name of picture.getAttributeNames()) if (name !== 'alt' && name !== 'title') picture.removeAttribute(name);
      picture.setAttribute('src', source);
    }
  }
  for (const source of all('source')) source.remove();
  for (const link of all('a[href]')) {
    const address = link.getAttribute('href');
    if (address.startsWith('#')) {
      if (/^[↩↑^⏎\ufe0e\s]*$/.test(link.textContent)) link.remove(); // back from a footnote
      else if (link.closest('sup')) link.closest('sup').replaceWith(`[${link.textContent.trim().replace(/^\[|\]$/g, '')}]`);
      else link.replaceWith(...link.childNodes);
    } else link.setAttribute('href', new URL(address, document.baseURI).href);
  }
  for (const label of all('.footnote-definition-label')) label.replaceWith(`[${label.textContent.trim()}] `);
  for (const note of all('.footnote-definition > p:first-of-type')) note.replaceWith(...note.childNodes, element('br'));
  for (const ruby of all('ruby')) {
    for (const bracket of ruby.querySelectorAll('rp')) bracket.remove();
    for (const reading of ruby.querySelectorAll('rt')) reading.replaceWith(`(${reading.textContent.trim()})`);
    ruby.replaceWith(ruby.textContent);
  }
  for (const line of all('pre br')) line.replaceWith('\n');
  for (const block of all(':is(td, th) :is(ul, ol, li, h2, h3, h4, h5, h6, hr, blockquote, pre)')) {
    // A row of Markdown is one line.
    const mark = block.localName === 'li' ? '• ' : '';
    block.replaceWith(mark, ...block.childNodes, element('br'));
  }
  return copy;
}

/** The absolute address of a picture, which may have been held back. */
function addressOf(picture) {
  const source = picture.getAttribute('src') ?? picture.getAttribute('data-src')
    ?? (picture.getAttribute('srcset') ?? picture.getAttribute('data-srcset'))?.trim().split(/[\s,]/)[0];
  return source ? new URL(source, document.baseURI).href : '';
}

/** The picture that a note stands for because it didn't come. */
function pictureOfNote(note) {
  const [text, link] = note.children;
  const address = link?.getAttribute('href');
  return address ? element('img', { alt: text.textContent, 'data-src': address }) : text.textContent;
}

/** What is known of an article, as YAML. */
function frontMatter({ title, language, link }, page) {
  const date = page.querySelector('.article-head time')?.dateTime;
  const tags = [...page.querySelectorAll('.article-foot .tags .tag')].map((tag) => tag.textContent.trim()).filter(Boolean);
  const lines = [['title', title], ['date', date], ['link', link], ['language', language]].filter(([, value]) => value).map(([name, value]) => `${name}: ${quoted(value)}`);
  if (tags.length > 0) lines.push('tags:', ...tags.map((tag) => `  - ${quoted(tag)}`));
  return `---\n${lines.join('\n')}\n---\n`;
}

/** A text as YAML has it between double quotes: as JSON, but without what isn't printed. */
function quoted(text) {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
