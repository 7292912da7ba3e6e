// The colours of code: highlight.js (highlight/core.min.js) with the grammars that the article needs, and no others. It makes nodes, never HTML.

import grammarOf from './highlight/names.js';
import { sheet } from './page.js';

/** Languages that stand in others: `[language, in what code]`. Without them that code would have one colour. */
const within = {
  django: [['xml', /</]],
  dockerfile: [['bash', /^\s*RUN\s/im]],
  erb: [['xml', /</], ['ruby', /<%/]],
  handlebars: [['xml', /</]],
  javascript: [['xml', /(?:return|[=(:?>]|&&)\s*<[A-Za-z>]/]],
  'julia-repl': [['julia', /./]],
  markdown: [['xml', /<[a-z]/i]],
  'node-repl': [['javascript', /./]],
  'php-template': [['xml', /</], ['php', /<\?/]],
  'python-repl': [['python', /./]],
  shell: [['bash', /./]],
  twig: [['xml', /</]],
  typescript: [['xml', /(?:return|[=(:?]|&&)\s*<[A-Za-z>][^]*<\//]],
  xml: [['css', /<style/i], ['javascript', /<script/i]],
};

let core;

/** Gives the words of `pre`, which says `text`, the colours that they have in this language. One that isn't known stays as it is. */
export async function colour(pre, declared, text) {
  if (!Object.hasOwn(grammarOf, declared)) return;
  const language = grammarOf[declared];
  core ??= load('core').then((made) => {
    made.configure({ __emitter: Nodes });
    return made;
  });
  core.catch(() => { core = undefined; });
  const others = (within[language] ?? []).filter(([, pattern]) => pattern.test(text)).map(([other]) => other);
  const [highlighter] = await Promise.all([core, grammar(language), ...others.map(grammar), sheet('highlight.css')]);
  const { errorRaised, _emitter: { root } } = highlighter.highlight(text, { language, ignoreIllegals: true });
  if (errorRaised || root.textContent !== text || !pre.isConnected) return;
  const [child, ...more] = pre.children;
  const isOnly = child?.localName === 'code' && more.length === 0 && pre.textContent === child.textContent;
  (isOnly ? child : pre).replaceChildren(root);
}

const grammars = new Map();

/** Teaches the highlighter a language, once. */
function grammar(language) {
  if (!grammars.has(language)) {
    const learnt = Promise.all([core, load(language)]).then(([highlighter, made]) => highlighter.registerLanguage(language, made));
    learnt.catch(() => grammars.delete(language));
    grammars.set(language, learnt);
  }
  return grammars.get(language);
}

const load = async (name) => (await import(`./highlight/${name}.min.js`)).default;

/** What highlight.js tells of the code, as nodes: it calls this an emitter. */
class Nodes {
  root = document.createDocumentFragment();
  top = this.root;

  addText(text) {
    if (text) this.top.append(text);
  }

  /** A scope such as `title.function` has the classes that style sheets for highlight.js know it by. */
  openNode(scope) {
    const span = document.createElement('span');
    const [first, ...rest] = scope.split('.');
    span.className = [`hljs-${first}`, ...rest.map((part, depth) => part + '_'.repeat(depth + 1))].join(' ');
    this.top.append(span);
    this.top = span;
  }

  closeNode() {
    if (this.top !== this.root) this.top = this.top.parentNode;
  }

  startScope(scope) {
    this.openNode(scope);
  }

  endScope() {
    this.closeNode();
  }

  __addSublanguage({ root }) {
    this.top.append(root);
  }

  finalize() {
    this.top = this.root;
  }

  toHTML() {
    return '';
  }
}
