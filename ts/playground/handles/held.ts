/**
 * A handle that is held: from how far it was moved to the words of its options, on the grain of the screen or the finest.
 */
import type { Handle, Lever } from '../engine/messages.js'
import { numberOf } from '../state/number.js'
import { itemsOf } from '../state/options.js'
import { grainOf, onGrain, plain, timeTextOf, withItem } from '../state/written.js'

/** What a pixel is worth there: batches to the right, learning rate upwards. */
export interface Scale {
  readonly batches: number
  readonly lr: number
}

/** One lever of a held handle. */
interface Moved {
  readonly lever: Lever
  /** The text of the whole option before. */
  readonly text: string
  readonly isTime: boolean
  /** Its number before, and where it is now without its grain. */
  readonly before: number
  now: number
  readonly isWhole: boolean
  readonly least: number
  write(value: number): string
}

/** Writes what a held handle says. */
export interface Options {
  textOf(lever: Lever): string
  write(lever: Lever, text: string): void
}

/** A held handle. */
export class Held {
  readonly #options: Options
  readonly #handle: Handle
  readonly #moved: readonly Moved[]

  constructor(handle: Handle, options: Options) {
    this.#handle = handle
    this.#options = options
    const { time, level } = handle
    this.#moved = [time, level].flatMap((lever) => {
      const found = lever === null ? null : movedOf(lever, options.textOf(lever), lever === time)
      return found === null ? [] : [found]
    })
  }

  /** Moves it by so many pixels to the right and up; the finest way a pixel is a batch, or the least of its unit. */
  move(right: number, up: number, scale: Scale, isFine: boolean): void {
    for (const moved of this.#moved) {
      const pixels = moved.isTime ? right : up
      if (pixels === 0) continue
      const grain = this.#grain(moved, scale, isFine)
      const pixel = isFine ? grain * Math.sign(moved.lever.perUnit) : this.#pixel(moved, scale)
      moved.now = Math.max(moved.least, moved.now + pixels * pixel)
      // A key is one step, and a drag many small ones: what is less than a grain adds up.
      this.#write(moved, grain)
    }
  }

  /** Moves it by one step. */
  step(right: number, up: number, scale: Scale, isFine: boolean): void {
    for (const moved of this.#moved) {
      const steps = (moved.isTime ? right : up) * Math.sign(moved.lever.perUnit)
      if (steps === 0) continue
      const grain = this.#grain(moved, scale, isFine)
      moved.now = Math.max(moved.least, onGrain(moved.now, grain) + steps * grain)
      this.#write(moved, grain)
    }
  }

  /** Writes what stood before. */
  takeBack(): void {
    for (const { lever, text } of this.#moved) this.#options.write(lever, text)
  }

  /** Where it stands by what is written. */
  place(): { readonly batch: number; readonly value: number } {
    let { batch, value } = this.#handle
    for (const moved of this.#moved) {
      const by = (this.#written(moved) - moved.before) * moved.lever.perUnit
      if (moved.isTime) batch += by
      else value += by
    }
    return { batch, value }
  }

  #written({ lever, isTime, before }: Moved): number {
    const item = itemOf(this.#options.textOf(lever), lever)
    return (isTime ? timeTextOf(item)?.value : numberOf(item)) ?? before
  }

  #pixel({ lever, isTime }: Moved, { batches, lr }: Scale): number {
    return (isTime ? batches : lr) / lever.perUnit
  }

  #grain(moved: Moved, scale: Scale, isFine: boolean): number {
    const pixel = Math.abs(this.#pixel(moved, scale))
    const batch = 1 / Math.abs(moved.lever.perUnit)
    const wanted = isFine ? (moved.isTime ? Math.min(batch, pixel) : pixel / 100) : pixel
    return moved.isWhole ? Math.max(1, grainOf(wanted)) : grainOf(wanted)
  }

  #write({ lever, now, least, write }: Moved, grain: number): void {
    const item = write(Math.max(least, onGrain(now, grain)))
    const text = this.#options.textOf(lever)
    this.#options.write(lever, lever.index === null ? item : withItem(text, lever.index, item))
  }
}

const itemOf = (text: string, { index }: Lever): string => (index === null ? text : (itemsOf(text)[index] ?? ''))

function movedOf(lever: Lever, text: string, isTime: boolean): Moved | null {
  const item = itemOf(text, lever)
  const common = { lever, text, isTime }
  if (isTime) {
    const time = timeTextOf(item)
    if (time === null) return null
    const { value, isWhole, write } = time
    // A run, or a ramp that was one, has at least one of its unit.
    const least = isWhole ? Math.min(1, value) : 0
    return { ...common, before: value, now: value, isWhole, least, write }
  }
  const value = numberOf(item)
  if (value === null) return null
  // What was no less than 0 stays so.
  const least = value >= 0 ? 0 : Number.NEGATIVE_INFINITY
  return { ...common, before: value, now: value, isWhole: false, least, write: plain }
}
