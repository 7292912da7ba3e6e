// Trunk's last step: gives each program a folder named by its content, so that a deploy can't mix versions, and lists the files.
//
// Trunk hashes the reader's WebAssembly before wasm-bindgen has touched it and the sanitiser's not at all, and a worker's loader
// names its files itself. Here both programs move into `<name>-<hash>/`, in which their relative imports hold. A release is made
// smaller first.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeHighlighter } from './highlighter.mjs';
import { sections, withShortNames } from './names.mjs';
import { brotliBytes } from './size.mjs';
import { split } from './split.mjs';
import { placeTurndown } from './turndown.mjs';

const stage = process.env.TRUNK_STAGING_DIR;
// What rustc uses by default; the section that would tell wasm-opt is gone by then.
const wasmFeatures = ['bulk-memory', 'bulk-memory-opt', 'call-indirect-overlong', 'multivalue', 'mutable-globals',
  'nontrapping-float-to-int', 'reference-types', 'sign-ext'].map((feature) => `--enable-${feature}`);
// The reader is built for size (its stack ends where low memory would be). For the sanitiser only what nothing calls goes: -Os made it
// five per cent larger.
const passes = {
  reader: ['-Os', '--low-memory-unused'],
  sanitizer: ['--remove-unused-module-elements', '--dce', '--vacuum', '--duplicate-function-elimination'],
};
const isRelease = process.env.TRUNK_PROFILE === 'release';
if (!stage) throw new Error('scripts/finish.mjs is run by Trunk: see the hooks in Trunk.toml');

let page = readFileSync(join(stage, 'index.html'), 'utf8');

// Trunk's loader asks for the module when its script has come; both can come at once.
writeFileSync(join(stage, 'sanitizer_loader.js'), `const module_or_path = fetch(new URL('sanitizer_bg.wasm', import.meta.url));
const { default: init } = await import('./sanitizer.js');
await init({ module_or_path });
`);

if (isRelease) joinStyleSheets();
let partsOfReader = {}; // their files
placeProgram('reader', /^reader(?:-[0-9a-f]+)?(\.js|_\w+\.wasm)$/);
placeProgram('sanitizer', /^sanitizer(_loader\.js|\.js|_bg\.wasm)$/);

await placeReadingModules();
placeBootMessages();

for (const script of ['boot', 'look']) {
  const name = `${script}-${digest([read(`${script}.js`)])}.js`;
  renameSync(join(stage, `${script}.js`), join(stage, name));
  replaceInPage(`./${script}.js`, `./${name}`);
}

if (isRelease) {
  rmSync(join(stage, 'live-reload.js'));
} else {
  replaceInPage('</head>', '<script type="module" src="./live-reload.js"></script></head>');
}

// The browser checks what the bootstrap loads. WebAssembly can't say so in its preload: the bootstrap does when it fetches it. The bootstrap
// itself isn't checked, for if it were refused, nobody could say so.
const [readerScript] = /reader-\w+\/reader\.js/.exec(page);
replaceInPage('data-wasm=', `data-integrity="${integrity(readerScript.replace('.js', '_bg.wasm'))}" data-wasm=`);
if (isRelease) {
  const folder = readerScript.replace('reader.js', '');
  const parts = Object.entries(partsOfReader).map(([part, files]) => [part, Object.fromEntries(files.map((file) => [file, integrity(folder + file)]))]);
  replaceInPage('data-wasm=', `data-parts='${JSON.stringify(Object.fromEntries(parts))}' data-wasm=`);
}
replaceInPage('<link rel="modulepreload"', `<link rel="modulepreload" integrity="${integrity(readerScript)}"`);

writeFileSync(join(stage, 'index.html'), page);
writeFileSync(join(stage, '_headers'), withNames(String(read('_headers'))));
writeFileSync(join(stage, 'build.json'), JSON.stringify({ files: listFiles() }, null, 1) + '\n');

/** Makes one style sheet of those that the page begins with: together they travel better, and cost one request. */
function joinStyleSheets() {
  const links = [...page.matchAll(/<link rel="stylesheet" href="\.\/([\w-]+\.css)"\/>\n/g)];
  if (links.length === 0) throw new Error('index.html has no style sheets that look as Trunk writes them');
  const sheet = Buffer.concat(links.map(([, file]) => read(file)));
  const name = `style-${digest([sheet])}.css`;
  for (const [place, [link, file]] of links.entries()) {
    rmSync(join(stage, file));
    replaceInPage(link, place === 0 ? `<link rel="stylesheet" href="./${name}"/>\n` : '');
  }
  writeFileSync(join(stage, name), sheet);
}

