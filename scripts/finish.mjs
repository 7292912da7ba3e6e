// Trunk's last step: gives each program a folder named by its content, so that a deploy can't mix versions, and lists the files.
//
// Trunk hashes the reader's WebAssembly before wasm-bindgen has touched it and the sanitiser's not at all, and a worker's loader
// names its files itself. Here both programs move into `<name>-<hash>/`, in which their relative imports hold.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stage = process.env.TRUNK_STAGING_DIR;
const isRelease = process.env.TRUNK_PROFILE === 'release';
if (!stage) throw new Error('scripts/finish.mjs is run by Trunk: see the hooks in Trunk.toml');

let page = readFileSync(join(stage, 'index.html'), 'utf8');

placeProgram('reader', /^reader(?:-[0-9a-f]+)?(\.js|_bg\.wasm)$/);
placeProgram('sanitizer', /^sanitizer(_loader\.js|\.js|_bg\.wasm)$/);

const bootName = `boot-${digest([read('boot.js')])}.js`;
renameSync(join(stage, 'boot.js'), join(stage, bootName));
replaceInPage('./boot.js', `./${bootName}`);

if (isRelease) {
  rmSync(join(stage, 'live-reload.js'));
} else {
  replaceInPage('</head>', '<script type="module" src="./live-reload.js"></script></head>');
}

writeFileSync(join(stage, 'index.html'), page);
writeFileSync(join(stage, 'build.json'), JSON.stringify({ files: listFiles() }, null, 1) + '\n');

/** Moves a program's staged files into a folder named by their content. */
function placeProgram(name, pattern) {
  const staged = readdirSync(stage).filter((file) => pattern.test(file)).sort();
  const folder = `${name}-${digest(staged.map(read))}`;
  mkdirSync(join(stage, folder));
  for (const file of staged) {
    const placed = `${folder}/${name}${pattern.exec(file)[1]}`;
    renameSync(join(stage, file), join(stage, placed));
    page = page.replaceAll(`./${file}`, `./${placed}`);
  }
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

/** Every file of the build but the archive's, which has a manifest of its own. */
function listFiles() {
  return readdirSync(stage, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('archive/') && path !== 'build.json' && statSync(join(stage, path)).isFile())
    .sort()
    .map((path) => ({ path, bytes: statSync(join(stage, path)).size, sha256: createHash('sha256').update(read(path)).digest('hex') }));
}
