// ./dev shots: pictures of every view in every theme, language and width, to look at, and the README's.
//
//   node scripts/shots.mjs [--view NAME,…] [--theme …] [--language …] [--width …]      writes shots/ with an index.html to look through them
//   node scripts/shots.mjs --readme                                                    writes the pictures in docs/
//
// They are taken of the release in OFFPRINT_DIST with the archive of its build, the samples. A view that can't be had is named, with the reason. Exits with 1
// when one couldn't be had, or when a page scrolls sideways at the smallest width.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch, scrollsSideways, serve, visit, wholeProgram } from '../tests/e2e/harness.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = resolve(root, process.env.OFFPRINT_DIST ?? 'dist');
const themes = ['light', 'dark', 'sepia'];
const languages = ['en-US', 'zh-CN'];
const heights = { 320: 640, 768: 1024, 1440: 900 };
/** Up to this width a screen is one that is touched, and has no room for scroll bars. */
const widestTouched = 768;
const narrowest = 320;
/** In milliseconds, for what a view has to show. */
const patience = 15_000;
/** In pixels. Of a list only the rows near the view are there. */
const [listHeight, articleHeight] = [2_000, 6_000];

const query = (text) => `?q=${encodeURIComponent(text)}`;
const filter = '(#排印 OR #Typography) date:2021..2025';
const isArticleWhole = '.prose:not([aria-busy="true"])';
const card = '[role=feed] article';

/**
 * By name: `address`; `wait`, what has to be there; `act`, what is done then, and `then`, what that has to bring; `prepare`, what becomes of the server first;
 * `tall`, how much of a long page is taken, where that is more than a screen shows; `breaks`, whether the browser is expected to complain; `stops`, whether the
 * program is stopped on its way.
 */
