// Draws the sample articles' pictures and the app's icons: `node scripts/draw-pictures.mjs [part of a name …]`.
//
// One function paints one picture, in the colours of a printing shop: paper, ink, vermilion, ochre, sage. All
// have an opaque ground, so that they stand on a light page and on a dark one. Chance is seeded by the painter's name.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Scene, arc, clamp, clouds, curve, mix, noise, range, rasterise, roundedBox, seeded, step, toPng, toSvg } from './drawing.mjs'

const PAPER = '#f4ecdb', VELLUM = '#e6d9bf', BUFF = '#d3c19d', INK = '#1c2a3d', SLATE = '#44546a'
const VERMILION = '#c7422b', OCHRE = '#c8963e', SAGE = '#8b9c82', MIST = '#bcc5c2', UMBER = '#5a3d26'

// ---------------------------------------------------------------- characters without a font

/** Characters made of level and upright strokes only: `h` from x to x at y, `v` at x from y to y, `b` a box. */
const CHARACTERS = {
  十: 'h 8 92 46 v 50 6 96', 王: 'h 18 82 14 h 22 78 50 v 50 14 88 h 10 90 88', 土: 'h 24 76 38 v 50 8 90 h 8 92 90',
  田: 'b 14 86 14 90 h 14 86 52 v 50 14 90', 日: 'b 26 74 10 92 h 26 74 50', 目: 'b 28 72 8 94 h 28 72 36 h 28 72 64',
  口: 'b 18 82 22 84', 中: 'b 14 86 28 66 v 50 4 98', 山: 'v 50 8 86 v 14 42 88 v 86 42 88 h 14 86 86',
  上: 'v 46 8 88 h 46 80 44 h 8 92 88', 正: 'h 12 88 14 v 54 14 88 h 54 82 50 v 26 44 88 h 6 94 88',
  古: 'h 8 92 24 v 50 4 56 b 24 76 54 92', 旦: 'b 28 72 10 66 h 28 72 38 h 8 92 90',
  早: 'b 28 72 8 52 h 28 72 30 h 8 92 72 v 50 52 98', 里: 'b 18 82 10 58 h 18 82 34 v 50 10 92 h 20 80 74 h 8 92 92',
  由: 'b 16 84 30 92 h 16 84 60 v 50 6 92', 甲: 'b 16 84 10 62 h 16 84 36 v 50 10 98',
  申: 'b 18 82 22 72 h 18 82 47 v 50 4 98', 干: 'h 20 80 16 h 8 92 50 v 50 16 96', 工: 'h 16 84 18 v 50 18 86 h 8 92 86',
  吉: 'h 8 92 22 v 50 4 44 h 22 78 44 b 24 76 62 94', 回: 'b 12 88 10 92 b 34 66 34 66',
  車: 'h 16 84 14 b 22 78 28 64 h 22 78 46 h 6 94 80 v 50 4 98',
  書: 'h 24 74 12 v 74 12 36 h 6 94 24 h 24 74 36 h 18 82 48 h 10 90 60 v 50 3 60 b 26 74 70 96 h 26 74 83',
  昌: 'b 32 68 6 44 h 32 68 25 b 22 78 52 94 h 22 78 73', 品: 'b 30 70 8 42 b 8 42 56 92 b 58 92 56 92',
  呈: 'b 28 72 8 36 h 20 80 50 h 24 76 70 v 50 50 92 h 10 90 92', 丰: 'h 20 80 20 h 22 78 44 h 8 92 68 v 50 4 98',
  曲: 'b 14 86 28 90 h 14 86 60 v 38 6 90 v 62 6 90', 圭: 'h 24 76 20 v 50 6 46 h 12 88 46 h 24 76 68 v 50 50 92 h 8 92 92',
  非: 'v 38 6 96 v 62 6 96 h 12 38 24 h 12 38 50 h 10 38 76 h 62 88 24 h 62 88 50 h 62 90 76',
  重: 'h 6 94 24 b 22 78 36 66 h 22 78 51 v 50 10 92 h 20 80 78 h 8 92 92',
}
const NAMES = Object.keys(CHARACTERS)

/** Draws names as from a bag, so that none comes back before all have been out. */
function bag(chance) {
  let names = []
  return () => {
    if (!names.length) names = NAMES.map((name) => [chance(), name]).sort((a, b) => a[0] - b[0])
    return names.pop()[1]
  }
}

/** Draws a character in the manner of a Song typeface: level strokes thin with a triangle, upright ones thick. */
function character(scene, name, x, y, size, fill, { mirrored = false, thin = 5, thick = 11 } = {}) {
  const at = ([u, v]) => [x + ((mirrored ? 100 - u : u) * size) / 100, y + (v * size) / 100]
  const shape = (points) => scene.poly(points.map(at), fill)
  const bar = (from, to, v) =>
    shape([[from, v - thin / 2], [to, v - thin / 2], [to, v + thin / 2], [from, v + thin / 2]])
  const level = (from, to, v) => {
    bar(from, to, v)
    shape([[to - 13, v], [to - 4, v - 9], [to + 3, v + thin / 2]])
  }
  const upright = (u, from, to) => {
    shape([[u - thick / 2, from], [u + thick / 2, from + 4], [u + thick / 2, to], [u - thick / 2, to]])
    shape([[u - thick / 2 - 3, from - 2], [u + thick / 2, from + 4], [u - thick / 2, from + 5]])
  }
  const parts = CHARACTERS[name].split(/ (?=[hvb])/)
  for (const part of parts) {
    const [kind, ...n] = part.split(' ')
    const [a, b, c, d] = n.map(Number)
    if (kind === 'h') level(a, b, c)
    if (kind === 'v') upright(a, b, c)
    if (kind === 'b') { upright(a, c, d + 2); upright(b, c - 2, d + 2); level(a, b, c); bar(a, b, d - 2) }
  }
}

/** Bars in the place of words, filling a column; the last line stays short. */
function textLines(scene, chance, { x, y, width, lines, leading, height, fill, space = 0.5 }) {
  for (const i of range(lines)) {
    const top = y + i * leading, end = i === lines - 1 ? width * 0.55 : width
    let left = x
    while (left < x + end - height) {
      const wish = height * (1.4 + chance() * 5), rest = x + end - left
      const word = rest - wish < height * (space + 1) ? rest : wish
      scene.rect(left, top, word, height, fill)
      left += word + height * space
    }
  }
}

