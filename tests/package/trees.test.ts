/**
 * Trees of schedulers from configurations, against an independent reference: values, errors, points and ranges, JSON.
 */
import { Curve, Scheduler, SchedulerError, type TrainingRun } from 'scale-schedule'
import { ConfigError, readConfig } from 'scale-schedule/config'
import { expect, test } from 'vitest'
import { readRows } from '../helpers/rows.js'

type Expected = number | string | { error: string }

interface Row {
  readonly id: string
  readonly why: string
  readonly tree: unknown
  readonly run: Readonly<Record<string, unknown>>
  readonly batches: readonly number[]
  readonly expected: Expected | readonly Expected[]
}

const ROWS = readRows<Row>('trees/trees')

/** The bits of native code; of what it refuses as a whole there are none. */
const BITS = new Map(readRows<{ id: string; bits: string[] }>('trees/bits').map(({ id, bits }) => [id, bits] as const))

const view = new DataView(new ArrayBuffer(8))
function bitsOf(value: number): string {
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

/** Rows whose reading is another one here: docs/fidelity.md says why. */
const OTHERWISE = new Set(['g150', 'g115', 'g181', 'h093'])

/** What is computed, or the code of its error. */
function outcome<T>(compute: () => T): T | { error: string } {
  try {
    return compute()
  } catch (error) {
    const cause = error instanceof ConfigError ? error.cause : error
    if (cause instanceof SchedulerError) return { error: cause.code }
    throw error
  }
}

const isError = (found: unknown): found is { error: string } =>
  typeof found === 'object' && found !== null && 'error' in found

function configOf({ tree, run }: Row) {
  const { max_duration, dataloader_len, ssr, samples_per_batch, tokens_per_sample, seconds_per_batch } = run
  const keys = {
    max_duration,
    dataloader_len,
    scale_schedule_ratio: ssr,
    global_train_batch_size: samples_per_batch,
    max_seq_len: tokens_per_sample,
    seconds_per_batch,
    scheduler: tree,
  }
  const given = Object.entries(keys).filter(([, value]) => value != null)
  return readConfig(JSON.stringify(Object.fromEntries(given)), { file: 'row.json' })
}

function isNear(found: number, wanted: number | string): boolean {
  const value = Number(wanted)
  return Object.is(found, value) || Math.abs(found - value) <= 1e-12 * Math.max(1, Math.abs(value))
}

/** What is wrong with a row; undefined where nothing is. */
function faultOf(row: Row): string | undefined {
  const { batches, expected } = row
  const wantedAt = (index: number) => (Array.isArray(expected) ? expected[index] : expected) as Expected
  const isOneError = (code: string) => {
    const all = batches.map((_, index) => wantedAt(index))
    return all.every((wanted) => isError(wanted) && wanted.error === code)
  }
  const resolved = outcome(() => {
    const { schedulers, run } = configOf(row)
    return { scheduler: schedulers[0]!, run, curve: schedulers[0]!.resolve(run) }
  })
  if (isError(resolved)) return isOneError(resolved.error) ? undefined : `refused with ${resolved.error}`
  const { scheduler, run, curve } = resolved
  for (const [index, batch] of batches.entries()) {
    const found = outcome(() => curve.at(batch))
    const wanted = wantedAt(index)
    const fits =
      isError(found) || isError(wanted)
        ? isError(found) && isError(wanted) && found.error === wanted.error
        : isNear(found, wanted)
    if (!fits) return `at ${batch}: ${JSON.stringify(found)} in place of ${JSON.stringify(wanted)}`
    const bits = isError(found) ? found.error : bitsOf(found)
    if (BITS.get(row.id)?.[index] !== bits) return `at ${batch}: bits ${bits}, natively ${BITS.get(row.id)?.[index]}`
    const point = outcome(() => curve.valueAt(run.timestampAt(batch)))
    if (!isError(found) && !Object.is(point, found)) return `at ${batch}: a point has ${JSON.stringify(point)}`
  }
  return sameAgain(scheduler, curve, run)
}

/** Whether what JSON keeps is the same. */
function sameAgain(scheduler: { toJSON(): unknown }, curve: Curve, run: TrainingRun): string | undefined {
  const again = Scheduler.fromJSON(JSON.stringify(scheduler))
  if (JSON.stringify(again) !== JSON.stringify(scheduler)) return 'its JSON is read as another scheduler'
  if (again.resolve(run).digest() !== curve.digest()) return 'its JSON has another curve'
  if (Curve.fromJSON(JSON.stringify(curve)).digest() !== curve.digest())
    return 'the JSON of its curve has another curve'
  const phases = curve.phases()
  if (phases.length === 0 || phases.at(-1)!.until !== Number.POSITIVE_INFINITY)
    return 'its phases do not go on to the end'
  return undefined
}

test('every tree is what the reference has', () => {
  const faults = ROWS.flatMap((row) => {
    const fault = faultOf(row)
    return fault === undefined || OTHERWISE.has(row.id) ? [] : [`${row.id} (${row.why}): ${fault}`]
  })
  expect(faults).toEqual([])
})
