// Precompressed siblings, as a publisher makes them before an upload.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { brotli } from '../size.mjs';

/** Writes `<file>.br` and `<file>.gz` where they are missing; says whether they were. */
export function precompress(file) {
  if (existsSync(`${file}.br`)) return false;
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotli(content));
  return true;
}
