// What the end-to-end tests stand on: a plain static server, a browser with a fresh context per test, the press, an audit.
//
//   const archive = press(perFile, [{ title: 'Ink is a behaviour', tags: ['ink'], body: '<p>Black.</p>' }]);
//
//   test('a tag leads to its list', async (t) => {
//     const { page, complaints } = await visit(t, '?q=%23ink', { archive });
//     await page.getByRole('link', { name: 'Ink is a behaviour' }).waitFor();
//     assert.deepEqual(complaints, []);
//   });
//
// Nothing sleeps: wait for what a person would see (`locator.waitFor()`), or hold an answer back and let it go.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { entries, writePosts } from './posts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const distFolder = resolve(root, process.env.OFFPRINT_DIST ?? 'dist');
const pressProgram = resolve(root, process.env.OFFPRINT_PRESS ?? 'target/release/press');
const syntheticProgram = resolve(root, process.env.OFFPRINT_BENCH ?? 'target/there is none');
const chromiumProgram = process.env.OFFPRINT_CHROMIUM ?? '/usr/bin/chromium';

/** In the place of `t`: what all tests of a file share goes when the file is done. */
export const perFile = { after };

// ---- Visiting a page

/**
 * Opens `address` (relative to the site, such as '' or '?read=…') in a fresh context and returns
 * `{ page, server, complaints, outside }`.
 *
 * `complaints` fills with console errors and warnings, uncaught errors and policy violations; `outside` with the addresses of
 * requests that left the site. Those fail unless `answerOutside(route)` answers them. Closing is the harness's business.
 *
 * Options: `archive` (one from `press`, else that of the build), `under` (the folder that the site is served from), `server` (one
 * from `serve`, to prepare its answers before the visit), `theme`, `locale`, `now`, `viewport`, `byHand` (time passes only by
 * `page.clock`), `prepare` (is called with the context before the visit), and any other option of Playwright's `browser.newContext`.
 */
export async function visit(t, address = '', options = {}) {
  const { archive, under, theme = 'light', now = '2026-06-01T12:00:00Z', byHand = false, prepare = () => {}, answerOutside = (route) => route.abort(), ...rest } = options;
  const { server = await serve(t, { archive, under }), ...contextOptions } = rest;

  const context = await (await launch()).newContext({
    colorScheme: theme, locale: 'en-US', timezoneId: 'UTC', viewport: { width: 1200, height: 900 }, ...contextOptions,
  });
  t.after(() => context.close());
  if (byHand) await context.clock.install({ time: now });
  else await context.clock.setFixedTime(now);
  await context.addInitScript(keepTimerHandlesSmall);
  await prepare(context);

  const complaints = [];
  const outside = [];
  const isOutside = (url) => /^https?:/.test(url) && !url.startsWith(server.origin);
  await context.route((url) => isOutside(url.href), (route) => {
    outside.push(route.request().url());
    return answerOutside(route);
  });
  context.on('weberror', (webError) => complaints.push(`uncaught: ${webError.error().message}`));
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isOutside(message.location().url)) complaints.push(message.text());
  });

  const page = await context.newPage();
  await page.goto(new URL(address, server.url).href, { waitUntil: 'domcontentloaded' }); // pictures may be held back
  return { page, server, complaints, outside };
}

/** HTML says that a timer's handle is a 32-bit number, and the reader relies on that; those of Playwright's clock begin at 10¹². */
function keepTimerHandlesSmall() {
  const first = 1e12;
  for (const kind of ['Timeout', 'Interval']) {
    const [set, clear] = [globalThis[`set${kind}`], globalThis[`clear${kind}`]];
    globalThis[`set${kind}`] = (...parameters) => set(...parameters) - first;
    globalThis[`clear${kind}`] = (handle) => clear(handle + first);
  }
}

let browser;
// What is no test closes it itself: a hook would have Node report that no test ran.
if (process.argv[1].endsWith('.test.mjs')) after(async () => (await browser)?.close());

/** The one browser of a test file. Contexts, not browsers, keep tests apart. */
export function launch() {
  browser ??= chromium.launch({
    executablePath: chromiumProgram,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' }, // in others Chromium calls a file that it saves “download” rather than by a Chinese name
  });
  return browser;
}

