// Splits the reader's module (see src/reader/parts.rs): a core, and parts that the bootstrap fetches for it, each of one module or more.
//
// wasm-split-cli knows from the linker's relocations what each function leads to, and wasm-bindgen throws those away. So this begins again with what cargo made,
// and the result takes the place of Trunk's.

import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the two programs are asked to call their work. */
const name = 'reader';

/**
 * What cargo made with `profile`: the script, the first module, the contents of the `files` of all parts, and the names of those that each part needs,
 * `parts`. What some of them share, and the first module doesn't need, is in a file of its own.
 */
export function split(profile) {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-split-'));
  try {
    const { target_directory: target } = JSON.parse(run('cargo', ['metadata', '--no-deps', '--format-version', '1']));
    run(tool('wasm-split-cli', `wasm-split-${locked('wasm_split_helpers')}`), ['--out-name', name, join(target, 'wasm32-unknown-unknown', profile, `${name}.wasm`), folder]);
    run(tool('wasm-bindgen', `wasm-bindgen-${locked('wasm-bindgen')}`), ['--target', 'web', '--no-typescript', '--keep-lld-exports', '--out-dir', join(folder, 'bound'), join(folder, `${name}.wasm`)]);
    const script = String(readFileSync(join(folder, 'bound', `${name}.js`)));
    const { inside, parts, sources } = asLoader(String(readFileSync(join(folder, '__wasm_split.js'))));
    return {
      script: withLoader(script, inside, Object.keys(parts)),
      module: readFileSync(join(folder, 'bound', `${name}_bg.wasm`)),
      files: Object.fromEntries(Object.entries(sources).map(([file, source]) => [file, readFileSync(join(folder, source))])),
      parts,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What wasm-split-cli wrote to load the parts with, asking the bootstrap for their files; which files these are. */
function asLoader(loader) {
  const sources = {};
  const inside = loader
    .replace(/^import \{ initSync \} from "[^"]*";\n/m, '')
    .replace(/^export (?=const __wasm_split_load_)/gm, '')
    .replace(/fetch\(new URL\("\.\/((?:split_)?(\w+)\.wasm)", import\.meta\.url\)\)/g, (_, source, file) => {
      sources[`${name}_${file}.wasm`] = source;
      return `globalThis.offprint.part("${name}_${file}.wasm")`;
    });
  const fileOf = (text) => /offprint\.part\("([^"]*)"\)/.exec(text)?.[1];
  const loads = inside.split(/^(?=const )/m).filter((text) => /^const \w+ = (?:wrapAsyncCb\()?makeLoad\(/.test(text));
  const fileBy = new Map(loads.map((text) => [/\w+(?= =)/.exec(text)[0], fileOf(text)]));
  const parts = {};
  for (const text of loads) {
    const [, part, shared] = /^const __wasm_split_load_(\w+) =[^]*, \[([^\]]*)\]\)\);/.exec(text) ?? [];
    if (part) parts[part] = [...shared.split(', ').map((load) => fileBy.get(load)), fileOf(text)].filter(Boolean);
  }
  if (Object.keys(parts).length === 0 || /^(?:import|export) |fetch\(/m.test(inside)) throw new Error('the script of wasm-split-cli isn’t as scripts/split.mjs expects it');
  return { inside, parts, sources };
}

/** The program's script with what loads its parts in itself: a file of its own would be one more to wait for. */
function withLoader(script, inside, parts) {
  const imported = /^import \* as (\w+) from "[^"]*__wasm_split\.js";?\n/gm;
  const names = [...script.matchAll(imported)].map(([, name]) => name);
  if (names.length === 0) throw new Error('the script of wasm-bindgen isn’t as scripts/split.mjs expects it');
  const loads = `{ ${parts.map((part) => `__wasm_split_load_${part}`).join(', ')} }`;
  return `${script.replace(imported, '')}\n${inside}\n${names.map((name) => `const ${name} = ${loads};\n`).join('')}`;
}

/** A program on the PATH, or where ./dev installs it. */
function tool(program, folder) {
  const cache = process.platform === 'darwin' ? join(homedir(), 'Library/Caches/dev.trunkrs.trunk') : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trunk');
  for (const place of [join(cache, folder), ...(process.env.PATH ?? '').split(delimiter)]) {
    try {
      accessSync(join(place, program), constants.X_OK);
      return join(place, program);
    } catch {} // not there
  }
  throw new Error(`${program} is missing: ./dev setup installs it`);
}

/** The version of a crate that Cargo.lock names. */
function locked(crate) {
  const [, version] = new RegExp(`^name = "${crate}"\nversion = "(.*)"$`, 'm').exec(readFileSync('Cargo.lock', 'utf8')) ?? [];
  if (!version) throw new Error(`Cargo.lock names no ${crate}`);
  return version;
}

function run(program, commands) {
  return execFileSync(program, commands, { encoding: 'utf8', maxBuffer: 1 << 26 });
}
