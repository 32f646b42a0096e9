/**
 * The learning rates of a configuration at chosen batches: those of `evaluate`, bit for bit, without resolving anew.
 */
import type { Curve } from '../../curve/curve.js'
import { fillProduct } from '../../evaluate/evaluate.js'
import type { Configuration } from '../space/configuration.js'

/** What a configuration has of a quantity beside the learning rate; undefined where it does not schedule it. */
export function productOf({ quantities }: Configuration, name: string): Product | undefined {
  const found = quantities.find((quantity) => quantity.name === name)
  return found && { curves: found.curves, baseLr: 1 }
}

/** What is evaluated: curves that multiply, times a learning rate. */
export interface Product {
  readonly curves: readonly Curve[]
  readonly baseLr: number
}

/** Fills `out` with the learning rates at `steps`, which increase; as many as `steps` has. */
export function fillAt({ curves, baseLr }: Product, steps: Float64Array, out: Float64Array): void {
  for (let at = 0; at < steps.length; ) {
    const from = steps[at]!
    const stride = at + 1 < steps.length ? steps[at + 1]! - from : 1
    let end = at + 1
    while (end < steps.length && steps[end]! - steps[end - 1]! === stride) end++
    fillProduct(curves, { from, stride, count: end - at }, baseLr, out.subarray(at, end))
    at = end
  }
}
