// `./dev audit`'s verdicts, with stand-ins for cargo and npm: holes fail, no holes pass, and where nobody could say it says so.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const passes = 'exit 0';
const npmReport = (count, exit) => `echo '{ "auditReportVersion": 2, "metadata": { "vulnerabilities": { "total": ${count} } } }'; exit ${exit}`;
const unreachable = 'echo "could not resolve the host" >&2; exit 1';
const npmRefused = `printf '{\\n  "message": "405 Method Not Allowed",\\n  "error": { "summary": "" }\\n}\\n'; exit 1`;

/** Runs the audit where each program does what its script says; cargo's by its first words. */
function audit(t, { check = passes, fetch = passes, advisories = passes, npm = npmReport(0, 0) }) {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-audit-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = (name, script) => writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  program('cargo', `case "$*" in *" fetch db") ${fetch};; *" check advisories") ${advisories};; *" check licenses bans sources") ${check};; *) exit 9;; esac`);
  program('npm', npm);
  const script = 'set -euo pipefail; source setup.sh; source audit.sh; audit; echo passed';
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: here, encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
  return { passed: status === 0 && stdout.endsWith('passed\n'), said: stdout + stderr };
}

test('without holes the audit passes, and leaves nothing unchecked', (t) => {
  const { passed, said } = audit(t, {});
  assert.ok(passed, said);
  assert.doesNotMatch(said, /not checked/);
});

test('a licence or a source that isn’t allowed fails', (t) => {
  assert.ok(!audit(t, { check: 'exit 4' }).passed);
});

test('a hole in a crate fails', (t) => {
  assert.ok(!audit(t, { advisories: 'exit 1' }).passed);
});

test('a hole in an npm package fails', (t) => {
  const { passed, said } = audit(t, { npm: npmReport(1, 1) });
  assert.ok(!passed);
  assert.match(said, /known holes/);
});

test('where the data can’t be had the audit says what isn’t checked, and why, and passes', (t) => {
  const { passed, said } = audit(t, { fetch: unreachable, npm: npmRefused });
  assert.ok(passed, said);
  assert.match(said, /advisories not checked: those of crates.*\ncould not resolve the host/);
  assert.match(said, /advisories not checked: those of npm packages.*\n405 Method Not Allowed/);
});
