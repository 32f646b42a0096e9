/**
 * How the times of a scheduler become absolute: as written, converted, and by what multiplication. The conversion is the
 * core's; here it is put in words.
 */
import { type Length, lengthOf, type PartRun } from '../../../languages/lengths.js'
import { isTime } from '../../../state/time/time.js'

/** A time that was converted. */
export interface Conversion {
  /** As the configuration has it. */
  readonly written: string
  /** On the counter that it is compared with. */
  readonly converted: Length
  /** The multiplication. */
  readonly how: string
  /** The documented surprises that it has. */
  readonly notes: readonly string[]
}

/**
 * Converts a time for a run, or for that of a part.
 *
 * @param ratio - what scales it: the run's own ratio, or 1 for a warm-up
 */
export function convert(time: Length, run: PartRun, ratio: number): Conversion {
  const found = lengthOf(time, run, ratio)
  const converted = isTime(found) ? found : { ...found, toTimestring: () => `${found.value}${found.unit}` }
  const factors = factorsOf(time, run, ratio)
  // In this order, as it decides how the product is rounded.
  const product = factors.reduce((left, [right]) => left * right, time.value)
  const text = [`${time.value}`, ...factors.map(([value, name]) => `${value}${name}`)].join(' × ')
  const truncated = product !== converted.value
  const notes: string[] = []
  if (truncated) notes.push(`A converted time is truncated to an integer: ${product} is ${converted.value}.`)
  if (time.unit === 'dur' && run.ratio !== 1) {
    notes.push('dur is not scaled by the ratio, since max_duration already is.')
  }
  const how = factors.length === 0 ? 'not scaled' : `${text} = ${product}${truncated ? ', truncated' : ''}`
  return { written: time.toTimestring(), converted, how, notes }
}

function factorsOf(time: Length, run: PartRun, ratio: number): readonly (readonly [value: number, name: string])[] {
  const epoch = [run.dataloaderLen ?? Number.NaN, ' batches'] as const
  const scale = ratio === 1 ? [] : ([[ratio, ' (ssr)']] as const)
  if (time.unit === 'ep') return [epoch, ...scale]
  if (time.unit !== 'dur') return scale
  const { value, unit } = run.maxDuration
  return unit === 'ep' ? [epoch, [value, ' epochs']] : [[value, ` ${unit}`]]
}
