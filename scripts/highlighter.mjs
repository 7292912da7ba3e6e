// The highlighter's files for the reading page: highlight.js as its makers built it, each grammar a file that is loaded only when an article has code in
// that language.

import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const source = 'node_modules/@highlightjs/cdn-assets/es';

// What posts call languages besides the names that the grammars know.
const alsoCalled = {
  bash: ['shellscript', 'shell-script', 'ksh'],
  django: ['jinja2'],
  javascript: ['node', 'nodejs', 'javascriptreact', 'es6'],
  json: ['jsonl', 'ndjson', 'geojson'],
  lisp: ['common-lisp', 'elisp', 'emacs-lisp'],
  makefile: ['gnumake'],
  markdown: ['mdx', 'rmd'],
  powershell: ['psm1'],
  python: ['python3', 'py3', 'python2', 'sage'],
  scheme: ['racket', 'rkt'],
  shell: ['shell-session', 'sh-session', 'bash-session', 'terminal'],
  sql: ['mysql', 'sqlite', 'sqlite3', 'tsql', 'mssql', 'plsql'],
  typescript: ['typescriptreact', 'deno'],
  vim: ['viml', 'vimscript'],
  wasm: ['wat', 'wast'],
  x86asm: ['asm', 'nasm', 'assembly'],
  xml: ['vue', 'svelte', 'astro', 'htm', 'markup'],
};

/** Copies the highlighter into `folder`, with a list of the names that languages have; without it (before `./dev setup`) code is shown plain. */
export async function placeHighlighter(folder) {
  if (!existsSync(join(source, 'core.min.js'))) {
    console.log('highlight.js is not installed, so code stays without colours: ./dev setup installs it.');
    return;
  }
  const grammars = readdirSync(join(source, 'languages')).filter((file) => file.endsWith('.min.js')).sort();
  mkdirSync(folder, { recursive: true });
  cpSync(join(source, '../LICENSE'), join(folder, 'LICENSE.txt'));
  cpSync(join(source, 'core.min.js'), join(folder, 'core.min.js'));
  for (const file of grammars) cpSync(join(source, 'languages', file), join(folder, file));
  writeFileSync(join(folder, 'names.js'), `export default ${JSON.stringify(await names(grammars))};\n`);
}

/** The grammar of each name that a language has. Where two grammars claim a name, the first has it. */
async function names(grammars) {
  const load = async (path) => (await import(pathToFileURL(join(source, path)))).default;
  const core = await load('core.min.js');
  const ids = grammars.map((file) => file.replace('.min.js', ''));
  const found = new Map(ids.map((id) => [id, id]));
  for (const [place, id] of ids.entries()) {
    core.registerLanguage(id, await load(`languages/${grammars[place]}`));
    for (const name of [...core.getLanguage(id).aliases ?? [], ...alsoCalled[id] ?? []]) {
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), id);
    }
  }
  // It is known by name only to show it as it is.
  for (const [name, id] of found) if (id === 'plaintext') found.delete(name);
  return Object.fromEntries(found);
}
