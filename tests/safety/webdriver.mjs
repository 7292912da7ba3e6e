// A small client of the WebDriver protocol: Playwright drives neither Firefox nor WebKit as Debian ships them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a page may take to load, and a script to call back, in milliseconds. */
const timeouts = { pageLoad: 20_000, script: 90_000, implicit: 0 };

const running = new Set();
process.once('exit', () => running.forEach(end));

/**
 * A browser with one window, of a driver of its own: some drivers serve one browser only. `program` is the driver's, and gets its port as an
 * argument; `capabilities` are those of WebDriver's new session, for which it has `patience` milliseconds.
 */
export class Browser {
  static async open({ program, words = [], environment = {}, capabilities, patience = 60_000 }) {
    const browser = new Browser();
    const port = await freePort();
    // Profiles and sockets lie there: a browser that is ended by force leaves them behind.
    browser.folder = mkdtempSync(join(tmpdir(), 'offprint-browser-'));
    browser.address = `http://127.0.0.1:${port}`;
    try {
      browser.driver = await start(program, [...words, `--port=${port}`], { environment: { ...environment, TMPDIR: browser.folder } });
      await browser.#untilReady();
      const session = await browser.#command('POST', '/session', { capabilities: { alwaysMatch: { timeouts, ...capabilities } } }, patience);
      browser.address += `/session/${session.sessionId}`;
      browser.version = session.capabilities.browserVersion;
    } catch (error) {
      browser.#end();
      throw error;
    }
    return browser;
  }

  /** Resolves when the page at this address is loaded. */
  goTo(url) {
    return this.#command('POST', '/url', { url });
  }

  /** Runs a script as a function's body; its last argument is the function that it calls with its result. */
  run(script, ...parameters) {
    return this.#command('POST', '/execute/async', { script, args: parameters }, timeouts.script + 10_000);
  }

  /** Clicks the first element that the selector matches as a person does: where it shows, once it is scrolled to. */
  async click(selector) {
    const found = await this.#command('POST', '/element', { using: 'css selector', value: selector });
    await this.#command('POST', `/element/${Object.values(found)[0]}/click`, {});
  }

  /** Presses a key, which WebDriver names by a character. */
  async press(key) {
    const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: key }));
    await this.#command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Goes one step back in the window's history. */
  back() {
    return this.#command('POST', '/back', {});
  }

  /** Ends the browser and its driver, also those that don't answer any more. */
  async close() {
    await this.#command('DELETE', '', undefined, 5_000).catch(() => {});
    this.#end();
  }

  #end() {
    if (this.driver) end(this.driver);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #untilReady() {
    for (let trials = 0; ; trials += 1) {
      const status = await this.#command('GET', '/status').catch((error) => ({ error }));
      if (status.ready) return;
      if (trials === 200 || this.driver.exitCode !== null) throw new Error(`${this.driver.spawnfile} doesn't answer`, { cause: status.error });
      await pause(50);
    }
  }

  async #command(method, path, body, millis = 30_000) {
    const response = await fetch(this.address + path, {
      method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(millis),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }
}

/** Starts a program as the head of a process group, which `end` ends as a whole. */
export async function start(program, words, { environment = {}, stdio = 'ignore' } = {}) {
  const child = spawn(program, words, { env: { ...process.env, ...environment }, detached: true, stdio });
  await once(child, 'spawn');
  running.add(child);
  return child;
}

/** Ends a program that was started here, and whatever it started. */
export function end(child) {
  if (!running.delete(child)) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}
