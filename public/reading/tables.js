/** To be written. */
export function tables() {
  return {};
}
