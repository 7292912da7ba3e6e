// What the pictures are drawn with: seeded chance, scenes, their SVG, a rasteriser and an indexed PNG.
//
// A *scene* is an ordered list of shapes and washes. A scene of shapes alone can be written as SVG; any scene
// can be rasterised with nine samples to the pixel. Nothing here is random but by a seed, and nothing needs a
// package: the same script gives the same bytes on every machine.

import { deflateSync } from 'node:zlib'

// ---------------------------------------------------------------- chance and noise

/** A small seeded generator of numbers in [0, 1) (mulberry32). */
export function seeded(name) {
  let state = [...name].reduce((hash, char) => Math.imul(hash ^ char.codePointAt(0), 16777619), 2166136261)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const smooth = (t) => t * t * (3 - 2 * t)
export const clamp = (t) => Math.min(1, Math.max(0, t))
export const step = (from, to, t) => smooth(clamp((t - from) / (to - from)))
export const range = (n) => Array.from({ length: n }, (_, i) => i)

function lattice(x, y) {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263)
  h = Math.imul(h ^ (h >>> 13), 1274126177)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

/** Value noise in [0, 1). */
export function noise(x, y) {
  const i = Math.floor(x), j = Math.floor(y), u = smooth(x - i), v = smooth(y - j)
  const top = lattice(i, j) * (1 - u) + lattice(i + 1, j) * u
  const bottom = lattice(i, j + 1) * (1 - u) + lattice(i + 1, j + 1) * u
  return top * (1 - v) + bottom * v
}

/** Noise summed over octaves, still about [0, 1). */
export const clouds = (x, y, octaves = 4) =>
  range(octaves).reduce((sum, o) => sum + noise(x * 2 ** o + 17 * o, y * 2 ** o + 31 * o) / 2 ** (o + 1), 0)

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16))
export const mix = (a, b, t) =>
  '#' + rgb(a).map((v, i) => Math.round(v + (rgb(b)[i] - v) * t).toString(16).padStart(2, '0')).join('')

// ---------------------------------------------------------------- scenes

/** An ordered list of marks on an opaque ground. */
export class Scene {
  constructor(width, height, ground) {
    Object.assign(this, { width, height, marks: [] })
    this.rect(0, 0, width, height, ground)
  }
  poly(points, fill) { this.marks.push({ kind: 'poly', points, fill }); return this }
  disc(x, y, r, fill) { this.marks.push({ kind: 'disc', x, y, r, fill }); return this }
  line(points, width, fill) { this.marks.push({ kind: 'line', points, width, fill }); return this }
  rect(x, y, w, h, fill) { return this.poly([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], fill) }
  ring(x, y, r, width, fill) { return this.line(arc(x, y, r, 0, 2 * Math.PI), width, fill) }
  frame(x, y, w, h, width, fill) {
    return this.line([[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]], width, fill)
  }
  /** Paints every pixel: `colour(x, y)` gives `[hex, amount]`. Raster only. */
  wash(colour) { this.marks.push({ kind: 'wash', colour }); return this }
}

export const arc = (x, y, r, from, to, n = 48) =>
  range(n + 1).map((i) => {
    const a = from + ((to - from) * i) / n
    return [x + r * Math.cos(a), y + r * Math.sin(a)]
  })
export const curve = ([a, b, c, d], n = 24) =>
  range(n + 1).map((i) => {
    const t = i / n, s = 1 - t
    return [0, 1].map((k) => s ** 3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t ** 3 * d[k])
  })
export const roundedBox = (x, y, w, h, r) => [
  ...arc(x + w - r, y + r, r, -Math.PI / 2, 0, 10), ...arc(x + w - r, y + h - r, r, 0, Math.PI / 2, 10),
  ...arc(x + r, y + h - r, r, Math.PI / 2, Math.PI, 10), ...arc(x + r, y + r, r, Math.PI, 1.5 * Math.PI, 10),
]

/** The scene as an SVG document. */
export function toSvg({ width, height, marks }) {
  const n = (v) => String(Math.round(v * 10) / 10)
  const path = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${n(x)} ${n(y)}`).join('')
  const body = marks.map((m) =>
    m.kind === 'poly' ? `<path fill="${m.fill}" d="${path(m.points)}Z"/>`
    : m.kind === 'disc' ? `<circle fill="${m.fill}" cx="${n(m.x)}" cy="${n(m.y)}" r="${n(m.r)}"/>`
    : `<path fill="none" stroke="${m.fill}" stroke-width="${n(m.width)}" stroke-linecap="round" ` +
      `stroke-linejoin="round" d="${path(m.points)}"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}">\n${body.join('\n')}\n</svg>\n`
}

// ---------------------------------------------------------------- rasteriser

