// How often a view had to wait: counted, not timed.

/**
 * How many answers, one after another, each request had to wait for, itself included: 1 for one that was made at once, 2 for one that was
 * made when such a one had been answered, and so on. Requests are `{ start, end }`. With a latency that is far longer than what the
 * program takes between an answer and what it asks for next, this doesn't depend on the machine.
 */
export function waves(requests) {
  const known = new Map();
  for (const request of [...requests].sort((one, other) => one.start - other.start)) {
    const before = [...known].filter(([other]) => other.end <= request.start).map(([, wave]) => wave);
    known.set(request, 1 + Math.max(0, ...before));
  }
  return requests.map((request) => known.get(request));
}
