// Turndown, which makes Markdown of an article that is saved, as modules that public/reading/markdown.js loads.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const program = 'node_modules/turndown';
const plugin = 'node_modules/@joplin/turndown-plugin-gfm';

/** Puts the modules and their licences into a folder. Without them the build goes on, and the page says that it can't save Markdown. */
export function placeTurndown(folder) {
  const sources = [join(program, 'lib/turndown.browser.es.js'), join(plugin, 'lib/turndown-plugin-gfm.cjs.js')];
  if (!sources.every(existsSync)) return console.log('turndown is not installed, so articles can’t be saved as Markdown: ./dev setup installs it.');
  mkdirSync(folder, { recursive: true });
  copyFileSync(sources[0], join(folder, 'turndown.js'));
  // The plugin comes as CommonJS only.
  writeFileSync(join(folder, 'gfm.js'), `const exports = {};\n${readFileSync(sources[1], 'utf8')}\nexport default exports.gfm;\n`);
  copyFileSync(join(program, 'LICENSE'), join(folder, 'LICENSE.turndown.txt'));
  copyFileSync(join(plugin, 'LICENSE'), join(folder, 'LICENSE.gfm.txt'));
}
