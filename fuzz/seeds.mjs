// Writes what libFuzzer begins with into a folder: the hostile bodies of tests/safety, and the sample articles.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpus } from '../tests/safety/corpus.mjs';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const samples = readdirSync('articles', { recursive: true }).filter((path) => /\.(md|html|txt)$/.test(path)).map((path) => readFileSync(join('articles', path), 'utf8'));
for (const body of [...corpus().map(({ html }) => html), ...samples]) writeFileSync(join(folder, createHash('sha256').update(body).digest('hex').slice(0, 16)), body);
