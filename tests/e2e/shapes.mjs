// Bodies that make an HTML parser slow, its output large, its tree deep, or the page's one task long. Most are small: what they cost grows faster than they do.

const first = '<p>The first words.</p>';
const numbered = (count, make) => Array.from({ length: count }, (_, number) => make(number)).join('');
const sentence = 'The sheet is damped, laid on the type, and pulled once, slowly. ';

/** Its name, and what makes it; text comes first in each, so that one sees whether it came. */
const shapes = {
  // ---- Deep
  '10,000 divisions in one another': () => '<div>'.repeat(10_000),
  '50,000 divisions in one another': () => '<div>'.repeat(50_000),
  '10,000 lists in one another': () => '<ul><li>'.repeat(10_000),
  '20,000 quotations in one another, all closed': () => `${'<blockquote>'.repeat(20_000)}a${'</blockquote>'.repeat(20_000)}`,
  '10,000 divisions, each with an end tag of something else': () => '<div></b>'.repeat(10_000),
  '50,000 divisions, each with the end tag of a paragraph': () => '<div></p>'.repeat(50_000),
  '20,000 formulas in one another': () => '<math><mrow>'.repeat(20_000),
  '10,000 drawings and formulas in one another': () => '<svg><foreignObject><math><mtext>'.repeat(10_000),
  '10,000 tables in cells of one another': () => '<table><tr><td>'.repeat(10_000),
  '20,000 buttons': () => '<button>a'.repeat(20_000),

  // ---- Formatting elements that are opened again and again
  'a paragraph’s link of 50 kB, opened again 12,500 times': () => `<p><a href="https://evil.example/${'x'.repeat(50_000)}">${'<p>a'.repeat(12_500)}`,
  '1,000 bold elements with an attribute, never closed': () => numbered(1_000, (number) => `<b i${number}>`) + '<p>a'.repeat(1_000),
  '<b i> 1,000 times over': () => '<b i>'.repeat(1_000),
  '<b i> 10,000 times over': () => '<b i>'.repeat(10_000),
  '<b i=…> 10,000 times over, all different': () => numbered(10_000, (number) => `<b i=${number}>`),
  '100,000 links, never closed': () => '<a>'.repeat(100_000),
  '100,000 nobr, never closed': () => '<nobr>'.repeat(100_000),
  '100,000 headings, never closed': () => '<h1>'.repeat(100_000),
  'bold paragraphs, wrongly nested, 20,000 times': () => '<b><p></b>a'.repeat(20_000),
  '8 formatting elements around each of 20,000 wrong ends': () => `${numbered(8, (number) => `<i title=${number}>`)}${'<div></i>a'.repeat(20_000)}`,
  '50,000 bold elements, then 100,000 line breaks': () => `${'<b>'.repeat(50_000)}${'<br>\n'.repeat(100_000)}`,
  '200 fonts with 5 kB each': () => `${numbered(200, (number) => `<font title="${number}${'x'.repeat(5_000)}">`)}${'<p>a'.repeat(2_000)}`,

  // ---- References and text
  '200,000 ampersands': () => '&amp;'.repeat(200_000),
  '1,000,000 ampersands': () => '&amp;'.repeat(1_000_000),
  '500,000 references that are none': () => '&ampersand;&#x;&notit;&x'.repeat(100_000),
  'one text of 8 MB': () => sentence.repeat(Math.floor(8_000_000 / sentence.length)),
  '4 MB of less-than signs': () => '<'.repeat(4_000_000),
  '500,000 zero characters': () => 'a\0'.repeat(500_000),

  // ---- Tables
  '20,000 tables with text between their rows': () => '<table>a<tr>'.repeat(20_000),
  'text before 100,000 rows': () => `<table>${'a<tr>'.repeat(100_000)}`,
  '10,000 tables, never closed, in a row': () => '<table>'.repeat(10_000),
  'a cell over 1,000 by 65,000, 100 times': () => `<table>${'<tr><td colspan=1000 rowspan=65534>a'.repeat(100)}</table>`,
  'a table of 50,000 rows': () => `<table>${numbered(50_000, (number) => `<tr><td>${number}</td><td>b</td></tr>`)}</table>`,

  // ---- Attributes
  '100,000 attributes in one tag': () => `<p ${numbered(100_000, (number) => `a${number} `)}>a</p>`,
  'an attribute of 5 MB': () => `<p title="${'x'.repeat(5_000_000)}">a</p>`,
  'an address of 5 MB': () => `<a href="https://press.example/${'x/../'.repeat(1_000_000)}">a</a>`,
  'a host of 1 MB': () => `<a href="https://${'ä.'.repeat(300_000)}example/">a</a><img src="https://${'ä.'.repeat(300_000)}example/">`,
  'a set of 200,000 pictures': () => `<img src="https://a.example/1.jpg" srcset="${numbered(200_000, (number) => `https://a.example/${number}.jpg ${number + 1}w, `)}">`,
  'a class of 500,000 words': () => `<code class="${'language-a '.repeat(500_000)}">a</code>`,
  'a style of 1,000,000 declarations': () => `<p style="${'a:b;'.repeat(1_000_000)}">a</p>`,

  // ---- What repair looks for
  '50,000 pictures for whoever runs no scripts': () => numbered(50_000, (number) => `<noscript><img src="https://a.example/${number}.jpg"></noscript>`),
  '20,000 players in one another': () => `${'<audio>'.repeat(20_000)}${'</audio>'.repeat(20_000)}`,
  '50,000 hidden elements of different names': () => numbered(50_000, (number) => `<x-${number} hidden>`),
  '100,000 hidden elements, never closed': () => '<p hidden>a<span hidden>'.repeat(50_000),
  '100,000 comments, never closed': () => '<!--'.repeat(100_000),
  '200,000 ends of nothing': () => '</b></p></br></div>'.repeat(50_000),
  '100,000 options': () => `<select>${'<option>a'.repeat(100_000)}`,
  '100,000 templates': () => '<template>'.repeat(100_000),

  // ---- What is long and honest, or looks so
  '250 divisions around 4 MB': () => `${'<div>'.repeat(250)}${`<p>${sentence}</p>`.repeat(55_000)}${'</div>'.repeat(250)}`,
  '200,000 tiny paragraphs': () => '<p>a</p>'.repeat(200_000),
  '100,000 paragraphs without an end tag': () => '<p>a'.repeat(100_000),
  '300 paragraphs without an end tag': () => `<p>${sentence}`.repeat(300),
  '50,000 pictures': () => numbered(50_000, (number) => `<img src="https://a.example/${number}.jpg" width=60 height=40>`),
  '1,000,000 line breaks': () => '<br>'.repeat(1_000_000),
  '300,000 lines': () => 'a<br>'.repeat(300_000),
  'a list of 100,000 items': () => `<ul>${'<li>a</li>'.repeat(100_000)}</ul>`,
  'code of 200,000 pieces': () => `<pre>${'<span>a</span>\n'.repeat(200_000)}</pre>`,
  '3 MB in one division beside a paragraph': () => `<div id=a>${`<p>${sentence}</p>`.repeat(40_000)}</div><p>b</p>`,
  '5,000 formulas': () => '<math><mfrac><mi>a</mi><msqrt><mi>b</mi></msqrt></mfrac></math>'.repeat(5_000),
  '20,000 readings of characters': () => '<ruby>漢<rt>kan</rt></ruby>'.repeat(20_000),
  '9 MB of paragraphs, more than is sanitised': () => '<p>a</p>'.repeat(1_125_000),
  '300 divisions around 300,000 lines': () => `${'<div>'.repeat(300)}${'a<br>'.repeat(300_000)}`,
};

