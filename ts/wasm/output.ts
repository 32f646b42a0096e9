/**
 * Arrays that are the memory of an instance of their own, into which it writes without a copy.
 */
import { CHUNK } from './chunk.js'
import type { InitOutput } from './generated/core.js'
import { Instance, isTree, PAGE } from './instance.js'
import { startAnother } from './source/embedded.js'
import type { Values } from './values.js'

/** With the function that the build adds. */
type Restorable = InitOutput & { restore_stack(): void }

/** The most numbers of a curve for which an instance has room, beside its values. */
const MOST_NUMBERS = 512
const PAGE_OF_MEMORY = 65_536

/** An instance, and where its values begin. */
interface Owner {
  readonly instance: Instance
  readonly base: number
}

const owners = new WeakMap<ArrayBufferLike, Owner>()

/** An array of its own for so many values; undefined where there is no instance to be had, or no memory for it. */
export function allocateOwn(count: number, Kind: typeof Float64Array | typeof Float32Array): Values | undefined {
  try {
    const core = roomy()
    if (core === undefined) return undefined
    const base = core.memory.buffer.byteLength
    core.memory.grow(Math.ceil((count * Kind.BYTES_PER_ELEMENT) / PAGE_OF_MEMORY))
    const { buffer } = core.memory
    let isNew = true
    const instance = new Instance(() => {
      if (!isNew) restore(core, base)
      isNew = false
      return core
    })
    owners.set(buffer, { instance, base })
    return new Kind(buffer, base, count)
  } catch (error) {
    if (error instanceof RangeError || (error as Error).cause instanceof RangeError) return undefined
    throw error
  }
}

/**
 * The instance whose memory an array is, if it is one's and all curves fit beside it. Trees never do: they compute with
 * memory that grows with their depth.
 */
export function ownerOf(out: Values, curves: readonly Float64Array[]): Instance | undefined {
  const owner = owners.get(out.buffer)
  if (owner === undefined || out.byteOffset < owner.base) return undefined
  const fits = (curve: Float64Array) => curve.length <= MOST_NUMBERS && !isTree(curve)
  return curves.every(fits) ? owner.instance : undefined
}

/** A fresh instance with all the room that it will ever need: memory that grows would leave the array empty. */
function roomy(): Restorable | undefined {
  const core = startAnother() as Restorable | undefined
  // The buffer moves when it grows, since the product is behind it; where it was, there is room for curves.
  core?.reserve(CHUNK)
  core?.multiply(CHUNK, 1)
  core?.reserve(CHUNK + PAGE)
  return core
}

/** Puts all but the values back to where it was before any use. */
function restore(core: Restorable, base: number): void {
  new Uint8Array(core.memory.buffer).set(new Uint8Array(roomy()!.memory.buffer, 0, base))
  core.restore_stack()
}