const views = {
  list: { wait: card, tall: listHeight },
  tag: { address: query('#Typography'), wait: card, tall: listHeight },
  filter: { address: query(filter), wait: card },
  suggestions: { wait: card, act: (page) => page.locator('.filter-input').pressSequentially('#ty'), then: '.suggestion', breaks: true }, // it asks for tags that there may not be
  'no-match': { address: query('#Typography date:2010'), wait: '.notice' },
  'no-tag': { address: query('#nowhere'), wait: '.notice', breaks: true },
  'no-query': { address: query('#ink ('), wait: '.query-note' },
  'article-english': { address: () => read('Ink is a behaviour'), wait: isArticleWhole, tall: articleHeight },
  'article-chinese': { address: () => read('标点的座位：避头尾与挤压'), wait: isArticleWhole, tall: articleHeight },
  'article-table': { address: () => read('校书如扫尘'), wait: isArticleWhole, tall: articleHeight },
  // Code, tables, footnotes and formulas.
  'article-rich': { address: () => read('How a Line Is Broken'), wait: isArticleWhole, tall: articleHeight },
  'article-end': { address: () => read('灾梨祸枣：雕版的账'), wait: isArticleWhole, act: (page) => page.locator('.article-foot').scrollIntoViewIfNeeded(), then: '.neighbour' },
  code: { address: () => read('How a Line Is Broken'), wait: isArticleWhole, act: centre('.prose pre'), then: '.prose pre [class^=hljs-]' },
  formula: { address: () => read('How a Line Is Broken'), wait: isArticleWhole, act: centre('.prose math'), then: '.prose math' },
  footnote: { address: () => read('How a Line Is Broken'), wait: isArticleWhole, act: press('.prose sup a[href^="#"]'), then: '[popover]:popover-open, .footnote-open' },
  settings: { wait: card, act: press('.settings-button'), then: '.settings-panel .themes' },
  'settings-article': { address: () => read('How a Line Is Broken'), wait: isArticleWhole, act: press('.settings-button'), then: '.settings-panel .type output' },
  lightbox: { address: () => read('Ink is a behaviour'), wait: isArticleWhole, act: press('.prose img'), then: 'dialog.lightbox[open] img' },
  contents: { address: () => read('How a Line Is Broken'), wait: isArticleWhole, act: openContents, then: '.contents-panel:popover-open, .contents-list:visible' },
  save: { address: () => read('How a Line Is Broken'), wait: isArticleWhole, act: press('.tool-opener'), then: '.tool-menu:popover-open' },
  listen: { address: () => read('How a Line Is Broken'), wait: isArticleWhole, act: press('.article-tools .tool[aria-pressed]'), then: '.listen-bar' },
  'not-found': { address: '?read=aaaaaaaaaaaaaaaa', wait: '.notice', breaks: true },
  failure: { prepare: (server) => server.fail('archive/latest.json', 503), wait: 'main [role=alert]', breaks: true },
  'failure-article': { address: () => read('Ink is a behaviour'), prepare: (server) => server.fail(/^archive\/articles\//, 503), wait: 'main [role=alert]', breaks: true },
  message: { prepare: (server) => server.fail(/reader_bg\.wasm$/), wait: '.failure [role=alert]', breaks: true, stops: true },
  'failure-part': { address: () => read('Ink is a behaviour'), prepare: (server) => server.fail(/reader_article\.wasm$/), wait: 'main [role=alert]', breaks: true, stops: true },
};

/** The README's, by file in docs/: all of one size, in which its columns are. */
const readme = {
  'list.png': { view: { wait: card }, theme: 'light', language: 'en-US' },
  'query.png': { view: { address: query(filter), wait: card }, theme: 'dark', language: 'en-US' },
  'article.png': { view: { address: () => read('标点的座位：避头尾与挤压'), wait: isArticleWhole }, theme: 'dark', language: 'zh-CN' },
};
const readmeSize = { width: 1280, height: 860 };

const { values: options } = parseArgs({
  options: { view: { type: 'string' }, theme: { type: 'string' }, language: { type: 'string' }, width: { type: 'string' }, readme: { type: 'boolean' } },
});
const notes = { sideways: [], missing: new Map(), complaints: [] };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

try {
  if (options.readme) await takeReadme();
  else await takeAll();
} finally {
  await (await launch()).close();
}
report();

async function takeReadme() {
  for (const [file, { view, theme, language }] of Object.entries(readme)) {
    await take(view, { theme, language, viewport: readmeSize, path: join(root, 'docs', file), name: file });
    console.log(`docs/${file}`);
  }
}

async function takeAll() {
  const wanted = {
    view: chosen('view', Object.keys(views)), theme: chosen('theme', themes), language: chosen('language', languages), width: chosen('width', Object.keys(heights)).map(Number),
  };
  const folder = join(root, 'shots');
  mkdirSync(folder, { recursive: true });
  const shots = wanted.view.flatMap((view) => wanted.theme.flatMap((theme) => wanted.language.flatMap((language) => wanted.width.map((width) => ({ view, theme, language, width })))));
  for (const [place, { view, theme, language, width }] of shots.entries()) {
    const name = `${view}-${theme}-${language}-${width}`;
    const path = join(folder, `${name}.png`);
    rmSync(path, { force: true }); // nobody shall take an old one for this one
    const isThere = await take(views[view], { theme, language, viewport: { width, height: heights[width] }, path, name });
    console.log(`${String(place + 1).padStart(4)} of ${shots.length}  ${name}${isThere ? '' : ': not there'}`);
  }
  writeFileSync(join(folder, 'index.html'), index(readdirSync(folder)));
}

function chosen(option, all) {
  const names = options[option]?.split(',') ?? all;
  const strange = names.find((name) => !all.includes(name));
  if (strange !== undefined) throw new Error(`--${option} takes ${all.join(', ')}, not ${strange}`);
  return names;
}

/** Takes one picture; whether there was something to take. */
async function take(view, { theme, language, viewport, path, name }) {
  const cleanup = [];
  const scope = { after: (step) => cleanup.unshift(step) };
  try {
    const server = await serve(scope);
    view.prepare?.(server);
    const address = typeof view.address === 'function' ? view.address() : view.address ?? '';
    const { page, complaints } = await visit(scope, address, {
      server, viewport, locale: language, theme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce', ...touch(viewport),
      prepare: (context) => context.addInitScript(choose, [server.origin, theme]),
    });
    page.setDefaultTimeout(patience);
    await page.locator(view.wait).first().waitFor();
    if (!view.stops) await wholeProgram(page);
    if (view.act) {
      await view.act(page);
      await page.locator(view.then).first().waitFor();
    }
    if (view.tall) await seeAll(page, view.tall);
    await settle(page);
    await page.screenshot(view.tall ? { path, fullPage: true, clip: await long(page, view.tall) } : { path });
    if (viewport.width === narrowest && await scrollsSideways(page)) notes.sideways.push(`${name}: ${(await widest(page)).join(', ')}`);
    if (!view.breaks) notes.complaints.push(...complaints.map((complaint) => `${name}: ${complaint}`));
    return true;
  } catch (error) {
    notes.missing.set(name, error.message.split('\n')[0]);
    return false;
  } finally {
    for (const step of cleanup) await step();
  }
}

function touch({ width }) {
  return width <= widestTouched ? { isMobile: true, hasTouch: true } : {};
}

/** Runs in the page before anything else. Frames of other sites have no part in it. */
function choose([origin, theme]) {
  if (location.origin === origin) localStorage.setItem('offprint.look', JSON.stringify({ theme }));
}

/** Scrolls down as far as is taken, so that what comes lazily comes, and back. */
async function seeAll(page, tall) {
  await page.evaluate(async (tall) => {
    const frame = () => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); });
    for (let top = 0; top < Math.min(tall, document.documentElement.scrollHeight); top += innerHeight) {
      scrollTo({ top, behavior: 'instant' });
      await frame();
    }
    scrollTo({ top: 0, behavior: 'instant' });
    await frame();
  }, tall);
}

