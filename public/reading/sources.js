// Where a picture is to be had at its largest, and whether it may be asked for.

const files = /^[^:]+\.(?:avif|bmp|gif|jfif|jpe?g|jxl|png|svg|webp)$/i;

/** The addresses in a `srcset` with what their descriptors say: `[{ address, size }]`. Widths are larger than any density. */
function candidates(set) {
  const found = (set ?? '').matchAll(/(\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)/g);
  return [...found].filter(([, address]) => URL.canParse(address, document.baseURI)).map(([, address, size = 1, unit]) => ({
    address: new URL(address, document.baseURI).href,
    size: Number(size) * (unit === 'w' ? 1 : 1e-3),
  }));
}

/** The `srcset` from which the browser takes a picture: that of a source around it, or its own. */
function usedSet(picture) {
  const sources = picture.parentElement?.localName === 'picture' ? [...picture.parentElement.querySelectorAll(':scope > source')] : [];
  const has = (part) => candidates(part.srcset).some(({ address }) => address === picture.currentSrc);
  const fits = (source) => !source.type && (!source.media || matchMedia(source.media).matches);
  return ([...sources, picture].find(has) ?? sources.find(fits) ?? picture).srcset;
}

/** Whether a link leads to a picture: to a file of that kind, or to where its own picture is. */
export function leadsToPicture(link, picture) {
  if (!/^https?:$/.test(link.protocol)) return false;
  // In wikis a name with a colon is that of a page about the file.
  const name = link.pathname.split('/').at(-1).replace(/%3a/gi, ':');
  return files.test(name) || link.search.includes('wx_fmt=') || link.href === picture.src || candidates(picture.srcset).some(({ address }) => address === link.href);
}

/** The address of the largest version of a picture: what its link leads to, else the largest of its set, else its source. */
export function largest(picture) {
  const link = picture.closest('a[href]');
  if (link && leadsToPicture(link, picture)) return link.href;
  const [first] = candidates(usedSet(picture)).sort((one, other) => other.size - one.size);
  return first?.address ?? picture.currentSrc ?? picture.src;
}

/** What becomes of pictures from other sites (src/reader/state/settings.rs): `load`, `tap` or `never`. */
export const choice = () => document.querySelector('#settings input[name="pictures"]:checked')?.value ?? 'load';
