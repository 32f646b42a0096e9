/**
 * Trees with functions at their leaves: the same bits as trees of built-in schedulers, at batches, over ranges, at states.
 */
import { readFileSync } from 'node:fs'
import {
  type BuiltinScheduler,
  type ComposerScheduler,
  type Curve,
  createScheduler,
  evaluate,
  type PartJSON,
  ProductScheduler,
  Scheduler,
  SchedulerError,
  type SchedulerJSON,
  type State,
  setWarningHandler,
  type TrainingRun,
} from 'scale-schedule'
import { ConfigError, readConfig } from 'scale-schedule/config'
import { afterAll, expect, test } from 'vitest'

interface Row {
  readonly id: string
  readonly tree: unknown
  readonly run: Readonly<Record<string, unknown>>
  readonly batches: readonly number[]
}

const ROWS = readFileSync(new URL('../trees/trees.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)

// Hundreds of ramps without a length, as soon as a row is read.
setWarningHandler(() => {})
afterAll(() => {
  setWarningHandler(null)
})

/** What is computed, or the code of its error. */
function outcome<T>(compute: () => T): T | string {
  try {
    return compute()
  } catch (error) {
    const cause = error instanceof ConfigError ? error.cause : error
    if (cause instanceof SchedulerError) return cause.code
    throw error
  }
}

interface Case {
  readonly id: string
  readonly tree: BuiltinScheduler
  readonly run: TrainingRun
  readonly count: number
}

/** The rows whose configuration can be read. */
const CASES = ROWS.flatMap(({ id, tree, run: given, batches }): Case[] => {
  const keys = {
    max_duration: given.max_duration,
    dataloader_len: given.dataloader_len,
    scale_schedule_ratio: given.ssr,
    global_train_batch_size: given.samples_per_batch,
    max_seq_len: given.tokens_per_sample,
    seconds_per_batch: given.seconds_per_batch,
    scheduler: tree,
  }
  const text = JSON.stringify(Object.fromEntries(Object.entries(keys).filter(([, value]) => value != null)))
  const config = outcome(() => readConfig(text, { file: 'row.json' }))
  if (typeof config === 'string') return []
  return [{ id, tree: config.schedulers[0]!, run: config.run, count: Math.max(...batches) + 1 }]
})

type Json = SchedulerJSON | PartJSON
const whole = (json: Json): SchedulerJSON =>
  'scheduler' in json && 'clock' in json ? (json as PartJSON).scheduler : (json as SchedulerJSON)

/** The paths of all schedulers of a tree. */
function pathsOf(json: SchedulerJSON, path = ''): string[] {
  const { scheduler, schedulers } = json as { scheduler?: SchedulerJSON; schedulers?: Json[] }
  const one = scheduler === undefined ? [] : pathsOf(scheduler, `${path}.scheduler`)
  const several = (schedulers ?? []).flatMap((part, index) => pathsOf(whole(part), `${path}.schedulers[${index}]`))
  return [path, ...one, ...several]
}

const isLeaf = (paths: readonly string[], path: string) => !paths.some((other) => other.startsWith(`${path}.`))

/** The tree with something in place of the scheduler at a path. */
function replaced(
  json: SchedulerJSON,
  at: string,
  make: (scheduler: BuiltinScheduler) => ComposerScheduler,
  path = '',
): ComposerScheduler {
  if (path === at) return make(Scheduler.fromJSON(json))
  const { type, version: _, ...options } = json as { type: string } & Record<string, unknown>
  const { scheduler, schedulers } = options as { scheduler?: SchedulerJSON; schedulers?: Json[] }
  if (scheduler !== undefined) options.scheduler = replaced(scheduler, at, make, `${path}.scheduler`)
  if (schedulers !== undefined) {
    options.schedulers = schedulers.map((part, index) => {
      const made = replaced(whole(part), at, make, `${path}.schedulers[${index}]`)
      return whole(part) === part ? made : { scheduler: made, clock: 'outer' }
    })
  }
  return createScheduler(type, options)
}

/** Where two schedulers differ at the batches of a run, by themselves, in a range and at bare states; undefined for nowhere. */
function difference(mixed: ComposerScheduler, { tree, run, count }: Case): string | undefined {
  const curve = outcome(() => tree.resolve(run))
  const all = outcome(() => Array.from((curve as Curve).fill({ count })))
  const range = outcome(() => Array.from(evaluate(mixed, run, { count })))
  const wanted = typeof curve === 'string' ? curve : all
  if (JSON.stringify(range) !== JSON.stringify(wanted)) {
    return `a range has ${JSON.stringify(range).slice(0, 200)} in place of ${JSON.stringify(wanted).slice(0, 200)}`
  }
  const { maxDuration, dataloaderLen, scaleScheduleRatio: ssr } = run
  for (let batch = 0; batch < count; batch += 3) {
    if (typeof wanted === 'string') {
      const at = typeof curve === 'string' ? curve : outcome(() => curve.at(batch))
      const found = outcome(() => evaluate(mixed, run, { from: batch, count: 1 })[0]!)
      if (!Object.is(at, found)) return `batch ${batch} has ${found} in place of ${at}`
    }
    // Without a pace.
    const state: State = { timestamp: run.timestampAt(batch), maxDuration, dataloaderLen }
    const [at, found] = [tree, mixed].map((scheduler) => outcome(() => scheduler(state, ssr)))
    if (!Object.is(at, found)) return `a state of batch ${batch} has ${found} in place of ${at}`
  }
  return undefined
}

test('any part of a tree may stand beside a function', () => {
  const faults = CASES.flatMap((row) => {
    const json = row.tree.toJSON()
    return pathsOf(json).flatMap((path) => {
      // The greater of a value and -Infinity is the value.
      const lowest = (_: State, __ = 1) => Number.NEGATIVE_INFINITY
      const beside = (part: BuiltinScheduler) => createScheduler('maximum', { schedulers: [part, lowest] })
      const fault = difference(replaced(json, path, beside), row)
      return fault === undefined ? [] : [`${row.id}${path}: ${fault}`]
    })
  })
  expect(faults).toEqual([])
})

/** Whether all clocks of a tree begin at batches, and all runs end at one: then a function and a leaf read the same. */
function isWhole({ tree, run }: Case): boolean {
  const isBatches = ['ba', 'ep'].includes(run.maxDuration.unit)
  const times = /"(?:at|by|every|tStart|tCooldown|tEnd|tWarmup)":(\[[^\]]*\]|"[^"]*")/g
  const written = [...JSON.stringify(tree).matchAll(times)].flatMap(([, found]) => found!.match(/[\w.-]+/g) ?? [])
  return isBatches && written.every((time) => /^-?\d+(?:ba|ep)$|dur$/.test(time))
}

test('a function of the formula of a leaf is the leaf, where all clocks begin at batches', () => {
  let compared = 0
  const faults = CASES.filter(isWhole).flatMap((row) => {
    const json = row.tree.toJSON()
    const paths = pathsOf(json)
    return paths.slice(1).flatMap((path) => {
      if (!isLeaf(paths, path)) return []
      let isPaced = false
      const asFunction = (leaf: BuiltinScheduler) => (state: State, ssr?: number) => {
        try {
          return leaf(state, ssr)
        } catch (error) {
          // What a leaf needs the pace for, a state can't tell.
          isPaced ||= SchedulerError.is(error, 'counter-missing')
          throw error
        }
      }
      const mixed = replaced(json, path, asFunction)
      const valuesOf = (fill: () => Float64Array) => outcome(() => Array.from(fill()).join())
      const found = valuesOf(() => evaluate(mixed, row.run, { count: row.count }))
      if (isPaced) return []
      compared++
      const wanted = valuesOf(() => row.tree.resolve(row.run).fill({ count: row.count }))
      return found === wanted ? [] : [`${row.id}${path}: ${found} in place of ${wanted}`]
    })
  })
  expect(faults).toEqual([])
  expect(compared).toBeGreaterThan(400)
})

test('a tree beside other factors is multiplied as they are', () => {
  const { tree, run } = CASES[0]!
  const one = new ProductScheduler({ schedulers: [tree, (_: State, __ = 1) => 1] })
  expect(evaluate([one, tree], run, { baseLr: 0.3 })).toEqual(evaluate([tree, tree], run, { baseLr: 0.3 }))
})