/** Resolves when pictures in view and fonts are there, and two frames were drawn. */
async function settle(page) {
  await page.evaluate(async () => {
    const pictures = [...document.images].filter((one) => one.getBoundingClientRect().top < innerHeight || one.loading !== 'lazy' || one.complete);
    await Promise.all([document.fonts.ready, ...pictures.map((one) => one.decode().catch(() => {}))]);
    await new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); });
  });
}

async function long(page, tall) {
  const [width, height] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollHeight]);
  return { x: 0, y: 0, width, height: Math.min(height, tall) };
}

/** What sticks out at the side, as selectors: the innermost of it. */
function widest(page) {
  return page.evaluate(() => {
    const isOut = (element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > document.documentElement.clientWidth + 0.5 || left < -0.5);
    };
    const found = [...document.querySelectorAll('body *')].filter((one) => isOut(one) && ![...one.children].some(isOut));
    return found.slice(0, 5).map((one) => [one.localName, ...one.classList].join('.'));
  });
}

function read(title) {
  const folder = join(dist, 'archive/articles');
  const file = readdirSync(folder).find((name) => name.endsWith('.json') && JSON.parse(readFileSync(join(folder, name), 'utf8')).title === title);
  if (!file) throw new Error(`the samples have no article called ${title}`);
  return `?read=${file.replace('.json', '')}`;
}

function press(selector) {
  return (page) => page.locator(selector).first().click();
}

function centre(selector) {
  return (page) => page.locator(selector).first().evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
}

/** On a wide screen they stand beside the text, and there is no button. */
async function openContents(page) {
  await page.locator('.contents-panel, .contents').first().waitFor({ state: 'attached' });
  const button = page.locator('.tool[popovertarget="contents-panel"]');
  if (await button.isVisible()) await button.click();
}

/** A page to look through the pictures: a row for each view, theme and language. */
function index(files) {
  const found = files.filter((file) => file.endsWith('.png')).sort();
  const sections = Object.keys(views).map((view) => [view, found.filter((file) => parts(file)?.view === view)]).filter(([, own]) => own.length > 0);
  const figure = (file) => `<figure><a href="${file}"><img src="${file}" loading="lazy" alt="${file}"></a><figcaption>${file.replace('.png', '')}</figcaption></figure>`;
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Shots</title>
<style>
body { margin: 1rem; font: 14px/1.4 system-ui, sans-serif; background: #777777; color: #ffffff; }
nav, section { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
a { color: inherit; }
h2 { width: 100%; margin-block-end: 0; }
figure { margin: 0; }
img { height: 22rem; max-width: 36rem; object-fit: cover; object-position: top; background: #999999; }
</style>
<nav>${sections.map(([view]) => `<a href="#${view}">${view}</a>`).join(' ')}</nav>
${sections.map(([view, own]) => `<section id="${view}"><h2>${view}</h2>${own.map(figure).join('\n')}</section>`).join('\n')}
</html>
`;
}

function parts(file) {
  return /^(?<view>.+)-(?<theme>light|dark|sepia)-(?<language>[a-z]+-[A-Z]+)-(?<width>\d+)\.png$/.exec(file)?.groups;
}

function report() {
  const list = (heading, lines) => { if (lines.length > 0) console.log(`\n${heading}\n${lines.map((line) => `  ${line}`).join('\n')}`); };
  list('Could not be had:', [...notes.missing].map(([name, reason]) => `${name}: ${reason}`));
  list('Complaints of the browser:', notes.complaints);
  list(`Scrolls sideways at ${narrowest} px:`, notes.sideways);
  process.exitCode = notes.sideways.length + notes.missing.size > 0 ? 1 : 0;
}
