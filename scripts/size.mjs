// What a visitor downloads, in Brotli bytes: everything until the first list stands, the sanitiser's module, and the parts of the reading page.
//
//   node scripts/size.mjs [DIST]      exits with 1 when a budget is exceeded

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const budgetBytes = { reader: 100_000, sanitizer: 240_000 };

/** The size of `content` as a host with pre-compressed files sends it. */
export function brotliBytes(content) {
  return brotli(content).length;
}

/** `content` as a host with pre-compressed files sends it. */
export function brotli(content) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return brotliCompressSync(content, { params });
}

function report(dist) {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:href|src|data-js|data-wasm)="?\.\/([\w./-]+\.(?:css|js|wasm))/g)].map(([, path]) => path);
  const first = ['index.html', ...new Set(named)].map((path) => join(dist, path));
  const sanitizerFolder = join(dist, dirname(/data-sanitizer="?([^"\s>]+)/.exec(page)[1]));
  const sanitizer = readdirSync(sanitizerFolder).map((file) => join(sanitizerFolder, file));
  const manifest = join(dist, 'archive/latest.json');

  // Of a release alone.
  const programFolder = dirname(/data-js="?([^"\s>]+)/.exec(page)[1]);
  const parts = JSON.parse(/data-parts='([^']*)'/.exec(page)?.[1] ?? '{}');

  const areWithin = [
    table(dist, 'Until the first list stands', first, budgetBytes.reader),
    table(dist, 'The sanitiser, beside it', sanitizer, budgetBytes.sanitizer),
  ];
  const headings = { article: 'The part of the reader that shows an article', rest: 'The rest of the reader' };
  for (const [part, files] of Object.entries(parts)) table(dist, headings[part], Object.keys(files).map((file) => join(dist, programFolder, file)));
  if (existsSync(manifest)) table(dist, 'The newest articles', [manifest]);
  const { atOnce, onDemand } = readingPage(join(dist, /data-reading="?([^"\s>]+)/.exec(page)[1]));
  table(dist, 'The reading page, when an article is opened', atOnce);
  table(dist, 'Its parts that come when somebody asks for them', onDemand);
  process.exitCode = areWithin.every(Boolean) ? 0 : 1;
}

/** The modules of the reading page: what is imported at once with its first style sheet and English words, and what comes later. (Of the highlighter a grammar comes at a time.) */
function readingPage(folder) {
  const first = join(folder, 'article.js');
  const atOnce = new Set([first, join(folder, 'article.css'), join(folder, 'messages.en.js')]);
  for (const file of atOnce) { // grows as it goes
    if (!file.endsWith('.js')) continue;
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/^import [^;]*?'\.\/([\w.-]+)';/gm)) atOnce.add(join(folder, name));
  }
  const isOther = (path) => /\.(js|css)$/.test(path) && !/^highlight\/(?!core)|messages\./.test(path) && !atOnce.has(join(folder, path));
  return { atOnce: [...atOnce], onDemand: readdirSync(folder, { recursive: true }).filter(isOther).sort().map((path) => join(folder, path)) };
}

/** Prints raw and Brotli bytes by file; says whether their sum is within the budget. */
function table(dist, heading, files, budget = Infinity) {
  const row = (label, raw, brotli, note = '') => console.log(`  ${label.padEnd(52)}${String(raw).padStart(10)}${String(brotli).padStart(10)}${note}`);
  console.log(heading);
  row('', 'bytes', 'Brotli');
  let rawSum = 0;
  let brotliSum = 0;
  for (const file of files) {
    const content = readFileSync(file);
    const brotli = brotliBytes(content);
    rawSum += content.length;
    brotliSum += brotli;
    row(relative(dist, file), content.length, brotli);
  }
  const isWithin = brotliSum <= budget;
  const note = budget === Infinity ? '' : `  of ${budget}: ${isWithin ? 'within the budget' : `${brotliSum - budget} OVER THE BUDGET`}`;
  if (files.length > 1) row('together', rawSum, brotliSum, note);
  console.log();
  return isWithin;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) report(process.argv[2] ?? 'dist');
