// The press against Debian's hugo: the same posts, from nothing and with one more.

import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { row } from './table.mjs';

const size = 10_000;
const runs = 3;
/** How many times as fast as hugo the press has to be. */
const wanted = { 'from nothing': 2, 'one post added': 20 };

/** Times both, prints the medians, and hands `verdict` whether the press is fast enough. */
export function againstHugo({ make, press, folder, verdict }) {
  const own = join(folder, 'hugo');
  const content = join(own, 'content');
  rmSync(own, { recursive: true, force: true });
  cpSync(fileURLToPath(new URL('../../benches/archive/hugo', import.meta.url)), own, { recursive: true });
  make('posts', '--size', String(size), '--out', content);

  const kept = ['made-by-press', 'cache-of-press', 'made-by-hugo', 'cache-of-hugo', 'resources'];
  const [archive, ledger, site, cache, resources] = kept.map((name) => join(own, name));
  const run = (program, ...words) => execFileSync(program, [...words, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const programs = {
    press: { keeps: [archive, ledger], run: () => run(press, content, '--out', archive, '--cache', ledger) },
    hugo: { keeps: [site, cache, resources], run: () => run('hugo', '--source', own, '--destination', site, '--cacheDir', cache) },
  };
  const seconds = { press: {}, hugo: {} };
  const time = (name, what) => {
    const started = process.hrtime.bigint();
    programs[name].run();
    (seconds[name][what] ??= []).push(Number(process.hrtime.bigint() - started) / 1e9);
  };
  for (let round = 0; round < runs; round += 1) {
    for (const name of ['press', 'hugo']) {
      for (const path of programs[name].keeps) rmSync(path, { recursive: true, force: true });
      time(name, 'from nothing');
    }
  }
  for (let round = 0; round < runs; round += 1) {
    make('newest', '--number', String(size + round), '--out', content);
    for (const name of ['press', 'hugo']) time(name, 'one post added');
  }

  console.log(`\n${size.toLocaleString('en-US')} posts, seconds (median of ${runs}):`);
  const rows = Object.keys(wanted).map((what) => ({ what, press: median(seconds.press[what]), hugo: median(seconds.hugo[what]) }));
  const widths = [22, 8, 8, 13, 0];
  row(widths, ['', 'press', 'hugo', 'times as fast', '']);
  for (const { what, press: ours, hugo: theirs } of rows) {
    row(widths, [what, ours.toFixed(2), theirs.toFixed(2), (theirs / ours).toFixed(1), '']);
    verdict(theirs / ours >= wanted[what], `the press, ${what}: ${(theirs / ours).toFixed(1)} times as fast as hugo, of ${wanted[what]}`);
  }
}

function median(values) {
  return [...values].sort((one, other) => one - other)[values.length >> 1];
}
