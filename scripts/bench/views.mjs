// The views that are measured, when each of them stands, and what it may cost.

/** What the bench looks for in the page: the one place that knows the reader's markup. */
export const selectors = {
  /** What is gone as soon as there is something to see. */
  skeleton: '#skeleton',
  card: 'main [role="feed"] article',
  /** What says how many articles match. */
  count: '.list-count',
  /** A filter that the reader can't answer. */
  unanswered: '.query-note',
  /** That something failed, and what. */
  alert: '[role="alert"]',
  body: 'main article .prose',
  neighbours: 'nav.neighbours a',
  filterBox: '[role="search"] [role="combobox"]',
  suggestions: '[role="search"] [role="listbox"]',
};

/**
 * What a view may cost at a million articles: bytes over the wire with headers, `latest.json` among them, and serial round trips after it.
 * An article may cost `latest.json` and its own file.
 */
export const budgets = {
  list: { bytes: 10_000, trips: 0 },
  tag: { bytes: 15_000, trips: 1 },
  tags: { bytes: 100_000, trips: 2 },
  article: { files: 2, trips: 1 },
};

/** Where both fill the first screen, the largest archive may cost at most this many times what the one before it costs. */
export const growth = 1.2;

/**
 * The views of the synthetic archive with these `names`, of `size` articles: `address` of the page; `until`, what has to be there for the
 * view to stand (see `watch` in measure.mjs); `budget`, if it has one; `only`, which files it is made of, where others are asked for beside
 * it; `type`, what is typed once the list stands; `from`, the least number of articles with a match.
 */
export function views(names, size) {
  const tag = (rank) => `#${quoted(names.tags[rank - 1])}`;
  const list = (name, query, budget, from) => ({ name, address: query ? `?q=${encodeURIComponent(query)}` : '', until: 'screen', budget, from });
  const key = names.keys[Math.min(size, names.keys.length) >> 1];
  return [
    list('first list', '', 'list'),
    list('tag, rank 1', tag(1), 'tag'),
    list('tag, rank 10', tag(10), 'tag'),
    list('tag, rank 100', tag(100), 'tag'),
    list('tag, rank 1,000', tag(1_000), 'tag', 10_000),
    list('tags 1 AND 2', `${tag(1)} ${tag(2)}`, 'tags'),
    list('tags 1 AND 2 AND 3', `${tag(1)} ${tag(2)} ${tag(3)}`, 'tags'),
    list('tags 3 AND 30 AND 100', `${tag(3)} ${tag(30)} ${tag(100)}`, 'tags', 1_000_000),
    list('tag 1 AND NOT tag 2', `${tag(1)} -${tag(2)}`),
    list('tag 20 OR tag 30', `${tag(20)} OR ${tag(30)}`),
    list('date, a month', 'date:2019-05'),
    list('date, a day', 'date:2019-05-17'),
    list('author, rank 10', `author:${quoted(names.authors[9])}`),
    list('category path', `in:${names.paths[0].slice(0, 2).map(quoted).join('/')}`),
    { name: 'article opened cold', address: `?read=${key}`, until: 'body', budget: 'article', only: /^archive\/(latest\.json|articles\/)/ },
    { name: '  and its neighbours', address: `?read=${key}`, until: 'neighbours' },
    { name: '  and those by tag', address: `?read=${key}&q=${encodeURIComponent(tag(1))}`, until: 'neighbours' },
    { name: 'tag search by prefix', address: '', type: names.tags[999].slice(0, 2), until: 'suggestions' },
  ];
}

function quoted(name) {
  return /[\s()"/]/.test(name) ? `"${name}"` : name;
}