/** The accessibility rules that the page breaks, one line per broken rule and element. */
export async function axe(page) {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source); // not a script element: the page's policy would refuse it
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`));
}

/** How far the page has jumped about so far: the sum of its layout shifts. */
export function layoutShift(page) {
  return page.evaluate(() => new Promise((done) => {
    const sum = (entries) => entries.reduce((total, entry) => total + entry.value, 0);
    const observer = new PerformanceObserver((list) => done(sum(list.getEntries())));
    observer.observe({ type: 'layout-shift', buffered: true });
    // Without a shift the observer stays silent: two frames on, there has been none.
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum(observer.takeRecords()))));
  }));
}

/** Waits for all parts of the program to be at work: in a release they are modules of their own, which come when the first list stands, or the article. */
export const wholeProgram = (page) => page.waitForFunction(() => globalThis.offprint?.isWhole);

/** The list once all is shown that it begins with: its first cards come some at a time. */
export const wholeList = (page) => page.locator('[role=feed][aria-busy=false]');

/** An article's body once all of it is there: it comes in slices. */
export const wholeBody = (page) => page.locator('.prose:not([aria-busy])');

/**
 * Goes down the list (or up, with `direction: -1`), a screen a frame, to its end or until the row `until` (a number or a title) is there. Returns `rows`, the
 * number and title of each card that was there on the way, in order of their numbers; `most`, how many were there at once; `frames`,
 * how long each took in milliseconds; `jumps`, how often the first card in view moved by something else than was scrolled.
 * A card that shows two titles, or a row that has two cards, is an error.
 */
export async function walk(page, { until, direction = 1 } = {}) {
  const { problem, ...result } = await page.evaluate(async ([wanted, way]) => {
    const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });
    const titles = new Map();
    const frames = [];
    let [most, jumps, idle, last] = [0, 0, 0, document.timeline.currentTime]; // the tests' clock has another `performance`
    const done = (problem) => ({ rows: [...titles].sort(([one], [other]) => one - other), most, frames, jumps, problem });
    for (;;) {
      const cards = [...document.querySelectorAll('[role=feed] article')];
      const before = titles.size;
      most = Math.max(most, cards.length);
      const here = new Set();
      for (const card of cards) {
        const row = Number(card.ariaPosInSet);
        const title = card.querySelector('h2').textContent;
        if (here.has(row)) return done(`row ${row} has two cards`);
        if ((titles.get(row) ?? title) !== title) return done(`row ${row} is ${titles.get(row)}, then ${title}`);
        here.add(row);
        titles.set(row, title);
      }
      const atEnd = way > 0 ? document.querySelector('.end') && innerHeight + scrollY >= document.documentElement.scrollHeight - 1 : scrollY === 0 && here.has(1);
      if (wanted === undefined ? atEnd : here.has(wanted) || cards.some((card) => titles.get(Number(card.ariaPosInSet)) === wanted)) return done();
      idle = titles.size === before ? idle + 1 : 0;
      if (idle > 1_500) return done(`nothing more after ${titles.size} rows; busy: ${document.querySelector('[role=feed]').ariaBusy}; ${document.querySelector('main [role=alert]')?.textContent ?? 'no notice'}`);
      const first = cards.find((card) => card.getBoundingClientRect().bottom > 0 && card.getBoundingClientRect().top < innerHeight);
      // As a person does, it waits for what isn't there yet.
      const covers = (element) => element.getBoundingClientRect().top <= 0 && element.getBoundingClientRect().bottom > 0;
      const isBlank = way < 0 && covers(document.querySelector('[role=feed]')) && ![...document.querySelectorAll('.cards-chunk')].some(covers);
      if (isBlank) {
        await frame();
        continue;
      }
      const [top, position] = [first?.getBoundingClientRect().top, scrollY];
      scrollBy(0, way * innerHeight);
      const scrolled = scrollY - position;
      const moved = first ? top - first.getBoundingClientRect().top : scrolled;
      await frame();
      await frame();
      const now = document.timeline.currentTime;
      frames.push((now - last) / 2);
      last = now;
      // However the list was put right meanwhile, to the eye it has moved by what was scrolled.
      if (first?.isConnected && Math.abs(top - first.getBoundingClientRect().top - moved) > 2) jumps++;
    }
  }, [until, direction]);
  if (problem) throw new Error(problem);
  return result;
}

/**
 * How long the tasks of the page's main thread (or of other threads, by name) ran on the processor while `act` did its part, in milliseconds, the shortest
 * first. What else the machine does meanwhile doesn't count, as it would in the durations that the page itself can see.
 */
export async function taskTimes(page, act, threads = /^CrRendererMain$/) {
  const browser = await launch();
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const thread = ({ pid, tid }) => `${pid}/${tid}`;
  const counted = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && threads.test(args.name)).map(thread));
  const tasks = traceEvents.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && event.tdur !== undefined && counted.has(thread(event)));
  return tasks.map(({ tdur }) => tdur / 1000).sort((one, other) => one - other);
}

/** Whether the page can be scrolled sideways. */
export function scrollsSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

// ---- Pressing

/**
 * Presses posts: a list of them as `posts.mjs` describes it, or a path from the repository's root. Pictures of such a list are
 * files by name. Returns the archive: its `folder`, `address(title)` of an article's page, and `file(path)` as a value.
 *
 * `again(posts, options)` presses other posts over it, with the same options unless others are given, as somebody does who publishes
 * anew while pages are open.
 */
export function press(t, posts, options = {}) {
  if (!existsSync(pressProgram)) throw new Error(`there is no ${pressProgram}: run \`cargo build --release --bin press\``);
  const folder = temporaryFolder(t);
  const file = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  let articles;
  const run = (posts, { pictures, pressArguments = [] }) => {
    articles = undefined;
    const input = typeof posts === 'string' ? resolve(root, posts) : writePosts(temporaryFolder(t), posts, pictures);
    execFileSync(pressProgram, [input, '--out', folder, ...pressArguments], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  run(posts, options);
  return {
    folder,
    file,
    articles: () => articles ??= readdirSync(join(folder, 'articles')).filter((name) => name.endsWith('.json')).flatMap((name) => {
      const content = file(`articles/${name}`);
      return content.items ?? [content];
    }).map((item) => ({ key: keyOf(item.id), ...item })),
    again: (posts, otherOptions = {}) => run(posts, { ...options, ...otherOptions }),
    address(title) {
      const article = this.articles().find((one) => one.title === title);
      if (!article) throw new Error(`the archive has no article called ${title}`);
      return `?read=${article.key}`;
    },
  };
}

/** The name of an article in addresses and files: the first 16 characters of lower-case base32 of SHA-256 of its id. */
export function keyOf(id) {
  return base32Hash(id).slice(0, 16);
}

/** A `latest.json` that a test has changed, as a press would have written it: named by its own hash. The reader refuses any other. */
export function sealed(latest) {
  const named = (generation) => JSON.stringify({ ...latest, _offprint: { ...latest._offprint, generation } });
  return named(base32Hash(named('')).slice(0, 10));
}

function base32Hash(text) {
  const bits = [...createHash('sha256').update(text).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{5}/g).map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[parseInt(five, 2)]).join('');
}

