/**
 * Where the phases of a curve lie, and where their names stand: above their bands, or behind the one before where a band
 * is too narrow for its name.
 */
import { fitted, widthOf } from './text.js'

/** A phase on the axis of the chart. */
export interface PhaseSpan {
  readonly name: string
  readonly from: number
  /** Infinity for the last. */
  readonly until: number
}

/** A phase in pixels. */
export interface Band {
  readonly from: number
  readonly until: number
  /** What it is called, or null where there is no room for it. */
  readonly label: { readonly text: string; readonly x: number } | null
}

const SPACE = 12

/**
 * The bands of phases within an axis.
 *
 * @param phases - in order
 * @param place - the pixel of a value
 * @param domain - the values at the ends of the axis
 * @param until - how a narrow band tells where it ends
 */
export function layOutBands(
  phases: readonly PhaseSpan[],
  place: (value: number) => number,
  domain: readonly [number, number],
  size: number,
  until: (value: number) => string,
): Band[] {
  const [low, high] = domain
  const right = place(high)
  let free = place(low)
  return phases
    .filter((phase) => phase.until > low && phase.from < high && phase.until > phase.from)
    .map((phase) => {
      const band = { from: place(Math.max(low, phase.from)), until: place(Math.min(high, phase.until)) }
      const width = widthOf(phase.name, size)
      const centred = (band.from + band.until - width) / 2
      if (centred >= Math.max(free, band.from)) {
        free = centred + width + SPACE
        return { ...band, label: { text: phase.name, x: centred } }
      }
      const x = Math.max(free, band.from)
      const text = x + width <= band.until ? phase.name : `${phase.name} to ${until(phase.until)}`
      const room = right - x
      if (room < Math.min(width, 40)) return { ...band, label: null }
      const label = { text: fitted(text, size, room), x }
      free = x + widthOf(label.text, size) + SPACE
      return { ...band, label }
    })
}