/** The scene as RGB bytes, `scale` times its size, anti-aliased by nine samples to the pixel. */
export function rasterise({ width, height, marks }, scale = 1) {
  const S = 3, k = scale * S
  const outW = Math.round(width * scale), outH = Math.round(height * scale)
  const W = outW * S, H = outH * S, fine = new Uint8Array(W * H * 3)
  const span = (y, from, to, [r, g, b]) => {
    const end = Math.min(W, Math.ceil(to - 0.5))
    for (let x = Math.max(0, Math.ceil(from - 0.5)), i = (y * W + x) * 3; x < end; x++) {
      fine[i++] = r; fine[i++] = g; fine[i++] = b
    }
  }
  const fill = (points, colour) => {
    const ys = points.map((p) => p[1])
    const last = Math.min(H - 1, Math.ceil(Math.max(...ys)))
    for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= last; y++) {
      const cuts = []
      points.forEach(([x1, y1], i) => {
        const [x2, y2] = points[(i + 1) % points.length]
        if (y1 <= y + 0.5 !== y2 <= y + 0.5) cuts.push(x1 + ((y + 0.5 - y1) / (y2 - y1)) * (x2 - x1))
      })
      cuts.sort((a, b) => a - b)
      for (let c = 0; c + 1 < cuts.length; c += 2) span(y, cuts[c], cuts[c + 1], colour)
    }
  }
  const disc = (cx, cy, r, colour) => {
    const last = Math.min(H - 1, Math.ceil(cy + r))
    for (let y = Math.max(0, Math.floor(cy - r)); y <= last; y++) {
      const half = r * r - (y + 0.5 - cy) ** 2
      if (half > 0) span(y, cx - Math.sqrt(half), cx + Math.sqrt(half), colour)
    }
  }
  const wash = (colour) => {
    for (let y = 0; y < outH; y++) for (let x = 0; x < outW; x++) {
      const [hex, amount] = colour((x + 0.5) / scale, (y + 0.5) / scale)
      if (amount <= 0) continue
      const tone = rgb(hex)
      for (let j = 0; j < S; j++) for (let s = 0; s < S * 3; s++) {
        const i = ((y * S + j) * W + x * S) * 3 + s
        fine[i] += (tone[s % 3] - fine[i]) * amount
      }
    }
  }
  for (const mark of marks) {
    if (mark.kind === 'wash') { wash(mark.colour); continue }
    const colour = rgb(mark.fill)
    if (mark.kind === 'poly') fill(mark.points.map(([x, y]) => [x * k, y * k]), colour)
    if (mark.kind === 'disc') disc(mark.x * k, mark.y * k, mark.r * k, colour)
    if (mark.kind === 'line') {
      const half = (mark.width * k) / 2
      mark.points.forEach(([x, y], i) => {
        disc(x * k, y * k, half, colour)
        if (!i) return
        const [px, py] = mark.points[i - 1], length = Math.hypot(x - px, y - py) || 1
        const nx = (-(y - py) / length) * half, ny = ((x - px) / length) * half
        fill([[px * k + nx, py * k + ny], [x * k + nx, y * k + ny],
              [x * k - nx, y * k - ny], [px * k - nx, py * k - ny]], colour)
      })
    }
  }
  const pixels = new Uint8Array(outW * outH * 3)
  for (let y = 0; y < outH; y++) for (let x = 0; x < outW; x++) for (let c = 0; c < 3; c++) {
    let sum = 0
    for (let j = 0; j < S; j++) for (let i = 0; i < S; i++) sum += fine[((y * S + j) * W + x * S + i) * 3 + c]
    pixels[(y * outW + x) * 3 + c] = Math.round(sum / (S * S))
  }
  return { width: outW, height: outH, pixels }
}

// ---------------------------------------------------------------- indexed PNG

/** At most `limit` colours that stand for all of the picture's (median cut over its 15-bit histogram). */
function palette(pixels, limit) {
  const bins = new Map()
  for (let i = 0; i < pixels.length; i += 3) {
    const key = ((pixels[i] >> 3) << 10) | ((pixels[i + 1] >> 3) << 5) | (pixels[i + 2] >> 3)
    const bin = bins.get(key) ?? bins.set(key, { key, sum: [0, 0, 0], n: 0 }).get(key)
    for (let c = 0; c < 3; c++) bin.sum[c] += pixels[i + c]
    bin.n++
  }
  const mean = (bin, c) => bin.sum[c] / bin.n
  const measured = (members) => {
    const spread = [0, 1, 2].map((c) => {
      const values = members.map((bin) => mean(bin, c))
      return Math.max(...values) - Math.min(...values)
    })
    const widest = spread.indexOf(Math.max(...spread))
    const weight = members.reduce((sum, bin) => sum + bin.n, 0)
    return { members, widest, cost: spread[widest] * weight ** 0.3 }
  }
  const boxes = [measured([...bins.values()])]
  while (boxes.length < limit) {
    boxes.sort((a, b) => b.cost - a.cost)
    if (boxes[0].members.length < 2) break
    const { members, widest } = boxes.shift()
    members.sort((a, b) => mean(a, widest) - mean(b, widest))
    const middle = (mean(members[0], widest) + mean(members.at(-1), widest)) / 2
    const at = clamp(members.findIndex((bin) => mean(bin, widest) > middle) / members.length) * members.length
    boxes.push(measured(members.slice(0, at || 1)), measured(members.slice(at || 1)))
  }
  const indexOf = new Map()
  const colours = boxes.map(({ members }, index) => {
    const n = members.reduce((sum, bin) => sum + bin.n, 0)
    members.forEach((bin) => indexOf.set(bin.key, index))
    return [0, 1, 2].map((c) => Math.round(members.reduce((sum, bin) => sum + bin.sum[c], 0) / n))
  })
  return { colours, indexOf }
}

function crc32(bytes) {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** The picture as a PNG with a palette (and 4 bits to the pixel where 16 colours are enough). */
export function toPng({ width, height, pixels }, limit = 64) {
  const { colours, indexOf } = palette(pixels, limit)
  const depth = colours.length <= 16 ? 4 : 8, perByte = 8 / depth
  const stride = 1 + Math.ceil(width / perByte), rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const i = (y * width + x) * 3
    const index = indexOf.get(((pixels[i] >> 3) << 10) | ((pixels[i + 1] >> 3) << 5) | (pixels[i + 2] >> 3))
    rows[y * stride + 1 + Math.floor(x / perByte)] |= index << (8 - depth * ((x % perByte) + 1))
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]), out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, 3, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colours.flat())), chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0))])
}
