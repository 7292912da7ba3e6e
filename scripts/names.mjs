// What a program and its JavaScript glue offer one another: only what is used, under short names. wasm-bindgen's names end in
// sixteen random digits, which don't compress and stand in both files.

const IMPORTS = 2;
const MEMORIES = 5;
const EXPORTS = 7;

/** wasm-streams, which comes with Leptos, offers these to JavaScript; nothing here makes a stream, so nothing can call them. */
const UNUSED = /^(__wbg_)?intounderlying/;
const UNUSED_IN_SCRIPT = [
  /^export class IntoUnderlying\w+ \{\n[^]*?^\}\n/gm,
  /^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm,
  /^const IntoUnderlying[^]*?;\n/gm,
  /^const __wbindgen_enum_ReadableStreamType = .*\n/gm,
];

/** The module and the script with every name that wasm-bindgen made replaced by a short one. */
export function withShortNames(module, script) {
  const short = new Map();
  const shortened = (name) => {
    if (!/^\.\/[\w-]+\.js$|_bindgen_|^__wbg_|^__externref_/.test(name)) return name;
    // A dollar sign keeps them apart from all other names in the script.
    if (!short.has(name)) short.set(name, `$${short.size.toString(36)}`);
    return short.get(name);
  };
  const parts = [module.subarray(0, 8)]; // magic number and version
  for (const { id, start, end, whole } of sections(module)) {
    if (id !== IMPORTS && id !== EXPORTS) {
      parts.push(whole);
      continue;
    }
    const body = id === IMPORTS ? renamedImports(module, start, shortened) : renamedExports(module, start, shortened);
    if (body.position !== end) throw new Error(`section ${id} of the module isn't as scripts/names.mjs expects it`);
    parts.push(Buffer.from([id]), leb128(body.content.length), body.content);
  }
  return {
    module: Buffer.concat(parts),
    script: UNUSED_IN_SCRIPT.reduce((rest, unused) => rest.replace(unused, ''), script).replace(/\.\/[\w-]+\.js(?=["'`])|[\w$]+/g, (name) => short.get(name) ?? name),
  };
}

/** The module's sections in order. */
export function* sections(module) {
  let begin = 8;
  while (begin < module.length) {
    const { value: size, position: start } = readLeb128(module, begin + 1);
    const end = start + size;
    yield { id: module[begin], start, end, whole: module.subarray(begin, end) };
    begin = end;
  }
}

/** How many bytes a module lets its memory grow to; infinitely many, where it doesn't say. */
export function memoryLimit(module) {
  const { start } = [...sections(module)].find(({ id }) => id === MEMORIES);
  const { position: flags } = readLeb128(module, start); // how many memories
  const { position } = readLeb128(module, flags + 1); // how large it is at first
  return module[flags] & 1 ? readLeb128(module, position).value << 16 : Infinity;
}

function renamedImports(module, start, shortened) {
  const entries = [];
  let { value: count, position } = readLeb128(module, start);
  for (let left = count; left > 0; left--) {
    const from = readName(module, position);
    const name = readName(module, from.position);
    const end = endOfImport(module, name.position);
    entries.push(writeName(shortened(from.text)), writeName(shortened(name.text)), module.subarray(name.position, end));
    position = end;
  }
  return { content: Buffer.concat([leb128(count), ...entries]), position };
}

function renamedExports(module, start, shortened) {
  const entries = [];
  let { value: count, position } = readLeb128(module, start);
  for (let left = count; left > 0; left--) {
    const name = readName(module, position);
    const { position: end } = readLeb128(module, name.position + 1); // kind, index
    if (!UNUSED.test(name.text)) entries.push(Buffer.concat([writeName(shortened(name.text)), module.subarray(name.position, end)]));
    position = end;
  }
  return { content: Buffer.concat([leb128(entries.length), ...entries]), position };
}

/** Where an import ends that begins with its kind at `position`: a function; wasm-bindgen imports nothing else. */
function endOfImport(module, position) {
  if (module[position] !== 0) throw new Error('the module imports something other than a function');
  return readLeb128(module, position + 1).position;
}

function readName(module, position) {
  const { value: length, position: start } = readLeb128(module, position);
  return { text: module.toString('utf8', start, start + length), position: start + length };
}

function writeName(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([leb128(bytes.length), bytes]);
}

function readLeb128(module, position) {
  let value = 0;
  for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
    byte = module[position++];
    value += (byte & 0x7f) * 2 ** shift;
  }
  return { value, position };
}

function leb128(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}
