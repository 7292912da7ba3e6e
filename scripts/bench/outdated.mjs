// What earlier runs left. It goes when all is timed: for minutes after files were removed, a file system such as ext4 is slow to make new ones.

import { existsSync, renameSync, rmSync } from 'node:fs';

const outdated = [];

/** Gives an earlier run's folder another name, so that its place is free. */
export function putAside(path) {
  if (!existsSync(path)) return;
  const aside = `${path}-outdated-${process.pid}`;
  renameSync(path, aside);
  outdated.push(aside);
}

/** Removes what was put aside. */
export function removeOutdated() {
  for (const path of outdated.splice(0)) rmSync(path, { recursive: true, force: true });
}
