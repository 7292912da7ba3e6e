// Files of the archive that are removed, cut off or altered: the reader says which, keeps working with the rest, and shows nothing wrong.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { perFile, press, serve, visit } from './harness.mjs';
import { notePictures, notes, noteTitle } from './posts.mjs';

const archive = press(perFile, notes(120), { pictures: notePictures });
const cards = (page) => page.getByRole('main').getByRole('article');

/** The paths of all files in a folder of the archive. */
const files = (folder) => readdirSync(join(archive.folder, folder)).map((name) => `${folder}/${name}`);
const bytes = (path) => readFileSync(join(archive.folder, path));

/** What can have happened to a file. */
const damages = {
  removed: (server, path) => server.fail(`archive/${path}`),
  'cut off': (server, path) => server.replace(`archive/${path}`, bytes(path).subarray(0, statSync(join(archive.folder, path)).size / 2)),
  altered: (server, path) => {
    const altered = Buffer.from(bytes(path));
    // A digit within the last third: JSON that still parses, or a posting that is another one.
    const at = altered.findLastIndex((byte, place) => place < altered.length - 3 && byte >= 0x31 && byte <= 0x38);
    altered[at === -1 ? altered.length - 2 : at] += 1;
    return server.replace(`archive/${path}`, altered);
  },
};

const query = '?q=%23小米 %23ink';
const views = [
  ['the manifest', ['latest.json'], ''],
  ['a page of cards', files('cards').filter((path) => path.startsWith('cards/5-')), query],
  ['the table of the pages of cards', files('cards').filter((path) => path.includes('table')), query],
  ['the postings', files('postings').filter((path) => path.includes('new')), query],
  ['the days of a year', files('calendar').filter((path) => path.includes('2026')), '?q=date:2026-05-20'],
];

for (const [what, paths, address] of views) {
  for (const [how, damage] of Object.entries(damages)) {
    test(`when ${what} is ${how}, the page names the file, and shows nothing that doesn’t belong there`, async (t) => {
      const server = await serve(t, { archive });
      const takeBack = paths.map((path) => damage(server, path));
      const { page } = await visit(t, address, { server });
      const alert = page.getByRole('alert');
      await alert.waitFor();
      const said = await alert.innerText();
      assert.ok(paths.some((path) => said.includes(`archive/${path}`)), said);
      // Cards of pages that are whole may stand before the damaged one; all of them match.
      const shown = await cards(page).getByRole('heading').allInnerTexts();
      assert.deepEqual(shown.filter((title) => Number(title.match(/\d+/)) % 6 !== 0), []);

      takeBack.forEach((done) => done());
      await page.getByRole('button', { name: 'Try again' }).click();
      await cards(page).first().waitFor();
      await alert.waitFor({ state: 'detached' });
    });
  }
}

test('when a tag’s document is cut off, other lists work', async (t) => {
  const server = await serve(t, { archive });
  server.replace(/^archive\/tags\//, '{"version":');
  const { page } = await visit(t, '?q=%23小米', { server });
  await page.getByRole('alert').waitFor();
  await page.getByRole('banner').getByRole('link').first().click();
  await cards(page).getByRole('link', { name: noteTitle(120) }).waitFor();
});

test('when the directory is altered, the box offers the frequent tags, and the filter works', async (t) => {
  const server = await serve(t, { archive });
  files('directory').forEach((path) => damages.altered(server, path));
  const { page } = await visit(t, '', { server });
  await page.getByRole('combobox').fill('#sol');
  await page.getByRole('option', { name: /Solo/ }).click();
  await cards(page).getByRole('link', { name: noteTitle(7) }).waitFor();
  assert.equal(await cards(page).count(), 1);
});
