/**
 * A schedule as the text of a configuration, which `curve` reads.
 */
import { SchedulerError } from '../errors/error.js'
import { programOf } from '../languages/program.js'
import { writeYaml } from '../languages/yaml.js'
import { convertTime } from '../run/convert.js'
import { TrainingRun } from '../run/run.js'
import { PiecewiseInterpolateScheduler } from '../schedulers/classes.js'
import { fieldsOf, isNesting, type SchedulerType } from '../wasm/table.js'
import type { RateAt } from './case.js'
import { Rates, type Schedule } from './values.js'

// What a configuration may have without being refused as too large.
const MOST_KNOTS = 10_000

/** A configuration of a schedule. */
export function configurationOf({ schedulers, run, baseLr }: Schedule, name: string): string {
  try {
    return writeYaml(programOf({ name, factors: schedulers, run, baseLr }, convertTime))
  } catch (error) {
    // What YAML writes has every time in batches too, which parts of a fraction of a batch don't have; JSON is YAML.
    if (!SchedulerError.is(error)) throw error
    const { maxDuration, scaleScheduleRatio, dataloaderLen, samplesPerBatch, tokensPerSample } = run.toJSON()
    const configuration = {
      run_name: name,
      max_duration: maxDuration,
      ...(scaleScheduleRatio === 1 ? {} : { scale_schedule_ratio: scaleScheduleRatio }),
      ...(dataloaderLen === null ? {} : { dataloader_len: dataloaderLen }),
      ...(samplesPerBatch === null ? {} : { global_train_batch_size: samplesPerBatch }),
      ...(tokensPerSample === null ? {} : { max_seq_len: tokensPerSample }),
      optimizer: { lr: baseLr },
      schedulers: schedulers.map((scheduler) => configured(scheduler.toJSON() as unknown as Data)),
    }
    return `${JSON.stringify(configuration, null, 2)}\n`
  }
}

type Data = Readonly<Record<string, unknown>>

/** A scheduler's JSON under the names of configurations. */
function configured({ type, ...options }: Data): Data {
  const named = fieldsOf(type as SchedulerType).flatMap(({ name, key, kind }) => {
    const value = options[name]
    if (value === undefined || value === null) return []
    if (!isNesting(kind)) return [[key, value]]
    return [[key, Array.isArray(value) ? value.map((part) => configuredPart(part)) : configuredPart(value)]]
  })
  return { name: type, ...Object.fromEntries(named) }
}

const configuredPart = (part: unknown): Data => {
  const data = part as Data
  return 'type' in data ? configured(data) : { ...data, scheduler: configured(data.scheduler as Data) }
}

/** Rates at updates, and lines between: what has no schedule of its own. */
export function knotsOf(updates: readonly number[], at: RateAt, baseLr: number): Schedule {
  // Of an update that comes again the last counts: that was trained on.
  const rates = new Map(updates.map((update, row) => [Math.max(0, update), at(row)]))
  const all = withoutInner(Array.from(rates).sort(([a], [b]) => a - b))
  const stride = Math.ceil(all.length / MOST_KNOTS)
  const kept = all.filter((_, index) => index % stride === 0 || index === all.length - 1)
  if (kept[0]![0] !== 0) kept.unshift([0, kept[0]![1]])
  const base = baseLr === 0 ? 1 : baseLr
  const scheduler = new PiecewiseInterpolateScheduler({
    knots: kept.map(([update]) => `${update}ba` as const),
    values: kept.map(([, rate]) => rate / base),
  })
  return {
    schedulers: [scheduler],
    run: new TrainingRun({ maxDuration: `${kept.at(-1)![0] + 1}ba` }),
    baseLr: base,
  }
}

/** Points without those that lie where others hold a rate. */
const withoutInner = (points: readonly [number, number][]): [number, number][] =>
  points.filter(([, rate], index) => rate !== points[index - 1]?.[1] || rate !== points[index + 1]?.[1])

/** Whether a schedule has the rates that it is to have, at updates. */
export function has(schedule: Schedule, updates: readonly number[], at: RateAt, tolerance: number): boolean {
  const rates = new Rates(schedule).many(updates)
  return rates.every((rate, row) => Math.abs(rate - at(row)) <= tolerance)
}