// ---------------------------------------------------------------- the pictures: type and wood

function letterpress(scene, chance) {
  const cell = 112, left = 102, top = 66, draw = bag(chance)
  scene.rect(40, 24, 1120, 752, mix(INK, SLATE, 0.35)).frame(58, 42, 1084, 716, 3, mix(INK, SLATE, 0.8))
  scene.rect(78, 54, 1044, 692, '#131c29')
  for (const column of range(9)) for (const row of range(6)) {
    const x = left + column * cell, y = top + row * cell, w = 100, h = 108
    const red = column === 6 && row === 2, blank = !red && chance() < 0.12
    const metal = mix(mix(SAGE, MIST, 0.45), SLATE, chance() * 0.3 + (blank ? 0.42 : 0))
    scene.rect(x, y, w, h, mix(metal, '#ffffff', blank ? 0.1 : 0.5)).rect(x + 4, y + 4, w - 4, h - 4, mix(metal, INK, 0.55))
    scene.rect(x + 4, y + 4, w - 9, h - 9, metal)
    const name = red ? '書' : draw()
    if (blank) continue
    character(scene, name, x + 16, y + 20, 74, mix(metal, INK, 0.45), { mirrored: true })
    character(scene, name, x + 13, y + 16, 74, red ? VERMILION : INK, { mirrored: true })
  }
  for (const column of range(8)) scene.rect(left + column * cell + 103, top, 6, 668, mix(OCHRE, UMBER, 0.25))
}

function woodgrain(scene, chance) {
  const draw = bag(chance)
  const ring = (x, y) => {
    const bend = clouds(x / 420, y / 130, 3) * 2.4 + y / 46
    return Math.abs(((bend * 1.7) % 1) - 0.5) * 2
  }
  scene.wash((x, y) => [mix('#b58a56', '#8d6238', step(0.1, 0.95, ring(x, y))), 1])
  scene.rect(70, 60, 1060, 680, '#c9a46d')
  for (const i of range(420)) {
    const x = 80 + chance() * 1020, y = 66 + chance() * 660
    scene.line([[x, y], [x + 14 + chance() * 26, y + chance() * 4 - 2]], 2, i % 3 ? '#bd965f' : '#d4b17b')
  }
  scene.frame(78, 68, 1044, 664, 12, INK).frame(98, 88, 1004, 624, 3, INK)
  for (const column of range(9)) {
    const x = 108 + column * 111
    if (column) scene.line([[x - 6, 90], [x - 6, 710]], 3, INK)
    const length = column === 0 ? 4 : 7
    for (const row of range(length)) {
      if (column === 8 && row > 3) continue
      character(scene, draw(), x + 13, 100 + row * 88, 76, INK, { mirrored: true, thin: 6, thick: 12 })
    }
  }
  scene.wash((x, y) => ['#a97f4c', 0.3 * step(0.72, 0.98, ring(x, y)) + (noise(x / 3.1, y / 1.7) > 0.93 ? 0.25 : 0)])
}

function typeCase(scene, chance) {
  const draw = bag(chance)
  scene.rect(30, 30, 1140, 740, UMBER)
  const tray = (x, y, w, h, columns, rows, full) => {
    scene.rect(x, y, w, h, mix(UMBER, '#000000', 0.45)).rect(x, y, w, 5, mix(UMBER, OCHRE, 0.5))
    const cw = (w - 12) / columns, ch = (h - 14) / rows
    for (const i of range(columns)) for (const j of range(rows)) {
      const cx = x + 7 + i * cw, cy = y + 9 + j * ch, size = Math.min(cw, ch) - 5
      if (chance() > full) continue
      const metal = mix(mix(MIST, SAGE, chance() * 0.7), SLATE, chance() * 0.4)
      scene.rect(cx, cy, cw - 3, ch - 4, mix(metal, '#ffffff', 0.35)).rect(cx + 2, cy + 2, cw - 5, ch - 6, metal)
      const colour = chance() < 0.03 ? VERMILION : INK
      character(scene, draw(), cx + (cw - 3 - size) / 2 + 2, cy + (ch - 4 - size) / 2 + 2, size - 4, colour,
        { mirrored: true, thin: 7, thick: 13 })
    }
  }
  for (const row of range(6)) for (const side of [44, 934]) for (const half of [0, 1])
    tray(side + half * 112, 44 + row * 120, 108, 114, 4, 4, 0.86)
  for (const row of range(2)) for (const column of range(4)) {
    tray(276 + column * 164, 44 + row * 91, 158, 86, 5, 3, 0.94)
    tray(276 + column * 164, 586 + row * 91, 158, 86, 5, 3, 0.94)
    tray(276 + column * 164, 230 + row * 177, 158, 170, 3, 3, 1)
  }
}

function radicalGrid(scene, chance) {
  const cell = 134, left = 48
  const faint = mix(PAPER, VERMILION, 0.32)
  const draw = bag(chance)
  for (const row of range(6)) for (const column of range(6)) {
    const x = left + column * cell, y = left + row * cell, chosen = row === 2 && column === 3
    if (chosen) scene.rect(x, y, cell, cell, VERMILION)
    const rule = chosen ? mix(VERMILION, PAPER, 0.3) : faint
    for (const [from, to] of [[[0, 0], [1, 1]], [[1, 0], [0, 1]], [[0.5, 0], [0.5, 1]], [[0, 0.5], [1, 0.5]]])
      for (const i of range(12)) {
        const p = (t) => [0, 1].map((k) => [x, y][k] + cell * (from[k] + (to[k] - from[k]) * t))
        scene.line([p(i / 12 + 0.02), p(i / 12 + 0.055)], 1.4, rule)
      }
    const tone = chosen ? PAPER : (row + column * 2) % 7 === 3 ? mix(PAPER, INK, 0.28) : INK
    character(scene, draw(), x + 19, y + 19, 96, tone)
  }
  for (const i of range(7)) {
    scene.line([[left, left + i * cell], [left + 6 * cell, left + i * cell]], 2, mix(PAPER, VERMILION, 0.7))
    scene.line([[left + i * cell, left], [left + i * cell, left + 6 * cell]], 2, mix(PAPER, VERMILION, 0.7))
  }
}

