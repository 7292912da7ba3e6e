/** To be written. */
export function tools() {
  return {};
}
