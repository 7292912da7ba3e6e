/** To be written. */
export function footnotes() {
  return {};
}
