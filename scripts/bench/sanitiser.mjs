// ./dev bench sanitiser: the sanitiser's worker against DOMPurify, in the same page, on the same megabyte of articles, cold and warm.
//
//   node scripts/bench/sanitiser.mjs [--rounds 9]
//
// The articles are the samples, and real posts where OFFPRINT_REAL_POSTS names a folder of them, over and over until they make a megabyte. Both get strings
// and give strings: the worker by messages, one article after the other, as the reader asks it; DOMPurify, which needs a document, on the page's main thread
// with its own settings. Rounds alternate, and what is told are medians, so that whatever else the machine does meanwhile meets both; warm, what is judged is
// the time on the processor, of worker and main thread together. What compiles and collects garbage beside them counts for neither.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { barePage } from '../../tests/e2e/door.mjs';
import { launch, press, taskTimes } from '../../tests/e2e/harness.mjs';
import { number, row } from './table.mjs';

/** How many times as fast the worker has to be, warm and cold. */
const budgets = { warm: 4, cold: 1 };
const megabyte = 1_000_000;
const widths = [46, 12, 12, 9, 0];

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(options.rounds);
const cleanup = [];
const scope = { after: (step) => cleanup.unshift(step) };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const purifyFolder = dirname(createRequire(import.meta.url).resolve('dompurify'));
const purify = readFileSync(join(purifyFolder, 'purify.min.js'));
const { version } = JSON.parse(readFileSync(join(purifyFolder, '../package.json'), 'utf8'));
const broken = [];
try {
  const archive = press(scope, 'articles');
  const bodies = filled([archive, ...(process.env.OFFPRINT_REAL_POSTS ? [press(scope, process.env.OFFPRINT_REAL_POSTS)] : [])]);
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  const sorted = bodies.map((body) => body.length).sort((one, other) => one - other);
  console.log(`${number(bodies.length)} articles, ${number(bytes)} bytes; half of them have more than ${number(sorted[sorted.length >> 1])} characters.`);
  console.log(`Chromium ${(await launch()).version()}, DOMPurify ${version}, ${rounds} rounds; medians in milliseconds.\n`);
  const cold = await coldRounds(archive, bodies);
  const warm = await warmRounds(archive, bodies);
  print(cold, warm);
  printParts(await parts(archive, bodies[0]));
} finally {
  for (const step of cleanup) await step();
  await (await launch()).close();
}
process.exitCode = broken.length === 0 ? 0 : 1;

/** The bodies of archives, over and over until they make a megabyte. */
function filled(archives) {
  const all = archives.flatMap((archive) => archive.articles()).map(({ content_html: html }) => html).filter(Boolean);
  const bodies = [];
  for (let bytes = 0; bytes < megabyte; bytes += Buffer.byteLength(bodies.at(-1))) bodies.push(all[bodies.length % all.length]);
  return bodies;
}

// ---- Cold: in a page, a process and a profile that have neither

async function coldRounds(archive, bodies) {
  const sides = { worker: [], purify: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 ? ['purify', 'worker'] : ['worker', 'purify']) {
      sides[side].push(await inFreshPage(archive, (page) => page.evaluate(coldly, [side, bodies])));
    }
  }
  return sides;
}

/** Runs in the page: starts one side, and gives it the articles. Times count from before anything of it was asked for. */
async function coldly([side, bodies]) {
  const address = await door.address();
  const start = performance.now();
  const times = {};
  const note = (what) => { times[what] = performance.now() - start; };
  if (side === 'worker') {
    const worker = await door.start(address);
    note('ready');
    await worker.ask(bodies[0]);
    note('first');
    for (const body of bodies.slice(1)) await worker.ask(body);
  } else {
    const script = document.head.appendChild(document.createElement('script'));
    const loaded = new Promise((done) => { script.onload = done; });
    script.src = 'purify.min.js';
    await loaded;
    note('ready');
    DOMPurify.sanitize(bodies[0]);
    note('first');
    for (const body of bodies.slice(1)) DOMPurify.sanitize(body);
  }
  note('all');
  return times;
}

/** Where the time goes until the worker has sanitised its first article: its loader notes it. */
async function parts(archive, body) {
  const noted = [];
  for (let round = 0; round < rounds; round += 1) {
    noted.push(await inFreshPage(archive, (page, server) => {
      server.answer(/sanitizer_loader\.js$/, (path, loader) => `${loader.replace(/^(import [^;]*;)?/, `$1(${noteParts})();`)}`);
      return page.evaluate(startNoted, body);
    }));
  }
  return Object.fromEntries(Object.keys(noted[0]).map((part) => [part, median(noted.map((one) => one[part]))]));
}