export const names = Object.keys(shapes);

/** The body of a shape. */
export const bodyOf = (name) => first + shapes[name]();

/** Those that are shown with their markup. */
const formatted = [
  '20,000 buttons',
  '500,000 zero characters',
  'an attribute of 5 MB',
  'a class of 500,000 words',
  'a style of 1,000,000 declarations',
  '100,000 comments, never closed',
  '200,000 ends of nothing',
  '100,000 templates',
  'one text of 8 MB',
  'text before 100,000 rows',
  'a cell over 1,000 by 65,000, 100 times',
  'a table of 50,000 rows',
  '100,000 attributes in one tag',
  '300 paragraphs without an end tag',
  'an address of 5 MB',
  'a host of 1 MB',
  'a set of 200,000 pictures',
  '50,000 pictures for whoever runs no scripts',
  '20,000 players in one another',
  '50,000 hidden elements of different names',
  '250 divisions around 4 MB',
  '200,000 tiny paragraphs',
  '50,000 pictures',
  '1,000,000 line breaks',
  '300,000 lines',
  'a list of 100,000 items',
  'code of 200,000 pieces',
  '3 MB in one division beside a paragraph',
  '5,000 formulas',
  '20,000 readings of characters',
  '100,000 nobr, never closed',
  'bold paragraphs, wrongly nested, 20,000 times',
  '200 fonts with 5 kB each',
  '100,000 hidden elements, never closed',
  '100,000 options',
  '100,000 paragraphs without an end tag',
];

/** What comes of each shape; what isn't named above is seen to be too much before it is parsed. */
export const outcomes = Object.fromEntries(names.map((name) => [name, formatted.includes(name) ? 'formatted' : 'refused']));