/**
 * An archive of that many `entries`. Pressing it takes a while, so it is kept in `target/` for as
 * long as neither the articles nor the press change.
 */
export function pressLong(count) {
  const posts = entries(count);
  const hash = createHash('sha256').update(JSON.stringify(posts)).update(readFileSync(pressProgram)).digest('hex').slice(0, 16);
  const folder = resolve(root, `target/e2e/long-${hash}`);
  if (!existsSync(folder)) {
    const input = `${folder}-input`;
    mkdirSync(input, { recursive: true });
    writePosts(input, posts);
    const aside = `${folder}-${process.pid}`;
    execFileSync(pressProgram, [input, '--out', aside], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    rmSync(input, { recursive: true });
    renameSync(aside, folder);
  }
  return { folder };
}

/**
 * An archive of the first `count` synthetic posts of `./dev bench archive`: for lists that reach back over blocks of postings. It is kept as those of
 * `pressLong` are.
 */
export function pressSynthetic(count) {
  if (!existsSync(syntheticProgram)) throw new Error('what makes synthetic posts is missing: run `./dev test`, or name it in OFFPRINT_BENCH');
  const hash = createHash('sha256').update(readFileSync(syntheticProgram)).digest('hex').slice(0, 16);
  const folder = resolve(root, `target/e2e/synthetic-${count}-${hash}`);
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    const aside = `${folder}-${process.pid}`;
    execFileSync(syntheticProgram, ['press', '--size', String(count), '--out', aside], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    renameSync(aside, folder);
  }
  return { folder };
}

function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// ---- Serving

const mediaTypes = {
  '.css': 'text/css; charset=utf-8', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.gif': 'image/gif', '.avif': 'image/avif',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Serves a build as a plain static host does: files, `index.html` for a folder, 404 for the rest. Options as in `visit`, and `headers`: what
 * more it says of a path.
 *
 * `origin` and `url` (the site's first page) say where; `requests` lists the paths asked for, relative to the site. Answers
 * can be prepared for a path, given as text or as a regular expression: `fail`, `replace`, `hold`, `pour`. `publish` puts another
 * archive in the present one's place.
 */
export async function serve(t, { archive, under = '/', headers = () => ({}) } = {}) {
  let archiveFolder = archive?.folder ?? join(distFolder, 'archive');
  const requests = [];
  const prepared = []; // the newest first
  const waiting = new Set();

  const listener = createServer(async (request, response) => {
    const pathname = decodeURIComponent(new URL(request.url, 'http://site').pathname);
    const path = pathname.startsWith(under) ? pathname.slice(under.length) : undefined;
    if (path !== undefined) {
      requests.push(path);
      waiting.forEach((check) => check(path));
    }
    const { status, type, body, headers: own, pour } = (await prepared.find(({ pattern }) => matches(pattern, path))?.answer(path)) ?? answerFile(archiveFolder, path);
    response.writeHead(status, { 'content-type': type, ...headers(pathname), ...own });
    if (pour) await pour(response);
    else response.end(body);
  });
  await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
  t.after(() => { listener.closeAllConnections(); listener.close(); });

  const origin = `http://127.0.0.1:${listener.address().port}`;
  const prepare = (pattern, answer) => {
    const entry = { pattern, answer };
    prepared.unshift(entry);
    return () => prepared.splice(prepared.indexOf(entry), 1);
  };
  return {
    origin,
    url: origin + under,
    requests,
    /** How often a path was asked for. */
    count: (pattern) => requests.filter((path) => matches(pattern, path)).length,
    /** Resolves at the next request for a path, or at once if there was one. */
    requested: (pattern) => new Promise((done) => {
      const check = (path) => { if (matches(pattern, path)) { waiting.delete(check); done(path); } };
      waiting.add(check);
      requests.forEach(check);
    }),
    publish: (other) => { archiveFolder = other.folder; },
    /** Answers a path with an error, as hosts do: a status and a page of HTML. The returned function takes it back, as with `replace`. */
    fail: (pattern, status = 404) => prepare(pattern, () => ({ status, type: mediaTypes['.html'], body: `<h1>${status}</h1>` })),
    /** Answers a path with other content; text, a Buffer, or a value to be written as JSON. */
    replace: (pattern, content, type) => prepare(pattern, (path) => ({
      status: 200,
      type: type ?? mediaTypes[extname(path)] ?? 'application/octet-stream',
      body: typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    })),
    /** Answers a path with what `make` makes of the path and of the file that is there, as text and as a Buffer; with what is there, if it makes nothing. */
    answer: (pattern, make) => prepare(pattern, (path) => {
      const found = answerFile(archiveFolder, path);
      const made = make(path, String(found.body), found.body);
      return made === undefined ? found : { status: 200, type: found.status === 200 ? found.type : mediaTypes[extname(path)], body: made };
    }),
    /** Answers a path with `size` bytes of white space as fast as they are taken, by a length that is announced or not. `bytes` says how many were; `ended` resolves when no more are. */
    pour: (pattern, size, isAnnounced) => {
      const poured = { bytes: 0 };
      poured.ended = new Promise((ended) => prepare(pattern, () => ({
        status: 200,
        type: mediaTypes['.json'],
        headers: isAnnounced ? { 'content-length': size } : {},
        pour: async (response) => {
          const piece = Buffer.alloc(65_536, ' ');
          while (poured.bytes < size && !response.destroyed) {
            poured.bytes += piece.length;
            if (!response.write(piece)) await new Promise((goOn) => { response.once('drain', goOn).once('close', goOn); });
          }
          response.end();
          ended();
        },
      })));
      return poured;
    },
    /** Holds a path's answers back until the returned function is called. */
    hold: (pattern) => {
      let release;
      const released = new Promise((done) => { release = done; });
      prepare(pattern, async (path) => { await released; return answerFile(archiveFolder, path); });
      return release;
    },
  };
}

function matches(pattern, path) {
  return path !== undefined && (pattern instanceof RegExp ? pattern.test(path) : pattern === path);
}

function answerFile(archiveFolder, path) {
  const missing = { status: 404, type: mediaTypes['.txt'], body: 'Not found' };
  if (path === undefined) return missing;
  const [folder, inFolder] = path.startsWith('archive/') ? [archiveFolder, path.slice('archive/'.length)] : [distFolder, path];
  const file = join(folder, inFolder === '' || inFolder.endsWith('/') ? `${inFolder}index.html` : inFolder);
  if (!file.startsWith(folder) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return missing;
  return { status: 200, type: mediaTypes[extname(file)] ?? 'application/octet-stream', body: readFileSync(file) };
}
