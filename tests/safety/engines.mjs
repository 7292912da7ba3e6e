// The three browser engines, as Debian ships them.

import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Browser, end, start } from './webdriver.mjs';

/** What a body asks of other hosts goes nowhere. */
const nowhere = '127.0.0.1:9';
const proxy = { proxyType: 'manual', httpProxy: nowhere, sslProxy: nowhere, noProxy: ['127.0.0.1'] };
const capabilities = { proxy, unhandledPromptBehavior: 'dismiss' };

const chromium = () => process.env.OFFPRINT_CHROMIUM || '/usr/bin/chromium';
const chromedriver = () => process.env.CHROMEDRIVER || 'chromedriver';
const firefox = () => process.env.OFFPRINT_FIREFOX || '/usr/bin/firefox-esr';
const geckodriver = () => process.env.OFFPRINT_GECKODRIVER || 'geckodriver';
const minibrowser = () => process.env.OFFPRINT_MINIBROWSER || 'MiniBrowser';

/** By name: what it is called, the programs that it takes, and how a browser of it is opened. */
export const engines = {
  chromium: {
    title: 'Chromium',
    programs: () => [chromedriver(), chromium()],
    open: () => Browser.open({
      program: chromedriver(),
      capabilities: {
        ...capabilities,
        'goog:chromeOptions': {
          binary: chromium(),
          args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'],
        },
      },
    }),
  },
  firefox: {
    title: 'Firefox',
    programs: () => [geckodriver(), firefox()],
    open: () => Browser.open({
      program: geckodriver(),
      words: ['--websocket-port=0'], // else all of them want the same
      capabilities: {
        ...capabilities,
        'moz:firefoxOptions': { binary: firefox(), args: ['-headless'] },
      },
    }),
  },
  webkit: { title: 'WebKit', programs: () => ['Xvfb', 'WebKitWebDriver', minibrowser()], open: openWebKit },
};

/** Which of an engine's programs this machine lacks. */
export function lacking({ programs }) {
  return programs().filter((program) => !places(program).some(isProgram));
}

function places(program) {
  return program.includes('/') ? [program] : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** One start of WebKit in ten comes to nothing: its browser ends at once without a word, and its driver waits for it for ever. */
async function openWebKit() {
  for (let trials = 1; ; trials += 1) {
    try {
      return await openWebKitOnce();
    } catch (error) {
      if (trials === 4) throw error;
    }
  }
}

/** WebKit has no headless mode, so it gets a screen that nobody sees. Its sandbox refuses root, as whom containers run. */
async function openWebKitOnce() {
  const words = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const screen = await start('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  try {
    const ended = once(screen, 'exit').then(() => { throw new Error('Xvfb has ended'); });
    ended.catch(() => {}); // it does so when the browser is closed
    const [display] = await Promise.race([once(screen.stdio[3], 'data'), ended]);
    const browser = await Browser.open({
      program: 'WebKitWebDriver',
      environment: { DISPLAY: `:${String(display).trim()}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
      capabilities: {
        ...capabilities,
        'webkitgtk:browserOptions': { binary: minibrowser(), args: ['--automation'] },
      },
      patience: 15_000,
    });
    const close = browser.close.bind(browser);
    browser.close = () => close().finally(() => end(screen));
    return browser;
  } catch (error) {
    end(screen);
    throw error;
  }
}
