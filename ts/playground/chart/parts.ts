/**
 * Curves as parts of their own peak, so that the forms of schedules with other rates lie over each other.
 */
import type { Layer } from './drawing.js'

/** The highest value of a whole curve; null where none is above 0. */
export function peakOf(whole: Layer | null): number | null {
  let peak = 0
  for (const value of whole?.columns.high ?? []) if (value > peak) peak = value
  return peak > 0 && Number.isFinite(peak) ? peak : null
}

const made = new WeakMap<Layer, { readonly peak: number; readonly layer: Layer }>()

/** A layer divided by a peak; made once, as it is asked for in every frame. */
export function partOf(layer: Layer, peak: number): Layer {
  const found = made.get(layer)
  if (found?.peak === peak) return found.layer
  const { columns, rates } = layer
  const divided = (values: Float64Array) => values.map((value) => value / peak)
  const parts = { ...columns, low: divided(columns.low), high: divided(columns.high), end: columns.end / peak }
  const part = { columns: parts, rates }
  made.set(layer, { peak, layer: part })
  return part
}
