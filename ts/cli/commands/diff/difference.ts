/**
 * Where two runs have different learning rates, and by how much: chunk by chunk, so that millions of batches need no
 * memory.
 */
import type { TrainingConfig } from '../../../config/read.js'
import { envelope } from '../../../evaluate/envelope.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import { batchesOf } from '../../io/configuration.js'
import { withPauses } from '../../io/pause.js'

/** A batch with two learning rates. */
export interface DifferentBatch {
  readonly batch: number
  readonly a: number
  readonly b: number
  /** |a − b|; infinite where only one of them is. */
  readonly absolute: number
  /** How many doubles lie between, and one. */
  readonly ulps: bigint
}

/** What comparing two runs has found. */
export interface Difference {
  /** How many batches each run has. */
  readonly batches: readonly [a: number, b: number]
  /** How many batches both have, which are those that were compared. */
  readonly compared: number
  /** In how many of them the learning rates differ by more than the tolerance. */
  readonly differing: number
  /** The first of these, and the first of those with the largest difference. */
  readonly first: DifferentBatch | null
  readonly largest: DifferentBatch | null
}

const CHUNK = 65_536

/**
 * Compares the learning rates of two runs over the batches that both have.
 *
 * @param tolerance - the largest relative difference that still counts as equal
 * @param update - is told how many batches are done
 * @param isOfHighest - whether the tolerance is a part of the highest learning rate of both, not of the larger of two
 */
export async function compareRuns(
  configs: readonly [TrainingConfig, TrainingConfig],
  tolerance: number,
  update: (done: number) => void = () => {},
  isOfHighest = false,
): Promise<Difference> {
  const batches = [batchesOf(configs[0]), batchesOf(configs[1])] as const
  const compared = Math.min(...batches)
  const values = configs.map(() => new Float64Array(Math.min(CHUNK, compared)))
  const floor = isOfHighest ? tolerance * highestOf(configs, compared) : 0
  let [differing, first, largest] = [0, null as Place | null, null as Place | null]
  await withPauses(async (pause) => {
    for (let from = 0; from < compared; from += CHUNK) {
      const count = Math.min(CHUNK, compared - from)
      const [a, b] = configs.map(({ schedulers, run, baseLr }, index) =>
        evaluate(schedulers, run, { from, count, baseLr, out: values[index]!.subarray(0, count) }),
      ) as [Float64Array, Float64Array]
      for (let i = 0; i < count; i++) {
        const [left, right] = [a[i]!, b[i]!]
        if (left === right || !isBeyond(left, right, isOfHighest ? 0 : tolerance, floor)) continue
        differing++
        const absolute = Math.abs(left - right)
        if (first === null) first = { batch: from + i, a: left, b: right, absolute }
        if (largest === null || absolute > largest.absolute) largest = { batch: from + i, a: left, b: right, absolute }
      }
      update(from + count)
      await pause()
    }
  })
  return { batches, compared, differing, first: withUlps(first), largest: withUlps(largest) }
}

/** The highest learning rate of both runs, of either sign. */
function highestOf(configs: readonly [TrainingConfig, TrainingConfig], count: number): number {
  if (count === 0) return 0
  const peaks = configs.map(({ schedulers, run, baseLr }) => {
    const { low, high } = envelope(schedulers, run, { count, columns: 1, baseLr })
    return Math.max(Math.abs(low[0]!), Math.abs(high[0]!))
  })
  return Math.max(...peaks)
}

type Place = Omit<DifferentBatch, 'ulps'>

const withUlps = (place: Place | null): DifferentBatch | null =>
  place === null ? null : { ...place, ulps: ulpsBetween(place.a, place.b) }

/** Whether two different values differ by more than a part of the larger one; NaN is like NaN only. */
function isBeyond(a: number, b: number, tolerance: number, floor: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return false
  // An infinity is near to nothing else, whatever the tolerance.
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true
  return Math.abs(a - b) > Math.max(floor, tolerance * Math.max(Math.abs(a), Math.abs(b)))
}

/** How many steps from double to double lead from one to the other; −0 and 0 are one. */
export function ulpsBetween(a: number, b: number): bigint {
  const distance = ordered(a) - ordered(b)
  return distance < 0n ? -distance : distance
}

const view = new DataView(new ArrayBuffer(8))

/** The place of a double among all. */
function ordered(value: number): bigint {
  view.setFloat64(0, Math.abs(value))
  const place = view.getBigInt64(0)
  return value < 0 ? -place : place
}
