// The look's part of the settings: theme, and an article's type by family of languages. The reader opens the panel and has the rest of it (src/reader/components/settings.rs);
// what is chosen is applied and kept by public/look.js.

import { voice } from './messages.js';
import { element, sheet } from './page.js';

const { themes, faces, measures, defaults, get, choose } = globalThis.offprintLook;

/** Two lines of each family, to see what is chosen. Each is in its own language, whatever the interface speaks. */
const samples = {
  latin: ['en', 'A page is set once and read a thousand times, so the hour spent on its margins is never wasted.'],
  cjk: ['zh-Hans', '一页书排一次，读千遍；花在版心与行距上的工夫，从来不会白费。'],
};

/** Fills `place` in the settings' panel; `locale` is the language of the interface. */
export async function fill(place, locale) {
  const [say] = await Promise.all([voice(locale), sheet('settings.css')]);
  const unkept = element('p', { class: 'settings-note', role: 'status' });
  const change = (look) => { unkept.textContent = choose(look) || isDenied() ? '' : say('settings_unkept'); };
  place.replaceChildren(themeChoice(say, change), typeChoice(say, change), unkept);
  place.parentElement.append(help(say, locale));
}

/** Where the store is denied altogether, the panel says so already. */
function isDenied() {
  try {
    return !globalThis.localStorage;
  } catch {
    return true;
  }
}

function themeChoice(say, change) {
  const choices = themes.map((theme) => {
    const input = element('input', { type: 'radio', name: 'theme', value: theme, onchange: () => change({ ...get(), theme }) });
    input.checked = theme === get().theme;
    return element('label', { class: 'theme', 'data-theme': theme }, input, element('span', {}, say(`settings_theme_${theme}`)));
  });
  return element('fieldset', {}, element('legend', {}, say('settings_theme')), element('div', { class: 'themes' }, ...choices));
}

function typeChoice(say, change) {
  const language = document.querySelector('.article-head')?.lang || document.documentElement.lang;
  let family = /^(zh|ja)\b/.test(language) ? 'cjk' : 'latin';
  const body = element('div', { class: 'type' });
  const tabs = Object.keys(defaults).map((one) => {
    const input = element('input', { type: 'radio', name: 'family', value: one, onchange: () => { family = one; show(); } });
    input.checked = one === family;
    return element('label', {}, input, element('span', {}, say(`settings_family_${one}`)));
  });
  const of = () => get()[family];
  const set = (part, value) => change({ ...get(), [family]: { ...of(), [part]: value } });

  function stepper(part) {
    const { least, most, step } = measures[part];
    const output = element('output', { 'aria-live': 'polite' });
    const buttons = [-step, step].map((by) => element('button', {
      type: 'button',
      'aria-label': say(`settings_${part}_${by < 0 ? 'less' : 'more'}`),
      onclick: () => {
        set(part, Math.min(most, Math.max(least, of()[part] + by)));
        tell();
      },
    }, by < 0 ? '−' : '+'));
    const tell = () => {
      const value = of()[part];
      output.textContent = say(`settings_${part}_value`, { value });
      // It keeps the focus, which a disabled button would lose.
      buttons.forEach((button, more) => button.setAttribute('aria-disabled', String(more ? value >= most : value <= least)));
    };
    tell();
    return element('div', { class: 'stepper', role: 'group', 'aria-label': say(`settings_${part}`) },
      element('span', { class: 'stepper-name', 'aria-hidden': 'true' }, say(`settings_${part}`)), buttons[0], output, buttons[1]);
  }

  function faceChoice() {
    const choices = faces.map((face) => {
      const input = element('input', { type: 'radio', name: 'face', value: face, onchange: () => set('face', face) });
      input.checked = face === of().face;
      return element('label', { 'data-face': face }, input, element('span', {}, say(`settings_face_${face}`)));
    });
    return element('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('settings_face') }, ...choices);
  }

  function show() {
    const [lang, text] = samples[family];
    const reset = element('button', { type: 'button', class: 'type-reset', onclick: () => { change({ ...get(), [family]: defaults[family] }); show(); body.querySelector('.type-reset').focus(); } }, say('settings_reset'));
    body.replaceChildren(element('p', { class: 'type-sample', lang, 'data-family': family }, text), ...Object.keys(measures).map(stepper), faceChoice(), reset);
  }
  show();
  return element('fieldset', {}, element('legend', {}, say('settings_type')), element('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('settings_family') }, ...tabs), body);
}

function help(say, locale) {
  return element('p', { class: 'settings-help' }, element('a', { href: new URL(`../guide/${locale}.html`, import.meta.url).href }, say('settings_help')));
}