function songtiStrokes(scene) {
  const guide = mix(PAPER, SAGE, 0.55)
  scene.frame(300, 100, 600, 600, 3, guide)
  for (const line of [[[600, 100], [600, 700]], [[300, 400], [900, 400]], [[300, 100], [900, 700]], [[900, 100], [300, 700]]])
    scene.line(line, 2, guide)
  scene.rect(330, 372, 540, 30, INK)
  scene.poly([[556, 132], [644, 158], [644, 690], [556, 690]], INK).poly([[532, 116], [600, 138], [644, 158], [556, 166]], INK)
  scene.poly([[762, 372], [838, 310], [892, 402], [762, 402]], VERMILION)
  for (const [x, y] of [[762, 372], [838, 310], [892, 402], [532, 116], [644, 158], [330, 372], [330, 402], [556, 690], [644, 690]])
    scene.disc(x, y, 8, PAPER).ring(x, y, 8, 3, OCHRE)
  scene.line([[270, 372], [270, 402]], 3, OCHRE).line([[258, 372], [282, 372]], 3, OCHRE).line([[258, 402], [282, 402]], 3, OCHRE)
  scene.line([[556, 732], [644, 732]], 3, OCHRE).line([[556, 720], [556, 744]], 3, OCHRE).line([[644, 720], [644, 744]], 3, OCHRE)
}

// ---------------------------------------------------------------- the pictures: paper and ink

function paperFibre(scene, chance) {
  const edge = (x, y) => Math.min(x - 46, 854 - x, y - 40, 560 - y) + (clouds(x / 46, y / 46, 4) - 0.5) * 44
  const under = mix(INK, SLATE, 0.25)
  scene.wash((x, y) => [mix(VELLUM, PAPER, Math.round(clouds(x / 170, y / 150) * 9) / 9), 1])
  for (const i of range(74)) scene.line([[0, i * 8.2], [900, i * 8.2 + 3]], 1, mix(VELLUM, BUFF, 0.35))
  for (const i of range(9)) scene.line([[i * 108 + 20, 0], [i * 108 + 14, 600]], 1.6, mix(VELLUM, BUFF, 0.5))
  const tones = [BUFF, mix(BUFF, OCHRE, 0.35), mix(PAPER, '#ffffff', 0.7), mix(PAPER, '#ffffff', 0.9), mix(BUFF, UMBER, 0.25)]
  for (const i of range(900)) {
    const x = chance() * 900, y = chance() * 600, a = chance() * Math.PI, reach = 26 + chance() * 92
    const wander = () => (chance() - 0.5) * reach * 0.4
    const end = [x + Math.cos(a) * reach, y + Math.sin(a) * reach]
    const tone = i % 97 === 5 ? VERMILION : i % 89 === 7 ? SLATE : tones[Math.floor(chance() * tones.length)]
    scene.line(curve([[x, y], [x + wander(), y + wander()], [end[0] + wander(), end[1] + wander()], end], 12),
      0.7 + chance() * 1.1, tone)
  }
  scene.wash((x, y) => [mix(under, '#000000', 0.35 * step(-34, 4, edge(x - 7, y - 9))), 1 - step(-1.5, 1.5, edge(x, y))])
}

function inkSpread(scene, chance) {
  const drops = [[430, 300, 205], [690, 190, 58], [214, 470, 44], [742, 434, 88], [160, 150, 24], [596, 512, 20]]
  // How deep inside the nearest drop a point lies: the rim feathers along rays that noise makes long or short.
  const depth = (x, y) => Math.max(...drops.map(([cx, cy, r]) => {
    const dx = x - cx + (clouds(x / 110, y / 110) - 0.5) * r * 0.5, dy = y - cy + (clouds(x / 110 + 40, y / 110) - 0.5) * r * 0.5
    const d = Math.hypot(dx, dy) || 1, u = dx / d + cx, v = dy / d + cy
    const rays = (noise(u * 5, v * 5) - 0.5) * 0.34 + (noise(u * 17, v * 17) - 0.5) * 0.2 + (noise(u * 46, v * 46) - 0.5) * 0.14
    return (r * (1 + rays * step(0.25, 1, d / r)) - d) / (16 + r * 0.26) + (noise(x / 7, y / 7) - 0.5) * 0.16
  }))
  scene.wash((x, y) => [mix(PAPER, VELLUM, Math.round(clouds(x / 120, y / 120) * 6) / 6), 1])
  const tones = [mix(PAPER, SAGE, 0.35), mix(PAPER, SLATE, 0.4), SLATE, mix(SLATE, INK, 0.5), INK, '#111925']
  const levels = 13
  for (const i of range(levels)) {
    const t = (i / (levels - 1)) * (tones.length - 1), k = Math.min(tones.length - 2, Math.floor(t)), level = -0.7 + 2.1 * (i / levels) ** 1.25
    scene.wash((x, y) => [mix(tones[k], tones[k + 1], t - k), step(level - 0.03, level + 0.03, depth(x, y))])
  }
  for (const i of range(46)) {
    const a = chance() * 6.28, d = 235 + chance() * 220
    scene.disc(430 + Math.cos(a) * d, 300 + Math.sin(a) * d * 0.8, 1 + chance() ** 3 * 8, i % 9 ? mix(INK, SLATE, 0.3) : VERMILION)
  }
}

function halftone(scene) {
  const light = (x, y) => {
    const dx = (x - 450) / 215, dy = (y - 285) / 215, q = dx * dx + dy * dy
    if (q < 1) return clamp(0.12 + 0.95 * (-0.52 * dx - 0.55 * dy + 0.66 * Math.sqrt(1 - q)))
    const shadow = Math.hypot((x - 500) / 270, (y - 512) / 46)
    return y > 470 && shadow < 1.25 ? 0.3 + 0.6 * step(0.3, 1.25, shadow) : 0.9 + 0.08 * (y / 600)
  }
  const screen = (degrees, pitch, tone, amount) => {
    const c = Math.cos((degrees * Math.PI) / 180), s = Math.sin((degrees * Math.PI) / 180), n = Math.ceil(620 / pitch)
    for (let i = -n; i <= n; i++) for (let j = -n; j <= n; j++) {
      const x = 450 + (i * c - j * s) * pitch, y = 300 + (i * s + j * c) * pitch
      if (x < 26 || x > 874 || y < 26 || y > 574) continue
      scene.disc(x, y, pitch * 0.76 * Math.sqrt(amount(1 - light(x, y))), tone)
    }
  }
  screen(15, 15, mix(OCHRE, PAPER, 0.15), (dark) => clamp(dark * 0.75 + 0.02))
  screen(75, 15, VERMILION, (dark) => clamp(dark * 1.1 - 0.32) * 0.8)
  screen(45, 15, INK, (dark) => clamp(dark * 1.25 - 0.48))
}

