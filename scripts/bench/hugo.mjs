// The press against Debian's hugo: the same posts, from nothing and with one more.

import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { putAside } from './outdated.mjs';
import { row } from './table.mjs';

const size = 10_000;
const runs = 3;
/** How many times as fast as hugo the press has to be. */
const wanted = { 'from nothing': 2, 'one post added': 20 };

/** Times both, prints the medians, and hands `verdict` whether the press is fast enough. */
export function againstHugo({ make, press, folder, verdict }) {
  const own = join(folder, 'hugo');
  const content = join(own, 'content');
  putAside(own);
  cpSync(fileURLToPath(new URL('../../benches/archive/hugo', import.meta.url)), own, { recursive: true });
  make('posts', '--size', String(size), '--out', content);

  const run = (program, ...words) => execFileSync(program, [...words, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  /** What each makes, and what it remembers, has a folder of its own in each round. */
  const programs = {
    press: (round) => run(press, content, '--out', join(own, `press-${round}`), '--cache', join(own, `press-cache-${round}`)),
    hugo: (round) => run('hugo', '--source', own, '--destination', join(own, `site-${round}`), '--cacheDir', join(own, `hugo-cache-${round}`)),
  };
  const names = Object.keys(programs);
  const seconds = { press: {}, hugo: {} };
  const time = (name, what, round) => {
    const started = process.hrtime.bigint();
    programs[name](round);
    (seconds[name][what] ??= []).push(Number(process.hrtime.bigint() - started) / 1e9);
  };
  for (let round = 0; round < runs; round += 1) {
    for (const name of names) time(name, 'from nothing', round);
  }
  for (let round = 0; round < runs; round += 1) {
    make('newest', '--number', String(size + round), '--out', content);
    for (const name of names) time(name, 'one post added', 0);
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
