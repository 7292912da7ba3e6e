// ./dev bench archive: what each view of synthetic archives costs a visitor, and how fast the press makes them, against the budgets.
//
//   node scripts/bench/archive.mjs [--sizes 1000,10000,100000,1000000] [--quick] [--only views|press|evaluate] [--reuse]
//
// `./dev bench archive` runs this with what it needs: the reader's release (OFFPRINT_DIST), the programs that make archives
// (OFFPRINT_BENCH) and press them (OFFPRINT_PRESS), what times queries (OFFPRINT_EVALUATE), Debian's nginx (OFFPRINT_NGINX) and Chromium
// (OFFPRINT_CHROMIUM).

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { precompress } from './compress.mjs';
import { place, timeEvaluation } from './evaluate.mjs';
import { againstHugo } from './hugo.mjs';
import { measured, rehearsed, visit } from './measure.mjs';
import { serve } from './nginx.mjs';
import { putAside, removeOutdated } from './outdated.mjs';
import { number, row } from './table.mjs';
import { budgets, growth, views } from './views.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'target/bench');
const program = (variable) => resolve(root, process.env[variable] ?? `there is no ${variable}: run ./dev bench archive`);
const maker = program('OFFPRINT_BENCH');
const make = (...words) => JSON.parse(execFileSync(maker, words, { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] }));

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000,1000000' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
    reuse: { type: 'boolean' },
  },
});
const sizes = (options.quick ? '10000' : options.sizes).split(',').map(Number);
const broken = [];
/** Of the columns of the table of views. */
const widths = [22, 5, 8, 5, 9, 9, 5, 9, 0];

// Ended from outside, it ends its host and its browser too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