function inkTrap(scene) {
  const outline = (x, y) => [[0, 0], [76, 0], [76, 145], [184, 145], [184, 0], [260, 0], [260, 360], [184, 360], [184, 215],
    [76, 215], [76, 360], [0, 360]].map(([u, v]) => [x + u, y + v])
  const left = outline(118, 120), right = outline(530, 120)
  scene.poly(left, INK)
  for (const [u, v, sx, sy] of [[76, 145, 1, -1], [76, 215, 1, 1], [184, 145, -1, -1], [184, 215, -1, 1]]) {
    const x = 118 + u, y = 120 + v
    scene.poly([[x, y + sy * 30], [x - sx * 36, y - sy * 20], [x + sx * 28, y], [x, y]], PAPER).ring(x - sx * 8, y + sy * 1, 33, 3, VERMILION)
  }
  for (const [width, tone] of [[44, mix(PAPER, SLATE, 0.16)], [26, mix(PAPER, SLATE, 0.5)], [14, mix(SLATE, INK, 0.6)]])
    scene.line([...right, right[0]], width, tone)
  scene.poly(right, INK)
  scene.line([[420, 300], [466, 300]], 5, OCHRE).poly([[464, 286], [492, 300], [464, 314]], OCHRE)
}

function galleyProof(scene, chance) {
  scene.rect(84, 46, 452, 1124, mix(SAGE, INK, 0.45)).rect(70, 34, 452, 1124, PAPER)
  const grey = mix(PAPER, INK, 0.72)
  for (const [i, lines] of [5, 8, 6, 9, 8].entries()) {
    const y = 92 + [0, 158, 394, 578, 840][i]
    textLines(scene, chance, { x: 118, y, width: 268, lines, leading: 26, height: 11, fill: grey })
  }
  const strike = (x, y, w) => scene.line(curve([[x, y + 8], [x + w / 3, y - 3], [x + w * 0.7, y + 14], [x + w, y + 4]]), 4, VERMILION)
  const loop = (x, y, r) => scene.line(curve([[x - r, y + 4], [x - r, y - r * 1.5], [x + r * 1.6, y - r * 1.5], [x + r, y + 6]]), 3.5, VERMILION)
    .line(curve([[x + r, y + 6], [x + r * 0.5, y + r], [x - r * 0.5, y + r], [x - r, y + 4]]), 3.5, VERMILION)
  const caret = (x, y) => scene.line([[x - 9, y + 18], [x, y], [x + 9, y + 18]], 4, VERMILION)
  const remark = (y, n) => { for (const i of range(n)) scene.line(curve([[414, y + i * 17], [432, y - 12 + i * 17],
    [448, y + 12 + i * 17], [462 + chance() * 34, y - 2 + i * 17]]), 3, VERMILION) }
  strike(170, 118, 120); remark(120, 2)
  loop(292, 310, 30); scene.line(curve([[322, 306], [360, 280], [380, 306], [408, 300]]), 2.5, VERMILION); remark(300, 1)
  caret(214, 504); remark(506, 3)
  scene.line(curve([[130, 690], [190, 672], [190, 720], [262, 694]]), 4, VERMILION).line(curve([[262, 694], [310, 674], [320, 716], [378, 700]]), 4, VERMILION)
  remark(696, 1)
  scene.line([[104, 930], [96, 930], [96, 1126], [104, 1126]], 4, VERMILION); strike(240, 853, 92); remark(856, 2)
  loop(176, 1014, 26); caret(330, 1052); remark(1018, 1)
  scene.poly(roundedBox(430, 1070, 62, 62, 8), VERMILION)
  character(scene, '正', 437, 1077, 48, PAPER)
}

function sheetStack(scene) {
  const at = (u, v, lift) => [600 + (u - v) * 236, 458 + (u + v) * 118 - lift]
  const square = (size, lift, shift = 0) =>
    [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([u, v]) => at(u * size + shift, v * size + shift, lift))
  const lines = (place, tone, width) => {
    for (const i of range(10)) for (const [from, to] of [[-0.8, -0.06], [0.06, 0.8]]) {
      const v = -0.4 + i * 0.13, end = i === 9 && from > 0 ? 0.4 : to
      scene.line(range(9).map((k) => place(from + ((end - from) * k) / 8, v)), width, tone)
    }
  }
  scene.poly(square(1.04, -78, 0.04), mix(SAGE, INK, 0.32))
  for (const i of range(11)) {
    const corners = square(1, -70 + i * 8)
    scene.poly(corners, i % 4 === 2 ? BUFF : i % 2 ? VELLUM : PAPER).line(corners.slice(1), 2, mix(BUFF, UMBER, 0.4))
  }
  // The lifted sheet hangs clear of the stack, its front corner bent upwards, its shadow below it.
  scene.poly(square(0.86, 10), mix(VELLUM, INK, 0.2))
  lines((u, v) => at(u, v, 10), mix(PAPER, INK, 0.55), 5)
  const rise = (u, v) => at(u, v, 118 + 74 * clamp((u + v) / 2) ** 2)
  const rim = (points, n = 20) => points.flatMap(([a, b], i) => {
    const [c, d] = points[(i + 1) % points.length]
    return range(n).map((k) => rise(a + ((c - a) * k) / n, b + ((d - b) * k) / n))
  })
  const sheet = rim([[-1, -1], [1, -1], [1, 1], [-1, 1]])
  scene.poly(sheet, mix(PAPER, '#ffffff', 0.6)).line([...sheet, sheet[0]], 2, mix(BUFF, UMBER, 0.3))
  scene.poly(rim([[-0.8, -0.8], [0.8, -0.8], [0.8, -0.6], [-0.8, -0.6]]), VERMILION)
  lines(rise, mix(PAPER, INK, 0.8), 6)
}

