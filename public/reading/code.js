/** To be written. */
export function code() {
  return {};
}