// What is timed is left out of the quick run: it has to come out the same on every machine.
const isWanted = (part) => (options.only ?? part) === part && !(options.quick && part !== 'views');
if (isWanted('press')) againstHugo({ make, press: program('OFFPRINT_PRESS'), folder, verdict });
if (isWanted('evaluate')) await measureEvaluation();
if (isWanted('views')) await measureViews();
removeOutdated();
console.log(broken.length === 0 ? '\nEvery budget holds.' : `\n${broken.length} broken:\n${broken.map((line) => `  ${line}`).join('\n')}`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** Prints whether something holds, and remembers what doesn't. */
function verdict(holds, line) {
  console.log(`${holds ? 'holds ' : 'BROKEN'}  ${line}`);
  if (!holds) broken.push(line);
}

// ---- Views

async function measureViews() {
  const names = make('names');
  const results = new Map();
  for (const size of sizes) {
    const archive = pressed(size);
    const site = assemble(archive);
    results.set(size, await measure(site, names, size));
  }
  const largest = Math.max(...sizes);
  judgeBudgets(results.get(largest), largest);
  if (results.has(largest / 10)) judgeGrowth(results.get(largest / 10), results.get(largest), largest);
}

/** Presses the first posts into an archive, and says how that went. */
function pressed(size) {
  const archive = join(folder, `archive-${size}`);
  if (options.reuse && existsSync(join(archive, 'latest.json'))) return archive;
  putAside(archive);
  const { articles, seconds, peak_memory_bytes: peak, files, bytes } = make('press', '--size', String(size), '--out', archive);
  const { total, ...phases } = seconds;
  const memory = peak === null ? 'the system tells nothing of memory' : `${number(peak / 1e6)} MB of memory at most`;
  console.log(`\nThe press made ${number(articles)} articles in ${total.toFixed(1)} s, ${number(articles / total)} a second, ${memory}: `
    + `${number(files)} files, ${number(bytes / 1e6)} MB.`);
  console.log(`  ${Object.entries(phases).map(([phase, time]) => `${phase} ${time.toFixed(1)} s`).join(', ')}`);
  return archive;
}

/** The reader with this archive, as a folder to serve. */
function assemble(archive) {
  const site = join(folder, 'site');
  rmSync(site, { recursive: true, force: true });
  const dist = program('OFFPRINT_DIST');
  cpSync(dist, site, { recursive: true, filter: (path) => path !== join(dist, 'archive') });
  for (const path of readdirSync(site, { recursive: true }).map((path) => join(site, path))) {
    if (statSync(path).isFile() && !path.endsWith('.png')) precompress(path);
  }
  symlinkSync(archive, join(site, 'archive'));
  return site;
}

/** Visits every view; returns what each cost. */
async function measure(site, names, size) {
  const costs = [];
  await withBrowser(site, async (browser, origin) => {
    for (const view of views(names, size)) {
      const one = cost(view, await visitCompressed(browser, origin, view, site), size);
      if (costs.push(one) === 1) printHeading(one, size);
      row(widths, [view.name, one.nCards ?? '', one.n, one.trips, one.bytes, one.bodyBytes, one.nAfter, one.bytesAfter, one.trouble || one.count || '']);
    }
  });
  return costs;
}

/** Serves a folder, and lends a browser that takes its host for a good one. */
async function withBrowser(site, use) {
  const host = await serve({ tools: program('OFFPRINT_NGINX'), site, folder: `${site}-nginx` });
  const browser = await chromium.launch({
    executablePath: process.env.OFFPRINT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', `--ignore-certificate-errors-spki-list=${host.publicKeyHash}`],
  });
  try {
    await use(browser, host.origin);
  } finally {
    await browser.close();
    await host.close();
  }
}

/** Visits a view until all that it asked for was there compressed: an archive is compressed as far as it is looked at. */
async function visitCompressed(browser, origin, view, site) {
  for (const network of [rehearsed, measured, measured, measured]) {
    const seen = await visit(browser, origin, view, network);
    const plain = seen.requests.filter(({ status, encoding }) => status === 200 && encoding !== 'br');
    // A file that its own compression makes no smaller is served as it is once its siblings are there.
    const made = plain.filter(({ path }) => precompress(join(site, path)));
    if (!seen.rests || (made.length === 0 && network === measured)) return seen;
  }
  throw new Error(`${view.name}: each visit asks for other files`);
}

/**
 * What a visit cost until the view stood, and what came after. A request that was made before then counts, also if its answer came later;
 * only one that was answered can have been waited for. What a view is made of may be narrowed to some paths.
 */
function cost(view, seen, size) {
  const { stood = Infinity } = seen;
  const requests = seen.requests.filter(({ path }) => view.only?.test(path) ?? true);
  const counted = requests.filter(({ start }) => start < stood);
  const needed = requests.filter(({ end }) => end <= stood);
  return {
    ...seen,
    view,
    n: counted.length,
    trips: Math.max(0, ...needed.map(({ wave }) => wave)),
    bytes: sum(counted),
    bodyBytes: counted.reduce((total, { bodyBytes }) => total + bodyBytes, 0),
    nAfter: seen.requests.length - counted.length,
    bytesAfter: sum(seen.requests) - sum(counted),
    trouble: troubleOf(seen, view, size),
  };
}

function troubleOf({ missing, rests, stood, unanswered, alert, nCards, requests }, { until, type, from = 0 }, size) {
  // No article may have a tag; then its document is missing, and that is an answer.
  const failed = requests.filter(({ failed, status, path }) => failed || status >= (path.startsWith('archive/tags/') ? 500 : 400));
  if (missing) return missing;
  if (unanswered && !type) return 'not answered by the reader';
  if (!rests) return 'asks for more and more';
  if (failed.length > 0) return `failed: ${failed[0].path}`;
  if (alert) return `the page says: ${alert.slice(0, 80)}`;
  if (until === 'screen' && nCards === 0 && size >= from) return 'no cards';
  return stood === undefined ? 'never stood' : '';
}

function sum(requests) {
  return requests.reduce((total, { bytes }) => total + bytes, 0);
}

function printHeading({ program: files }, size) {
  const [{ protocol }] = files;
  console.log(`\n${number(size)} articles. The program itself: ${files.length} requests, ${number(sum(files))} bytes over the wire (${protocol}).`);
  row(widths, ['view', 'cards', 'requests', 'trips', 'bytes', 'bodies', 'later', 'bytes', 'the page says']);
}

// ---- Queries

async function measureEvaluation() {
  const site = join(folder, 'evaluate-site');
  rmSync(site, { recursive: true, force: true });
  place(program('OFFPRINT_EVALUATE'), site);
  await withBrowser(site, (browser, origin) => timeEvaluation(browser, origin, verdict));
}

// ---- Verdicts

function judgeBudgets(costs, size) {
  console.log(`\nBudgets at ${number(size)} articles:`);
  for (const { view, n, bytes, trips, trouble } of costs) {
    const budget = budgets[view.budget];
    if (trouble) verdict(false, `${view.name.trim()}: ${trouble}`);
    else if (budget?.files) {
      verdict(trips <= budget.trips && n <= budget.files, `${view.name}: ${n} files of ${budget.files}, ${trips} trips of ${budget.trips}`);
    } else if (budget) {
      const holds = trips <= budget.trips && bytes <= budget.bytes;
      verdict(holds, `${view.name}: ${number(bytes)} bytes of ${number(budget.bytes)}, ${trips} trips of ${budget.trips}`);
    }
  }
}

function judgeGrowth(smaller, larger, size) {
  console.log(`\nWhat ten times the articles cost, where both fill the first screen (at most ${growth} times):`);
  for (const [place, one] of larger.entries()) {
    const before = smaller[place];
    if (!one.isFull || !before.isFull || one.trouble) continue;
    const ratio = one.bytes / before.bytes;
    verdict(ratio <= growth, `${one.view.name.trim()}: ${ratio.toFixed(2)} times, ${number(before.bytes)} → ${number(one.bytes)} bytes at ${number(size)}`);
  }
}
