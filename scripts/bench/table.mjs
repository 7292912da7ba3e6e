// Figures for reading.

/** `1,234,567`; no fraction. */
export function number(value) {
  return Math.round(value).toLocaleString('en-US');
}

/** Prints one row of a table: the first and the last cell to the left, the others to the right. */
export function row(widths, cells) {
  const texts = cells.map((cell) => (typeof cell === 'number' ? number(cell) : cell));
  const last = cells.length - 1;
  const padded = texts.map((text, place) => (place === 0 || place === last ? text.padEnd(widths[place]) : text.padStart(widths[place])));
  console.log(`  ${padded.join('  ').trimEnd()}`);
}
