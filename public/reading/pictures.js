/** To be written. */
export function pictures() {
  return {};
}
