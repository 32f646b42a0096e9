/**
 * Names of phases as they fit over their bands: in full, without what all phases have, or by their first letters.
 */
import type { Phase } from '../engine/messages.js'

/** A phase in pixels, with the longest name that fits; null where none does. */
export interface NamedBand {
  readonly from: number
  readonly until: number
  readonly name: string | null
}

const TIMES = ' × '
const SPACE = 8

/** The phases within an axis, from the pixel of its low to that of its high end. */
export function nameBands(
  phases: readonly Phase[],
  place: (value: number) => number,
  [low, high]: readonly [number, number],
  widthOf: (text: string) => number,
): NamedBand[] {
  const parts = phases.map(({ name }) => name.split(TIMES))
  const isCommon = (part: string) => parts.every((list) => list.includes(part))
  return phases.flatMap(({ from, until }, index) => {
    if (!(until > low && from < high && until > from)) return []
    const band = { from: place(Math.max(low, from)), until: place(Math.min(high, until)) }
    const list = parts[index]!
    const own = list.filter((part) => !isCommon(part))
    const shorter = own.length > 0 ? own : list
    const names = [list, shorter, shorter.map((part) => short(part, 3)), shorter.map((part) => short(part, 1))]
    const fits = names
      .map((each) => each.join(each[0]!.length > 1 ? TIMES : '×'))
      .find((name) => widthOf(name) <= band.until - band.from - SPACE)
    return [{ ...band, name: fits ?? null }]
  })
}

/** The beginning of a word, with a point where it goes on; a letter needs none. */
const short = (word: string, letters: number): string =>
  word.length <= letters + 1 ? word : `${word.slice(0, letters)}${letters > 1 ? '.' : ''}`
