/**
 * What a sweep tells while it runs: nothing, or events as JSON for programs.
 */

import type { Progress } from '../../../../cluster/driver.js'
import type { SweepPlan } from '../../../../sweep/plan/plan.js'
import type { SweepEnd } from '../../../../sweep/run/end.js'
import type { Shard } from '../../../../sweep/run/shard.js'
import type { FinishedPart } from '../../../../sweep/run/sweep.js'
import type { Fault } from '../../../../sweep/store/fault.js'
import { failureOf } from '../../../io/failure.js'
import { whileRead } from '../../../io/output.js'
import { Work } from './work.js'

/** What is called as a sweep goes on. */
export interface SweepReport {
  dryRun(plan: SweepPlan): Promise<void>
  /** Before anything is written; the shard whose parts alone are made. */
  planned(plan: SweepPlan, shard?: Shard): void
  part(part: FinishedPart): Promise<void>
  /** What is wrong with a file, which is made anew. */
  fault(fault: Fault): void
  finished(end: SweepEnd): Promise<void>
  /** Where no parts were made, but the manifest alone. */
  ended(end: SweepEnd): Promise<void>
  /** Of a sweep on a queue. */
  progress(progress: Progress): void
  notice(found: string): void
  /** What was enqueued goes on without this process. */
  detached(again: string): Promise<void>
  /** In addition to the line on standard error. */
  failed(error: unknown): Promise<void>
  /** Takes back what it shows on the terminal. */
  close(): void
}

/** A line about a file that is made anew. */
export const faultLine = (name: string, what: string): string => `scale-schedule: ${name} is made anew: ${what}`

const nothing = async (): Promise<void> => {}

/** Tells nothing but what was wrong. */
export const quietReport = (): SweepReport => ({
  dryRun: nothing,
  planned: () => {},
  part: nothing,
  fault: ({ name, what }) => void process.stderr.write(`${faultLine(name, what)}\n`),
  finished: nothing,
  ended: nothing,
  progress: () => {},
  notice: () => {},
  detached: nothing,
  failed: nothing,
  close: () => {},
})

/** Tells events on standard output, one a line; the help lists them. */
export function jsonReport(folder: string): SweepReport {
  const write = whileRead()
  const put = (event: object): Promise<void> => write(`${JSON.stringify(event)}\n`)
  let work: Work | null = null
  return {
    dryRun: (plan) => put(planEvent(plan, folder)),
    planned(plan, shard) {
      work = new Work(plan, undefined, shard)
      // A failure to write comes up again with the next event.
      put(planEvent(plan, folder)).catch(() => {})
    },
    async part(finished) {
      work!.add(finished)
      const { part, rows, bytes, sha256, resumed } = finished
      const { name, kind } = part
      await put({ event: 'part', name, kind, rows, bytes, sha256, resumed, done: work!.done, parts: work!.parts })
    },
    fault({ name, what }) {
      put({ event: 'fault', name, found: what }).catch(() => {})
    },
    async finished({ finished, missing }) {
      const { parts, resumed, rows, bytes, seconds, values, rate } = work!
      const made = { parts, resumed, rows, bytes, seconds, values, valuesPerSecond: rate }
      await put({ event: 'done', folder, ...made, finished, missing: missing.length })
    },
    ended: ({ finished, missing }) => put({ event: 'done', folder, finished, missing: missing.length }),
    progress: ({ parts, done, failed }) => void put({ event: 'progress', parts, done, failed }).catch(() => {}),
    notice: (found) => void put({ event: 'notice', found }).catch(() => {}),
    detached: () => put({ event: 'done', folder, finished: false, missing: null }),
    async failed(error) {
      const { code } = error as { code?: unknown }
      const { exitCode, message } = failureOf(error)
      await put({ event: 'error', exitCode, code: typeof code === 'string' ? code : null, message })
    },
    close: () => {},
  }
}

function planEvent(plan: SweepPlan, folder: string): object {
  const { format, layout, environment = {} } = plan.spec
  const axes = plan.space.axes.map(({ name, values }) => ({ name, values: values.length }))
  const { configurations, invalid, values, steps, parts, bytes } = plan.totals()
  const what = { plan: plan.digest, name: plan.name, folder, format, layout }
  const quantities = plan.quantities.length === 0 ? {} : { quantities: ['lr', ...plan.quantities] }
  const totals = { configurations, invalid, axes, ...quantities, values, steps, parts, bytes }
  return { event: 'plan', ...what, ...totals, environment: Object.keys(environment) }
}
