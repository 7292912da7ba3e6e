// What an article's page can do besides showing its text. The reader (src/reader/browser/reading.rs) loads this when an article is opened, hands it each
// part of the body before it becomes a part of the page, and tells it when all is there. Nothing here makes HTML of text: the page's policy would refuse it.

import { code } from './code.js';
import { contents } from './contents.js';
import { footnotes } from './footnotes.js';
import { voice } from './messages.js';
import { sheet } from './page.js';
import { pictures } from './pictures.js';
import { place } from './place.js';
import { tables } from './tables.js';
import { tools } from './tools.js';

/** What can be done in an article's page. Each is made once for an article, and has any of `prepare(part)`, `whole(body)` and `close()`. */
const parts = [tables, code, pictures, footnotes, tools, contents, place]; // a link to words (tools) comes before the place where one was

sheet('article.css'); // at once: the article may still be on its way

/** How long an article waits for its words and its first style sheet, in milliseconds, once the modules themselves are there. */
const patience = 3_000;

/**
 * Opens an article's page. `article` has its `key`, `title`, `language` (BCP 47, or empty), `link` (its original's address, or empty), `minutes` (of
 * reading), `file` (the address of its JSON), `id` (in that file), `locale` (of the interface) and `resume` (whether to return to where it was left).
 *
 * Returns `prepare(part)`, which is given each part before it is shown, `whole(body)`, when all that shows is there
 * (and again, when somebody has asked for more of a long article), and `close()`.
 */
export async function open(article) {
  const late = new Promise((_, reject) => { setTimeout(reject, patience, new Error('the words or the style of the reading page are late')); });
  const [say] = await Promise.race([Promise.all([voice(article.locale), sheet('article.css')]), late]);
  const opened = parts.map((part) => part({ article, say, page: document.querySelector('.article') }));
  // What fails of this must not take the article with it.
  const each = (step, ...values) => {
    for (const one of opened) {
      try {
        one[step]?.(...values);
      } catch (error) {
        console.error(error);
      }
    }
  };
  return {
    prepare: (part) => each('prepare', part),
    whole: (body) => each('whole', body),
    close: () => each('close'),
  };
}