// ---------------------------------------------------------------- the pictures: page, line, screen, film

function vanDeGraaf(scene, chance) {
  const x = 130, y = 90, w = 470 * 0.88, h = 705 * 0.88, mid = 600, left = mid - w, right = mid + w
  scene.rect(left + 12, y + 14, 2 * w, h, mix(SAGE, INK, 0.5)).rect(left, y, w, h, PAPER).rect(mid, y, w, h, mix(PAPER, '#ffffff', 0.35))
  for (const [from, turned] of [[left, true], [mid, false]]) {
    const tx = from + (turned ? 2 * w : w) / 9, ty = y + h / 9, tw = (6 * w) / 9, th = (6 * h) / 9
    scene.rect(tx, ty, tw, th, mix(PAPER, SAGE, 0.28))
    textLines(scene, chance, { x: tx, y: ty + 3, width: tw, lines: 22, leading: th / 22, height: 8, fill: mix(PAPER, INK, 0.5) })
    for (const i of range(8)) {
      scene.line([[from + ((i + 1) * w) / 9, y], [from + ((i + 1) * w) / 9, y + 9]], 1.5, OCHRE)
      scene.line([[turned ? left : right, y + ((i + 1) * h) / 9], [turned ? left + 9 : right - 9, y + ((i + 1) * h) / 9]], 1.5, OCHRE)
    }
    scene.frame(tx, ty, tw, th, 2.5, INK)
  }
  scene.line([[left, y + h], [right, y]], 2.5, VERMILION).line([[right, y + h], [left, y]], 2.5, VERMILION)
  scene.line([[left, y + h], [mid, y]], 2.5, VERMILION).line([[right, y + h], [mid, y]], 2.5, VERMILION)
  const crossing = [mid + w / 3, y + h / 3], opposite = [mid - w / 3, y + h / 3]
  scene.line([crossing, [crossing[0], y], opposite], 2.5, OCHRE).line([[mid, y], [mid, y + h]], 2, mix(BUFF, UMBER, 0.4))
  for (const [px, py] of [crossing, opposite, [crossing[0], y], [mid + w / 9, y + h / 9]]) scene.disc(px, py, 8, VERMILION).disc(px, py, 4, PAPER)
}

function punctuationBoxes(scene) {
  const cell = 84, row = (y, marks) => {
    let x = 96
    for (const [mark, width = 1] of marks) {
      const w = cell * width, punctuation = !CHARACTERS[mark]
      scene.rect(x, y, w, cell, punctuation ? mix(PAPER, width < 1 ? OCHRE : SAGE, 0.34) : mix(PAPER, '#ffffff', 0.55))
      scene.frame(x, y, w, cell, 2, mix(PAPER, SLATE, 0.55))
      if (!punctuation) character(scene, mark, x + 8, y + 8, cell - 16, INK)
      if (mark === '。') scene.ring(x + 20, y + 64, 9, 5, VERMILION)
      if (mark === '，') scene.disc(x + 20, y + 61, 8, VERMILION).poly([[x + 28, y + 60], [x + 15, y + 78], [x + 22, y + 64]], VERMILION)
      if (mark === '、') scene.poly([[x + 10, y + 52], [x + 30, y + 66], [x + 30, y + 74], [x + 24, y + 74]], VERMILION)
      if (mark === '」') scene.line([[x + 26, y + 26], [x + 26, y + 74], [x + 8, y + 74]], 5, VERMILION)
      if (mark === '「') { const e = x + w - 26; scene.line([[e, y + 58], [e, y + 10], [e + 18, y + 10]], 5, VERMILION) }
      x += w
    }
    return x
  }
  row(76, [['「'], ['書'], ['中'], ['日'], ['正'], ['。'], ['」'], ['「'], ['早'], ['里'], ['，'], ['古']])
  const end = row(258, [['「', 0.5], ['書'], ['中'], ['日'], ['正'], ['。', 0.5], ['」', 0.5], ['「', 0.5], ['早'], ['里'], ['，', 0.5], ['古']])
  for (const x of [96, 96 + 5 * cell, 96 + 6 * cell, 96 + 7 * cell, 96 + 10 * cell])
    scene.line([[x + 8, 190], [x + cell - 8, 190]], 3, SAGE).line([[x + cell / 2, 194], [x + cell / 2, 212]], 3, SAGE)
  scene.line([[end, 258 + cell / 2], [96 + 12 * cell, 258 + cell / 2]], 3, OCHRE)
  scene.line([[end + 14, 290], [end, 300], [end + 14, 310]], 3, OCHRE).line([[96 + 12 * cell, 270], [96 + 12 * cell, 330]], 3, OCHRE)
}

