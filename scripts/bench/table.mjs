// Figures for reading.

/** `1,234,567`; no fraction. */
export function number(value) {
  return Math.round(value).toLocaleString('en-US');
}

/** Prints rows under a heading: the first and the last column to the left, numbers to the right. */
export function table(heading, rows) {
  const cells = [heading, ...rows].map((row) => row.map((cell) => (typeof cell === 'number' ? number(cell) : cell)));
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const isText = (column) => column === 0 || column === heading.length - 1;
  for (const row of cells) {
    console.log(`  ${row.map((cell, column) => (isText(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd()}`);
  }
}
