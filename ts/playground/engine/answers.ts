/**
 * What is asked of one schedule besides its drawing: its facts, a reading, the rows of a table.
 */
import { evaluate, SchedulerError, setWarningHandler, type TrainingRun } from 'scale-schedule/bundler'
import { perBatch } from '../../state/pace.js'
import { ENDED } from '../panel/numbers.js'
import { quantityKey, type Schedule } from '../state/state.js'
import { type Built, build } from './build.js'
import type { FunctionValues, Info, Phase, Rates, Reading, Table } from './messages.js'
import { placed } from './place.js'

const warnings: string[] = []
setWarningHandler((message) => warnings.push(message))

/** The facts of a schedule. */
export async function infoFor(schedule: Schedule): Promise<Info> {
  warnings.length = 0
  const built = build(schedule)
  const { batches } = built.run
  try {
    const facts = { batches, rates: ratesOf(built), phases: phasesOf(built), warnings: [...warnings] }
    const isTree = schedule.factors.some(({ kind }) => kind === 'node')
    return { ...facts, clocks: isTree ? (await import('./clocks.js')).clocksFor(schedule) : [] }
  } catch (error) {
    throw placed(error, schedule.factors)
  }
}

/** What a batch adds on each axis. */
export const ratesOf = ({ run }: Built): Rates => ({
  ba: 1,
  ep: perBatch(run.pace, 'ep'),
  sp: perBatch(run.pace, 'sp'),
  tok: perBatch(run.pace, 'tok'),
  dur: 1 / run.batches,
})

/** Where the formula of any factor changes; a constant phase is listed only where all factors are constant. */
export function phasesOf(built: Built): Phase[] {
  const lists = built.curves.map((curve): Phase[] => {
    if (curve === null) return [{ name: 'function', from: 0, until: Number.POSITIVE_INFINITY }]
    return curve.phases({ in: 'ba' })
  })
  const end = built.run.batches
  const edges = [...new Set(lists.flat().map(({ from }) => from))].filter((edge) => edge < end).sort((a, b) => a - b)
  return edges
    .map((from, index) => {
      const until = edges[index + 1] ?? end
      const names = lists.flatMap((list) => list.find((each) => each.from <= from && from < each.until)?.name ?? [])
      const moving = names.filter((name) => name !== 'hold')
      return { name: [...new Set(moving.length > 0 ? moving : names)].join(' × '), from, until }
    })
    .filter(({ from, until }) => until > from)
}

/** The schedule at one batch, exactly. */
export function readingAt(schedule: Schedule, batch: number): Reading {
  const built = build(schedule)
  const { run, schedulers, baseLr } = built
  const times: [string, number][] = [
    ['batch', batch],
    ...countersAt(run, batch),
    ['fraction of the run', batch / run.batches],
  ]
  if (batch > run.batches) return { batch, times, alpha: null, lr: null, phase: ENDED }
  const range = { from: batch, count: 1 }
  try {
    const alpha = evaluate(schedulers, run, range)[0]!
    const lr = evaluate(schedulers, run, { ...range, baseLr })[0]!
    const phase = phasesOf(built).find(({ from, until }) => from <= batch && batch < until)
    return { batch, times, alpha, lr, phase: phase?.name ?? 'after the end' }
  } catch (error) {
    throw placed(error, schedule.factors)
  }
}

/** The counters that the run gives; none where one is beyond the integers, which the values don't ask for. */
function countersAt(run: TrainingRun, batch: number): [string, number][] {
  let at: ReturnType<TrainingRun['timestampAt']>
  try {
    at = run.timestampAt(batch)
  } catch (error) {
    if (SchedulerError.is(error, 'integer-range')) return []
    throw error
  }
  const { dataloaderLen, samplesPerBatch, tokensPerSample, epochsPerIteration, microsecondsPerBatch } = run.pace
  const times: [string, number][] = []
  if (dataloaderLen !== null) times.push(['epoch', at.epoch], ['batch in epoch', at.batchInEpoch])
  if (samplesPerBatch !== null) times.push(['sample', at.sample])
  if (samplesPerBatch !== null && tokensPerSample !== null) times.push(['token', at.token])
  if (dataloaderLen !== null && epochsPerIteration !== null) times.push(['iteration', at.iteration])
  if (microsecondsPerBatch !== null) times.push(['seconds', at.totalWct])
  return times
}

/** `count` batches from one on, `stride` apart, with their counters, multipliers and learning rates. */
export function tableOf(schedule: Schedule, from: number, count: number, stride: number): Table {
  const { run, schedulers, baseLr } = build(schedule)
  const { dataloaderLen } = run.pace
  const [samples, tokens] = [perBatch(run.pace, 'sp'), perBatch(run.pace, 'tok')]
  const counted = (value: (batch: number) => number) =>
    Float64Array.from({ length: count }, (_, i) => value(from + i * stride))
  const columns: [string, Float64Array][] = [['batch', counted((batch) => batch)]]
  if (dataloaderLen !== null) columns.push(['epoch', counted((batch) => Math.floor(batch / dataloaderLen))])
  if (samples !== null) columns.push(['sample', counted((batch) => batch * samples)])
  if (tokens !== null) columns.push(['token', counted((batch) => batch * tokens)])
  const range = { from, count, stride }
  try {
    const values = evaluate(schedulers, run, { ...range, baseLr })
    columns.push(['alpha', evaluate(schedulers, run, range)], [quantityKey(schedule), values])
  } catch (error) {
    throw placed(error, schedule.factors)
  }
  return { names: columns.map(([name]) => name), columns: columns.map(([, values]) => values) }
}

/** The multipliers of the factors that have functions in them. */
export function valuesOf(schedule: Schedule, from: number, count: number): FunctionValues {
  const { run, schedulers, curves } = build(schedule)
  try {
    return curves.map((curve, index) => (curve === null ? evaluate(schedulers[index]!, run, { from, count }) : null))
  } catch (error) {
    throw placed(error, schedule.factors)
  }
}
