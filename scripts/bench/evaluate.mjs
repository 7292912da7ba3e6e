// How long a query takes in WebAssembly when everything that it needs is in memory.

import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { row } from './table.mjs';

/** A frame of a screen that shows sixty a second, in milliseconds. */
const frame = 16;

/** Puts the page into `site`; `program` is the folder that wasm-bindgen made. */
export function place(program, site) {
  cpSync(program, join(site, 'evaluate'), { recursive: true });
  writeFileSync(join(site, 'evaluate/start.js'), "import init from './evaluate.js';\ninit();\n");
  writeFileSync(join(site, 'evaluate/index.html'), '<!DOCTYPE html><title>evaluate</title><script type="module" src="start.js"></script>\n');
}

/** Runs the page and prints what it measured; `verdict` hears whether a query is evaluated within a frame. */
export async function timeEvaluation(browser, origin, verdict) {
  const page = await browser.newPage();
  const told = page.waitForEvent('console', { timeout: 300_000 });
  page.on('pageerror', (error) => { throw error; });
  await page.goto(`${origin}/evaluate/index.html`);
  const timings = JSON.parse((await told).text());
  await page.close();

  const largest = timings.pop();
  const rows = ['the first 32 matches', 'all matches, counted'].map((what, place) => {
    const sorted = timings.map((timing) => timing[place]).sort((one, other) => one - other);
    const share = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    return { what, p50: share(0.5), p99: share(0.99), largest: largest[place] };
  });
  console.log(`\nEvaluation in WebAssembly over 1,000,000 articles in memory, milliseconds (${timings.length} random queries; one of 64 terms):`);
  const widths = [22, 8, 8, 8, 0];
  row(widths, ['', 'p50', 'p99', '64 terms', '']);
  for (const { what, ...figures } of rows) row(widths, [what, ...Object.values(figures).map((one) => one.toFixed(1)), '']);
  for (const { what, p99 } of rows) verdict(p99 <= frame, `evaluation, ${what}: ${p99.toFixed(1)} ms of ${frame} (p99)`);
}