/** Moves a program's staged files into a folder named by their content. */
function placeProgram(name, pattern) {
  const staged = readdirSync(stage).filter((file) => pattern.test(file)).sort();
  if (isRelease) {
    const [module, script] = ['_bg.wasm', '.js'].map((end) => join(stage, staged.find((file) => pattern.exec(file)[1] === end)));
    const made = name === 'reader' ? split('wasm-release') : { script: readFileSync(script, 'utf8'), module: readFileSync(module), files: {} };
    const short = withShortNames(withoutCustomSections(made.module), made.script);
    writeFileSync(module, short.module);
    writeFileSync(script, short.script);
    optimise(module, passes[name]);
    for (const [file, content] of Object.entries(made.files)) {
      staged.push(file);
      writeFileSync(join(stage, file), withoutCustomSections(content));
      optimise(join(stage, file), passes[name]);
    }
    if (made.parts) partsOfReader = made.parts;
  }
  const folder = `${name}-${digest(staged.map(read))}`;
  mkdirSync(join(stage, folder));
  for (const file of staged) {
    const placed = `${folder}/${name}${pattern.exec(file)[1]}`;
    renameSync(join(stage, file), join(stage, placed));
    page = page.replaceAll(`./${file}`, `./${placed}`);
  }
}

/** Moves the modules of the reading page, with their words in each language and the libraries that they load, into a folder named by their content. */
async function placeReadingModules() {
  const staged = join(stage, 'reading');
  for (const file of readdirSync('messages')) {
    const { reading } = JSON.parse(readFileSync(join('messages', file), 'utf8'));
    writeFileSync(join(staged, `messages.${file.replace('.json', '.js')}`), `export default ${JSON.stringify(reading)};\n`);
  }
  await placeHighlighter(join(staged, 'highlight'));
  placeTurndown(join(staged, 'turndown'));
  replaceInPage('data-reading=', `data-reading-of-article='${JSON.stringify(imported(staged, 'article.js'))}' data-reading=`);
  const files = readdirSync(staged, { recursive: true }).map((path) => join('reading', path)).filter((path) => statSync(join(stage, path)).isFile()).sort();
  const folder = `reading-${digest(files.map(read))}`;
  renameSync(staged, join(stage, folder));
  replaceInPage('./reading/', `./${folder}/`);
}

/** The modules that a module imports, and those that they import. */
function imported(folder, file, known = new Set()) {
  for (const [, name] of readFileSync(join(folder, file), 'utf8').matchAll(/^(?:import|export) .*from '\.\/([\w.]+)';/gm)) {
    if (known.has(name)) continue;
    known.add(name);
    imported(folder, name, known);
  }
  return [...known].sort();
}

/** Puts what the bootstrap says in each language into it: what it has to say is that nothing else came. */
function placeBootMessages() {
  const messages = {};
  for (const file of readdirSync('messages').sort()) messages[file.replace('.json', '')] = JSON.parse(readFileSync(join('messages', file), 'utf8')).boot;
  const placeholder = 'const messages = {};';
  const script = String(read('boot.js'));
  if (!script.includes(placeholder)) throw new Error(`public/boot.js has no ${placeholder} to be replaced by the messages`);
  writeFileSync(join(stage, 'boot.js'), script.replace(placeholder, () => `const messages = ${JSON.stringify(messages)};`));
}

/** Runs wasm-opt, and keeps its work where that travels better. */
function optimise(module, passes) {
  const wasmOpt = 'node_modules/binaryen/bin/wasm-opt';
  if (!existsSync(wasmOpt)) return console.log('wasm-opt is not installed, so the programs stay some per cent larger: ./dev setup installs it.');
  const optimised = `${module}.opt`;
  execFileSync(process.execPath, [wasmOpt, ...wasmFeatures, ...passes, module, '-o', optimised], { stdio: 'inherit' });
  if (brotliBytes(readFileSync(optimised)) < brotliBytes(readFileSync(module))) renameSync(optimised, module);
  else rmSync(optimised);
}

/** The module without function names and notes on its making: a tenth of it. The linker can't do this, for wasm-bindgen needs some. */
function withoutCustomSections(module) {
  const kept = [module.subarray(0, 8)]; // magic number and version
  for (const { id, whole } of sections(module)) {
    if (id !== 0) kept.push(whole);
  }
  return Buffer.concat(kept);
}

function replaceInPage(placeholder, value) {
  if (!page.includes(placeholder)) throw new Error(`index.html has no ${placeholder} to be replaced by ${value}`);
  page = page.replaceAll(placeholder, value);
}

function read(file) {
  return readFileSync(join(stage, file));
}

function digest(contents) {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex').slice(0, 16);
}

function integrity(file) {
  return `sha384-${createHash('sha384').update(read(file)).digest('base64')}`;
}

/** `_headers` with each rule for a pattern such as `/boot-*.js`, a line and what is indented below it, once for every name that is there. */
function withNames(headers) {
  const names = readdirSync(stage).sort();
  return headers.replace(/^\/([^/\n]*\*[^/\n]+|[^/\n]+\*)(\/.*)?\n((?:[ \t].*\n)*)/gm, (rule, pattern, rest = '', lines) => {
    const [start, end] = pattern.split('*');
    const named = names.filter((name) => name.startsWith(start) && name.endsWith(end));
    if (named.length === 0) throw new Error(`_headers has a rule for ${pattern}, and there is no such file`);
    return named.map((name) => `/${name}${rest}\n${lines}`).join('');
  });
}

/** Every file of the build but the archive's, which has a manifest of its own. */
function listFiles() {
  return readdirSync(stage, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('archive/') && path !== 'build.json' && statSync(join(stage, path)).isFile())
    .sort()
    .map((path) => ({ path, bytes: statSync(join(stage, path)).size, sha256: createHash('sha256').update(read(path)).digest('hex') }));
}
