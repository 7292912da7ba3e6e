// Posts that tests press, in the form in which collectors keep them, and pictures for them.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A picture of this size: sharp at any size, and small. */
export function picture(width, height, colour = '#7a8b6f') {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour}"/></svg>`;
}

/** Answers every request for a picture on another host, for `answerOutside`. */
export function pictureOf(width, height) {
  return (route) => route.fulfill({ contentType: 'image/svg+xml', body: picture(width, height) });
}

/**
 * Writes posts, and pictures by name, into a folder, which is returned. A post is its front matter (`title`, `date`, `author`,
 * `categories`, `tags`, …: a value that is left out is left out of the file) and its `body`.
 */
export function writePosts(folder, posts, pictures = {}) {
  posts.forEach((post, place) => writeFileSync(join(folder, `${String(place).padStart(3, '0')}.txt`), asFile(post)));
  for (const [name, content] of Object.entries(pictures)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function asFile({ body = '', ...fields }) {
  const quoted = (text) => `'${String(text).replaceAll("'", "''")}'`;
  const lines = Object.entries(fields).map(([name, value]) => (Array.isArray(value) ? `${name}: \n${value.map((one) => ` - ${quoted(one)}`).join('\n')}` : `${name}: ${quoted(value)}`));
  return `\n---\n${lines.join('\n')}\n---\n\n<div>   \n${body}\n</div>\n            `;
}

/** The newest note's date: three hours before the tests' clock. */
const newest = Date.UTC(2026, 5, 1, 9);
const day = 24 * 60 * 60 * 1000;

export const noteTitle = (number) => `Note ${String(number).padStart(3, '0')}`;

/** Pictures that notes name. */
export const notePictures = { 'cover.svg': picture(600, 400) };

/**
 * A shelf of notes, one a day, the last the newest. Each third has the tag 小米, each second the tag ink, the seventh the tag Solo;
 * each fourth has no picture. All lie in the category path Magazine › Field notes.
 */
export function notes(count) {
  return Array.from({ length: count }, (_, place) => {
    const number = place + 1;
    const tags = [number % 3 === 0 && '小米', number % 2 === 0 && 'ink', number === 7 && 'Solo'].filter(Boolean);
    return {
      title: noteTitle(number),
      link: `https://www.field-notes.example/${number}`,
      author: number % 2 === 0 ? 'Quiet Press' : 'Ada Quill',
      categories: ['Magazine', 'Field notes'],
      ...(tags.length > 0 && { tags }),
      ...(number % 4 !== 0 && { thumbnail: 'cover.svg' }),
      date: new Date(newest - (count - number) * day).toUTCString(),
      body: noteBody(number),
    };
  });
}

function noteBody(number) {
  const sentence = `This is what was noted on day ${number}, beside the window, before the rain came. `;
  return Array.from({ length: 12 }, (_, paragraph) => `<p>${sentence.repeat(2 + ((number + paragraph) % 5))}</p>`).join('\n');
}

/** Many short articles, one an hour, `Entry 00001` the oldest, with texts and tags of different lengths. */
export function entries(count) {
  const words = 'press type sheet ink paper margin folio plate proof galley'.split(' ');
  return Array.from({ length: count }, (_, place) => {
    const number = place + 1;
    const some = (n, from) => Array.from({ length: n }, (_, word) => words[(number * 7 + word * 3 + from) % words.length]);
    return {
      title: entryTitle(number),
      link: `https://entries.example/${number}`,
      author: number % 2 === 0 ? 'Quiet Press' : 'Ada Quill',
      tags: [...new Set(some(number % 5, 2))],
      date: new Date(newest - (count - number) * 60 * 60 * 1000).toUTCString(),
      body: `<p>${some(3 + ((number * 13) % 40), 1).join(' ')}.</p>`,
    };
  });
}

export const entryTitle = (number) => `Entry ${String(number).padStart(5, '0')}`;

const lorem = 'The sheet is damped, laid on the type, and pulled once, slowly, so that the ink goes where the paper is willing. ';

/** Paragraphs of prose, as many as asked for. */
export const paragraphs = (count) => `<p>${lorem.repeat(4)}</p>\n`.repeat(count);

/** An article as news sites have them: three linked pictures with their sizes in `w` and `h`, and tags as links at the end. */
export const seedLike = {
  title: '纸厂落户河东：第一台机器两年后开动',
  categories: ['新媒体', '纸业（原造纸之家）', '最新新闻'],
  headimg: 'https://img.example/s_1.jpg',
  author: '纸业（原造纸之家）',
  comments: 'false',
  date: 'Sat, 27 Nov 2021 13:06:01 GMT',
  thumbnail: 'https://img.example/s_1.jpg',
  body: `<p>据河东消息，签约仪式今日举行，<span style="color:#ff0000;"><strong>纸厂正式落户河东。</strong></span></p>
<p>厂长与总工程师均出席签约仪式。</p>
${[[1, 416], [2, 398], [3, 450]].map(([number, height]) => `<p align="center"><a href="https://img.example/${number}.jpg" target="_blank"><img alt="纸厂的第 ${number} 张照片" h="${height}" src="https://img.example/s_${number}.jpg" style="border: black 1px solid;" w="600" referrerpolicy="no-referrer"></a></p>
<p>${'工人说，机器开动的那一天，河上会有雾，雾里会有纸的气味。'.repeat(6)}</p>`).join('\n')}
<p class="end"> - 完 - </p>
<p class="bqian"><a href="https://paper.example/tag/zhi.htm"><i>#</i>纸</a><a href="https://paper.example/tag/hedong.htm"><i>#</i>河东</a></p>`,
};
