/**
 * Colours as people see them: how far two are apart (CIEDE2000), as whom (Machado, Oliveira and Fernandes 2009, at full
 * severity), and how they stand out from a ground (WCAG).
 */

type Triple = readonly [number, number, number]

/** A colour as red, green and blue light, from 0 to 1. */
export function lightOf(hex: string): Triple {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

const times = (rows: readonly Triple[], [r, g, b]: Triple): Triple =>
  rows.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Triple

/** Eyes, by what they make of light. */
export const EYES: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** What eyes see of a colour, in CIELAB by daylight (D65). */
export function labOf(hex: string, eye: readonly Triple[]): Triple {
  const seen = times(eye, lightOf(hex)).map((part) => Math.max(0, Math.min(1, part))) as unknown as Triple
  const [x, y, z] = times(
    [
      [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
    ],
    seen,
  ).map((part) => (part > 216 / 24389 ? Math.cbrt(part) : ((24389 / 27) * part + 16) / 116)) as unknown as Triple
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const RADIAN = Math.PI / 180
const { cos, sin, exp, sqrt, hypot, abs, atan2 } = Math

/** How far two colours of CIELAB are apart: CIEDE2000, in Sharma's notation. */
export function distance([L1, a1, b1]: Triple, [L2, a2, b2]: Triple): number {
  const seventh = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
  const g = 0.5 * (1 - sqrt(seventh / (seventh + 25 ** 7)))
  const [A1, A2] = [a1 * (1 + g), a2 * (1 + g)]
  const [C1, C2] = [hypot(A1, b1), hypot(A2, b2)]
  const hue = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (atan2(b, a) / RADIAN + 360) % 360)
  const [h1, h2] = [hue(A1, b1), hue(A2, b2)]
  const isGrey = C1 * C2 === 0
  const apart = h2 - h1
  const dh = isGrey ? 0 : apart > 180 ? apart - 360 : apart < -180 ? apart + 360 : apart
  const dL = L2 - L1
  const dC = C2 - C1
  const dH = 2 * sqrt(C1 * C2) * sin((dh / 2) * RADIAN)
  const L = (L1 + L2) / 2
  const C = (C1 + C2) / 2
  const sum = h1 + h2
  const h = isGrey ? sum : abs(apart) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2
  const T =
    1 -
    0.17 * cos((h - 30) * RADIAN) +
    0.24 * cos(2 * h * RADIAN) +
    0.32 * cos((3 * h + 6) * RADIAN) -
    0.2 * cos((4 * h - 63) * RADIAN)
  const turn = 30 * exp(-(((h - 275) / 25) ** 2))
  const RC = 2 * sqrt(C ** 7 / (C ** 7 + 25 ** 7))
  const SL = 1 + (0.015 * (L - 50) ** 2) / sqrt(20 + (L - 50) ** 2)
  const [SC, SH] = [1 + 0.045 * C, 1 + 0.015 * C * T]
  const RT = -sin(2 * turn * RADIAN) * RC
  return sqrt((dL / SL) ** 2 + (dC / SC) ** 2 + (dH / SH) ** 2 + RT * (dC / SC) * (dH / SH))
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = lightOf(hex)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high! + 0.05) / (low! + 0.05)
}