function composingStick(scene, chance) {
  const steel = mix(MIST, SLATE, 0.35)
  scene.rect(72, 150, 1068, 286, mix(INK, SLATE, 0.15)).rect(60, 136, 1068, 286, mix(steel, INK, 0.25))
  scene.rect(76, 152, 1036, 226, mix(steel, INK, 0.62)).rect(60, 378, 1068, 8, mix(steel, '#ffffff', 0.5))
  const set = (y, tone) => {
    const words = [[5, 2], [7, 3], [3, 2], [6, 2], [3, 0]], widths = [31, 36, 28, 32, 40]
    let x = 112, at = 0
    for (const [letters, gap] of words) {
      for (const _ of range(letters)) {
        const w = widths[at++ % 5]
        scene.rect(x, y, w - 2, 96, mix(tone, '#ffffff', 0.45)).rect(x + 3, y + 3, w - 7, 90, tone)
        scene.rect(x + 3, y + 74, w - 7, 7, mix(tone, INK, 0.6))
        const c = x + w / 2 - 1, kind = Math.floor(chance() * 5), bowl = (w - 13) / 2
        if (kind !== 2) scene.rect(c - bowl, y + 14, 5, 44, INK)
        if (kind === 0) scene.ring(c, y + 44, bowl - 1, 5, INK)
        if (kind === 1) scene.rect(c - bowl, y + 52, 2 * bowl, 6, INK).rect(c + bowl - 5, y + 26, 5, 32, INK)
        if (kind === 2) scene.ring(c, y + 40, bowl, 6, INK)
        if (kind === 3) scene.rect(c - bowl - 4, y + 14, 14, 4, INK).rect(c - bowl - 4, y + 56, 14, 4, INK)
        if (kind === 4) scene.line([[c - bowl, y + 36], [c + bowl, y + 16]], 5, INK).line([[c - bowl, y + 36], [c + bowl, y + 58]], 5, INK)
        x += w
      }
      for (const _ of range(gap)) { scene.rect(x, y + 8, 10, 82, mix(VERMILION, INK, 0.12)).rect(x, y + 8, 3, 82, mix(VERMILION, PAPER, 0.35)); x += 12 }
    }
    return x
  }
  const end = Math.max(set(160, mix(SAGE, MIST, 0.5)), set(266, mix(SAGE, MIST, 0.7)))
  scene.rect(112, 256, end - 112, 9, OCHRE).rect(112, 363, end - 112, 9, OCHRE)
  scene.rect(end, 146, 34, 240, mix(steel, '#ffffff', 0.25)).rect(end + 30, 146, 6, 240, mix(steel, INK, 0.5))
  scene.rect(end + 36, 350, 70, 58, mix(steel, '#ffffff', 0.15)).disc(end + 70, 379, 19, mix(OCHRE, UMBER, 0.2)).rect(end + 54, 376, 32, 6, mix(UMBER, INK, 0.4))
  scene.line([[112, 112], [end, 112]], 3, VERMILION).line([[112, 100], [112, 124]], 3, VERMILION).line([[end, 100], [end, 124]], 3, VERMILION)
}

function frontPage(scene, chance) {
  scene.rect(66, 62, 652, 900, mix(SAGE, INK, 0.5)).rect(54, 48, 652, 900, PAPER)
  const grey = mix(PAPER, INK, 0.45)
  for (const [i, w] of [58, 40, 66, 34, 62, 50, 44].entries())
    scene.rect(150 + [0, 66, 124, 198, 240, 310, 368][i] * 1.08, 84, w, 46, INK)
  scene.rect(82, 148, 596, 4, INK).rect(82, 156, 596, 1.5, INK)
  textLines(scene, chance, { x: 82, y: 166, width: 596, lines: 1, leading: 10, height: 5, fill: grey })
  scene.rect(82, 188, 590, 26, INK).rect(82, 222, 420, 26, INK)
  const picture = [236, 268, 288, 236]
  scene.rect(...picture, mix(SAGE, PAPER, 0.25)).disc(430, 338, 42, VERMILION)
  for (const [i, tone] of [mix(SAGE, INK, 0.3), mix(SAGE, INK, 0.55), INK].entries())
    scene.poly([[236, 504], ...range(25).map((k) => [236 + k * 12, 402 + i * 30 + (noise(k / 4 + i * 9, i) - 0.5) * 64]), [524, 504]], tone)
  textLines(scene, chance, { x: 236, y: 512, width: 288, lines: 2, leading: 11, height: 5, fill: OCHRE })
  for (const column of range(4)) {
    const x = 82 + column * 154, inner = column === 1 || column === 2
    if (column) scene.rect(x - 9, inner && column === 2 ? 552 : column === 2 ? 552 : 268, 1.5, 652 - (column === 2 ? 284 : 0), mix(PAPER, INK, 0.35))
    let y = inner ? 552 : 270
    for (const lines of inner ? [16, 12] : [18, 22, 8]) {
      scene.rect(x, y, 128, 8, INK).rect(x, y + 13, 84 + chance() * 40, 8, INK)
      const fit = Math.min(lines, Math.floor((912 - y - 30) / 11))
      textLines(scene, chance, { x, y: y + 32, width: 134, lines: fit, leading: 11, height: 5, fill: grey, space: 0.6 })
      y += 32 + fit * 11 + 16
      if (y > 860) break
    }
  }
}

function hyphenBridge(scene, chance) {
  const word = (x, y, widths, tone) => { for (const w of widths) { scene.poly(roundedBox(x, y, w - 8, 74, 9), tone); x += w } return x }
  scene.rect(150, 70, 900, 460, PAPER).line([[1000, 70], [1000, 530]], 2, mix(PAPER, OCHRE, 0.8)).line([[200, 70], [200, 530]], 2, mix(PAPER, OCHRE, 0.8))
  const grey = mix(PAPER, INK, 0.22)
  word(200, 118, [52, 44, 60, 44], grey); word(428, 118, [44, 60, 52, 44, 52], grey); word(708, 118, [60, 44], grey)
  word(840, 118, [52, 60, 52], grey)
  word(200, 248, [44, 60, 52, 44, 44], grey)
  const end = word(474, 248, [60, 52, 52, 44, 60, 52, 66], INK)
  scene.poly(roundedBox(end + 4, 277, 124, 18, 9), VERMILION)
  const next = word(200, 378, [52, 60, 44, 52], INK)
  word(next + 30, 378, [44, 60, 44], grey); word(next + 208, 378, [60, 52, 44, 60, 44], grey)
  scene.line([...curve([[1010, 286], [1130, 290], [1130, 350], [900, 350]]), ...curve([[900, 350], [520, 350], [110, 344], [108, 392]]),
    ...curve([[108, 392], [108, 412], [130, 415], [180, 415]])], 3, VERMILION)
  scene.line([[164, 402], [182, 415], [164, 428]], 3, VERMILION)
  for (const [i, level] of [1, 4, 3, 2, 5, 2].entries()) for (const dot of range(level))
    scene.disc(470 + [60, 112, 164, 208, 268, 320][i], 236 - dot * 11, 4, level % 2 ? VERMILION : mix(PAPER, SLATE, 0.6))
}

