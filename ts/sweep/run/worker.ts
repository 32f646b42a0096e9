/**
 * A worker thread of the local pool: computes parts of the one plan that it was given. A file of its own in the build.
 */
import { Piscina } from 'piscina'
import type { Format } from '../formats/format.js'
import { loadFormat } from '../formats/load.js'
import { SweepPlan } from '../plan/plan.js'
import { computePart } from './part.js'

let ready: Promise<{ plan: SweepPlan; format: Format }> | undefined

async function start(): Promise<{ plan: SweepPlan; format: Format }> {
  const plan = SweepPlan.fromJSON(Piscina.workerData)
  const { format, writer } = plan.spec
  return { plan, format: await loadFormat(format, { writer }) }
}

/** The part with an index; its bytes are handed over, not copied. */
export default async function compute(index: number): Promise<unknown> {
  ready ??= start()
  const { plan, format } = await ready
  const { rows, bytes } = await computePart(plan, plan.parts[index]!, format)
  return Piscina.move({ [Piscina.transferableSymbol]: [bytes.buffer], [Piscina.valueSymbol]: { rows, bytes } } as never)
}
