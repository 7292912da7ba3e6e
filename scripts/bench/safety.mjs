// ./dev bench safety: the corpus of hostile bodies through the built reader in three browser engines, with all layers, each alone, and none.
//
//   node scripts/bench/safety.mjs [--engine chromium,firefox,webkit] [--only all,policy,worker,setHtml,none] [--every 1] [--lanes 3] [--show]
//
// `--every 10` takes each tenth body only, `--lanes` says how many browsers work at once, `--show` prints what was found. `./dev bench safety` runs
// this with what it needs: the reader's release (OFFPRINT_DIST) and the browsers with their drivers (tests/safety/engines.mjs).

import { parseArgs } from 'node:util';
import { engines } from '../../tests/safety/engines.mjs';
import { payloads, run, runs } from '../../tests/safety/runner.mjs';
import { number, row } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: Object.keys(engines).join() },
    only: { type: 'string', default: Object.keys(runs).join() },
    every: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '3' },
    show: { type: 'boolean' },
  },
});
const chosen = (option, known) => options[option].split(',').map((name) => {
  if (!known[name]) throw new Error(`--${option} has no ${name}, but ${Object.keys(known).join(', ')}`);
  return name;
});
const every = Number(options.every);
const some = payloads.filter((payload) => payload.number % every === 0);
/** How many must run when nothing holds them back: else the noughts above mean nothing. */
const leastWithout = Math.ceil(300 / every);
const widths = [26, 6, 11, 10, 11, 8, 0];
const broken = [];

// Ended from outside, it ends its browsers too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

for (const engine of chosen('engine', engines)) {
  await measure(engine).catch((error) => verdict(false, `${engines[engine].title} can’t be measured: ${reason(error)}`));
}
console.log(broken.length === 0 ? '\nAll of it holds.' : `\n${broken.length} broken:\n${broken.map((line) => `  ${line}`).join('\n')}`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** Prints what each run found in an engine, and judges it. */
async function measure(engine) {
  const { title } = engines[engine];
  const { version, setHtml } = await timed(engine, some.slice(0, 1), runs.all);
  console.log(`\n${title} ${version}: ${number(some.length)} bodies; the browser’s setHTML is ${setHtml}`);
  row(widths, ['layers in place', 'ran', 'violations', 'left over', 'broke page', 'seconds', '']);
  const findings = {};
  for (const name of chosen('only', runs)) {
    if (name === 'setHtml' && setHtml !== 'used') {
      row(widths, [runs.setHtml.title, '', '', '', '', '', `not run: setHTML is ${setHtml}`]);
      continue;
    }
    const found = await timed(engine, some, runs[name]);
    findings[name] = found;
    const bodies = new Set(found.forbidden.map((line) => line.split(':')[0]));
    row(widths, [runs[name].title, found.executions.length, found.violations.length, bodies.size, found.lost.length, found.seconds, '']);
    if (options.show) show(name, found);
  }
  judge(title, findings, setHtml);
}

async function timed(engine, bodies, layers) {
  const [begun, cleanUps] = [performance.now(), []];
  try {
    const found = await run({ after: (cleanUp) => cleanUps.push(cleanUp) }, bodies, engine, layers, Math.min(Number(options.lanes), bodies.length));
    return { ...found, seconds: (performance.now() - begun) / 1000 };
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

function judge(title, { all, none, ...alone }, setHtml) {
  if (all) {
    const noughts = { run: all.executions, 'violate the policy': all.violations, 'leave something forbidden': all.forbidden, 'break the page': all.lost };
    for (const [what, found] of Object.entries(noughts)) {
      verdict(found.length === 0, `${title}, all layers: ${found.length} ${what}`);
    }
  }
  for (const [name, { executions }] of Object.entries(alone)) {
    verdict(executions.length === 0, `${title}, ${runs[name].title}: ${executions.length} run`);
  }
  if (setHtml === 'unused') verdict(false, `${title} has setHTML, which the reader doesn’t use`);
  if (none) {
    verdict(none.executions.length >= leastWithout, `${title}, without any layer: ${none.executions.length} run, at least ${leastWithout} must`);
  }
}

/** What was found where nothing should be, and how many ran by category where all may. */
function show(name, { executions, violations, forbidden, lost }) {
  const body = (place) => `${place} (${payloads[place].category}): ${JSON.stringify(payloads[place].html)}`;
  if (name === 'none') {
    const kind = ({ category }) => category.split(',')[0];
    const count = (bodies, one) => bodies.filter((payload) => kind(payload) === one).length;
    for (const one of new Set(some.map(kind))) {
      console.log(`    ${one}: ${count(executions.map((place) => payloads[place]), one)} of ${count(some, one)} ran`);
    }
  } else {
    for (const place of executions) console.log(`    RAN ${body(place)}`);
  }
  if (name === 'all') for (const line of [...violations, ...forbidden]) console.log(`    ${line}`);
  for (const place of lost) console.log(`    broke the page: ${body(place)}`);
}

/** Prints whether something holds, and remembers what doesn't. */
function verdict(holds, line) {
  console.log(`${holds ? 'holds ' : 'BROKEN'}  ${line}`);
  if (!holds) broken.push(line);
}

function reason(error) {
  return [error.message, error.cause?.message].filter(Boolean).join(': ');
}
