// Hosts that send headers, set up as docs/publishing.md says: nginx and Caddy as child processes, and what hosts make of `_headers`.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tools = resolve(root, process.env.OFFPRINT_HOSTING ?? 'target/hosting');
const nginxProgram = join(tools, 'usr/sbin/nginx');
const caddyProgram = join(tools, 'usr/bin/caddy');

/** The documented configurations, by name. */
export const documented = {
  nginx: readFileSync(join(root, 'docs/hosting/nginx.conf'), 'utf8'),
  Caddy: readFileSync(join(root, 'docs/hosting/Caddyfile'), 'utf8'),
  _headers: readFileSync(join(root, 'public/_headers'), 'utf8'),
};

/** Why a server can't be tried here, or `false`. */
export const lacks = {
  nginx: !existsSync(nginxProgram) && `there is no ${nginxProgram}: \`./dev test\` unpacks Debian's where apt-get reaches its packages`,
  Caddy: !existsSync(caddyProgram) && `there is no ${caddyProgram}: \`./dev test\` unpacks Debian's where apt-get reaches its packages`,
};

/** Starts nginx over a folder. Nothing is added to the documented file but what a main configuration has. Returns the origin. */
export async function nginx(t, site) {
  const port = await freePort();
  const folder = temporaryFolder(t);
  for (const part of ['conf.d', 'temp']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'conf.d/offprint.conf'), changed(documented.nginx, {
    'listen 80;': `listen 127.0.0.1:${port};`,
    'server_name articles.example;': 'server_name localhost;',
    'root /srv/articles;': `root "${site}";`,
  }));
  writeFileSync(join(folder, 'nginx.conf'), `
daemon off;
pid nginx.pid;
${process.getuid() === 0 ? 'user root;' : ''} # else its worker might not be allowed to read the files
load_module ${tools}/usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
events {}
http {
  access_log off;
  client_body_temp_path temp/body; proxy_temp_path temp/proxy; fastcgi_temp_path temp/fastcgi; uwsgi_temp_path temp/uwsgi; scgi_temp_path temp/scgi;
  include conf.d/*.conf;
}
`);
  return started(t, nginxProgram, ['-p', `${folder}/`, '-c', 'nginx.conf', '-e', 'error.log'], port, {});
}

/** Starts Caddy over a folder. Nothing is added to the documented file but that it needs no console. Returns the origin. */
export async function caddy(t, site) {
  const port = await freePort();
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'Offprint'), changed(documented.Caddy, {
    'articles.example {': `http://127.0.0.1:${port} {`,
    'root * /srv/articles': `root * "${site}"`,
  }));
  writeFileSync(join(folder, 'Caddyfile'), '{\n\tadmin off\n}\nimport Offprint\n');
  const own = { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  return started(t, caddyProgram, ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], port, own);
}

/** The text with what each person has to change, each of which must be there once. */
function changed(text, changes) {
  return Object.entries(changes).reduce((whole, [from, to]) => {
    const parts = whole.split(from);
    if (parts.length !== 2) throw new Error(`"${from}" is in the documented file ${parts.length - 1} times`);
    return parts.join(to);
  }, text);
}

async function started(t, program, options, port, environment) {
  const server = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data) => { said += data; });
  const ended = new Promise((done) => { server.once('close', done); server.once('error', done); });
  const stop = () => server.kill();
  process.once('exit', stop);
  t.after(async () => { process.off('exit', stop); stop(); await ended; });
  const origin = `http://127.0.0.1:${port}`;
  await Promise.race([answers(origin), ended.then(() => { throw new Error(`${program} ended:\n${said}`); })]);
  return origin;
}

/** Resolves when the first answer has come. */
async function answers(origin) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await fetch(origin).then(() => true, () => false)) return;
    await new Promise((later) => { setTimeout(later, 50); });
  }
  throw new Error(`${origin} does not answer`);
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-hosting-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * What a `_headers` file sets for a path: a function from `/path` to an object. Takes only what Netlify and Cloudflare Pages read alike, and throws at
 * the rest: an asterisk but as a path's last segment, a header that two rules set for one path, more than 100 rules, lines of more than 2,000 characters.
 */
export function headersBy(text) {
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.length > 2_000) throw new Error(`too long: ${line}`);
    if (line === '' || line.startsWith('#')) continue;
    const header = /^  ([A-Za-z-]+): (\S.*)$/.exec(line);
    if (header && rules.length > 0) rules.at(-1).headers.push([header[1].toLowerCase(), header[2]]);
    else if (/^\/[^\s*:]*(?<=\/)\*$|^\/[^\s*:]*$/.test(line)) rules.push({ path: line, headers: [] });
    else throw new Error(`neither a path nor a header: ${line}`);
  }
  if (rules.length > 100) throw new Error(`${rules.length} rules`);
  const fits = (rule, path) => (rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule);
  return (path) => {
    const set = rules.filter((rule) => fits(rule.path, path)).flatMap(({ headers }) => headers);
    const twice = set.find(([name], place) => set.findIndex(([other]) => other === name) !== place);
    if (twice) throw new Error(`${path} gets ${twice[0]} twice`);
    return Object.fromEntries(set);
  };
}
