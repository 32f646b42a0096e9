/**
 * Where the parts of a sequence begin, as one text: a time more or less when parts come and go.
 */
import { itemsOf } from './options.js'

interface Amount {
  readonly value: number
  readonly unit: string
}

function amountOf(text: string | undefined): Amount | null {
  const [, number, unit] = /^(.*?)\s*([a-z]+)$/.exec(text ?? '') ?? []
  const value = Number(number)
  return unit === undefined || number === '' || !Number.isFinite(value) ? null : { value, unit }
}

/**
 * The times with one more, for a part that is put in at a place: half-way between its neighbours, where they are in one
 * unit.
 *
 * @param end - how long the run is, as it was typed
 */
export function withBoundary(times: string, place: number, end: string): string {
  const all = itemsOf(times)
  const at = Math.max(0, place - 1)
  all.splice(at, 0, between(all[at - 1], all[at], end))
  return all.join(', ')
}

/** The times with one less, for a part that is taken out from a place. */
export function withoutBoundary(times: string, place: number): string {
  const all = itemsOf(times)
  all.splice(Math.max(0, place - 1), 1)
  return all.join(', ')
}

function between(before: string | undefined, after: string | undefined, end: string): string {
  const [low, next, last] = [amountOf(before), amountOf(after), amountOf(end)]
  const unit = low?.unit ?? next?.unit ?? 'dur'
  const from = low === null ? 0 : low.value
  const until = next?.unit === unit ? next.value : unit === 'dur' ? 1 : last?.unit === unit ? last.value : 2 * from
  const middle = (from + until) / 2
  const isWhole = unit !== 'dur' && Math.abs(until - from) >= 2
  return `${isWhole ? Math.round(middle) : Number(middle.toPrecision(6))}${unit}`
}
