/**
 * A worker thread of the local pool: computes parts of the one plan that it was given. A file of its own in the build.
 */
import { Piscina } from 'piscina'
import { type PlanJSON, SweepPlan } from '../plan/plan.js'
import { computeParts, type Encoders, loadEncoders, type PartBytes } from './part.js'
import { toPosted } from './posted.js'

let ready: Promise<{ plan: SweepPlan; encoders: Encoders }> | undefined

async function start(): Promise<{ plan: SweepPlan; encoders: Encoders }> {
  const plan = SweepPlan.posted(Piscina.workerData as PlanJSON)
  return { plan, encoders: await loadEncoders(plan.spec) }
}

async function computed(indexes: readonly number[]): Promise<PartBytes[]> {
  ready ??= start()
  const { plan, encoders } = await ready
  return computeParts(plan, indexes, encoders)
}

/** The parts with these indexes, which are computed together; their bytes are handed over, not copied. */
export default async function compute(indexes: readonly number[]): Promise<unknown> {
  const parts = await computed(indexes).catch((error: unknown) => {
    throw toPosted(error)
  })
  const buffers = parts.map(({ bytes }) => bytes.buffer)
  return Piscina.move({ [Piscina.transferableSymbol]: buffers, [Piscina.valueSymbol]: parts } as never)
}
