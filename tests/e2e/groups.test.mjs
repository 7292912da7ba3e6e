// Archives whose articles are in groups, for hosts that limit the number of files.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { perFile, press, visit } from './harness.mjs';
import { notePictures, noteTitle, notes } from './posts.mjs';

const grouped = ['--keep', '0', '--max-files', '32'];

test('an article opens out of its group, and so does its neighbour', async (t) => {
  const archive = press(perFile, notes(30), { pictures: notePictures, pressArguments: grouped });
  assert.ok(readdirSync(join(archive.folder, 'articles')).every((name) => name.startsWith('group-')));
  const { page, complaints } = await visit(t, archive.address(noteTitle(7)), { archive });
  await page.getByRole('heading', { level: 1, name: noteTitle(7) }).waitFor();
  await page.getByRole('link', { name: noteTitle(8) }).click();
  await page.getByRole('heading', { level: 1, name: noteTitle(8) }).waitFor();
  assert.deepEqual(complaints, []);
});

test('an article opens although the archive was published anew with other groups', async (t) => {
  const archive = press(t, notes(30), { pictures: notePictures, pressArguments: grouped });
  const { page } = await visit(t, '', { archive });
  await page.getByRole('link', { name: noteTitle(29) }).waitFor();
  archive.again(notes(30), { pressArguments: ['--keep', '0'] });
  await page.getByRole('link', { name: noteTitle(29) }).click();
  await page.getByRole('heading', { level: 1, name: noteTitle(29) }).waitFor();
});
