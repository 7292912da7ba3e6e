// Code: each block stands in a frame with buttons that copy it and wrap its lines. Its colours (highlight.js) are fetched when code in a language that is
// declared comes near the view.

import { announce, element, icon } from './page.js';

/** How languages write their names, where it isn't as posts declare them. */
const names = new Map(Object.entries({
  'Bash': 'bash', 'Batch': 'bat batch cmd dos', 'C': 'c h', 'C#': 'c# cs csharp', 'C++': 'c++ cc cpp cxx hpp', 'Clojure': 'clj clojure', 'CMake': 'cmake', 'CSS': 'css',
  'Dart': 'dart', 'Diff': 'diff patch', 'Dockerfile': 'docker dockerfile', 'Elixir': 'elixir ex exs', 'Elm': 'elm', 'Erlang': 'erl erlang', 'F#': 'f# fs fsharp',
  'Fortran': 'f90 fortran', 'Go': 'go golang', 'GraphQL': 'gql graphql', 'Groovy': 'groovy', 'Haskell': 'haskell hs', 'HTML': 'htm html xhtml', 'HTTP': 'http', 'INI': 'ini',
  'Java': 'java', 'JavaScript': 'cjs es6 javascript js mjs node', 'JSON': 'json json5 jsonc', 'JSX': 'jsx', 'Julia': 'julia', 'Kotlin': 'kotlin kt kts', 'LaTeX': 'latex tex',
  'Less': 'less', 'Lisp': 'common-lisp elisp emacs-lisp lisp', 'Lua': 'lua', 'Makefile': 'make makefile mk', 'Markdown': 'markdown md', 'MATLAB': 'matlab', 'Nginx': 'nginx',
  'Nim': 'nim', 'Nix': 'nix', 'Objective-C': 'objc objective-c objectivec', 'OCaml': 'ml ocaml', 'Perl': 'perl pl', 'PHP': 'php', 'PowerShell': 'powershell ps1 pwsh',
  'Protocol Buffers': 'proto protobuf', 'Python': 'py python python3', 'R': 'r', 'Ruby': 'rb ruby', 'Rust': 'rs rust', 'Scala': 'scala', 'Scheme': 'racket scheme', 'SCSS': 'scss',
  'Shell': 'console sh shell shell-session terminal zsh', 'SQL': 'mysql pgsql postgresql sql sqlite', 'Swift': 'swift', 'TOML': 'toml', 'TSX': 'tsx', 'TypeScript': 'ts typescript',
  'Vim script': 'vim viml', 'Visual Basic': 'vb vbnet', 'Vue': 'vue', 'WebAssembly': 'wasm wat', 'XML': 'svg xml', 'YAML': 'yaml yml', 'Zig': 'zig',
}).flatMap(([name, declared]) => declared.split(' ').map((one) => [one, name])));

/** Declared, and no language. */
const noLanguage = /^(?:auto|code|console-output|no-?highlight|none|output|plain|plain-?text|raw|te?xt|undefined|unknown)$/;

/** A single line up to here has its button at its side. */
const shortLine = 60;

/** What is larger stays plain: nobody reads it for its colours, and they would take long. */
const mostHighlighted = 100_000;

const saidMillis = 2_000;

const blocks = new Set('address article aside blockquote dd div dl dt figure footer h2 h3 h4 h5 h6 header li main ol p section table tr ul'.split(' '));

