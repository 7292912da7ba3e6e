/** To be written. */
export function contents() {
  return {};
}
