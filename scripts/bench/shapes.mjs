// ./dev bench shapes: what hostile bodies cost a reader in Chromium: how long until there is a result or its text, how long the page is busy at once, how
// much memory it takes, and how the next article opens.
//
//   node scripts/bench/shapes.mjs [--only PART]      only shapes with this in their names
//
// Times are those of this machine, from the click to the first frame with the article in it. Tasks count by the time that they ran on the processor.

import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keyOf, launch, press, serve, taskTimes } from '../../tests/e2e/harness.mjs';
import { bodyOf, names } from '../../tests/e2e/shapes.mjs';
import { memoryLimit } from '../names.mjs';
import { row } from './table.mjs';

/** In milliseconds: until a result or its text, and for the longest task. */
const budgets = { shown: 2_500, task: 100 };
/** How long to wait for what doesn't come, in milliseconds. */
const patience = 20_000;
const widths = [58, 9, 7, 7, 7, 7, 7, 0];

const { values: { only = '' } } = parseArgs({ options: { only: { type: 'string' } } });
const cleanup = [];
const scope = { after: (step) => cleanup.unshift(step) };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const honest = { title: 'An honest article', link: 'https://press.example/honest', date: '2024-05-03 10:00:00', body: '<p>Nothing but text.</p>' };
const broken = [];
try {
  const archive = press(scope, [honest]);
  const server = await serve(scope, { archive });
  console.log(`The worker’s module lets its memory grow to ${memoryLimit(readFileSync(sanitizer())) >> 20} MB.`);
  await open(server, honest.link, 'Nothing but text.'); // the browser’s own first steps aren't measured
  row(widths, ['shape', 'shown as', 'after', 'whole', 'task', 'memory', 'next', '']);
  row(widths, ['', '', 'ms', 'ms', 'ms', 'MB', 'ms', '']);
  for (const name of names.filter((one) => one.includes(only))) report(name, await measure(server, name));
} finally {
  for (const step of cleanup) await step();
  await (await launch()).close();
}
console.log(broken.length === 0 ? '\nEvery shape holds.' : `\n${broken.length} broken:\n${broken.map((line) => `  ${line}`).join('\n')}`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** The module of the worker in the release that is measured. */
function sanitizer() {
  const dist = resolve(fileURLToPath(new URL('../..', import.meta.url)), process.env.OFFPRINT_DIST ?? 'dist');
  return join(dist, readdirSync(dist).find((name) => name.startsWith('sanitizer-')), 'sanitizer_bg.wasm');
}

/** Opens a shape in a page of its own, then the honest article. */
async function measure(server, name) {
  const id = `https://press.example/${encodeURIComponent(name)}`;
  const article = Buffer.from(JSON.stringify({ id, title: name, content_html: bodyOf(name) }));
  const forget = server.replace(`archive/articles/${keyOf(id)}.json`, article);
  try {
    return await open(server, id, 'The first words.');
  } finally {
    forget();
  }
}

async function open(server, id, text) {
  const context = await (await launch()).newContext({ viewport: { width: 1200, height: 900 }, locale: 'en-US' });
  try {
    await context.route((url) => !url.href.startsWith(server.origin), (route) => route.abort());
    const page = await context.newPage();
    await page.goto(server.url);
    await page.locator('[role=feed] article a').first().waitFor();
    const before = memoryOf(await renderers(), 'VmRSS');
    let seen;
    const tasks = await taskTimes(page, async () => { seen = await page.evaluate(click, [keyOf(id), text, patience]); });
    const memory = Math.max(0, memoryOf(await renderers(), 'VmHWM') - before);
    const next = await page.evaluate(click, [keyOf(honest.link), 'Nothing but text.', patience]);
    return { ...seen, task: tasks.at(-1), memory, next };
  } finally {
    await context.close();
  }
}

/**
 * Runs in the page: clicks on a link to an article, and waits until its first words stand and then until all of it does. Returns how it is shown and both times,
 * each that of the first frame after it.
 */
async function click([key, text, patience]) {
  const frame = () => new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn)); });
  const link = document.querySelector('main a');
  link.href = `?read=${key}`;
  const start = performance.now();
  const since = () => performance.now() - start;
  link.click();
  const until = (isThere) => new Promise((done) => {
    const look = () => {
      if (!isThere() && since() < patience) return;
      observer.disconnect();
      clearTimeout(limit);
      frame().then(() => done(since()));
    };
    const observer = new MutationObserver(look);
    const limit = setTimeout(look, patience);
    observer.observe(document, { childList: true, attributes: true, subtree: true });
    look();
  });
  const prose = () => document.querySelector('.prose');
  const isShown = () => prose()?.firstElementChild?.textContent.includes(text);
  const failure = () => document.querySelector('main [role=alert]');
  const shown = await until(() => isShown() || failure());
  const whole = await until(() => (isShown() && prose().ariaBusy !== 'true') || failure());
  const how = failure() ? 'failure' : !isShown() ? 'nothing' : document.querySelector('.article .query-note') ? 'text' : 'formatted';
  return { how, shown, whole };
}

function report(name, { how, shown, whole, task, memory, next }) {
  const troubles = [
    ['failure', 'nothing'].includes(how) && `is shown as ${how}`,
    shown > budgets.shown && `is shown after ${Math.round(shown)} ms of ${budgets.shown}`,
    task > budgets.task && `keeps the page busy for ${Math.round(task)} ms of ${budgets.task}`,
    next.how !== 'formatted' && `leaves the next article as ${next.how}`,
    next.shown > budgets.shown && `keeps the next article from showing for ${Math.round(next.shown)} ms`,
  ].filter(Boolean);
  row(widths, [name, how, shown, whole, task, memory, next.shown, troubles.length === 0 ? '' : 'BROKEN']);
  broken.push(...troubles.map((trouble) => `${name}: ${trouble}`));
}

// ---- Memory: of a page and its worker, which share a process

/** The processes that render pages. */
async function renderers() {
  const session = await (await launch()).newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** What the largest of processes has, or had at most, in megabytes; 0 where the system doesn't tell. */
function memoryOf(processes, field) {
  const sizes = processes.map((id) => {
    try {
      return Number(readFileSync(`/proc/${id}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+) kB`))[1]) / 1024;
    } catch {
      return 0; // it has ended, or this system has no such files
    }
  });
  return Math.max(0, ...sizes);
}
