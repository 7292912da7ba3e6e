// Hostile bodies: every way of running a script that we know, in every place of a document, written in many ways. All of it is generated: what is
// hostile is a vector, where it stands is a context, how its parts are written is a disguise.

/** What a payload runs: `hit` of the topmost page notes that number. No quotes, spaces or brackets that markup would end at. */
const code = (number) => `top.hit(${number})`;

// ---- How something is written

const entities = (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join('');
const hexEntities = (text) => [...text].map((one) => `&#x${one.codePointAt(0).toString(16)}`).join(';').concat(';');
const percent = (text) => [...text].map((one) => `%${one.codePointAt(0).toString(16).padStart(2, '0')}`).join('');
const escapes = (text) => text.replace(/[a-z]+/, (word) => [...word].map((one) => `\\u${one.codePointAt(0).toString(16).padStart(4, '0')}`).join(''));
const mixedCase = (text) => [...text].map((one, place) => (place % 2 ? one.toUpperCase() : one)).join('');

/** Ways of writing the code of a handler as an attribute's value. */
const handlers = {
  'without quotes': (js) => js,
  'in double quotes': (js) => `"${js}"`,
  'in single quotes': (js) => `'${js}'`,
  'as decimal references': entities,
  'as hexadecimal references': (js) => `"${hexEntities(js)}"`,
  'with escapes of its own': escapes,
  'after white space': (js) => `"\n\t ${js}"`,
};

/** Ways of writing an address that runs code. */
const addresses = {
  plain: (js) => `javascript:${js}`,
  'in capitals': (js) => `${mixedCase('javascript')}:${js}`,
  'after white space': (js) => `" \t\njavascript:${js}"`,
  'after control characters': (js) => `"&#1;&#31;javascript:${js}"`,
  'with a tab in the scheme': (js) => `"java&Tab;script:${js}"`,
  'with a line break in the scheme': (js) => `"java&NewLine;script:${js}"`,
  'with a colon as a reference': (js) => `"javascript&colon;${js}"`,
  'as decimal references': (js) => entities(`javascript:${js}`),
  'as hexadecimal references without an end': (js) => `"&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;${js}"`,
  'percent-encoded code': (js) => `javascript:${percent(js)}`,
  'with a comment that looks like a host': (js) => `"javascript://press.example/%0A${js}"`,
};

// ---- What runs: each takes a handler or an address as it is written

const byHandler = {
  'a picture that fails': (on) => `<img src=x: onerror=${on}>`,
  'a picture that loads': (on) => `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" onload=${on}>`,
  'a picture with slashes': (on) => `<img/src=x:/onerror=${on}>`,
  'an old name of a picture': (on) => `<image src=x: onerror=${on}>`,
  'a source set that fails': (on) => `<img srcset="x: 1x" onerror=${on}>`,
  'a picture that is pointed at': (on) => `<img alt=a onmouseover=${on} onpointerenter=${on}>`,
  'an SVG': (on) => `<svg onload=${on}></svg>`,
  'a picture of an SVG': (on) => `<svg><image href=x: onerror=${on} /></svg>`,
  'an animation': (on) => `<svg><animate attributeName=x dur=1s onbegin=${on}></animate></svg>`,
  'a set of an SVG': (on) => `<svg><set attributeName=x onbegin=${on}></set></svg>`,
  'a focus in an SVG': (on) => `<svg><a tabindex=0 autofocus onfocus=${on}><text>a</text></a></svg>`,
  'details that open': (on) => `<details open ontoggle=${on}><summary>a</summary>b</details>`,
  'a video': (on) => `<video src=x: onerror=${on}></video>`,
  'a video’s source': (on) => `<video><source src=x: onerror=${on}></video>`,
  'a sound': (on) => `<audio src=x: onerror=${on}></audio>`,
  'an input': (on) => `<input autofocus onfocus=${on}>`,
  'an input that is a picture': (on) => `<input type=image src=x: onerror=${on}>`,
  'a choice': (on) => `<select autofocus onfocus=${on}></select>`,
  'a text area': (on) => `<textarea autofocus onfocus=${on}></textarea>`,
  'a button': (on) => `<button autofocus onfocus=${on} onclick=${on}>a</button>`,
  'a paragraph': (on) => `<p tabindex=0 autofocus onfocus=${on} onclick=${on}>a</p>`,
  'an element of nobody’s': (on) => `<x-y tabindex=0 autofocus onfocus=${on}>a</x-y>`,
  'a link': (on) => `<a href="https://press.example/" onclick=${on} onmouseover=${on}>a</a>`,
  'a marquee': (on) => `<marquee onstart=${on}>a</marquee>`,
  'a body': (on) => `<body onload=${on} onpageshow=${on} onclick=${on}>`,
  'a frame that loads': (on) => `<iframe src="about:blank" onload=${on}></iframe>`,
  'an object': (on) => `<object data=x: onerror=${on}></object>`,
  'a style that loads': (on) => `<style onload=${on}>p{}</style>`,
  'a style that fails': (on) => `<link rel=stylesheet href=x: onerror=${on}>`,
  'an animated style': (on) => `<style>@keyframes z{}</style><b style="animation:z 1ms" onanimationstart=${on}>a</b>`,
  'a transition': (on) => `<p style="transition:all 1ms" ontransitionend=${on} onclick=${on}>a</p>`,
  'a formula': (on) => `<math><mi onclick=${on} onmouseover=${on}>x</mi></math>`,
  'what is pasted': (on) => `<div contenteditable oncopy=${on} onclick=${on}>a</div>`,
};

const byAddress = {
  'a link': (to) => `<a href=${to}>a</a>`,
  'a link in an SVG': (to) => `<svg><a href=${to}><text x=9 y=9>a</text></a></svg>`,
  'an old link in an SVG': (to) => `<svg><a xlink:href=${to}><text x=9 y=9>a</text></a></svg>`,
  'a link in a formula': (to) => `<math><mrow href=${to}><mi>x</mi></mrow></math>`,
  'an area': (to) => `<img usemap="#m" alt=a><map name=m><area href=${to} shape=default></map>`,
  'a frame': (to) => `<iframe src=${to}></iframe>`,
  'an object': (to) => `<object data=${to}></object>`,
  'an embed': (to) => `<embed src=${to}>`,
  'a form': (to) => `<form action=${to}><button>a</button></form>`,
  'a button of a form': (to) => `<form><button formaction=${to}>a</button></form>`,
  'a base': (to) => `<base href=${to}><a href="#">a</a>`,
  'an animated address': (to) => `<svg><a><animate attributeName=href values=${to} /><text x=9 y=9>a</text></a></svg>`,
};

const byElement = {
  'a script': (js) => `<script>${js}</script>`,
  'a script in capitals': (js) => `<ScRiPt>${js}</sCrIpT>`,
  'a script with rubbish': (js) => `<script/x>${js}</script/x>`,
  'a script that isn’t closed': (js) => `<script>${js}//`,
  'a script within a script': (js) => `<scr<script>ipt>${js}</scr</script>ipt>`,
  'a script by address': (js) => `<script src="data:text/javascript,${js}"></script>`,
  'a module': (js) => `<script type=module>${js}</script>`,
  'a script of an SVG': (js) => `<svg><script>${js}</script></svg>`,
  'a script of an SVG by address': (js) => `<svg><script href="data:text/javascript,${js}" /></svg>`,
  'a frame with content': (js) => `<iframe srcdoc="<script>${js}</script>"></iframe>`,
  'a frame with references': (js) => `<iframe srcdoc="&lt;img src=x: onerror=${js}&gt;"></iframe>`,
  'a drawing that is used': (js) => `<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>${js}</script></svg>#x"></use></svg>`,
  'a refresh': (js) => `<meta http-equiv=refresh content="0;url=javascript:${js}">`,
  'an expression': (js) => `<p style="width:expression(${js});background:url(javascript:${js})">a</p>`,
  'an import of a style': (js) => `<style>@import 'javascript:${js}';</style>`,
  'a mutation by a table in a formula': (js) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x: onerror=${js}&gt;"></mglyph></table></mtext></math>`,
  'a mutation by a form': (js) => `<form><math><mtext></form><form><mglyph><style></math><img src=x: onerror=${js}></style></mglyph></form></mtext></math>`,
  'a mutation by a style of an SVG': (js) => `<svg></p><style><a id="</style><img src=x: onerror=${js}>"></style></svg>`,
  'a mutation by a title': (js) => `<svg><title><style><a title="</style></title><img src=x: onerror=${js}>"></style></title></svg>`,
  'a mutation by a comment': (js) => `<svg><!--</svg><img src=x: onerror=${js}>--></svg>`,
  'a mutation by noscript': (js) => `<noscript><p title="</noscript><img src=x: onerror=${js}>"></noscript>`,
  'a mutation by raw text': (js) => `<xmp><p title="</xmp><img src=x: onerror=${js}>"></xmp>`,
  'a mutation by a template': (js) => `<template><p title="</template><img src=x: onerror=${js}>"></template>`,
  'an annotation': (js) => `<math><annotation-xml encoding="text/html"><img src=x: onerror=${js}></annotation-xml></math>`,
  'a shadow': (js) => `<div><template shadowrootmode=open><img src=x: onerror=${js}></template></div>`,
};

// ---- Where it stands

const contexts = {
  'by itself': (html) => html,
  'in a paragraph': (html) => `<p>a ${html} b</p>`,
  'in a cell': (html) => `<table><tr><td>${html}</td></tr></table>`,
  'misplaced in a table': (html) => `<table>${html}<tr><td>a</td></tr></table>`,
  'in a list': (html) => `<ul><li>a<li>${html}</ul>`,
  'in preformatted text': (html) => `<pre><code class="language-html">${html}</code></pre>`,
  'in a link': (html) => `<a href="https://press.example/">${html}</a>`,
  'in a ruby': (html) => `<ruby>漢<rt>${html}</rt></ruby>`,
  'in a figure': (html) => `<figure><figcaption>${html}</figcaption></figure>`,
  'in an SVG': (html) => `<svg>${html}</svg>`,
  'in foreign content': (html) => `<svg><foreignObject>${html}</foreignObject></svg>`,
  'in the description of an SVG': (html) => `<svg><desc>${html}</desc></svg>`,
  'in a formula’s text': (html) => `<math><mtext>${html}</mtext></math>`,
  'in a formula': (html) => `<math>${html}</math>`,
  'in noscript': (html) => `<noscript>${html}</noscript>`,
  'in a template': (html) => `<template>${html}</template>`,
  'in a choice': (html) => `<select><option>${html}</select>`,
  'in a button': (html) => `<button>${html}</button>`,
  'after a text area': (html) => `<textarea></textarea>${html}`,
  'breaking out of a text area': (html) => `<textarea><p title="</textarea>${html.replaceAll('"', '&quot;')}">`,
  'breaking out of a title': (html) => `<title><p title="</title>${html.replaceAll('"', '&quot;')}">`,
  'breaking out of a style': (html) => `<style><p title="</style>${html.replaceAll('"', '&quot;')}">`,
  'breaking out of an attribute': (html) => `<p title='a'">${html}`,
  'after a comment that ends early': (html) => `<!-->${html}-->`,
  'after a comment that ends oddly': (html) => `<!--a--!>${html}`,
  'in a declaration': (html) => `<!DOCTYPE a [${html}]>${html}`,
  'in character data': (html) => `<svg><![CDATA[<p>]]>${html}</svg>`,
  'after a null': (html) => `a\u0000<b\u0000>${html}`,
};

/** Names of things of the page's own, which an article must not take. */
const clobbering = ['createElement', 'body', 'location', 'cookie', 'app', 'main', 'boot', 'filter', 'offprint', 'hit'].flatMap((name) => [
  `<form id=${name}><input name=attributes><input name=parentNode></form>`,
  `<img name=${name} id=${name}>`,
  `<a id=${name}></a><a id=${name} name=url href="https://evil.example/">a</a>`,
  `<object id=${name}><param name=a></object>`,
]);

/**
 * The corpus: `{ category, html }` each, by number. `hit(number)` is what it tries to run; a body that only takes names has nothing to run.
 */
export function corpus() {
  const payloads = [];
  const add = (category, make) => payloads.push({ category, html: make(code(payloads.length)) });
  const written = (ways, place) => Object.values(ways)[place % Object.keys(ways).length];
  let turn = 0;
  // Each vector in each context, in one disguise after the other; and by itself in all of them.
  for (const [where, place] of Object.entries(contexts)) {
    for (const vector of Object.values(byHandler)) {
      const way = written(handlers, turn++);
      add(`event handlers, ${where}`, (js) => place(vector(way(js))));
    }
    for (const vector of Object.values(byAddress)) {
      const way = written(addresses, turn++);
      add(`addresses, ${where}`, (js) => place(vector(way(js))));
    }
    for (const vector of Object.values(byElement)) add(`elements and mutations, ${where}`, (js) => place(vector(js)));
  }
  for (const vector of Object.values(byHandler)) for (const way of Object.values(handlers)) add('event handlers, disguised', (js) => vector(way(js)));
  for (const vector of Object.values(byAddress)) for (const way of Object.values(addresses)) add('addresses, disguised', (js) => vector(way(js)));
  for (const html of clobbering) add('names', () => html);
  return payloads;
}
