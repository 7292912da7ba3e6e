// The headers that docs/publishing.md recommends, from the servers that it names: what they say, and that the reader works under them.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { launch, perFile, press, serve, visit } from './harness.mjs';
import { caddy, documented, headersBy, lacks, nginx } from './hosts.mjs';
import { picture } from './posts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = resolve(root, process.env.OFFPRINT_DIST ?? 'dist');

const article = { title: 'Under a policy', tags: ['headers'], date: '2024-05-01 10:00:00', body: '<p onclick="x()">Sanitised by the worker.</p><img src="plate.svg" alt="A plate">' };
const archive = press(perFile, [article], { pictures: { 'plate.svg': picture(40, 30) }, pressArguments: ['--precompress'] });

// Our press copies no picture with a script; an archive from elsewhere may have one.
const hostile = 'pictures/hostile.svg';
writeFileSync(join(archive.folder, hostile), `<svg xmlns="http://www.w3.org/2000/svg"><script>document.documentElement.setAttribute('data-ran', 'yes')</script></svg>`);

const own = {
  page: `${/http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(join(root, 'index.html'), 'utf8'))[1]}; frame-ancestors 'none'`,
  worker: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
  archive: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
};
const forAll = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' };
const [forEver, revalidated] = ['public, max-age=31536000, immutable', 'no-cache'];

