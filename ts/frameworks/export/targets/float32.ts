/**
 * What 32 bits make of the rates of a schedule.
 */
import { compare } from '../compare.js'
import { float32Words } from '../remarks.js'
import type { Exported } from '../schedule.js'

/** What is said of a target that computes in 32 bits; nothing where no rate is rounded. */
export function roundedTo32(schedule: Exported, cure: string): string[] {
  const rates = (from: number, count: number) => schedule.rates(from, count)
  const rounded = (_: number, __: number, expected: ArrayLike<number>) => Array.from(expected, Math.fround)
  const words = float32Words(compare(rates, rounded, schedule.batches, 0), schedule.quantity.values, cure)
  return words === null ? [] : [words]
}