export function code({ say, page }) {
  const timers = new Map();
  let isClosed = false;
  let highlighted = Promise.resolve();

  // Whether lines are too long is known before anything is drawn, and changes with the window.
  const sizes = new ResizeObserver((entries) => {
    if (page.classList.contains('code-wrapped')) return;
    for (const { target } of entries) {
      const isLong = target.scrollWidth > target.clientWidth;
      target.parentElement?.classList.toggle('code-long', isLong);
      if (isLong) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  const near = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter(({ isIntersecting }) => isIntersecting)) {
      near.unobserve(target);
      highlighted = highlighted.then(() => isClosed || highlight(target));
    }
  }, { rootMargin: '800px 0px' });

  page.addEventListener('click', clicked);

  function clicked({ target }) {
    const button = target.closest?.('.code-copy, .code-wrap');
    if (button?.matches('.code-copy')) copy(button);
    else if (button) wrap(button);
  }

  async function copy(button) {
    const pre = button.closest('.code').querySelector('pre');
    let said = 'code_copied';
    try {
      await navigator.clipboard.writeText(textOf(pre).replace(/\n$/, '')); // its end would run a command that is pasted into a terminal
    } catch {
      getSelection().selectAllChildren(pre);
      said = 'code_selected';
    }
    if (isClosed) return;
    announce(say(said));
    button.dataset.said = say(said);
    clearTimeout(timers.get(button));
    timers.set(button, setTimeout(() => {
      timers.delete(button);
      delete button.dataset.said;
    }, saidMillis));
  }

  /** Wraps lines, or lets them run on, in all code of the article; what was pressed stays where it is. */
  function wrap(button) {
    const top = button.getBoundingClientRect().top;
    const isWrapped = page.classList.toggle('code-wrapped');
    for (const one of page.querySelectorAll('.code-wrap')) one.setAttribute('aria-pressed', isWrapped);
    scrollBy({ top: button.getBoundingClientRect().top - top, behavior: 'instant' });
  }

  /** Without its colours code is as good to read, so what fails is only noted. */
  async function highlight(pre) {
    try {
      const { colour } = await import('./highlight.js');
      await colour(pre, declared(pre), textOf(pre));
    } catch (error) {
      console.info('code stays without colours:', error);
    }
    // One block a task: the page can answer between them.
    await new Promise((done) => { setTimeout(done); });
  }

  function frame(pre) {
    const language = declared(pre);
    const text = textOf(pre);
    const isLine = !text.trim().includes('\n') && text.length <= shortLine;
    // Code runs from left to right in any article.
    if (!pre.dir && (language || pre.querySelector('code'))) pre.dir = 'ltr';
    const button = (name, path, ...attributes) => element('button', Object.assign({
      type: 'button', class: `code-${name}`, 'aria-label': say(`code_${name}`), title: say(`code_${name}`),
    }, ...attributes), icon(path));
    const head = element('div', { class: 'code-head', 'data-interface': '', 'data-language': (language && !isLine) ? names.get(language) ?? language : null });
    if (!isLine) head.append(button('wrap', 'M2 3.5h12M2 8h9.5a2.2 2.2 0 0 1 0 4.5H8M10 10.5l-2 2 2 2M2 12.5h3', { 'aria-pressed': page.classList.contains('code-wrapped') }));
    head.append(button('copy', 'M6 5.5h7.5V14H6zM10.5 5.5V2H3v8.5h3'));
    const framed = element('div', { class: isLine ? 'code code-line' : language ? 'code' : 'code code-bare', dir: pre.dir || null });
    pre.replaceWith(framed);
    framed.append(head, pre);
    sizes.observe(pre);
    // What the author has put into it besides text stays: links, emphasis, marks.
    if (language && text.length <= mostHighlighted && !pre.querySelector(':not(code, samp, tt, span, br, wbr)')) near.observe(pre);
  }

  return {
    prepare(part) {
      for (const pre of part.querySelectorAll('pre')) {
        if (!pre.querySelector('pre, img') && pre.textContent.trim()) frame(pre);
      }
    },
    close() {
      isClosed = true;
      page.removeEventListener('click', clicked);
      sizes.disconnect();
      near.disconnect();
      timers.forEach((timer) => clearTimeout(timer));
    },
  };
}

/** The language that a block declares, in lower case, or nothing. */
function declared(pre) {
  const classes = [pre, ...pre.querySelectorAll('code')].flatMap(({ classList }) => [...classList]);
  const language = classes.find((name) => name.startsWith('language-'))?.slice('language-'.length).toLowerCase();
  return language && !noLanguage.test(language) ? language : undefined;
}

/** What code says, line by line. */
function textOf(pre) {
  let text = '';
  const end = () => { if (text && !text.endsWith('\n')) text += '\n'; };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.localName === 'br') text += '\n';
    else {
      const isBlock = blocks.has(node.localName);
      if (isBlock) end();
      node.childNodes.forEach(visit);
      if (isBlock) end();
    }
  };
  visit(pre);
  return text;
}
