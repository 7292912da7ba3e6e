// How the page looks, as the person has chosen it on this device. A classic script in the page's head: it runs before anything is drawn, so that no other
// look flashes up. What is chosen lies in `localStorage` as JSON under `offprint.look`; the settings (public/reading/settings.js) change it.
//
//   { "theme": "sepia", "latin": { "size": 110, "leading": 170, "measure": 36, "face": "serif" }, "cjk": { … } }
//
// Sizes and leading are in per cent, the measure in ems. What is missing or makes no sense is as the style sheets have it (style/tokens.css).

globalThis.offprintLook = (() => {
  const name = 'offprint.look';
  const root = document.documentElement;
  const themes = ['system', 'light', 'sepia', 'dark'];
  const faces = ['serif', 'sans'];
  /** By name: the least, the most, a step, and what a style sheet wants of it. */
  const measures = {
    size: { least: 80, most: 200, step: 5, value: (percent) => `${percent / 100}` },
    leading: { least: 120, most: 240, step: 5, value: (percent) => `${percent / 100}` },
    measure: { least: 20, most: 60, step: 1, value: (ems) => `${ems}em` },
  };
  /** What the style sheets have, by family of languages. */
  const defaults = {
    latin: { size: 100, leading: 168, measure: 35, face: 'serif' },
    cjk: { size: 100, leading: 185, measure: 35, face: 'sans' },
  };

  function read() {
    try {
      return valid(JSON.parse(localStorage.getItem(name) ?? '{}'));
    } catch {
      return valid({}); // the store is denied, or what lies in it is no JSON
    }
  }

  /** A look of which every part makes sense. */
  function valid(look) {
    const family = (chosen, own) => {
      const kept = { face: faces.includes(chosen?.face) ? chosen.face : own.face };
      for (const [part, { least, most }] of Object.entries(measures)) {
        const value = chosen?.[part];
        kept[part] = Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : own[part];
      }
      return kept;
    };
    return {
      theme: themes.includes(look?.theme) ? look.theme : 'system',
      latin: family(look?.latin, defaults.latin),
      cjk: family(look?.cjk, defaults.cjk),
    };
  }

  function apply() {
    if (look.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = look.theme;
    for (const family of Object.keys(defaults)) {
      for (const [part, own] of Object.entries(defaults[family])) {
        const value = look[family][part];
        const property = `--${family}-${part}`;
        if (value === own) root.style.removeProperty(property);
        else root.style.setProperty(property, part === 'face' ? `var(--${value})` : measures[part].value(value));
      }
    }
    colourFrame();
  }

  /** The browser's own frame takes the colour of the paper, once the style sheets tell it. */
  function colourFrame() {
    const paper = look.theme === 'system' ? undefined : getComputedStyle(root).backgroundColor; // which takes time: not for nothing
    if (paper === 'rgba(0, 0, 0, 0)') return;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.dataset.own ??= meta.content;
      meta.content = paper ?? meta.dataset.own;
    }
  }

  let look = read();
  apply();
  document.addEventListener('load', ({ target }) => { if (target.rel === 'stylesheet') colourFrame(); }, true);
  addEventListener('storage', ({ key }) => { // another tab has changed it
    if (key !== name && key !== null) return;
    look = read();
    apply();
  });

  return {
    themes,
    faces,
    measures,
    defaults,
    /** The present look, whole. */
    get: () => look,
    /** Takes another look; whether it could be kept. */
    choose(other) {
      look = valid(other);
      apply();
      try {
        localStorage.setItem(name, JSON.stringify(look));
        return true;
      } catch {
        return false;
      }
    },
  };
})();
