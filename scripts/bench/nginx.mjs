// A static host: Debian's nginx as a child process on a free port, with HTTP/2 as any CDN has it, and precompressed files.

import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { get } from 'node:https';

/** Documents of the archive, by the contract in src/archive.rs; its other files are versioned. */
const documents = String.raw`^/archive/(latest\.json|articles/|tags/|feed\.json|feed/)`;

/**
 * Serves `site`, a folder. `tools` is where the Debian packages are unpacked; `folder` takes configuration, certificate and logs. With
 * `asDocumented` the host is set up as docs/hosting/nginx.conf says, else with no more than caching needs.
 * Returns `{ origin, publicKeyHash, close }`: browsers call a certificate with this hash good if they are told to.
 */
export async function serve({ tools, site, folder, asDocumented = false }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'temp'), { recursive: true });
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')], { stdio: 'ignore' });
  const certificate = readFileSync(join(folder, 'certificate.pem'));
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(tools, (asDocumented ? documentedHost : plainHost)({ site, listening: listening(port) })));

  const program = join(tools, 'usr/sbin/nginx');
  const nginx = spawn(program, ['-p', `${folder}/`, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((done) => { nginx.once('close', done); nginx.once('error', done); });
  const stop = () => nginx.kill();
  process.once('exit', stop);

  const origin = `https://localhost:${port}`;
  await Promise.race([answers(origin, certificate), ended.then(() => { throw new Error(`nginx ended: see ${folder}/error.log`); })]);
  const publicKey = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return {
    origin,
    publicKeyHash: createHash('sha256').update(publicKey).digest('base64'),
    close: async () => { process.off('exit', stop); stop(); await ended; },
  };
}

function configuration(tools, host) {
  return `
daemon off;
pid nginx.pid;
${process.getuid() === 0 ? 'user root;' : ''} # else its worker might not be allowed to read the files
worker_processes 1;
load_module ${tools}/usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path temp/body; proxy_temp_path temp/proxy; fastcgi_temp_path temp/fastcgi; uwsgi_temp_path temp/uwsgi; scgi_temp_path temp/scgi;
  ${host}
}
`;
}

function listening(port) {
  return `listen 127.0.0.1:${port} ssl http2; ssl_certificate certificate.pem; ssl_certificate_key key.pem;`;
}

function plainHost({ site, listening }) {
  return `
  types {
    text/html html; text/css css; text/javascript js; application/json json; application/wasm wasm;
    application/manifest+json webmanifest; image/svg+xml svg; image/png png; text/plain txt;
  }
  default_type application/octet-stream;
  charset utf-8;
  server {
    ${listening}
    root "${site}";
    brotli_static on;
    gzip_static on;
    gzip_vary on;
    location / { add_header cache-control "no-cache"; }
    location ~ ^/[a-z]+-[0-9a-f]+[/.] { add_header cache-control "public, max-age=31536000, immutable"; }
    location /archive/ { add_header cache-control "public, max-age=31536000, immutable"; }
    location ~ ${documents} { add_header cache-control "no-cache"; }
  }
`;
}

/** The documented configuration. Nothing is added but what TLS needs. */
function documentedHost({ site, listening }) {
  const changes = { 'listen 80;': listening, 'server_name articles.example;': 'server_name localhost;', 'root /srv/articles;': `root "${site}";` };
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`docs/hosting/nginx.conf has no "${from}"`);
    return text.replace(from, to);
  }, readFileSync(new URL('../../docs/hosting/nginx.conf', import.meta.url), 'utf8'));
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

/** Resolves when the first answer has come. */
async function answers(origin, certificate) {
  const answer = () => new Promise((done) => {
    get(origin, { ca: certificate, agent: false }, (response) => { response.resume(); done(true); }).once('error', () => done(false));
  });
  for (let tries = 0; tries < 200; tries += 1) {
    if (await answer()) return;
    await new Promise((later) => { setTimeout(later, 50); });
  }
  throw new Error('nginx does not answer');
}
