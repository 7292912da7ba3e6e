// The corpus of hostile bodies through the built reader: nothing runs, by either of its two layers alone, and nothing that could run is left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpus } from '../safety/corpus.mjs';
import { run } from '../safety/runner.mjs';
import { perFile, press } from './harness.mjs';
import { notes } from './posts.mjs';

const archive = press(perFile, notes(3).map(({ thumbnail, ...note }) => note));
const payloads = corpus().map((payload, number) => ({ ...payload, number }));
/** A part of it, from all categories. */
const some = payloads.filter(({ number }) => number % 6 === 0);
/** A part that leaves the page whole when it runs. */
const harmless = payloads.filter(({ category }) => category === 'event handlers, disguised');

test('of all hostile bodies none runs, and none leaves anything behind that an article must not have', { timeout: 600_000 }, async (t) => {
  const { executions, forbidden, lost } = await run(t, payloads, { archive });
  t.diagnostic(`${payloads.length} bodies`);
  assert.deepEqual({ executions, forbidden, lost }, { executions: [], forbidden: [], lost: [] });
});

test('without the policy the sanitiser alone lets nothing run', { timeout: 600_000 }, async (t) => {
  const { executions, forbidden } = await run(t, some, { archive, hasPolicy: false });
  assert.deepEqual({ executions, forbidden }, { executions: [], forbidden: [] });
});

test('without the sanitiser the policy alone lets nothing run', { timeout: 600_000 }, async (t) => {
  const { executions } = await run(t, harmless, { archive, hasSanitiser: false });
  assert.deepEqual(executions, []);
});

test('without both, much of it runs: the detector works', { timeout: 600_000 }, async (t) => {
  const { executions, lost } = await run(t, harmless, { archive, hasSanitiser: false, hasPolicy: false });
  t.diagnostic(`${executions.length} of ${harmless.length} ran, ${lost.length} broke the page`);
  assert.ok(executions.length > harmless.length / 2, `${executions.length} of ${harmless.length} ran`);
});
