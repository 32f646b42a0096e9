/**
 * The curves of configurations as lines of a chart, with names that tell them apart.
 */
import path from 'node:path'
import { LR } from '../../../config/locate.js'
import { allQuantities, type TrainingConfig } from '../../../config/read.js'
import { evaluate } from '../../../evaluate/evaluate.js'
import type { TrainerSteps } from '../../../evaluate/spans.js'
import { type AxisName, perBatch } from '../../../plot/axis.js'
import { type DrawnLine, MOST_LINES, outlining, type PlannedLine } from '../../../plot/lines.js'
import type { TrainingRun } from '../../../run/run.js'
import type { BuiltinScheduler } from '../../../schedulers/builtin.js'
import { askedBy, batchesOf } from '../../io/configuration.js'
import { CliError, EXIT } from '../../io/failure.js'
import { withPauses } from '../../io/pause.js'

/** A curve before it is evaluated. */
export interface PlannedCurve extends PlannedLine {
  readonly config: TrainingConfig
}

/** Which batches of each run are shown. */
export interface VisibleRange {
  readonly from?: number
  readonly to?: number
  /** Whether the values are those that Composer's Trainer trains with. */
  readonly asTrained?: TrainerSteps | undefined
}

/** Refuses more curves than a chart has room for. */
export function checkCurves(files: number, ratios: number): void {
  const curves = files * ratios
  if (curves <= MOST_LINES) return
  const rule = `A chart has at most ${MOST_LINES} curves`
  throw new CliError(EXIT.usage, `${rule}; found ${curves}. Give fewer configurations or ratios.`)
}

/** A plot: the curves of a quantity. */
export interface PlannedPanel {
  readonly quantity: string
  /** One of each configuration, in order; without a batch where it has no such quantity. */
  readonly curves: readonly PlannedCurve[]
}

/** A plot of the learning rates, and one of each other quantity that some configuration schedules. */
export function planPanels(
  configs: readonly TrainingConfig[],
  axis: AxisName,
  range: VisibleRange,
): [PlannedPanel, ...PlannedPanel[]] {
  const others = new Set(configs.flatMap(({ quantities }) => quantities.map(({ name }) => name)))
  const panel = (quantity: string) => ({ quantity, curves: planCurves(configs, axis, range, quantity) })
  return [panel(LR), ...[...others].map(panel)]
}

/** Finds the range of each configuration, and what the legend calls it. */
export function planCurves(
  configs: readonly TrainingConfig[],
  axis: AxisName,
  { from = 0, to, asTrained }: VisibleRange,
  quantity = LR,
): PlannedCurve[] {
  const labels = labelsOf(configs)
  const curves = configs.map((config, index): PlannedCurve => {
    const { run } = config
    const own = allQuantities(config).find(({ name }) => name === quantity)
    const { schedulers, base: baseLr } = own ?? { schedulers: [], base: 1 }
    const count = own === undefined ? 0 : Math.max(0, (to ?? batchesOf(config)) - from)
    const rate = askedBy(`--axis ${axis}`, config, () => perBatch(run, axis))
    return {
      config,
      label: labels[index]!,
      from,
      stride: 1,
      count,
      rate,
      values: (first, out) =>
        evaluate(schedulers, run, { from: from + first, count: out.length, out, baseLr, asTrained }),
      phases: () => phasesOf(schedulers, run, asTrained),
    }
  })
  if (quantity === LR && curves.every(({ count }) => count === 0)) {
    const rule = '--from must be before the end'
    const ends = curves.map((curve) => to ?? batchesOf(curve.config))
    const found = `found ${from}, and the end at batch ${Math.max(...ends)}`
    throw new CliError(EXIT.usage, `${rule}; ${found}. Use a smaller --from.`)
  }
  return curves
}

/**
 * Evaluates curves into as many columns.
 *
 * @param domain - the ends of the x axis
 * @param options - `log`: only what is above 0 is kept; `asTrained`: what a Trainer makes of the curves
 * @param update - is told how many batches are done
 */
export async function evaluateCurves(
  curves: readonly PlannedCurve[],
  domain: readonly [number, number],
  columns: number,
  log: boolean,
  update: (done: number) => void,
): Promise<DrawnLine[]> {
  const evaluated: DrawnLine[] = []
  let done = 0
  await withPauses(async (pause) => {
    for (const curve of curves) {
      const work = outlining(curve, domain, columns, log)
      let step = work.next()
      for (; step.done !== true; step = work.next()) {
        done += step.value
        update(done)
        await pause()
      }
      evaluated.push({ label: curve.label, outline: step.value })
    }
  })
  return evaluated
}

/** The phases of each scheduler; stepped by the epoch, a curve has none of its own. */
function phasesOf(schedulers: readonly BuiltinScheduler[], run: TrainingRun, asTrained: TrainerSteps | undefined) {
  if (asTrained === 'epoch') return []
  const late = asTrained === 'batch' ? 1 : 0
  return schedulers.map((scheduler) =>
    scheduler
      .resolve(run)
      .phases({ in: 'ba' })
      .map((phase) => ({ ...phase, until: phase.until + late })),
  )
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