function rivers(scene, chance) {
  for (const [left, tone] of [[70, VERMILION], [640, null]]) {
    scene.rect(left + 8, 68, 490, 580, mix(SAGE, INK, 0.25)).rect(left, 60, 490, 580, PAPER)
    const streams = [[96, 0], [222, 40], [336, 9]], x0 = left + 36, width = 418
    const bed = ([x, seed], i) => x + (noise(i / 3.2 + seed, seed) - 0.5) * 96
    if (tone) for (const stream of streams)
      scene.line(range(77).map((k) => [x0 + bed(stream, k / 4) + 13, 102 + k * 6.75]), 19, mix(PAPER, tone, 0.8))
    for (const i of range(19)) {
      const y = 96 + i * 27, at = streams.map((stream) => bed(stream, i))
      let x = 0
      while (tone && x < width) {
        const gap = at.find((g) => g > x + 12) ?? width, stop = Math.min(gap, width), parts = Math.max(1, Math.round((stop - x) / 54))
        for (const k of range(parts)) scene.rect(x0 + x + ((stop - x) / parts) * k, y, (stop - x) / parts - (k === parts - 1 && stop < width ? 0 : 8), 13, INK)
        x = stop + 26
      }
      if (!tone) textLines(scene, chance, { x: x0, y, width: i === 18 ? width : width / 0.55, lines: 1, leading: 0, height: 13, fill: INK, space: 0.62 })
    }
  }
}

function breakpoints(scene, chance) {
  const columns = range(7).map((i) => range(i === 0 || i === 6 ? 1 : 3).map((j, _, all) => [90 + i * 170, 310 + (j - (all.length - 1) / 2) * 165 + (chance() - 0.5) * 46]))
  const best = [0, 1, 2, 1, 0, 1, 0]
  const bend = ([a, b], [c, d]) => curve([[a, b], [a + 80, b], [c - 80, d], [c, d]])
  columns.slice(1).forEach((towns, i) => columns[i].forEach((from, p) => towns.forEach((to, q) => {
    if (Math.abs(p - q) < 2 && !(best[i] === p && best[i + 1] === q)) scene.line(bend(from, to), 1.5 + chance() * 3, mix(PAPER, SAGE, 0.5 + chance() * 0.5))
  })))
  columns.slice(1).forEach((towns, i) => scene.line(bend(columns[i][best[i]], towns[best[i + 1]]), 9, VERMILION))
  columns.forEach((towns, i) => towns.forEach(([x, y], j) => {
    const chosen = best[i] === j
    scene.disc(x, y, chosen ? 24 : 17, chosen ? VERMILION : SLATE).disc(x, y, chosen ? 15 : 11, PAPER)
    for (const k of range(3)) scene.rect(x - 26, y + 36 + k * 9, [52, 40 + chance() * 12, 20 + chance() * 26][k], 4, mix(PAPER, INK, 0.4))
  }))
}

function feedWaves(scene) {
  const x = 170, y = 640
  for (const i of range(6)) {
    const r = 150 + i * 130, tone = [VERMILION, mix(VERMILION, OCHRE, 0.5), OCHRE, mix(OCHRE, SAGE, 0.5), SAGE, mix(SAGE, PAPER, 0.4)][i]
    scene.line(arc(x, y, r, -Math.PI / 2, 0, 60), 46 - i * 3, tone)
    if (i < 1) continue
    for (const k of range(i + 1)) {
      const a = (-Math.PI / 2) * ((k + 0.75 - (i % 2) * 0.25) / (i + 1.2)), cx = x + r * Math.cos(a), cy = y + r * Math.sin(a)
      if (cx > 1150 || cy < 40) continue
      const turn = ([u, v]) => [cx + u * Math.cos(a + 1.57) - v * Math.sin(a + 1.57), cy + u * Math.sin(a + 1.57) + v * Math.cos(a + 1.57)]
      const box = (u, v, w, h, fill) => scene.poly([[u, v], [u + w, v], [u + w, v + h], [u, v + h]].map(turn), fill)
      box(-25, -32, 56, 72, mix(INK, SLATE, 0.2)); box(-30, -38, 56, 72, PAPER); box(-22, -29, 40, 8, tone)
      for (const n of range(4)) box(-22, -13 + n * 10, n === 3 ? 24 : 40, 4, mix(PAPER, INK, 0.5))
    }
  }
  scene.disc(x, y, 64, VERMILION)
}

function einkCapsules(scene, chance) {
  scene.rect(0, 236, 1200, 54, mix(MIST, '#ffffff', 0.45)).rect(0, 290, 1200, 14, mix(OCHRE, PAPER, 0.4))
  scene.rect(0, 304, 1200, 214, mix(BUFF, OCHRE, 0.22)).rect(0, 518, 1200, 282, mix(INK, SLATE, 0.25))
  for (const i of range(6)) {
    const x = 100 + i * 200, up = [1, 1, 0, 0, 1, 0][i], oil = mix(PAPER, SAGE, 0.35)
    scene.disc(x, 411, 99, mix(SLATE, SAGE, 0.5)).disc(x, 411, 93, oil)
    for (const white of [up, 1 - up]) {
      const isWhite = white === up, top = isWhite === Boolean(up)
      for (const _ of range(150)) {
        const a = chance() * 6.283, d = Math.sqrt(chance()) * 84, dx = Math.cos(a) * d
        const limit = Math.sqrt(84 * 84 - dx * dx), depth = chance() ** 1.6 * 66
        const dy = top ? -limit + depth * (limit / 84) : limit - depth * (limit / 84)
        scene.disc(x + dx, 411 + dy, 7.5, isWhite ? mix(MIST, PAPER, 0.35) : '#0f1722').disc(x + dx - 0.8, 411 + dy - 0.8, 6, isWhite ? mix(PAPER, '#ffffff', 0.6) : INK)
      }
    }
    scene.rect(x - 88, 526, 176, 46, up ? VERMILION : SAGE).rect(x - 22, 545, 44, 8, PAPER)
    if (up) scene.rect(x - 4, 527, 8, 44, PAPER)
    scene.line([[x, 572], [x, 640 + i * 22], [1200, 640 + i * 22]], 5, mix(OCHRE, UMBER, 0.2)).disc(x, 572, 8, mix(OCHRE, UMBER, 0.2))
    for (const k of [-1, 0, 1]) {
      scene.line([[x + k * 50 - 38, 36], [x + k * 50, 230]], 4, OCHRE)
      if (up) scene.line([[x + k * 50, 230], [x + k * 50 + 38, 36]], 4, mix(OCHRE, '#ffffff', 0.35))
    }
  }
}

