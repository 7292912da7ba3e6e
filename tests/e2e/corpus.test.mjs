// The corpus of hostile bodies through the built reader in Chromium: nothing runs, by any of its layers alone, and nothing that could run is left.
// `./dev bench safety` does the same in three engines.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloads, run, runs } from '../safety/runner.mjs';

/** A part of it, from all categories. */
const some = payloads.filter(({ number }) => number % 4 === 0);
const options = { timeout: 600_000 };

test('of all hostile bodies none runs, none violates the policy, and none leaves anything behind that an article must not have', options, async (t) => {
  const { executions, violations, forbidden, lost } = await run(t, payloads, 'chromium', runs.all);
  t.diagnostic(`${payloads.length} bodies`);
  assert.deepEqual({ executions, violations, forbidden, lost }, { executions: [], violations: [], forbidden: [], lost: [] });
});

test('without the policy and the browser’s sanitiser, the reader’s alone lets nothing run', options, async (t) => {
  const { executions, forbidden } = await run(t, some, 'chromium', runs.worker);
  assert.deepEqual({ executions, forbidden }, { executions: [], forbidden: [] });
});

test('without both sanitisers the policy alone lets nothing run', options, async (t) => {
  const { executions, violations } = await run(t, some, 'chromium', runs.policy);
  t.diagnostic(`${violations.length} violations`);
  assert.deepEqual(executions, []);
  assert.ok(violations.length > some.length / 2, `only ${violations.length} violations were noticed`);
});

test('without the policy and the reader’s sanitiser, the browser’s alone lets nothing run', options, async (t) => {
  const { setHtml } = await run(t, some.slice(0, 1), 'chromium', runs.setHtml);
  assert.equal(setHtml, 'used');
  const { executions } = await run(t, some, 'chromium', runs.setHtml);
  assert.deepEqual(executions, []);
});

test('without any layer, much of it runs, also what runs late: the detector works', options, async (t) => {
  const { executions, lost } = await run(t, some, 'chromium', runs.none);
  t.diagnostic(`${executions.length} of ${some.length} ran, ${lost.length} broke the page`);
  assert.ok(executions.length >= 300, `${executions.length} of ${some.length} ran`);
  assert.ok(executions.some((number) => payloads[number].html.includes('},300)')), 'none ran late');
});