/** The site as it would be uploaded, in the folder `reading`. Returns the folder around it. */
function uploaded(t) {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-site-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const site = join(folder, 'reading');
  cpSync(dist, site, { recursive: true, filter: (path) => path !== join(dist, 'archive') });
  for (const path of filesIn(site).filter((name) => /\.(html|js|css|wasm)$/.test(name))) {
    const content = readFileSync(join(site, path));
    writeFileSync(join(site, `${path}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }));
    writeFileSync(join(site, `${path}.gz`), gzipSync(content));
  }
  cpSync(archive.folder, join(site, 'archive'), { recursive: true });
  return folder;
}

const filesIn = (folder) => readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile());

async function inFolder(t, start) {
  const origin = await start(t, uploaded(t));
  return { origin, url: `${origin}/reading/` };
}

const hosts = [
  { name: 'nginx', skip: lacks.nginx, compresses: true, start: (t) => inFolder(t, nginx) },
  { name: 'Caddy', skip: lacks.Caddy, compresses: true, start: (t) => inFolder(t, caddy) },
  { name: 'a host that reads _headers', start: (t) => serve(t, { archive, headers: headersBy(readFileSync(join(dist, '_headers'), 'utf8')) }) },
];

/** A file of each kind, with what its answer must say: its policy, how it is kept, its type. */
function expectations() {
  const files = [...filesIn(dist).filter((path) => !path.startsWith('archive')), ...filesIn(archive.folder).map((path) => `archive/${path}`)];
  const like = (pattern) => files.find((path) => pattern.test(path)) ?? assert.fail(`there is no ${pattern}`);
  return [
    ['', own.page, revalidated, 'text/html'],
    [like(/^sanitizer-.*_loader\.js$/), own.worker, forEver, 'text/javascript'],
    [like(/^sanitizer-.*\/sanitizer\.js$/), own.worker, forEver, 'text/javascript'],
    [like(/^sanitizer-.*\.wasm$/), own.worker, forEver, 'application/wasm'],
    [like(/^reader-.*\.js$/), null, forEver, 'text/javascript'],
    [like(/^reader-.*\.wasm$/), null, forEver, 'application/wasm'],
    [like(/^boot-.*\.js$/), null, forEver, 'text/javascript'],
    ...files.filter((path) => /\.css$/.test(path)).map((path) => [path, null, path.startsWith('guide/') ? revalidated : forEver, 'text/css']),
    ['guide/en.html', null, revalidated, 'text/html'],
    [like(/^archive\/latest\.json$/), own.archive, revalidated, 'application/json'],
    [like(/^archive\/articles\/\w+\.json$/), own.archive, revalidated, 'application/json'],
    [like(/^archive\/tags\/\w+\.json$/), own.archive, revalidated, 'application/json'],
    [like(/^archive\/feed\.json$/), own.archive, revalidated, 'application/json'],
    [like(/^archive\/cards\/.*\.json$/), own.archive, forEver, 'application/json'],
    [like(/^archive\/calendar\/.*\.json$/), own.archive, forEver, 'application/json'],
    [like(/^archive\/directory\/.*\.json$/), own.archive, forEver, 'application/json'],
    [like(/^archive\/postings\/.*\.bin$/), own.archive, forEver, 'application/octet-stream'],
    [like(/^archive\/pictures\/.*\.svg$/), own.archive, forEver, 'image/svg+xml'],
  ];
}

test('the documented policies are those that are tested, and the page’s is what index.html says', () => {
  for (const [name, text] of Object.entries(documented)) {
    const policies = new Set([...text.matchAll(/^[^#\n]*?(default-src [^"\n]+)/gm)].map(([, policy]) => policy));
    assert.deepEqual([...policies].sort(), Object.values(own).sort(), name);
  }
});

test('the build’s _headers names every file of the program, and no file gets a header twice', () => {
  const headers = headersBy(readFileSync(join(dist, '_headers'), 'utf8'));
  const { files } = JSON.parse(readFileSync(join(dist, 'build.json'), 'utf8'));
  for (const { path } of files) assert.equal(headers(`/${path}`)['cache-control'] === forEver, /-[0-9a-f]{16}[/.]|-[0-9a-f]+\.css$/.test(path), path);
  for (const path of filesIn(archive.folder)) headers(`/archive/${path}`);
});

for (const { name, start, skip, compresses } of hosts) {
  test(`${name} says of each file what it is, how long it keeps, and what it may do`, { skip }, async (t) => {
    const { url } = await start(t);
    for (const [path, policy, caching, type] of expectations()) {
      const { status, headers } = await fetch(url + path, { headers: { 'accept-encoding': 'identity' } });
      const said = Object.fromEntries(Object.keys(forAll).map((key) => [key, headers.get(key)]));
      assert.deepEqual({ status, policy: headers.get('content-security-policy'), caching: headers.get('cache-control'), type: headers.get('content-type')?.split(';')[0], ...said },
        { status: 200, policy, caching, type, ...forAll }, path);
      assert.match(headers.get('permissions-policy'), /\bcamera=\(\)/, path);
    }
    if (!compresses) return;
    const page = await (await fetch(url)).text();
    const module = new URL(/data-wasm="([^"]+)"/.exec(page)[1], url);
    for (const encoding of ['br', 'gzip']) {
      const response = await fetch(module, { headers: { 'accept-encoding': encoding } });
      assert.equal(response.headers.get('content-encoding'), encoding);
      assert.equal(response.headers.get('content-type'), 'application/wasm');
      assert.ok(WebAssembly.validate(await response.arrayBuffer()), encoding);
    }
    const missing = await fetch(`${url}archive/cards/0-none.json`);
    assert.equal(missing.status, 404);
    assert.doesNotMatch(missing.headers.get('cache-control') ?? '', /immutable/);
    assert.equal(missing.headers.get('x-content-type-options'), 'nosniff');
  });

  test(`behind ${name} an article is sanitised by a worker that can neither make code of text nor ask anybody else`, { skip }, async (t) => {
    const { page, complaints, outside } = await visit(t, archive.address(article.title), { server: await start(t) });
    await page.getByText('Sanitised by the worker.').waitFor();
    const width = await page.locator('.prose img').evaluate((shown) => shown.decode().then(() => shown.naturalWidth));
    assert.equal(width, 40);
    assert.deepEqual(complaints, []);
    const [worker] = page.workers();
    assert.equal(await tempted(worker), 'EvalError');
    assert.deepEqual(outside, []);
  });

  test(`behind ${name} no other page can frame the reader`, { skip }, async (t) => {
    assert.match(await framed(t, await start(t)), /^chrome-error:/);
  });

  test(`behind ${name} a picture that is opened by itself runs nothing`, { skip }, async (t) => {
    assert.equal(await opened(t, await start(t)), null);
  });
}

test('without headers the worker could do both, the reader can be framed, and such a picture runs its script', async (t) => {
  const plain = await serve(t, { archive });
  const { page, outside } = await visit(t, archive.address(article.title), { server: plain });
  await page.getByText('Sanitised by the worker.').waitFor();
  const [worker] = page.workers();
  assert.equal(await tempted(worker), 'ran');
  assert.deepEqual(outside, ['https://elsewhere.example/']);
  assert.equal(await framed(t, plain), plain.url);
  assert.equal(await opened(t, plain), 'yes');
});

/** Has the worker make code of text, and ask another host. Returns what came of the first. */
function tempted(worker) {
  return worker.evaluate(async () => {
    await fetch('https://elsewhere.example/').catch(() => {});
    // In a task of its own: what the debugger evaluates may do more.
    return new Promise((done) => { setTimeout(() => { try { done(new Function('return "ran"')()); } catch (error) { done(error.name); } }); });
  });
}

/** Where a frame of a page on another host is when it has loaded the reader, or failed to. */
async function framed(t, { url }) {
  const other = await serve(t);
  other.replace('framing.html', `<iframe src="${url}"></iframe>`);
  const page = await newPage(t);
  await page.goto(`${other.url}framing.html`);
  return page.frames()[1].url();
}

/** What the script in the hostile picture has left when that is opened by itself. */
async function opened(t, { url }) {
  const page = await newPage(t);
  await page.goto(`${url}archive/${hostile}`);
  return page.locator(':root').getAttribute('data-ran');
}

async function newPage(t) {
  const context = await (await launch()).newContext();
  t.after(() => context.close());
  return context.newPage();
}
