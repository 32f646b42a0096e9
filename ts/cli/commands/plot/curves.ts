/**
 * The curves of a chart: evaluated chunk by chunk into outlines, on one x axis, with names that tell them apart.
 */
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { TrainingConfig } from '../../../config/read.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import type { PhaseSpan } from '../../../plot/bands.js'
import { Outline } from '../../../plot/outline.js'
import { batchesOf } from '../../io/configuration.js'
import { CliError, EXIT } from '../../io/failure.js'
import { withPauses } from '../../io/pause.js'
import { type AxisName, perBatch } from './axis.js'

/** A curve before it is evaluated. */
export interface PlannedCurve {
  readonly config: TrainingConfig
  readonly label: string
  readonly from: number
  readonly count: number
  /** How far along the x axis a batch leads. */
  readonly rate: number
}

/** Which batches of each run are shown. */
export interface VisibleRange {
  readonly from?: number
  readonly to?: number
}

// Large enough that a resolved curve costs nothing, small enough to stay in a cache.
const CHUNK = 65_536

/** The most curves of a chart. */
export const MOST_CURVES = 1000

/** Refuses more curves than a chart has room for. */
export function checkCurves(files: number, ratios: number): void {
  const curves = files * ratios
  if (curves <= MOST_CURVES) return
  const rule = `A chart has at most ${MOST_CURVES} curves`
  throw new CliError(EXIT.usage, `${rule}; found ${curves}. Give fewer configurations or ratios.`)
}

/** Finds the range of each configuration, and what the legend calls it. */
export function planCurves(
  configs: readonly TrainingConfig[],
  axis: AxisName,
  { from = 0, to }: VisibleRange,
): PlannedCurve[] {
  const labels = labelsOf(configs)
  const curves = configs.map((config, index) => {
    const until = to ?? batchesOf(config)
    return { config, label: labels[index]!, from, count: Math.max(0, until - from), rate: perBatch(config, axis) }
  })
  if (curves.every(({ count }) => count === 0)) {
    const rule = '--from must be before the end'
    const ends = curves.map((curve) => to ?? batchesOf(curve.config))
    const found = `found ${from}, and the end at batch ${Math.max(...ends)}`
    throw new CliError(EXIT.usage, `${rule}; ${found}. Use a smaller --from.`)
  }
  return curves
}

/** The ends of the x axis: from the first batch of all to the end of the longest. */
export function domainOf(curves: readonly PlannedCurve[]): [number, number] {
  const visible = curves.filter(({ count }) => count > 0)
  const low = Math.min(...visible.map(({ from, rate }) => from * rate))
  const high = Math.max(...visible.map(({ from, count, rate }) => (from + count) * rate))
  return [low, high]
}

/**
 * Evaluates curves into as many columns.
 *
 * @param log - only what is above 0 is kept
 * @param update - is told how many batches are done
 */
export async function evaluateCurves(
  curves: readonly PlannedCurve[],
  columns: number,
  log: boolean,
  update: (done: number) => void,
): Promise<{ label: string; outline: Outline }[]> {
  const [low, high] = domainOf(curves)
  const accepts = log ? (value: number) => value > 0 && value < Infinity : undefined
  const values = new Float64Array(CHUNK)
  const evaluated: { label: string; outline: Outline }[] = []
  let done = 0
  await withPauses(async (pause) => {
    for (const { config, label, from, count, rate } of curves) {
      const { schedulers, run, baseLr } = config
      const start = ((from * rate - low) * columns) / (high - low)
      const outline = new Outline(columns, { start, step: (columns * rate) / (high - low), accepts })
      for (let first = 0; first < count; first += CHUNK) {
        const out = values.subarray(0, Math.min(CHUNK, count - first))
        outline.add(first, evaluate(schedulers, run, { from: from + first, count: out.length, out, baseLr }))
        done += out.length
        update(done)
        await pause()
      }
      evaluated.push({ label, outline })
    }
  })
  return evaluated
}

/** The phases of all curves on the x axis; none where they differ, as a band would be wrong for some of them. */
export function sharedPhases(curves: readonly PlannedCurve[]): PhaseSpan[] {
  const [first = [], ...others] = curves.filter(({ count }) => count > 0).map(phasesOf)
  return others.every((phases) => isDeepStrictEqual(phases, first)) ? first : []
}

/** The phases of the visible part of a curve, on the x axis; of several schedulers those of the product. */
function phasesOf({ config, from, count, rate }: PlannedCurve): PhaseSpan[] {
  const { schedulers, run } = config
  const parts = schedulers.map((scheduler) => scheduler.resolve(run).phases({ in: 'ba' }))
  const ends = [...new Set(parts.flat().map(({ until }) => Math.min(until, from + count)))].sort((a, b) => a - b)
  return ends.map((until, index) => ({
    name: parts.map((phases) => phases.find((phase) => phase.until >= until)!.name).join(' × '),
    from: (ends[index - 1] ?? 0) * rate,
    until: until * rate,
  }))
}

/** What curves are called: the run's name or the file's; with its ratio, or its path, where that is needed. */
export function labelsOf(configs: readonly TrainingConfig[]): string[] {
  const names = configs.map(({ name, file }) => name ?? path.basename(file).replace(/(?<=.)\.(ya?ml|json)$/i, ''))
  const files = new Map<string, Set<string>>()
  for (const [index, name] of names.entries()) {
    if (!files.has(name)) files.set(name, new Set())
    files.get(name)!.add(configs[index]!.file)
  }
  const withFiles = names.map((name, index) => (files.get(name)!.size > 1 ? `${name} (${configs[index]!.file})` : name))
  const uses = new Map<string, number>()
  for (const name of withFiles) uses.set(name, (uses.get(name) ?? 0) + 1)
  return withFiles.map((name, index) =>
    uses.get(name) === 1 ? name : `${name}, ssr ${configs[index]!.run.scaleScheduleRatio}`,
  )
}
