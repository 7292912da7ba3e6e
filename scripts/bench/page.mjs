// ./dev bench page: what Lighthouse says of the reader, as a phone and as a desktop computer see it, and how smoothly an article is read, against the budgets.
//
//   node scripts/bench/page.mjs [--runs N] [--only list|article|phone|desktop] [--show]      --show prints what each failing audit found
//
// The release is served by nginx as docs/hosting/nginx.conf says, compressed, over HTTP/2. A phone's processor and network are simulated by Lighthouse, from
// what it sees on this machine: the times, and so the performance, need a machine that does nothing else. Nothing comes from outside of it.

import { cpSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';
import { launch as launchForReading, layoutShift, taskTimes } from '../../tests/e2e/harness.mjs';
import { precompress } from './compress.mjs';
import { serve } from './nginx.mjs';
import { row } from './table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = (variable) => resolve(root, process.env[variable] ?? `there is no ${variable}: run ./dev bench page`);

/** The least that each category may score. */
const budgets = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
/** How long a task may run on the processor while somebody reads, in milliseconds. */
const longestTask = 50;
/** How often Lighthouse is asked again when it has lost the beginning of its trace. */
const attempts = 3;
const timings = {
  'first-contentful-paint': 'FCP', 'largest-contentful-paint': 'LCP', 'total-blocking-time': 'TBT', 'cumulative-layout-shift': 'CLS', 'speed-index': 'SI',
};
/** An article of the samples with pictures, a table of contents, code and formulas, the longest there is. */
const article = 'How a Line Is Broken';
const devices = { phone: undefined, desktop }; // without a configuration Lighthouse takes the network and the processor of a phone
const widths = [18, 11, 13, 14, 3, 5, 5, 5, 5, 0];

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' }, only: { type: 'string' }, show: { type: 'boolean' } } });
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a number from 1, not ${options.runs}`);
const broken = [];

// Ended from outside, it ends its host and its browser too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const dist = program('OFFPRINT_DIST');
const views = { list: '', article: `?read=${keyOf(article)}` };
const wanted = Object.keys(views).flatMap((view) => Object.keys(devices).map((device) => ({ view, device })))
  .filter(({ view, device }) => [undefined, view, device].includes(options.only));
if (wanted.length === 0) throw new Error(`--only takes ${[...Object.keys(views), ...Object.keys(devices)].join(', ')}`);

const site = assemble();
const host = await serve({ tools: program('OFFPRINT_NGINX'), site, folder: `${site}-nginx`, asDocumented: true });
try {
  console.log(`Medians of ${runs} ${runs === 1 ? 'run' : 'runs'}; times in milliseconds.`);
  row(widths, ['view', ...Object.keys(budgets), ...Object.values(timings), '']);
  for (const { view, device } of wanted) await measure(view, device);
  const read = wanted.filter(({ view }) => view === 'article');
  for (const { device } of read) await readThrough(device);
  if (read.length > 0) await (await launchForReading()).close();
} finally {
  await host.close();
}
console.log(broken.length === 0 ? '\nEvery budget holds.' : `\n${broken.length} broken:\n${broken.map((line) => `  ${line}`).join('\n')}`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** The release as a folder to serve, with everything compressed beside it. */
function assemble() {
  const site = join(root, 'target/bench/page-site');
  rmSync(site, { recursive: true, force: true });
  cpSync(dist, site, { recursive: true });
  for (const path of readdirSync(site, { recursive: true }).map((path) => join(site, path))) {
    if (statSync(path).isFile() && !path.endsWith('.png')) precompress(path);
  }
  return site;
}

function keyOf(title) {
  const folder = join(dist, 'archive/articles');
  const file = readdirSync(folder).find((name) => name.endsWith('.json') && JSON.parse(readFileSync(join(folder, name), 'utf8')).title === title);
  if (!file) throw new Error(`the samples have no article called ${title}`);
  return file.replace('.json', '');
}

/** Visits a view as often as wanted, each time in a fresh profile, and prints the medians and what they are worth. */
async function measure(view, device) {
  const results = [];
  for (let run = 0; run < runs; run += 1) results.push(await visit(host.origin, views[view], devices[device]));
  const score = (id) => median(results.map(({ categories }) => Math.round(categories[id].score * 100)));
  const time = (id) => median(results.map(({ audits }) => audits[id].numericValue));
  const scores = Object.fromEntries(Object.keys(budgets).map((id) => [id, score(id)]));
  const name = `${view}, ${device}`;
  row(widths, [name, ...Object.values(scores), ...Object.keys(timings).map((id) => (timings[id] === 'CLS' ? time(id).toFixed(3) : time(id))), '']);
  for (const [id, least] of Object.entries(budgets)) judge(scores[id] >= least, `${name}: ${scores[id]} in ${id}, at least ${least}`);
  if (options.show) showFailing(results.at(-1));
}

function judge(holds, line) {
  console.log(`    ${holds ? 'holds ' : 'BROKEN'}  ${line}`);
  if (!holds) broken.push(line);
}

/** Scrolls through the article, a twentieth of a screen a frame. Tasks count by the time that they ran on the processor. */
async function readThrough(device) {
  const viewport = device === 'phone' ? { width: 412, height: 823 } : { width: 1350, height: 940 };
  const context = await (await launchForReading()).newContext({ viewport, ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    await page.goto(`${host.origin}/${views.article}`);
    await page.locator('.prose:not([aria-busy])').waitFor();
    const tasks = await taskTimes(page, () => page.evaluate(async () => {
      while (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
        scrollBy({ top: innerHeight / 20, behavior: 'instant' });
        await new Promise(requestAnimationFrame);
      }
    }));
    const shift = await layoutShift(page);
    console.log(`\nreading, ${device}`);
    judge(tasks.at(-1) <= longestTask, `reading, ${device}: longest of ${tasks.length} tasks ${tasks.at(-1).toFixed(1)} ms, at most ${longestTask}`);
    judge(shift === 0, `reading, ${device}: layout shift ${shift}`);
  } finally {
    await context.close();
  }
}

async function visit(origin, address, config) {
  for (let attempt = 1; ; attempt += 1) {
    const { runtimeError, ...report } = await visitOnce(origin, address, config);
    if (!runtimeError) return report;
    if (runtimeError.code !== 'NO_NAVSTART' || attempt === attempts) throw new Error(`${runtimeError.code}: ${runtimeError.message}`);
  }
}

/** Asks Lighthouse once, in a window without tabs: the spinner that turns in a tab while it loads takes half as long to draw as the page, on the same processors. */
async function visitOnce(origin, address, config) {
  const browser = await launch({
    chromePath: process.env.OFFPRINT_CHROMIUM ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--kiosk', '--lang=en-US', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
      `--ignore-certificate-errors-spki-list=${host.publicKeyHash}`],
  });
  try {
    const { lhr } = await lighthouse(`${origin}/${address}`, { port: browser.port, logLevel: 'error', onlyCategories: Object.keys(budgets) }, config);
    return lhr;
  } finally {
    browser.kill();
  }
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** Prints the audits that aren't passed in full, with what they found; those without weight in their category only inform. */
function showFailing({ audits, categories }) {
  for (const [id, { auditRefs }] of Object.entries(categories)) {
    for (const { id: audit, weight } of auditRefs) {
      const { score, scoreDisplayMode, title, displayValue = '', details } = audits[audit];
      if (score === null || score >= 1 || scoreDisplayMode === 'notApplicable') continue;
      console.log(`    ${id}, weight ${weight}: ${audit}: ${Math.round(score * 100)}: ${title} ${displayValue}`);
      for (const item of details?.items ?? []) console.log(`      ${JSON.stringify(item).slice(0, 600)}`);
    }
  }
}