/** Runs in the worker, before its program: notes when what it is made of has come. */
function noteParts() {
  const clock = () => performance.timeOrigin + performance.now();
  const times = { loaded: clock() };
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (response, imports) => {
    const answer = await response;
    times.answered = clock();
    const module = await WebAssembly.compileStreaming(answer);
    times.compiled = clock();
    const instance = await WebAssembly.instantiate(module, imports);
    times.instantiated = clock();
    WebAssembly.instantiateStreaming = instantiate;
    return { module, instance };
  };
  new BroadcastChannel('parts').onmessage = ({ target }) => target.postMessage(times);
}

/** Runs in the page. */
async function startNoted(body) {
  const clock = () => performance.timeOrigin + performance.now();
  const address = await door.address();
  const start = clock();
  const worker = await door.start(address);
  const ready = clock();
  await worker.ask(body);
  const first = clock();
  await worker.ask(body);
  const second = clock();
  const channel = new BroadcastChannel('parts');
  const told = new Promise((done) => { channel.onmessage = ({ data }) => done(data); });
  channel.postMessage('');
  const { loaded, answered, compiled, instantiated } = await told;
  return {
    'the worker starts, its scripts load': loaded - start,
    'its module is asked for': answered - loaded,
    'its module comes and is compiled': compiled - answered,
    'its module is instantiated': instantiated - compiled,
    'it says that it is ready': ready - instantiated,
    'the first article, and building the sanitiser': first - ready,
    'the same article again': second - first,
  };
}

/** A page in a profile of its own, and so in a process of its own: nothing that was compiled before helps it. */
async function inFreshPage(archive, act) {
  const steps = [];
  try {
    const { page, server } = await barePage({ after: (step) => steps.push(step) }, await launch(), { archive, files: { 'purify.min.js': purify } });
    return await act(page, server);
  } finally {
    for (const step of steps) await step();
  }
}

// ---- Warm: both in one page

async function warmRounds(archive, bodies) {
  return inFreshPage(archive, async (page) => {
    await page.evaluate(prepare, bodies);
    const times = { one: [], atOnce: [], purify: [] };
    const processor = { one: [], atOnce: [], purify: [] };
    for (let round = -2; round < rounds; round += 1) { // two to warm up
      for (const side of round % 2 ? ['purify', 'one', 'atOnce'] : ['one', 'atOnce', 'purify']) {
        const time = await page.evaluate(warmly, side);
        if (round >= 0) times[side].push(time);
      }
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const side of round % 2 ? ['purify', 'one', 'atOnce'] : ['one', 'atOnce', 'purify']) {
        processor[side].push(await processorTime(page, () => page.evaluate(warmly, side)));
      }
    }
    return { ...times, processor };
  });
}

/** Runs in the page: loads both. */
async function prepare(bodies) {
  const script = document.head.appendChild(document.createElement('script'));
  const loaded = new Promise((done) => { script.onload = done; });
  script.src = 'purify.min.js';
  await loaded;
  globalThis.bodies = bodies;
  globalThis.worker = await door.start(await door.address());
}

/** Runs in the page: how long one side takes for all articles, one after the other; the worker also when it is given them all at once. */
async function warmly(side) {
  const start = performance.now();
  if (side === 'purify') for (const body of bodies) DOMPurify.sanitize(body);
  if (side === 'one') for (const body of bodies) await worker.ask(body);
  if (side === 'atOnce') await Promise.all(bodies.map((body) => worker.ask(body)));
  return performance.now() - start;
}

/** How long the page's main thread and its worker ran on the processor meanwhile, in milliseconds. */
async function processorTime(page, act) {
  const tasks = await taskTimes(page, act, /^(CrRendererMain|DedicatedWorker)/);
  return tasks.reduce((sum, time) => sum + time, 0);
}

// ---- Telling

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

function print(cold, warm) {
  row(widths, ['', 'the worker', 'DOMPurify', 'ratio', '']);
  const compare = (what, ours, theirs, least) => {
    const [one, other] = [median(ours), median(theirs)];
    const ratio = other / one;
    const holds = least === undefined || ratio >= least;
    row(widths, [what, one.toFixed(1), other.toFixed(1), ratio.toFixed(2), least === undefined ? '' : `${holds ? 'holds ' : 'BROKEN'}  at least ${least}`]);
    if (!holds) broken.push(what);
  };
  const of = (side, what) => cold[side].map((times) => times[what]);
  compare('cold: loaded, ready', of('worker', 'ready'), of('purify', 'ready'));
  compare('cold: from nothing to the first article', of('worker', 'first'), of('purify', 'first'));
  compare('cold: from nothing to all articles', of('worker', 'all'), of('purify', 'all'), budgets.cold);
  compare('warm: all articles, one after the other', warm.one, warm.purify);
  compare('warm: all articles at once', warm.atOnce, warm.purify);
  compare('warm: one after the other, time on the processor', warm.processor.one, warm.processor.purify, budgets.warm);
  compare('warm: at once, time on the processor', warm.processor.atOnce, warm.processor.purify);
}

function printParts(times) {
  console.log('\nFrom nothing to the worker’s first article, in a run of its own:');
  for (const [part, time] of Object.entries(times)) row(widths, [part, time.toFixed(1)]);
}
