/** To be written. */
export function place() {
  return {};
}