function microfilm(scene, chance) {
  const film = '#151d29'
  scene.rect(0, 66, 1600, 340, mix(SAGE, INK, 0.42)).rect(0, 54, 1600, 340, film).rect(0, 62, 1600, 3, mix(film, SLATE, 0.5)).rect(0, 384, 1600, 3, mix(film, SLATE, 0.5))
  for (const i of range(9)) {
    const x = -60 + i * 190, glow = mix('#223146', SLATE, i === 4 ? 0.35 : chance() * 0.14), ink = mix(MIST, PAPER, 0.6)
    scene.rect(x, 88, 168, 270, i === 4 ? mix(OCHRE, film, 0.25) : glow).rect(x + 8, 96, 152, 254, i === 4 ? mix(PAPER, OCHRE, 0.2) : mix(film, glow, 0.5))
    const tone = i === 4 ? INK : mix(film, ink, 0.72), grey = i === 4 ? mix(PAPER, INK, 0.6) : mix(film, ink, 0.42)
    scene.rect(x + 30, 106, 108, 15, tone).rect(x + 16, 126, 136, 2, tone)
    const box = chance() < 0.7 ? [x + 16 + (chance() < 0.5 ? 0 : 47), 136 + Math.floor(chance() * 4) * 22, 89, 56] : null
    for (const c of range(3)) for (const l of range(29)) {
      const cx = x + 16 + c * 47, cy = 136 + l * 7
      if (box && cx + 42 > box[0] && cx < box[0] + box[2] && cy > box[1] - 4 && cy < box[1] + box[3] + 4) continue
      const head = (l + c * 5 + i * 3) % 11 === 0
      if ((l + c * 5 + i * 3) % 11 === 10) continue
      scene.rect(cx, cy, head ? 30 : 42 - (chance() < 0.15 ? chance() * 20 : 0), head ? 4.5 : 3, head ? tone : grey)
    }
    if (box) scene.rect(...box, grey).disc(box[0] + 30, box[1] + 30, 14, tone).poly([[box[0] + 36, box[1] + 56], [box[0] + 60, box[1] + 20], [box[0] + 88, box[1] + 56]], tone)
    scene.rect(x + 76, 368, 16, 8, i === 4 ? VERMILION : mix(film, MIST, 0.6))
  }
  scene.frame(692, 80, 184, 286, 5, VERMILION)
}

/** A sheet lifted off another, its corner folded, with a bar of ink across it. Legible at 16 pixels. */
function icon(scene) {
  scene.poly(roundedBox(0, 0, 512, 512, 108), INK)
  scene.poly([[92, 150], [330, 150], [330, 452], [92, 452]], OCHRE)
  scene.poly([[150, 64], [336, 64], [424, 152], [424, 392], [150, 392]], PAPER)
  scene.poly([[336, 64], [424, 152], [336, 152]], SAGE)
  scene.rect(198, 208, 178, 62, VERMILION).rect(198, 306, 124, 38, INK)
}

// ---------------------------------------------------------------- output

/** [file, width, height, ground, painter, number of colours, scale]: `.svg` takes shapes only. */
const PICTURES = [
  ['articles/pictures/letterpress.png', 1200, 800, mix(UMBER, INK, 0.55), letterpress, 48],
  ['articles/pictures/woodgrain.png', 1200, 800, OCHRE, woodgrain, 16],
  ['articles/pictures/type-case.png', 1200, 800, mix(UMBER, '#000000', 0.3), typeCase, 32],
  ['articles/pictures/radical-grid.png', 900, 900, PAPER, radicalGrid, 16],
  ['articles/pictures/songti-strokes.svg', 1200, 800, PAPER, songtiStrokes],
  ['articles/pictures/songti-strokes-small.png', 1200, 800, PAPER, songtiStrokes, 16, 0.5],
  ['articles/pictures/paper-fibre.png', 900, 600, PAPER, paperFibre, 16],
  ['articles/pictures/ink-spread.png', 900, 600, PAPER, inkSpread, 24],
  ['articles/pictures/ink-spread-small.png', 900, 675, PAPER, inkSpread, 16, 320 / 900],
  ['articles/pictures/halftone.png', 900, 600, PAPER, halftone, 16],
  ['articles/pictures/ink-trap.svg', 900, 600, PAPER, inkTrap],
  ['articles/pictures/galley-proof.png', 600, 1200, mix(SAGE, PAPER, 0.2), galleyProof, 16],
  ['articles/pictures/sheet-stack.svg', 1200, 800, SAGE, sheetStack],
  ['articles/pictures/van-de-graaf.svg', 1200, 800, SAGE, vanDeGraaf],
  ['articles/pictures/punctuation-boxes.svg', 1200, 420, PAPER, punctuationBoxes],
  ['articles/pictures/composing-stick.svg', 1200, 520, VELLUM, composingStick],
  ['articles/pictures/front-page.svg', 760, 1000, SAGE, frontPage],
  ['articles/pictures/hyphen-bridge.svg', 1200, 600, VELLUM, hyphenBridge],
  ['articles/pictures/breakpoints.svg', 1200, 620, PAPER, breakpoints],
  ['articles/pictures/feed-waves.svg', 1200, 800, INK, feedWaves],
  ['articles/pictures/eink-capsules.png', 1200, 800, mix(PAPER, OCHRE, 0.12), einkCapsules, 32],
  ['articles/pictures/eink-capsules-600.png', 1200, 800, mix(PAPER, OCHRE, 0.12), einkCapsules, 32, 0.5],
  ['articles/pictures/microfilm.png', 1600, 460, SAGE, microfilm, 32],
  ['articles/2026/images/rivers.svg', 1200, 700, SAGE, rivers],
  ['public/icon.svg', 512, 512, null, icon],
  ['public/icon-192.png', 512, 512, INK, icon, 16, 192 / 512],
  ['public/icon-512.png', 512, 512, INK, icon, 16],
  ['public/apple-touch-icon.png', 512, 512, INK, icon, 16, 180 / 512],
]

const wanted = process.argv.slice(2)
for (const [file, width, height, ground, paint, colours, scale] of PICTURES) {
  if (wanted.length && !wanted.some((word) => file.includes(word))) continue
  const scene = new Scene(width, height, ground ?? INK)
  if (!ground) scene.marks.pop()
  paint(scene, seeded(paint.name))
  const bytes = file.endsWith('.svg') ? toSvg(scene) : toPng(rasterise(scene, scale), colours)
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  console.log(String(bytes.length).padStart(8), file)
}
