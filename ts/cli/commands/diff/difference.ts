/**
 * Where two runs have different values, and by how much: chunk by chunk, so that millions of batches need no
 * memory.
 */
import { LR } from '../../../config/locate.js'
import { allQuantities, type BasedQuantity, type TrainingConfig } from '../../../config/read.js'
import { envelope } from '../../../evaluate/envelope.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import { batchesOf } from '../../io/configuration.js'
import { withPauses } from '../../io/pause.js'

/** A batch with two values. */
export interface DifferentBatch {
  readonly batch: number
  readonly a: number
  readonly b: number
  /** |a − b|; infinite where only one of them is. */
  readonly absolute: number
  /** How many doubles lie between, and one. */
  readonly ulps: bigint
}

/** What comparing a quantity of two runs has found. */
export interface QuantityDifference {
  /** In how many batches the values differ by more than the tolerance. */
  readonly differing: number
  /** The first of these, and the first of those with the largest difference. */
  readonly first: DifferentBatch | null
  readonly largest: DifferentBatch | null
}

/** What comparing two runs has found, and that of their learning rates. */
export interface Difference extends QuantityDifference {
  /** How many batches each run has. */
  readonly batches: readonly [a: number, b: number]
  /** How many batches both have, which are those that were compared. */
  readonly compared: number
  /** Of all else that one of them schedules: where the other does not, which one it is. */
  readonly others: ReadonlyMap<string, QuantityDifference | 'a' | 'b'>
}

const CHUNK = 65_536

/** How many quantities two configurations have in common. */
export const sharedQuantities = ([a, b]: readonly [TrainingConfig, TrainingConfig]): number =>
  allQuantities(a).filter(({ name }) => allQuantities(b).some((other) => other.name === name)).length

/**
 * Compares the quantities of two runs over the batches that both have.
 *
 * @param tolerance - the largest relative difference that still counts as equal
 * @param update - is told how many batches are done, those of each quantity that both have
 * @param isOfHighest - whether the tolerance is a part of the highest value of both, not of the larger of two
 */
export async function compareRuns(
  configs: readonly [TrainingConfig, TrainingConfig],
  tolerance: number,
  update: (done: number) => void = () => {},
  isOfHighest = false,
): Promise<Difference> {
  const batches = [batchesOf(configs[0]), batchesOf(configs[1])] as const
  const compared = Math.min(...batches)
  const [left, right] = configs.map((config) => new Map(allQuantities(config).map((own) => [own.name, own])))
  const found = new Map<string, QuantityDifference | 'a' | 'b'>()
  let done = 0
  for (const name of new Set([...left!.keys(), ...right!.keys()])) {
    const [a, b] = [left!.get(name), right!.get(name)]
    if (a === undefined || b === undefined) {
      found.set(name, a === undefined ? 'b' : 'a')
      continue
    }
    const pair = [
      { run: configs[0].run, ...a },
      { run: configs[1].run, ...b },
    ] as const
    found.set(name, await compareQuantity(pair, compared, tolerance, (own) => update(done + own), isOfHighest))
    done += compared
  }
  const rate = found.get(LR) as QuantityDifference
  found.delete(LR)
  return { batches, compared, ...rate, others: found }
}

type Side = BasedQuantity & Pick<TrainingConfig, 'run'>

/** Compares a quantity that both have. */
async function compareQuantity(
  pair: readonly [Side, Side],
  compared: number,
  tolerance: number,
  update: (done: number) => void,
  isOfHighest: boolean,
): Promise<QuantityDifference> {
  const values = pair.map(() => new Float64Array(Math.min(CHUNK, compared)))
  const floor = isOfHighest ? tolerance * highestOf(pair, compared) : 0
  let [differing, first, largest] = [0, null as Place | null, null as Place | null]
  await withPauses(async (pause) => {
    for (let from = 0; from < compared; from += CHUNK) {
      const count = Math.min(CHUNK, compared - from)
      const [a, b] = pair.map(({ schedulers, run, base }, index) =>
        evaluate(schedulers, run, { from, count, baseLr: base, out: values[index]!.subarray(0, count) }),
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
  return { differing, first: withUlps(first), largest: withUlps(largest) }
}

/** The highest value of both runs, of either sign. */
function highestOf(pair: readonly [Side, Side], count: number): number {
  if (count === 0) return 0
  const peaks = pair.map(({ schedulers, run, base }) => {
    const { low, high } = envelope(schedulers, run, { count, columns: 1, baseLr: base })
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
