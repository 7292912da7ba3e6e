// Splits the reader's module in two (see src/reader/rest.rs): what the first list needs, and the rest, which the bootstrap fetches for it.
//
// wasm-split-cli knows from the linker's relocations what each function leads to, and wasm-bindgen throws those away. So this begins again with what cargo made,
// and the result takes the place of Trunk's.

import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the two programs are asked to call their work. */
const name = 'reader';

/** The script, the first module and the rest of the program that cargo made with `profile`. */
export function split(profile) {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-split-'));
  try {
    const { target_directory: target } = JSON.parse(run('cargo', ['metadata', '--no-deps', '--format-version', '1']));
    run(tool('wasm-split-cli', `wasm-split-${locked('wasm_split_helpers')}`), ['--out-name', name, join(target, 'wasm32-unknown-unknown', profile, `${name}.wasm`), folder]);
    const modules = readdirSync(folder).filter((file) => file.endsWith('.wasm')).sort();
    if (modules.join() !== `${name}.wasm,split_rest.wasm`) throw new Error(`wasm-split-cli made ${modules.join(', ')}, not ${name}.wasm and split_rest.wasm`);
    run(tool('wasm-bindgen', `wasm-bindgen-${locked('wasm-bindgen')}`), ['--target', 'web', '--no-typescript', '--keep-lld-exports', '--out-dir', join(folder, 'bound'), join(folder, `${name}.wasm`)]);
    const script = String(readFileSync(join(folder, 'bound', `${name}.js`)));
    return {
      script: withLoader(script, String(readFileSync(join(folder, '__wasm_split.js')))),
      module: readFileSync(join(folder, 'bound', `${name}_bg.wasm`)),
      rest: readFileSync(join(folder, 'split_rest.wasm')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The program's script with what loads the rest in itself: a file of its own would be one more to wait for. */
function withLoader(script, loader) {
  const inside = replaced(replaced(replaced(loader,
    /^import \{ initSync \} from "[^"]*";\n/m, ''),
    /^export (?=const __wasm_split_load_rest = )/m, ''),
    /fetch\(new URL\("[^"]*", import\.meta\.url\)\)/, 'globalThis.offprint.rest()');
  const [, imports] = /^import \* as (\w+) from "[^"]*__wasm_split\.js";?\n/m.exec(script) ?? [];
  if (!imports || /^(?:import|export) /m.test(inside)) throw new Error('the scripts of wasm-bindgen and wasm-split-cli aren’t as scripts/split.mjs expects them');
  return `${script.replace(/^import \* as \w+ from "[^"]*__wasm_split\.js";?\n/m, '')}\n${inside}\nconst ${imports} = { __wasm_split_load_rest };\n`;
}

function replaced(text, pattern, by) {
  if (text.match(new RegExp(pattern, `g${pattern.flags}`))?.length !== 1) throw new Error(`wasm-split-cli’s script has ${pattern} not once, as scripts/split.mjs expects`);
  return text.replace(pattern, by);
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
